"""A person at the hand controllers: looks, decides, and after a reaction time deflects a handle for a moment.

Axes    PORT for what is seen, BODY for the handles; the periscope looks along +x at the target beside the port.
Law     every `decide_s` the pilot sees the offset from the axis (no finer than an angle), the distance (a fraction
        off) and the velocity (no finer than a speed), takes the difference from the velocity that the path wants, and
        where it leaves a deadband on an axis deflects that handle: `react_s` later jets act for `pulse_s`. In the phase
        plane (offset, speed) the deadbands are bands about the line speed = −offset / τ. Where the nose is off by more
        than a deadband, the rotation handle is deflected as far as takes that out in one pulse.
Source  Craik, Brit. J. Psychology 38 (1947) 56: the operator as an intermittent corrector; measured in flight on
        Gemini 10 (NASA, NTRS 19720016466: on-off translation, axes one by one, crossover form); phase-plane pilots of
        docking, Science China Inf. Sci. 2013, doi 10.1007/s11432-013-5055-7; docking without displays of range and
        rate, Brody, NTRS 19900016238.
Range   the computer holds the attitude between two corrections.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from kazbek.flight.docking.kernels.body import into, rotation_between
from kazbek.flight.docking.kernels.columns import BY_HAND, GOAL, RUD, RUO, STAGE, Part
from kazbek.flight.docking.kernels.guidance import Guide, axes_from, look, wanted
from kazbek.flight.docking.kernels.station import body_in_port, pose, seen_from_port
from kazbek.laws.compiled import lean_kernel
from kazbek.laws.vectors import cross, dot, plus, times

# memory of the pilot between looks
NEXT_LOOK, ACT_AT, ACT_UNTIL, LOOKS = 0, 1, 2, 3
DECIDED = 4  # six deflections
MEMORY = 10
_CATCH_UP_s = 10.0  # in which an error of the nose is taken out on the way around
_TOLD = 2.0  # standard deviations of what is seen: at a stop, less is not told from nothing


class Pilot(NamedTuple):
    """How the pilot sees and acts; standard deviations act only where chance is drawn."""

    aboard: bool  # False: the handles are somebody else's
    decide_s: float
    react_s: float
    pulse_s: float
    see_rad: float  # smallest angle told apart in the periscope
    eye_m: float  # periscope behind the probe's tip
    see_m_s: float  # smallest speed told apart
    deadband_m_s: float  # across the axis
    closing_deadband_m_s: float  # along it
    tilt_rad: float  # of the nose that is left alone
    range_sigma_frac: float
    rate_sigma_m_s: float
    looks: Any  # (n, 4) standard normal numbers, a row a look; zeros for the nominal pilot
    guide: Guide  # as taught


@lean_kernel
def _rounded(value, step):
    return np.round(value / step) * step if step > 0.0 else value


@lean_kernel
def seen(pilot, stage, p, u, noise):
    """Place and velocity (PORT) as the pilot takes them to be."""
    distance = p[0] - pilot.guide.tip_m
    grain = pilot.see_rad * max(distance + pilot.eye_m, 0.0) if stage == Part.FINAL.value else 0.0
    s, least = pilot.rate_sigma_m_s, pilot.see_m_s
    x = (p[0] + pilot.range_sigma_frac * noise[0] * distance, _rounded(p[1], grain), _rounded(p[2], grain))
    v = (
        _rounded(u[0] + s * noise[1], least),
        _rounded(u[1] + s * noise[2], least),
        _rounded(u[2] + s * noise[3], least),
    )
    return x, v


@lean_kernel
def at_stop(pilot, goal, p_seen):
    """The place as it counts at a stop, where a distance is corrected by what it is surely off; what of a speed is not
    told from nothing.
    """
    unsure_m = _TOLD * pilot.range_sigma_frac * max(goal - pilot.guide.tip_m, 0.0)
    off = p_seen[0] - goal
    x = goal + math.copysign(max(abs(off) - unsure_m, 0.0), off)
    return (x, p_seen[1], p_seen[2]), _TOLD * pilot.rate_sigma_m_s


@lean_kernel
def _sign_outside(change, deadband):
    if change > deadband:
        return 1.0
    return -1.0 if change < -deadband else 0.0


@lean_kernel
def decide(pilot, control, s, p, u, body, memory):
    """One look: writes the deflections it leads to into the memory; `body`: BODY axes in PORT."""
    stage = int(s[STAGE])
    noise = pilot.looks[int(memory[LOOKS]) % pilot.looks.shape[0]]
    p_seen, u_seen = seen(pilot, stage, p, u, noise)
    unsure_m_s = 0.0
    if stage == Part.WAIT.value or stage == Part.KEEPING.value:
        p_seen, unsure_m_s = at_stop(pilot, s[GOAL] + pilot.guide.tip_m, p_seen)
    change = into(body, plus(wanted(pilot.guide, stage, s[GOAL], p_seen), -1.0, u_seen))
    memory[DECIDED] = _sign_outside(change[0], pilot.closing_deadband_m_s + unsure_m_s)
    memory[DECIDED + 1] = _sign_outside(change[1], pilot.deadband_m_s + unsure_m_s)
    memory[DECIDED + 2] = _sign_outside(change[2], pilot.deadband_m_s + unsure_m_s)
    nose, down = look(stage, p)
    if stage == Part.AROUND.value:
        turn_along(pilot, control, p, u, body, memory)
        return
    angle = into(body, rotation_between((nose, cross(down, nose), down), body))
    for i in range(3):
        off = _rounded(angle[i], pilot.see_rad)
        share = off / (control.stick_rad_s * pilot.pulse_s)
        memory[DECIDED + 3 + i] = -min(1.0, max(-1.0, share)) if abs(off) > pilot.tilt_rad else 0.0


@lean_kernel
def turn_along(pilot, control, p, u, body, memory):
    """On the way around: a steady deflection that turns the nose with the sight of the port; roll is left alone."""
    nose, down = axes_from(look(Part.AROUND.value, p)[0], body[2])
    angle = into(body, rotation_between((nose, cross(down, nose), down), body))
    turning = into(body, times(1.0 / dot(p, p), cross(p, u)))
    for i in range(3):
        off = _rounded(angle[i], pilot.see_rad)
        share = (turning[i] - off / _CATCH_UP_s) / control.stick_rad_s
        memory[DECIDED + 3 + i] = min(1.0, max(-1.0, share))


@lean_kernel
def hands(world, ship, pilot, command, memory, s, t_s):
    """Set the handles of this cycle, when there is somebody at them."""
    if not pilot.aboard:
        return
    if s[BY_HAND] == 0.0:
        for i in range(6):
            command[RUD + i] = 0.0
        return
    if t_s > memory[NEXT_LOOK] - 1e-6:
        at = pose(world, t_s)
        p, u = seen_from_port(at, s)
        body, _ = body_in_port(at, s)
        decide(pilot, ship.control, s, p, u, body, memory)
        memory[LOOKS] += 1.0
        memory[NEXT_LOOK] = t_s + pilot.decide_s
        memory[ACT_AT] = t_s + pilot.react_s
        memory[ACT_UNTIL] = memory[ACT_AT] + pilot.pulse_s
    acting = memory[ACT_AT] - 1e-6 <= t_s < memory[ACT_UNTIL] - 1e-6
    steady = s[STAGE] == Part.AROUND.value
    for i in range(3):
        command[RUD + i] = memory[DECIDED + i] if acting else 0.0
        command[RUO + i] = memory[DECIDED + 3 + i] if acting or steady else 0.0
