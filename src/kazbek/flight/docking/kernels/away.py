"""Flight away from the port: the ticks of a cycle in stretches between two switches of the jets.

Axes    as in `columns.py`.
Law     while the same jets are open, force and torque along BODY are constant, and the ship is placed in one step from
        where they last switched. So the number of calls changes no bit: a stretch flown tick by tick ends where one
        call would have placed it. The accelerometers count tick by tick.
Source  the modules it calls.
Range   within one cycle of the computer; 16 ticks in one step are within 3e-8 m/s and 5e-8 m of 16 steps.
"""

from __future__ import annotations

from kazbek.flight.docking.kernels.body import move
from kazbek.flight.docking.kernels.columns import (
    BEGAN,
    BODY_STATE,
    FELT,
    IMPULSE,
    MASS,
    PROPELLANT,
    STEADY,
    TICK,
    TICKS,
    Occurrence,
    TICK_s,
)
from kazbek.flight.docking.kernels.jets import idle, opened, steady, thrust, used
from kazbek.laws.compiled import lean_kernel
from kazbek.laws.vectors import norm

_NO_PUSH = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.0)


@lean_kernel
def keep(s):
    """Keep where the ship is, to fly on from there."""
    for i in range(BODY_STATE):
        s[BEGAN + i] = s[i]


@lean_kernel
def placed(body, s, push, h_s):
    """Place the ship where it is after h of one push from where it was kept."""
    force, torque, flow_kg_s = push
    for i in range(BODY_STATE):
        s[i] = s[BEGAN + i]
    move(body, s, force, torque, flow_kg_s, h_s)


@lean_kernel
def felt(s, force, mass_kg):
    """What the accelerometers measure of a tick's push, and its impulse."""
    s[IMPULSE] += norm(force) * TICK_s
    for i in range(3):
        s[FELT + i] += force[i] * TICK_s / mass_kg


@lean_kernel
def switched(jets, body, s):
    """Open the jets ordered in this cycle; a ship in free flight that stays in it flies on from where that began."""
    quiet = idle(s)
    opened(jets, s)
    if quiet and idle(s):
        return
    if quiet and s[STEADY] > 0.0:
        placed(body, s, _NO_PUSH, s[STEADY] * TICK_s)
    s[STEADY] = 0.0


@lean_kernel
def under_jets(jets, body, s, count):
    """So many ticks with the same jets open; DRY when the tanks are empty."""
    force, torque, flow_kg_s = thrust(jets, body, s[BEGAN + MASS], s)
    last = s[BEGAN + PROPELLANT] / (flow_kg_s * TICK_s) if flow_kg_s > 0.0 else 1e9  # ticks that the tanks allow
    dry = s[STEADY] + count > last
    if dry:
        count = int(last - s[STEADY])
    for i in range(count):
        felt(s, force, s[BEGAN + MASS] - (s[STEADY] + i) * TICK_s * flow_kg_s)
    s[STEADY] += count
    s[TICK] += count + dry
    placed(body, s, (force, torque, flow_kg_s), s[STEADY] * TICK_s)
    if used(jets, s, count):
        s[STEADY] = 0.0
    return Occurrence.DRY.value if dry else Occurrence.NONE.value


@lean_kernel
def glide(jets, body, s, count):
    """So many ticks of flight away from the port, within one cycle; DRY when the tanks are empty.

    Until jets switch, the ship is placed in one step from where they last did: the number of calls changes no bit.
    """
    k = int(s[TICK]) % TICKS
    end = k + count
    if k == 0:
        s[STEADY] = 0.0
    while k < end:
        if k == jets.delay:
            switched(jets, body, s)
        if s[STEADY] == 0.0:
            keep(s)
        most = (min(end, jets.delay) if k < jets.delay else end) - k
        if idle(s):
            s[STEADY] += most
            s[TICK] += most
            if k + most == end:
                placed(body, s, _NO_PUSH, s[STEADY] * TICK_s)
            k += most
        else:
            m = steady(jets, s, most)
            if under_jets(jets, body, s, m) != Occurrence.NONE.value:
                return Occurrence.DRY.value
            k += m
    return Occurrence.NONE.value
