"""The face of the Earth under its air: the map of land made finer than its texels, the sea, the lights of towns.

Axes: unit directions from the Earth's centre; `pixel_km` is what one pixel covers, below which nothing is drawn.
Law: none but the map's. The coast is where the land's share of a cell, pushed about by noise by less than a cell,
passes one half. Land takes its colours from texels of land only; what is finer than they are is noise: warped borders,
valleys, ridges lit by the Sun. Water is that of clear oceans; the Sun in it follows Cox & Munk, J. Opt. Soc. Am. 1954.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.kernels._compile import kernel
from kazbek.kernels.air import EARTH_RADIUS_km
from kazbek.kernels.lattice import drift, fractal, noise, octaves_down_to, sloped

# The map's contrast is stretched: from orbit woods and fields reflect 0.04-0.1, not 0.005, and colours are paler.
_DARKEST, _BRIGHTNESS = (0.034, 0.046, 0.030), (0.78, 0.87, 0.90)
_PALER_frac = 0.12
_HILLS_km = 31.0


class Globe(NamedTuple):
    """The maps.

    Attributes
    ----------
    day : (rows, columns, 4) bytes: colour, share of land
    coast : (rows, columns) bytes: share of land, finer
    linear : (256,) light of a byte of colour
    cities : (n, 5) unit direction, radius_km, light; sorted by cell
    cells : (181 * 360 + 1,) where the cities of each square degree begin
    """

    day: np.ndarray
    coast: np.ndarray
    linear: np.ndarray


@kernel
def place(up):
    """Longitude and latitude as shares of the map, from the west and from the north."""
    return math.atan2(up[1], up[0]) / (2.0 * math.pi) + 0.5, 0.5 - math.asin(min(max(up[2], -1.0), 1.0)) / math.pi


@kernel
def texel(rows, columns, across, down):
    """Corner rows and columns around a place of a map, and the fractions between them."""
    x, y = across * columns - 0.5, min(max(down * rows - 0.5, 0.0), rows - 1.0)
    i, j = min(math.floor(y), rows - 2), math.floor(x)
    return i, j % columns, (j + 1) % columns, y - i, x - j


@kernel
def raw_colour(globe, up, out):
    """Write to `out` (3,) the map's own colour, linear, blended between texels."""
    across, down = place(up)
    i, j, k, fy, fx = texel(globe.day.shape[0], globe.day.shape[1], across, down)
    for c in range(3):
        mixed = (globe.day[i, j, c] * (1.0 - fx) + globe.day[i, k, c] * fx) * (1.0 - fy) + (
            globe.day[i + 1, j, c] * (1.0 - fx) + globe.day[i + 1, k, c] * fx) * fy
        out[c] = (mixed / 255.0) ** 2.2


@kernel
def raw_colours(globe, up, out):
    """``raw_colour`` of many directions (n, 3)."""
    for n in range(up.shape[0]):
        raw_colour(globe, up[n], out[n])


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
    share += 0.42 * fractal(up[0] * s, up[1] * s, up[2] * s, octaves_down_to(6.0, 2.0 * pixel_km), 0.6)
    cell_km = math.pi * EARTH_RADIUS_km / rows
    return min(max(0.5 + (share - 0.5) * cell_km / max(0.7 * pixel_km, 0.02), 0.0), 1.0)


