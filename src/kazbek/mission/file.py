"""The mission file: decisions taken beforehand, and never an instant that kazbek predicts.

    [station]   which station, and the files its orbit is read from, oldest first
    [[docked]]  ships already there when the mission begins, with the seat liners in them
    [[flight]]  up: launcher, pad, profile, port; or down: zone, revolutions_to_burn; or across, from the port where the
                ship is to another: to_port, time_utc; a day, a ship and its crew
    [[swap]]    a day on which seat liners change ship

Names of launchers, pads, profiles, stations, ships and zones are those of bundled data files, or paths of a user's own
``.toml`` files relative to the mission file.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kazbek.base.data import bundled, names_in, parse
from kazbek.base.errors import DataError, nearest, unknown
from kazbek.base.toml_file import parsed_toml, read_text
from kazbek.mission.allowed import check_kind, check_plan, leaves, refuse_predicted
from kazbek.mission.plan import Flight, MissionFile

AGAIN = "-2"  # ends the name of the next try after a scrub
_LATER = re.compile(r"\+(\d{1,4})d")


@dataclass(frozen=True, slots=True, repr=False)
class Mission:
    """A mission file, where it was read from, and its text.

    Attributes
    ----------
    plan : what the file says
    text : the file as written, kept in the record
    folder : the folder that relative paths start from; None for a bundled mission
    file : the file's name, for messages
    """

    plan: MissionFile
    text: str
    folder: Path | None
    file: str = ""

    def __repr__(self) -> str:
        return f"<Mission {self.name}: {', '.join(flight.name for flight in self.flights)}>"

    @property
    def name(self) -> str:
        """As the file gives it."""
        return self.plan.name

    @property
    def flights(self) -> tuple[Flight, ...]:
        """The flights in order of their days."""
        return tuple(sorted(self.plan.flight, key=lambda flight: flight.date))

    def decided(self, name: str) -> Flight | None:
        """The flight of that name, or the one whose later try has it: ``up-2`` is a try of ``up``; None for another."""
        while name:
            found = next((flight for flight in self.plan.flight if flight.name == name), None)
            if found is not None or not name.endswith(AGAIN):
                return found
            name = name.removesuffix(AGAIN)
        return None

    @property
    def is_demo(self) -> bool:
        """Whether invented people may fly."""
        return "demo" in self.name.split("-")

    @contextmanager
    def naming(self, flight: Flight | None = None) -> Iterator[None]:
        """Name the file, and the flight, in whatever turns out to be wrong with them.

        Raises
        ------
        DataError
            what was raised inside, with the names that it did not say.
        """
        try:
            yield
        except DataError as fault:
            places = (self.file, f'flight "{flight.name}"' if flight is not None else "")
            unsaid = [place for place in places if place and place not in fault.what]
            raise DataError(": ".join([*unsaid, fault.what]), allowed=fault.allowed, cure=fault.cure) from None


def mission_names() -> list[str]:
    """Names of the bundled missions.

    >>> import kazbek
    >>> "soyuz-ms-19" in kazbek.mission_names()
    True
    """
    return names_in("missions")


def mission_text(name: str) -> str:
    """The text of a bundled mission, to start one's own from.

    Raises
    ------
    DataError
        when no mission has that name; the nearest is given.
    """
    if name not in mission_names():
        raise unknown("mission", name, mission_names())
    return bundled("missions", f"{name}.toml").read_text(encoding="utf-8")


def read_mission(name: str) -> Mission:
    """Read a bundled mission by name, or a mission file by path, and check that it says what a mission file may say.

    What it asks for is checked later, against the ships and the people (:mod:`kazbek.mission.checks`).

    Raises
    ------
    DataError
        unknown mission or key, a value of the wrong kind, an impossible date, an instant that kazbek predicts.

    Examples
    --------
    >>> import kazbek
    >>> kazbek.read_mission("soyuz-ms-19")
    <Mission soyuz-ms-19: up, film-crew-home, commander-home>
    """
    if name in mission_names():
        source: Any = bundled("missions", f"{name}.toml")
        folder = None
    elif Path(name).is_dir() and name:
        raise DataError(
            f"{name} is a directory, not a mission file",
            allowed=f"{', '.join(mission_names())}, or the path of a .toml file",
        )
    elif name.endswith(".toml") or "/" in name or "\\" in name:
        source = Path(name)
        folder = source.parent
    else:
        raise DataError(
            f'unknown mission "{name}"',
            allowed=f"{', '.join(mission_names())}, or the path of a .toml file",
            cure=f'did you mean "{nearest(name, mission_names())}"?',
        )
    text = read_text(source)
    return _mission(parsed_toml(text, str(source), one_line=True), text, folder, Path(str(source)).name)


def mission_from(text: str, folder: Path | None, where: str) -> Mission:
    """A mission from the text of its file, as a record keeps it.

    Parameters
    ----------
    text : TOML
    folder : where relative paths start; None for a bundled mission
    where : what to call the file in messages

    Raises
    ------
    DataError
        as :func:`read_mission`.
    """
    return _mission(parsed_toml(text, where, one_line=True), text, folder, where)


def slipped(mission: Mission, flight: Flight, name: str, days: int, profile: str) -> Mission:
    """The mission with a flight up put off by so many days, under another name and profile, without faults on the pad.

    Dates written as ``"+2d"`` move with the mission's first flight; days stay.

    Raises
    ------
    DataError
        when the days that stay cannot be kept.
    """
    raw = parsed_toml(mission.text, mission.file)
    given = next(one for one in raw["flight"] if one["name"] == flight.name)
    given |= {"name": name, "date": flight.date + dt.timedelta(days=days), "profile": profile}
    given["failure"] = [failure for failure in given.get("failure", []) if failure.get("at_s", 0.0) >= 0.0]
    return _mission(raw, mission.text, mission.folder, mission.file)


def _mission(raw: dict[str, Any], text: str, folder: Path | None, where: str) -> Mission:
    _resolve_dates(raw)
    for path, value in leaves(raw):
        refuse_predicted(path, value, where)
    plan = parse(raw, MissionFile, where=where)
    for flight in plan.flight:
        check_kind(flight, raw, where)
    check_plan(plan, where)
    return Mission(plan, text, folder, where)


def _resolve_dates(raw: dict[str, Any]) -> None:
    """Turn ``"+2d"`` into the day so much later than the first flight's own."""
    flights, swaps = (
        [row for row in rows if isinstance(row, dict)] if isinstance(rows := raw.get(key), list) else []
        for key in ("flight", "swap")
    )
    dated, days = [*flights, *swaps], [row.get("date") for row in flights]
    first = min((day for day in days if isinstance(day, dt.date) and not isinstance(day, dt.datetime)), default=None)
    for row in dated:
        found = _LATER.fullmatch(row["date"]) if isinstance(row.get("date"), str) else None
        if found and first is not None:
            with suppress(OverflowError):  # such a day is in no calendar, and is refused as no day
                row["date"] = first + dt.timedelta(days=int(found[1]))
