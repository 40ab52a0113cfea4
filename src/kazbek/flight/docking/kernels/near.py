"""The one step of a ship beside a station, and the loop that flies it: autopilot, pilot model and a person alike.

Axes    as in `columns.py`.
Law     a tick of 12.5 ms: at the first of 16 the computer's cycle; jets; motion; and, near the port, whether the head
        has met its plane, to be found within the tick by bisection. Elsewhere the ticks of a cycle between two switches
        of the jets are flown in one step. Held by the mechanism the ship moves as `contact.py` says.
Source  the modules it calls.
Range   inside 3 km of the station, as long as its track is known.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from kazbek.flight.docking.kernels.away import felt, glide, keep, placed
from kazbek.flight.docking.kernels.body import axes_of, tip_ahead_m
from kazbek.flight.docking.kernels.columns import (
    BEGAN,
    BODY_STATE,
    HAPPENED,
    IMPULSE,
    MASS,
    NAV_AGE,
    NEAR,
    PROPELLANT,
    ROW_AGE,
    ROW_DOWN,
    ROW_HANDLES,
    ROW_IMPULSE,
    ROW_NOSE,
    ROW_STAGE,
    ROW_SWAY,
    ROW_T,
    ROW_W,
    ROW_Y,
    STAGE,
    T0,
    TICK,
    TICKS,
    TIP_X,
    CYCLE_s,
    Occurrence,
    Part,
    TICK_s,
    W,
    X,
)
from kazbek.flight.docking.kernels.computer import cycle
from kazbek.flight.docking.kernels.contact import held, meet, quaternion_of
from kazbek.flight.docking.kernels.jets import idle, opened, thrust, used
from kazbek.flight.docking.kernels.pilot import hands
from kazbek.flight.docking.kernels.station import pose, sway, tip_of
from kazbek.laws.compiled import kernel, lean_kernel
from kazbek.laws.vectors import cross, norm, taken

_ENDS = (Occurrence.BOUNCED.value, Occurrence.PASSED.value, Occurrence.WRECKED.value, Occurrence.DRY.value)


class Watch(NamedTuple):
    """When a call of the loop ends."""

    stops: Any  # (OCCURRENCES,) bool
    until_s: float
    cycles_a_row: int  # of telemetry


@lean_kernel
def time_of(s):
    """Seconds from the first node of the track."""
    return s[T0] + s[TICK] * TICK_s


@lean_kernel
def crossed(world, ship, s, push):
    """Length of the tick after which the tip is in the port's plane; `s` is there."""
    low, high = 0.0, TICK_s
    tip_m, t = tip_ahead_m(ship.body, s[BEGAN + MASS]), time_of(s)
    while high - low > 1e-12:
        h = 0.5 * (low + high)
        placed(ship.body, s, push, h)
        place, _ = tip_of(pose(world, t + h), s, tip_m)
        if place[0] > 0.0:
            low = h
        else:
            high = h
    placed(ship.body, s, push, high)
    return high


@lean_kernel
def near_tick(world, ship, s, push):
    """A tick in which the head may meet the port's plane."""
    keep(s)
    tip_m, t = tip_ahead_m(ship.body, s[MASS]), time_of(s)
    placed(ship.body, s, push, TICK_s)
    place, _ = tip_of(pose(world, t + TICK_s), s, tip_m)
    was = s[TIP_X]
    s[TIP_X] = place[0]
    if was <= 0.0 or place[0] > 0.0:
        return Occurrence.NONE.value
    h = crossed(world, ship, s, push)
    at = pose(world, t + h)
    place, speed = tip_of(at, s, tip_m)
    happened = meet(at, ship.limits, s, t + h, place, speed)
    if happened != Occurrence.NONE.value:
        s[T0] = t + h - (s[TICK] + 1.0) * TICK_s  # the grid starts anew at the contact
    else:
        placed(ship.body, s, push, TICK_s)
    return happened


@lean_kernel
def close_in(world, ship, s, count):
    """The same where the head may meet the port's plane, tick by tick; ends with the contact."""
    for _ in range(count):
        if int(s[TICK]) % TICKS == ship.jets.delay:
            opened(ship.jets, s)
        push = thrust(ship.jets, ship.body, s[MASS], s)
        if push[2] * TICK_s > s[PROPELLANT]:
            s[TICK] += 1.0
            return Occurrence.DRY.value
        if not idle(s):
            used(ship.jets, s, 1)
            felt(s, push[0], s[MASS])
        met = near_tick(world, ship, s, push)
        s[TICK] += 1.0
        if met != Occurrence.NONE.value:
            return met
    return Occurrence.NONE.value


@lean_kernel
def hold_on(world, ship, s, count):
    """Ticks in the mechanism's hold; the ship is placed once a cycle."""
    s[TICK] += count
    if int(s[TICK]) % TICKS != 0:
        return Occurrence.NONE.value
    t = time_of(s)
    return held(pose(world, t), ship.limits, s, t, tip_ahead_m(ship.body, s[MASS]))


