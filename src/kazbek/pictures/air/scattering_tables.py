"""The tables of ``air.py``: computed once in a process, from the same laws.

Axes and colours as there. Law: the light left from the top of the air is exp(−optical depth). Light scattered at least
twice is that scattered twice times 1 + f + f² + …, f being the share of even light that comes back from all around
(Hillaire 2020, equations 5–10). Skylight on the level is the radiance of the half sphere above, by its cosine.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.scattering import (
    HAZE,
    OZONE,
    RAYLEIGH,
    AirTables,
    EARTH_RADIUS_km,
    HAZE_SCATTERS_frac,
    TOP_km,
    amounts,
    hits_ground,
    phases,
    stretch,
    sunlight,
    to_sphere,
    within_air,
)

_GROUND_ALBEDO = 0.2  # of the Earth at large without its clouds
_STEPS = 20


@kernel
def fill_sun(table):
    """Fill `table` (rows, columns, 3) with the share of light left, places as ``air.table_place`` has them."""
    rows, columns, _ = table.shape
    whole = math.sqrt(TOP_km * TOP_km - EARTH_RADIUS_km * EARTH_RADIUS_km)
    for i in range(rows):
        rho = whole * i / (rows - 1)
        r = math.sqrt(rho * rho + EARTH_RADIUS_km * EARTH_RADIUS_km)
        for j in range(columns):
            least = TOP_km - r
            d = least + (rho + whole - least) * j / (columns - 1)
            mu = 1.0 if d <= 0.0 else min(max((whole * whole - rho * rho - d * d) / (2.0 * r * d), -1.0), 1.0)
            depth = _depth(r, mu, d)
            for c in range(3):
                table[i, j, c] = math.exp(-depth[c])


@kernel
def _depth(r_km, mu, length_km):
    """Optical depths along a ray, by Simpson's rule in the root of the distance from its lowest point."""
    lowest = min(max(-r_km * mu, 0.0), length_km)
    red, green, blue = 0.0, 0.0, 0.0
    for side in range(2):
        reach = lowest if side == 0 else length_km - lowest
        for k in range(2 * _STEPS + 1):
            x = k / (2.0 * _STEPS)
            weight = (1.0 if k in (0, 2 * _STEPS) else 4.0 if k % 2 else 2.0) / (6.0 * _STEPS) * 2.0 * x * reach
            t = lowest + reach * x * x * (-1.0 if side == 0 else 1.0)
            r = math.sqrt(r_km * r_km + t * t + 2.0 * r_km * mu * t)
            air, haze, ozone = amounts(max(r - EARTH_RADIUS_km, 0.0))
            red += weight * (air * RAYLEIGH[0] + haze * HAZE[0] + ozone * OZONE[0])
            green += weight * (air * RAYLEIGH[1] + haze * HAZE[1] + ozone * OZONE[1])
            blue += weight * (air * RAYLEIGH[2] + haze * HAZE[2] + ozone * OZONE[2])
    return red, green, blue


@kernel
def _sun_of(column, columns):
    """Zenith cosine of the Sun of a column, as ``air.by_sun`` reads it."""
    x = 2.0 * column / (columns - 1) - 1.0
    return math.copysign(x * x, x)


@kernel
def fill_again(sun, table):
    """Fill `table` (rows, columns, 3) with the light of all scatterings after the first, per unit of sunlight."""
    rows, columns, _ = table.shape
    twice, comes_back = np.empty(3), np.empty(3)
    for i in range(rows):
        height = (TOP_km - EARTH_RADIUS_km) * (i / (rows - 1)) ** 2
        for j in range(columns):
            _even_light(sun, min(max(height, 0.001), 79.9), _sun_of(j, columns), twice, comes_back)
            for c in range(3):
                table[i, j, c] = twice[c] / (1.0 - comes_back[c])


