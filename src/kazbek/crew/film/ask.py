"""``kazbek film`` without the command line: a mission's film scheduled, and told as one document."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kazbek.base.data import names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.crew.film.light import LightSpan, StationLight
from kazbek.crew.film.script import Film
from kazbek.crew.film.shoot import ShootingSchedule, shoot
from kazbek.crew.film.windows import Windows
from kazbek.mission.file import Mission, mission_from, read_mission
from kazbek.record.read import as_record
from kazbek.scheduling.solver import Progress
from kazbek.track.station import StationTrack

_DAY_s = 86_400.0


@dataclass(frozen=True)
class FilmAnswer:
    """The answer: the board, what the sky does on its days, and the document."""

    schedule: ShootingSchedule
    light: StationLight
    document: dict[str, Any]

    def sunrises(self, day: dt.date) -> tuple[list[Epoch], list[Epoch]]:
        """Sunrises and sunsets of a day."""
        start = Epoch.from_utc(day)
        rises, sets = ([edge for edge in edges if 0.0 <= edge - start < _DAY_s] for edges in self._edges)
        return rises, sets

    def contacts(self, day: dt.date) -> list[LightSpan]:
        """When the ground hears on a day."""
        start = Epoch.from_utc(day)
        end = start + _DAY_s
        today = [heard for heard in self._heard if heard.start < end and start < heard.end]
        return [LightSpan(max(heard.start, start), min(heard.end, end)) for heard in today]

    @cached_property
    def _edges(self) -> tuple[list[Epoch], list[Epoch]]:
        return self.light.sunrises(), self.light.sunsets()

    @cached_property
    def _heard(self) -> list[LightSpan]:
        return self.light.contacts([(site.latitude_deg.v, site.longitude_deg.v) for site in self.schedule.film.site])


def mission_of(name: str) -> Mission:
    """A bundled mission, a mission file, or the mission of a record, by its folder."""
    if (Path(name) / "mission.toml").is_file():
        record = as_record(name)
        return mission_from(record.mission_text, record.folder, "mission.toml")
    return read_mission(name)


def ask(mission: str, film: str = "", progress: Progress | None = None) -> FilmAnswer:
    """The answer of ``kazbek film``: the film that a mission names, or another file, on the station's own orbit.

    Raises
    ------
    DataError
        a mission without a film, or whatever else is wrong with mission, film or track.
    MissingExtra
        without OR-Tools.
    """
    read = mission_of(mission)
    name = film or read.plan.film
    if not name:
        raise DataError(
            f'mission "{read.name}" has no film',
            allowed=f"film = one of {', '.join(names_in('films'))}, or a .toml file",
        )
    shot = Film.named(name, Path() if film else read.folder)
    track = StationTrack.from_files(read.plan.station.track, read.folder)
    start = Epoch.from_utc(shot.first)
    light = StationLight(track, start, start + _DAY_s * len(shot.days))
    return answer_of(shoot(shot, Windows(shot, light), progress), light)


def answer_of(schedule: ShootingSchedule, light: StationLight) -> FilmAnswer:
    """A schedule with what is told of it."""
    return FilmAnswer(schedule, light, _document(schedule))


def _document(schedule: ShootingSchedule) -> dict[str, Any]:
    return {
        "film": schedule.film.name,
        "title": schedule.film.title,
        "invented": schedule.film.invented,
        "shots": [
            {
                "scene": shot.scene.id,
                "heading": shot.scene.heading,
                "start_utc": shot.start.utc,
                "end_utc": shot.end.utc,
                "module": shot.scene.module,
                "people": list(schedule.film.people_of(shot.scene)),
                "light": shot.scene.light,
                "pages": shot.scene.pages,
            }
            for shot in schedule.shots
        ],
        "boneyard": [scene.id for scene in schedule.boneyard],
        "days": len(schedule.days),
        "moves": schedule.moves,
        "waiting_h": round(schedule.waiting_h, 3),
        "proved": schedule.proved,
        "goals": [{"goal": p.goal, "value": p.value, "bound": p.bound, "proved": p.proved} for p in schedule.proofs],
    }
