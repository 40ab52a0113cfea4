"""Where the long axis of a climbing launcher points: the law of its pitch programme, or directions stored before.

Axes    L of `kazbek.flight.ascent.kernels.forces`.
Law     vertical, tipped over, gravity turn, then a linear tangent of the pitch; see `types.Law`.
"""

from __future__ import annotations

import math

from kazbek.base.constants import EARTH_ROTATION_rad_s
from kazbek.flight.ascent.kernels.types import Pointing
from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import dot, plus, taken, times, unit


@kernel
def turned(a, angle_rad):
    """An Earth-fixed vector after the Earth turned by an angle, in L."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return c * a[0] - s * a[1], s * a[0] + c * a[1], a[2]


@kernel
def over_ground(r, v):
    """Velocity against the rotating Earth, in L."""
    return v[0] + EARTH_ROTATION_rad_s * r[1], v[1] - EARTH_ROTATION_rad_s * r[0], v[2]


@kernel
def pointing_of(law, ground):
    """The law at lift-off; held where directions are stored."""
    s, c = math.sin(law.azimuth_rad), math.cos(law.azimuth_rad)
    level = plus(times(s, taken(ground.east, 0)), c, taken(ground.north, 0))
    return Pointing(
        law.directions.shape[0] > 1,
        taken(ground.up, 0),
        level,
        law.tip_from_s,
        law.tip_to_s,
        law.settled_s,
        law.tip_rad,
        math.inf,
        0.0,
        law.tan_rate_s,
        law.tan_step,
        law.tan_step_s,
    )


@kernel
def held(p):
    """The same with the axis given from outside."""
    return Pointing(
        True,
        p.up,
        p.level,
        p.tip_from_s,
        p.tip_to_s,
        p.settled_s,
        p.tip_rad,
        p.bent_s,
        p.tangent,
        p.tan_rate_s,
        p.tan_step,
        p.tan_step_s,
    )


@kernel
def bent(p, now):
    """The same law, with its gravity turn ending here and now."""
    u = over_ground(now.r, now.v)
    climb = dot(u, unit(now.r))
    tangent = climb / math.sqrt(dot(u, u) - climb * climb)
    return Pointing(
        p.held,
        p.up,
        p.level,
        p.tip_from_s,
        p.tip_to_s,
        p.settled_s,
        p.tip_rad,
        now.t_s,
        tangent,
        p.tan_rate_s,
        p.tan_step,
        p.tan_step_s,
    )


@kernel
def _smoothstep(x):
    x = min(max(x, 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


@kernel
def long_axis(p, t, r, v_air):
    """Direction of the long axis by the law."""
    if t < p.settled_s:
        tip = p.tip_rad * _smoothstep((t - p.tip_from_s) / (p.tip_to_s - p.tip_from_s))
        b = plus(times(math.cos(tip), p.up), math.sin(tip), p.level)
        b = turned(b, EARTH_ROTATION_rad_s * t)
        if t <= p.tip_to_s:
            return b
        w = _smoothstep((t - p.tip_to_s) / (p.settled_s - p.tip_to_s))
        return unit(plus(times(1.0 - w, b), w, unit(v_air)))
    if t <= p.bent_s:
        return unit(v_air)
    up = unit(r)
    level = unit(plus(v_air, -dot(v_air, up), up))
    since_s = t - p.bent_s
    tangent = p.tangent + p.tan_rate_s * since_s + p.tan_step * _smoothstep(since_s / p.tan_step_s)
    return unit(plus(level, tangent, up))


@kernel
def stored(directions, step_s, t):
    """A stored direction, linear between rows `step_s` apart."""
    x = min(max(t / step_s, 0.0), directions.shape[0] - 1.0)
    i = min(int(x), directions.shape[0] - 2)
    f = x - i
    return unit(
        (
            directions[i, 0] + f * (directions[i + 1, 0] - directions[i, 0]),
            directions[i, 1] + f * (directions[i + 1, 1] - directions[i, 1]),
            directions[i, 2] + f * (directions[i + 1, 2] - directions[i, 2]),
        )
    )


@kernel
def limited(b0, b1, most_rad):
    """b1, or the direction `most_rad` from b0 towards it."""
    c = dot(b0, b1)
    if c >= math.cos(most_rad):
        return b1
    return plus(times(math.cos(most_rad), b0), math.sin(most_rad), unit(plus(b1, -c, b0)))
