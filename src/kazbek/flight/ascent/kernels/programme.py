"""How far a pitch programme is from what it is solved for: heights on the way, and the best launch azimuth.

Axes    L of `kazbek.flight.ascent.kernels.forces`.
Law     Turning the whole trajectory up to the start of the closed loop about the pad's vertical k by dA moves
            δr = k × (r − r_pad) dA,   δv = (k × u + ω × [k × (r − r_pad)]) dA,   u the velocity over the ground.
        What is left to fly gets cheaper by p·δv − ṗ·δr, where the primer vector p = λ − K λ̇ and ṗ = λ̇ come from the
        closed loop's own solution; at the best azimuth this vanishes. With the node left free the plane of the wanted
        inclination through r is taken, and the velocity must lie in it. The primer vector does not jump where one stage
        follows another, so the long axis should not either: the programme's last pitch is the closed loop's first.
Source  transversality of the primer vector: D. F. Lawden, "Optimal Trajectories for Space Navigation" (1963), ch. 3.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import EARTH_ROTATION_rad_s
from kazbek.flight.ascent.kernels.forces import height_along_radius
from kazbek.flight.ascent.kernels.loop import fly_ascent
from kazbek.flight.ascent.kernels.pointing import over_ground, turned
from kazbek.flight.ascent.kernels.types import B, R_m, T_s, V_m_s
from kazbek.flight.ascent.kernels.upfg import LAMBDA, LAMBDA_DOT, K_s
from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import cross, dot, norm, plus, taken, unit


@kernel
def azimuth_gain(ground, memory, t, r, v):
    """Velocity saved per radian of azimuth, over the speed above the ground; zero at the best azimuth."""
    turn = EARTH_ROTATION_rad_s * t
    k = turned(taken(ground.up, 0), turn)
    dr = cross(k, plus(r, -1.0, turned(taken(ground.r_m, 0), turn)))
    u = over_ground(r, v)
    dv = plus(cross(k, u), EARTH_ROTATION_rad_s, (-dr[1], dr[0], 0.0))
    p_dot = taken(memory, LAMBDA_DOT)
    p = plus(taken(memory, LAMBDA), -memory[K_s], p_dot)
    return (dot(p, dv) - dot(p_dot, dr)) / norm(u)


@kernel
def node_through(r, inclination_rad, southbound):
    """Longitude in L of the ascending node of the plane of that inclination through r, its way north or south."""
    x = r[2] / math.sqrt(r[0] * r[0] + r[1] * r[1]) / math.tan(inclination_rad)
    north = math.asin(min(1.0, max(-1.0, x)))
    return math.atan2(r[1], r[0]) - (math.pi - north if southbound else north)


class Targets(NamedTuple):
    """What a programme is to meet before the closed loop begins."""

    rows: NDArray[np.int64]  # (n,) events of the sequence
    heights_m: NDArray[np.float64]  # (n,) wanted there
    inclination_rad: float  # of the orbit; 0 where its node is given in the aim
    southbound: bool


@kernel
def programme_miss(rocket, ground, law, aim, targets, run, sheet, out):
    """Fly to the start of the closed loop (`run.last_row` of the sequence); misses to `out` (n + 3,).

    out[:n] the misses of the targets (m, NaN where the event did not come), out[n] the azimuth's, out[n + 1] the jump
    in the sine of the pitch where the closed loop takes over, out[n + 2] the node. Returns the status of the flight.
    """
    n, events, memory, inclination_rad = targets.rows.size, sheet.events, sheet.memory, targets.inclination_rad
    _, status = fly_ascent(rocket, ground, law, aim, run, sheet)
    for i in range(n):
        out[i] = height_along_radius(taken(events[targets.rows[i]], R_m)) - targets.heights_m[i]
    end = events[run.last_row]
    r, v = taken(end, R_m), taken(end, V_m_s)
    if inclination_rad == 0.0:
        out[n] = azimuth_gain(ground, memory, end[T_s], r, v)
        out[n + 2] = math.nan
    else:
        node = node_through(r, inclination_rad, targets.southbound)
        si, ci = math.sin(inclination_rad), math.cos(inclination_rad)
        out[n] = dot(v, (si * math.sin(node), -si * math.cos(node), ci)) / norm(v)
        out[n + 2] = node
    first = unit(plus(taken(memory, LAMBDA), -memory[K_s], taken(memory, LAMBDA_DOT)))
    out[n + 1] = dot(plus(first, -1.0, taken(end, B)), unit(r))
    return status
