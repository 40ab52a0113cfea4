"""Sunlight in the air of a spherical Earth, for pictures: what a ray loses on its way, and what the air adds to it.

Axes: the Earth's centre, kilometres; colours are linear (red, green, blue) of a screen. Law: scattering by molecules
and haze, absorption by ozone; the first scattering along each ray (Nishita et al., "Display of The Earth Taking into
Account Atmospheric Scattering", SIGGRAPH 1993), all later ones taken as even in every direction (Hillaire, "A Scalable
and Production Ready Sky and Atmosphere Rendering Technique", EGSR 2020). Range: any Sun, any camera outside the Earth.

A screen's red, green and blue are broad bands, no wavelengths. The coefficients of molecules and ozone are those under
which three exponentials follow the spectrum — Rayleigh's (Bodhaine et al. 1999), 300 Dobson units in the Chappuis
band, a white Sun — seen by the CIE's observer, between no air and eight times the air overhead, to 0.015.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel

EARTH_RADIUS_km, TOP_km = 6371.0, 6371.0 + 80.0
RAYLEIGH = (6.23e-3, 11.69e-3, 31.4e-3)  # 1/km at sea level
RAYLEIGH_HEIGHT_km = 8.0
HAZE = (0.043, 0.050, 0.061)  # 1/km at sea level: 0.06 overhead in green, a clear day over land (AERONET: 0.05-0.1)
HAZE_HEIGHT_km = 1.2
HAZE_SCATTERS_frac, HAZE_FORWARD = 0.95, 0.76
OZONE = (2.73e-3, 1.75e-3, 0.0)  # 1/km where it is densest
SUN_RADIANCE = 20.0  # sunlight on a surface that faces it above the air, on the pictures' own scale
LOW_km, HIGH_km = 1.6, 9.0  # where the layers of cumulus and of cirrus lie
_STEPS = 8  # in each stretch of a ray
_SUN_HALF_WIDTH = 0.00465  # rad


class AirTables(NamedTuple):
    """What does not depend on the camera, tabulated once.

    Attributes
    ----------
    sun : (rows, columns, 3) share of light left from the top of the air, by height and slant
    again : (rows, columns, 3) light scattered more than once, per unit of sunlight, by height and height of the Sun
    skylight : (rows, columns, 3) light of the whole sky on the level, per unit of sunlight, by the same
    """

    sun: np.ndarray
    again: np.ndarray
    skylight: np.ndarray


@kernel
def amounts(height_km):
    """Air, haze and ozone at a height, as shares of what their coefficients stand for."""
    return (
        math.exp(-height_km / RAYLEIGH_HEIGHT_km),
        math.exp(-height_km / HAZE_HEIGHT_km),
        max(0.0, 1.0 - abs(height_km - 25.0) / 15.0),
    )


@kernel
def phases(cosine):
    """Rayleigh's and the haze's share of light turned by an angle of this cosine, 1/sr (Cornette & Shanks 1992)."""
    g = HAZE_FORWARD
    rayleigh = 3.0 / (16.0 * math.pi) * (1.0 + cosine * cosine)
    x = 1.0 + g * g - 2.0 * g * cosine
    haze = 3.0 / (8.0 * math.pi) * (1.0 - g * g) * (1.0 + cosine * cosine) / ((2.0 + g * g) * x * math.sqrt(x))
    return rayleigh, haze


@kernel
def _cell(table, u, v):
    """Row, column and fractions in a table for coordinates 0–1."""
    u, v = min(max(u, 0.0), 1.0) * (table.shape[0] - 1), min(max(v, 0.0), 1.0) * (table.shape[1] - 1)
    i, j = min(int(u), table.shape[0] - 2), min(int(v), table.shape[1] - 2)
    return i, j, u - i, v - j


@kernel
def _blend(table, i, j, fu, fv):
    a, b, c, d = (1.0 - fu) * (1.0 - fv), (1.0 - fu) * fv, fu * (1.0 - fv), fu * fv
    return (
        a * table[i, j, 0] + b * table[i, j + 1, 0] + c * table[i + 1, j, 0] + d * table[i + 1, j + 1, 0],
        a * table[i, j, 1] + b * table[i, j + 1, 1] + c * table[i + 1, j, 1] + d * table[i + 1, j + 1, 1],
        a * table[i, j, 2] + b * table[i, j + 1, 2] + c * table[i + 1, j, 2] + d * table[i + 1, j + 1, 2],
    )


@kernel
def sunlight(table, height_km, mu):
    """Share of sunlight left at a height under a Sun of zenith cosine `mu`: dimmed by the air, cut by the horizon."""
    r = EARTH_RADIUS_km + min(max(height_km, 0.0), TOP_km - EARTH_RADIUS_km)
    rho2 = r * r - EARTH_RADIUS_km * EARTH_RADIUS_km
    above = mu + math.sqrt(rho2) / r  # sine of the Sun's height over the horizon, nearly
    if above <= -_SUN_HALF_WIDTH:
        return 0.0, 0.0, 0.0
    u, v = table_place(r, max(mu, -math.sqrt(rho2) / r))
    i, j, fu, fv = _cell(table, u, v)
    red, green, blue = _blend(table, i, j, fu, fv)
    if above < _SUN_HALF_WIDTH:
        x = 0.5 + 0.5 * above / _SUN_HALF_WIDTH
        disc = x * x * (3.0 - 2.0 * x)
        return red * disc, green * disc, blue * disc
    return red, green, blue


@kernel
def table_place(r_km, mu):
    """Coordinates 0–1 of the table of sunlight for rays that miss the ground (Bruneton & Neyret, EGSR 2008)."""
    whole = math.sqrt(TOP_km * TOP_km - EARTH_RADIUS_km * EARTH_RADIUS_km)
    rho = math.sqrt(max(r_km * r_km - EARTH_RADIUS_km * EARTH_RADIUS_km, 0.0))
    d = -r_km * mu + math.sqrt(max(r_km * r_km * (mu * mu - 1.0) + TOP_km * TOP_km, 0.0))
    least = TOP_km - r_km
    return rho / whole, (d - least) / max(rho + whole - least, 1e-9)


@kernel
def by_sun(table, height_km, mu):
    """Colour from a table by height and height of the Sun, both finest where they matter (square roots)."""
    i, j, fu, fv = _cell(
        table,
        math.sqrt(max(height_km, 0.0) / (TOP_km - EARTH_RADIUS_km)),
        0.5 + 0.5 * math.copysign(math.sqrt(abs(mu)), mu),
    )
    return _blend(table, i, j, fu, fv)


@kernel
def stretch(tables, view, low_km, high_km, sum_):
    """Carry `sum_` on along a ray from `low_km` to `high_km` from the camera.

    Parameters
    ----------
    view : (r0_km, along_km, sunward_km, cosine): the camera's distance from the Earth's centre, its place along the
        ray and along the Sun's direction, and the cosine between the two
    sum_ : (9,) share that comes through, glow of molecules and of later scatterings, glow of haze before its phase;
        per unit of sunlight. Changed in place
    """
    r0, along, sunward, cosine = view
    if high_km <= low_km:
        return
    rayleigh, _ = phases(cosine)
    falls = r0 * r0 + low_km * low_km + 2.0 * along * low_km > r0 * r0 + high_km * high_km + 2.0 * along * high_km
    before = low_km
    for step in range(1, _STEPS + 1):
        x = step / _STEPS
        x = 1.0 - (1.0 - x) * (1.0 - x) if falls else x * x  # shortest where the air is densest
        after = low_km + (high_km - low_km) * x
        ds, t = after - before, 0.5 * (after + before)
        before = after
        r = math.sqrt(r0 * r0 + t * t + 2.0 * along * t)
        height, mu = max(r - EARTH_RADIUS_km, 0.0), (sunward + t * cosine) / r
        air, haze, ozone = amounts(height)
        sun, again = sunlight(tables.sun, height, mu), by_sun(tables.again, height, mu)
        for c in range(3):
            molecules, dust = air * RAYLEIGH[c], haze * HAZE[c]
            extinction = molecules + dust + ozone * OZONE[c]
            left = math.exp(-extinction * ds)
            reach = sum_[c] * (1.0 - left) / extinction
            dust *= HAZE_SCATTERS_frac
            sum_[3 + c] += reach * (molecules * rayleigh * sun[c] + (molecules + dust) * again[c])
            sum_[6 + c] += reach * dust * sun[c]
            sum_[c] *= left


@kernel
def within_air(r0_km, along_km):
    """Where a ray enters and leaves the air, km from the camera; the second is not positive where it misses."""
    inside = along_km * along_km - (r0_km * r0_km - TOP_km * TOP_km)
    if inside <= 0.0:
        return 0.0, -1.0
    reach = math.sqrt(inside)
    return max(-along_km - reach, 0.0), -along_km + reach


@kernel
def to_sphere(r0_km, along_km, radius_km):
    """Where a ray first crosses a sphere, km from the camera; from outside past it: where it comes nearest."""
    c = (r0_km - radius_km) * (r0_km + radius_km)
    inside = along_km * along_km - c
    if c <= 0.0:
        return -along_km + math.sqrt(inside)
    if along_km >= 0.0:
        return 0.0
    return c / (-along_km + math.sqrt(inside)) if inside > 0.0 else -along_km


@kernel
def hits_ground(r0_km, along_km):
    """Whether a ray ends on the Earth."""
    return along_km < 0.0 and along_km * along_km > (r0_km - EARTH_RADIUS_km) * (r0_km + EARTH_RADIUS_km)


@kernel
def path(tables, view, hits, sums):
    """Write to `sums` (3, 9) what a ray gathers up to the cumulus, up to the cirrus, and in all, as ``stretch`` has it.

    A layer that the ray passes by counts where it comes nearest, so that all three change smoothly from ray to ray.
    `hits`: it ends on the ground.
    """
    r0, along, _, _ = view
    start, end = within_air(r0, along)
    if hits:
        end = to_sphere(r0, along, EARTH_RADIUS_km)
    cumulus = min(max(to_sphere(r0, along, EARTH_RADIUS_km + LOW_km), start), end)
    cirrus = min(max(to_sphere(r0, along, EARTH_RADIUS_km + HIGH_km), start), end)
    first, second = (0, 1) if cumulus <= cirrus else (1, 0)
    lowest = max(-along, 0.0)
    sums[2, :3], sums[2, 3:] = 1.0, 0.0
    at = start
    for stop in range(3):
        to = (min(cumulus, cirrus), max(cumulus, cirrus), end)[stop]
        if at < lowest < to:
            stretch(tables, view, at, lowest, sums[2])
            at = lowest
        stretch(tables, view, at, to, sums[2])
        at = to
        if stop < 2:
            sums[(first, second)[stop], :] = sums[2, :]
