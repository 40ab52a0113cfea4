"""The fold: a mission is flights, a flight is phases, each starting from the state in which the one before ended.

    flown = fly("soyuz-ms-19", out="ms-19")
    flown.flights[0].first("docking_contact").epoch.utc
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange, WrongPlace
from kazbek.base.events import known_event
from kazbek.base.leg import Leg, Outcome
from kazbek.mission.compare import compare
from kazbek.mission.contingency import flight_ends
from kazbek.mission.down import FlightDown, check_failures_home
from kazbek.mission.file import Flight, Mission, read_mission
from kazbek.mission.flown import FlownFlight, FlownMission, cut, mission_outcome
from kazbek.mission.outfit import Changes, Outfit, digest, drawn, files_used, outfit
from kazbek.mission.record import Recorder, event_json, recording
from kazbek.mission.rules import check
from kazbek.mission.sigma import sigmas
from kazbek.mission.sigma_down import sigmas_home
from kazbek.mission.stay import port_of, stay_events
from kazbek.mission.up import FlightUp, check_failures
from kazbek.mission.whatif import differences
from kazbek.mission.window import Start
from kazbek.world.station import StationTrack
from kazbek.world.station_file import find_station_file


def _nothing(*_: Any) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told while a mission flies.

    Attributes
    ----------
    working : what is being computed now
    flight : a flight begins
    leg : a phase was flown; the flight so far, and the phase
    stay : what happened at the station before a flight home
    note : a sentence about the inputs
    """

    working: Callable[[str], None] = _nothing
    flight: Callable[[Flight], None] = _nothing
    leg: Callable[[FlownFlight, Leg], None] = _nothing
    stay: Callable[[FlownFlight], None] = _nothing
    note: Callable[[str], None] = _nothing


@dataclass(frozen=True, slots=True)
class Prepared:
    """A mission with everything its flights need loaded and checked, before anything flies.

    `planned` is what flights are planned with, `outfits` what they fly with: the same unless figures were drawn.
    """

    mission: Mission
    track: StationTrack
    planned: Mapping[str, Outfit]
    outfits: Mapping[str, Outfit]
    changes: Changes
    seed: int | None


def prepare(mission: str | Mission, changes: Changes | None = None, seed: int | None = None) -> Prepared:
    """Read and check a mission.

    Raises
    ------
    KazbekError
        one sentence for whatever cannot be flown as written: see :mod:`file`, :mod:`rules`, :mod:`outfit`; or a day
        that no station file reaches.
    """
    if seed is not None and seed < 0:
        raise OutOfRange(f"--seed {seed}", allowed="0 or more")
    mission = read_mission(mission) if isinstance(mission, str) else mission
    check(mission)
    planned = {flight.name: outfit(mission, flight, changes) for flight in mission.flights}
    actual = planned if seed is None else {name: _dispersed(fitted, seed, name) for name, fitted in planned.items()}
    track = StationTrack.from_files(mission.plan.station.track, mission.folder)
    for flight in mission.flights:
        (check_failures if flight.goes_up else check_failures_home)(flight)
        track.require(Epoch.from_utc(flight.date) + 43_200.0)
    return Prepared(mission, track, planned, actual, changes or {}, seed)


def fly(mission: str | Mission, *, out: str | Path | None = None, until: str | None = None, seed: int | None = None,
        changes: Changes | None = None, watch: Watcher | None = None, sigma: bool = True) -> FlownMission:
    """Fly a mission.

    Parameters
    ----------
    mission : a bundled name, the path of a mission file, or one already read
    out : folder for the record; none is written without it
    until : stop at the first such event in mission time
    seed : draw every figure from its sigma; nominal without it
    changes : what-ifs, ``{"launcher.core.thrust_vac_N": 970000.0}``
    sigma : whether to find one sigma of each prediction that history is set beside

    Raises
    ------
    KazbekError
        bad input, in one sentence. A lost mission is a result, not an error.
    """
    watch = watch or Watcher()
    until = known_event(until) if until is not None else None
    ready = prepare(mission, changes, seed)
    book: Any = nullcontext(None)
    if out is not None:
        book = recording(Path(out), manifest(ready), ready.mission.text)
    with book as recorder:
        flown = _compared(ready, _fly(ready, until, _recorded(watch, recorder)), watch, sigma)
        if changes:
            watch.working("flying without the changes")
            nominal = _fly(prepare(ready.mission, None, seed), until, Watcher())
            flown = replace(flown, what_if=differences(nominal, flown))
        if recorder is not None:
            flown = replace(flown, record=recorder.directory)
            recorder.finish(summary(flown))
    return flown


def _compared(ready: Prepared, flown: FlownMission, watch: Watcher, sigma: bool) -> FlownMission:
    """With history beside it and, for a nominal flight that history knows, one sigma of each prediction."""
    rows = compare(flown.flights)
    if rows and sigma and ready.seed is None:
        watch.working("finding one sigma of what is predicted")
        spread = {(flight.flight.name, quantity): one for flight in flown.flights
                  for quantity, one in _sigmas(ready, flight).items()}
        rows = tuple(replace(row, sigma=spread.get((row.flight, row.quantity))) for row in rows)
    return replace(flown, comparison=rows)


