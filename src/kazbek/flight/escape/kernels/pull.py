"""From the command of an escape until the capsule is let go: motors, air and weight on what leaves the launcher.

Axes    ITRF, rotating with the Earth; states are (7,) r_m, v_m_s over the ground, mass_kg.
Law     dv/dt = weight + T b / m − k u,   dm/dt = −Σ T / c,   k = ½ ρ |u| Cd S / m
        T of a motor linear from its ignition to its burnout, c its exhaust velocity. The long axis b is tipped from
        where it pointed towards one side, smoothly, and from an instant on swung into the airstream u, as fins do.
        Let go below a height on the way up, the capsule is followed to the top of its arc.
Source  Cornelisse, Schöyer, Wakker, "Rocket Propulsion and Spaceflight Dynamics" (1979), chapters 11 and 12.
Range   the ground to 250 km, minutes. Runge–Kutta 4, steps cut where a motor lights or burns out.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kazbek.laws.atmosphere import AirGrid, WindProfile, airstream
from kazbek.laws.compiled import kernel
from kazbek.laws.drag import drag_rate
from kazbek.laws.geodesy import height_of
from kazbek.laws.rk4 import part_way, whole_way
from kazbek.laws.tables import table_at
from kazbek.laws.vectors import norm, plus, times, unit
from kazbek.laws.zonal import weight

LIT_s, BURNT_s, FIRST_N, LAST_N, EXHAUST_m_s = range(5)  # columns of the rows of motors
T_s, R_m, V_m_s, MASS_kg, THRUST_N, LOAD_m_s2 = 0, 1, 4, 7, 8, 9  # columns of the rows written
COLUMNS = 10
_SWING_s = 1.0  # from the tipped attitude into the airstream
_EPS_s = 1e-9
_LEVEL_m_s = 1e-3  # of climb: the top of the arc


class AirAbout(NamedTuple):
    """Air and wind, seconds counted from the command; how much denser the air is than the grid says."""

    air: AirGrid
    wind: WindProfile
    density_factor: float


class DragTable(NamedTuple):
    """Drag coefficient times area (N,) by Mach number (N,)."""

    mach: NDArray[np.float64]
    cd_area_m2: NDArray[np.float64]


class Tipping(NamedTuple):
    """Where the long axis points: unit vectors in ITRF, tipped from `axis` towards `side`."""

    axis: tuple[float, float, float]
    side: tuple[float, float, float]
    tilt_rad: float
    tilt_s: float
    aligned_s: float


class PullSteps(NamedTuple):
    """How far, and in what steps."""

    release_s: float
    capsule_kg: float
    low_m: float  # let go below, a capsule that climbs is followed to the top of its arc
    fine_s: float  # while motors burn
    coarse_s: float


@kernel
def _smooth(x):
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


@kernel
def _long_axis(attitude, t_s, stream):
    """The long axis at an instant, in an airstream."""
    tilt = attitude.tilt_rad * _smooth(t_s / attitude.tilt_s)
    b = plus(times(math.cos(tilt), attitude.axis), math.sin(tilt), attitude.side)
    share = _smooth((t_s - attitude.aligned_s) / _SWING_s)
    return b if share == 0.0 else unit(plus(times(1.0 - share, b), share, unit(stream)))


@kernel
def _motors(motors, t_s, middle_s):
    """Thrust (N) and flow (kg/s) at an instant of a step, whose middle says which motors burn."""
    thrust, flow = 0.0, 0.0
    for i in range(motors.shape[0]):
        lit, burnt, first, last, exhaust = motors[i]
        if lit <= middle_s < burnt:
            force = first + (last - first) * (t_s - lit) / (burnt - lit)
            thrust += force
            flow += force / exhaust
    return thrust, flow


@kernel
def _rates(around, at, s, body, motors, attitude, out):
    """d/dt of (r, v, mass); returns the sensed acceleration and the thrust. `at`: the instant, the step's middle."""
    x, y, z, vx, vy, vz, mass = s
    rho, sound, stream, u = airstream(around.air, around.wind, at[0], s)
    thrust, flow = _motors(motors, at[0], at[1])
    cd_area_m2 = table_at(body.mach, body.cd_area_m2, u / sound)
    felt = times(-drag_rate(rho * around.density_factor, u, cd_area_m2, mass), stream)
    felt = plus(felt, thrust / mass, _long_axis(attitude, at[0], stream))
    gx, gy, gz = weight(x, y, z, vx, vy, vz)
    out[0], out[1], out[2] = vx, vy, vz
    out[3], out[4], out[5], out[6] = gx + felt[0], gy + felt[1], gz + felt[2], -flow
    return norm(felt), thrust


