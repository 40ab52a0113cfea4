"""Guidance beside a station: where to be, how fast to go there, and which jets to fire for it.

Axes    RTN of the station's orbit (turning with it), origin at the station's centre of mass; PORT at the docking port.
Law     a field of wanted velocity v(x) for each part of the approach, and jets that fire when the velocity leaves a
        deadband about it:
          around    a spiral about the station: radius linear in the angle still to go, arc speed min(v, √(2 a s))
          point     straight to a point, speed min(v, √(2 a s), s / τ); hold: the same, and remain
          stay      at rest wherever the ship is
          final     down the port's axis at a speed tabulated over distance, drawn to the axis with −offset / τ
Source  Fehse, Automated Rendezvous and Docking of Spacecraft (2003), 6.2 (straight-line and fly-around laws), 6.3
        (pulses within a deadband); Hablani, Tapper & Dana-Bashian, J. Guidance 25 (2002) 553 (glideslope).
Range   speeds far above the natural drift of a deadband (a few mm/s per second inside 400 m).
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any, NamedTuple

from kazbek.flight.docking.kernels.step import level_force
from kazbek.laws.compiled import kernel
from kazbek.laws.tables import table_at
from kazbek.laws.vectors import dot, norm, plus, times, unit


class Mode(IntEnum):
    """Parts of the approach."""

    AROUND = 1  # to the port's axis
    POINT = 2  # go to a distance on the port's axis
    HOLD = 3  # stay there
    FINAL = 4
    STAY = 5  # hold where the ship is


class Guide(NamedTuple):
    """Everything a law needs to know of the port and of the profile."""

    r_port: Any  # (3,) from the station's centre of mass, RTN
    C_PORT_RTN: Any  # (3, 3)
    tip_m: float  # probe tip ahead of the ship's centre of mass
    standoff_m: float  # tip to port, where the fly-around ends
    around_m_s: float
    around_m_s2: float
    point_m_s: float
    point_m_s2: float
    settle_s: float  # τ of the point law
    final_settle_s: float  # τ of the final approach across the axis
    lateral_m_s: float  # cap on the speed towards the axis
    final_at_m: Any  # (n,) distances, rising
    final_m_s: Any  # (n,) closing speed there
    deadband_m_s: float
    final_deadband_m_s: float
    pulse_s: float  # a correction takes the smallest force level that is done within this


@kernel
def in_port(guide, x):
    """An RTN vector along PORT."""
    C = guide.C_PORT_RTN
    return (
        C[0, 0] * x[0] + C[0, 1] * x[1] + C[0, 2] * x[2],
        C[1, 0] * x[0] + C[1, 1] * x[1] + C[1, 2] * x[2],
        C[2, 0] * x[0] + C[2, 1] * x[1] + C[2, 2] * x[2],
    )


@kernel
def port_axis(guide, i):
    """Axis i of PORT along RTN."""
    C = guide.C_PORT_RTN
    return C[i, 0], C[i, 1], C[i, 2]


@kernel
def from_port(guide, x):
    """Place of the centre of mass against the port, along PORT."""
    p = guide.r_port
    return in_port(guide, (x[0] - p[0], x[1] - p[1], x[2] - p[2]))


@kernel
def on_axis(guide, distance_m):
    """Place of the centre of mass (RTN) with the probe tip at a distance on the port's axis."""
    p = guide.r_port
    return plus((p[0], p[1], p[2]), distance_m + guide.tip_m, port_axis(guide, 0))


@kernel
def tip_distance(guide, mode, x):
    """Probe tip to port: along the axis in the final approach, else straight, nose at the port."""
    p = from_port(guide, x)
    return (p[0] if mode == Mode.FINAL.value else norm(p)) - guide.tip_m


@kernel
def speed_to(s_m, cap_m_s, brake_m_s2, settle_s):
    """Speed from which a constant deceleration stops in s_m, slower by an exponential at the very end."""
    return min(cap_m_s, math.sqrt(2.0 * brake_m_s2 * s_m), s_m / settle_s)


@kernel
def towards(guide, x, goal):
    """Wanted velocity straight to a point."""
    e = plus(goal, -1.0, x)
    s = norm(e)
    return times(speed_to(s, guide.point_m_s, guide.point_m_s2, guide.settle_s), unit(e))


@kernel
def around(guide, x):
    """Wanted velocity of the fly-around: the great arc to the port's axis, spiralling in as it is used up."""
    goal = on_axis(guide, guide.standoff_m)
    u, w = unit(x), unit(goal)
    c = min(1.0, max(-1.0, dot(u, w)))
    angle = math.acos(c)
    if angle < 0.05:
        return towards(guide, x, goal)
    side = plus(w, -c, u)
    if norm(side) < 1e-3:  # exactly opposite: any way round will do, take the one in the plane of the orbit
        side = (u[1], -u[0], 0.0)
    r = norm(x)
    v = speed_to(angle * r, guide.around_m_s, guide.around_m_s2, guide.settle_s)
    inward = min(max((r - norm(goal)) / (angle * r), -1.0), 1.0) * v
    return plus(times(v, unit(side)), -inward, u)


@kernel
def wanted(guide, mode, goal_m, x):
    """Wanted velocity (RTN) of a mode at x; `goal_m` is the distance of the point and hold modes."""
    if mode == Mode.AROUND.value:
        return around(guide, x)
    if mode == Mode.STAY.value:
        return 0.0, 0.0, 0.0
    if mode != Mode.FINAL.value:
        return towards(guide, x, on_axis(guide, goal_m))
    p = from_port(guide, x)
    down = table_at(guide.final_at_m, guide.final_m_s, p[0] - guide.tip_m)
    off = math.hypot(p[1], p[2])
    draw = min(1.0 / guide.final_settle_s, guide.lateral_m_s / max(off, 1e-9))
    a, b, c = port_axis(guide, 0), port_axis(guide, 1), port_axis(guide, 2)
    return plus(plus(times(-down, a), -draw * p[1], b), -draw * p[2], c)


@kernel
def jets_for(levels_N, change_m_s, mass_kg, pulse_s, step_s, minimum_on_s):
    """Signed force level, and how long of the step it fires, that brings a change of velocity along one axis."""
    n = levels_N.shape[0]
    k = 1
    while k < n and mass_kg * abs(change_m_s) > levels_N[k - 1] * pulse_s:
        k += 1
    level = k if change_m_s > 0.0 else -k
    on = min(step_s, mass_kg * change_m_s / level_force(levels_N, level))
    if on < minimum_on_s:
        return 0, 0.0
    return level, on


@kernel
def jets(engines, guide, change, deadband_m_s, mass_kg, step_s):
    """Levels and times along BODY x, y, z for a wanted change of velocity in BODY; nothing inside the deadband."""
    lx, tx, ly, ty, lz, tz = 0, 0.0, 0, 0.0, 0, 0.0
    least = engines.minimum_on_s
    if abs(change[0]) > deadband_m_s:
        lx, tx = jets_for(engines.axial_N, change[0], mass_kg, guide.pulse_s, step_s, least)
    if abs(change[1]) > deadband_m_s:
        ly, ty = jets_for(engines.lateral_N, change[1], mass_kg, guide.pulse_s, step_s, least)
    if abs(change[2]) > deadband_m_s:
        lz, tz = jets_for(engines.lateral_N, change[2], mass_kg, guide.pulse_s, step_s, least)
    return (lx, ly, lz), (tx, ty, tz)