@lean_kernel
def within_cycle(world, ship, command, s, count):
    """Up to `count` ticks, none beyond the end of the computer's cycle; what happened in them."""
    if time_of(s) + 2.0 * CYCLE_s > (world.track.rv.shape[0] - 1) * world.track.interval_s:
        return Occurrence.OFF_TRACK.value
    k, happened = int(s[TICK]) % TICKS, Occurrence.NONE.value
    count = min(count, TICKS - k)
    if s[STAGE] >= Part.BOUNCED.value:
        s[TICK] += count
        return happened
    if s[STAGE] >= Part.CONTACT.value:
        return hold_on(world, ship, s, count)
    if k == 0:
        t = time_of(s)
        happened = cycle(world, ship, command, pose(world, t), s, t)
    if s[NEAR] > 0.0:
        moved = close_in(world, ship, s, count)
    else:
        moved = glide(ship.jets, ship.body, s, count)
    return moved if moved != Occurrence.NONE.value else happened


@lean_kernel
def ticks(world, ship, command, s, count):
    """So many ticks under one command, to the end of a cycle in which something happens; returns it."""
    end = s[TICK] + count
    while s[TICK] < end:
        happened = within_cycle(world, ship, command, s, int(end - s[TICK]))
        if happened != Occurrence.NONE.value:
            s[HAPPENED] = happened
            return happened
    return Occurrence.NONE.value


@lean_kernel
def note(world, command, s, rows, n):
    """One row of telemetry."""
    t = time_of(s)
    nose, _, down = axes_of(s)
    rows[n, ROW_T] = t
    for i in range(8):
        rows[n, ROW_Y + i] = s[i]
    turned, _ = sway(world.berth, t)
    for i in range(3):
        rows[n, ROW_NOSE + i], rows[n, ROW_DOWN + i] = nose[i], down[i]
        rows[n, ROW_W + i] = s[W + i]
        rows[n, ROW_SWAY + i] = turned[i]
    for i in range(6):
        rows[n, ROW_HANDLES + i] = command[i]
    rows[n, ROW_STAGE], rows[n, ROW_AGE], rows[n, ROW_IMPULSE] = s[STAGE], s[NAV_AGE], s[IMPULSE]


@lean_kernel
def ended(happened):
    """Whether nothing flies on after this; a fence ends a call as well."""
    for end in _ENDS:
        if happened == end:
            return True
    return happened >= Occurrence.FENCE.value


@lean_kernel
def last_note(world, command, s, rows, n):
    """The row in which a call ends, in place of one of the same instant; how many rows there are."""
    k = n - 1 if n > 0 and rows[n - 1, ROW_T] >= time_of(s) else n
    note(world, command, s, rows, k)
    return k + 1


@lean_kernel
def fly(world, ship, pilot, watch, command, memory, s, rows):
    """Fly until something that `watch` waits for happens: (Occurrence, rows written). `memory` is the pilot's."""
    n, happened, row_ticks = 0, Occurrence.NONE.value, watch.cycles_a_row * TICKS
    while True:
        k = int(s[TICK])
        if k % row_ticks == 0 and n < rows.shape[0] - 1:
            note(world, command, s, rows, n)
            n += 1
        if not (norm(taken(s, X)) < 1e7):
            happened = Occurrence.NOT_FINITE.value
        elif time_of(s) >= watch.until_s - 1e-9 or n >= rows.shape[0] - 1:
            happened = Occurrence.FENCE.value
        else:
            if s[STAGE] >= Part.CONTACT.value:
                command[:6] = 0.0  # the pilot's hands are off from the contact on
            elif k % TICKS == 0:
                hands(world, ship, pilot, command, memory, s, time_of(s))
            happened = ticks(world, ship, command, s, TICKS - k % TICKS)
        if happened != Occurrence.NONE.value and (watch.stops[happened] or ended(happened)):
            return happened, last_note(world, command, s, rows, n)


@kernel
def tips(world, body, rows, out):
    """Place and velocity (PORT) of the probe's tip at every row of telemetry, into `out` (n, 6)."""
    s = np.zeros(BODY_STATE)
    for k in range(rows.shape[0]):
        for i in range(8):
            s[i] = rows[k, ROW_Y + i]
        nose, down = taken(rows[k], ROW_NOSE), taken(rows[k], ROW_DOWN)
        quaternion_of(s, (nose, cross(down, nose), down))
        for i in range(3):
            s[W + i] = rows[k, ROW_W + i]
        place, speed = tip_of(pose(world, rows[k, ROW_T]), s, tip_ahead_m(body, s[MASS]))
        for i in range(3):
            out[k, i], out[k, 3 + i] = place[i], speed[i]
