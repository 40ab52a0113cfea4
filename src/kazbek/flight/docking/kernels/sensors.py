"""What the computer knows: Kurs with its noise, and the estimate that carries on when Kurs is silent.

Axes    PORT; places are of the ship's centre of mass against the port.
Law     every cycle of 0.2 s Kurs gives range, its rate and two bearings of the ship in PORT, each with noise and the
        bearings with a bias. The estimate moves by the equations of Clohessy and Wiltshire and by what the
        accelerometers felt, and is drawn to each measurement with the fixed gains of a critically damped filter,
            α = 1 − θ²,  β = (1 − θ)²,  θ = exp(−cycle / τ);  range rate with 1 − θ.
        Without Kurs it is propagated alone, and `NAV_AGE` counts.
Source  Benedict & Bordner, IRE Trans. AC-7 (1962) 27; Brookner, Tracking and Kalman Filtering Made Easy (1998), 1.2;
        errors of Kurs-NA as its maker gives them (niitp.ru), near the port an estimate.
Range   inside 3 km.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from kazbek.flight.docking.kernels.body import along, into
from kazbek.flight.docking.kernels.columns import (
    FELT,
    KURS_DEAD,
    KURS_SET,
    NAV_AGE,
    NAV_V,
    NAV_X,
    STATION_DEAD,
    TICK,
    TICKS,
    CYCLE_s,
)
from kazbek.laws.compiled import kernel, lean_kernel
from kazbek.laws.vectors import dot, norm, plus, put, taken, times


class Sensors(NamedTuple):
    """Errors of the instruments; standard deviations act only where chance is drawn."""

    range_sigma_m: float
    range_sigma_frac: float
    rate_sigma_m_s: float
    bearing_sigma_rad: float
    bearing_bias_rad: Any  # (2,) of this flight
    attitude_bias_rad: Any  # (3,) of this flight
    attitude_sigma_rad: float
    gyro_sigma_rad_s: float
    filter_s: float  # τ


@lean_kernel
def kurs_alive(s):
    """Whether the set in use measures, aboard and at the station; with no set chosen it does not."""
    k = int(s[KURS_SET])
    return 0 <= k < 2 and s[KURS_DEAD + k] == 0.0 and s[STATION_DEAD + k] == 0.0


@kernel
def noise_row(world, s):
    """Row of chance for this cycle."""
    return world.noise[int(s[TICK]) // TICKS % world.noise.shape[0]]


@lean_kernel
def measured(sensors, p, u, noise):
    """Place (PORT) and range rate as Kurs gives them."""
    r = norm(p)
    along_sight = times(1.0 / r, p)
    sigma_m = max(sensors.range_sigma_m, sensors.range_sigma_frac * r)
    b, e = sensors.bearing_sigma_rad, sensors.bearing_bias_rad
    seen = times(1.0 + sigma_m * noise[0] / r, p)
    side = plus((0.0, 1.0, 0.0), -along_sight[1], along_sight)
    up = plus((0.0, 0.0, 1.0), -along_sight[2], along_sight)
    seen = plus(plus(seen, r * (e[0] + b * noise[2]), side), r * (e[1] + b * noise[3]), up)
    return seen, dot(u, along_sight) + sensors.rate_sigma_m_s * noise[1]


@lean_kernel
def drift(at, guide, p, u):
    """Acceleration of free motion in PORT (Clohessy and Wiltshire), the station's sway left out."""
    _, axes, _, _, n = at
    d = along(axes, plus(p, -1.0, taken(guide.centre, 0)))
    w = along(axes, u)
    a = (3.0 * n * n * d[0] + 2.0 * n * w[1], -2.0 * n * w[0], -n * n * d[2])
    return into(axes, a)


@lean_kernel
def foreseen(at, guide, s, body_PORT):
    """Carry the estimate over the cycle that has passed."""
    p, u = taken(s, NAV_X), taken(s, NAV_V)
    a = drift(at, guide, p, u)
    pushed = along(body_PORT, taken(s, FELT))
    put(s, NAV_X, plus(plus(p, CYCLE_s, u), 0.5 * CYCLE_s, plus(times(CYCLE_s, a), 1.0, pushed)))
    put(s, NAV_V, plus(plus(u, CYCLE_s, a), 1.0, pushed))


@lean_kernel
def corrected(sensors, s, p, u, noise):
    """Draw the estimate to a measurement of the true place and velocity."""
    seen, rate = measured(sensors, p, u, noise)
    theta = math.exp(-CYCLE_s / sensors.filter_s)
    x, v = taken(s, NAV_X), taken(s, NAV_V)
    off = plus(seen, -1.0, x)
    sight = times(1.0 / norm(seen), seen)
    x = plus(x, 1.0 - theta * theta, off)
    v = plus(v, (1.0 - theta) ** 2 / CYCLE_s, off)
    v = plus(v, (1.0 - theta) * (rate - dot(v, sight)), sight)
    put(s, NAV_X, x)
    put(s, NAV_V, v)


@lean_kernel
def knows(at, guide, sensors, s, p, u, body_PORT, noise):
    """One cycle of the estimate."""
    foreseen(at, guide, s, body_PORT)
    if kurs_alive(s):
        corrected(sensors, s, p, u, noise)
        s[NAV_AGE] = 0.0
    else:
        s[NAV_AGE] += CYCLE_s
