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
from typing import Any, NamedTuple

import numpy as np

from kazbek.flight.docking.kernels.columns import ROW
from kazbek.flight.docking.kernels.guidance import axes_from
from kazbek.flight.docking.kernels.step import EnginesOn, Trouble, from_rtn, step
from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import cross, dot, norm, plus, times


class End(IntEnum):
    """Why a part of the flight ended."""

    DONE = 0
    FENCE = 2
    OUT_OF_PROPELLANT = 3
    OFF_TRACK = 4
    NOT_FINITE = 5


class BrakeBurn(NamedTuple):
    """A burn: its force level, seconds of start-up without thrust, seconds of it, direction (GCRF), and feet (RTN).

    The level is 0 for the main engine, else that of the axial jets. BODY z points as near to `down_RTN` as the nose
    allows at ignition, then the attitude is kept.
    """

    level: int
    wait_s: float
    on_s: float
    direction: Any
    down_RTN: Any


class Coasting(NamedTuple):
    """Free flight: until when, or to which range if that comes first; BODY x and z (GCRF) at first, to be turned."""

    until_s: float
    stop_m: float  # 0: none
    attitude: Any
    axis: Any  # GCRF
    angle: float
    slew_rad_s: float


@kernel
def no_engine():
    """Nothing burns."""
    return EnginesOn(0.0, (0, 0, 0), (0.0, 0.0, 0.0))


@kernel
def record(rows, n, t_s, y, attitude):
    """Write one row of telemetry."""
    nose, down = attitude
    rows[n, 0] = t_s
    for i in range(8):
        rows[n, 1 + i] = y[i]
    for i in range(3):
        rows[n, 9 + i] = nose[i]
        rows[n, 12 + i] = down[i]
    for i in range(15, ROW):
        rows[n, i] = 0.0


@kernel
def stopped(trouble, t_s, y, out, attitude, rows, n):
    """How a part ends by a trouble of its step to t_s: (End, rows). Dry tanks end after the step that emptied them."""
    if trouble != Trouble.OUT_OF_PROPELLANT.value:
        return (End.OFF_TRACK.value if trouble == Trouble.OFF_TRACK.value else End.NOT_FINITE.value), n
    y[:] = out
    record(rows, n, t_s, y, attitude)
    return End.OUT_OF_PROPELLANT.value, n + 1


@kernel
def turned(a, axis, angle):
    """A vector turned about a unit axis (Rodrigues)."""
    c, s = math.cos(angle), math.sin(angle)
    return plus(plus(times(c, a), s, cross(axis, a)), (1.0 - c) * dot(axis, a), axis)


@kernel
def burn(plant, t0_s, y, order, cycle_s, rows):
    """One burn; returns an End, the rows written, and the time."""
    lit = t0_s + order.wait_s
    t, n, end = t0_s, 0, t0_s + order.wait_s + order.on_s
    out = np.empty(8)
    attitude = axes_from(order.direction, from_rtn(plant.track, t, order.down_RTN))
    while t < end - 1e-9 and n < rows.shape[0] - 1:
        record(rows, n, t, y, attitude)
        n += 1
        to = min(t + cycle_s, end)
        if t < lit:
            to = min(to, lit)
        h = to - t
        on = h if t >= lit - 1e-9 else 0.0
        main = on if order.level == 0 else 0.0
        firing = EnginesOn(main, (order.level, 0, 0), (on - main, 0.0, 0.0))
        trouble = step(plant, t, y, h, firing, attitude, out)
        if trouble != Trouble.NONE.value:
            why, n = stopped(trouble, to, y, out, attitude, rows, n)
            return why, n, to if why == End.OUT_OF_PROPELLANT.value else t
        y[:] = out
        t = to
    record(rows, n, t, y, attitude)
    return End.DONE.value, n + 1, t


@kernel
def cut_coast(plant, t_s, y, step_s, stop_m, attitude, out):
    """Length of the step of free flight after which the range is `stop_m`, by bisection; `out` is there."""
    low, high = 0.0, step_s
    while high - low > 1e-12:
        h = 0.5 * (low + high)
        step(plant, t_s, y, h, no_engine(), attitude, out)
        if norm((out[0], out[1], out[2])) > stop_m:
            low = h
        else:
            high = h
    step(plant, t_s, y, high, no_engine(), attitude, out)
    return high


@kernel
def coast(plant, t0_s, y, order, cycle_s, rows):
    """Free flight; returns an End, the rows written, and the time."""
    t, n, stop_m = t0_s, 0, order.stop_m
    (nose, down), out = order.attitude, np.empty(8)
    while True:
        part = min(order.angle, order.slew_rad_s * (t - t0_s))
        attitude = turned(nose, order.axis, part), turned(down, order.axis, part)
        record(rows, n, t, y, attitude)
        n += 1
        there = stop_m > 0.0 and norm((y[0], y[1], y[2])) <= stop_m * (1.0 + 1e-12)
        if there or t >= order.until_s - 1e-9 or n >= rows.shape[0]:
            return (End.DONE.value if there or stop_m == 0.0 else End.FENCE.value), n, t
        h = min(cycle_s, order.until_s - t)
        trouble = step(plant, t, y, h, no_engine(), attitude, out)
        if trouble != Trouble.NONE.value:
            why, n = stopped(trouble, t + h, y, out, attitude, rows, n)
            return why, n, t + h if why == End.OUT_OF_PROPELLANT.value else t
        if norm((out[0], out[1], out[2])) < stop_m:
            h = cut_coast(plant, t, y, h, stop_m, attitude, out)
        y[:] = out
        t += h
