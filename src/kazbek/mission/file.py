"""The mission file: decisions taken beforehand, and never an instant that kazbek predicts.

    [station]   which station, and the files its orbit is read from, oldest first
    [[docked]]  ships already there when the mission begins, with the seat liners in them
    [[flight]]  up: launcher, pad, profile, port; or down: zone, revolutions_to_burn; a day, a ship and its crew
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
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from kazbek.base.data import Frozen, bundled, names_in, parse
from kazbek.base.errors import DataError, nearest, unknown
from kazbek.base.events import is_event
from kazbek.base.toml_file import parsed_toml, read_text

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
AGAIN = "-2"  # ends the name of the next try after a scrub
_LATER = re.compile(r"\+(\d{1,4})d")
_STAMP = re.compile(r"(_met)?(_utc|_s|_date|_time)?$")
_DEVICES = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)
_LONGEST_NAME = 64  # it becomes the name of a folder, and part of names of files
_ROLES = ("commander", "flight engineer", "participant")
_KINDS = "launcher, pad, profile and port to go up, or zone and revolutions_to_burn to come home"


def _day(value: Any) -> Any:
    """A day as TOML writes it, or the same in quotes; nothing else is taken for one."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("no day; allowed: a day such as 2021-10-05") from None


Day = Annotated[dt.date, BeforeValidator(_day)]


class CrewSeat(Frozen):
    """Someone in a seat for one flight."""

    name: str
    seat: str
    role: str = ""


class Failure(Frozen):
    """Something that fails, given beforehand: ``{ system = "kurs", at_range_m = 40.0, sets = 2 }``.

    Attributes
    ----------
    at_range_m, sets : of Kurs: distance from the station, and how many sets are lost
    after_s : of an engine: seconds from its ignition
    below_m : of the steering of an entry: height
    which : the jet's name, the axis of a hand controller, or the stage whose engine stops
    manifold, stuck : of a jet or a manifold: 1 or 2; whether the jet does not stop
    lost_kg : of propellant
    at_s, clears_after_s : of a launcher: seconds from lift-off, negative in the countdown; there, until it is cleared
    """

    system: str
    at_range_m: float | None = Field(default=None, gt=0.0, strict=True)
    sets: int = Field(default=1, ge=1, le=2, strict=True)
    after_s: float | None = Field(default=None, ge=0.0, strict=True)
    below_m: float | None = Field(default=None, gt=0.0, strict=True)
    which: str = ""
    manifold: int = Field(default=1, ge=1, le=2, strict=True)
    stuck: bool = False
    lost_kg: float = Field(default=0.0, ge=0.0, strict=True)
    at_s: float | None = Field(default=None, strict=True)
    clears_after_s: float | None = Field(default=None, gt=0.0, strict=True)


class Docked(Frozen):
    """A ship that is at the station when the mission begins."""

    ship: str
    port: str
    launched: Day
    liners: tuple[str, ...] = ()
    spacecraft: str = ""


class Swap(Frozen):
    """Seat liners change ship: for each ship, whose liners lie in it afterwards."""

    date: Day
    to: dict[str, tuple[str, ...]]


class Flight(Frozen):
    """One ship going up to the station, or coming home from it."""

    name: str
    ship: str
    date: Day
    crew: tuple[CrewSeat, ...] = ()  # none in a ship without seats
    spacecraft: str = ""
    launcher: str = ""
    pad: str = ""
    profile: str = ""
    port: str = ""
    approach: str = ""  # that of the ship unless given
    pilot: str = "trained"
    zone: str = ""
    capsule: str = ""
    revolutions_to_burn: int = Field(default=2, ge=1, le=32, strict=True)
    failure: tuple[Failure, ...] = ()
    wind: str = ""  # a CSV file of the wind over the pad or the zone

    @property
    def goes_up(self) -> bool:
        """Whether this flight starts at a pad (it ends in a zone otherwise)."""
        return not self.zone

    @property
    def way(self) -> str:
        """``up`` or ``down``."""
        return "up" if self.goes_up else "down"

    @property
    def names(self) -> tuple[str, ...]:
        """The crew's names in the order of the file."""
        return tuple(person.name for person in self.crew)


