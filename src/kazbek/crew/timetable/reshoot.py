"""The film planned again after an upset: shots that it hits move, what is shot already stays, the rest moves least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kazbek.base.data import Datum
from kazbek.base.epoch import Epoch
from kazbek.crew.film.ask import FilmAnswer, answer_of
from kazbek.crew.film.script import Busy, Film
from kazbek.crew.film.shoot import BoardShot, Earlier, shoot
from kazbek.crew.film.windows import Windows
from kazbek.crew.timetable.needs import Fixed
from kazbek.scheduling.solver import Progress


def shot_again(asked: FilmAnswer, upsets: Sequence[Fixed], progress: Progress | None = None) -> FilmAnswer:
    """The film's answer after upsets: the same where they hit no shot."""
    schedule = asked.schedule
    hit = [u for u in upsets for shot in schedule.shots if _hits(u, schedule.film.people_of(shot.scene), shot)]
    if not hit:
        return asked
    film = schedule.film.model_copy(
        update={"busy": (*schedule.film.busy, *(busy for upset in upsets for busy in _busy(schedule.film, upset)))}
    )
    earlier = Earlier(schedule.shots, min(upset.start for upset in upsets))
    again = shoot(film, Windows(film, asked.light), progress, earlier)
    return answer_of(replace(again, film=schedule.film), asked.light)


def _hits(upset: Fixed, people: Sequence[str], shot: BoardShot) -> bool:
    return any(who in upset.people for who in people) and upset.start < shot.end and shot.start < upset.end


def _busy(film: Film, upset: Fixed) -> list[Busy]:
    """An upset as what takes people, day by day of the film."""
    found = []
    for day in film.days:
        midnight = Epoch.from_utc(day)
        from_h, to_h = (min(max((at - midnight) / 3600.0, 0.0), 24.0) for at in (upset.start, upset.end))
        if from_h < to_h:
            hours = {"from_h": Datum(v=from_h, src="upset"), "to_h": Datum(v=to_h, src="upset")}
            found.append(Busy(who=upset.people, date=day, why=upset.title, **hours))
    return found
