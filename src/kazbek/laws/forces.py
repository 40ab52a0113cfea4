"""What acts on a ship in orbit: gravity, Sun, Moon, air, sunlight, and the push of its engine.

Axes    GCRF, geocentre; time is seconds of TAI from the reference instant of the arc.
State   y = (x, y, z, vx, vy, vz, mass)
Law     dv/dt = g(r) + tides of Sun and Moon − ½ rho CdA |v_air| v_air / mass + sunlight + F u / mass
        dmass/dt = −F / (g0 Isp)
        v_air is the velocity against air that turns with the Earth; u is fixed in GCRF or RTN, or follows the velocity.
Source  gravity.py, third_body.py, atmosphere.py, sunlight.py; Montenbruck & Gill, Satellite Orbits (2000), chapter 3.
Range   orbit; wind is not felt here.
"""

from __future__ import annotations

import math
from enum import IntEnum, IntFlag
from typing import NamedTuple

import numpy as np

from kazbek.laws.atmosphere import AirGrid, density_at
from kazbek.laws.compiled import kernel
from kazbek.laws.drag import drag_rate
from kazbek.laws.earth_rotation import EARTH_SPIN_rad_s, EarthRotation, orientation
from kazbek.laws.geodesy import geodetic
from kazbek.laws.gravity import WORK, Gravity, gravity
from kazbek.laws.sunlight import sunlight_push
from kazbek.laws.third_body import Ephemeris, tidal_pull


class ActiveForces(IntFlag):
    """Which forces act beside the Earth's gravity."""

    NONE = 0
    SUN = 1
    MOON = 2
    AIR = 4
    SUNLIGHT = 8


class ThrustFrame(IntEnum):
    """Where the engine pushes."""

    OFF = 0
    GCRF = 1  # a unit vector fixed among the stars
    RTN = 2  # a unit vector fixed in the RTN of the ship's own orbit
    VELOCITY = 3  # along the inertial velocity, times the first component of the vector (+1 or −1)
    HELD = 4  # a unit vector of RTN at ignition, then fixed among the stars: `fixed_from_RTN` makes it one of GCRF


class ForceModel(NamedTuple):
    """The surroundings of an arc."""

    act: int  # of Act
    earth: EarthRotation
    gravity: Gravity
    sun: Ephemeris
    moon: Ephemeris
    air: AirGrid
    density_factor: float


class Thrust(NamedTuple):
    """What the ship itself brings: drag area, engine, and the area that sunlight pushes (coefficient times area)."""

    cd_area_m2: float
    aim: int  # of Aim
    force_N: float
    flow_kg_s: float
    u0: float
    u1: float
    u2: float
    cr_area_m2: float = 0.0


class Scratch(NamedTuple):
    """Working memory of `accelerate`, made once per arc."""

    C_ITRF_GCRF: np.ndarray
    spin: np.ndarray
    sums: np.ndarray


_SUN, _MOON, _AIR, _SUNLIGHT = (
    int(ActiveForces.SUN),
    int(ActiveForces.MOON),
    int(ActiveForces.AIR),
    int(ActiveForces.SUNLIGHT),
)
_OFF, _IN_RTN, _VELOCITY = int(ThrustFrame.OFF), int(ThrustFrame.RTN), int(ThrustFrame.VELOCITY)


@kernel
def new_scratch():
    """Working memory for one arc."""
    return Scratch(np.empty((3, 3)), np.empty(3), np.empty(WORK))