class StationFiles(Frozen):
    """Which station, and the files that tell its orbit, oldest first."""

    name: str
    track: tuple[str, ...]


class OtherLaunch(Frozen):
    """Another ship's launch that shares halls, pad and people with the mission's own.

    `rendezvous` says whether it flies to a station: a slip follows the station's plane, else the clock.
    """

    ship: str
    date: Day
    kind: Literal["crewed", "cargo"] = "cargo"
    rendezvous: bool = True


class Campaign(Frozen):
    """The work on the ground before the flight up: decisions about it.

    Attributes
    ----------
    site : a file of data/ground, or a path
    reserve_days : whole days at the pad above the rule
    dates : activity -> the day on which it begins, where that is decided
    also : other launches in the same halls
    """

    site: str
    reserve_days: int = Field(default=0, ge=0, le=30, strict=True)
    dates: dict[str, Day] = Field(default_factory=dict)
    also: tuple[OtherLaunch, ...] = ()


class MissionFile(Frozen):
    """A mission file as written."""

    name: str
    title: str = ""
    crew_plan: str = ""  # the station's other ships and people, read on the crew floor
    station: StationFiles
    docked: tuple[Docked, ...] = ()
    flight: tuple[Flight, ...]
    swap: tuple[Swap, ...] = ()
    campaign: Campaign | None = None  # read on the ground floor
    film: str = ""  # shot aboard; read on the crew floor
    jobs: str = ""  # single jobs of the days aboard; read on the crew floor


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
        """Name the file, and the flight, in whatever turns out to be wrong with them."""
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
    for path, value in _leaves(raw):
        _refuse_predicted(path, value, where)
    plan = parse(raw, MissionFile, where=where)
    for flight in plan.flight:
        _check_kind(flight, raw, where)
    _check_plan(plan, where)
    return Mission(plan, text, folder, where)


def _resolve_dates(raw: dict[str, Any]) -> None:
    """Turn ``"+2d"`` into the day so much later than the first flight's own."""
    dated = [row for key in ("flight", "swap") for row in raw.get(key, ()) if isinstance(row, dict)]
    days = [row.get("date") for row in raw.get("flight", ()) if isinstance(row, dict)]
    first = min((day for day in days if isinstance(day, dt.date) and not isinstance(day, dt.datetime)), default=None)
    for row in dated:
        found = _LATER.fullmatch(row["date"]) if isinstance(row.get("date"), str) else None
        if found and first is not None:
            with suppress(OverflowError):  # such a day is in no calendar, and is refused as no day
                row["date"] = first + dt.timedelta(days=int(found[1]))


def _leaves(raw: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every (dotted path, value) below a parsed TOML table."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            yield from _leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from _leaves(value, f"{path}.{index}")
    else:
        yield path, raw


def _refuse_predicted(path: str, value: Any, where: str) -> None:
    """A mission file holds decisions; an instant or a figure that kazbek computes would make the prediction a copy."""
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


def _check_kind(flight: Flight, raw: dict[str, Any], where: str) -> None:
    """Up or down, and nothing of the other kind."""
    given = next(f for f in raw["flight"] if f.get("name") == flight.name)
    up = {key for key in ("launcher", "pad", "profile", "port") if given.get(key)}
    down = {key for key in ("zone", "revolutions_to_burn") if given.get(key) is not None}
    if up and down:
        raise DataError(
            f'{where}: flight "{flight.name}" has both {", ".join(sorted(up))} and {", ".join(sorted(down))}',
            allowed=_KINDS,
        )
    missing = {"launcher", "pad", "profile", "port"} - up if up or not down else {"zone"} - down
    if missing:
        raise DataError(f'{where}: flight "{flight.name}" lacks {", ".join(sorted(missing))}', allowed=_KINDS)


def _check_plan(plan: MissionFile, where: str) -> None:
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
