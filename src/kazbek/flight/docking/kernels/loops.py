"""The loops that fly near the station: guidance or a pilot gives a command, `step` obeys, until the part is over.

Axes    as in proximity.py; rows of telemetry keep GCRF directions.
Law     one call flies one part (glideslope.Mode). It ends on its own event, found by bisection on the fraction of
        a step, or on the loss of Kurs at a range, or on the time fence.
Source  the step of proximity.py, shared with every other user of the ship.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from kazbek.flight.docking.kernels.guidance import Mode, jets, on_axis, port_axis, tip_distance, wanted
from kazbek.flight.docking.kernels.pilot import hands
from kazbek.flight.docking.kernels.step import Trouble, from_rtn, step, to_rtn
from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import cross, dot, norm, plus, times, unit

ROW = 15  # t, y (8), BODY x in GCRF (3), BODY z in GCRF (3)


class Part(NamedTuple):
    """One part of the approach: what to fly, who flies it, what ends it."""

    mode: int  # of Mode
    by_hand: bool
    goal_m: float  # on the port's axis, of the modes that go to or hold a distance
    hold_s: float  # of the modes that wait
    stop_m: float  # probe to port: 0 for contact, above it for the loss of Kurs, -1 for neither
    tolerance_m: float  # within which the ship has arrived
    fence_s: float  # longest it may take
    cycle_s: float  # between two commands


class End(IntEnum):
    """Why a part of the flight ended."""

    DONE = 0
    KURS_LOST = 1
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


@kernel
def stopped(trouble, t_s, step_s, y, out, nose, down, rows, n):
    """How a part ends by a trouble of its step: (End, rows, time). Dry tanks end after the step that emptied them."""
    if trouble != Trouble.OUT_OF_PROPELLANT.value:
        return (End.OFF_TRACK.value if trouble == Trouble.OFF_TRACK.value else End.NOT_FINITE.value), n, t_s
    y[:] = out
    record(rows, n, t_s + step_s, y, nose, down)
    return End.OUT_OF_PROPELLANT.value, n + 1, t_s + step_s


@kernel
def axes_from(nose, down_hint):
    """BODY x and z: x along the nose, z as near the hint as a right angle allows."""
    z = plus(down_hint, -dot(down_hint, nose), nose)
    if norm(z) < 1e-6:
        z = cross(nose, (nose[1], nose[2], nose[0]))
    return nose, unit(z)


@kernel
def look(guide, mode, x):
    """Nose on the port (far off) or along its axis (on the axis), feet as the port wants: BODY x and z in RTN."""
    p = guide.r_port
    if mode == Mode.AROUND.value or mode == Mode.STAY.value:
        nose = unit(plus((p[0], p[1], p[2]), -1.0, x))
    else:
        nose = times(-1.0, port_axis(guide, 0))
    return axes_from(nose, port_axis(guide, 2))


@kernel
def part_over(guide, part, flown_s, x, w):
    """Whether a wait has lasted long enough, or the ship has settled where the mode leads."""
    if part.mode == Mode.HOLD.value or part.mode == Mode.STAY.value:
        return flown_s >= part.hold_s - 1e-9
    if part.mode == Mode.FINAL.value:
        return False
    goal = on_axis(guide, guide.standoff_m if part.mode == Mode.AROUND.value else part.goal_m)
    return norm(plus(x, -1.0, goal)) < part.tolerance_m and norm(w) < 0.1


@kernel
def to_go(track, guide, part, t_s, y):
    """Distance whose zero ends a part: probe to port less `stop_m`."""
    x, _ = to_rtn(track, t_s, y)
    return tip_distance(guide, part.mode, x) - part.stop_m


@kernel
def cut_step(track, engines, guide, part, t_s, y, levels, frac, nose, down, out):
    """Length of the step after which `to_go` is zero, the jets at the same mean force: bisection to 1e-12 s."""
    low, high = 0.0, part.cycle_s
    while high - low > 1e-12:
        h = 0.5 * (low + high)
        step(track, engines, t_s, y, h, 0.0, levels, times(h, frac), nose, down, out)
        if to_go(track, guide, part, t_s + h, out) > 0.0:
            low = h
        else:
            high = h
    step(track, engines, t_s, y, high, 0.0, levels, times(high, frac), nose, down, out)
    return high


@kernel
def command(engines, guide, pilot, part, t_s, mass_kg, x, w, nose, down, memory, noise):
    """Levels and times along BODY for the next cycle, from the autopilot or the pilot. Vectors along RTN."""
    if part.by_hand:
        levels, held = hands(guide, pilot, part.mode, part.goal_m, t_s, part.cycle_s, x, w, nose, down, noise, memory)
        return levels, (held, held, held)
    change = plus(wanted(guide, part.mode, part.goal_m, x), -1.0, w)
    body = (dot(change, nose), dot(change, cross(down, nose)), dot(change, down))
    band = guide.final_deadband_m_s if part.mode == Mode.FINAL.value else guide.deadband_m_s
    return jets(engines, guide, body, band, mass_kg, part.cycle_s)


@kernel
def close_flight(track, engines, guide, pilot, part, t0_s, y, memory, noise, rows):
    """Fly one guided part. `y` is moved on in place; returns (End, rows written, time)."""
    t, n, cycle = t0_s, 0, part.cycle_s
    out = np.empty(8)
    while True:
        x, w = to_rtn(track, t, y)
        nose_RTN, down_RTN = look(guide, part.mode, x)
        nose, down = from_rtn(track, t, nose_RTN), from_rtn(track, t, down_RTN)
        record(rows, n, t, y, nose, down)
        n += 1
        if part_over(guide, part, t - t0_s, x, w):
            return End.DONE.value, n, t
        if t - t0_s >= part.fence_s or n >= rows.shape[0] - 1:
            return End.FENCE.value, n, t
        levels, on = command(engines, guide, pilot, part, t, y[6], x, w, nose_RTN, down_RTN, memory, noise)
        trouble = step(track, engines, t, y, cycle, 0.0, levels, on, nose, down, out)
        if trouble != Trouble.NONE.value:
            return stopped(trouble, t, cycle, y, out, nose, down, rows, n)
        if part.stop_m >= 0.0 and to_go(track, guide, part, t + cycle, out) <= 0.0:
            h = cut_step(track, engines, guide, part, t, y, levels, times(1.0 / cycle, on), nose, down, out)
            y[:] = out
            record(rows, n, t + h, y, nose, down)
            return (End.DONE.value if part.stop_m == 0.0 else End.KURS_LOST.value), n + 1, t + h
        y[:] = out
        t += cycle


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
