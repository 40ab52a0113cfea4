"""Entry of a capsule that steers by rolling: three degrees of freedom, closed-loop bank, heat and loads.

Steering
    bank law    magnitude linear in energy from `bank` now to `final_bank` at the parachutes (Lu, "Entry Guidance: A
                Unified Method", J. Guidance 37(3), 2014); each cycle a numerical predictor flies the rest and a secant
                corrector makes the predicted end lie abeam of the aim
    measured    the predictor multiplies the model's aerodynamic force by a ratio of measured to modelled load, filtered
                (Brunner and Lu, J. Guidance 31(1), 2008): that is how thin or thick air and a wrong drag are met
    side        the roll changes sign when the aim lies further off the plane of flight than a corridor narrowing with
                speed; it goes through lift-up, within the roll rate and acceleration of the capsule
Heat        stagnation point, cold wall: q = k √(ρ / R_nose) V³ (Sutton and Graves, NASA TR R-376, 1971)
Integration Runge–Kutta 4, fixed steps; heights met by a secant on the last step
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import SUTTON_GRAVES_EARTH, EGM2008_GM_m3_s2
from kazbek.kernels._compile import kernel
from kazbek.kernels.atmosphere import us76
from kazbek.kernels.descent import MEAN_RADIUS_m, airstream, height_of, tangent_distance_m, weight
from kazbek.kernels.tables import table_at

PREDICTOR_STEP_s = 6.0
BALLISTIC, PLANAR, HELD, GUIDED = 0, 1, 2, 3  # no lift; the bank law, upward part only; bank held; closed loop


class Capsule(NamedTuple):
    """What enters. Tables are by Mach number, for the trimmed capsule, in the axes of the airstream."""

    mass_kg: float
    area_m2: float
    nose_radius_m: float
    mach: NDArray[np.float64]  # (N,)
    cd: NDArray[np.float64]  # (N,)
    lift_drag: NDArray[np.float64]  # (N,)
    roll_rate_rad_s: float
    roll_acceleration_rad_s2: float


class Steering(NamedTuple):
    """How it is steered; `mode` is one of BALLISTIC, PLANAR, HELD, GUIDED."""

    mode: int
    bank_rad: float  # held, or at the start
    final_bank_rad: float  # at the parachutes
    least_bank_rad: float
    most_bank_rad: float
    aim_ITRF_m: NDArray[np.float64]  # (3,)
    first_height_m: float  # steering starts below
    last_speed_m_s: float  # and ends below
    cycle_s: float
    corridor_m: float  # half width of the side corridor at rest
    corridor_s: float  # and what it grows by per m/s of speed
    filter_s: float  # time constant of the load ratio
    spin_height_m: float  # switch to BALLISTIC below this height (fault); 0: never


@kernel
def _aerodynamic(capsule, mode, bank_rad, rho, sound, x, y, z, ux, uy, uz, u):
    """Drag and lift (m/s², ITRF axes) of an airstream u, and their size."""
    mach = u / sound
    drag = 0.5 * rho * u * u * table_at(capsule.mach, capsule.cd, mach) * capsule.area_m2 / capsule.mass_kg
    d = -drag / u
    ax, ay, az = d * ux, d * uy, d * uz
    if mode == BALLISTIC:
        return ax, ay, az, drag
    lift = drag * table_at(capsule.mach, capsule.lift_drag, mach)
    px, py, pz = uy * z - uz * y, uz * x - ux * z, ux * y - uy * x  # right of the flight: u × up
    p = math.sqrt(px * px + py * py + pz * pz) + 1e-9
    px, py, pz = px / p, py / p, pz / p
    qx, qy, qz = (py * uz - pz * uy) / u, (pz * ux - px * uz) / u, (px * uy - py * ux) / u  # up, across the flight
    up = lift * math.cos(bank_rad)
    right = lift * math.sin(bank_rad) if mode != PLANAR else 0.0
    return (ax + up * qx + right * px, ay + up * qy + right * py, az + up * qz + right * pz,
            math.sqrt(drag * drag + up * up + right * right))


@kernel
def _rates(air, wind, t_s, s, capsule, mode, bank_rad, density_factor, out):
    """d/dt of (r, v) in the air of the day; returns the sensed acceleration, density and air speed."""
    gx, gy, gz = weight(s[0], s[1], s[2], s[3], s[4], s[5])
    rho, sound, _, ux, uy, uz, u = airstream(air, wind, t_s, s[0], s[1], s[2], s[3], s[4], s[5])
    rho *= density_factor
    ax, ay, az, load = _aerodynamic(capsule, mode, bank_rad, rho, sound, s[0], s[1], s[2], ux, uy, uz, u)
    out[0], out[1], out[2], out[3], out[4], out[5] = s[3], s[4], s[5], gx + ax, gy + ay, gz + az
    return load, rho, u


@kernel
def _believed_rates(s, capsule, bank_rad, density_factor, out):
    """The same as the guidance believes: standard air, calm, below 86 km; returns the sensed acceleration."""
    gx, gy, gz = weight(s[0], s[1], s[2], s[3], s[4], s[5])
    rho, _, _, sound = us76(height_of(s))
    u = math.sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5])
    ax, ay, az, load = _aerodynamic(capsule, HELD, bank_rad, rho * density_factor, sound, s[0], s[1], s[2], s[3], s[4],
                                    s[5], u)
    out[0], out[1], out[2], out[3], out[4], out[5] = s[3], s[4], s[5], gx + ax, gy + ay, gz + az
    return load


@kernel
def _step(air, wind, t_s, s, dt, capsule, mode, bank_rad, bank_rate_rad_s, density_factor, k, u):
    """One Runge–Kutta 4 step of `s` (6,) in place, bank linear in time; `k` (4, 6) with k[0] known, `u` (6,) work."""
    for i in range(6):
        u[i] = s[i] + 0.5 * dt * k[0, i]
    middle = bank_rad + 0.5 * dt * bank_rate_rad_s
    _rates(air, wind, t_s + 0.5 * dt, u, capsule, mode, middle, density_factor, k[1])
    for i in range(6):
        u[i] = s[i] + 0.5 * dt * k[1, i]
    _rates(air, wind, t_s + 0.5 * dt, u, capsule, mode, middle, density_factor, k[2])
    for i in range(6):
        u[i] = s[i] + dt * k[2, i]
    _rates(air, wind, t_s + dt, u, capsule, mode, bank_rad + dt * bank_rate_rad_s, density_factor, k[3])
    for i in range(6):
        s[i] += dt / 6.0 * (k[0, i] + 2.0 * k[1, i] + 2.0 * k[2, i] + k[3, i])


@kernel
def _believed_step(s, dt, capsule, bank_rad, density_factor, k, u):
    """One Runge–Kutta 4 step of `s` in place, as the guidance believes."""
    _believed_rates(s, capsule, bank_rad, density_factor, k[0])
    for i in range(6):
        u[i] = s[i] + 0.5 * dt * k[0, i]
    _believed_rates(u, capsule, bank_rad, density_factor, k[1])
    for i in range(6):
        u[i] = s[i] + 0.5 * dt * k[1, i]
    _believed_rates(u, capsule, bank_rad, density_factor, k[2])
    for i in range(6):
        u[i] = s[i] + dt * k[2, i]
    _believed_rates(u, capsule, bank_rad, density_factor, k[3])
    for i in range(6):
        s[i] += dt / 6.0 * (k[0, i] + 2.0 * k[1, i] + 2.0 * k[2, i] + k[3, i])


@kernel
def _energy(s):
    """Specific energy (J/kg) of the motion over the ground; falls steadily once the air is felt."""
    r = math.sqrt(s[0] * s[0] + s[1] * s[1] + s[2] * s[2])
    return 0.5 * (s[3] * s[3] + s[4] * s[4] + s[5] * s[5]) - EGM2008_GM_m3_s2 / r


@kernel
def _last_energy(stop_height_m):
    """The same at the parachutes, some 200 m/s fast."""
    return -EGM2008_GM_m3_s2 / (MEAN_RADIUS_m + stop_height_m) + 0.5 * 200.0**2


@kernel
def _bank_law(energy, energy_now, energy_end, bank_rad, final_bank_rad):
    """Magnitude of the bank at an energy between now and the end."""
    x = (energy_now - energy) / max(energy_now - energy_end, 1.0)
    return bank_rad + min(max(x, 0.0), 1.0) * (final_bank_rad - bank_rad)


@kernel
def _predicted_miss_m(state, capsule, steering, bank_rad, side, ratio, stop_height_m, s, k, u):
    """How far beyond the aim the rest of the flight ends, along the way there, for one value of `bank_rad`."""
    s[:] = state
    now, end = _energy(s), _last_energy(stop_height_m)
    dt, before = PREDICTOR_STEP_s, height_of(s)
    for _ in range(400):
        bank = side * _bank_law(_energy(s), now, end, bank_rad, steering.final_bank_rad)
        u_x, u_y, u_z = s[0], s[1], s[2]
        _believed_step(s, dt, capsule, bank, ratio, k, u)
        after = height_of(s)
        if after <= stop_height_m:
            f = (before - stop_height_m) / (before - after)
            s[0], s[1], s[2] = u_x + f * (s[0] - u_x), u_y + f * (s[1] - u_y), u_z + f * (s[2] - u_z)
            break
        before = after
    a = steering.aim_ITRF_m
    aim, _ = tangent_distance_m(state[0], state[1], state[2], a[0], a[1], a[2], a[0], a[1], a[2])
    got, _ = tangent_distance_m(state[0], state[1], state[2], s[0], s[1], s[2], a[0], a[1], a[2])
    return got - aim


@kernel
def _corrected_bank(state, capsule, steering, bank_rad, slope_m_rad, side, ratio, stop_height_m, s, k, u):
    """The bank whose predicted miss along the way is nil, and the slope of the miss there.

    A guarded secant that starts from the slope of the last cycle; the nearer limit where no bank will do. The miss is
    let be while it is under 0.3 km or a 250th of the way to go.
    """
    least, most = steering.least_bank_rad, steering.most_bank_rad
    aim = steering.aim_ITRF_m
    to_go_m, _ = tangent_distance_m(state[0], state[1], state[2], aim[0], aim[1], aim[2], aim[0], aim[1], aim[2])
    enough_m = max(300.0, 0.004 * to_go_m)
    a = min(max(bank_rad, least), most)
    fa = _predicted_miss_m(state, capsule, steering, a, side, ratio, stop_height_m, s, k, u)
    for tries in range(5):
        if abs(fa) < enough_m:
            break
        b = min(max(a - min(max(fa / slope_m_rad, -0.4), 0.4), least), most)
        if b == a or (tries > 0 and abs(fa) < 5.0 * enough_m):  # the last step needs no proof: the next cycle is near
            return b, slope_m_rad
        fb = _predicted_miss_m(state, capsule, steering, b, side, ratio, stop_height_m, s, k, u)
        slope_m_rad = min((fb - fa) / (b - a), -1.0e4)  # more bank is always shorter
        a, fa = b, fb
    return a, slope_m_rad


@kernel
def _side(state, aim, side, corridor_m, corridor_s):
    """Which way to roll, +1 right or −1 left, given the way rolled now (0: none yet)."""
    x, y, z, vx, vy, vz = state[0], state[1], state[2], state[3], state[4], state[5]
    v = math.sqrt(vx * vx + vy * vy + vz * vz)
    _, left = tangent_distance_m(x, y, z, aim[0], aim[1], aim[2], x + vx, y + vy, z + vz)
    wanted = -1.0 if left > 0.0 else 1.0
    if side == 0.0 or (wanted != side and abs(left) > corridor_m + corridor_s * v):
        return wanted
    return side


@kernel
def _roll(bank_rad, rate_rad_s, command_rad, dt, capsule):
    """Bank rate after `dt` that heads for `command_rad` within rate and acceleration limits, ready to stop there."""
    error = command_rad - bank_rad
    a = capsule.roll_acceleration_rad_s2
    wanted = math.copysign(min(capsule.roll_rate_rad_s, math.sqrt(2.0 * a * abs(error)), abs(error) / dt), error)
    return rate_rad_s + min(max(wanted - rate_rad_s, -a * dt), a * dt)


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
    t, n, heat, last_q = t_s, 0, 0.0, 0.0
    mode, side, magnitude, ratio, next_cycle = steering.mode, 0.0, steering.bank_rad, 1.0, t_s
    slope, first_energy, last_energy = -1.0e6, _energy(s), _last_energy(stop_height_m)
    bank, rate, command = steering.bank_rad, 0.0, steering.bank_rad
    while True:
        height = height_of(s)
        if mode != BALLISTIC and height < steering.spin_height_m:
            mode = BALLISTIC
        if mode == PLANAR:
            bank = _bank_law(_energy(s), first_energy, last_energy, steering.bank_rad, steering.final_bank_rad)
        load, rho, speed = _rates(air, wind, t, s, capsule, mode, bank, density_factor, k[0])
        q = SUTTON_GRAVES_EARTH * math.sqrt(rho / capsule.nose_radius_m) * speed**3
        heat += 0.5 * (q + last_q) * (t - out[n - 1, 0]) if n else 0.0
        last_q = q
        out[n, 0], out[n, 7], out[n, 8], out[n, 9], out[n, 10], out[n, 11] = t, bank, load, rho, q, heat
        out[n, 1:7] = s
        n += 1
        if height <= stop_height_m + 1e-3:
            return n, True
        if t - t_s >= limit_s or n >= out.shape[0]:
            return n, False
        if mode == GUIDED and load > 0.5:
            expected = _believed_rates(s, known, bank, 1.0, u)
            ratio += (load / expected - ratio) * (1.0 - math.exp(-step_s / steering.filter_s))
        if mode == GUIDED and speed > steering.last_speed_m_s:
            side = _side(s, steering.aim_ITRF_m, side, steering.corridor_m, steering.corridor_s)
            if height < steering.first_height_m and t >= next_cycle:
                next_cycle = t + steering.cycle_s
                magnitude, slope = _corrected_bank(s, known, steering, magnitude, slope, side, ratio, stop_height_m,
                                                   work, tried, u)
            command = side * magnitude
            if n == 1:
                bank = command
                out[0, 7] = bank
                _rates(air, wind, t, s, capsule, mode, bank, density_factor, k[0])
        dt, before[:] = step_s, s
        new_rate = _roll(bank, rate, command, dt, capsule) if mode == GUIDED else 0.0
        mean_rate = 0.5 * (rate + new_rate)
        _step(air, wind, t, s, dt, capsule, mode, bank, mean_rate, density_factor, k, u)
        if height_of(s) < stop_height_m:
            low, high, f_low, f_high = 0.0, dt, height - stop_height_m, height_of(s) - stop_height_m
            for _ in range(8):
                dt = low + (high - low) * f_low / (f_low - f_high)
                s[:] = before
                _step(air, wind, t, s, dt, capsule, mode, bank, mean_rate, density_factor, k, u)
                f = height_of(s) - stop_height_m
                if abs(f) < 1e-4:
                    break
                if f > 0.0:
                    low, f_low = dt, f
                else:
                    high, f_high = dt, f
        bank, rate, t = bank + dt * mean_rate, new_rate, t + dt
