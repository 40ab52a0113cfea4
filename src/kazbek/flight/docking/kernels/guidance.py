"""Guidance beside a station: where to be and how fast to go there.

Axes    PORT, turning with the station; places are of the ship's centre of mass against the port.
Law     a field of wanted velocity v(x) for each stage of the approach:
          around    a spiral about the station: radius linear in the angle still to go, arc speed min(v, √(2 a s))
          keeping   straight to a point on the axis, speed min(v, √(2 a s), s / τ), and remain
          stay      at rest wherever the ship is
          final     down the port's axis at a speed tabulated over distance, drawn to the axis with −offset / τ, at rest
                    at each stop
          retreat   straight back along the axis
Source  Fehse, Automated Rendezvous and Docking of Spacecraft (2003), 6.2 (straight-line and fly-around laws); Hablani,
        Tapper & Dana-Bashian, J. Guidance 25 (2002) 553 (glideslope).
Range   speeds far above the natural drift of a dead band (a few mm/s per second inside 400 m).
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from kazbek.flight.docking.kernels.columns import Part
from kazbek.laws.compiled import lean_kernel
from kazbek.laws.tables import table_at
from kazbek.laws.vectors import cross, dot, norm, plus, times, unit


class Guide(NamedTuple):
    """Everything a law needs to know of the port and of the profile."""

    centre: Any  # (3,) the station's centre of mass in PORT
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
    pulse_s: float  # a longer correction takes both sets of jets
    retreat_m_s: float
    stops_m: Any  # (n,) of the final approach: tip to port, from far to near
    stops_s: Any  # (n,) how long each lasts


@lean_kernel
def next_stop(guide, goal_m):
    """Which stop comes next for a ship whose last one was at `goal_m`; as many as there are when none is left."""
    k = 0
    while k < guide.stops_m.shape[0] and guide.stops_m[k] >= goal_m:
        k += 1
    return k


@lean_kernel
def on_axis(guide, distance_m):
    """Place of the centre of mass with the probe tip at a distance on the port's axis."""
    return distance_m + guide.tip_m, 0.0, 0.0


@lean_kernel
def speed_to(s_m, cap_m_s, brake_m_s2, settle_s):
    """Speed from which a constant deceleration stops in s_m, slower by an exponential at the very end."""
    return min(cap_m_s, math.sqrt(2.0 * brake_m_s2 * s_m), s_m / settle_s)


@lean_kernel
def towards(guide, p, goal):
    """Wanted velocity straight to a point."""
    e = plus(goal, -1.0, p)
    return times(speed_to(norm(e), guide.point_m_s, guide.point_m_s2, guide.settle_s), unit(e))


@lean_kernel
def around(guide, p):
    """Wanted velocity of the fly-around: the great arc to the port's axis, spiralling in as it is used up."""
    c = guide.centre
    x = (p[0] - c[0], p[1] - c[1], p[2] - c[2])
    goal = (guide.standoff_m + guide.tip_m - c[0], -c[1], -c[2])
    u, w = unit(x), unit(goal)
    cosine = min(1.0, max(-1.0, dot(u, w)))
    angle = math.acos(cosine)
    if angle < 0.05:
        return towards(guide, p, on_axis(guide, guide.standoff_m))
    side = plus(w, -cosine, u)
    if norm(side) < 1e-3:  # exactly opposite: any way round will do
        side = cross(u, (0.0, 0.0, 1.0))
    r = norm(x)
    v = speed_to(angle * r, guide.around_m_s, guide.around_m_s2, guide.settle_s)
    inward = min(max((r - norm(goal)) / (angle * r), -1.0), 1.0) * v
    return plus(times(v, unit(side)), -inward, u)


@lean_kernel
def wanted(guide, stage, goal_m, p):
    """Wanted velocity of a stage at p; `goal_m` is the distance of the stages that go to or keep one."""
    if stage == Part.AROUND.value:
        return around(guide, p)
    if stage == Part.STAY.value:
        return 0.0, 0.0, 0.0
    if stage == Part.RETREAT.value:
        return guide.retreat_m_s, 0.0, 0.0
    if stage != Part.FINAL.value:
        return towards(guide, p, on_axis(guide, goal_m))
    down = table_at(guide.final_at_m, guide.final_m_s, p[0] - guide.tip_m)
    k = next_stop(guide, goal_m)
    if k < guide.stops_m.shape[0]:
        left_m = max(p[0] - guide.tip_m - guide.stops_m[k], 0.0)
        down = min(down, speed_to(left_m, down, guide.point_m_s2, guide.settle_s))
    off = math.hypot(p[1], p[2])
    draw = min(1.0 / guide.final_settle_s, guide.lateral_m_s / max(off, 1e-9))
    return -down, -draw * p[1], -draw * p[2]


@lean_kernel
def axes_from(nose, down_hint):
    """BODY x and z: x along the nose, z as near the hint as a right angle allows."""
    z = plus(down_hint, -dot(down_hint, nose), nose)
    if norm(z) < 1e-6:
        z = cross(nose, (nose[1], nose[2], nose[0]))
    return nose, unit(z)


@lean_kernel
def look(stage, p):
    """Nose on the port (far off) or along its axis (on the axis), feet as the port wants: BODY x and z in PORT."""
    nose = (-1.0, 0.0, 0.0)
    if stage == Part.AROUND.value or stage == Part.STAY.value:
        nose = unit(times(-1.0, p))
    return axes_from(nose, (0.0, 0.0, 1.0))
