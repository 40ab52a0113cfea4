"""The programme of an approach: which stage follows which, and what happens when something fails.

Axes    PORT.
Law     brakes as in `braking.py`; then around → keeping → final. A loss of Kurs breaks off: back from the port, or a
        stop where the ship is; then the second set, and with none left the hand controllers. Failures of the flight's
        plan act when their range or time comes. A push that was not ordered or is not felt, or an attitude out of hand,
        is answered by changing the manifold.
Source  the approach plan and the failures of the mission file.
Range   one call a cycle.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

from kazbek.flight.docking.kernels.braking import fly_far
from kazbek.flight.docking.kernels.columns import (
    ASKED,
    AXIS_DEAD,
    BY_HAND,
    COMM_DEAD,
    COMPUTER_DEAD,
    FAULTS,
    FELT,
    FIRED,
    GOAL,
    GYRO_DEAD,
    HOLD_UNTIL,
    JETS,
    KURS_DEAD,
    KURS_LOST,
    KURS_SET,
    LAMP_DEAD,
    MAIN_DEAD,
    MASS,
    MASS_0,
    NAV_AGE,
    OFF,
    OFF_SINCE,
    ORDERED,
    PROBE_DEAD,
    PROPELLANT,
    PROPELLANT_0,
    RESUME,
    RETREATING,
    SET,
    SIGHT_DEAD,
    SINCE,
    STAGE,
    STATION_DEAD,
    STUCK,
    TV_DEAD,
    VALVE_SHUT,
    CYCLE_s,
    Health,
    Occurrence,
    Part,
)
from kazbek.flight.docking.kernels.guidance import next_stop, on_axis
from kazbek.flight.docking.kernels.sensors import kurs_alive
from kazbek.laws.compiled import lean_kernel
from kazbek.laws.vectors import norm, plus

_SETTLED_m_s = 0.1
_FORGET = 0.997  # of a sum, each cycle
_OFF_m_s, _OFF_frac = 0.02, 0.25  # between measured and ordered: this, and this share of what was ordered


class Fails(IntEnum):
    """What can fail."""

    KURS = 1
    KURS_STATION = 2
    JET = 3
    MANIFOLD = 4
    MAIN = 5
    GYRO = 6
    SIGHT = 7
    TV = 8
    LAMP = 9
    AXIS = 10
    COMPUTER = 11
    PROBE = 12
    PROPELLANT = 13
    COMM = 14
    RETREAT = 15


class When(IntEnum):
    """What sets a failure off."""

    RANGE = 0  # probe to port, m
    TIME = 1  # seconds from the start of the fly-around's clock
    NEVER = 2


# columns of a failure
WHAT, WHICH, WHEN, AT, HOW = 0, 1, 2, 3, 4  # HOW: 1 silent, 2 does not stop; kg of propellant
FAILURE = 5


class Programme(NamedTuple):
    """Waits and distances of the programme, and what is going to fail."""

    hold_s: float
    tolerance_m: float
    back_m: float
    second_set_s: float
    order_s: float
    lost_rad: float  # attitude error at which the manifold is changed
    hands: bool  # whether somebody can take over
    failures: Any  # (n, FAILURE)


@lean_kernel
def enter(s, stage, t_s, happening):
    """Begin a stage."""
    s[STAGE], s[SINCE] = stage, t_s
    return happening


@lean_kernel
def arrived(plan, goal, p, u):
    """Whether the ship has settled where a stage leads."""
    return norm(plus(p, -1.0, goal)) < plan.tolerance_m and norm(u) < _SETTLED_m_s


@lean_kernel
def progress(plan, guide, s, t_s, p, u):
    """The next stage of an undisturbed approach; a Occurrence when one begins."""
    stage = s[STAGE]
    if stage == Part.AROUND.value and arrived(plan, on_axis(guide, guide.standoff_m), p, u):
        s[GOAL], s[HOLD_UNTIL] = guide.standoff_m, t_s + plan.hold_s
        return enter(s, Part.KEEPING.value, t_s, Occurrence.KEEPING.value)
    if stage == Part.KEEPING.value and t_s >= s[HOLD_UNTIL] - 1e-9:
        return enter(s, Part.FINAL.value, t_s, Occurrence.KEPT.value)
    if stage == Part.FINAL.value and s[BY_HAND] == 0.0:
        k = next_stop(guide, s[GOAL])
        if k < guide.stops_m.shape[0] and p[0] - guide.tip_m < guide.stops_m[k] + plan.tolerance_m:
            s[GOAL], s[HOLD_UNTIL] = guide.stops_m[k], t_s + guide.stops_s[k]
            return enter(s, Part.KEEPING.value, t_s, Occurrence.KEEPING.value)
    if stage == Part.BACK.value and arrived(plan, on_axis(guide, s[GOAL]), p, u):
        s[HOLD_UNTIL] = t_s + _wait_s(plan, s)
        return enter(s, Part.WAIT.value, t_s, Occurrence.BACKED.value)
    if (stage == Part.WAIT.value or stage == Part.STAY.value) and t_s >= s[HOLD_UNTIL] - 1e-9:
        return take_up(plan, s, t_s)
    return Occurrence.NONE.value


@lean_kernel
def _wait_s(plan, s):
    return plan.second_set_s if s[KURS_LOST] < 2.0 else plan.order_s


@lean_kernel
def take_up(plan, s, t_s):
    """After the wait: the second set, the hand controllers, or the way back."""
    if s[KURS_LOST] < 2.0:
        s[KURS_SET], s[NAV_AGE] = s[KURS_LOST], 0.0
        return enter(s, s[RESUME], t_s, Occurrence.RESUMED.value)
    return hand_over(plan, s, t_s, 1.0)


@lean_kernel
def hand_over(plan, s, t_s, loop):
    """Give the ship to whoever sits at the handles; with nobody there it goes back."""
    if not plan.hands:
        s[RETREATING] = 1.0
        return enter(s, Part.RETREAT.value, t_s, Occurrence.RETREAT.value)
    s[BY_HAND] = loop
    if s[STAGE] != Part.AROUND.value and s[STAGE] != Part.KEEPING.value and s[STAGE] != Part.FINAL.value:
        s[STAGE], s[SINCE] = s[RESUME], t_s
    return Occurrence.HANDS.value


@lean_kernel
def lose_kurs(plan, guide, s, t_s, tip_m):
    """Break off after the loss of a set."""
    s[KURS_LOST] += 1.0
    if s[STAGE] == Part.FINAL.value:
        s[RESUME], s[GOAL] = Part.FINAL.value, tip_m + plan.back_m
        return enter(s, Part.BACK.value, t_s, Occurrence.KURS_LOST.value)
    s[RESUME], s[HOLD_UNTIL] = s[STAGE], t_s + _wait_s(plan, s)
    return enter(s, Part.STAY.value, t_s, Occurrence.KURS_LOST.value)


@lean_kernel
def guided(s):
    """Whether the autopilot flies a part for which it needs Kurs."""
    stage = s[STAGE]
    return s[BY_HAND] == 0.0 and stage <= Part.FINAL.value


@lean_kernel
def due(failure, s, t_s, tip_m):
    """Whether a failure's moment has come."""
    if failure[WHEN] == When.RANGE.value:
        ready = failure[WHAT] != Fails.KURS.value or (guided(s) and kurs_alive(s))
        return ready and tip_m <= failure[AT]
    return failure[WHEN] == When.TIME.value and t_s >= failure[AT]