def _sigmas(ready: Prepared, flown: FlownFlight) -> dict[str, float]:
    """One sigma of what is predicted of one flight."""
    flight = flown.flight
    if flight.goes_up:
        return sigmas(_flight_up(ready, flight), flown)
    return sigmas_home(_flight_down(ready, flight), flown.legs)


def _recorded(watch: Watcher, recorder: Recorder | None) -> Watcher:
    """The watcher, after the recorder has written each leg."""
    if recorder is None:
        return watch

    def leg(flight: FlownFlight, flown: Leg) -> None:
        recorder.leg(flight, flown)
        watch.leg(flight, flown)

    def stay(flight: FlownFlight) -> None:
        recorder.bookkeeping(flight)
        watch.stay(flight)

    return replace(watch, leg=leg, stay=stay)


def _fly(ready: Prepared, until: str | None, watch: Watcher) -> FlownMission:
    flights: list[FlownFlight] = []
    for flight in ready.mission.flights:
        watch.flight(flight)
        flown = _up(ready, flight, until, watch) if flight.goes_up else _down(ready, flight, flights, until, watch)
        flights.append(flown)
        if flown.outcome not in (Outcome.DOCKED, Outcome.LANDED):
            break
    station, outcome = _station(ready, flights, watch), mission_outcome(tuple(flights))
    if until is not None and not any(flight.first(until) for flight in flights):
        watch.note(f"{until} does not happen in this mission; it was flown to its end.")
    return FlownMission(ready.mission, tuple(flights), outcome, station, tuple(station["notes"]))


def _up(ready: Prepared, flight: Flight, until: str | None, watch: Watcher) -> FlownFlight:
    """A flight from a pad: lift-off is solved for, then the phases follow one another."""
    up = _flight_up(ready, flight)
    watch.working("solving for lift-off")
    start = up.start()
    if start is None:
        reason = f"no lift-off on {flight.date} leads into the station's plane"
        return FlownFlight(flight, (), Outcome.MISSED, None, reason)
    if not start.closes:
        return FlownFlight(flight, (), Outcome.MISSED, None, start.why, _shortfall(up, start))
    watch.working("flying")
    return _take(FlownFlight(flight, (), Outcome.MISSED, None), up.legs(start.liftoff), until, watch)


def _shortfall(up: FlightUp, start: Start) -> dict[str, float]:
    """What a lift-off that does not close lacks, in numbers."""
    profile, ship = up.planned.profile, up.planned.ship
    assert profile is not None
    if start.delta_v_m_s is not None:
        left_m_s = ship.delta_v_left_m_s(ship.mass.launch_kg.v, ship.mass.propellant_kg.v)
        return {"delta_v_m_s": start.delta_v_m_s - min(left_m_s, profile.plan.delta_v_max_m_s.v)}
    phase_deg, plan = profile.plan.unwrapped_deg(start.phase_deg), profile.plan
    return {"phase_deg": max(plan.phase_from_deg.v - phase_deg, phase_deg - plan.phase_to_deg.v)}


def _flight_up(ready: Prepared, flight: Flight) -> FlightUp:
    return FlightUp(flight, ready.planned[flight.name], ready.outfits[flight.name], ready.track, ready.seed)


def _flight_down(ready: Prepared, flight: Flight) -> FlightDown:
    return FlightDown(flight, ready.planned[flight.name], ready.outfits[flight.name], ready.track,
                      port_of(ready.mission, flight), ready.seed)


def _down(ready: Prepared, flight: Flight, before: list[FlownFlight], until: str | None,
          watch: Watcher) -> FlownFlight:
    """A flight home: which passage of the day is solved for, then the phases follow; the stay before it comes first."""
    down = _flight_down(ready, flight)
    watch.working("searching for the way home")
    planned = down.planned
    flown = FlownFlight(flight, (), Outcome.MISSED, _own_liftoff(flight, before), down.why_not)
    if planned is None:
        return flown
    undocking = planned.legs[0].start.epoch
    _check_order(flight, before, undocking)
    stay = stay_events(ready.mission, ready.track, _since(ready, before), undocking)
    flown = replace(flown, reason="", bookkeeping=stay)
    stop = next((event for event in stay if event.name == until), None)
    if stop is not None:
        until_then = tuple(event for event in stay if event.epoch <= stop.epoch)
        flown = replace(flown, bookkeeping=until_then, outcome=Outcome.REACHED)
        watch.stay(flown)
        return flown
    watch.stay(flown)
    return _take(flown, down.legs(), until, watch)


def _own_liftoff(flight: Flight, before: list[FlownFlight]) -> Epoch | None:
    """Of the same ship, when her flight up is part of the mission."""
    return next((up.liftoff for up in before if up.flight.ship == flight.ship), None)


def _since(ready: Prepared, before: list[FlownFlight]) -> Epoch:
    """The end of the flight before, or the first day of the mission."""
    ends = [flown.legs[-1].end.epoch for flown in before if flown.legs]
    return ends[-1] if ends else Epoch.from_utc(ready.mission.flights[0].date)


