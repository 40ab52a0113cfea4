"""Motion of a ship beside a station, and one step of it under jets of fixed force: the plant of every approach.

Axes    GCRF directions, origin at the station's centre of mass; metres, seconds from the first node of the track.
State   y = (x, y, z, vx, vy, vz, mass, propellant): place and velocity against the station, not rotating with it.
Law     dv/dt = g(r_station + x) − g(r_station) + F / mass,  dmass/dt = dpropellant/dt = −flow
        with g the central term and J2 to J4 (zonal.py). The difference is exact: nothing is linearised, and an error of
        the track itself cancels. Left out: tesseral gradients and the difference of the two drag accelerations, each
        below 2e-8 m/s² inside 3 km at 420 km, some 3 cm over half an hour of free flight.
Source  Fehse, Automated Rendezvous and Docking of Spacecraft (2003), chapter 3; RTN rates after Clohessy & Wiltshire,
        J. Aerospace Sci. 27 (1960) 653.
Range   3 km about the station, steps up to 10 s (fourth-order Runge–Kutta: 1e-9 m a step).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

from kazbek.laws.compiled import lean_kernel
from kazbek.laws.vectors import cross, dot, norm, plus, times, unit
from kazbek.laws.zonal import zonal_gravity

WIDTH = 8  # of y


class Trouble(IntEnum):
    """What a step may answer."""

    NONE = 0
    OUT_OF_PROPELLANT = 1
    OFF_TRACK = 2  # later or earlier than the station's track is known
    NOT_FINITE = 3


class Nodes(NamedTuple):
    """The station's track at equal intervals: rv (n, 6) in GCRF, m and m/s."""

    rv: Any
    interval_s: float


class Engines(NamedTuple):
    """Forces and flows; `axial_N` and `lateral_N` list the force levels in rising order."""

    main_N: float
    main_flow_kg_s: float
    jets_kg_N_s: float  # propellant per newton-second of the jets
    axial_N: Any
    lateral_N: Any
    minimum_on_s: float


class Plant(NamedTuple):
    """What a step of the brakes is flown with."""

    track: Nodes
    engines: Engines


class EnginesOn(NamedTuple):
    """For how long of a step engines burn, s; forces of the jets are signed levels along BODY x, y, z."""

    main_on_s: float
    levels: Any
    on_s: Any


@lean_kernel
def station_at(track, t_s):
    """Station (r, v) at t_s between nodes: cubic Hermite, 1e-5 m at 4 s nodes."""
    rv, h = track.rv, track.interval_s
    i = min(max(int(t_s / h), 0), rv.shape[0] - 2)
    s = t_s / h - i
    a, b = (1.0 + 2.0 * s) * (1.0 - s) ** 2, s * s * (3.0 - 2.0 * s)
    c, d = s * (1.0 - s) ** 2 * h, s * s * (s - 1.0) * h
    e = 6.0 * s * (s - 1.0) / h
    f, g = (1.0 - s) * (1.0 - 3.0 * s), s * (3.0 * s - 2.0)
    p, q = rv[i], rv[i + 1]
    r = (
        a * p[0] + b * q[0] + c * p[3] + d * q[3],
        a * p[1] + b * q[1] + c * p[4] + d * q[4],
        a * p[2] + b * q[2] + c * p[5] + d * q[5],
    )
    v = (
        e * (p[0] - q[0]) + f * p[3] + g * q[3],
        e * (p[1] - q[1]) + f * p[4] + g * q[4],
        e * (p[2] - q[2]) + f * p[5] + g * q[5],
    )
    return r, v


@lean_kernel
def station_rows(track, t_s, out):
    """Station (r, v) at instants t_s (n,) into out (n, 6)."""
    for k in range(t_s.shape[0]):
        r, v = station_at(track, t_s[k])
        out[k, 0], out[k, 1], out[k, 2] = r
        out[k, 3], out[k, 4], out[k, 5] = v


@lean_kernel
def rtn_axes(r, v):
    """Unit vectors R, T, N of the orbit through (r, v), and its rate of turn about N (rad/s)."""
    h = cross(r, v)
    R, N = unit(r), unit(h)
    return R, cross(N, R), N, norm(h) / dot(r, r)


@lean_kernel
def to_rtn(track, t_s, y):
    """Place and velocity of the ship in the station's turning RTN axes."""
    r, v = station_at(track, t_s)
    R, T, N, w = rtn_axes(r, v)
    p, u = (y[0], y[1], y[2]), (y[3], y[4], y[5])
    x = (dot(p, R), dot(p, T), dot(p, N))
    return x, (dot(u, R) + w * x[1], dot(u, T) - w * x[0], dot(u, N))