@lean_kernel
def fail(jets_count, failure, s):
    """Make it so. A system without a place in this ship's row stays sound."""
    what, which, how = int(failure[WHAT]), int(failure[WHICH]), failure[HOW]
    if what == Fails.KURS.value:
        s[KURS_DEAD + (int(s[KURS_SET]) if which < 0 else which)] = how
    elif what == Fails.KURS_STATION.value:
        s[STATION_DEAD + (int(s[KURS_SET]) if which < 0 else which)] = how
    elif what == Fails.JET.value and 0 <= which < jets_count:
        s[JETS + 2 * jets_count + which] = how
        s[STUCK] += 1.0 if how == Health.OPEN.value else 0.0
    elif what == Fails.MANIFOLD.value:
        s[VALVE_SHUT + which] = how
    elif what == Fails.AXIS.value:
        s[AXIS_DEAD + which] = how
    elif what == Fails.PROPELLANT.value:
        lost_kg = min(how, s[PROPELLANT])
        s[PROPELLANT_0], s[PROPELLANT] = s[PROPELLANT_0] - lost_kg, s[PROPELLANT] - lost_kg
        s[MASS_0], s[MASS] = s[MASS_0] - lost_kg, s[MASS] - lost_kg
    else:
        fail_flag(what, how, s)


