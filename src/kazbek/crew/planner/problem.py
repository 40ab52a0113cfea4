"""The rotation problem: who can ride which ship up and home, and when; nothing of who did.

From the plan come the ships with their days, who is aboard at the beginning and with which liner, who is cleared or
named for which ship, and the goals. The mission's own crews are only used as a baseline to stay close to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.errors import DataError
from kazbek.crew.cabin import Cabin
from kazbek.crew.console import uncovered
from kazbek.crew.goals import Goal
from kazbek.crew.people import Person
from kazbek.crew.plan import CrewPlan, Dated, PortUse, Visit
from kazbek.crew.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Stay:
    """One ship's stay, as the planner sees it.

    Attributes
    ----------
    arrives : (lift-off, docking); None for a ship that is there at the beginning
    departs : days on which it may leave, as (undocking, landing); empty: not within the plan
    named : for a ship with a named crew, (prime, backup) per seat; empty where anybody in `may_ride` may
    may_ride : who may ride up: cleared for this ship, or named for it
    wish : the day it leaves in the plan to stay close to
    lone_up, lone_down : whether one professional reaches everything, with people in the other seats
    stuck : the ship cannot undock
    """

    ship: str
    cabin: Cabin
    port: str
    launched: Dated | None
    arrives: tuple[Dated, Dated] | None
    departs: tuple[tuple[Dated, Dated], ...]
    named: tuple[tuple[str, str], ...] = ()
    may_ride: tuple[str, ...] = ()
    wish: Dated | None = None
    lone_up: bool = True
    lone_down: bool = True
    stuck: bool = False

    @property
    def seats(self) -> int:
        return len(self.cabin.seat)


@dataclass(frozen=True, slots=True)
class Illness:
    """Someone who must not lift off after `since`, and who is brought home within days if in space by then."""

    person: str
    since: Dated | None
    sentence: str


@dataclass(frozen=True)
class RotationProblem:
    """Everything the planner may know.

    Attributes
    ----------
    initial : who is aboard at the beginning -> the ship with their liner
    came : for those, when they lifted off
    commander : who commands the station at the beginning; empty when nobody says
    backups : ship -> prime -> backup
    baseline : (person, ship, "up" or "down") of the plan to stay close to; empty for none
    said : the what-ifs, in words
    """

    begins: Dated
    ends: Dated
    stays: tuple[Stay, ...]
    people: Mapping[str, Person]
    initial: Mapping[str, str]
    came: Mapping[str, Dated]
    commander: str
    goals: tuple[Goal, ...]
    backups: Mapping[str, Mapping[str, str]]
    ports: tuple[PortUse, ...] = ()
    cargo: tuple[Visit, ...] = ()
    unfit: tuple[Illness, ...] = ()
    baseline: frozenset[tuple[str, str, str]] = frozenset()
    said: tuple[str, ...] = field(default=())

    def stay(self, ship: str) -> Stay:
        """The stay of `ship`."""
        return next(s for s in self.stays if s.ship == ship)

    def with_stay(self, new: Stay) -> RotationProblem:
        """The same problem with one ship's stay replaced; the end moves if the ship now leaves later."""
        stays = tuple(new if s.ship == new.ship else s for s in self.stays)
        last = max((landed.epoch for s in stays for _, landed in s.departs), default=self.ends.epoch)
        ends = self.ends if last < self.ends.epoch else Dated(last + SECONDS_PER_DAY_s, "day")
        return replace(self, stays=stays, ends=ends)


def problem_of(line: Timeline) -> RotationProblem:
    """The rotation problem of a plan, without what-ifs and without a baseline.

    Raises
    ------
    DataError
        a ship whose class is not on file, or no goals: nothing to plan for.
    """
    plan = line.plan
    if not plan.goals:
        raise DataError(
            f'mission "{plan.name}" has no goals to plan for',
            allowed="a mission file whose crew_plan has [[goal]] entries, such as expedition-66",
        )
    initial, came = _there_at_first(line)
    named = {b for pairs in plan.backups.values() for b in pairs.values()}
    extra = {n for g in plan.goals for n in g.people}
    people = {n: line.people[n] for n in line.people if n in initial or n in named or n in extra or n in plan.people}
    stays = tuple(_stay(line, visit) for visit in plan.visits)
    return RotationProblem(
        plan.begins,
        plan.ends,
        stays,
        people,
        initial,
        came,
        _commander(plan),
        plan.goals,
        plan.backups,
        plan.ports,
        plan.cargo,
    )


