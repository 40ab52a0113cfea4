"""Switches: functions of the state whose zeros are events, and the search for those zeros on a piece of an arc.

Law     an event is a change of sign of a switch in the wanted sense, bisected on the dense output to a nanosecond.
Range   a switch must not change sign twice within an eighth of an integration step (some 20 s in low orbit).
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.laws.earth_rotation import orientation
from kazbek.laws.geodesy import height_above_ellipsoid
from kazbek.laws.pieces import STATE, Pieces, polynomial, state_at


class Switch(IntEnum):
    """What is watched."""

    NEVER = 0
    HEIGHT = 1  # above the ellipsoid, minus the value (m)
    Z_GCRF = 2  # node on the GCRF equator, minus the value (m)
    Z_ITRF = 3  # node on the Earth's equator, minus the value (m)
    RADIAL_SPEED = 4  # r·v / r minus the value (m/s): rising through zero at perigee, falling at apogee
    RANGE = 5  # distance to the target, minus the value (m)
    RANGE_RATE = 6  # of that distance, minus the value (m/s): rising through zero at the closest approach
    AHEAD = 7  # (target − ship) along the target's velocity, minus the value (m): falling when the ship passes


class Stop(NamedTuple):
    """An event to stop at."""

    switch: int  # of Switch
    value: float
    sense: int  # +1 rising, −1 falling, 0 either
    target: Pieces


_HEIGHT, _Z_GCRF, _Z_ITRF = int(Switch.HEIGHT), int(Switch.Z_GCRF), int(Switch.Z_ITRF)
_RADIAL_SPEED, _RANGE, _AHEAD = int(Switch.RADIAL_SPEED), int(Switch.RANGE), int(Switch.AHEAD)
_SAMPLES = 8
_AGAIN_s = 1e-3  # an arc that starts on an event does not stop there at once


@kernel
def switch_value(t_s, y, stop, earth, C, spin, other):
    """The switch of `stop` at one state; `C`, `spin`, `other` are scratch (3, 3), (3), (STATE)."""
    kind = stop.switch
    if kind == _Z_GCRF:
        return y[2] - stop.value
    if kind == _RADIAL_SPEED:
        return (y[0] * y[3] + y[1] * y[4] + y[2] * y[5]) / math.sqrt(y[0] ** 2 + y[1] ** 2 + y[2] ** 2) - stop.value
    if kind in (_HEIGHT, _Z_ITRF):
        orientation(t_s, earth, C, spin)
        z = C[2, 0] * y[0] + C[2, 1] * y[1] + C[2, 2] * y[2]
        if kind == _Z_ITRF:
            return z - stop.value
        return (
            height_above_ellipsoid(
                C[0, 0] * y[0] + C[0, 1] * y[1] + C[0, 2] * y[2], C[1, 0] * y[0] + C[1, 1] * y[1] + C[1, 2] * y[2], z
            )
            - stop.value
        )
    state_at(stop.target, t_s, other)
    dx, dy, dz = other[0] - y[0], other[1] - y[1], other[2] - y[2]
    if kind == _AHEAD:
        speed = math.sqrt(other[3] ** 2 + other[4] ** 2 + other[5] ** 2)
        return (dx * other[3] + dy * other[4] + dz * other[5]) / speed - stop.value
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    if kind == _RANGE:
        return distance - stop.value
    return (dx * (other[3] - y[3]) + dy * (other[4] - y[4]) + dz * (other[5] - y[5])) / distance - stop.value


@kernel
def first_crossing(coefficients, from_s, length_s, begin_s, end_s, start_s, stop, earth):
    """Time of the first wanted change of sign between `begin_s` and `end_s` on one piece; NaN when there is none."""
    C, spin, other, y = np.empty((3, 3)), np.empty(3), np.empty(STATE), np.empty(STATE)
    t0 = begin_s
    polynomial(coefficients, (t0 - from_s) / length_s, y)
    g0 = switch_value(t0, y, stop, earth, C, spin, other)
    for i in range(1, _SAMPLES + 1):
        t1 = begin_s + (end_s - begin_s) * i / _SAMPLES
        polynomial(coefficients, (t1 - from_s) / length_s, y)
        g1 = switch_value(t1, y, stop, earth, C, spin, other)
        if (g0 < 0.0) != (g1 < 0.0) and (stop.sense == 0 or (g1 > g0) == (stop.sense > 0)):
            low, high = t0, t1
            while abs(high - low) > 1e-9 + 4e-16 * abs(high):  # the second part is what a float resolves
                middle = 0.5 * (low + high)
                polynomial(coefficients, (middle - from_s) / length_s, y)
                if (switch_value(middle, y, stop, earth, C, spin, other) < 0.0) == (g0 < 0.0):
                    low = middle
                else:
                    high = middle
            if abs(high - start_s) > _AGAIN_s:
                return high
        t0, g0 = t1, g1
    return math.nan


@kernel
def crossings(pieces, stop, earth, out):
    """All wanted changes of sign along an arc, written to `out`; returns how many (at most its length)."""
    found = 0
    for i in range(pieces.from_s.shape[0]):
        t = pieces.edges_s[i]
        while found < out.shape[0]:
            t = first_crossing(
                pieces.coefficients[i], pieces.from_s[i], pieces.length_s[i], t, pieces.edges_s[i + 1], t, stop, earth
            )
            if math.isnan(t):
                break
            out[found] = t
            found += 1
    return found
