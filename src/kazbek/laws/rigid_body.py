"""A rigid body falling through air over a rotating, flattened planet: six degrees of freedom.

    INERTIAL  z along the planet's spin, x through the prime meridian at t = 0
    BODY      fixed in the body, origin at its centre of mass
    state     (13,) r_m (3), v_m_s (3), q_BODY_INERTIAL scalar first (4), w_BODY_rad_s (3) against INERTIAL

        dr/dt = v            dv/dt = g(r) − ½ ρ u |u| Cd S / m,   u = v − Ω × r − wind
        dq/dt = ½ q ⊗ (0, w)     I dw/dt = −w × (I w) − ρ |u| (d w)    (Euler; d: one damping figure per axis of BODY)

g is that of a point mass and J2 (Vallado, *Fundamentals of Astrodynamics*, eq. 8-30). A damping coefficient C against
w b / 2u on area S and length b makes d = −¼ C S b². Wind blows to the east, a + b h. Fixed steps of Runge–Kutta 4.
Checked against NASA/TM-2015-218675, atmospheric cases 01 to 10.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kazbek.laws.atmosphere import us76
from kazbek.laws.compiled import kernel
from kazbek.laws.drag import drag_rate
from kazbek.laws.geodesy import height_above_ellipsoid
from kazbek.laws.rk4 import part_way, whole_way


class Planet(NamedTuple):
    """Gravity, spin, and the wind over it; the ellipsoid is WGS-84 unless the planet is a sphere of its radius."""

    gm_m3_s2: float
    radius_m: float
    j2: float
    spin_rad_s: float
    round: bool = False
    wind_east_m_s: float = 0.0  # at the ground
    wind_shear_1_s: float = 0.0  # more of it per metre of height


class Body(NamedTuple):
    """Mass properties and drag of the body."""

    mass_kg: float
    inertia_kg_m2: NDArray[np.float64]  # (3, 3) in BODY
    cd_area_m2: float  # zero: no drag
    damping_m4: NDArray[np.float64]  # (3,) −¼ C S b² about each axis of BODY


@kernel
def gravity_j2(planet, x_m, y_m, z_m):
    """Attraction (m/s²) of a flattened planet, axes of the position."""
    r2 = x_m * x_m + y_m * y_m + z_m * z_m
    r = math.sqrt(r2)
    k = 1.5 * planet.j2 * planet.radius_m**2 / r2
    u = 5.0 * z_m * z_m / r2
    g = -planet.gm_m3_s2 / (r2 * r)
    return (g * x_m * (1.0 + k * (1.0 - u)), g * y_m * (1.0 + k * (1.0 - u)), g * z_m * (1.0 + k * (3.0 - u)))


@kernel
def _airstream(planet, s):
    """Velocity against the air (m/s, three floats, INERTIAL), density and its size."""
    x, y, z = s[0], s[1], s[2]
    if planet.round:
        height = math.sqrt(x * x + y * y + z * z) - planet.radius_m
    else:
        height = height_above_ellipsoid(x, y, z)
    p = math.sqrt(x * x + y * y)
    east = planet.spin_rad_s + (planet.wind_east_m_s + planet.wind_shear_1_s * height) / p
    ux, uy, uz = s[3] + east * y, s[4] - east * x, s[5]
    return ux, uy, uz, us76(height)[0], math.sqrt(ux * ux + uy * uy + uz * uz)


@kernel
def _rates(planet, body, inverse_inertia, s, out):
    ax, ay, az = gravity_j2(planet, s[0], s[1], s[2])
    ux, uy, uz, density, speed = _airstream(planet, s)
    k, stream = drag_rate(density, speed, body.cd_area_m2, body.mass_kg), density * speed
    ax, ay, az = ax - k * ux, ay - k * uy, az - k * uz
    out[0], out[1], out[2] = s[3], s[4], s[5]
    out[3], out[4], out[5] = ax, ay, az
    q0, q1, q2, q3, p, q, r = s[6], s[7], s[8], s[9], s[10], s[11], s[12]
    out[6] = 0.5 * (-q1 * p - q2 * q - q3 * r)
    out[7] = 0.5 * (q0 * p + q2 * r - q3 * q)
    out[8] = 0.5 * (q0 * q + q3 * p - q1 * r)
    out[9] = 0.5 * (q0 * r + q1 * q - q2 * p)
    h = body.inertia_kg_m2
    hx = h[0, 0] * p + h[0, 1] * q + h[0, 2] * r
    hy = h[1, 0] * p + h[1, 1] * q + h[1, 2] * r
    hz = h[2, 0] * p + h[2, 1] * q + h[2, 2] * r
    d = body.damping_m4
    mx = -(q * hz - r * hy) - stream * d[0] * p
    my = -(r * hx - p * hz) - stream * d[1] * q
    mz = -(p * hy - q * hx) - stream * d[2] * r
    for i in range(3):
        out[10 + i] = inverse_inertia[i, 0] * mx + inverse_inertia[i, 1] * my + inverse_inertia[i, 2] * mz


def fall(planet: Planet, body: Body, state: NDArray[np.float64], step_s: float, steps: int) -> NDArray[np.float64]:
    """The state (13,) after `steps` steps of `step_s` seconds."""
    return _fall(planet, body, np.linalg.inv(body.inertia_kg_m2), state, step_s, steps)


@kernel
def _fall(planet, body, inverse_inertia, state, step_s, steps):
    s = state.copy()
    k, u = np.empty((4, 13)), np.empty(13)
    for _ in range(steps):
        _rates(planet, body, inverse_inertia, s, k[0])
        part_way(s, 0.5 * step_s, k, 0, u)
        _rates(planet, body, inverse_inertia, u, k[1])
        part_way(s, 0.5 * step_s, k, 1, u)
        _rates(planet, body, inverse_inertia, u, k[2])
        part_way(s, step_s, k, 2, u)
        _rates(planet, body, inverse_inertia, u, k[3])
        whole_way(s, step_s, k)
        s[6:10] /= math.sqrt(s[6] ** 2 + s[7] ** 2 + s[8] ** 2 + s[9] ** 2)
    return s
