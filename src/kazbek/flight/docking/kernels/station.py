"""The station as the ship meets it: its attitude with rates and a dead band, the port's axes, its outline.

Axes    RTN of the station's orbit; PORT: x out of the port; both with the orbit's turn.
Law     about each of R, T, N the attitude drifts to and fro between the edges of a dead band at a constant rate, as
        jets leave it: a triangle wave in time, so that every phase of a flight sees the same station.
        A ship's outline are spheres, a station's are rods with round ends: none may touch another.
Source  dead band and rate as taken for handling tests beside a station, NTRS 20110014077; distance of a point from a
        segment, Ericson, Real-Time Collision Detection (2005), 5.1.2.
Range   dead bands of a few degrees.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from kazbek.flight.docking.kernels.body import along, axes_of, into, rotated
from kazbek.flight.docking.kernels.columns import V, W, X
from kazbek.flight.docking.kernels.step import rtn_axes, station_at
from kazbek.laws.compiled import lean_kernel
from kazbek.laws.vectors import cross, dot, norm, plus, taken, times


class PortGeometry(NamedTuple):
    """One port of a station, and what stands about it."""

    r_RTN: Any  # (3,) m from the centre of mass, at the flown attitude
    C_PORT_RTN: Any  # (3, 3)
    sway_rad_s: Any  # (3,) about R, T, N
    sway_phase: Any  # (3,) 0 to 4: where in its to and fro the attitude is at t = 0
    band_rad: float
    mass_kg: float
    rods: Any  # (n, 7) both ends in PORT and a radius: what must not be touched
    spheres: Any  # (m, 4) of the ship, in BODY
    reach_m: float  # of the spheres from the ship's centre of mass


class Surroundings(NamedTuple):
    """What is outside the ship."""

    track: Any  # Nodes
    berth: Any  # PortGeometry
    noise: Any  # (n, 12) standard normal numbers, a row a cycle; zeros for a flight without chance


@lean_kernel
def wave(phase):
    """Triangle wave of period 4: 0, 1, 0, −1; and its slope, ±1."""
    p = phase - 4.0 * math.floor(0.25 * phase)
    if p < 1.0:
        return p, 1.0
    if p < 3.0:
        return 2.0 - p, -1.0
    return p - 4.0, 1.0


@lean_kernel
def sway(berth, t_s):
    """Turn of the station from its flown attitude (rad) and its rate (rad/s), about R, T, N."""
    band, a, b = berth.band_rad, berth.sway_rad_s, berth.sway_phase
    if band <= 0.0:
        return (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
    x, u = wave(b[0] + a[0] * t_s / band)
    y, v = wave(b[1] + a[1] * t_s / band)
    z, w = wave(b[2] + a[2] * t_s / band)
    return (band * x, band * y, band * z), (a[0] * u, a[1] * v, a[2] * w)


@lean_kernel
def pose(world, t_s):
    """The port in RTN (place, axes), the turn of PORT against GCRF in RTN (rad/s), RTN in GCRF, the orbit's rate."""
    berth = world.berth
    r, v = station_at(world.track, t_s)
    R, T, N, rate = rtn_axes(r, v)
    place = taken(berth.r_RTN, 0)
    C = berth.C_PORT_RTN
    axes = ((C[0, 0], C[0, 1], C[0, 2]), (C[1, 0], C[1, 1], C[1, 2]), (C[2, 0], C[2, 1], C[2, 2]))
    angle, slope = sway(berth, t_s)
    if berth.band_rad > 0.0:
        place = rotated(place, angle)
        axes = (rotated(axes[0], angle), rotated(axes[1], angle), rotated(axes[2], angle))
    return place, axes, (slope[0], slope[1], rate + slope[2]), (R, T, N), rate


@lean_kernel
def seen_from_port(at, s):
    """Place and velocity (PORT) of the ship's centre of mass against the port, as seen from the turning port."""
    place, axes, turning, rtn, _ = at
    x, v = into(rtn, taken(s, X)), into(rtn, taken(s, V))
    u = plus(v, -1.0, cross(turning, x))
    return into(axes, plus(x, -1.0, place)), into(axes, u)


@lean_kernel
def body_in_port(at, s):
    """BODY x, y, z along PORT, and the rate of BODY against PORT along PORT."""
    _, axes, turning, rtn, _ = at
    nose, right, down = axes_of(s)
    w = into(rtn, along((nose, right, down), taken(s, W)))
    nose, right, down = into(rtn, nose), into(rtn, right), into(rtn, down)
    return (into(axes, nose), into(axes, right), into(axes, down)), into(axes, plus(w, -1.0, turning))


@lean_kernel
def tip_of(at, s, tip_m):
    """Place and velocity of the probe's tip in PORT."""
    p, u = seen_from_port(at, s)
    body, w = body_in_port(at, s)
    arm = times(tip_m, body[0])
    return plus(p, 1.0, arm), plus(u, 1.0, cross(w, arm))


@lean_kernel
def rod_distance(rods, k, point):
    """Distance of a point from the surface of rod k."""
    a = (rods[k, 0], rods[k, 1], rods[k, 2])
    ab = (rods[k, 3] - a[0], rods[k, 4] - a[1], rods[k, 5] - a[2])
    ap = plus(point, -1.0, a)
    f = min(1.0, max(0.0, dot(ap, ab) / max(dot(ab, ab), 1e-12)))
    return norm(plus(ap, -f, ab)) - rods[k, 6]


@lean_kernel
def touches(berth, p, body):
    """Whether ship and station touch; p and BODY axes in PORT. Rods out of the ship's reach are passed over."""
    for k in range(berth.rods.shape[0]):
        if rod_distance(berth.rods, k, p) > berth.reach_m:
            continue
        for i in range(berth.spheres.shape[0]):
            q = (berth.spheres[i, 0], berth.spheres[i, 1], berth.spheres[i, 2])
            if rod_distance(berth.rods, k, plus(p, 1.0, along(body, q))) < berth.spheres[i, 3]:
                return True
    return False
