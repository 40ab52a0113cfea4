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

import numpy as np

from kazbek.base.constants import WGS84_F, WGS84_A_m
from kazbek.laws.atmosphere import JOIN_LOW_m, air_at, wind_at
from kazbek.laws.compiled import kernel
from kazbek.laws.earth_rotation import EARTH_SPIN_rad_s
from kazbek.laws.zonal import weight

_A, _B = WGS84_A_m, WGS84_A_m * (1.0 - WGS84_F)
_E2 = WGS84_F * (2.0 - WGS84_F)
_EP2 = _E2 / (1.0 - _E2)
_SPIN = EARTH_SPIN_rad_s
MEAN_RADIUS_m = WGS84_A_m * (1.0 - WGS84_F / 3.0)


@kernel
def height_and_vertical(x, y, z):
    """Height (m) above the ellipsoid, sine and cosine of the geodetic latitude: one round of Bowring (1976), below a
    micrometre under 1 000 km, at a quarter of the cost of the full form."""
    p = math.sqrt(x * x + y * y)
    sb, cb = z * _A, p * _B
    n = math.sqrt(sb * sb + cb * cb)
    sb, cb = sb / n, cb / n
    sf, cf = z + _EP2 * _B * sb * sb * sb, p - _E2 * _A * cb * cb * cb
    n = math.sqrt(sf * sf + cf * cf)
    sf, cf = sf / n, cf / n
    return p * cf + z * sf - _A * math.sqrt(1.0 - _E2 * sf * sf), sf, cf


@kernel
def height_of(s):
    """Height (m) above the ellipsoid of a state."""
    return height_and_vertical(s[0], s[1], s[2])[0]


@kernel
def airstream(air, wind, t_s, x, y, z, vx, vy, vz):
    """(density, speed of sound, height, air-relative velocity (3), its size) at a place and instant."""
    height, sf, cf = height_and_vertical(x, y, z)
    latitude, longitude = 0.0, 0.0
    if height > JOIN_LOW_m:
        latitude, longitude = math.atan2(sf, cf), math.atan2(y, x)
    rho, _, sound = air_at(air, t_s, height, latitude, longitude)
    east, north = wind_at(wind, height)
    if east != 0.0 or north != 0.0:
        p = math.sqrt(x * x + y * y)
        sl, cl = y / p, x / p
        ex, ey, ez, nx, ny, nz = -sl, cl, 0.0, -sf * cl, -sf * sl, cf
        vx, vy, vz = vx - east * ex - north * nx, vy - east * ey - north * ny, vz - east * ez - north * nz
    return rho, sound, height, vx, vy, vz, math.sqrt(vx * vx + vy * vy + vz * vz)


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
def _coast_rates(air, wind, t_s, s, thrust_N, flow_kg_s, direction, cd_area_m2, out):
    """d/dt of (r, v, mass) with thrust along `direction`: (x, y, z) in ITRF axes at time `direction[3]`."""
    x, y, z, vx, vy, vz, mass = s[0], s[1], s[2], s[3], s[4], s[5], s[6]
    ax, ay, az = weight(x, y, z, vx, vy, vz)
    rho, _, _, ux, uy, uz, u = airstream(air, wind, t_s, x, y, z, vx, vy, vz)
    k = 0.5 * rho * u * cd_area_m2 / mass
    ax, ay, az = ax - k * ux, ay - k * uy, az - k * uz
    if thrust_N > 0.0:
        f, turn = thrust_N / mass, _SPIN * (t_s - direction[3])
        sn, cs = math.sin(turn), math.cos(turn)
        ax += f * (cs * direction[0] + sn * direction[1])
        ay += f * (cs * direction[1] - sn * direction[0])
        az += f * direction[2]
    out[0], out[1], out[2], out[3], out[4], out[5], out[6] = vx, vy, vz, ax, ay, az, -flow_kg_s


