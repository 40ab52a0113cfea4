"""Flying through space: coasts, burns, and the arcs they leave behind.

    forces = forces_over(start, end, degree=70)
    arc = coast(state, until, forces)
    arc.at(epoch)                    a State
    arc.rv(tai_ns)                   (n, 6) in GCRF

An arc starts and ends at states; time may run backwards. Where it must end on an event, give a :class:`StopAt`.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.base import rocket
from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence, OutOfRange, WrongPlace
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.laws import dop853
from kazbek.laws.dop853 import ArcStatus
from kazbek.laws.forces import ActiveForces, Thrust, ThrustFrame, fixed_from_RTN
from kazbek.laws.gauss_jackson import smooth_arc, weights
from kazbek.laws.pieces import STATE, TERMS
from kazbek.laws.switches import Switch
from kazbek.orbit.arc import Arc, StopAt, Track, assembled, joined, pieces_of, watched
from kazbek.orbit.forces import Forces, forces_over

__all__ = [
    "ActiveForces",
    "Arc",
    "Forces",
    "StopAt",
    "Switch",
    "ThrustFrame",
    "Track",
    "burn",
    "coast",
    "coast_smooth",
    "forces_over",
    "joined",
    "pieces_of",
    "thrust_time_s",
]


_TOLERANCE = 1e-11


def coast(
    state: State,
    until: Epoch,
    forces: Forces,
    *,
    cd_area_m2: float = 0.0,
    cr_area_m2: float = 0.0,
    stop: StopAt | None = None,
    tolerance: float = _TOLERANCE,
) -> Arc:
    """Fall freely from `state` until an instant, or until an event before it.

    Parameters
    ----------
    cd_area_m2, cr_area_m2 : coefficient times area, for drag and for the push of sunlight
    tolerance : error of one step relative to position and velocity

    Raises
    ------
    OutOfRange
        when the arc leaves the span of `forces`.
    NoConvergence
        when the path ends in the ground, or numbers stop being finite.
    """
    return _arc(state, until, forces, _push(cd_area_m2, cr_area_m2), stop, tolerance)


def burn(
    state: State,
    forces: Forces,
    *,
    force_N: float,
    isp_s: float,
    aim: ThrustFrame,
    direction: Vector | tuple[float, float, float] = (1.0, 0.0, 0.0),
    duration_s: float | None = None,
    delta_v_m_s: float | None = None,
    start_overhead_s: float = 0.0,
    cd_area_m2: float = 0.0,
    tolerance: float = _TOLERANCE,
) -> Arc:
    """Fire an engine from `state` on: nothing for `start_overhead_s`, then constant thrust while the mass falls.

    Parameters
    ----------
    aim, direction : frame of the thrust direction, and the unit vector in it; ``VELOCITY``: ±1 in the first place;
        ``HELD``: in RTN at `state`, from then on fixed among the stars
    duration_s : of the whole burn, overhead included; or
    delta_v_m_s : by the rocket equation, which then gives the duration

    Raises
    ------
    WrongPlace
        when not exactly one of duration and delta-v is given.
    OutOfRange
        for a burn of no length, or one that leaves the span of `forces`.
    """
    flow_kg_s = force_N / (G0_m_s2 * isp_s)
    thrust_s = thrust_time_s(
        state.mass_kg, force_N, isp_s, duration_s=duration_s, delta_v_m_s=delta_v_m_s, start_overhead_s=start_overhead_s
    )
    norm = math.sqrt(sum(float(u) ** 2 for u in direction))
    u0, u1, u2 = (float(u) / norm for u in direction)
    if aim == ThrustFrame.HELD:
        u0, u1, u2 = fixed_from_RTN(state.rv_GCRF, u0, u1, u2)
    push = Thrust(float(cd_area_m2), int(aim), float(force_N), flow_kg_s, u0, u1, u2)
    if start_overhead_s <= 0.0:
        return _arc(state, state.epoch + thrust_s, forces, push, None, tolerance)
    waiting = _arc(state, state.epoch + start_overhead_s, forces, _push(cd_area_m2), None, tolerance)
    return joined(waiting, _arc(waiting.end, waiting.end.epoch + thrust_s, forces, push, None, tolerance))


def thrust_time_s(
    mass_kg: float,
    force_N: float,
    isp_s: float,
    *,
    duration_s: float | None = None,
    delta_v_m_s: float | None = None,
    start_overhead_s: float = 0.0,
) -> float:
    """Seconds of thrust of a burn given by its whole duration or by its delta-v.

    Raises
    ------
    WrongPlace
        when not exactly one of the two is given.
    OutOfRange
        for a burn of no length.
    """
    if (duration_s is None) == (delta_v_m_s is None):
        raise WrongPlace("a burn needs either duration_s or delta_v_m_s")
    if duration_s is not None:
        thrust_s = duration_s - start_overhead_s
    else:
        thrust_s = rocket.thrust_s(mass_kg, delta_v_m_s or 0.0, force_N, isp_s)
    if not thrust_s > 0.0:
        raise OutOfRange(f"a burn with {thrust_s:.3f} s of thrust", allowed="more than 0 s")
    return thrust_s


def coast_smooth(
    state: State,
    until: Epoch,
    forces: Forces,
    *,
    cd_area_m2: float = 0.0,
    cr_area_m2: float = 0.0,
    step_s: float = 30.0,
    order: int = 10,
) -> Arc:
    """A long free fall by Gauss–Jackson, several times faster than :func:`coast` for the same accuracy.

    For near-circular orbits without events; spans shorter than `order` steps are left to :func:`coast`. Raises as that.
    """
    t0_s, t1_s = forces.t_s(state.epoch), forces.t_s(until)
    steps = math.ceil(abs(t1_s - t0_s) / step_s)
    if steps <= order:
        return coast(state, until, forces, cd_area_m2=cd_area_m2, cr_area_m2=cr_area_m2)
    h = (t1_s - t0_s) / steps
    coefficients = np.empty((steps, TERMS, STATE))
    y0 = np.append(state.rv_GCRF, state.mass_kg)
    push = _push(cd_area_m2, cr_area_m2)
    status = smooth_arc(t0_s, h, steps, y0, forces.field, push, weights(order), coefficients)
    _refuse(ArcStatus(status), state)
    knots_s = t0_s + h * np.arange(steps + 1, dtype=np.float64)
    return assembled(state, forces, knots_s, np.full(steps, h), coefficients, until, stopped=False)


def _push(cd_area_m2: float, cr_area_m2: float = 0.0) -> Thrust:
    return Thrust(float(cd_area_m2), int(ThrustFrame.OFF), 0.0, 0.0, 0.0, 0.0, 0.0, float(cr_area_m2))


def _arc(state: State, until: Epoch, forces: Forces, push: Thrust, stop: StopAt | None, tolerance: float) -> Arc:
    t0_s, t1_s = forces.t_s(state.epoch), forces.t_s(until)
    y0 = np.append(state.rv_GCRF, state.mass_kg)
    watch = watched(stop, min(state.epoch, until), max(state.epoch, until), forces.reference)
    knots_s, lengths_s, coefficients, status = dop853.arc(t0_s, t1_s, y0, forces.field, push, float(tolerance), watch)
    _refuse(ArcStatus(status), state)
    stopped = status == ArcStatus.STOPPED
    end = forces.reference + float(knots_s[-1]) if stopped else until
    return assembled(state, forces, knots_s, lengths_s, coefficients, end, stopped)


def _refuse(status: ArcStatus, state: State) -> None:
    if status == ArcStatus.GROUND:
        raise NoConvergence(
            f"the path from {state.epoch.utc} runs into the ground",
            cure="check the orbit, or stop the coast at a height",
        )
    if status == ArcStatus.STUCK:
        raise NoConvergence(
            f"the integration from {state.epoch.utc} came to a halt", cure="check the state, and loosen the tolerance"
        )
