"""One cycle of the ship's computer: sense, decide, aim, order jets.

Axes    PORT for places, BODY for orders.
Law     translation: where the difference from the wanted velocity leaves a dead band, jets for all of it, as far as a
        cycle allows; or jets for as long as the handle is deflected. Rotation: `attitude.py`. Both add up jet by jet,
        rounded to ticks. In the analogue loop, without the computer, handles work the jets and gyros damp the rates.
Source  cycle of 200 ms in sub-ticks of 12.5 ms: SoyuzDeveloperTeam, model_and_control (md_m.h); the rest as named in
        the modules it calls.
Range   called once in 16 ticks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kazbek.flight.docking.kernels.attitude import (
    AttitudeLoop,
    change_of_rate,
    follow,
    off_aim,
    steer,
)
from kazbek.flight.docking.kernels.body import RigidShip, along, axes_of, gradient_torque, into, tip_ahead_m
from kazbek.flight.docking.kernels.braking import burn, hold_pose, measure
from kazbek.flight.docking.kernels.columns import (
    AXIS_DEAD,
    BY_HAND,
    ERROR,
    GOAL,
    GYRO,
    GYRO_DEAD,
    KURS,
    KURS_SET,
    MASS,
    NAV_V,
    NAV_X,
    NEAR,
    ORDERED,
    PULL,
    RETREAT,
    RETREATING,
    RUD,
    RUD_PULSE,
    RUO,
    RUO_PULSE,
    SET,
    SETS,
    STAGE,
    TIP_X,
    TWIST,
    VALVE_SHUT,
    WAS_HANDLE,
    CYCLE_s,
    Occurrence,
    Part,
    TICK_s,
    V,
    W,
    X,
)
from kazbek.flight.docking.kernels.contact import CaptureLimits
from kazbek.flight.docking.kernels.guidance import Guide, look, wanted
from kazbek.flight.docking.kernels.jets import Jets, combined, order, ordered, rounded, row_of
from kazbek.flight.docking.kernels.programme import Programme, compare, decide, failures_due, jets_lost
from kazbek.flight.docking.kernels.sensors import Sensors, knows, noise_row
from kazbek.flight.docking.kernels.station import body_in_port, seen_from_port, touches
from kazbek.flight.docking.kernels.step import station_at
from kazbek.laws.compiled import kernel, lean_kernel
from kazbek.laws.vectors import dot, norm, plus, put, taken, unit
from kazbek.laws.zonal import zonal_gravity

_GM_m3_s2 = 3.986004415e14
_NEAR_m = 0.3  # and what the ship flies in two cycles: its tip may meet the port's plane in the next one
_BY_KEY = 0.5  # of a manifold shut in the cabin, which opens again; a failed one does not
_OUTLINE_m = 150.0  # within which the station's outline is looked at


class Ship(NamedTuple):
    """All that flies: as built, as instructed."""

    body: RigidShip
    jets: Jets
    control: AttitudeLoop
    sensors: Sensors
    guide: Guide
    limits: CaptureLimits
    plan: Programme


@lean_kernel
def falls(world, ship, s, t_s):
    """Pull of free motion at the middle of the cycle, and the torque of the gravity gradient."""
    middle = t_s + 0.5 * CYCLE_s
    x = plus(taken(s, X), 0.5 * CYCLE_s, taken(s, V))
    r, _ = station_at(world.track, middle)
    here = plus(r, 1.0, x)
    put(s, PULL, plus(zonal_gravity(here), -1.0, zonal_gravity(r)))
    size = norm(here)
    up = into(axes_of(s), unit(here))
    put(s, TWIST, gradient_torque(ship.body, up, _GM_m3_s2 / (size * size * size)))


@lean_kernel
def law_of(s, command):
    """Rows of `choice`: the set of jets, and whether the computer makes up for turns."""
    chosen = int(command[SETS])
    used = int(s[SET])
    if s[VALVE_SHUT + used] > 0.0 and s[VALVE_SHUT + 1 - used] == 0.0:
        used = 1 - used
    k = used if chosen == 0 else chosen - 1
    return k + (3 if s[BY_HAND] == 2.0 else 0)


@lean_kernel
def most(ship, law, axis, amount):
    """The largest impulse of a cycle along an axis in the sense of `amount`."""
    return ship.jets.strength[law, row_of(axis, amount)] * CYCLE_s


@lean_kernel
def capped(ship, ticks, law, axis, amount):
    """Order an impulse, as much of it as a cycle can give."""
    full = most(ship, law, axis, amount)
    order(ship.jets, ticks, law, axis, min(max(amount, -full), full))


@lean_kernel
def translate(ship, s, moving, law, at_PORT):
    """Jets for the difference from the wanted velocity; longer corrections take both sets."""
    guide = ship.guide
    stage = int(s[STAGE])
    body, p, u = at_PORT
    change = into(body, plus(wanted(guide, stage, s[GOAL], p), -1.0, u))
    both = law < 2 and s[VALVE_SHUT] == 0.0 and s[VALVE_SHUT + 1] == 0.0
    band = guide.final_deadband_m_s if stage == Part.FINAL.value else guide.deadband_m_s
    for i in range(3):
        amount = s[MASS] * change[i]
        if abs(change[i]) > band:
            long = abs(amount) > most(ship, law, i, amount) / CYCLE_s * guide.pulse_s
            capped(ship, moving, 2 if long and both else law, i, amount)


@lean_kernel
def deflected(s, command, i):
    """Deflection of one axis of the handles; a dead one says nothing."""
    return 0.0 if s[AXIS_DEAD + i] > 0.0 else command[i]


@lean_kernel
def push(ship, s, moving, command, law):
    """Jets while the translation handle is deflected; in pulse mode one cycle for each push."""
    for i in range(3):
        now = deflected(s, command, RUD + i)
        sign = 0.0 if abs(now) < 0.5 else (1.0 if now > 0.0 else -1.0)
        fresh = s[WAS_HANDLE + i] != sign
        s[WAS_HANDLE + i] = sign
        if sign != 0.0 and (command[RUD_PULSE] == 0.0 or fresh):
            order(ship.jets, moving, law, i, sign * most(ship, law, i, sign))


@lean_kernel
def rotate(ship, s, turning, law, off, noise):
    """Jets that bring attitude and rates back into their bands."""
    angle, rate = off
    for i in range(3):
        moment = ship.body.inertia[i, i] * s[MASS] / ship.body.at_mass_kg
        seen = angle[i] + ship.sensors.attitude_bias_rad[i] + ship.sensors.attitude_sigma_rad * noise[4 + i]
        spin = 0.0 if s[GYRO_DEAD] > 0.0 else rate[i] + ship.sensors.gyro_sigma_rad_s * noise[7 + i]
        least = ship.jets.least * TICK_s * ship.jets.strength[law, row_of(3 + i, -seen)] / moment
        change = change_of_rate(ship.control, seen, spin, least)
        if change != 0.0:
            capped(ship, turning, law, 3 + i, moment * change)


@lean_kernel
def twist(ship, s, turning, law, command, noise):
    """The analogue loop: jets while the rotation handle is deflected, else rates damped."""
    rates = taken(s, W)
    for i in range(3):
        moment = ship.body.inertia[i, i] * s[MASS] / ship.body.at_mass_kg
        asked = deflected(s, command, RUO + i)
        sign = 0.0 if abs(asked) < 0.5 else (1.0 if asked > 0.0 else -1.0)
        seen = 0.0 if s[GYRO_DEAD] > 0.0 else rates[i] + ship.sensors.gyro_sigma_rad_s * noise[7 + i]
        if sign != 0.0:
            order(ship.jets, turning, law, 3 + i, sign * most(ship, law, 3 + i, sign))
        elif abs(seen) > 2.0 * ship.control.rate_band_rad_s:
            capped(ship, turning, law, 3 + i, -moment * seen)


@lean_kernel
def keys(s, command):
    """What the keys of the cabin change."""
    if command[RETREAT] > 0.0:
        s[RETREATING] = 1.0
    if command[KURS] > 0.0:
        s[KURS_SET] = command[KURS] - 1.0  # 3: no set at all
    if command[GYRO] > 0.0:
        s[GYRO_DEAD] = 0.0
    for m in range(2):  # one set chosen shuts the other's manifold, with whatever stays open in it
        shut = command[SETS] in (1.0, 2.0) and command[SETS] - 1.0 != m
        if shut and s[VALVE_SHUT + m] == 0.0:
            s[VALVE_SHUT + m] = _BY_KEY
        elif not shut and s[VALVE_SHUT + m] == _BY_KEY:
            s[VALVE_SHUT + m] = 0.0


@kernel
def handles(ship, s, command):
    """The command with dead axes taken out, and the rotation handle in pulse mode let through once a push."""
    out = command.copy()
    for i in range(6):
        out[i] = deflected(s, command, i)
    if command[RUO_PULSE] > 0.0:
        for i in range(3):
            fresh = s[WAS_HANDLE + 3 + i] == 0.0
            s[WAS_HANDLE + 3 + i] = out[RUO + i]
            if not fresh:
                out[RUO + i] = 0.0
    return out


@lean_kernel
def aims(ship, at, s, command, p):
    """Move the aim: as the stage wants, or as the handle commands."""
    _, axes, _, _, _ = at
    if s[BY_HAND] == 0.0 and s[STAGE] <= Part.BRAKE.value:
        _, _, _, rtn, rate_rad_s = at
        hold_pose(ship.control, s, rtn, rate_rad_s)
    elif s[BY_HAND] == 0.0:
        nose, down = look(int(s[STAGE]), p)
        follow(ship.control, s, along(axes, nose), along(axes, down))
    elif s[BY_HAND] == 1.0:
        steer(ship.control, s, handles(ship, s, command))


@kernel
def orders(ship, at, s, command, at_PORT, noise, t_s):
    """This cycle's orders, jet by jet. `at_PORT`: BODY axes, place and velocity as they are known."""
    n = ship.jets.force.shape[0]
    turning, moving = np.zeros(n), np.zeros(n)
    law = law_of(s, command)
    _, _, _, rtn, rate_rad_s = at
    if s[BY_HAND] == 0.0 and s[STAGE] <= Part.BRAKE.value:
        burn(ship.jets, s, moving, law, t_s)
    elif s[BY_HAND] == 0.0:
        translate(ship, s, moving, law, at_PORT)
    else:
        push(ship, s, moving, command, law)
    off = off_aim(s, rtn, rate_rad_s)
    s[ERROR] = norm(off[0])
    if s[BY_HAND] == 2.0:
        twist(ship, s, turning, law, command, noise)
    else:
        rotate(ship, s, turning, law, off, noise)
    combined(ship.jets, s, turning, moving)
    rounded(ship.jets, s)
    put(s, ORDERED, ordered(ship.jets, s, s[MASS]))


