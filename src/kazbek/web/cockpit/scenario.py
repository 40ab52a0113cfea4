"""Where a flight in the cockpit begins: a scenario's file, or an event of a mission that was flown up to it."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from pydantic import Field

from kazbek.base.data import DataFile, Datum, load, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.base.frames import C_from_quaternion, quaternion_from_C
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
from kazbek.mission.equipment import equipment
from kazbek.mission.file import Mission, read_mission
from kazbek.mission.flown import FlownFlight
from kazbek.mission.plan import Failure, Flight
from kazbek.mission.prepare import Prepared, prepare
from kazbek.mission.progress import Progress
from kazbek.mission.run import run_flights
from kazbek.orbit.arc import Track, rv_at
from kazbek.views.grade.aim import LessonAim
from kazbek.web.cockpit.kept_track import KeptTrack

SPAN_s = 5400.0  # of the station's track: longer than anybody flies by hand


class Scenario(DataFile):
    """A start beside a station, read from ``data/scenarios`` or from a user's own file.

    Attributes
    ----------
    lesson : its place among the lessons; 0 is none
    port : to be reached; the flight's own where none is named
    from_port : just left, on whose axis the ship is; the port to be reached where none is named
    distance_m, y_m, z_m : the probe's tip from that port, along its axis and across
    closing_m_s : towards it
    roll_deg : the ship turned about its nose
    faces : the nose along the port's axis, or on the port
    stage : what the programme thinks is being flown
    kurs_lost : sets of Kurs that are lost before
    aim : what is to be reached besides a docking
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
    lesson: int = Field(default=0, ge=0)
    port: str = ""
    from_port: str = ""
    closing_m_s: Datum | None = None
    roll_deg: Datum | None = None
    faces: Literal["axis", "port"] = "axis"
    stage: Literal["around", "final"] = "final"
    kurs_lost: int = Field(default=0, ge=0, le=2)
    aim: LessonAim | None = None

    @classmethod
    def named(cls, name: str) -> Scenario:
        """The bundled scenario of that name, or the one in a ``.toml`` file."""
        return load("scenarios", name, cls)


@dataclass(frozen=True)
class Begun:
    """All that a flight in the cockpit starts from.

    Attributes
    ----------
    prepared : the mission prepared, for the record; asked for once
    flown : the flight as far as it was flown; no legs for a scenario
    close : ship, station, port, plan, pilot and failures
    track : the station's orbit
    start : the ship's state
    part, loop : stage of the programme, and who holds the ship
    title, goal, hints : for the page
    """

    prepared: Callable[[], Prepared]
    flown: FlownFlight
    close: CloseScene
    track: Track
    start: State
    part: Part
    loop: Loop
    title: str
    goal: str = ""
    hints: tuple[str, ...] = field(default=())
    aim: LessonAim | None = None

    @property
    def ready(self) -> Prepared:
        """The mission prepared, for the record."""
        return self.prepared()


def from_scenario(scenario: Scenario) -> Begun:
    """Begin as a scenario says.

    Raises
    ------
    DataError
        a mission or flight that is not there, a failure that is not known.
    """
    mission = read_mission(scenario.mission)
    flight = _up(mission, scenario.flight)
    fitted = equipment(mission, flight)
    plan, pilot = fitted.approach, fitted.pilot
    if not isinstance(plan, ApproachPlan) or not isinstance(pilot, PilotModel):
        raise DataError(f"scenario {scenario.name}: flight {flight.name} has no approach plan or no pilot")
    prepared = functools.cache(lambda: prepare(mission))
    track = KeptTrack.of(mission, lambda: prepared().track)
    failures = tuple(
        CloseFailure(f.system, f.at_range_m or 0.0, f.sets, f.which, f.manifold, f.stuck, f.lost_kg)
        for f in scenario.failure
    )
    close = CloseScene(fitted.ship, fitted.station, scenario.port or flight.port, plan, pilot, failures)
    at = Epoch.from_utc(scenario.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return Begun(
        prepared,
        FlownFlight(flight, (), Outcome.MISSED, None),
        close,
        track,
        _placed(replace(close, port=scenario.from_port or close.port), track, at, scenario),
        Part.FINAL if scenario.stage == "final" else Part.AROUND,
        Loop.DIGITAL if scenario.by_hand else Loop.AUTOMATIC,
        scenario.title,
        scenario.goal,
        scenario.hints,
        scenario.aim,
    )


def _placed(close: CloseScene, track: Track, at: Epoch, scenario: Scenario) -> State:
    """Beside the axis of a port, turning with the station, as the scenario says."""
    rv = rv_at(track, at)
    mass_kg, left_kg = scenario.mass_kg.v, scenario.propellant_kg.v
    tally = Tally(radio_sets_lost=scenario.kurs_lost)
    rough = State(at, rv[:3] + 1.0, rv[3:], mass_kg, left_kg, tally=tally)
    beside = close.beside(rough, track, 60.0, close.draws(None))
    place, axes, turning, rtn, _ = pose(beside.world, 0.0)
    ahead = scenario.distance_m.v + beside.ship.guide.tip_m
    arm = np.array((ahead, scenario.y_m.v, scenario.z_m.v)) @ np.array(axes)
    x_RTN = np.array(place) + arm
    v_RTN = np.cross(turning, x_RTN) - _datum(scenario.closing_m_s) * arm / np.linalg.norm(arm)
    C = np.array(rtn)
    start = State(at, rv[:3] + x_RTN @ C, rv[3:] + v_RTN @ C, mass_kg, left_kg, tally=tally)
    seen_from = np.array(place) + ahead * np.array(axes[0]) if scenario.faces == "axis" else x_RTN
    body = rolled(np.array(facing(beside, start, seen_from).q_BODY_GCRF), math.radians(_datum(scenario.roll_deg)))
    return replace(start, q_BODY_GCRF=body, w_BODY_rad_s=_following(body, np.array(turning) @ C))


def _datum(figure: Datum | None) -> float:
    return 0.0 if figure is None else figure.v


def rolled(q_BODY_GCRF: Vector, roll_rad: float) -> Vector:
    """An attitude turned about its nose."""
    c, s = math.cos(roll_rad), math.sin(roll_rad)
    turn = np.array(((1.0, 0.0, 0.0), (0.0, c, s), (0.0, -s, c)))
    turned: Vector = quaternion_from_C(turn @ C_from_quaternion(q_BODY_GCRF))
    return turned


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
        lambda: ready,
        flown,
        close,
        up.track,
        last.end,
        Part.AROUND if last.name == "approach" and event == "flyaround" else Part.FINAL,
        Loop.DIGITAL if hand else Loop.AUTOMATIC,
        f"{ready.mission.name} from {event}",
    )


def lessons() -> list[Scenario]:
    """The bundled lessons, in the order in which they are to be flown."""
    found = [Scenario.named(name) for name in names_in("scenarios")]
    return sorted((one for one in found if one.lesson), key=lambda one: one.lesson)


def _up(mission: Mission, name: str) -> Flight:
    names = [flight.name for flight in mission.flights if flight.goes_up]
    if name not in names:
        raise unknown("flight", name, names)
    return next(flight for flight in mission.flights if flight.name == name)