@kernel
def accelerate(t_s, y, field, push, scratch):
    """Acceleration in GCRF (m/s²), three floats, of the state `y` (7)."""
    C = scratch.C_ITRF_GCRF
    orientation(t_s, field.earth, C, scratch.spin)
    r0 = C[0, 0] * y[0] + C[0, 1] * y[1] + C[0, 2] * y[2]
    r1 = C[1, 0] * y[0] + C[1, 1] * y[1] + C[1, 2] * y[2]
    r2 = C[2, 0] * y[0] + C[2, 1] * y[1] + C[2, 2] * y[2]
    g0, g1, g2 = gravity(r0, r1, r2, field.gravity, scratch.sums)
    if field.act & _AIR and push.cd_area_m2 > 0.0:
        d0, d1, d2 = _drag(t_s, r0, r1, r2, y, field, push, scratch)
        g0, g1, g2 = g0 + d0, g1 + d1, g2 + d2
    ax = C[0, 0] * g0 + C[1, 0] * g1 + C[2, 0] * g2
    ay = C[0, 1] * g0 + C[1, 1] * g1 + C[2, 1] * g2
    az = C[0, 2] * g0 + C[1, 2] * g1 + C[2, 2] * g2
    if field.act & _SUN:
        px, py, pz = tidal_pull(t_s, y[0], y[1], y[2], field.sun)
        ax, ay, az = ax + px, ay + py, az + pz
    if field.act & _MOON:
        px, py, pz = tidal_pull(t_s, y[0], y[1], y[2], field.moon)
        ax, ay, az = ax + px, ay + py, az + pz
    if field.act & _SUNLIGHT and push.cr_area_m2 > 0.0:
        px, py, pz = sunlight_push(t_s, y[0], y[1], y[2], field.sun)
        k = push.cr_area_m2 / y[6]
        ax, ay, az = ax + k * px, ay + k * py, az + k * pz
    if push.aim != _OFF:
        ux, uy, uz = direction(y, push)
        a = push.force_N / y[6]
        ax, ay, az = ax + a * ux, ay + a * uy, az + a * uz
    return ax, ay, az


@kernel
def _drag(t_s, r0, r1, r2, y, field, push, scratch):
    """Drag acceleration in ITRF axes (m/s²) at ITRF position (r0, r1, r2)."""
    C, w = scratch.C_ITRF_GCRF, scratch.spin
    v0 = C[0, 0] * y[3] + C[0, 1] * y[4] + C[0, 2] * y[5] - EARTH_SPIN_rad_s * (w[1] * r2 - w[2] * r1)
    v1 = C[1, 0] * y[3] + C[1, 1] * y[4] + C[1, 2] * y[5] - EARTH_SPIN_rad_s * (w[2] * r0 - w[0] * r2)
    v2 = C[2, 0] * y[3] + C[2, 1] * y[4] + C[2, 2] * y[5] - EARTH_SPIN_rad_s * (w[0] * r1 - w[1] * r0)
    latitude, longitude, height = geodetic(r0, r1, r2)
    rho = field.density_factor * density_at(field.air, t_s, height, latitude, longitude)
    k = drag_rate(rho, math.sqrt(v0 * v0 + v1 * v1 + v2 * v2), push.cd_area_m2, y[6])
    return -k * v0, -k * v1, -k * v2


@kernel
def direction(y, push):
    """Unit vector of the push in GCRF, three floats."""
    if push.aim == _VELOCITY:
        k = push.u0 / math.sqrt(y[3] * y[3] + y[4] * y[4] + y[5] * y[5])
        return k * y[3], k * y[4], k * y[5]
    if push.aim != _IN_RTN:
        return push.u0, push.u1, push.u2
    return fixed_from_RTN(y, push.u0, push.u1, push.u2)


@kernel
def fixed_from_RTN(y, radial, along, across):
    """A vector given in the RTN of state `y`, in GCRF, three floats."""
    nx, ny, nz = y[1] * y[5] - y[2] * y[4], y[2] * y[3] - y[0] * y[5], y[0] * y[4] - y[1] * y[3]
    r = 1.0 / math.sqrt(y[0] * y[0] + y[1] * y[1] + y[2] * y[2])
    n = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz)
    rx, ry, rz = r * y[0], r * y[1], r * y[2]
    nx, ny, nz = n * nx, n * ny, n * nz
    tx, ty, tz = ny * rz - nz * ry, nz * rx - nx * rz, nx * ry - ny * rx
    return (
        radial * rx + along * tx + across * nx,
        radial * ry + along * ty + across * ny,
        radial * rz + along * tz + across * nz,
    )


@kernel
def rate(t_s, y, field, push, scratch, out):
    """dy/dt of the state (7), written to `out` (7)."""
    out[0], out[1], out[2] = y[3], y[4], y[5]
    out[3], out[4], out[5] = accelerate(t_s, y, field, push, scratch)
    out[6] = -push.flow_kg_s