@lean_kernel
def cycle(world, ship, command, at, s, t_s):
    """One cycle at its first tick; what happened in it."""
    p, u = seen_from_port(at, s)
    body, _ = body_in_port(at, s)
    tip_m = tip_ahead_m(ship.body, s[MASS])
    noise = noise_row(world, s)
    keys(s, command)
    knows(at, ship.guide, ship.sensors, s, p, u, body, noise)
    measure(s)
    parted = compare(s)
    if s[BY_HAND] == 0.0:
        jets_lost(ship.plan, s, t_s, s[ERROR], parted)
    fault = failures_due(ship.plan, ship.jets.force.shape[0], s, t_s, norm(p) - tip_m)
    if s[BY_HAND] == 0.0:
        p_known, u_known = taken(s, NAV_X), taken(s, NAV_V)
    else:
        p_known, u_known = p, u
    happened = decide(ship.plan, ship.guide, ship.jets, s, t_s, p_known, u_known, norm(p) - tip_m)
    aims(ship, at, s, command, p_known)
    orders(ship, at, s, command, (body, p_known, u_known), noise, t_s)
    falls(world, ship, s, t_s)
    x = p[0] + tip_m * body[0][0]
    s[NEAR], s[TIP_X] = (1.0 if abs(x) < _NEAR_m + 2.0 * CYCLE_s * norm(u) else 0.0), x
    if dot(p, p) < _OUTLINE_m * _OUTLINE_m and touches(world.berth, p, body):
        s[STAGE] = Part.WRECKED.value
        return Occurrence.WRECKED.value
    return happened if happened != 0 else fault
