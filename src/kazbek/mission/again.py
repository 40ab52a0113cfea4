"""Flying a record's mission again, as it was flown: its file, seed, what-ifs, wind, and as far."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kazbek.base.errors import DataError
from kazbek.base.leg import Outcome
from kazbek.mission.file import Mission, read_mission
from kazbek.mission.fly import what_is_flown
from kazbek.mission.manifest import manifest
from kazbek.mission.prepare import Prepared, prepare
from kazbek.mission.progress import Progress
from kazbek.mission.recorded import record_of
from kazbek.record.compare import compare
from kazbek.record.record import Record
from kazbek.world.wind import Wind


def fly_again(record: Record, progress: Progress | None = None) -> Record:
    """The record of the same mission flown now; nothing is taken from `record` but what was decided.

    Raises
    ------
    KazbekError
        its mission cannot be flown any more: a file of one's own is gone, or a what-if is unknown.
    """
    ready = _prepared(record)
    until = _until(record)
    flown, what_if = what_is_flown(ready, until, progress or Progress(), _override(record, ready))
    again = replace(record_of(ready, flown, manifest(ready)), what_if=what_if)
    return replace(again, comparison=compare(again.flights))


def _prepared(record: Record) -> Prepared:
    mission, about = _mission(record), record.manifest
    seed, changes = about.get("seed"), dict(about.get("changes") or {})
    ready = prepare(mission, changes, seed)
    wind = _override(record, ready)
    return ready if wind is None else prepare(mission, changes, seed, wind)


def _mission(record: Record) -> Mission:
    """The mission file as flown, its own files beside it; from memory where the record is not on disk."""
    if record.directory is not None:
        return replace(read_mission(str(record.directory / "mission.toml")), folder=record.folder)
    with TemporaryDirectory(prefix="kazbek-") as apart:
        file = Path(apart) / "mission.toml"
        file.write_text(record.mission_text, encoding="utf-8")
        mission = read_mission(str(file))
    return replace(mission, folder=record.folder)


def _override(record: Record, ready: Prepared) -> Wind | None:
    """The wind that was given for all flights, whatever their files say; None where they flew in their files' own."""
    given = {name: _profile(rows) for name, rows in (record.manifest.get("wind") or {}).items()}
    own = {name: fitted.wind.profile for name, fitted in ready.planned.items() if fitted.wind is not None}
    return None if given == own or not given else Wind(next(iter(given.values())))


def _profile(rows: object) -> tuple[tuple[float, float, float], ...]:
    try:
        return tuple((float(h), float(e), float(n)) for h, e, n in rows)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise DataError("the record's wind is no profile", allowed="rows of height_m, east_m_s, north_m_s") from None


def _until(record: Record) -> str | None:
    """The event that the mission was to end with, if any: the last one of a record that ended as asked."""
    if record.outcome is not Outcome.REACHED or not record.events:
        return None
    return record.events[-1].name
