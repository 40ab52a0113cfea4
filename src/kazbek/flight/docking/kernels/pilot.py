"""A person at the hand controllers: looks, decides, and after a reaction time deflects a handle for a moment.

Axes    errors along BODY; the periscope looks along +x at the target beside the port.
Law     every `decide_s` the pilot sees the offset from the axis (no finer than an angle), the distance (a fraction
        off) and the velocity (no finer than a speed), takes the difference from the velocity that the path wants, and
        where it leaves a deadband on an axis deflects that handle: `react_s` later the smallest force acts for
        `pulse_s`. In the phase plane (offset, speed) the deadbands are bands about the line speed = −offset / τ.
Source  Craik, Brit. J. Psychology 38 (1947) 56: the operator as an intermittent corrector; measured in flight on
        Gemini 10 (NASA, NTRS 19720016466: on-off translation, axes one by one, crossover form); phase-plane pilots of
        docking, Science China Inf. Sci. 2013, doi 10.1007/s11432-013-5055-7; docking without displays of range and
        rate, Brody, NTRS 19900016238.
Range   attitude is held by the ship; translation alone is by hand.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kazbek.flight.docking.kernels.guidance import Mode, from_port, in_port, port_axis, wanted
from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import cross, dot, plus

# memory of the pilot between looks
NEXT_LOOK, ACT_AT, ACT_UNTIL, LOOKS = 0, 1, 2, 3
DECIDED = 4  # three signed levels along BODY
MEMORY = 7


class Pilot(NamedTuple):
    """How the pilot sees and acts; standard deviations act only where chance is drawn."""

    decide_s: float
    react_s: float
    pulse_s: float
    see_rad: float  # smallest angle told apart in the periscope
    eye_m: float  # periscope behind the probe's tip
    see_m_s: float  # smallest speed told apart
    deadband_m_s: float  # across the axis
    closing_deadband_m_s: float  # along it
    range_sigma_frac: float
    rate_sigma_m_s: float


@kernel
def _rounded(value, step):
    return np.round(value / step) * step if step > 0.0 else value


@kernel
def seen(guide, pilot, mode, x, w, noise):
    """Place and velocity (RTN) as the pilot takes them to be."""
    p, u = from_port(guide, x), in_port(guide, w)
    grain = pilot.see_rad * max(p[0] - guide.tip_m + pilot.eye_m, 0.0) if mode == Mode.FINAL.value else 0.0
    s, least = pilot.rate_sigma_m_s, pilot.see_m_s
    off = (
        pilot.range_sigma_frac * noise[0] * (p[0] - guide.tip_m),
        _rounded(p[1], grain) - p[1],
        _rounded(p[2], grain) - p[2],
    )
    speed = (
        _rounded(u[0] + s * noise[1], least),
        _rounded(u[1] + s * noise[2], least),
        _rounded(u[2] + s * noise[3], least),
    )
    w = (0.0, 0.0, 0.0)
    for i in range(3):
        axis = port_axis(guide, i)
        x, w = plus(x, off[i], axis), plus(w, speed[i], axis)
    return x, w


@kernel
def _sign_outside(change, deadband):
    if change > deadband:
        return 1.0
    return -1.0 if change < -deadband else 0.0


@kernel
def decide(guide, pilot, mode, goal_m, x, w, nose, down, noise, memory):
    """One look: writes the handle deflections it leads to into the memory. `nose`, `down`: BODY x and z in RTN."""
    x_seen, w_seen = seen(guide, pilot, mode, x, w, noise)
    change = plus(wanted(guide, mode, goal_m, x_seen), -1.0, w_seen)
    memory[DECIDED] = _sign_outside(dot(change, nose), pilot.closing_deadband_m_s)
    memory[DECIDED + 1] = _sign_outside(dot(change, cross(down, nose)), pilot.deadband_m_s)
    memory[DECIDED + 2] = _sign_outside(dot(change, down), pilot.deadband_m_s)


@kernel
def hands(guide, pilot, mode, goal_m, t_s, step_s, x, w, nose, down, noise, memory):
    """Handle deflections (signed levels along BODY x, y, z) and the part of this step they are held.

    noise : (n, 4) standard normal numbers, one row a look; zeros for the nominal pilot
    """
    if t_s > memory[NEXT_LOOK] - 1e-6:
        row = noise[int(memory[LOOKS]) % noise.shape[0]]
        decide(guide, pilot, mode, goal_m, x, w, nose, down, row, memory)
        memory[LOOKS] += 1.0
        memory[NEXT_LOOK] = t_s + pilot.decide_s
        memory[ACT_AT] = t_s + pilot.react_s
        memory[ACT_UNTIL] = memory[ACT_AT] + pilot.pulse_s
    held = max(0.0, min(t_s + step_s, memory[ACT_UNTIL]) - max(t_s, memory[ACT_AT]))
    return (int(memory[DECIDED]), int(memory[DECIDED + 1]), int(memory[DECIDED + 2])), held
