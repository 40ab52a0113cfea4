"""Where a flight in the cockpit begins: a scenario's file, or an event of a mission that was flown up to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from kazbek.base.data import DataFile, Datum, load
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.base.frames import C_from_quaternion
from kazbek.base.leg import Outcome
from kazbek.base.state import State, Tally
from kazbek.base.types import Vector
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.pilot import PilotModel
from kazbek.flight.docking.beside import facing
from kazbek.flight.docking.failures import CloseFailure
from kazbek.flight.docking.kernels.columns import Loop, Part
from kazbek.flight.docking.kernels.station import pose
from kazbek.flight.docking.session import CloseScene
from kazbek.mission.file import Failure, Flight
from kazbek.mission.flown import FlownFlight
from kazbek.mission.prepare import Prepared, prepare
from kazbek.mission.progress import Progress
from kazbek.mission.run import run_flights
from kazbek.orbit.arc import Track

SPAN_s = 5400.0  # of the station's track: longer than anybody flies by hand


class Scenario(DataFile):
    """A start beside a station, read from ``data/scenarios`` or from a user's own file.

    `distance_m` is that of the probe's tip from the port, `y_m` and `z_m` are along PORT.
    """

    mission: str
    flight: str
    at: dt.datetime
    goal: str
    hints: tuple[str, ...] = ()
    mass_kg: Datum
    propellant_kg: Datum
    distance_m: Datum
    y_m: Datum
    z_m: Datum
    by_hand: bool
    failure: tuple[Failure, ...] = ()

    @classmethod
    def named(cls, name: str) -> Scenario:
        """The bundled scenario of that name, or the one in a ``.toml`` file."""
        return load("scenarios", name, cls)


@dataclass(frozen=True)
class Begun:
    """All that a flight in the cockpit starts from.

    Attributes
    ----------
    ready : the mission prepared, for the record
    flown : the flight as far as it was flown; no legs for a scenario
    close : ship, station, port, plan, pilot and failures
    track : the station's orbit
    start : the ship's state
    part, loop : stage of the programme, and who holds the ship
    title, goal, hints : for the page
    """

    ready: Prepared
    flown: FlownFlight
    close: CloseScene
    track: Track
    start: State
    part: Part
    loop: Loop
    title: str
    goal: str = ""
    hints: tuple[str, ...] = field(default=())


def from_scenario(scenario: Scenario) -> Begun:
    """Begin as a scenario says.

    Raises
    ------
    DataError
        a mission or flight that is not there, a failure that is not known.
    """
    ready = prepare(scenario.mission)
    flight = _up(ready, scenario.flight)
    up = ready.up(flight)
    plan, pilot = up.actual.approach, up.actual.pilot
    if not isinstance(plan, ApproachPlan) or not isinstance(pilot, PilotModel):
        raise DataError(f"scenario {scenario.name}: flight {flight.name} has no approach plan or no pilot")
    failures = tuple(
        CloseFailure(f.system, f.at_range_m or 0.0, f.sets, f.which, f.manifold, f.stuck, f.lost_kg)
        for f in scenario.failure
    )
    close = CloseScene(up.actual.ship, up.actual.station, flight.port, plan, pilot, failures)
    at = Epoch.from_utc(scenario.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return Begun(
        ready,
        FlownFlight(flight, (), Outcome.MISSED, None),
        close,
        up.track,
        _on_axis(close, up.track, at, scenario),
        Part.FINAL,
        Loop.DIGITAL if scenario.by_hand else Loop.AUTOMATIC,
        scenario.title,
        scenario.goal,
        scenario.hints,
    )


def _on_axis(close: CloseScene, track: Track, at: Epoch, scenario: Scenario) -> State:
    """At rest beside the port's axis, nose along it."""
    rv = track.rv(np.array([at.tai_ns]))[0]
    mass_kg, left_kg = scenario.mass_kg.v, scenario.propellant_kg.v
    rough = State(at, rv[:3] + 1.0, rv[3:], mass_kg, left_kg, tally=Tally())
    beside = close.beside(rough, track, 60.0, close.draws(None))
    place, axes, turning, rtn, _ = pose(beside.world, 0.0)
    ahead = scenario.distance_m.v + beside.ship.guide.tip_m
    arm = np.array((ahead, scenario.y_m.v, scenario.z_m.v)) @ np.array(axes)
    x_RTN = np.array(place) + arm
    v_RTN = np.cross(turning, x_RTN)
    C = np.array(rtn)
    start = State(at, rv[:3] + x_RTN @ C, rv[3:] + v_RTN @ C, mass_kg, left_kg)
    far = np.array(place) + ahead * np.array(axes[0])
    posed = facing(beside, start, far)
    body = np.array(posed.q_BODY_GCRF)
    return posed.replace(q_BODY_GCRF=body, w_BODY_rad_s=_following(body, np.array(turning) @ C))


def _following(q_BODY_GCRF: Vector, w_GCRF_rad_s: Vector) -> Vector:
    """Rates of a ship that turns with the port."""
    rates: Vector = C_from_quaternion(q_BODY_GCRF) @ w_GCRF_rad_s
    return rates


def from_event(mission: str, event: str, progress: Progress) -> Begun:
    """Fly a mission's first flight up to an event beside the station, and begin there.

    Raises
    ------
    DataError
        when the flight ends before the event, or the event is not one beside the station.
    """
    ready = prepare(mission)
    flight = next((f for f in ready.mission.flights if f.goes_up), None)
    if flight is None:
        raise DataError(f"mission {mission} has no flight up")
    flown = next(one for one in run_flights(ready, event, progress) if one.flight.name == flight.name)
    last = flown.legs[-1] if flown.legs else None
    if last is None or last.name not in ("approach", "docking") or last.first(event) is None:
        raise DataError(
            f"mission {mission} does not reach {event} beside the station",
            allowed="flyaround, stationkeeping, final_approach, kurs_lost, manual_control",
        )
    up = ready.up(flight)
    close = up.close_scene
    hand = last.first("manual_control") is not None or event == "kurs_lost"
    return Begun(
        ready,
        flown,
        close,
        up.track,
        last.end,
        Part.AROUND if last.name == "approach" and event == "flyaround" else Part.FINAL,
        Loop.DIGITAL if hand else Loop.AUTOMATIC,
        f"{ready.mission.name} from {event}",
    )


def _up(ready: Prepared, name: str) -> Flight:
    names = [flight.name for flight in ready.mission.flights if flight.goes_up]
    if name not in names:
        raise unknown("flight", name, names)
    return next(flight for flight in ready.mission.flights if flight.name == name)
