"""What a mission file may say, whatever ships there are: decisions, with names that folders can have."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from kazbek.base.data import names_in
from kazbek.base.errors import DataError, unknown
from kazbek.base.events import is_event
from kazbek.mission.plan import Flight, MissionFile

_PREDICTED = frozenset(
    (
        "liftoff",
        "lift_off",
        "launch_time",
        "t0",
        "insertion",
        "orbit",
        "burns",
        "burn",
        "burn_start",
        "burn_time",
        "contact",
        "docking",
        "undocking",
        "undock",
        "deorbit",
        "deorbit_burn",
        "entry_interface",
        "landing",
        "landing_time",
        "touchdown",
    )
)

_STAMP = re.compile(r"(_met)?(_utc|_s|_date|_time)?$")

_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)

_LONGEST_NAME = 64  # it becomes the name of a folder, and part of names of files

_ROLES = ("commander", "flight engineer", "participant")

_WAYS = {
    "up": ("launcher", "pad", "profile", "port"),
    "across": ("to_port", "time_utc", "free_flight_s"),
    "down": ("zone", "revolutions_to_burn"),
}
_OPTIONAL = {"revolutions_to_burn", "free_flight_s"}
_KINDS = (
    "launcher, pad, profile and port to go up, zone and revolutions_to_burn to come home, "
    "or to_port, time_utc and free_flight_s to move to another port"
)


def leaves(raw: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every (dotted path, value) below a parsed TOML table."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from leaves(value, f"{path}.{index}")
    else:
        yield path, raw


def refuse_predicted(path: str, value: Any, where: str) -> None:
    """A mission file holds decisions; an instant or a figure that kazbek computes would make the prediction a copy.

    Raises
    ------
    DataError
        for such a figure or instant.
    """
    keys = [word for word in path.split(".") if not word.isdigit()]
    key = next((word for word in keys if _is_predicted(word)), keys[-1] if keys else path)
    if _is_predicted(key):
        raise DataError(
            f'{where}: "{path}" = {value} is something kazbek predicts, so a mission file never holds it',
            allowed="decisions taken beforehand: date, profile, port, zone, crew, failure …",
            cure=f'remove "{key}"',
        )
    if isinstance(value, dt.datetime) or (isinstance(value, str) and key in ("date", "launched") and "T" in value):
        raise DataError(
            f'{where}: "{path}" = {value} is an instant; a mission file gives the day and kazbek predicts the instant',
            allowed="a day such as 2021-10-05",
        )


def _is_predicted(key: str) -> bool:
    stem = _STAMP.sub("", key.lower())
    return stem in _PREDICTED or key.lower() in _PREDICTED or is_event(stem)


def check_kind(flight: Flight, raw: dict[str, Any], where: str) -> None:
    """Up, across or down, and nothing of the other kinds.

    Raises
    ------
    DataError
        for a flight with keys of two kinds, or without one that its kind needs.
    """
    given = next(f for f in raw["flight"] if f.get("name") == flight.name)
    said = {way: {key for key in keys if given.get(key) not in (None, "")} for way, keys in _WAYS.items()}
    ways = [way for way, keys in said.items() if keys]
    if len(ways) > 1:
        mixed = " and ".join(", ".join(sorted(said[way])) for way in ways)
        raise DataError(f'{where}: flight "{flight.name}" has both {mixed}', allowed=_KINDS)
    way = ways[0] if ways else "up"
    missing = set(_WAYS[way]) - said[way] - _OPTIONAL
    if missing:
        raise DataError(f'{where}: flight "{flight.name}" lacks {", ".join(sorted(missing))}', allowed=_KINDS)


def check_plan(plan: MissionFile, where: str) -> None:
    """What no single flight shows: names are words, each once; roles, crew plan and tracks are there.

    Raises
    ------
    DataError
        where they are not.
    """
    names = [flight.name for flight in plan.flight]
    if not names:
        raise DataError(f"{where}: no [[flight]]", allowed="one or more")
    for name in names:
        if [other.lower() for other in names].count(name.lower()) > 1:  # one folder on Windows and macOS
            raise DataError(f'{where}: two flights are called "{name}"', allowed="one name per flight")
        _check_word("flight", name, where)
    _check_word("mission", plan.name, where)
    for flight in plan.flight:
        for person in flight.crew:
            if person.role and person.role not in _ROLES:
                raise unknown("role", person.role, _ROLES, where=f'{where}, flight "{flight.name}"')
    if plan.crew_plan and not plan.crew_plan.endswith(".toml") and plan.crew_plan not in names_in("crew_plans"):
        raise unknown("crew plan", plan.crew_plan, names_in("crew_plans"), where=where)
    if not plan.station.track:
        raise DataError(f'{where}: "station.track" is empty', allowed="one or more station files, oldest first")


def _check_word(kind: str, name: str, where: str) -> None:
    """Names become folders of the record."""
    if not name or len(name) > _LONGEST_NAME or not all(c.isascii() and (c.isalnum() or c in "-_") for c in name):
        raise DataError(
            f'{where}: {kind} name "{name[:_LONGEST_NAME]}"',
            allowed=f"up to {_LONGEST_NAME} ASCII letters, digits, hyphens and underscores",
        )
    if _DEVICES.fullmatch(name):
        raise DataError(f'{where}: {kind} name "{name}" is a device on Windows', allowed="any other name")
