"""Under canopies to the ground, and the engines that soften the last metre.

local    east, north along the ground from where the first canopy was called for; height above the ellipsoid
law      m dv/dt = −½ ρ u |u| (Σ Cd S) − m g + F_up,   u = v − wind
         Cd S of a canopy grows with the square of time while it fills (Knacke, Parachute Recovery Systems Design
         Manual, NWC TP 6575, 1992, §5.4), first to its reefed share, later to all of it
         fourth-order Runge–Kutta, fine steps while canopies fill, up to a second once the fall is steady
flat     ten kilometres of drift leave the curvature out by a few metres; the Earth's spin moves a body that falls
         at 8 m/s sideways by less than a millimetre a second
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kazbek.flight.descent.kernels.types import CANOPY_AREA_m2, HANGING_kg, HANGING_LOAD_m_s2, R_m, T_s
from kazbek.laws.atmosphere import us76, wind_at
from kazbek.laws.compiled import kernel
from kazbek.laws.drag import drag_rate
from kazbek.laws.rk4 import part_way, whole_way
from kazbek.laws.tables import table_at


class Canopies(NamedTuple):
    """What hangs above the capsule, and what the capsule does meanwhile."""

    rows: NDArray[np.float64]  # (N, 7): area m², Cd, opens at s, cut away at s, reefed share, reefed for s, fills in s
    mach: NDArray[np.float64]  # of the bare capsule
    cd: NDArray[np.float64]
    area_m2: float
    shield_kg: float  # dropped below `shield_height_m`
    shield_height_m: float
    settled_s: float  # after which nothing fills any more


@kernel
def inflated(rows, t_s):
    """(Σ Cd S, Σ S) of the canopies, m², at a time after the command."""
    drag, area = 0.0, 0.0
    for i in range(rows.shape[0]):
        full, cd, opens, cut, share, reefed_s, fills_s = rows[i]
        t = t_s - opens
        if t <= 0.0 or t_s >= cut:
            continue
        if t < reefed_s:
            x = min(1.0, t / fills_s)
            part = full * share * x * x
        else:
            x = min(1.0, (t - reefed_s) / fills_s)
            part = full * (share + (1.0 - share) * x * x)
        area += part
        drag += cd * part
    return drag, area


class Hanging(NamedTuple):
    """What hangs below: mass at the command, its weight, and the push of engines upwards until the fall has stopped."""

    mass_kg: float
    gravity_m_s2: float
    push_N: float


class FallSteps(NamedTuple):
    """Where the fall ends, and in what steps it is flown."""

    stop_height_m: float
    fine_s: float  # while canopies fill
    coarse_s: float  # at most, once the fall is steady
    limit_s: float  # the fence behind it


@kernel
def _rates(wind, t_s, s, canopies, hanging, out):
    """d/dt of (east, north, height, their rates); returns the sensed acceleration."""
    east, north = wind_at(wind, s[2])
    rho, _, _, sound = us76(s[2])
    ux, uy, uz = s[3] - east, s[4] - north, s[5]
    u = math.sqrt(ux * ux + uy * uy + uz * uz)
    drag = inflated(canopies.rows, t_s)[0] + table_at(canopies.mach, canopies.cd, u / sound) * canopies.area_m2
    k = drag_rate(rho, u, drag, hanging.mass_kg)
    fx, fy, fz = -k * ux, -k * uy, -k * uz + hanging.push_N / hanging.mass_kg
    out[0], out[1], out[2], out[3], out[4], out[5] = s[3], s[4], s[5], fx, fy, fz - hanging.gravity_m_s2
    return math.sqrt(fx * fx + fy * fy + fz * fz)


@kernel
def _step(wind, t_s, s, dt, canopies, hanging, k, u):
    """One Runge–Kutta 4 step of `s` in place, k[0] known."""
    part_way(s, 0.5 * dt, k, 0, u)
    _rates(wind, t_s + 0.5 * dt, u, canopies, hanging, k[1])
    part_way(s, 0.5 * dt, k, 1, u)
    _rates(wind, t_s + 0.5 * dt, u, canopies, hanging, k[2])
    part_way(s, dt, k, 2, u)
    _rates(wind, t_s + dt, u, canopies, hanging, k[3])
    whole_way(s, dt, k)


@kernel
def _length_s(t_s, s, settled_s, steps):
    """Of the next step: a fall settles with speed / 2 g, and Runge–Kutta 4 is stable up to 2.8 times that."""
    dt = steps.fine_s
    if t_s >= settled_s:
        dt = min(steps.coarse_s, 0.1 * math.sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5]))
    if s[5] < 0.0:  # ends on the height: the fall is nearly uniform
        dt = min(dt, max((steps.stop_height_m - s[2]) / s[5], 1e-6))
    return dt


@kernel
def descend(wind, t_s, state, canopies, hanging, steps, out):
    """Fall from `t_s` after the command to a height, or for as long as `steps` (FallSteps) allows.

    Parameters
    ----------
    state : (6,) east, north, height (m) and their rates (m/s)
    out : (M, 10) rows written

    Returns
    -------
    rows written; whether the height was met
    """
    s, u, k = state.copy(), np.empty(6), np.empty((4, 6))
    t, n, mass, push = t_s, 0, hanging.mass_kg, hanging.push_N
    while True:
        if s[2] <= canopies.shield_height_m:
            mass = hanging.mass_kg - canopies.shield_kg
        if s[5] >= 0.0:
            push = 0.0
        now = Hanging(mass, hanging.gravity_m_s2, push)
        load = _rates(wind, t, s, canopies, now, k[0])
        out[n, T_s], out[n, HANGING_LOAD_m_s2], out[n, HANGING_kg] = t, load, mass
        out[n, CANOPY_AREA_m2] = inflated(canopies.rows, t)[1]
        out[n, R_m:HANGING_LOAD_m_s2] = s
        n += 1
        if s[2] <= steps.stop_height_m + 1e-6:
            return n, True
        if t - t_s >= steps.limit_s or n >= out.shape[0]:
            return n, False
        dt = _length_s(t, s, canopies.settled_s, steps)
        _step(wind, t, s, dt, canopies, now, k, u)
        t += dt
