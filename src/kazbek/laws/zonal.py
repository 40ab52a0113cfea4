"""Gravity of an oblate Earth: the central term and the zonal harmonics J2 to J4, in closed form.

Axes    any inertial frame whose z axis is the Earth's axis, origin at its centre; metres.
Law     U = (GM/r) [1 − Σ Jn (R/r)^n Pn(s)],  s = z/r, whose gradient is
            a = (GM/r²) { −r̂ + Σ Jn (R/r)^n [P'(n+1)(s) r̂ − P'(n)(s) ẑ] }
        (with (n+1) Pn + s P'n = P'(n+1), Abramowitz & Stegun 8.5).
Source  coefficients of EGM2008, tide free (Pavlis et al. 2012).
Range   outside the Earth. Along an ascent of 530 s the rest of EGM2008 (to degree 70) is up to 30 mGal, which left to
        itself would move the end by 47 m and 0.16 m/s; the closed loop sees what its gyroscopes and this law tell it.
"""

from __future__ import annotations

import math

from kazbek.base.constants import EGM2008_J2, EGM2008_GM_m3_s2, EGM2008_RADIUS_m
from kazbek.laws.compiled import kernel
from kazbek.laws.earth_rotation import EARTH_SPIN_rad_s

_GM, _R = EGM2008_GM_m3_s2, EGM2008_RADIUS_m
_J2 = EGM2008_J2
_J3 = -math.sqrt(7.0) * 9.571_612_070_934_73e-7
_J4 = -math.sqrt(9.0) * 5.399_658_666_389_91e-7


@kernel
def zonal_gravity(r):
    """Acceleration (m/s²) at r (m); tuples of three."""
    x, y, z = r
    r2 = x * x + y * y + z * z
    d = math.sqrt(r2)
    s = z / d
    k = _R / d
    s2 = s * s
    j2 = _J2 * k * k
    j3 = _J3 * k * k * k
    j4 = _J4 * k * k * k * k
    d2 = 3.0 * s
    d3 = 1.5 * (5.0 * s2 - 1.0)
    d4 = 2.5 * s * (7.0 * s2 - 3.0)
    d5 = 1.875 * (21.0 * s2 * s2 - 14.0 * s2 + 1.0)
    g = _GM / r2
    radial = g * (j2 * d3 + j3 * d4 + j4 * d5 - 1.0) / d
    return radial * x, radial * y, radial * z - g * (j2 * d2 + j3 * d3 + j4 * d4)


@kernel
def zonal_step(r, v, h):
    """One step of h seconds of free flight by the classical fourth-order Runge–Kutta rule: (r, v).

    On tuples, not `laws.rk4`: it runs inside the closed loop's prediction of gravity and writes nothing to memory.
    """
    a1 = zonal_gravity(r)
    r2 = (r[0] + 0.5 * h * v[0], r[1] + 0.5 * h * v[1], r[2] + 0.5 * h * v[2])
    v2 = (v[0] + 0.5 * h * a1[0], v[1] + 0.5 * h * a1[1], v[2] + 0.5 * h * a1[2])
    a2 = zonal_gravity(r2)
    r3 = (r[0] + 0.5 * h * v2[0], r[1] + 0.5 * h * v2[1], r[2] + 0.5 * h * v2[2])
    v3 = (v[0] + 0.5 * h * a2[0], v[1] + 0.5 * h * a2[1], v[2] + 0.5 * h * a2[2])
    a3 = zonal_gravity(r3)
    r4 = (r[0] + h * v3[0], r[1] + h * v3[1], r[2] + h * v3[2])
    v4 = (v[0] + h * a3[0], v[1] + h * a3[1], v[2] + h * a3[2])
    a4 = zonal_gravity(r4)
    c = h / 6.0
    rn = (
        r[0] + c * (v[0] + 2.0 * v2[0] + 2.0 * v3[0] + v4[0]),
        r[1] + c * (v[1] + 2.0 * v2[1] + 2.0 * v3[1] + v4[1]),
        r[2] + c * (v[2] + 2.0 * v2[2] + 2.0 * v3[2] + v4[2]),
    )
    vn = (
        v[0] + c * (a1[0] + 2.0 * a2[0] + 2.0 * a3[0] + a4[0]),
        v[1] + c * (a1[1] + 2.0 * a2[1] + 2.0 * a3[1] + a4[1]),
        v[2] + c * (a1[2] + 2.0 * a2[2] + 2.0 * a3[2] + a4[2]),
    )
    return rn, vn


@kernel
def zonal_coast(r, v, duration_s, longest_step_s):
    """Free flight over `duration_s` in equal steps no longer than `longest_step_s`: (r, v)."""
    n = max(1, math.ceil(abs(duration_s) / longest_step_s))
    h = duration_s / n
    for _ in range(n):
        r, v = zonal_step(r, v, h)
    return r, v


@kernel
def weight(x, y, z, vx, vy, vz):
    """Gravity (J2 to J4) with centrifugal and Coriolis terms, m/s², ITRF axes."""
    gx, gy, gz = zonal_gravity((x, y, z))
    return (
        gx + 2.0 * EARTH_SPIN_rad_s * vy + EARTH_SPIN_rad_s * EARTH_SPIN_rad_s * x,
        gy - 2.0 * EARTH_SPIN_rad_s * vx + EARTH_SPIN_rad_s * EARTH_SPIN_rad_s * y,
        gz,
    )
