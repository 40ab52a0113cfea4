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

from kazbek.laws.atmosphere import airstream, us76
from kazbek.laws.compiled import kernel
from kazbek.laws.drag import drag_rate
from kazbek.laws.geodesy import height_of
from kazbek.laws.rk4 import part_way, whole_way
from kazbek.laws.tables import between, cell
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


class Lift(NamedTuple):
    """Which way the lift points: `mode` of BALLISTIC, PLANAR, HELD, GUIDED, and the bank's cosine and sine."""

    mode: int
    up: float
    right: float


class Roll(NamedTuple):
    """A bank linear in time over one step."""

    mode: int
    bank_rad: float
    rate_rad_s: float


@kernel
def lift_at(mode, bank_rad):
    """The lift of a bank."""
    return Lift(mode, math.cos(bank_rad), math.sin(bank_rad) if mode != PLANAR else 0.0)


@kernel
def _aerodynamic(capsule, lift, rho, sound, s, wind, u):
    """Drag and lift (m/s², ITRF axes) of an airstream `wind` of size u at the place of a state, and their size."""
    i, f = cell(capsule.mach, u / sound)
    k = drag_rate(rho, u, between(capsule.cd, i, f) * capsule.area_m2, capsule.mass_kg)
    ux, uy, uz = wind
    ax, ay, az, drag = -k * ux, -k * uy, -k * uz, k * u
    if lift.mode == BALLISTIC:
        return ax, ay, az, drag
    force = drag * between(capsule.lift_drag, i, f)
    x, y, z = s[0], s[1], s[2]
    px, py, pz = uy * z - uz * y, uz * x - ux * z, ux * y - uy * x  # right of the flight: u × up
    p = 1.0 / (math.sqrt(px * px + py * py + pz * pz) + 1e-9)
    px, py, pz = px * p, py * p, pz * p
    qx, qy, qz = py * uz - pz * uy, pz * ux - px * uz, px * uy - py * ux  # up, across the flight, of size u
    up, right = force * lift.up, force * lift.right
    up_u = up / u
    return (
        ax + up_u * qx + right * px,
        ay + up_u * qy + right * py,
        az + up_u * qz + right * pz,
        math.sqrt(drag * drag + up * up + right * right),
    )


@kernel
def rates(air, wind, at, s, capsule, lift, out):
    """d/dt of (r, v) in the air of the day; returns the sensed acceleration, density and air speed.

    `at`: the instant, and how much denser the air is than the grid says.
    """
    gx, gy, gz = weight(s[0], s[1], s[2], s[3], s[4], s[5])
    rho, sound, stream, u = airstream(air, wind, at[0], s)
    rho *= at[1]
    ax, ay, az, load = _aerodynamic(capsule, lift, rho, sound, s, stream, u)
    out[0], out[1], out[2], out[3], out[4], out[5] = s[3], s[4], s[5], gx + ax, gy + ay, gz + az
    return load, rho, u


@kernel
def believed_rates(s, capsule, lift, density_factor, out):
    """The same as the guidance believes: standard air, calm, below 86 km; returns the sensed acceleration."""
    gx, gy, gz = weight(s[0], s[1], s[2], s[3], s[4], s[5])
    rho, _, _, sound = us76(height_of(s))
    wind = (s[3], s[4], s[5])
    u = math.sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5])
    ax, ay, az, load = _aerodynamic(capsule, lift, rho * density_factor, sound, s, wind, u)
    out[0], out[1], out[2], out[3], out[4], out[5] = s[3], s[4], s[5], gx + ax, gy + ay, gz + az
    return load


@kernel
def step(air, wind, at, s, dt, capsule, roll, work):
    """One Runge–Kutta 4 step of `s` (6,) in place; work.k[0] is known."""
    k, u, half, end = work.k, work.u, (at[0] + 0.5 * dt, at[1]), (at[0] + dt, at[1])
    middle = lift_at(roll.mode, roll.bank_rad + 0.5 * dt * roll.rate_rad_s)
    last = lift_at(roll.mode, roll.bank_rad + dt * roll.rate_rad_s)
    part_way(s, 0.5 * dt, k, 0, u)
    rates(air, wind, half, u, capsule, middle, k[1])
    part_way(s, 0.5 * dt, k, 1, u)
    rates(air, wind, half, u, capsule, middle, k[2])
    part_way(s, dt, k, 2, u)
    rates(air, wind, end, u, capsule, last, k[3])
    whole_way(s, dt, k)


@kernel
def believed_step(s, dt, capsule, bank_rad, density_factor, k, u):
    """One Runge–Kutta 4 step of `s` in place, as the guidance believes."""
    lift = lift_at(HELD, bank_rad)
    believed_rates(s, capsule, lift, density_factor, k[0])
    part_way(s, 0.5 * dt, k, 0, u)
    believed_rates(u, capsule, lift, density_factor, k[1])
    part_way(s, 0.5 * dt, k, 1, u)
    believed_rates(u, capsule, lift, density_factor, k[2])
    part_way(s, dt, k, 2, u)
    believed_rates(u, capsule, lift, density_factor, k[3])
    whole_way(s, dt, k)
