"""Contact of probe and cone: judged on all limits at once, then the way to closed hooks.

Axes    PORT; the docked ship's nose looks along −x, its feet along +z.
Law     the head meets the port's plane. Outside the cone it is a miss; inside, every limit must hold, or the head is
        pushed out again. Caught, the ship is pushed on to the bottom of the cone by two jets, the latches link it,
        what is left of angles and rates dies down as a critically damped swing, and the rod pulls the rings together.
        Station and ship then share one momentum: the station gains m u / (m + M).
Source  limits: the ship's data file; sequence: Syromyatnikov, Spacecraft Docking Devices (1990), 22-41.
Range   no force law of the mechanism is public: what happens between contact and hooks is timed, not integrated.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from kazbek.flight.docking.kernels.body import along, rotation_between
from kazbek.flight.docking.kernels.columns import (
    MASS,
    MASS_0,
    PROBE_DEAD,
    PROPELLANT,
    PROPELLANT_0,
    SINCE,
    SPENT,
    STAGE,
    TOUCH,
    TOUCH_T,
    Occurrence,
    Part,
    Q,
    V,
    W,
    X,
)
from kazbek.flight.docking.kernels.station import body_in_port
from kazbek.laws.compiled import lean_kernel
from kazbek.laws.vectors import cross, plus, put, taken, times

# what a contact was, after TOUCH
Y, Z, CLOSING, SIDE, ROLL, TILT, RATES = 0, 1, 2, 3, 4, 5, 7
DOCKED = ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0))  # BODY axes in PORT
FRAME_m = 1.5  # farther from the axis it is not the port that is met


class CaptureLimits(NamedTuple):
    """What the mechanism accepts, and how it works."""

    closing_min_m_s: float
    closing_max_m_s: float
    lateral_max_m_s: float
    miss_max_m: float
    tilt_max_rad: float
    roll_max_rad: float
    rate_max_rad_s: float
    depth_m: float  # of the cone
    stroke_m: float  # of the rod
    push_N: float  # of the jets between contact and linkage
    push_kg_s: float
    settle_s: float  # of the swing
    drawn_s: float  # contact to the start of the pull
    hooks_s: float  # contact to closed hooks


@lean_kernel
def touched(at, s, t_s, place, speed):
    """Note a contact; `place`, `speed` of the tip in PORT."""
    body, w = body_in_port(at, s)
    angle = rotation_between(DOCKED, body)
    s[TOUCH_T] = t_s
    s[TOUCH + Y], s[TOUCH + Z] = place[1], place[2]
    s[TOUCH + CLOSING] = -speed[0]
    s[TOUCH + SIDE] = math.hypot(speed[1], speed[2])
    s[TOUCH + ROLL], s[TOUCH + TILT], s[TOUCH + TILT + 1] = angle
    put(s, TOUCH + RATES, w)


@lean_kernel
def within(limits, s):
    """Whether a contact lies inside the cone, and inside everything else that the latches ask for."""
    miss = math.hypot(s[TOUCH + Y], s[TOUCH + Z])
    rate = max(abs(s[TOUCH + RATES]), abs(s[TOUCH + RATES + 1]), abs(s[TOUCH + RATES + 2]))
    caught = (
        limits.closing_min_m_s <= s[TOUCH + CLOSING] <= limits.closing_max_m_s
        and s[TOUCH + SIDE] <= limits.lateral_max_m_s
        and math.hypot(s[TOUCH + TILT], s[TOUCH + TILT + 1]) <= limits.tilt_max_rad
        and abs(s[TOUCH + ROLL]) <= limits.roll_max_rad
        and rate <= limits.rate_max_rad_s
        and s[PROBE_DEAD] == 0.0
    )
    return miss <= limits.miss_max_m, caught


@lean_kernel
def meet(at, limits, s, t_s, place, speed):
    """The head is in the port's plane: what becomes of it. Returns a Occurrence; NONE beyond the frame."""
    if math.hypot(place[1], place[2]) > FRAME_m:
        return Occurrence.NONE.value
    touched(at, s, t_s, place, speed)
    inside, caught = within(limits, s)
    s[SINCE] = t_s
    if not inside:
        s[STAGE] = Part.PASSED.value
        return Occurrence.PASSED.value
    s[STAGE] = Part.CONTACT.value if caught else Part.BOUNCED.value
    return Occurrence.CONTACT.value if caught else Occurrence.BOUNCED.value


@lean_kernel
def linked_after_s(limits, s):
    """From contact to the bottom of the cone, two jets pushing."""
    a, v = limits.push_N / s[MASS], s[TOUCH + CLOSING]
    return 2.0 * limits.depth_m / (v + math.sqrt(v * v + 2.0 * a * limits.depth_m))


