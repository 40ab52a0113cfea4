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

from kazbek.laws.atmosphere import us76, wind_at
from kazbek.laws.compiled import kernel
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


@kernel
def _rates(wind, t_s, s, canopies, mass_kg, gravity_m_s2, push_N, out):
    """d/dt of (east, north, height, their rates); returns the sensed acceleration."""
    east, north = wind_at(wind, s[2])
    rho, _, _, sound = us76(s[2])
    ux, uy, uz = s[3] - east, s[4] - north, s[5]
    u = math.sqrt(ux * ux + uy * uy + uz * uz)
    drag = inflated(canopies.rows, t_s)[0] + table_at(canopies.mach, canopies.cd, u / sound) * canopies.area_m2
    k = 0.5 * rho * u * drag / mass_kg
    fx, fy, fz = -k * ux, -k * uy, -k * uz + push_N / mass_kg
    out[0], out[1], out[2], out[3], out[4], out[5] = s[3], s[4], s[5], fx, fy, fz - gravity_m_s2
    return math.sqrt(fx * fx + fy * fy + fz * fz)


@kernel
def descend(wind, t_s, state, canopies, mass_kg, gravity_m_s2, push_N, stop_height_m, fine_s, coarse_s, limit_s, out):
    """Fall from `t_s` after the command to `stop_height_m`, or for `limit_s` at most.

    Parameters
    ----------
    state : (6,) east, north, height (m) and their rates (m/s)
    push_N : thrust upwards (soft-landing engines), over once the fall has stopped
    out : (M, 10) rows written: t_s, state, load_m_s2, inflated area m², mass_kg

    Returns
    -------
    rows written; whether the height was met
    """
    s, before, u = state.copy(), np.empty(6), np.empty(6)
    k1, k2, k3, k4 = np.empty(6), np.empty(6), np.empty(6), np.empty(6)
    t, n, mass = t_s, 0, mass_kg
    whole = mass_kg
    while True:
        if s[2] <= canopies.shield_height_m:
            mass = whole - canopies.shield_kg
        if s[5] >= 0.0:
            push_N = 0.0
        load = _rates(wind, t, s, canopies, mass, gravity_m_s2, push_N, k1)
        out[n, 0], out[n, 7], out[n, 8], out[n, 9] = t, load, inflated(canopies.rows, t)[1], mass
        out[n, 1:7] = s
        n += 1
        if s[2] <= stop_height_m + 1e-6:
            return n, True
        if t - t_s >= limit_s or n >= out.shape[0]:
            return n, False
        dt = fine_s
        if t >= canopies.settled_s:  # a fall settles with speed / 2 g: Runge–Kutta 4 is stable up to 2.8 times that
            dt = min(coarse_s, 0.1 * math.sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5]))
        if s[5] < 0.0:
            dt = min(dt, max((stop_height_m - s[2]) / s[5], 1e-6))  # lands on the height: the fall is nearly uniform
        before[:] = s
        for i in range(6):
            u[i] = s[i] + 0.5 * dt * k1[i]
        _rates(wind, t + 0.5 * dt, u, canopies, mass, gravity_m_s2, push_N, k2)
        for i in range(6):
            u[i] = s[i] + 0.5 * dt * k2[i]
        _rates(wind, t + 0.5 * dt, u, canopies, mass, gravity_m_s2, push_N, k3)
        for i in range(6):
            u[i] = s[i] + dt * k3[i]
        _rates(wind, t + dt, u, canopies, mass, gravity_m_s2, push_N, k4)
        for i in range(6):
            s[i] += dt / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])
        t += dt
