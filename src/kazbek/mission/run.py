"""A mission is flights, a flight is phases, each starting from the state in which the one before ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.errors import WrongPlace
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.flight.chase.launch_search import Start
from kazbek.mission.contingency import flight_ends
from kazbek.mission.flown import FlownFlight, cut
from kazbek.mission.plan import Flight
from kazbek.mission.prepare import Prepared
from kazbek.mission.progress import Progress
from kazbek.mission.recycle import before_launch_day, next_try
from kazbek.mission.stay import stay_events
from kazbek.mission.up import FlightUp


def run_flights(ready: Prepared, until: str | None = None, progress: Progress | None = None) -> tuple[FlownFlight, ...]:
    """Fly a prepared mission, or as much of it as comes before the first event named `until`."""
    progress = progress or Progress()
    flown: list[FlownFlight] = []
    left = list(ready.mission.flights)
    while left:
        flight = left.pop(0)
        progress.flight(flight, ready.planned[flight.name].clocks)
        if flight.goes_up:
            flown.append(_up(ready, flight, until, progress))
        else:
            fly = _across if flight.goes_across else _down
            flown.append(fly(ready, flight, flown, until, progress))
        progress.over(ready, flown[-1])
        if flown[-1].outcome is Outcome.SCRUBBED:
            again = next_try(ready, flight, progress) if ready.sampling is None else None  # another day, another draw
            if again is None:
                break
            ready, done = again, {one.flight.name for one in flown}
            left = [flight for flight in ready.mission.flights if flight.name not in done]
        elif flown[-1].outcome not in (Outcome.DOCKED, Outcome.LANDED):
            break
    if until is not None and not any(flight.first(until) for flight in flown):
        progress.note(f"{until} does not happen in this mission; it was flown to its end.")
    return tuple(flown)


def _up(ready: Prepared, flight: Flight, until: str | None, progress: Progress) -> FlownFlight:
    """A flight from a pad: lift-off is solved for, then the phases follow one another."""
    up = ready.up(flight)
    progress.working("solving for lift-off")
    grounded = up.planned_ascent.grounded()
    if grounded is not None:
        return FlownFlight(flight, (), Outcome.MISSED, None, *grounded)
    start = up.start()
    if start is None:
        reason = f"no lift-off on {flight.date} leads into the station's plane"
        return FlownFlight(flight, (), Outcome.MISSED, None, reason)
    if not start.closes:
        return FlownFlight(flight, (), Outcome.MISSED, None, start.why, _shortfall(up, start))
    progress.working("flying")
    # seconds before lift-off count to the planned one, where there is a count to it
    counted = start.liftoff if up.actual.countdown is not None else None
    before = before_launch_day(ready.mission, up, start.liftoff)
    flown = FlownFlight(flight, (), Outcome.MISSED, counted, bookkeeping=before)
    return _after(flown, up.legs(start.liftoff), until, progress)


def _shortfall(up: FlightUp, start: Start) -> dict[str, float]:
    """What a lift-off that does not close lacks, in numbers."""
    profile, ship = up.planned.profile, up.planned.ship
    assert profile is not None
    if start.delta_v_m_s is not None:
        left_m_s = ship.delta_v_left_m_s(ship.mass.launch_kg.v, ship.mass.propellant_kg.v)
        return {"delta_v_m_s": start.delta_v_m_s - min(left_m_s, profile.plan.delta_v_max_m_s.v)}
    return {"phase_deg": start.off_phase_deg}


def _down(
    ready: Prepared, flight: Flight, before: list[FlownFlight], until: str | None, progress: Progress
) -> FlownFlight:
    """A flight home: which passage of the day is solved for, then the phases follow; the stay before it comes first."""
    progress.working("searching for the way home")
    way = ready.way_home(flight)
    flown = FlownFlight(flight, (), Outcome.MISSED, _own_liftoff(flight, before))
    if way is None:
        return replace(flown, reason=ready.down(flight).why_not)
    _check_order(flight, before, way.undocking)
    closed = Event("hatch_closed", way.hatch_closed)
    stay = stay_events(ready.mission, ready.track, _since(ready, before), way.undocking, closed)
    return _after(replace(flown, bookkeeping=stay), way.legs, until, progress)


def _across(
    ready: Prepared, flight: Flight, before: list[FlownFlight], until: str | None, progress: Progress
) -> FlownFlight:
    """A flight from port to port, at the time decided; the stay before it comes first."""
    across = ready.across(flight)
    progress.working("flying from port to port")
    _check_order(flight, before, across.undocking)
    closed = [Event("hatch_closed", epoch) for epoch in (across.hatch_closed,) if epoch is not None]
    stay = stay_events(ready.mission, ready.track, _since(ready, before), across.undocking, *closed)
    flown = FlownFlight(flight, (), Outcome.MISSED, _own_liftoff(flight, before), bookkeeping=stay)
    docked = [one.legs[-1].end for one in before if one.flight.ship == flight.ship and one.legs]
    return _after(flown, across.legs(docked[-1] if docked else None), until, progress)


def _after(flown: FlownFlight, legs: Iterable[Leg], until: str | None, progress: Progress) -> FlownFlight:
    """A flight after what came before it, on the ground or at the station; it ends there with the event asked for."""
    stop = next((event for event in flown.bookkeeping if event.name == until), None)
    if stop is not None:
        until_then = tuple(event for event in flown.bookkeeping if event.epoch <= stop.epoch)
        flown = replace(flown, bookkeeping=until_then, outcome=Outcome.REACHED)
    if flown.bookkeeping:
        progress.stay(flown.recorded())
    return flown if stop is not None else _take(flown, legs, until, progress)


def _own_liftoff(flight: Flight, before: list[FlownFlight]) -> Epoch | None:
    """Of the same ship, where its flight up is part of the mission."""
    own = (up for up in before if up.flight.ship == flight.ship and up.outcome is not Outcome.SCRUBBED)
    return next((up.liftoff for up in own), None)


def _since(ready: Prepared, before: list[FlownFlight]) -> Epoch:
    """The end of the flight before, or the first day of the mission."""
    ends = [flown.legs[-1].end.epoch for flown in before if flown.legs]
    return ends[-1] if ends else Epoch.from_utc(ready.mission.flights[0].date)


def _check_order(flight: Flight, before: list[FlownFlight], undocking: Epoch) -> None:
    for up in before:
        if up.flight.ship == flight.ship and up.legs and up.legs[-1].end.epoch >= undocking:
            raise WrongPlace(
                f'flight "{flight.name}": {flight.ship} would undock at {undocking.utc}, before its hatch '
                f"opens at {up.legs[-1].end.epoch.utc}",
                cure="give a later date",
            )


def _take(flown: FlownFlight, legs: Iterable[Leg], until: str | None, progress: Progress) -> FlownFlight:
    """Collect the legs of one flight until it ends, or until the event that was asked for."""
    for leg in legs:
        stop = leg.first(until) if until is not None else None
        taken = cut(leg, stop) if stop is not None else leg
        liftoff = flown.liftoff or next((e.epoch for e in taken.events if e.name == "liftoff"), None)
        taken = _with_met(taken, liftoff)
        outcome = Outcome.REACHED if stop is not None else flight_ends(taken)
        flown = replace(
            flown,
            legs=(*flown.legs, taken),
            liftoff=liftoff,
            outcome=outcome or taken.outcome,
            reason=taken.reason,
            shortfall=dict(taken.shortfall),
        )
        recorded = flown.recorded()
        progress.leg(recorded, recorded.legs[-1])
        if outcome is not None:
            break
    return flown


def _with_met(leg: Leg, liftoff: Epoch | None) -> Leg:
    """The leg with a column of seconds since lift-off, where there was one."""
    if liftoff is None or "met_s" in leg.telemetry:
        return leg
    elapsed_ns = np.asarray(leg.telemetry["tai_ns"], dtype=np.int64) - liftoff.tai_ns
    return replace(leg, telemetry={**leg.telemetry, "met_s": elapsed_ns.astype(np.float64) / 1e9})