@lean_kernel
def fail_flag(what, how, s):
    """Failures that are one flag."""
    if what == Fails.MAIN.value:
        s[MAIN_DEAD] = how
    elif what == Fails.GYRO.value:
        s[GYRO_DEAD] = how
    elif what == Fails.SIGHT.value:
        s[SIGHT_DEAD] = how
    elif what == Fails.TV.value:
        s[TV_DEAD] = how
    elif what == Fails.LAMP.value:
        s[LAMP_DEAD] = how
    elif what == Fails.COMPUTER.value:
        s[COMPUTER_DEAD] = how
    elif what == Fails.PROBE.value:
        s[PROBE_DEAD] = how
    elif what == Fails.COMM.value:
        s[COMM_DEAD] = how
    elif what == Fails.RETREAT.value:
        s[RETREATING] = how


@lean_kernel
def failures_due(plan, jets_count, s, t_s, tip_m):
    """Set off the failures whose moment has come, one a cycle; a Occurrence if there was one."""
    n = min(plan.failures.shape[0], FAULTS)
    for k in range(n):
        if s[FIRED + k] == 0.0 and due(plan.failures[k], s, t_s, tip_m):
            s[FIRED + k] = 1.0
            fail(jets_count, plan.failures[k], s)
            return Occurrence.FAULT.value
    return Occurrence.NONE.value


@lean_kernel
def compare(s):
    """How far what was measured differs from what was ordered, forgetting in some minute; whether by too much."""
    off, asked = 0.0, 0.0
    for i in range(3):
        s[OFF + i] = _FORGET * s[OFF + i] + s[FELT + i] - s[ORDERED + i]
        s[ASKED + i] = _FORGET * s[ASKED + i] + abs(s[ORDERED + i])
        s[FELT + i] = 0.0
        off, asked = off + s[OFF + i] ** 2, asked + s[ASKED + i]
    return off > (_OFF_m_s + _OFF_frac * asked) ** 2


@lean_kernel
def change_manifold(s):
    """Shut the manifold in use and take the other; with one shut already, that one again."""
    used = int(s[SET])
    s[VALVE_SHUT + used], s[VALVE_SHUT + 1 - used] = 1.0, 0.0
    s[SET], s[OFF_SINCE] = 1.0 - s[SET], 0.0
    for i in range(3):
        s[OFF + i], s[ASKED + i] = 0.0, 0.0


@lean_kernel
def jets_lost(plan, s, t_s, error_rad, parted):
    """Change the manifold when accelerometers and orders part, or the attitude is out of hand for five seconds."""
    if error_rad < plan.lost_rad:
        s[OFF_SINCE] = 0.0
    elif s[OFF_SINCE] == 0.0:
        s[OFF_SINCE] = t_s
    if parted or (s[OFF_SINCE] > 0.0 and t_s - s[OFF_SINCE] > 5.0):
        change_manifold(s)


@lean_kernel
def decide(plan, guide, jets, s, t_s, p, u, tip_m):
    """One cycle of the programme; what happened in it."""
    if s[COMPUTER_DEAD] > 0.0 and s[BY_HAND] < 2.0:
        return hand_over(plan, s, t_s, 2.0)
    if s[RETREATING] > 0.0 and s[BY_HAND] == 0.0 and s[STAGE] != Part.RETREAT.value:
        return enter(s, Part.RETREAT.value, t_s, Occurrence.RETREAT.value)
    if s[STAGE] <= Part.BRAKE.value:
        at_end = plus(p, CYCLE_s, u)
        return fly_far(plan, guide, jets, s, t_s, at_end) if s[BY_HAND] == 0.0 else Occurrence.NONE.value
    if guided(s) and not kurs_alive(s):
        return lose_kurs(plan, guide, s, t_s, tip_m)
    return progress(plan, guide, s, t_s, p, u)
