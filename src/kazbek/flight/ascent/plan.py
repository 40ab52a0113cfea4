"""What is loaded into a launcher before lift-off: cut-off, pitch programme, azimuth, and the flight they promise."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kazbek.base.frames import cross
from kazbek.base.types import Vector
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.site import Site
from kazbek.flight.ascent.heading import Heading, check_azimuth, heading_of
from kazbek.flight.ascent.inputs import ground_of, rocket_of
from kazbek.flight.ascent.insertion import Cutoff, cutoff_for
from kazbek.flight.ascent.kernels.loop import fly_ascent
from kazbek.flight.ascent.kernels.types import (
    COLUMNS,
    AscentStatus,
    CutoffAim,
    Ground,
    R_m,
    Rocket,
    Run,
    Sheet,
    T_s,
    V_m_s,
)
from kazbek.flight.ascent.kernels.upfg import MEMORY, R_DESIRED, V_GO
from kazbek.flight.ascent.programme import PitchProgramme, solve_programme
from kazbek.flight.ascent.telemetry import itrf_of_rows
from kazbek.flight.separation import Insertion

STEP_s = 1.0
_ROWS = 2400
_ROUNDS = 3
_NEAR_rad = math.radians(0.2)  # the place of cut-off, this well known, moves the orbit's heights by less than 20 m
_AHEAD_rad = math.radians(16.3)  # first guess of the angle from pad to cut-off, seen from the Earth's centre


@dataclass(frozen=True, slots=True)
class Flown:
    """One run of the kernel.

    Attributes
    ----------
    rows : (N, 20) of the flight, columns of `kazbek.flight.ascent.kernels.types`
    events : (K, 20) the row just before each event of the sequence, NaN where it did not happen
    v_go_m_s : velocity still to be gained when it ended
    left_kg : (S,) usable propellant left in each stage when it was dropped, or at the end
    aimed_r_m, aimed_v_m_s : (3,) in L, the cut-off that the closed loop last aimed at
    """

    rows: Vector
    events: Vector
    status: AscentStatus
    v_go_m_s: float
    left_kg: Vector
    aimed_r_m: Vector
    aimed_v_m_s: Vector


@dataclass(frozen=True, slots=True)
class AscentPlan:
    """A solved ascent: `flown` is the flight in standard air without wind, `insertion` its end.

    `latitude_argument_rad` is the angle from the ascending node at which the cut-off was placed.
    """

    latitude_argument_rad: float
    cutoff: Cutoff
    aim: CutoffAim
    programme: PitchProgramme
    flown: Flown
    insertion: Insertion


def plan_ascent(launcher: Launcher, payload_kg: float, pad: Site, near: AscentPlan | None = None) -> AscentPlan:
    """Solve for everything that leads a launcher from a pad to its orbit, from a plan `near` by where there is one.

    Raises
    ------
    NoConvergence
        when no orbit has the wanted figures.
    OutOfRange
        when the orbit's inclination lies below the pad's latitude, or the direction outside the pad's corridor.
    """
    rocket, ground = rocket_of(launcher, payload_kg), ground_of(pad)
    heading = heading_of(launcher, pad)
    u_rad = _first_latitude_argument_rad(launcher, ground, heading) if near is None else near.latitude_argument_rad
    programme = None if near is None else near.programme
    plan = _planned(launcher, payload_kg, rocket, ground, heading, u_rad, programme)
    for _ in range(_ROUNDS):
        before_rad, u_rad = u_rad, _latitude_argument_rad(plan.flown.rows[-1, R_m : R_m + 3], plan.aim.normal)
        if abs(u_rad - before_rad) < _NEAR_rad or plan.flown.status != AscentStatus.DONE:
            break
        plan = _planned(launcher, payload_kg, rocket, ground, heading, u_rad, plan.programme)
    check_azimuth(pad, launcher, plan.programme.law.azimuth_rad)
    return plan


def _planned(
    launcher: Launcher,
    payload_kg: float,
    rocket: Rocket,
    ground: Ground,
    heading: Heading,
    u_rad: float,
    near: PitchProgramme | None,
) -> AscentPlan:
    """The plan for a cut-off at that angle from the node."""
    cutoff = cutoff_for(launcher.orbit, u_rad)
    programme = solve_programme(launcher, rocket, ground, cutoff, heading, near)
    aim = cutoff.aim(programme.node_rad)
    flown = fly(rocket, ground, programme, aim)
    return AscentPlan(u_rad, cutoff, aim, programme, flown, insertion_of(flown, payload_kg))


def fly(rocket: Rocket, ground: Ground, programme: PitchProgramme, aim: CutoffAim) -> Flown:
    """Fly the stored programme and the closed loop."""
    rows, events = np.empty((_ROWS, COLUMNS)), np.empty((len(rocket.sequence), COLUMNS))
    memory, left_kg = np.zeros(MEMORY), np.empty(len(rocket.flow_kg_s))
    run, sheet = Run(STEP_s, STEP_s, -1, True), Sheet(rows, events, memory, left_kg)
    n, status = fly_ascent(rocket, ground, programme.law, aim, run, sheet)
    r_m = memory[R_DESIRED : R_DESIRED + 3]
    if not np.isfinite(r_m).all() or not r_m.any():  # it never came to the closed loop: the place aimed at from the pad
        r_m = _ahead(ground, aim)
    out = r_m / np.linalg.norm(r_m)
    along = cross(aim.normal, out)
    v_m_s = aim.v_m_s * (math.sin(aim.gamma_rad) * out + math.cos(aim.gamma_rad) * along)
    return Flown(
        rows[:n], events, AscentStatus(status), float(np.linalg.norm(memory[V_GO : V_GO + 3])), left_kg, r_m, v_m_s
    )


def happened_s(launcher: Launcher, flown: Flown) -> dict[str, float]:
    """Seconds after lift-off of each event of the sequence; of those that did not happen none is there."""
    times_s = zip(launcher.sequence, flown.events[:, T_s].tolist(), strict=True)
    return {row.event: t_s for row, t_s in times_s if not math.isnan(t_s)}


def _ahead(ground: Ground, aim: CutoffAim) -> Vector:
    """Where in the plane an ascent usually ends: as far ahead of the pad as `_AHEAD_rad`."""
    out = ground.r_m - (ground.r_m @ aim.normal) * aim.normal
    out /= np.linalg.norm(out)
    ahead: Vector = aim.r_m * (math.cos(_AHEAD_rad) * out + math.sin(_AHEAD_rad) * cross(aim.normal, out))
    return ahead


def insertion_of(flown: Flown, payload_kg: float) -> Insertion:
    """The end of a flight; where it does not come so far, what it aimed at."""
    end = flown.rows[-1:].copy()
    if flown.status != AscentStatus.DONE:
        end[0, R_m : R_m + 3], end[0, V_m_s : V_m_s + 3] = flown.aimed_r_m, flown.aimed_v_m_s
    rv = itrf_of_rows(end)[0]
    return Insertion(float(end[0, T_s]), rv[:3], rv[3:], payload_kg)


def _first_latitude_argument_rad(launcher: Launcher, ground: Ground, heading: Heading) -> float:
    """Angle from the node at which an orbit through the pad is, and the way to cut-off."""
    sine = float(ground.r_m[2] / np.linalg.norm(ground.r_m))
    pad_rad = math.asin(sine / math.sin(math.radians(launcher.orbit.inclination_deg.v)))
    return (math.pi - pad_rad if heading.southbound else pad_rad) + _AHEAD_rad


def _latitude_argument_rad(r: Vector, normal: Vector) -> float:
    node = np.array((-normal[1], normal[0], 0.0))
    return math.atan2(float(r @ cross(normal, node)), float(r @ node))
