"""Where a mission file and a crew plan meet: the two floors do not know each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.data import load, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.catalogue.station import Station
from kazbek.crew.cabin import cabin, cabin_of
from kazbek.crew.plan import CrewPlan, Dated, LinerSwap, Place, PortMove, PortUse, Visit
from kazbek.crew.plan_file import CrewPlanFile, plan_for, read_crew_plan
from kazbek.crew.selection import read_selection
from kazbek.crew.timeline import Timeline, timeline
from kazbek.mission.file import Mission
from kazbek.mission.plan import Docked, Flight
from kazbek.record.record import Record

# Lengths of the parts of a flight, used only to order events of which the mission file gives the day.
_ORBIT_s = 93.0 * 60.0
_DOCKING_AFTER_ORBITS_s = 30.0 * 60.0
_BURN_TO_TOUCHDOWN_s = 54.0 * 60.0

Instants = Mapping[tuple[str, str], Epoch]  # (flight, event) -> when, from a record


def timeline_of(mission: Mission, *, crew_plan: str = "", instants: Instants | None = None) -> Timeline:
    """The people of a mission as intervals.

    Parameters
    ----------
    mission : as read
    crew_plan : a crew plan to use instead of the one the mission names
    instants : computed lift-offs, contacts, undockings and touchdowns of a flown record; without them the days count

    Raises
    ------
    DataError
        an unknown crew plan, person or selection; a ship that flies up twice.
    """
    name = crew_plan or mission.plan.crew_plan or plan_for(mission.name)
    around = read_crew_plan(name, mission.folder) if name else CrewPlanFile(name="")
    plan = _plan(mission, around, name, instants or {})
    chosen = read_selection(plan.selection, mission.folder) if plan.selection else None
    own_cabins = {v.cabin: cabin(v.cabin, mission.folder) for v in plan.visits if v.cabin.endswith(".toml")}
    return timeline(plan, chosen, around.person, own_cabins)


def _plan(mission: Mission, around: CrewPlanFile, crew_plan: str, instants: Instants) -> CrewPlan:
    own = [_own_visit(mission, ship, around, instants) for ship in _ships(mission)]
    others = [entry.visit() for entry in around.visit if entry.ship not in {v.ship for v in own}]
    begins = Dated.of(mission.flights[0].date, "liftoff")
    lasts = [w for v in own for w in (v.launched, v.docked, v.undocked, v.landed) if w is not None]
    lasts += [move.left for v in own for move in v.moves]
    station = load("stations", mission.plan.station.name, Station, base=mission.folder)
    swaps = sorted(mission.plan.swap, key=lambda swap: swap.date)
    return CrewPlan(
        name=mission.name,
        title=mission.plan.title,
        crew_plan=crew_plan,
        demo=mission.is_demo,
        begins=begins,
        ends=Dated(max(begins, *lasts).epoch + SECONDS_PER_DAY_s, "day"),
        visits=tuple(sorted((*own, *others), key=lambda v: (v.docked or begins).epoch)),
        swaps=tuple(LinerSwap(_aboard_on(swap.date, own), swap.to) for swap in swaps),
        commands=tuple(entry.command() for entry in around.command),
        cargo=tuple(entry.visit() for entry in around.cargo),
        ports=tuple(_port(name, port.available, port.taken_from) for name, port in station.ports.items()),
        expeditions=tuple(entry.expedition() for entry in around.expedition),
        backups=around.backups,
        goals=around.goal,
        selection=around.selection,
    )


def _aboard_on(date: dt.date, own: list[Visit]) -> Dated:
    """Work aboard on a day: at its slot, but after a docking and before an undocking computed for that same day."""
    when = Dated.of(date, "aboard")
    after = [v.docked.epoch + 3600.0 for v in own if v.docked is not None and v.docked.date == when.date]
    before = [v.undocked.epoch - 3600.0 for v in own if v.undocked is not None and v.undocked.date == when.date]
    return Dated(min([max([when.epoch, *after]), *before]), "day")


def _port(name: str, available: dt.date | None, taken: dt.date | None) -> PortUse:
    return PortUse(
        name,
        Dated.of(available, "liftoff") if available else None,
        Dated.of(taken, "docking") if taken else None,
    )


def _ships(mission: Mission) -> list[str]:
    return list(dict.fromkeys([*(d.ship for d in mission.plan.docked), *(f.ship for f in mission.flights)]))


def _kind(*said: Flight | Docked | None) -> str:
    """The kind of spacecraft, as the first of these names it."""
    return next((one.spacecraft for one in said if one is not None and one.spacecraft), "")


def _own_visit(mission: Mission, ship: str, around: CrewPlanFile, instants: Instants) -> Visit:
    """One ship of the mission file: there already, going up, coming home."""
    there = {docked.ship: docked for docked in mission.plan.docked}.get(ship)
    own = [f for f in mission.flights if f.ship == ship]
    up = _only([f for f in own if f.goes_up], ship, "goes up")
    down = _only([f for f in own if f.comes_home], ship, "comes home")
    if there is not None and up is not None:
        raise DataError(
            f'"{ship}" is docked when the mission begins and goes up in flight "{up.name}"', allowed="one of the two"
        )
    launched, docked = _arrival(there, up, instants)
    undocked, landed = _departure(down, instants)
    added = around.own_entry(ship)
    of = added.cabin if added and added.cabin else _cabin(_kind(up, down, there), ship)
    return Visit(
        ship=ship,
        cabin=of,
        port=_port_of(up, there),
        own=True,
        launched=launched,
        docked=docked,
        undocked=undocked,
        landed=landed,
        up=_places(up, of, mission.folder),
        down=_places(down, of, mission.folder),
        liners=there.liners if there else (),
        may_leave=added.may_leave if added else None,
        console=added.console if added else "",
        moves=_moves(own, instants),
    )


def _moves(own: list[Flight], instants: Instants) -> tuple[PortMove, ...]:
    return tuple(_move(flight, instants) for flight in own if flight.goes_across)


def _move(across: Flight, instants: Instants) -> PortMove:
    left = _computed(instants, across.name, "undocking") or Dated.of(across.date, "aboard")
    return PortMove(left, _computed(instants, across.name, "docking_contact"), across.to_port, across.names)


def _port_of(*said: Flight | Docked | None) -> str:
    """Where a ship docks, or is when the mission begins, as the first of these says it."""
    return next((one.port for one in said if one is not None), "")


def _only(flights: list[Flight], ship: str, does: str) -> Flight | None:
    if len(flights) > 1:
        raise DataError(f'"{ship}" {does} in flights {", ".join(f.name for f in flights)}', allowed="once")
    return flights[0] if flights else None


def _arrival(there: Docked | None, up: Flight | None, instants: Instants) -> tuple[Dated | None, Dated | None]:
    if there is not None:
        return Dated.of(there.launched, "liftoff"), Dated.of(there.launched, "docking")
    if up is None:
        return None, None
    launched = _computed(instants, up.name, "liftoff") or Dated.of(up.date, "liftoff")
    orbits = float(up.profile.partition("-")[0]) if up.profile.partition("-")[0].isdigit() else 2.0
    chase_s = orbits * _ORBIT_s + _DOCKING_AFTER_ORBITS_s
    return launched, _computed(instants, up.name, "docking_contact") or launched.plus(chase_s)


def _departure(down: Flight | None, instants: Instants) -> tuple[Dated | None, Dated | None]:
    if down is None:
        return None, None
    landed = _computed(instants, down.name, "touchdown") or Dated.of(down.date, "touchdown")
    before_s = down.revolutions_to_burn * _ORBIT_s + _BURN_TO_TOUCHDOWN_s
    undocked = _computed(instants, down.name, "undocking") or landed.plus(-before_s)
    return undocked, landed


def _computed(instants: Instants, flight: str, event: str) -> Dated | None:
    epoch = instants.get((flight, event))
    return Dated(epoch) if epoch is not None else None


def _cabin(kind: str, ship: str) -> str:
    """The cabin of a ship: of its class where the mission names one that has a cabin on file, else by its name."""
    return kind if kind in names_in("cabins") else cabin_of(ship)


def _places(flight: Flight | None, of: str, folder: Path | None) -> tuple[Place, ...]:
    """Seats of a ride. A command seat follows from the duty; no source confirms who sat on which side."""
    if flight is None:
        return ()
    centre = cabin(of, folder).command_seat if of else ""
    return tuple(Place(p.name, p.seat, p.role, p.seat != centre) for p in flight.crew)


def instants_of(record: Record) -> Instants:
    """Lift-offs, contacts, undockings and touchdowns of a record, the first of each in its flight."""
    return {(flight.name, event.name): event.epoch for flight in record.flights for event in reversed(flight.events)}
