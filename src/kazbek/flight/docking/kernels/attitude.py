"""Attitude: where the ship is to point, and the changes of rate that hold it there.

Axes    aims in RTN, errors and rates in BODY.
Law     the aim follows what the stage or the handle asks for, no faster than a programmed turn. About each axis, inside
        a dead band nothing fires unless the rate is too high; outside it the rate is to be inward, half of the shortest
        pulse and more the farther out: a limit cycle of one pulse at each edge.
Source  Bryson, Control of Spacecraft and Aircraft (1994), 4.3; Wertz, Spacecraft Attitude Determination and Control
        (1978), 18.4 (limit cycles of jets with a shortest pulse).
Range   three axes taken apart: rates of a degree a second.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from kazbek.flight.docking.kernels.body import along, axes_of, into, rotated, rotation_between
from kazbek.flight.docking.kernels.columns import AIM_DOWN, AIM_NOSE, AIM_RATE, RUO, CYCLE_s, W
from kazbek.flight.docking.kernels.guidance import axes_from
from kazbek.laws.compiled import lean_kernel
from kazbek.laws.vectors import cross, norm, plus, put, taken, times


class AttitudeLoop(NamedTuple):
    """Figures of the computer's loop."""

    band_rad: float
    rate_band_rad_s: float
    slew_rad_s: float  # of a programmed turn
    settle_s: float  # the aim follows a wish in about this time
    stick_rad_s: float  # full deflection of the rotation handle
    stick_dead_frac: float


@lean_kernel
def aim_axes(s):
    """The aim's BODY x, y, z in RTN."""
    nose, down = taken(s, AIM_NOSE), taken(s, AIM_DOWN)
    return nose, cross(down, nose), down


@lean_kernel
def turn_aim(s, angle):
    """Turn the aim by a rotation vector in RTN over one cycle."""
    nose, down = axes_from(rotated(taken(s, AIM_NOSE), angle), rotated(taken(s, AIM_DOWN), angle))
    put(s, AIM_NOSE, nose)
    put(s, AIM_DOWN, down)
    put(s, AIM_RATE, times(1.0 / CYCLE_s, angle))


@lean_kernel
def follow(control, s, nose, down):
    """Move the aim towards BODY x and z given in RTN."""
    angle = rotation_between(aim_axes(s), (nose, cross(down, nose), down))
    size = norm(angle)
    if size < 1e-12:
        put(s, AIM_RATE, (0.0, 0.0, 0.0))
        return
    step = min(size * CYCLE_s / control.settle_s, control.slew_rad_s * CYCLE_s)
    turn_aim(s, times(step / size, angle))


@lean_kernel
def stick(control, deflection):
    """Share of the full rate for a deflection: nothing in the dead zone, then straight."""
    dead = control.stick_dead_frac
    size = abs(deflection)
    if size <= dead:
        return 0.0
    return math.copysign(min(1.0, (size - dead) / (1.0 - dead)), deflection)


@lean_kernel
def stick_rates(control, command):
    """Commanded rates (BODY) of the rotation handle."""
    full = control.stick_rad_s
    return (
        full * stick(control, command[RUO]),
        full * stick(control, command[RUO + 1]),
        full * stick(control, command[RUO + 2]),
    )


@lean_kernel
def steer(control, s, command):
    """Move the aim as the rotation handle commands."""
    rates = along(aim_axes(s), stick_rates(control, command))
    turn_aim(s, times(CYCLE_s, rates))


@lean_kernel
def off_aim(s, rtn, rate_rad_s):
    """How far BODY is turned from the aim, and how fast it turns against it: rotation vector and rate, BODY."""
    body = axes_of(s)
    seen = (into(rtn, body[0]), into(rtn, body[1]), into(rtn, body[2]))
    angle = into(seen, rotation_between(aim_axes(s), seen))
    aim_rate = taken(s, AIM_RATE)
    turning = into(seen, (aim_rate[0], aim_rate[1], aim_rate[2] + rate_rad_s))
    return angle, plus(taken(s, W), -1.0, turning)


@lean_kernel
def change_of_rate(control, angle, rate, least_rad_s):
    """Wanted change of rate about one axis; `least_rad_s` is what the shortest pulse gives."""
    over = abs(angle) - control.band_rad
    if over <= 0.0:
        return -rate if abs(rate) > control.rate_band_rad_s + 0.5 * least_rad_s else 0.0
    inward = 0.5 * least_rad_s + min(0.2 * over, control.slew_rad_s)
    change = -math.copysign(inward, angle) - rate
    helps = change * angle < 0.0
    if helps and abs(change) >= 0.75 * least_rad_s:
        return change
    return change if not helps and abs(change) > control.rate_band_rad_s + 0.5 * least_rad_s else 0.0
