"""The loops of the brakes: burns along a fixed direction and free flight between them, until the part is over.

Axes    as in step.py; rows of telemetry keep GCRF directions.
Law     one call flies one part. It ends on a time, or on a range, found by bisection on the fraction of a step. The
        attitude is followed at once, turning no faster than a programmed turn; six degrees of freedom begin where
        the fly-around does (near.py).
Source  the step of step.py.
"""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np

from kazbek.flight.docking.kernels.columns import ROW
from kazbek.flight.docking.kernels.guidance import axes_from
from kazbek.flight.docking.kernels.step import Trouble, from_rtn, step
from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import cross, dot, norm, plus, times


class End(IntEnum):
    """Why a part of the flight ended."""

    DONE = 0
    FENCE = 2
    OUT_OF_PROPELLANT = 3
    OFF_TRACK = 4
    NOT_FINITE = 5


@kernel
def record(rows, n, t_s, y, nose, down):
    """Write one row of telemetry."""
    rows[n, 0] = t_s
    for i in range(8):
        rows[n, 1 + i] = y[i]
    for i in range(3):
        rows[n, 9 + i] = nose[i]
        rows[n, 12 + i] = down[i]
    for i in range(15, ROW):
        rows[n, i] = 0.0


@kernel
def stopped(trouble, t_s, step_s, y, out, nose, down, rows, n):
    """How a part ends by a trouble of its step: (End, rows, time). Dry tanks end after the step that emptied them."""
    if trouble != Trouble.OUT_OF_PROPELLANT.value:
        return (End.OFF_TRACK.value if trouble == Trouble.OFF_TRACK.value else End.NOT_FINITE.value), n, t_s
    y[:] = out
    record(rows, n, t_s + step_s, y, nose, down)
    return End.OUT_OF_PROPELLANT.value, n + 1, t_s + step_s


@kernel
def turned(a, axis, angle):
    """A vector turned about a unit axis (Rodrigues)."""
    c, s = math.cos(angle), math.sin(angle)
    return plus(plus(times(c, a), s, cross(axis, a)), (1.0 - c) * dot(axis, a), axis)


@kernel
def burn(track, engines, t0_s, y, thrust_level, wait_s, on_s, direction, down_RTN, cycle_s, rows):
    """One burn along a GCRF direction: `wait_s` of start-up without thrust, then `on_s` of it.

    thrust_level : 0 for the main engine, else the force level of the axial jets
    down_RTN : BODY z points as near there as the nose allows at ignition, then the attitude is kept
    """
    t, n, end = t0_s, 0, t0_s + wait_s + on_s
    out = np.empty(8)
    nose, down = axes_from(direction, from_rtn(track, t, down_RTN))
    while t < end - 1e-9 and n < rows.shape[0] - 1:
        record(rows, n, t, y, nose, down)
        n += 1
        to = min(t + cycle_s, end)
        if t < t0_s + wait_s:
            to = min(to, t0_s + wait_s)
        h = to - t
        on = h if t >= t0_s + wait_s - 1e-9 else 0.0
        main = on if thrust_level == 0 else 0.0
        trouble = step(track, engines, t, y, h, main, (thrust_level, 0, 0), (on - main, 0.0, 0.0), nose, down, out)
        if trouble != Trouble.NONE.value:
            return stopped(trouble, t, h, y, out, nose, down, rows, n)
        y[:] = out
        t = to
    record(rows, n, t, y, nose, down)
    return End.DONE.value, n + 1, t


@kernel
def cut_coast(track, engines, t_s, y, step_s, stop_m, nose, down, out):
    """Length of the step of free flight after which the range is `stop_m`, by bisection; `out` is there."""
    low, high = 0.0, step_s
    levels, off = (0, 0, 0), (0.0, 0.0, 0.0)
    while high - low > 1e-12:
        h = 0.5 * (low + high)
        step(track, engines, t_s, y, h, 0.0, levels, off, nose, down, out)
        if norm((out[0], out[1], out[2])) > stop_m:
            low = h
        else:
            high = h
    step(track, engines, t_s, y, high, 0.0, levels, off, nose, down, out)
    return high


@kernel
def coast(track, engines, t0_s, y, until_s, stop_m, nose0, down0, axis, angle, slew_rad_s, cycle_s, rows):
    """Free flight to a time, or to a range of `stop_m` if that comes first.

    nose0, down0 : BODY x and z at the start (GCRF), to be turned by `angle` about the GCRF `axis`
    """
    t, n = t0_s, 0
    out = np.empty(8)
    while True:
        part = min(angle, slew_rad_s * (t - t0_s))
        nose, down = turned(nose0, axis, part), turned(down0, axis, part)
        record(rows, n, t, y, nose, down)
        n += 1
        there = stop_m > 0.0 and norm((y[0], y[1], y[2])) <= stop_m * (1.0 + 1e-12)
        if there or t >= until_s - 1e-9 or n >= rows.shape[0]:
            return (End.DONE.value if there or stop_m == 0.0 else End.FENCE.value), n, t
        h = min(cycle_s, until_s - t)
        trouble = step(track, engines, t, y, h, 0.0, (0, 0, 0), (0.0, 0.0, 0.0), nose, down, out)
        if trouble != Trouble.NONE.value:
            return stopped(trouble, t, h, y, out, nose, down, rows, n)
        if norm((out[0], out[1], out[2])) < stop_m:
            h = cut_coast(track, engines, t, y, h, stop_m, nose, down, out)
        y[:] = out
        t += h