@kernel
def _step(around, t_s, dt, s, body, motors, attitude, work):
    """One Runge–Kutta 4 step of `s` in place."""
    k, u = work[0], work[1]
    half = t_s + 0.5 * dt
    _rates(around, (t_s, half), s, body, motors, attitude, k[0])
    part_way(s, 0.5 * dt, k, 0, u)
    _rates(around, (half, half), u, body, motors, attitude, k[1])
    part_way(s, 0.5 * dt, k, 1, u)
    _rates(around, (half, half), u, body, motors, attitude, k[2])
    part_way(s, dt, k, 2, u)
    _rates(around, (t_s + dt, half), u, body, motors, attitude, k[3])
    whole_way(s, dt, k)


@kernel
def _length_s(motors, t_s, course):
    """Of the next step: to the next ignition or burnout at most, to the release, to the next row."""
    dt = course.coarse_s
    for i in range(motors.shape[0]):
        for change_s in (motors[i, LIT_s], motors[i, BURNT_s]):
            if change_s > t_s + _EPS_s:
                dt = min(dt, change_s - t_s, course.fine_s)
    if course.release_s > t_s + _EPS_s:
        dt = min(dt, course.release_s - t_s)
    return dt


@kernel
def _climb_m_s(s):
    return (s[0] * s[3] + s[1] * s[4] + s[2] * s[5]) / math.sqrt(s[0] * s[0] + s[1] * s[1] + s[2] * s[2])


@kernel
def _record(row, around, when, s, body, motors, attitude, k):
    """Write one row; `when`: its instant, and one inside the step that counts for the motors."""
    load, thrust = _rates(around, when, s, body, motors, attitude, k)
    row[T_s], row[THRUST_N], row[LOAD_m_s2] = when[0], thrust, load
    row[R_m:THRUST_N] = s


@kernel
def _to_the_top(around, t_s, dt, s, body, motors, attitude, work):
    """One step of `s`, cut at the top of the arc where it crosses that: the time it took."""
    before, climb = work[2], _climb_m_s(s)
    before[:] = s
    _step(around, t_s, dt, s, body, motors, attitude, work)
    after = _climb_m_s(s)
    if climb <= _LEVEL_m_s or after >= 0.0:
        return dt
    dt *= climb / (climb - after)
    s[:] = before
    _step(around, t_s, dt, s, body, motors, attitude, work)
    return dt


@kernel
def pull_away(around, state, head, capsule, motors, attitude, course, out):
    """Fly from the command until the capsule is let go, and where that is low on the way up, to the top of its arc.

    Parameters
    ----------
    state : (7,) at the command, with the mass of what leaves the launcher
    head, capsule : DragTable of what leaves, and of what is let go
    motors : (N, 5) rows of ignition, burnout, thrust at both, exhaust velocity
    out : (M, 10) rows written

    Returns
    -------
    rows written; the row at which the capsule is let go
    """
    s, body, t, n, released = state.copy(), head, 0.0, 0, -1
    work = (np.empty((4, 7)), np.empty(7), np.empty(7))
    spent_s = motors[:, BURNT_s].max() if motors.shape[0] > 0 else 0.0
    while True:
        dt = _length_s(motors, t, course)
        _record(out[n], around, (t, t + 0.5 * dt), s, body, motors, attitude, work[0][0])
        n += 1
        level, low = _climb_m_s(s) <= _LEVEL_m_s, height_of(s) < course.low_m
        if released < 0 and (t >= course.release_s - _EPS_s or (level and low and t >= spent_s)):
            released, body, s[6] = n - 1, capsule, course.capsule_kg
        if (released >= 0 and (level or not low)) or n == out.shape[0]:
            return n, released
        t += _to_the_top(around, t, dt, s, body, motors, attitude, work)
