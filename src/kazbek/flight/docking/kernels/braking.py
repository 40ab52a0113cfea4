"""Brakes: burns along a direction fixed in the stars, and the free flight between them.

Axes    GCRF for the attitude to hold, RTN for the aim, PORT for what Kurs gives.
Law     the aim is turned to the attitude ordered, no faster than a programmed turn, and held against the turn of the
        orbit. A burn begins with the start-up of its engine; each cycle orders the main engine or the axial jets for
        what is still missing of the ordered velocity change, as the accelerometers felt it along the ordered direction,
        and the last cycle a part of it. With the main engine dead both sets of jets burn in its place. Free flight
        ends at a range to the station. After a loss of Kurs the ship flies on with the estimate until the second set
        has locked on.
Source  cut-off by integrating accelerometers: Battin, Astronautics (1999), 10.2 (velocity to be gained); the orders of
        the brakes are the profile's.
Range   inside 10 km; one call a cycle.
"""

from __future__ import annotations

from kazbek.flight.docking.kernels.attitude import follow
from kazbek.flight.docking.kernels.body import along, axes_of, into, rotated
from kazbek.flight.docking.kernels.columns import (
    AIM_DOWN,
    AIM_NOSE,
    AIM_RATE,
    BURN_LEFT,
    BURN_LEVEL,
    BURN_LIT,
    FELT,
    GOAL,
    HOLD_UNTIL,
    KURS_LOST,
    KURS_SET,
    MAIN_DEAD,
    MAIN_LEFT,
    MAIN_ORDER,
    MASS,
    NAV_AGE,
    POSE_DOWN,
    POSE_NOSE,
    SINCE,
    STAGE,
    TICKS,
    VALVE_SHUT,
    CYCLE_s,
    Occurrence,
    Part,
    TICK_s,
)
from kazbek.flight.docking.kernels.jets import order
from kazbek.flight.docking.kernels.sensors import kurs_alive
from kazbek.laws.compiled import lean_kernel
from kazbek.laws.vectors import dot, norm, plus, put, taken


@lean_kernel
def hold_pose(control, s, rtn, rate_rad_s):
    """Turn the aim to the ordered attitude and carry it against the turn of RTN."""
    back = (0.0, 0.0, -rate_rad_s * CYCLE_s)
    put(s, AIM_NOSE, rotated(taken(s, AIM_NOSE), back))
    put(s, AIM_DOWN, rotated(taken(s, AIM_DOWN), back))
    follow(control, s, into(rtn, taken(s, POSE_NOSE)), into(rtn, taken(s, POSE_DOWN)))
    s[AIM_RATE + 2] -= rate_rad_s


@lean_kernel
def by_main(s):
    """Whether this burn is the main engine's, and it works."""
    return s[BURN_LEVEL] == 0.0 and s[MAIN_DEAD] == 0.0


@lean_kernel
def measure(s):
    """Take what the accelerometers felt in the last cycle, along the ordered direction, off what is missing."""
    if s[STAGE] == Part.BRAKE.value:
        s[BURN_LEFT] -= dot(along(axes_of(s), taken(s, FELT)), taken(s, POSE_NOSE))


@lean_kernel
def level_of(jets, s):
    """Row of `ahead` for a burn by jets: the ordered level, in place of a dead main engine the strongest."""
    n, level = jets.ahead.shape[0], int(s[BURN_LEVEL])
    return (level if 0 < level < n else n) - 1


@lean_kernel
def missing(jets, s):
    """Velocity change still to order: a tick of the main engine may be under way from the last cycle."""
    return s[BURN_LEFT] - s[MAIN_LEFT] * TICK_s * jets.main_N / s[MASS]


@lean_kernel
def given(jets, s, t_s):
    """Whether a burn has given what was ordered, to half of the least that its engine can."""
    least_Ns = jets.main_N * TICK_s if by_main(s) else jets.ahead_N[level_of(jets, s)] * TICK_s * jets.least
    return t_s >= s[BURN_LIT] - 1e-9 and missing(jets, s) * s[MASS] < 0.5 * least_Ns


@lean_kernel
def burn(jets, s, moving, law, t_s):
    """Order this cycle's share of a burn: the main engine, or axial jets with the force of the ordered level."""
    if s[STAGE] != Part.BRAKE.value or t_s < s[BURN_LIT] - 1e-9:
        return
    need_Ns = missing(jets, s) * s[MASS]
    if by_main(s):
        s[MAIN_ORDER] = min(float(TICKS), float(int(need_Ns / (jets.main_N * TICK_s) + 0.5)))
    elif s[VALVE_SHUT] > 0.0 or s[VALVE_SHUT + 1] > 0.0:
        order(jets, moving, law, 0, min(jets.strength[law, 0] * CYCLE_s, need_Ns))
    else:
        level = level_of(jets, s)
        push_Ns = min(jets.ahead_N[level] * CYCLE_s, need_Ns)
        for k in range(moving.shape[0]):
            moving[k] += push_Ns * jets.ahead[level, k] / TICK_s


@lean_kernel
def fly_far(plan, guide, jets, s, t_s, at_end):
    """The programme of the brakes; what happened in this cycle. `at_end`: place (PORT) foreseen for its end."""
    if not kurs_alive(s) and s[KURS_LOST] < 2.0:
        if s[KURS_SET] >= s[KURS_LOST]:
            s[KURS_LOST] += 1.0
            s[SINCE], s[HOLD_UNTIL] = t_s, t_s + plan.second_set_s
            return Occurrence.KURS_LOST.value
        if t_s >= s[HOLD_UNTIL] - 1e-9:
            s[KURS_SET], s[NAV_AGE] = s[KURS_LOST], 0.0
            return Occurrence.RESUMED.value
    if s[STAGE] == Part.BRAKE.value and given(jets, s, t_s):
        s[STAGE], s[SINCE] = Part.COAST.value, t_s
        return Occurrence.BRAKED.value
    if s[STAGE] == Part.COAST.value and norm(plus(at_end, -1.0, taken(guide.centre, 0))) <= s[GOAL]:
        return Occurrence.AROUND.value
    return Occurrence.NONE.value