@lean_kernel
def from_rtn(track, t_s, a):
    """A direction given in RTN, along GCRF."""
    r, v = station_at(track, t_s)
    R, T, N, _ = rtn_axes(r, v)
    return plus(plus(times(a[0], R), a[1], T), a[2], N)


@lean_kernel
def _pull(track, t_s, x):
    """Acceleration of free motion against the station."""
    r, _ = station_at(track, t_s)
    return plus(zonal_gravity(plus(r, 1.0, x)), -1.0, zonal_gravity(r))


@lean_kernel
def advance(track, t_s, y, h_s, force, flow_kg_s, out):
    """Motion over h_s under a constant GCRF force (N), written to `out`; the rule of Runge and Kutta.

    On tuples, not by `laws.rk4`: the array of rates that one takes would have to be made in each of a million steps.
    """
    x, v = (y[0], y[1], y[2]), (y[3], y[4], y[5])
    m = y[6]
    half = 0.5 * h_s
    middle, end = 1.0 / (m - half * flow_kg_s), 1.0 / (m - h_s * flow_kg_s)
    a1 = plus(_pull(track, t_s, x), 1.0 / m, force)
    x2, v2 = plus(x, half, v), plus(v, half, a1)
    a2 = plus(_pull(track, t_s + half, x2), middle, force)
    x3, v3 = plus(x, half, v2), plus(v, half, a2)
    a3 = plus(_pull(track, t_s + half, x3), middle, force)
    x4, v4 = plus(x, h_s, v3), plus(v, h_s, a3)
    a4 = plus(_pull(track, t_s + h_s, x4), end, force)
    sixth = h_s / 6.0
    for i in range(3):
        out[i] = x[i] + sixth * (v[i] + 2.0 * v2[i] + 2.0 * v3[i] + v4[i])
        out[3 + i] = v[i] + sixth * (a1[i] + 2.0 * a2[i] + 2.0 * a3[i] + a4[i])
    out[6] = m - h_s * flow_kg_s
    out[7] = y[7] - h_s * flow_kg_s


@lean_kernel
def level_force(levels_N, level):
    """Signed force of a signed level (0 is off, ±1 the smallest)."""
    k = min(abs(level), levels_N.shape[0])
    if k == 0:
        return 0.0
    return levels_N[k - 1] if level > 0 else -levels_N[k - 1]


@lean_kernel
def push(engines, firing, step_s):
    """Mean BODY force (N) and flow (kg/s) over a step in which the engines run for the given parts of it."""
    main_on_s, levels, on_s = firing
    x = level_force(engines.axial_N, levels[0]) * min(max(on_s[0], 0.0), step_s) / step_s
    y = level_force(engines.lateral_N, levels[1]) * min(max(on_s[1], 0.0), step_s) / step_s
    z = level_force(engines.lateral_N, levels[2]) * min(max(on_s[2], 0.0), step_s) / step_s
    main = min(max(main_on_s, 0.0), step_s) / step_s
    flow = (abs(x) + abs(y) + abs(z)) * engines.jets_kg_N_s + main * engines.main_flow_kg_s
    return (x + main * engines.main_N, y, z), flow


@lean_kernel
def along_gcrf(f_BODY, nose, right, down):
    """A BODY vector along GCRF, from the BODY axes given in GCRF."""
    return plus(plus(times(f_BODY[0], nose), f_BODY[1], right), f_BODY[2], down)


@lean_kernel
def step(plant, t_s, y, step_s, firing, attitude, out):
    """One step of the ship; returns a Trouble. `attitude`: BODY x and z in GCRF, held through the step."""
    track, (nose, down) = plant.track, attitude
    if t_s < 0.0 or t_s + step_s > (track.rv.shape[0] - 1) * track.interval_s + 1e-6:
        return Trouble.OFF_TRACK.value
    f, flow = push(plant.engines, firing, step_s)
    have = 1.0
    if flow * step_s > y[7]:  # the tanks run dry within the step: its impulse is what they still give
        have = max(0.0, y[7]) / (flow * step_s)
    force = times(have, along_gcrf(f, nose, cross(down, nose), down))
    advance(track, t_s, y, step_s, force, have * flow, out)
    if not (norm((out[0], out[1], out[2])) < 1e9):
        return Trouble.NOT_FINITE.value
    return Trouble.OUT_OF_PROPELLANT.value if have < 1.0 else Trouble.NONE.value
