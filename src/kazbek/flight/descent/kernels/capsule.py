"""Forces on a capsule that trims by its shape and steers by rolling: three degrees of freedom.

    ITRF   rotating with the Earth; states are (6,) r_m, v_m_s over the ground
    D      against the airstream, ½ ρ u² Cd S / m
    L      across it, D × (L/D), turned by the bank from up (away from the Earth) towards the right of the flight

Coefficients by Mach number, for the trimmed capsule. Two airs: that of the day, and the standard one in which the
guidance predicts. Integration: Runge–Kutta 4.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kazbek.flight.descent.kernels.coast import airstream, height_of
from kazbek.laws.atmosphere import us76
from kazbek.laws.compiled import kernel
from kazbek.laws.tables import table_at
from kazbek.laws.zonal import weight

BALLISTIC, PLANAR, HELD, GUIDED = 0, 1, 2, 3  # no lift; the bank law, upward part only; bank held; closed loop


class EntryFigures(NamedTuple):
    """What enters. Tables are by Mach number, for the trimmed capsule, in the axes of the airstream."""

    mass_kg: float
    area_m2: float
    nose_radius_m: float
    mach: NDArray[np.float64]  # (N,)
    cd: NDArray[np.float64]  # (N,)
    lift_drag: NDArray[np.float64]  # (N,)
    roll_rate_rad_s: float
    roll_acceleration_rad_s2: float


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
    return (
        ax + up * qx + right * px,
        ay + up * qy + right * py,
        az + up * qz + right * pz,
        math.sqrt(drag * drag + up * up + right * right),
    )


@kernel
def rates(air, wind, t_s, s, capsule, mode, bank_rad, density_factor, out):
    """d/dt of (r, v) in the air of the day; returns the sensed acceleration, density and air speed."""
    gx, gy, gz = weight(s[0], s[1], s[2], s[3], s[4], s[5])
    rho, sound, _, ux, uy, uz, u = airstream(air, wind, t_s, s[0], s[1], s[2], s[3], s[4], s[5])
    rho *= density_factor
    ax, ay, az, load = _aerodynamic(capsule, mode, bank_rad, rho, sound, s[0], s[1], s[2], ux, uy, uz, u)
    out[0], out[1], out[2], out[3], out[4], out[5] = s[3], s[4], s[5], gx + ax, gy + ay, gz + az
    return load, rho, u


@kernel
def believed_rates(s, capsule, bank_rad, density_factor, out):
    """The same as the guidance believes: standard air, calm, below 86 km; returns the sensed acceleration."""
    gx, gy, gz = weight(s[0], s[1], s[2], s[3], s[4], s[5])
    rho, _, _, sound = us76(height_of(s))
    u = math.sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5])
    ax, ay, az, load = _aerodynamic(
        capsule, HELD, bank_rad, rho * density_factor, sound, s[0], s[1], s[2], s[3], s[4], s[5], u
    )
    out[0], out[1], out[2], out[3], out[4], out[5] = s[3], s[4], s[5], gx + ax, gy + ay, gz + az
    return load


@kernel
def step(air, wind, t_s, s, dt, capsule, mode, bank_rad, bank_rate_rad_s, density_factor, k, u):
    """One Runge–Kutta 4 step of `s` (6,) in place, bank linear in time; `k` (4, 6) with k[0] known, `u` (6,) work."""
    for i in range(6):
        u[i] = s[i] + 0.5 * dt * k[0, i]
    middle = bank_rad + 0.5 * dt * bank_rate_rad_s
    rates(air, wind, t_s + 0.5 * dt, u, capsule, mode, middle, density_factor, k[1])
    for i in range(6):
        u[i] = s[i] + 0.5 * dt * k[1, i]
    rates(air, wind, t_s + 0.5 * dt, u, capsule, mode, middle, density_factor, k[2])
    for i in range(6):
        u[i] = s[i] + dt * k[2, i]
    rates(air, wind, t_s + dt, u, capsule, mode, bank_rad + dt * bank_rate_rad_s, density_factor, k[3])
    for i in range(6):
        s[i] += dt / 6.0 * (k[0, i] + 2.0 * k[1, i] + 2.0 * k[2, i] + k[3, i])


@kernel
def believed_step(s, dt, capsule, bank_rad, density_factor, k, u):
    """One Runge–Kutta 4 step of `s` in place, as the guidance believes."""
    believed_rates(s, capsule, bank_rad, density_factor, k[0])
    for i in range(6):
        u[i] = s[i] + 0.5 * dt * k[0, i]
    believed_rates(u, capsule, bank_rad, density_factor, k[1])
    for i in range(6):
        u[i] = s[i] + 0.5 * dt * k[1, i]
    believed_rates(u, capsule, bank_rad, density_factor, k[2])
    for i in range(6):
        u[i] = s[i] + dt * k[2, i]
    believed_rates(u, capsule, bank_rad, density_factor, k[3])
    for i in range(6):
        s[i] += dt / 6.0 * (k[0, i] + 2.0 * k[1, i] + 2.0 * k[2, i] + k[3, i])