@lean_kernel
def quaternion_of(s, axes):
    """Write the attitude whose BODY axes are given in GCRF (Shepperd, J. Guidance 1 (1978) 223)."""
    x, y, z = axes
    trace = x[0] + y[1] + z[2]
    w2, x2, y2, z2 = 1.0 + trace, 1.0 + 2.0 * x[0] - trace, 1.0 + 2.0 * y[1] - trace, 1.0 + 2.0 * z[2] - trace
    a, b, c = y[2] - z[1], z[0] - x[2], x[1] - y[0]
    d, e, f = x[1] + y[0], x[2] + z[0], y[2] + z[1]
    top = max(w2, x2, y2, z2)
    k = 0.5 / math.sqrt(top)
    if top == w2:
        q = (w2, a, b, c)
    elif top == x2:
        q = (a, x2, d, e)
    elif top == y2:
        q = (b, d, y2, f)
    else:
        q = (c, e, f, z2)
    for i in range(4):
        s[Q + i] = k * q[i]


@lean_kernel
def place_tip(at, s, tip_m, tip, body, rates):
    """Put the ship with its tip and its BODY axes where they are given in PORT, turning with it at `rates`."""
    place, axes, turning, rtn, _ = at
    in_rtn = (along(axes, body[0]), along(axes, body[1]), along(axes, body[2]))
    in_gcrf = (along(rtn, in_rtn[0]), along(rtn, in_rtn[1]), along(rtn, in_rtn[2]))
    arm = plus(tip, -tip_m, body[0])
    x = plus(place, 1.0, along(axes, arm))
    u = along(axes, cross(rates, arm))
    put(s, X, along(rtn, x))
    put(s, V, along(rtn, plus(cross(turning, x), 1.0, u)))
    w = along(rtn, plus(turning, 1.0, along(axes, rates)))
    quaternion_of(s, in_gcrf)
    for i in range(3):
        s[W + i] = w[0] * in_gcrf[i][0] + w[1] * in_gcrf[i][1] + w[2] * in_gcrf[i][2]


@lean_kernel
def swing(limits, s, since_s):
    """Angles and rates (PORT) that are left of a contact, `since_s` after the linkage."""
    k = 1.0 / limits.settle_s
    fade = math.exp(-k * since_s)
    angle, rate = taken(s, TOUCH + ROLL), taken(s, TOUCH + RATES)
    slope = plus(rate, k, angle)
    return times(fade, plus(angle, since_s, slope)), times(fade, plus(rate, -k * since_s, slope))


@lean_kernel
def held(at, limits, s, t_s, tip_m):
    """Place a ship that the mechanism holds; returns a Occurrence when the next step of it is reached."""
    since, linked = t_s - s[TOUCH_T], linked_after_s(limits, s)
    depth, share = 0.0, 0.0
    angle, rate = taken(s, TOUCH + ROLL), (0.0, 0.0, 0.0)
    if since < linked:
        depth = since * (s[TOUCH + CLOSING] + 0.5 * since * limits.push_N / s[MASS])
        share = 1.0 - depth / limits.depth_m
    else:
        angle, rate = swing(limits, s, since - linked)
        drawn = min(1.0, max(0.0, (since - limits.drawn_s) / (limits.hooks_s - limits.drawn_s)))
        depth = limits.depth_m + drawn * (limits.stroke_m - limits.depth_m)
    body = turned_axes(angle)
    place_tip(at, s, tip_m, (-depth, share * s[TOUCH + Y], share * s[TOUCH + Z]), body, rate)
    return next_stage(limits, s, t_s, since, linked)


@lean_kernel
def turned_axes(angle):
    """BODY axes in PORT of a docked ship turned by a small rotation vector."""
    x, z = DOCKED[0], DOCKED[2]
    a = plus(plus(x, 1.0, cross(angle, x)), 0.5, cross(angle, cross(angle, x)))
    c = plus(plus(z, 1.0, cross(angle, z)), 0.5, cross(angle, cross(angle, z)))
    n = 1.0 / math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])
    a = times(n, a)
    c = plus(c, -(a[0] * c[0] + a[1] * c[1] + a[2] * c[2]), a)
    n = 1.0 / math.sqrt(c[0] * c[0] + c[1] * c[1] + c[2] * c[2])
    c = times(n, c)
    return a, cross(c, a), c


@lean_kernel
def next_stage(limits, s, t_s, since_s, linked_s):
    """Linkage, pull and hooks, each when its time has come."""
    stage = s[STAGE]
    if stage == Part.CONTACT.value and since_s >= linked_s:
        s[STAGE], s[SINCE] = Part.LINKED.value, t_s
        s[SPENT] += limits.push_kg_s * linked_s
        s[MASS], s[PROPELLANT] = s[MASS_0] - s[SPENT], s[PROPELLANT_0] - s[SPENT]
        return Occurrence.LINKED.value
    if stage == Part.LINKED.value and since_s >= limits.drawn_s:
        s[STAGE], s[SINCE] = Part.DRAWN.value, t_s
        return Occurrence.DRAWN.value
    if stage == Part.DRAWN.value and since_s >= limits.hooks_s:
        s[STAGE], s[SINCE] = Part.HOOKED.value, t_s
        return Occurrence.HOOKED.value
    return Occurrence.NONE.value
