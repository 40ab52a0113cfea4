"""Entry of a capsule: steering, heat and loads along one flight from the separation of the modules to the parachutes.

Forces are those of `capsule`, the steering that of `bank`.
Heat        stagnation point, cold wall: q = k √(ρ / R_nose) V³ (Sutton and Graves, NASA TR R-376, 1971)
Integration Runge–Kutta 4, fixed steps; the height of the parachutes is met by a secant on the last step
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.constants import SUTTON_GRAVES_EARTH
from kazbek.flight.descent.kernels.capsule import BALLISTIC, GUIDED, PLANAR, believed_rates, rates, step
from kazbek.flight.descent.kernels.coast import height_of
from kazbek.flight.descent.kernels.steering import (
    bank_law,
    corrected_bank,
    energy_J_kg,
    last_energy_J_kg,
    roll_rate,
    side_to_roll,
)
from kazbek.laws.compiled import kernel

_FELT_m_s2 = 0.5  # load above which it tells of the air
_CLOSE_m = 1e-3


@kernel
def _step_down(air, wind, t_s, s, before, dt, capsule, mode, bank, rate, density_factor, stop_height_m, k, u):
    """One step of `s` from `before`, cut short where it meets `stop_height_m`; the time it took."""
    s[:] = before
    step(air, wind, t_s, s, dt, capsule, mode, bank, rate, density_factor, k, u)
    f_high = height_of(s) - stop_height_m
    if f_high >= 0.0:
        return dt
    low, high, f_low = 0.0, dt, height_of(before) - stop_height_m
    for _ in range(8):
        dt = low + (high - low) * f_low / (f_low - f_high)
        s[:] = before
        step(air, wind, t_s, s, dt, capsule, mode, bank, rate, density_factor, k, u)
        f = height_of(s) - stop_height_m
        if abs(f) < 0.1 * _CLOSE_m:
            break
        if f > 0.0:
            low, f_low = dt, f
        else:
            high, f_high = dt, f
    return dt


@kernel
def enter(air, wind, density_factor, t_s, state, capsule, known, steering, stop_height_m, limit_s, step_s, out):
    """Fly from `state` (6,) down to `stop_height_m`, or for `limit_s` at most.

    Parameters
    ----------
    air, wind : AirGrid, WindProfile
    density_factor : how much denser the air is than that; the guidance feels it in the load it measures
    capsule, known : Capsule as it is, and as the guidance believes it to be
    out : (M, 12) rows written: t_s, r_ITRF_m, v_ITRF_m_s, bank_rad, load_m_s2, density_kg_m3, heat_flux_W_m2,
        heat_load_J_m2

    Returns
    -------
    rows written; whether the height was met
    """
    s, before, work, u = state.copy(), np.empty(6), np.empty(6), np.empty(6)
    k, tried = np.empty((4, 6)), np.empty((4, 6))
    t, n, heat, last_q, lost = t_s, 0, 0.0, 0.0, 0.0
    mode, side, magnitude, ratio, next_cycle = steering.mode, 0.0, steering.bank_rad, 1.0, t_s
    slope, first_energy, last_energy = -1.0e6, energy_J_kg(s), last_energy_J_kg(stop_height_m)
    bank, rate, command = steering.bank_rad, 0.0, steering.bank_rad
    while True:
        height = height_of(s)
        if mode != BALLISTIC and height < steering.spin_height_m:
            mode = BALLISTIC
        if mode == PLANAR:
            bank = bank_law(energy_J_kg(s), first_energy, last_energy, steering.bank_rad, steering.final_bank_rad)
        load, rho, speed = rates(air, wind, t, s, capsule, mode, bank, density_factor, k[0])
        q = SUTTON_GRAVES_EARTH * math.sqrt(rho / capsule.nose_radius_m) * speed**3
        heat += 0.5 * (q + last_q) * (t - out[n - 1, 0]) if n else 0.0
        last_q = q
        out[n, 0], out[n, 7], out[n, 8], out[n, 9], out[n, 10], out[n, 11] = t, bank, load, rho, q, heat
        out[n, 1:7] = s
        n += 1
        if height <= stop_height_m + _CLOSE_m:
            return n, True
        if t - t_s >= limit_s or n >= out.shape[0]:
            return n, False
        if mode == GUIDED and load > _FELT_m_s2:
            expected = believed_rates(s, known, bank, 1.0, u)
            ratio += (load / expected - ratio) * (1.0 - math.exp(-step_s / steering.filter_s))
        if mode == GUIDED and speed > steering.last_speed_m_s:
            side = side_to_roll(s, steering.aim_ITRF_m, side, steering.corridor_m, steering.corridor_s)
            if lost >= steering.first_lost_m_s and t >= next_cycle:
                next_cycle = t + steering.cycle_s
                magnitude, slope = corrected_bank(
                    s, known, steering, magnitude, bank, slope, side, ratio, stop_height_m, work, tried, u
                )
            command = side * magnitude
            if n == 1:
                bank = command
                out[0, 7] = bank
                rates(air, wind, t, s, capsule, mode, bank, density_factor, k[0])
        before[:] = s
        new_rate = roll_rate(bank, rate, command, step_s, capsule) if mode == GUIDED else 0.0
        mean_rate = 0.5 * (rate + new_rate)
        dt = _step_down(
            air, wind, t, s, before, step_s, capsule, mode, bank, mean_rate, density_factor, stop_height_m, k, u
        )
        bank, rate, t, lost = bank + dt * mean_rate, new_rate, t + dt, lost + dt * load