def baseline_of(plan: CrewPlan) -> frozenset[tuple[str, str, str]]:
    """(person, ship, leg) of every ride within the plan's span."""
    found = set()
    for visit in plan.visits:
        if visit.docked is not None and visit.docked > plan.begins:
            found |= {(p.person, visit.ship, "up") for p in visit.up}
        if visit.undocked is not None and visit.undocked < plan.ends:
            found |= {(p.person, visit.ship, "down") for p in visit.down}
    return frozenset(found)


def _there_at_first(line: Timeline) -> tuple[dict[str, str], dict[str, Dated]]:
    """Who is aboard when the plan begins, the ship with their liner, and when they lifted off."""
    begins = line.plan.begins
    ships = {
        n.person: n.ship for n in line.liners if n.span.start < begins and (n.span.end is None or begins < n.span.end)
    }
    present = [a for a in line.aboard if a.span.start < begins and (a.span.end is None or begins < a.span.end)]
    came = {}
    for stay in present:
        visit = line.plan.visit(stay.came_in)
        came[stay.person] = (visit.launched if visit else None) or stay.span.start
    return {a.person: ships.get(a.person, "") for a in present}, came


def _commander(plan: CrewPlan) -> str:
    before = [c for c in plan.commands if c.when <= plan.begins]
    return max(before, key=lambda c: c.when.epoch).person if before else ""


def _stay(line: Timeline, visit: Visit) -> Stay:
    of = line.cabin(visit.ship)
    if of is None or visit.docked is None:
        raise DataError(
            f"{visit.ship}: its class or its docking is not on file, so no rotation can be planned",
            allowed="ships with a cabin in data/cabins",
        )
    there = visit.docked < line.plan.begins
    launched = visit.launched or visit.docked
    departs = _departs(visit, line.plan.ends)
    pairs = line.plan.backups.get(visit.ship, {})
    named = tuple((p.person, pairs.get(p.person, "")) for p in visit.up) if not visit.own else ()
    cleared = _cleared(line, visit, launched)
    may_ride = cleared or tuple(dict.fromkeys((*(p.person for p in visit.up), *pairs.values())))
    return Stay(
        visit.ship,
        of,
        f"the ports of {visit.ship}" if visit.moves else visit.port,  # free for others: the planner moves no ship
        launched,
        None if there else (launched, visit.docked),
        departs,
        named,
        may_ride,
        visit.undocked,
        _lone(of, visit.console, "up"),
        _lone(of, visit.console, "down"),
    )


def _departs(visit: Visit, ends: Dated) -> tuple[tuple[Dated, Dated], ...]:
    """When a ship may leave: on the days of its window, else as the plan has it."""
    if visit.may_leave is not None:
        return departures(*visit.may_leave)
    if visit.undocked is None or visit.undocked >= ends:
        return ()
    return ((visit.undocked, visit.landed or visit.undocked),)


def departures(first: dt.date, last: dt.date) -> tuple[tuple[Dated, Dated], ...]:
    """(undocking, landing) on each day from `first` to `last`."""
    days = [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
    return tuple((Dated.of(day, "undocking"), Dated.of(day, "touchdown")) for day in days)


def _cleared(line: Timeline, visit: Visit, launched: Dated) -> tuple[str, ...]:
    """Who holds both clearances for this ship on the day, where a selection chose its crew."""
    chosen = line.selection
    if chosen is None or chosen.ship != visit.ship:
        return ()
    day = dt.date.fromisoformat(launched.date)
    names = dict.fromkeys(o.person for s in chosen.stage for o in s.outcome)
    return tuple(
        n
        for n in names
        if n in line.people
        and {k for k, since, until in chosen.clearances(n) if since <= day <= until} == {"medical", "flight"}
    )


def _lone(of: Cabin, console: str, leg: str) -> bool:
    if not of.solo_needs_console:
        return True
    return bool(console) and not uncovered(of, console, leg, of.command_seat, of.seat_names)