def _check_order(flight: Flight, before: list[FlownFlight], undocking: Epoch) -> None:
    for up in before:
        if up.flight.ship == flight.ship and up.legs and up.legs[-1].end.epoch >= undocking:
            raise WrongPlace(f'flight "{flight.name}": {flight.ship} would undock at {undocking.utc}, before her hatch '
                             f"opens at {up.legs[-1].end.epoch.utc}", cure="give a later date")


def _take(flown: FlownFlight, legs: Iterable[Leg], until: str | None, watch: Watcher) -> FlownFlight:
    """Collect the legs of one flight until it ends, or until the event that was asked for."""
    for leg in legs:
        stop = leg.first(until) if until is not None else None
        taken = cut(leg, stop) if stop is not None else leg
        liftoff = flown.liftoff or next((e.epoch for e in taken.events if e.name == "liftoff"), None)
        taken = _with_met(taken, liftoff)
        outcome = Outcome.REACHED if stop is not None else flight_ends(taken)
        flown = replace(flown, legs=(*flown.legs, taken), liftoff=liftoff, outcome=outcome or taken.outcome,
                        reason=taken.reason, shortfall=dict(taken.shortfall))
        watch.leg(flown, taken)
        if outcome is not None:
            break
    return flown


def _with_met(leg: Leg, liftoff: Epoch | None) -> Leg:
    """The leg with a column of seconds since lift-off, where there was one."""
    if liftoff is None or "met_s" in leg.telemetry:
        return leg
    elapsed_ns = np.asarray(leg.telemetry["tai_ns"], dtype=np.int64) - liftoff.tai_ns
    return replace(leg, telemetry={**leg.telemetry, "met_s": elapsed_ns.astype(np.float64) / 1e9})


def _dispersed(fitted: Outfit, seed: int, place: str) -> Outfit:
    """Every figure of launcher and ship drawn from its sigma, each from its own stream.

    Pad, profile, approach plan and station are decisions or places: what is not known about them does not vary from
    flight to flight. The errors of burns, of the pilot's eye and hand are drawn by the phases.
    """
    from kazbek.base.chance import chance_at

    return drawn(fitted, lambda key: float(chance_at(seed, 0, f"{place}/{key}").standard_normal()))


def _station(ready: Prepared, flights: list[FlownFlight], watch: Watcher) -> dict[str, Any]:
    """The ``station`` object: which files the flights rest on, what was propagated, and the gaps between files."""
    accounts = [ready.track.account(f.legs[0].start.epoch, f.legs[-1].end.epoch) for f in flights if f.legs]
    if not accounts:
        return {"source": ready.track.source, "covers": [], "propagated": False, "gaps": [], "notes": []}
    notes = [*dict.fromkeys(note for account in accounts for note in account.notes)]
    sources = dict.fromkeys(name for account in accounts for name in account.source.split(", "))
    spans = sorted({account.covers for account in accounts})
    gaps = [[a[1].utc, b[0].utc] for a, b in itertools.pairwise(spans) if b[0] > a[1]]
    notes += [f"No station file covers {start} to {end}; nothing flies in between." for start, end in gaps]
    for note in notes:
        watch.note(note)
    return {"source": ", ".join(sources), "covers": [spans[0][0].utc, max(end for _, end in spans).utc],
            "propagated": any(account.propagated for account in accounts), "gaps": gaps, "notes": notes}


def manifest(ready: Prepared) -> dict[str, Any]:
    """What the record says about how it was made."""
    flights = ready.mission.flights
    files = {**files_used(ready.mission, flights), **{
        f"tracks/{name}": find_station_file(name, ready.mission.folder) for name in ready.mission.plan.station.track}}
    return {
        "mission": ready.mission.name, "title": ready.mission.plan.title, "seed": ready.seed,
        "changes": dict(ready.changes), "created_utc": Epoch.from_utc(dt.datetime.now(dt.UTC)).utc,
        "flights": [{"name": f.name, "ship": f.ship, "crew": [p.model_dump() for p in f.crew]} for f in flights],
        "files": [{"name": name, "sha256": digest(path)} for name, path in files.items()],
    }


def summary(flown: FlownMission) -> dict[str, Any]:
    """The document of ``kazbek fly --json``."""
    document: dict[str, Any] = {
        "mission": flown.mission.name, "outcome": str(flown.outcome),
        "record": None if flown.record is None else str(flown.record), "station": dict(flown.station),
        "flights": [flight_json(flight) for flight in flown.flights],
        "comparison": [row.json() for row in flown.comparison],
    }
    if flown.what_if:
        document["what_if"] = [difference.json() for difference in flown.what_if]
    return document


def flight_json(flight: FlownFlight) -> dict[str, Any]:
    """One flight in the words of the contract."""
    return {"name": flight.flight.name, "ship": flight.flight.ship, "outcome": str(flight.outcome),
            "crew": list(flight.flight.names), "reason": flight.reason, "shortfall": dict(flight.shortfall),
            "events": [event_json(flight, event) for event in flight.events]}