@kernel
def _even_light(sun, height_km, sun_mu, twice, comes_back):
    """Write the light scattered (or reflected) once that arrives from all around, and the share f of even light."""
    zeniths, azimuths = 10, 6
    twice[:], comes_back[:] = 0.0, 0.0
    r0, across = EARTH_RADIUS_km + height_km, math.sqrt(1.0 - sun_mu * sun_mu)
    for a in range(zeniths):
        mu = -1.0 + (2.0 * a + 1.0) / zeniths
        along = r0 * mu
        for b in range(azimuths):
            turn = math.pi * (b + 0.5) / azimuths
            cosine = mu * sun_mu + math.sqrt(1.0 - mu * mu) * across * math.cos(turn)
            view = (r0, along, r0 * sun_mu, cosine)
            _gather(sun, view, 1.0 / (zeniths * azimuths), twice, comes_back)


@kernel
def _gather(sun, view, share, twice, comes_back):
    """Add `share` of what arrives along one ray."""
    r0, along, sunward, cosine = view
    _, end = within_air(r0, along)
    ground = hits_ground(r0, along)
    if ground:
        end = to_sphere(r0, along, EARTH_RADIUS_km)
    red, green, blue = 1.0, 1.0, 1.0
    before = 0.0
    for step in range(1, _STEPS + 1):
        x = step / _STEPS
        after = end * (x * x if along >= 0.0 else 1.0 - (1.0 - x) * (1.0 - x))  # shortest where the air is densest
        ds, t = after - before, 0.5 * (after + before)
        before = after
        r = math.sqrt(r0 * r0 + t * t + 2.0 * along * t)
        height = max(r - EARTH_RADIUS_km, 0.0)
        air, haze, ozone = amounts(height)
        light = sunlight(sun, height, (sunward + t * cosine) / r)
        through = (red, green, blue)
        left = np.empty(3)
        for c in range(3):
            scattering = air * RAYLEIGH[c] + haze * HAZE[c] * HAZE_SCATTERS_frac
            extinction = air * RAYLEIGH[c] + haze * HAZE[c] + ozone * OZONE[c]
            left[c] = math.exp(-extinction * ds)
            scattered = share * through[c] * scattering * (1.0 - left[c]) / extinction
            comes_back[c] += scattered
            twice[c] += scattered * light[c] / (4.0 * math.pi)
        red, green, blue = red * left[0], green * left[1], blue * left[2]
    if ground:
        mu = (sunward + end * cosine) / EARTH_RADIUS_km
        light = sunlight(sun, 0.0, mu)
        for c in range(3):
            twice[c] += share * (red, green, blue)[c] * _GROUND_ALBEDO / math.pi * max(mu, 0.0) * light[c]


@kernel
def fill_skylight(tables):
    """Fill ``tables.skylight`` from the other two."""
    zeniths, azimuths = 12, 12
    rows, columns, _ = tables.skylight.shape
    seen = np.empty(9)
    for i in range(rows):
        r0 = EARTH_RADIUS_km + (TOP_km - EARTH_RADIUS_km) * (i / (rows - 1)) ** 2
        for j in range(columns):
            sun_mu = _sun_of(j, columns)
            total = np.zeros(3)
            for a in range(zeniths):
                mu = math.sqrt((a + 0.5) / zeniths)  # even in cosine times solid angle
                for b in range(azimuths):
                    turn = math.pi * (b + 0.5) / azimuths
                    cosine = mu * sun_mu + math.sqrt((1.0 - mu * mu) * (1.0 - sun_mu * sun_mu)) * math.cos(turn)
                    seen[:3], seen[3:] = 1.0, 0.0
                    view = (r0, r0 * mu, r0 * sun_mu, cosine)
                    stretch(tables, view, 0.0, within_air(r0, r0 * mu)[1], seen)
                    _, haze = phases(cosine)
                    total += math.pi / (zeniths * azimuths) * (seen[3:6] + haze * seen[6:9])
            tables.skylight[i, j, :] = total


@kernel
def fill(tables):
    """Fill all three tables in place."""
    fill_sun(tables.sun)
    fill_again(tables.sun, tables.again)
    fill_skylight(tables)


def air_tables() -> AirTables:
    """All tables, computed."""
    tables = AirTables(np.empty((64, 128, 3)), np.empty((24, 49, 3)), np.empty((7, 49, 3)))
    fill(tables)
    return tables
