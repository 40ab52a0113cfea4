"""Flight over the rotating Earth from a braking burn to the parachutes: forces and the arc outside the air.

    ITRF     rotating with the Earth at a constant rate about z; r_m, v_m_s over the ground
    RTN      of the inertial orbit at the start: R outward, N along orbital momentum, T = N × R
    wind     east and north by height
    bank     angle of the lift about the air-relative velocity, from up towards the right

        dv/dt = g(r) − 2 Ω × v − Ω × (Ω × r) + thrust / m + drag + lift

The thrust is fixed among the stars, as of a ship that takes its attitude before ignition and holds it by gyroscopes:
over ITRF it turns back with the Earth.

g is that of EGM2008's GM with J2, J3, J4: over the 25 minutes from burn to entry what is left out (tesseral terms, Sun
and Moon, 1e-4 m/s² at most) moves the entry point by 0.1 km, a thousandth of what the guidance closes.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.base.constants import WGS84_F, WGS84_A_m
from kazbek.flight.descent.kernels.types import FORCE_N, THRUST_N, END_s, FLOW_kg_s, R_m, START_s, T_s, Work
from kazbek.laws.atmosphere import airstream
from kazbek.laws.compiled import kernel
from kazbek.laws.drag import drag_rate
from kazbek.laws.earth_rotation import EARTH_SPIN_rad_s
from kazbek.laws.geodesy import height_of
from kazbek.laws.rk4 import part_way, whole_way
from kazbek.laws.zonal import weight

_SPIN = EARTH_SPIN_rad_s
MEAN_RADIUS_m = WGS84_A_m * (1.0 - WGS84_F / 3.0)


class Moved(NamedTuple):
    """What moves a ship beside its weight: drag, and an engine pushing in a direction fixed among the stars.

    `direction`: in the ITRF axes of the instant `at_s`.
    """

    cd_area_m2: float
    force_N: float
    flow_kg_s: float
    direction: tuple[float, float, float]
    at_s: float


@kernel
def held_direction(s, radial, along, across):
    """A direction given in the RTN of state `s`, in ITRF axes, three floats."""
    x, y, z, wx, wy, vz = s[0], s[1], s[2], s[3] - _SPIN * s[1], s[4] + _SPIN * s[0], s[5]
    r = math.sqrt(x * x + y * y + z * z)
    hx, hy, hz = y * vz - z * wy, z * wx - x * vz, x * wy - y * wx
    h = math.sqrt(hx * hx + hy * hy + hz * hz)
    rx, ry, rz, nx, ny, nz = x / r, y / r, z / r, hx / h, hy / h, hz / h
    tx, ty, tz = ny * rz - nz * ry, nz * rx - nx * rz, nx * ry - ny * rx
    return (
        radial * rx + along * tx + across * nx,
        radial * ry + along * ty + across * ny,
        radial * rz + along * tz + across * nz,
    )


@kernel
def _coast_rates(air, wind, t_s, s, moved, out):
    """d/dt of (r, v, mass) with an engine at work, or none."""
    mass = s[6]
    ax, ay, az = weight(s[0], s[1], s[2], s[3], s[4], s[5])
    rho, _, stream, u = airstream(air, wind, t_s, s)
    k = drag_rate(rho, u, moved.cd_area_m2, mass)
    ax, ay, az = ax - k * stream[0], ay - k * stream[1], az - k * stream[2]
    if moved.force_N > 0.0:
        f, turn, d = moved.force_N / mass, _SPIN * (t_s - moved.at_s), moved.direction
        sn, cs = math.sin(turn), math.cos(turn)
        ax += f * (cs * d[0] + sn * d[1])
        ay += f * (cs * d[1] - sn * d[0])
        az += f * d[2]
    out[0], out[1], out[2], out[3], out[4], out[5], out[6] = s[3], s[4], s[5], ax, ay, az, -moved.flow_kg_s


@kernel
def _coast_step(air, wind, t_s, s, dt, moved, work):
    """One Runge–Kutta 4 step of `s` in place."""
    k, u = work.k, work.u
    _coast_rates(air, wind, t_s, s, moved, k[0])
    part_way(s, 0.5 * dt, k, 0, u)
    _coast_rates(air, wind, t_s + 0.5 * dt, u, moved, k[1])
    part_way(s, 0.5 * dt, k, 1, u)
    _coast_rates(air, wind, t_s + 0.5 * dt, u, moved, k[2])
    part_way(s, dt, k, 2, u)
    _coast_rates(air, wind, t_s + dt, u, moved, k[3])
    whole_way(s, dt, k)


@kernel
def _burning(burns, t_s, end_s):
    """Thrust and flow now, and until when they stay."""
    for b in range(burns.shape[0]):
        if burns[b, START_s] <= t_s < burns[b, END_s]:
            return burns[b, FORCE_N], burns[b, FLOW_kg_s], burns[b, END_s]
        if t_s < burns[b, START_s]:
            return 0.0, 0.0, burns[b, START_s]
    return 0.0, 0.0, end_s


@kernel
def _down_to(air, wind, t_s, s, dt, moved, stop_height_m, work):
    """From `work.before`, to where a step of `dt` that ended in `s` crosses the height: the time it takes.

    Secant: the height is nearly a parabola over one step.
    """
    low, high, part = 0.0, dt, dt
    f_low, f_high = height_of(work.before) - stop_height_m, height_of(s) - stop_height_m
    for _ in range(8):
        part = low + (high - low) * f_low / (f_low - f_high)
        s[:] = work.before
        _coast_step(air, wind, t_s, s, part, moved, work)
        f = height_of(s) - stop_height_m
        if abs(f) < 1e-4:
            break
        if f > 0.0:
            low, f_low = part, f
        else:
            high, f_high = part, f
    return part


@kernel
def coast_down(surroundings, t_s, state, burns, direction_RTN, cd_area_m2, until, out):
    """Fly from `t_s` through `burns` down to a height, or for as long as `until` (Until) allows.

    Parameters
    ----------
    state : (7,) r_ITRF_m, v_ITRF_m_s, mass_kg
    burns : (N, 4) rows of start, end, thrust, flow, in order, times as `t_s`
    direction_RTN : (3,) unit vector of the thrust in the RTN of `state`, fixed among the stars from there on
    out : (M, 9) rows written

    Returns
    -------
    rows written; whether the height was met
    """
    air, wind = surroundings.air, surroundings.wind  # apart: taking them out at every step costs a third
    s, stop_height_m = state.copy(), until.stop_height_m
    work = Work(np.empty(7), np.empty(7), np.empty((4, 7)), np.empty(0), np.empty((0, 0)))
    direction = held_direction(s, direction_RTN[0], direction_RTN[1], direction_RTN[2])
    t, end, n = t_s, t_s + until.limit_s, 0
    while True:
        thrust, flow, change_s = _burning(burns, t, end)
        out[n, T_s], out[n, THRUST_N] = t, thrust
        out[n, R_m:THRUST_N] = s
        n += 1
        if t >= end or n >= out.shape[0]:
            return n, False
        dt, moved = min(until.step_s, change_s - t), Moved(cd_area_m2, thrust, flow, direction, t_s)
        work.before[:] = s
        _coast_step(air, wind, t, s, dt, moved, work)
        if height_of(s) <= stop_height_m and height_of(work.before) > stop_height_m:
            out[n, T_s] = t + _down_to(air, wind, t, s, dt, moved, stop_height_m, work)
            out[n, THRUST_N] = thrust
            out[n, R_m:THRUST_N] = s
            return n + 1, True
        t = change_s if dt == change_s - t else t + dt


@kernel
def tangent_distance_m(here, place, ahead):
    """Along-track and left cross-track distance (m, sphere of 6 371 km) of a place, for one who stands `here` and heads
    for `ahead`; tuples or arrays of three."""
    x, y, z, ax, ay, az, bx, by, bz = (
        here[0],
        here[1],
        here[2],
        place[0],
        place[1],
        place[2],
        ahead[0],
        ahead[1],
        ahead[2],
    )
    r, a, b = (
        math.sqrt(x * x + y * y + z * z),
        math.sqrt(ax * ax + ay * ay + az * az),
        math.sqrt(bx * bx + by * by + bz * bz),
    )
    x, y, z, ax, ay, az, bx, by, bz = x / r, y / r, z / r, ax / a, ay / a, az / a, bx / b, by / b, bz / b
    nx, ny, nz = y * bz - z * by, z * bx - x * bz, x * by - y * bx  # left of the great circle towards b
    n = math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-30  # over the very point one heads for every heading is as good
    nx, ny, nz = nx / n, ny / n, nz / n
    tx, ty, tz = ny * z - nz * y, nz * x - nx * z, nx * y - ny * x
    along = math.atan2(ax * tx + ay * ty + az * tz, ax * x + ay * y + az * z)
    left = math.asin(max(-1.0, min(1.0, ax * nx + ay * ny + az * nz)))
    return MEAN_RADIUS_m * along, MEAN_RADIUS_m * left
