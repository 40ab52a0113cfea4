"""Entry of a capsule: steering, heat and loads along one flight from the separation of the modules to the parachutes.

Forces are those of `capsule`, the steering that of `steering`.
Heat        stagnation point, cold wall: q = k √(ρ / R_nose) V³ (Sutton and Graves, NASA TR R-376, 1971)
Integration Runge–Kutta 4, fixed steps; the height of the parachutes is met by a secant on the last step
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.base.constants import SUTTON_GRAVES_EARTH
from kazbek.flight.descent.kernels.capsule import (
    BALLISTIC,
    GUIDED,
    PLANAR,
    Roll,
    believed_rates,
    lift_at,
    rates,
    step,
)
from kazbek.flight.descent.kernels.steering import (
    Believed,
    bank_law,
    corrected_bank,
    energy_J_kg,
    last_energy_J_kg,
    roll_rate,
    side_to_roll,
)
from kazbek.flight.descent.kernels.types import (
    BANK_rad,
    DENSITY_kg_m3,
    HEAT_FLUX_W_m2,
    HEAT_LOAD_J_m2,
    LOAD_m_s2,
    R_m,
    T_s,
    Work,
)
from kazbek.laws.compiled import kernel
from kazbek.laws.geodesy import height_of

_FELT_m_s2 = 0.5  # load above which it tells of the air
_CLOSE_m = 1e-3
_MOST_CUTS = 9  # of one step, by a secant on the height


class Guidance(NamedTuple):
    """What the guidance carries from step to step."""

    side: float  # rolled to, 0 before it has rolled
    magnitude_rad: float  # of the bank
    slope_m_rad: float  # of the predicted miss by it
    ratio: float  # of measured to expected load, filtered
    next_s: float  # instant of the next cycle


@kernel
def _step_down(air, wind, at, s, capsule, roll, until, work):
    """One step of `s` from `work.before`, cut short where it meets the height; the time it took."""
    dt, low, high, f_low, f_high = until.step_s, 0.0, until.step_s, 0.0, 0.0
    for tries in range(_MOST_CUTS):
        s[:] = work.before
        step(air, wind, at, s, dt, capsule, roll, work)  # called in one place, so that the compiler puts it there
        f = height_of(s) - until.stop_height_m
        if abs(f) < 0.1 * _CLOSE_m or (tries == 0 and f > 0.0):
            break
        if tries == 0:
            f_low, f_high = height_of(work.before) - until.stop_height_m, f
        elif f > 0.0:
            low, f_low = dt, f
        else:
            high, f_high = dt, f
        dt = low + (high - low) * f_low / (f_low - f_high)
    return dt


@kernel
def _measured(s, known, bank_rad, load_m_s2, ratio, share, u):
    """The filtered ratio of measured to expected load after a step."""
    if load_m_s2 <= _FELT_m_s2:
        return ratio
    expected = believed_rates(s, known, lift_at(GUIDED, bank_rad), 1.0, u)
    return ratio + (load_m_s2 / expected - ratio) * share


@kernel
def _guided(s, known, steering, guidance, bank_rad, due, stop_height_m, work):
    """The guidance after one look at a state: the side to roll to, and where a cycle is `due` the bank's magnitude."""
    side, magnitude, slope = guidance.side, guidance.magnitude_rad, guidance.slope_m_rad
    side = side_to_roll(s, steering, side)
    if due:
        believed = Believed(bank_rad, side, guidance.ratio)
        magnitude, slope = corrected_bank(s, known, steering, believed, magnitude, slope, stop_height_m, work)
    return Guidance(side, magnitude, slope, guidance.ratio, guidance.next_s)


@kernel
def _heat_flux(capsule, rho, speed):
    """At the stagnation point (W/m²)."""
    return SUTTON_GRAVES_EARTH * math.sqrt(rho / capsule.nose_radius_m) * speed**3


@kernel
def enter(surroundings, t_s, state, capsule, known, steering, until, out):
    """Fly from `state` (6,) down to a height, or for as long as `until` (Until) allows.

    Parameters
    ----------
    capsule, known : EntryFigures of the capsule as it is, and as the guidance believes it to be; that the air is denser
        than the grid says it feels in the load it measures
    out : (M, 12) rows written

    Returns
    -------
    rows written; whether the height was met
    """
    air, wind = surroundings.air, surroundings.wind  # apart: taking them out at every step costs a third
    s, stop_height_m, step_s = state.copy(), until.stop_height_m, until.step_s
    work = Work(np.empty(6), np.empty(6), np.empty((4, 6)), np.empty(6), np.empty((4, 6)))
    t, n, heat, last_q, lost = t_s, 0, 0.0, 0.0, 0.0
    mode, share = steering.mode, 1.0 - math.exp(-step_s / steering.filter_s)
    first_energy, last_energy = energy_J_kg(s), last_energy_J_kg(stop_height_m)
    bank, rate, command = steering.bank_rad, 0.0, steering.bank_rad
    guidance = Guidance(0.0, steering.bank_rad, -1.0e6, 1.0, t_s)
    while True:
        height = height_of(s)
        if height < steering.spin_height_m:
            mode = BALLISTIC
        if mode == PLANAR:
            bank = bank_law(energy_J_kg(s), first_energy, last_energy, steering.bank_rad, steering.final_bank_rad)
        at = (t, surroundings.density_factor)
        load, rho, speed = rates(air, wind, at, s, capsule, lift_at(mode, bank), work.k[0])
        q = _heat_flux(capsule, rho, speed)
        heat += 0.5 * (q + last_q) * (t - out[n - 1, T_s]) if n else 0.0
        last_q = q
        out[n, T_s], out[n, BANK_rad], out[n, LOAD_m_s2], out[n, DENSITY_kg_m3] = t, bank, load, rho
        out[n, HEAT_FLUX_W_m2], out[n, HEAT_LOAD_J_m2] = q, heat
        out[n, R_m:BANK_rad] = s
        n += 1
        if height <= stop_height_m + _CLOSE_m:
            return n, True
        if t - t_s >= until.limit_s or n >= out.shape[0]:
            return n, False
        new_rate = 0.0
        if mode == GUIDED:
            ratio = _measured(s, known, bank, load, guidance.ratio, share, work.u)
            steered = speed > steering.last_speed_m_s
            due = steered and lost >= steering.first_lost_m_s and t >= guidance.next_s
            next_s = t + steering.cycle_s if due else guidance.next_s
            guidance = Guidance(guidance.side, guidance.magnitude_rad, guidance.slope_m_rad, ratio, next_s)
            if steered:
                guidance = _guided(s, known, steering, guidance, bank, due, stop_height_m, work)
                command = guidance.side * guidance.magnitude_rad
            if steered and n == 1:
                bank = command
                out[0, BANK_rad] = bank
                rates(air, wind, at, s, capsule, lift_at(mode, bank), work.k[0])
            new_rate = roll_rate(bank, rate, command, step_s, capsule)
        work.before[:] = s
        roll = Roll(mode, bank, 0.5 * (rate + new_rate))
        dt = _step_down(air, wind, at, s, capsule, roll, until, work)
        bank, rate, t, lost = bank + dt * roll.rate_rad_s, new_rate, t + dt, lost + dt * load
