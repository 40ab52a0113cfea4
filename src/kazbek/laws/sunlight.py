"""The push of sunlight on a sphere near the Earth, and how much of the Sun the Earth hides.

Axes    GCRF, geocentre. r to the body, s to the Sun, d = r − s.
Law     force per (coefficient × area) = lit(r) P (AU / |d|)² d / |d|,   P = 1361 W/m² / c = 4.540e-6 N/m²
        lit: share of the Sun's disc that the Earth's disc leaves free, both seen from the body (umbra 0, penumbra
        between, sunlight 1); disc radii asin(R_sun / |d|) and asin(R_earth / |r|).
Source  Montenbruck & Gill, Satellite Orbits (2000), equations 3.75 and 3.85–3.94; Kopp & Lean, GRL 38 (2011), L01706.
Range   outside the Earth, nearer than the Moon. The Earth is a sphere of 6 378 137 m; its reflected and radiated light,
        some 20 % of the direct push at 400 km, are left out.
"""

from __future__ import annotations

import math

from kazbek.base.constants import AU_m, WGS84_A_m
from kazbek.laws.compiled import kernel
from kazbek.laws.third_body import position

SOLAR_CONSTANT_W_m2 = 1361.0
LIGHT_m_s = 299_792_458.0
SUN_RADIUS_m = 6.957e8  # IAU 2015 resolution B3
PRESSURE_N_m2 = SOLAR_CONSTANT_W_m2 / LIGHT_m_s  # at one astronomical unit


@kernel
def lit_share(x, y, z, sx, sy, sz):
    """Share (0 to 1) of the Sun's disc seen from (x, y, z), the Sun at (sx, sy, sz); metres, geocentric."""
    dx, dy, dz = sx - x, sy - y, sz - z
    d = math.sqrt(dx * dx + dy * dy + dz * dz)
    r = math.sqrt(x * x + y * y + z * z)
    a, b = math.asin(SUN_RADIUS_m / d), math.asin(min(WGS84_A_m / r, 1.0))
    c = math.acos(max(-1.0, min(1.0, -(x * dx + y * dy + z * dz) / (r * d))))
    if c >= a + b:
        return 1.0
    if c <= b - a:
        return 0.0
    if c <= a - b:
        return 1.0 - (b / a) ** 2
    along = (c * c + a * a - b * b) / (2.0 * c)
    across = math.sqrt(max(a * a - along * along, 0.0))
    hidden = a * a * math.acos(along / a) + b * b * math.acos((c - along) / b) - c * across
    return 1.0 - hidden / (math.pi * a * a)


@kernel
def sunlight_push(t_s, x, y, z, sun):
    """Force per coefficient and area (N/m²), three floats in GCRF, on a body at (x, y, z) metres."""
    sx, sy, sz = position(t_s, sun)
    dx, dy, dz = x - sx, y - sy, z - sz
    d2 = dx * dx + dy * dy + dz * dz
    k = lit_share(x, y, z, sx, sy, sz) * PRESSURE_N_m2 * AU_m * AU_m / (d2 * math.sqrt(d2))
    return k * dx, k * dy, k * dz
