"""The face of the Earth under its air: the map of land made finer than its texels, the sea, the lights of towns.

Axes: unit directions from the Earth's centre; `pixel_km` is what one pixel covers, below which nothing is drawn.
Law: none but the map's. The coast is where the land's share of a cell, pushed about by noise by less than a cell,
passes one half. Land takes its colours from texels of land only; what is finer than they are is noise: warped borders,
valleys, ridges lit by the Sun. Water is that of clear oceans; the Sun in it follows Cox & Munk, J. Opt. Soc. Am. 1954.
"""

from __future__ import annotations

import math

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.noise import drift, fractal, noise, octaves_down_to, sloped
from kazbek.pictures.air.scattering import EARTH_RADIUS_km
from kazbek.pictures.ground.globe import level_at, texel

# The map's contrast is stretched: from orbit woods and fields reflect 0.04-0.1, not 0.005.
_DARKEST, _BRIGHTNESS = (0.030, 0.044, 0.022), (0.85, 0.90, 0.80)
_HILLS_km = 13.0


@kernel
def land_share(globe, up, across, down, pixel_km):
    """How much of a pixel is land, 0–1."""
    rows, columns = globe.coast.shape
    i, j, k, fy, fx = texel(rows, columns, across, down)
    a, b, c, d = globe.coast[i, j], globe.coast[i, k], globe.coast[i + 1, j], globe.coast[i + 1, k]
    if a == b and b == c and c == d and (a == 0 or a == 255):
        return a / 255.0
    share = ((a * (1.0 - fx) + b * fx) * (1.0 - fy) + (c * (1.0 - fx) + d * fx) * fy) / 255.0
    s = EARTH_RADIUS_km / 6.0
    share += 0.22 * fractal(up[0] * s, up[1] * s, up[2] * s, octaves_down_to(6.0, 2.0 * pixel_km), 0.6)
    cell_km = math.pi * EARTH_RADIUS_km / rows
    return min(max(0.5 + (share - 0.5) * cell_km / max(0.7 * pixel_km, 0.02), 0.0), 1.0)


@kernel
def land_colour(globe, up, across, down, pixel_km, out):
    """Write to `out` (3,) the colour of land near a place; return the push that gives its borders shape."""
    rows, columns, _ = globe.day.shape
    a, b, c = 0.0, 0.0, 0.0
    if pixel_km < 6.0:
        s = EARTH_RADIUS_km / 13.0
        a, b, c = drift(up[0] * s, up[1] * s, up[2] * s)
        across, down = across + a * 0.75 / columns, down + b * 0.75 / rows
    i, j, k, fy, fx = texel(rows, columns, across, down)
    out[:] = 0.0
    for corner in range(4):
        colour = globe.day[i + (corner >> 1), k if corner & 1 else j]
        w = (fx if corner & 1 else 1.0 - fx) * (fy if corner >> 1 else 1.0 - fy)
        red, green, blue = globe.linear[colour[0]], globe.linear[colour[1]], globe.linear[colour[2]]
        out[0], out[1], out[2] = out[0] + w * red, out[1] + w * green, out[2] + w * blue
    for band in range(3):
        out[band] = _DARKEST[band] + _BRIGHTNESS[band] * out[band]
    return a, b, c


@kernel
def detail(up, push, sunward, mu, varied, pixel_km, out):
    """Change the colour `out` (3,) of land by what a finer map would show; return what its slopes catch of the Sun.

    `push` is what ``land_colour`` returned; `sunward` the level part of the Sun's direction, `mu` the sine of its
    height.
    """
    x, y, z = up[0] * EARTH_RADIUS_km, up[1] * EARTH_RADIUS_km, up[2] * EARTH_RADIUS_km
    bend = 2.6
    patches, rise = _hills(
        x + bend * push[0], y + bend * push[1], z + bend * push[2], sunward, octaves_down_to(_HILLS_km, 3.0 * pixel_km)
    )
    shade = math.exp((0.06 + 0.28 * varied) * patches)
    valley = noise(x / 43.0 + 0.35 * patches, y / 43.0, z / 43.0 - 0.35 * patches)
    valley = max(0.0, 1.0 - abs(valley) * 43.0 / max(2.2, 2.0 * pixel_km)) * min(1.0, 2.2 / pixel_km)
    shade *= 1.0 - 0.20 * valley * min(max(0.5 + 1.5 * patches, 0.0), 1.0)
    out[0] *= shade * (1.0 + 0.08 * patches)
    out[1] *= shade
    out[2] *= shade * (1.0 - 0.05 * patches)
    relief = (0.02 + 0.15 * varied * varied) * min(1.0 / max(mu, 0.15), 1.8)  # a low Sun shows every ridge
    return min(max(1.0 + relief * rise, 0.1), 1.9)


@kernel
def _hills(x, y, z, sunward, octaves):
    """Height of an invented land of ridges, of spread one, and how steeply it rises away from the Sun."""
    height, rise, weight, s = 0.0, 0.0, 1.0, 1.0 / _HILLS_km
    while octaves > 0.0:
        value, dx, dy, dz = sloped(x * s + weight * 9.0, y * s, z * s)
        share = weight * min(octaves, 1.0)
        height += share * (0.6 - 2.5 * abs(value))
        slope = dx * sunward[0] + dy * sunward[1] + dz * sunward[2]
        rise += 2.0 * share * (slope if value > 0.0 else -slope)
        s *= 2.07
        weight *= 0.62
        octaves -= 1.0
    return height, rise


@kernel
def water_colour(globe, across, down, out):
    """Write to `out` (3,) what share of light comes back from under the surface: clear ocean, greener over shelves."""
    shelf = level_at(globe.shelf, across, down)
    out[0] = 0.004 + 0.012 * shelf
    out[1] = 0.012 + 0.060 * shelf
    out[2] = 0.032 + 0.055 * shelf


@kernel
def glint(up, ray, to_sun, ripple):
    """Sunlight mirrored by a ruffled sea, 1/sr, per unit of sunlight; `ripple` is the variance of its slopes."""
    hx, hy, hz = to_sun[0] - ray[0], to_sun[1] - ray[1], to_sun[2] - ray[2]
    size = math.sqrt(hx * hx + hy * hy + hz * hz)
    nh = (up[0] * hx + up[1] * hy + up[2] * hz) / size
    if nh <= 0.05:
        return 0.0
    nh2 = min(nh * nh, 1.0)
    slopes = math.exp((nh2 - 1.0) / (ripple * nh2)) / (math.pi * ripple * nh2 * nh2)
    nv = max(-(up[0] * ray[0] + up[1] * ray[1] + up[2] * ray[2]), 0.08)
    return mirrored(-(ray[0] * hx + ray[1] * hy + ray[2] * hz) / size) * slopes / (4.0 * nv)


@kernel
def mirrored(cosine):
    """Fresnel's share at a surface of water (Schlick 1994)."""
    x = 1.0 - min(max(cosine, 0.0), 1.0)
    return 0.02 + 0.98 * x * x * x * x * x
