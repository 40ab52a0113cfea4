"""What happens when on an ascent: the sequence of events, and what each does to engines and masses.

Law     an event happens once, when its trigger comes after the event it waits for (`Sequence`, `Trigger`); a stage that
        runs dry first brings the event that waits for its velocity.
Range   any number of stages and events; of two events due at one instant the earlier row comes first.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.flight.ascent.kernels.types import AREA, MASS, Burning, Sequence, Stack, Trigger
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
    return Stack(when_s, rocket.throttle.copy(), np.ones(left_kg.size), left_kg, np.array((mass_kg, rocket.area_m2)))


@kernel
def burning_of(rocket, stack):
    """What acts now."""
    return Burning(
        total(stack.throttle, rocket.thrust_vac_N),
        total_burning(stack.throttle, rocket.exit_area_m2),
        total(stack.throttle, rocket.flow_kg_s),
        stack.body[MASS],
        stack.body[AREA],
    )


@kernel
def burn_off(rocket, stack, flow_kg_s, h):
    """Take off what h seconds of burning use."""
    stack.body[MASS] -= flow_kg_s * h
    for s in range(stack.left_kg.size):
        stack.left_kg[s] = max(0.0, stack.left_kg[s] - stack.throttle[s] * rocket.flow_kg_s[s] * h)


@kernel
def _due(sequence, when, k):
    """Whether event k is still to come and the one it waits for is past."""
    after = int(sequence[k, Sequence.AFTER])
    return math.isnan(when[k]) and (after < 0 or not math.isnan(when[after]))


@kernel
def next_timed(rocket, stack, t):
    """Instant and row of the next event known by time; row K + s when stage s runs dry first."""
    sequence, when, throttle, left = rocket.sequence, stack.when_s, stack.throttle, stack.left_kg
    flow_kg_s, K = rocket.flow_kg_s, rocket.sequence.shape[0]
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
        if throttle[s] > 0.0:
            dry = t + left[s] / (throttle[s] * flow_kg_s[s])
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
def takes_effect(row, rocket, stack):
    """Do what an event's row of the sequence says to engines, masses and drag."""
    stage, gone = int(row[Sequence.STAGE]), int(row[Sequence.DROP_STAGE])
    if stage >= 0:
        stack.throttle[stage] = row[Sequence.THROTTLE]
    stack.body[MASS] -= row[Sequence.DROP_kg]
    if gone >= 0:
        stack.body[MASS] -= stack.attached[gone] * (rocket.empty_kg[gone] + stack.left_kg[gone])
        stack.attached[gone], stack.throttle[gone] = 0.0, 0.0
    if row[Sequence.AREA_m2] > 0.0:
        stack.body[AREA] = row[Sequence.AREA_m2]


@kernel
def runs_dry(sequence, stack, stage):
    """An engine stops for want of propellant; the row of the event that was waiting for its velocity, or -1."""
    stack.throttle[stage], stack.left_kg[stage] = 0.0, 0.0
    return due_at_velocity(sequence, stack.when_s, math.inf)
