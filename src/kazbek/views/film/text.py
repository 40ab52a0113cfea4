"""The trade's documents as lines of text."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterator

from kazbek.crew.film.ask import FilmAnswer
from kazbek.crew.film.shoot import BoardShot, ShootingSchedule
from kazbek.views.timeline import COLUMNS


def film_text(asked: FilmAnswer) -> Iterator[str]:
    """Stripboard, day-out-of-days, and what the solver proved."""
    schedule = asked.schedule
    yield schedule.film.title
    if schedule.film.invented:
        yield "The script is INVENTED: the real one is not public."
    yield ""
    yield from stripboard(asked)
    yield ""
    yield from day_out_of_days(schedule)
    yield ""
    pages = sum(shot.scene.eighths for shot in schedule.shots) / 8.0
    yield (
        f"{len(schedule.shots)} scenes, {pages:.1f} pages on {len(schedule.days)} days; {schedule.moves} moves, "
        f"{schedule.waiting_h:.1f} h of waiting."
    )
    for module, title in ((name, module.title) for name, module in schedule.film.module.items()):
        share = sum(s.scene.eighths for s in schedule.shots if s.scene.module == module) / 8.0 / max(pages, 1e-9)
        yield f"  {title}: {100 * share:.0f} % of the pages"
    if schedule.boneyard:
        yield f"Boneyard, not placed: {', '.join(f'{s.id} {s.heading}' for s in schedule.boneyard)}."
    yield from (f"{str(proof)[:1].upper()}{str(proof)[1:]}." for proof in schedule.proofs)
    if schedule.interrupted:
        yield "Interrupted: this is the best board so far."


def stripboard(asked: FilmAnswer) -> Iterator[str]:
    """A strip per scene, days between them with the sky of each."""
    day = ""
    for shot in asked.schedule.shots:
        if shot.start.utc[:10] != day:
            day = shot.start.utc[:10]
            yield _sky(asked, day)
        yield from _strip(shot)


def _sky(asked: FilmAnswer, day: str) -> str:
    date = dt.date.fromisoformat(day)
    ups, downs = asked.sunrises(date)
    contacts = asked.contacts(date)
    heard = f"; heard {len(contacts)} times, {sum(c.minutes for c in contacts):.0f} min" if contacts else ""
    return f"── {day} ── {len(ups)} sunrises, {len(downs)} sunsets{heard}"


def _strip(shot: BoardShot) -> Iterator[str]:
    """Hours, scene, pages and light; below, who plays."""
    scene = shot.scene
    light = {"any": "", "sun": "sun", "dark": "dark", "both": "sun and dark"}[scene.light]
    hours = f"  {shot.start.utc[11:16]}–{shot.end.utc[11:16]}"
    yield f"{hours}  {scene.id:>3}  {scene.heading:<42} {scene.pages:>6} p  {light}".rstrip()
    under = " " * (len(hours) + 7)
    yield from textwrap.wrap(", ".join(scene.cast), COLUMNS, initial_indent=under, subsequent_indent=under)


def day_out_of_days(schedule: ShootingSchedule) -> Iterator[str]:
    """A row per player: S start, W work, H hold, F finish; SF for one day alone."""
    days = schedule.film.days
    yield f"{'':<18}" + "".join(f"{day.day:>4}" for day in days)
    for who in schedule.film.person:
        played = {shot.start.utc[:10] for shot in schedule.shots if who in schedule.film.people_of(shot.scene)}
        if played:
            yield f"{who:<18}" + "".join(f"{_code(day.isoformat(), played):>4}" for day in days)


def _code(day: str, played: set[str]) -> str:
    first, last = min(played), max(played)
    if day in (first, last):
        return "SF" if first == last else "SW" if day == first else "WF"
    return "W" if day in played else "H" if first < day < last else "·"


def call_sheet(asked: FilmAnswer, day: dt.date) -> Iterator[str]:
    """The sheet of one day: calls, scenes, sunrises and sunsets through the windows, contacts."""
    schedule = asked.schedule
    shots = [shot for shot in schedule.shots if shot.start.utc[:10] == day.isoformat()]
    yield f"CALL SHEET {day}  {schedule.film.title}"
    for who in schedule.film.person:
        own = [shot for shot in shots if who in schedule.film.people_of(shot.scene)]
        if own:
            where = schedule.film.module[own[0].scene.module].title
            yield f"  {who:<18} called {own[0].start.utc[11:16]} in {where}, wrapped {own[-1].end.utc[11:16]}"
    for shot in shots:
        yield from _strip(shot)
    yield from (f"  state for scene {s.scene.id}: {s.scene.state}" for s in shots if s.scene.state)
    for escort in (s for s in shots if schedule.film.module[s.scene.module].escort):
        yield f"  scene {escort.scene.id}: an escort is needed in {schedule.film.module[escort.scene.module].title}"
    ups, downs = asked.sunrises(day)
    yield f"  sunrises {', '.join(e.utc[11:16] for e in ups)}"
    yield f"  sunsets  {', '.join(e.utc[11:16] for e in downs)}"
    contacts = ", ".join(f"{c.start.utc[11:16]}–{c.end.utc[11:16]}" for c in asked.contacts(day))
    yield f"  ground hears {contacts or 'nothing'}"