@kernel
def land_colour(globe, up, across, down, pixel_km, out):
    """Write to `out` (3,) the colour of land near a place and return how varied the map is there, 0–1.

    Only texels of land count; the place is pushed about by noise, so that borders of colour have shape.
    """
    rows, columns = globe.day.shape[0], globe.day.shape[1]
    s = EARTH_RADIUS_km / 13.0
    if pixel_km < 6.0:
        a, b, _ = drift(up[0] * s, up[1] * s, up[2] * s)
        across, down = across + a * 0.75 / columns, down + b * 0.75 / rows
    i, j, k, fy, fx = texel(rows, columns, across, down)
    total, darkest, brightest = 1e-6, 1.0, 0.0
    out[:] = 0.0
    out[0], out[1], out[2] = 0.10e-6, 0.09e-6, 0.06e-6  # of islands the map does not know
    for corner in range(4):
        texel_ = globe.day[i + (corner >> 1), k if corner & 1 else j]
        w = (fx if corner & 1 else 1.0 - fx) * (fy if corner >> 1 else 1.0 - fy) * (texel_[3] / 255.0) ** 2
        if w > 0.0:
            total += w
            r, g, b = globe.linear[texel_[0]], globe.linear[texel_[1]], globe.linear[texel_[2]]
            out[0], out[1], out[2] = out[0] + w * r, out[1] + w * g, out[2] + w * b
            darkest, brightest = min(darkest, r + g + b), max(brightest, r + g + b)
    grey = (0.3 * out[0] + 0.5 * out[1] + 0.2 * out[2]) * _PALER_frac
    for c in range(3):
        out[c] = _DARKEST[c] + _BRIGHTNESS[c] * ((1.0 - _PALER_frac) * out[c] + grey) / total
    return min(max((brightest - darkest) / (0.08 + brightest), 0.0), 1.0)


@kernel
def detail(up, sunward, mu, varied, pixel_km, out):
    """Change the colour `out` (3,) of land by what a finer map would show: patches, valleys, slopes lit by the Sun.

    `sunward` is the level part of the Sun's direction, `mu` the sine of its height.
    """
    x, y, z = up[0] * EARTH_RADIUS_km, up[1] * EARTH_RADIUS_km, up[2] * EARTH_RADIUS_km
    patches, rise = _hills(x, y, z, sunward, octaves_down_to(_HILLS_km, 2.0 * pixel_km))
    shade = math.exp((0.10 + 0.45 * varied) * patches)
    valley = noise(x / 43.0 + 0.35 * patches, y / 43.0, z / 43.0 - 0.35 * patches)
    valley = max(0.0, 1.0 - abs(valley) * 43.0 / max(2.2, 2.0 * pixel_km)) * min(1.0, 2.2 / pixel_km)
    shade *= 1.0 - 0.20 * valley * min(max(0.5 + 1.5 * patches, 0.0), 1.0)
    relief = (0.05 + 0.55 * varied) * min(1.0 / max(mu, 0.15), 3.0)  # a low Sun shows every ridge
    shade *= min(max(1.0 + relief * rise, 0.30), 1.7)
    out[0] *= shade * (1.0 + 0.08 * patches)
    out[1] *= shade
    out[2] *= shade * (1.0 - 0.05 * patches)


@kernel
def _hills(x, y, z, sunward, octaves):
    """Height of an invented land, of spread one, and how steeply it rises away from the Sun."""
    height, rise, weight, s = 0.0, 0.0, 1.0, 1.0 / _HILLS_km
    while octaves > 0.0:
        value, dx, dy, dz = sloped(x * s + weight * 9.0, y * s, z * s)
        share = weight * min(octaves, 1.0)
        height += share * value
        rise -= share * (dx * sunward[0] + dy * sunward[1] + dz * sunward[2])
        s *= 2.07
        weight *= 0.72
        octaves -= 1.0
    return height, rise


@kernel
def water_colour(globe, across, down, out):
    """Write to `out` (3,) what light comes back from under the surface: clear ocean, greener over shelves."""
    i, j, k, fy, fx = texel(globe.day.shape[0], globe.day.shape[1], across, down)
    shelf = 0.0
    for corner in range(4):
        t = globe.day[i + (corner >> 1), k if corner & 1 else j]
        w = (fx if corner & 1 else 1.0 - fx) * (fy if corner >> 1 else 1.0 - fy)
        shelf += w * globe.linear[t[1]] * (1.0 - t[3] / 255.0)
    shelf = min(max((shelf - 0.02) * 6.0, 0.0), 1.0)
    out[0] = 0.004 + 0.010 * shelf
    out[1] = 0.013 + 0.055 * shelf
    out[2] = 0.035 + 0.060 * shelf


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
