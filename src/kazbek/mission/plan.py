"""What a mission file says: flights, ships that are docked, swaps of liners, work on the ground."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from kazbek.base.data import Frozen

_LONGEST_FREE_s = 5400.0  # of a flight from port to port


def _as_in_toml(kind: type[dt.date] | type[dt.time], why_not: str) -> BeforeValidator:
    """A day or a time of day as TOML writes it, or the same in quotes; nothing else is taken for one."""

    def read(value: Any) -> Any:
        if type(value) is kind:  # an instant would pass for a day, too
            return value
        try:
            return kind.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValueError(why_not) from None

    return BeforeValidator(read)


Day = Annotated[dt.date, _as_in_toml(dt.date, "no day; allowed: a day such as 2021-10-05")]
TimeOfDay = Annotated[dt.time, _as_in_toml(dt.time, "no time of day; allowed: one such as 12:21:00")]


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
    """One ship going up to the station, across from one of its ports to another, or coming home from it.

    Attributes
    ----------
    to_port, time_utc : of a flight across: where it goes, and when on its day the ship leaves the port that it is at
    free_flight_s : of a flight across: from undocking to contact as planned; what is more than the way takes is spent
        waiting where the ship has backed off to. As quick as the plan of the approach allows without it
    """

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
    to_port: str = ""
    time_utc: TimeOfDay | None = None
    free_flight_s: float | None = Field(default=None, gt=0.0, le=_LONGEST_FREE_s)
    zone: str = ""
    capsule: str = ""
    revolutions_to_burn: int = Field(default=2, ge=1, le=32, strict=True)
    failure: tuple[Failure, ...] = ()
    wind: str = ""  # a CSV file of the wind over the pad or the zone

    @property
    def goes_up(self) -> bool:
        """Whether this flight starts at a pad."""
        return self.way == "up"

    @property
    def goes_across(self) -> bool:
        """Whether this flight leads from one port to another."""
        return self.way == "across"

    @property
    def comes_home(self) -> bool:
        """Whether this flight ends in a zone."""
        return self.way == "down"

    @property
    def way(self) -> str:
        """``up``, ``across`` or ``down``."""
        if self.to_port:
            return "across"
        return "down" if self.zone else "up"

    @property
    def goal_port(self) -> str:
        """The port it docks at; empty for a flight home."""
        return self.to_port or self.port

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
    plans: tuple[str, ...] = ()  # solved plans that the record takes in: kazbek.mission.around.planned
