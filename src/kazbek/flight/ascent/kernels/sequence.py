"""What happens when on an ascent: the sequence of events, and what each does to engines and masses.

Law     an event happens once, when its trigger comes after the event it waits for (`Sequence`, `Trigger`); a stage that
        runs dry first brings the event that waits for its velocity.
        runs dry with all engines that burn from its tanks.
Range   any number of stages and events; of two events due at one instant the earlier row comes first.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.flight.ascent.kernels.types import AREA, CONTACT, MASS, RISE, Burning, Push, Sequence, Stack, Trigger
from kazbek.laws.compiled import kernel


@kernel
def total(throttle, figure):
    """Sum of a figure of the stages, each times its throttle."""
    found = 0.0
    for s in range(throttle.size):
        found += throttle[s] * figure[s]
    return found


@kernel
def total_burning(throttle, figure):
    """Sum of a figure over the stages that burn at all."""
    found = 0.0
    for s in range(throttle.size):
        if throttle[s] > 0.0:
            found += figure[s]
    return found


@kernel
def new_stack(rocket, left_kg):
    """The rocket at lift-off; `left_kg` (S,) is filled and kept up to date."""
    left_kg[:] = rocket.propellant_kg
    mass_kg = rocket.carried_kg + rocket.empty_kg.sum() + left_kg.sum()
    when_s = np.full(rocket.sequence.shape[0], math.nan)
    body = np.array((mass_kg, rocket.area_m2, 1.0, 0.0))
    return Stack(when_s, rocket.throttle.copy(), np.ones(left_kg.size), left_kg, body)


@kernel
def level_frac(burning, t_s):
    """Of full flow: engines that are lit on the pad come up until shortly after lift-off."""
    return min(1.0, burning.contact_frac + burning.rise_frac_s * t_s)


@kernel
def full_flow_s(stack):
    """When they have come up; 0 for a launcher that leaves its pad at full thrust."""
    rise = stack.body[RISE]
    return (1.0 - stack.body[CONTACT]) / rise if rise > 0.0 else 0.0


@kernel
def flow_time_s(burning, t_s, h):
    """The time at full flow that uses as much as h seconds from `t_s` on, no step across the end of the rise."""
    return 0.5 * h * (level_frac(burning, t_s) + level_frac(burning, t_s + h))


@kernel
def burning_of(rocket, stack):
    """What acts now."""
    return Burning(
        total(stack.throttle, rocket.thrust_vac_N),
        total_burning(stack.throttle, rocket.exit_area_m2),
        total(stack.throttle, rocket.flow_kg_s),
        stack.body[MASS],
        stack.body[AREA],
        stack.body[CONTACT],
        stack.body[RISE],
    )


@kernel
def burn_off(rocket, stack, flow_kg_s, h):
    """Take off what h seconds at full flow use."""
    stack.body[MASS] -= flow_kg_s * h
    for s in range(stack.left_kg.size):
        tank = rocket.tank[s]
        stack.left_kg[tank] = max(0.0, stack.left_kg[tank] - stack.throttle[s] * rocket.flow_kg_s[s] * h)


@kernel
def _due(sequence, when, k):
    """Whether event k is still to come and the one it waits for is past."""
    after = int(sequence[k, Sequence.AFTER])
    return math.isnan(when[k]) and (after < 0 or not math.isnan(when[after]))


@kernel
def _drawn_kg_s(rocket, throttle, s):
    """What all engines together take from the tanks of stage s."""
    flow_kg_s = 0.0
    for engine in range(throttle.size):
        if rocket.tank[engine] == s:
            flow_kg_s += throttle[engine] * rocket.flow_kg_s[engine]
    return flow_kg_s


@kernel
def next_timed(rocket, stack, t):
    """Instant and row of the next event known by time; row K + s when stage s runs dry first."""
    sequence, when, throttle, left = rocket.sequence, stack.when_s, stack.throttle, stack.left_kg
    K = rocket.sequence.shape[0]
    t_next, row = math.inf, -1
    for k in range(K):
        if _due(sequence, when, k):
            due = math.inf
            if int(sequence[k, Sequence.TRIGGER]) == Trigger.AT:
                due = max(sequence[k, Sequence.VALUE], t)
            elif int(sequence[k, Sequence.TRIGGER]) == Trigger.AFTER:
                due = max(when[int(sequence[k, Sequence.AFTER])] + sequence[k, Sequence.VALUE], t)
            if due < t_next:
                t_next, row = due, k
    for s in range(throttle.size):
        drawn_kg_s = _drawn_kg_s(rocket, throttle, s)
        if drawn_kg_s > 0.0:
            dry = t + left[s] / drawn_kg_s
            if dry < t_next:
                t_next, row = dry, K + s
    return t_next, row


@kernel
def due_at_velocity(sequence, when, w):
    """Row of the first apparent-velocity event that is due at w, or -1."""
    for k in range(sequence.shape[0]):
        if (
            int(sequence[k, Sequence.TRIGGER]) == Trigger.APPARENT_VELOCITY
            and w >= sequence[k, Sequence.VALUE]
            and _due(sequence, when, k)
        ):
            return k
    return -1


@kernel
def guided_row(sequence):
    """Row of the event that the closed loop brings, or -1."""
    for k in range(sequence.shape[0]):
        if int(sequence[k, Sequence.TRIGGER]) == Trigger.GUIDED:
            return k
    return -1


@kernel
def _stopped(rocket, stack, s):
    """No engine burns from the tanks of stage s any more."""
    for engine in range(stack.throttle.size):
        if rocket.tank[engine] == s:
            stack.throttle[engine] = 0.0


@kernel
def takes_effect(row, rocket, stack):
    """Do what an event's row of the sequence says to engines, masses and drag."""
    stage, gone = int(row[Sequence.STAGE]), int(row[Sequence.DROP_STAGE])
    if stage >= 0:
        stack.throttle[stage] = row[Sequence.THROTTLE]
    stack.body[MASS] -= row[Sequence.DROP_kg]
    if gone >= 0:
        stack.body[MASS] -= stack.attached[gone] * (rocket.empty_kg[gone] + stack.left_kg[gone])
        stack.attached[gone] = 0.0
        _stopped(rocket, stack, gone)
    if row[Sequence.AREA_m2] > 0.0:
        stack.body[AREA] = row[Sequence.AREA_m2]


@kernel
def runs_dry(rocket, stack, stage):
    """Engines stop for want of propellant; the row of the event that was waiting for their velocity, or -1."""
    stack.left_kg[stage] = 0.0
    _stopped(rocket, stack, stage)
    return due_at_velocity(rocket.sequence, stack.when_s, math.inf)


@kernel
def push_of(rocket, stack, burning, w_m_s):
    """What the closed loop counts on: all that burns now, until the next event that stops a part of it."""
    accel, exhaust = burning.thrust_vac_N / burning.mass_kg, burning.thrust_vac_N / burning.flow_kg_s
    k = due_at_velocity(rocket.sequence, stack.when_s, math.inf)
    if k >= 0:
        row = rocket.sequence[k]
        stage = int(row[Sequence.STAGE])
        less = 0.0 if stage < 0 else stack.throttle[stage] - row[Sequence.THROTTLE]
        thrust_N = burning.thrust_vac_N - less * rocket.thrust_vac_N[stage]
        if less > 0.0 and thrust_N > 0.0:
            later = thrust_N / (burning.flow_kg_s - less * rocket.flow_kg_s[stage])
            return Push(accel, exhaust, row[Sequence.VALUE] - w_m_s, thrust_N / burning.thrust_vac_N, later)
    return Push(accel, exhaust, math.inf, 0.0, exhaust)