@kernel
def _coast_step(air, wind, t_s, s, dt, thrust_N, flow_kg_s, direction, cd_area_m2, k1, k2, k3, k4, u):
    """One Runge–Kutta 4 step of `s` in place."""
    _coast_rates(air, wind, t_s, s, thrust_N, flow_kg_s, direction, cd_area_m2, k1)
    for i in range(7):
        u[i] = s[i] + 0.5 * dt * k1[i]
    _coast_rates(air, wind, t_s + 0.5 * dt, u, thrust_N, flow_kg_s, direction, cd_area_m2, k2)
    for i in range(7):
        u[i] = s[i] + 0.5 * dt * k2[i]
    _coast_rates(air, wind, t_s + 0.5 * dt, u, thrust_N, flow_kg_s, direction, cd_area_m2, k3)
    for i in range(7):
        u[i] = s[i] + dt * k3[i]
    _coast_rates(air, wind, t_s + dt, u, thrust_N, flow_kg_s, direction, cd_area_m2, k4)
    for i in range(7):
        s[i] += dt / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])


@kernel
def coast_down(air, wind, t_s, state, burns, direction_RTN, cd_area_m2, stop_height_m, limit_s, step_s, out):
    """Fly from `t_s` through `burns` and down to `stop_height_m`, or for `limit_s` at most.

    Parameters
    ----------
    state : (7,) r_ITRF_m, v_ITRF_m_s, mass_kg
    burns : (N, 4) rows of start_s, end_s, thrust_N, flow_kg_s, in order, times as `t_s`
    direction_RTN : (3,) unit vector of the thrust in the RTN of `state`, fixed among the stars from there on
    out : (M, 9) rows written: t_s, state, thrust_N

    Returns
    -------
    rows written; whether the height was met
    """
    s, before, u = state.copy(), np.empty(7), np.empty(7)
    direction = held_direction(s, direction_RTN[0], direction_RTN[1], direction_RTN[2])
    direction = (direction[0], direction[1], direction[2], t_s)
    k1, k2, k3, k4 = np.empty(7), np.empty(7), np.empty(7), np.empty(7)
    t, end, n = t_s, t_s + limit_s, 0
    while True:
        thrust, flow, until = 0.0, 0.0, end
        for b in range(burns.shape[0]):
            if burns[b, 0] <= t < burns[b, 1]:
                thrust, flow, until = burns[b, 2], burns[b, 3], burns[b, 1]
                break
            if t < burns[b, 0]:
                until = burns[b, 0]
                break
        out[n, 0], out[n, 8] = t, thrust
        out[n, 1:8] = s
        n += 1
        if t >= end or n >= out.shape[0]:
            return n, False
        dt = min(step_s, until - t)
        before[:] = s
        _coast_step(air, wind, t, s, dt, thrust, flow, direction, cd_area_m2, k1, k2, k3, k4, u)
        if height_of(s) <= stop_height_m and height_of(before) > stop_height_m:
            low, high = 0.0, dt
            f_low, f_high = height_of(before) - stop_height_m, height_of(s) - stop_height_m
            for _ in range(8):  # secant: the height is nearly a parabola over one step
                part = low + (high - low) * f_low / (f_low - f_high)
                s[:] = before
                _coast_step(air, wind, t, s, part, thrust, flow, direction, cd_area_m2, k1, k2, k3, k4, u)
                f = height_of(s) - stop_height_m
                if abs(f) < 1e-4:
                    break
                if f > 0.0:
                    low, f_low = part, f
                else:
                    high, f_high = part, f
            out[n, 0], out[n, 8] = t + part, thrust
            out[n, 1:8] = s
            return n + 1, True
        t = until if dt == until - t else t + dt


@kernel
def tangent_distance_m(x, y, z, ax, ay, az, bx, by, bz):
    """Along-track and left cross-track distance (m, sphere of 6 371 km) of point a, for one who stands at (x, y, z) and
    heads for point b."""
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
