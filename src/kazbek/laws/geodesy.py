"""Geodetic coordinates on the WGS-84 ellipsoid.

Axes    ITRF: x to longitude 0 on the equator, z to the north pole, metres.
Law     Bowring's fixed point for the reduced latitude b, tan b = (1 − f) tan(latitude):
            tan(latitude) = (z + e'² B sin³b) / (p − e² A cos³b),   p = √(x² + y²)
        and the height without cancellation at any latitude:
            height = p cos(latitude) + z sin(latitude) − A √(1 − e² sin²(latitude))
Source  Bowring, "Transformation from spatial to geographical coordinates", Survey Review 23 (1976); the height form is
        Bowring's of 1985.
Range   heights from −1 000 to 50 000 km, poles included: four rounds leave less than a micrometre.
"""

from __future__ import annotations

import math

from kazbek.base.constants import WGS84_F, WGS84_A_m
from kazbek.laws.compiled import kernel

_A = WGS84_A_m
_B = WGS84_A_m * (1.0 - WGS84_F)
_E2 = WGS84_F * (2.0 - WGS84_F)
_EP2 = _E2 / (1.0 - _E2)
_ROUNDS = 4


@kernel
def geodetic(x_ITRF_m, y_ITRF_m, z_ITRF_m):
    """(latitude_rad, longitude_rad, height_m) of a point."""
    z = z_ITRF_m
    p = math.hypot(x_ITRF_m, y_ITRF_m)
    # Sine and cosine of the reduced latitude; the first guess takes the point as if on the ellipsoid.
    sb, cb = z * _A, p * _B
    for _ in range(_ROUNDS):
        n = math.hypot(sb, cb)
        sb, cb = sb / n, cb / n
        sf = z + _EP2 * _B * sb * sb * sb
        cf = p - _E2 * _A * cb * cb * cb
        sb, cb = (1.0 - WGS84_F) * sf, cf
    n = math.hypot(sf, cf)
    sf, cf = sf / n, cf / n
    height = p * cf + z * sf - _A * math.sqrt(1.0 - _E2 * sf * sf)
    return math.atan2(sf, cf), math.atan2(y_ITRF_m, x_ITRF_m), height


@kernel
def height_above_ellipsoid(x_ITRF_m, y_ITRF_m, z_ITRF_m):
    """Height alone, metres."""
    return geodetic(x_ITRF_m, y_ITRF_m, z_ITRF_m)[2]


@kernel
def height_and_vertical(x, y, z):
    """Height (m) above the ellipsoid, sine and cosine of the geodetic latitude: one round of Bowring (1976), below a
    micrometre under 1 000 km, at a quarter of the cost of the full form."""
    p = math.sqrt(x * x + y * y)
    sb, cb = z * _A, p * _B
    n = 1.0 / math.sqrt(sb * sb + cb * cb)
    sb, cb = sb * n, cb * n
    sf, cf = z + _EP2 * _B * sb * sb * sb, p - _E2 * _A * cb * cb * cb
    n = 1.0 / math.sqrt(sf * sf + cf * cf)
    sf, cf = sf * n, cf * n
    return p * cf + z * sf - _A * math.sqrt(1.0 - _E2 * sf * sf), sf, cf


@kernel
def height_of(s):
    """Height (m) above the ellipsoid of a state."""
    return height_and_vertical(s[0], s[1], s[2])[0]


@kernel
def cartesian(latitude_rad, longitude_rad, height_m):
    """(x, y, z) in ITRF, metres, of a geodetic point."""
    sf, cf = math.sin(latitude_rad), math.cos(latitude_rad)
    n = _A / math.sqrt(1.0 - _E2 * sf * sf)  # radius of curvature across the meridian
    p = (n + height_m) * cf
    return p * math.cos(longitude_rad), p * math.sin(longitude_rad), (n * (1.0 - _E2) + height_m) * sf


@kernel
def geodetic_rows(r_ITRF_m, out):
    """`geodetic` of each row of (n, 3), written to `out` (n, 3)."""
    for i in range(r_ITRF_m.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = geodetic(r_ITRF_m[i, 0], r_ITRF_m[i, 1], r_ITRF_m[i, 2])


@kernel
def cartesian_rows(geodetic_rad_m, out):
    """`cartesian` of each row (latitude, longitude, height) of (n, 3), written to `out` (n, 3)."""
    for i in range(geodetic_rad_m.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = cartesian(geodetic_rad_m[i, 0], geodetic_rad_m[i, 1], geodetic_rad_m[i, 2])
