"""What the crew floor knows of a mission: ships that come and go, people in seats, liners that change ship.

Nothing here flies. A mission file knows days; where the flight itself was computed, or is history, the second is known.
Each instant says which (:class:`Dated`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.epoch import Epoch
from kazbek.crew.goals import Goal

Precision = Literal["day", "second"]

# Where an event lies in a day of which only the date is known: lift-offs come first, then dockings, swaps and other
# work aboard, undockings and touchdowns, so that two events of one day keep the order in which they can happen.
_HOUR_OF_DAY = {"liftoff": 3, "docking": 9, "aboard": 12, "undocking": 15, "touchdown": 21}
Slot = Literal["liftoff", "docking", "aboard", "undocking", "touchdown"]


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """An instant and how well it is known.

    ``known_to = "day"``: only the date is meant; the hour is a place-holder that keeps the order of the day's events.
    """

    epoch: Epoch
    known_to: Precision = field(default="second", compare=False)

    @classmethod
    def of(cls, value: dt.date | dt.datetime, slot: Slot) -> Dated:
        """A date, put at its slot of the day, or a full instant as it is."""
        if isinstance(value, dt.datetime):
            return cls(Epoch.from_utc(value))
        return cls(Epoch.from_utc(value) + _HOUR_OF_DAY[slot] * 3600.0, "day")

    @property
    def utc(self) -> str:
        """``YYYY-MM-DDTHH:MM:SS.ffffffZ``."""
        return self.epoch.utc

    @property
    def date(self) -> str:
        """``YYYY-MM-DD``."""
        return self.utc[:10]

    def __str__(self) -> str:
        """For sentences: the date, with the minute where it is known."""
        return self.date if self.known_to == "day" else f"{self.date} {self.utc[11:16]} UTC"

    def plus(self, seconds: float) -> Dated:
        """An instant later by `seconds`, known no better than this one."""
        return Dated(self.epoch + seconds, self.known_to)


def days_between(start: Dated, end: Dated) -> float:
    """Days from `start` to `end`."""
    return (end.epoch - start.epoch) / SECONDS_PER_DAY_s


@dataclass(frozen=True, slots=True)
class Place:
    """A person in a seat for one ride. `estimate`: no source confirms which side seat it was."""

    person: str
    seat: str
    role: str = ""
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class PortMove:
    """A ship leaves for another `port` with `people` aboard; `docked` is None where only the day is known."""

    left: Dated
    docked: Dated | None
    port: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One ship's stay at the station, with the rides up and down where they belong to the plan.

    Attributes
    ----------
    cabin : name of the cabin's data file (seats, life, limits, controls); empty when the ship's class is not known
    up, down : who rides to the station and home; empty when that ride is outside the plan
    liners : whose seat liners lie in the ship when the plan begins (a ship that was there already)
    port : where it docks, or is when the plan begins
    moves : flights from port to port
    launched, docked, undocked, landed : None where it does not happen within the plan
    may_leave : first and last day on which the planner may let it leave; None for the day in the plan
    console : ``portable``, ``standard``, or empty when nobody says
    own : the mission flies this ship itself (not a visitor known from the crew plan)
    """

    ship: str
    cabin: str
    port: str
    launched: Dated | None = None
    docked: Dated | None = None
    undocked: Dated | None = None
    landed: Dated | None = None
    up: tuple[Place, ...] = ()
    down: tuple[Place, ...] = ()
    liners: tuple[str, ...] = ()
    may_leave: tuple[dt.date, dt.date] | None = None
    console: str = ""
    own: bool = False
    moves: tuple[PortMove, ...] = ()


@dataclass(frozen=True, slots=True)
class LinerSwap:
    """Seat liners change ship: whose liners lie in each named ship afterwards."""

    when: Dated
    to: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Command:
    """`person` commands the station from `when` until the next command."""

    person: str
    when: Dated


@dataclass(frozen=True, slots=True)
class PortUse:
    """A docking port and when a ship may use it."""

    name: str
    available: Dated | None = None
    taken: Dated | None = None


@dataclass(frozen=True, slots=True)
class Expedition:
    """A numbered expedition; it ends when the named ship undocks."""

    number: int
    until_undocking_of: str


@dataclass(frozen=True, slots=True)
class CrewPlan:
    """Everything that the rules look at, in order of time.

    Attributes
    ----------
    begins, ends : the span that is checked
    cargo : ships without people; they hold ports
    backups : ship -> prime -> backup; a ship that is absent has no backups on file
    commands : empty when nobody says who commands the station
    """

    name: str
    title: str
    begins: Dated
    ends: Dated
    visits: tuple[Visit, ...]
    swaps: tuple[LinerSwap, ...] = ()
    commands: tuple[Command, ...] = ()
    cargo: tuple[Visit, ...] = ()
    ports: tuple[PortUse, ...] = ()
    expeditions: tuple[Expedition, ...] = ()
    backups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    goals: tuple[Goal, ...] = ()
    selection: str = ""
    crew_plan: str = ""
    demo: bool = False

    def terms(self) -> list[tuple[Command, Dated]]:
        """Commands of the station that reach into the plan's span, each with its end, in order of time."""
        ordered = sorted(self.commands, key=lambda c: c.when.epoch)
        ends = [*(c.when for c in ordered[1:]), self.ends]
        return [(c, end) for c, end in zip(ordered, ends) if end > self.begins]

    def visit(self, ship: str) -> Visit | None:
        """The stay of `ship`, if it is part of the plan."""
        return next((v for v in self.visits if v.ship == ship), None)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who is named to ride, in order of first appearance."""
        seen: dict[str, None] = {}
        for visit in self.visits:
            for name in (*visit.liners, *(p.person for p in visit.up), *(p.person for p in visit.down)):
                seen.setdefault(name)
        for swap in self.swaps:
            for names in swap.to.values():
                seen.update(dict.fromkeys(names))
        return tuple(seen)
