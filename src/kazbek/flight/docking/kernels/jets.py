"""The jets of a ship: what fires now, and which to fire for a wanted impulse and turn.

Axes    BODY, origin at the centre of mass of a ship of the reference mass.
Law     force and torque are sums over the jets that are open; the centre of mass moves ahead by `ahead_m_kg` for each
        kilogram spent, and with it every lever. Which jets make one newton-second along an axis, or one newton-metre-
        second about it, was solved for beforehand (least propellant, linear programme) for each set of jets; what
        else those jets do is left in: a turn by jets at the stern also pushes ahead.
Source  Crawford, "Minimum fuel thruster selection by linear programming" (MIT CSDL C-2972, 1969); the jets' own table
        is the ship's data file.
        The main engine swivels: its thrust line is kept through the centre of mass.
Range   pulses of whole ticks, at least `least` of them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kazbek.flight.docking.kernels.columns import (
    BURNING,
    JETS,
    MAIN_LEFT,
    MAIN_ORDER,
    STUCK,
    TICKS,
    VALVE_SHUT,
    Health,
    TICK_s,
)
from kazbek.laws.compiled import lean_kernel

AXES = 12  # +x −x +y −y +z −z, then the turns


class Jets(NamedTuple):
    """Jets as built, and the choice among them."""

    force: Any  # (n, 3) N along BODY
    torque: Any  # (n, 3) N m about the reference centre of mass
    flow_kg_s: Any  # (n,)
    manifold: Any  # (n,) 0 or 1
    choice: Any  # (6, AXES, n) seconds of each jet per N s or N m s: three sets by computer, three without it
    strength: Any  # (6, AXES) N or N m with the hardest-working jet of the choice always open
    least: int  # ticks of the shortest pulse
    delay: int  # ticks from order to thrust
    main_N: float  # of the main engine
    main_flow_kg_s: float
    ahead: Any  # (levels, n) seconds of each jet per N s of a brake, both manifolds open, rising force
    ahead_N: Any  # (levels,) force with the hardest-working jet always open


@lean_kernel
def opened(jets, s):
    """Latch what was ordered: called `delay` ticks into each cycle."""
    n = jets.force.shape[0]
    longest = s[MAIN_ORDER]
    s[MAIN_LEFT], s[MAIN_ORDER] = s[MAIN_ORDER], 0.0
    for k in range(n):
        s[JETS + n + k] = s[JETS + k]
        longest = max(longest, s[JETS + k])
        s[JETS + k] = 0.0
    s[BURNING] = longest


@lean_kernel
def firing(jets, s, k):
    """Whether jet k is open in this tick."""
    n = jets.force.shape[0]
    if s[VALVE_SHUT + jets.manifold[k]] > 0.0:
        return False
    health = s[JETS + 2 * n + k]
    return health == Health.OPEN.value or (s[JETS + n + k] > 0.0 and health != Health.DEAD.value)


@lean_kernel
def idle(s):
    """Whether no jet is open in this tick."""
    return s[BURNING] <= 0.0 and s[STUCK] <= 0.0


@lean_kernel
def thrust(jets, body, mass_kg, s):
    """Force (N), torque (N m) and flow (kg/s) of the jets that are open."""
    n = jets.force.shape[0]
    fx, fy, fz, tx, ty, tz, flow = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    if idle(s):
        return (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 0.0
    if s[MAIN_LEFT] > 0.0:
        fx, flow = jets.main_N, jets.main_flow_kg_s
    for k in range(n):
        if firing(jets, s, k):
            fx += jets.force[k, 0]
            fy += jets.force[k, 1]
            fz += jets.force[k, 2]
            tx += jets.torque[k, 0]
            ty += jets.torque[k, 1]
            tz += jets.torque[k, 2]
            flow += jets.flow_kg_s[k]
    ahead = body.ahead_m_kg * (body.at_mass_kg - mass_kg)
    return (fx, fy, fz), (tx, ty + ahead * fz, tz - ahead * fy), flow


@lean_kernel
def steady(jets, s, most):
    """For how many ticks the same jets stay open, `most` at most."""
    n = jets.force.shape[0]
    if s[MAIN_LEFT] > 0.0:
        most = min(most, int(s[MAIN_LEFT]))
    for k in range(n):
        if s[JETS + n + k] > 0.0:
            most = min(most, int(s[JETS + n + k]))
    return most


@lean_kernel
def used(jets, s, count):
    """So many ticks of every open jet are used up; whether one of them shuts."""
    n, shut = jets.force.shape[0], False
    s[BURNING] -= count
    if s[MAIN_LEFT] > 0.0:
        s[MAIN_LEFT] -= count
        shut = s[MAIN_LEFT] <= 0.0
    for k in range(n):
        if s[JETS + n + k] > 0.0:
            s[JETS + n + k] -= count
            shut = shut or s[JETS + n + k] <= 0.0
    return shut


@lean_kernel
def row_of(axis, amount):
    """Row of `choice` for a signed amount along one of six axes."""
    return 2 * axis + (0 if amount >= 0.0 else 1)


@lean_kernel
def order(jets, ticks, law, axis, amount):
    """Add to `ticks` (n,) what makes `amount` (N s or N m s) along an axis; fractions of ticks are kept for now."""
    row = row_of(axis, amount)
    for k in range(ticks.shape[0]):
        ticks[k] += abs(amount) * jets.choice[law, row, k] / TICK_s


@lean_kernel
def combined(jets, s, turning, moving):
    """Order turns, and of the moves as large a share as the jets have room for beside them."""
    n, share = jets.force.shape[0], 1.0
    for k in range(n):
        if moving[k] > 0.0:
            share = min(share, max(0.0, TICKS - turning[k]) / moving[k])
    for k in range(n):
        s[JETS + k] = turning[k] + share * moving[k]


@lean_kernel
def rounded(jets, s):
    """Whole ticks from the ordered ones: nothing below half the shortest pulse, the shortest up to itself."""
    n, least = jets.force.shape[0], jets.least
    for k in range(n):
        ticks = s[JETS + k]
        if ticks < 0.5 * least:
            ticks = 0.0
        elif ticks < least:
            ticks = least
        s[JETS + k] = min(float(int(ticks + 0.5)), float(TICKS))


@lean_kernel
def ordered(jets, s, mass_kg):
    """Velocity change (BODY) of what is ordered, were every jet of the open manifolds sound."""
    n = jets.force.shape[0]
    x, y, z = s[MAIN_ORDER] * TICK_s * jets.main_N / mass_kg, 0.0, 0.0
    for k in range(n):
        on = s[JETS + k] * TICK_s / mass_kg
        if s[VALVE_SHUT + jets.manifold[k]] > 0.0:
            continue
        x += jets.force[k, 0] * on
        y += jets.force[k, 1] * on
        z += jets.force[k, 2] * on
    return x, y, z
