"""What a camera sees along rays that miss the craft: air, ground, sea, clouds.

Axes: ITRF directions from the Earth's centre, kilometres. Law: see ``air.py``; ground and cloud reflect sunlight and
skylight evenly (Lambert), water mirrors the Sun by Beckmann's slopes. Shades finer than the map's are noise.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.kernels._compile import kernel
from kazbek.kernels.air import SUN_RADIANCE, EARTH_RADIUS_km, TOP_km, march, sun_left
from kazbek.kernels.lattice import value_noise


@kernel
def seen(camera_km, rays, to_sun, ground, mapped, table, texture, out):
    """Write to `out` (n, 3) the radiance along `rays` (n, 3) from `camera_km`.

    Parameters
    ----------
    ground : (3,) one colour for the ground unless `mapped`
    table : transmittance towards the Sun, as ``air.sun_left`` reads it
    texture : (rows, columns, 3) bytes of the day map
    """
    through, glow, lit = np.empty(3), np.empty(3), np.empty(3)
    cx, cy, cz = camera_km[0], camera_km[1], camera_km[2]
    r0 = math.sqrt(cx * cx + cy * cy + cz * cz)
    sunward = cx * to_sun[0] + cy * to_sun[1] + cz * to_sun[2]
    for n in range(rays.shape[0]):
        x, y, z = rays[n, 0], rays[n, 1], rays[n, 2]
        along = cx * x + cy * y + cz * z
        to_top = along * along - (r0 * r0 - TOP_km * TOP_km)
        out[n, :] = 0.0
        if to_top <= 0.0 or -along + math.sqrt(to_top) <= 0.0:
            continue
        reach = math.sqrt(to_top)
        start, end = max(-along - reach, 0.0), -along + reach
        to_ground = along * along - (r0 * r0 - EARTH_RADIUS_km * EARTH_RADIUS_km)
        hits = to_ground > 0.0 and along < 0.0
        if hits:
            end = -along - math.sqrt(to_ground)
        cosine = x * to_sun[0] + y * to_sun[1] + z * to_sun[2]
        march(table, r0, along, cosine, sunward, start, end, hits, through, glow)
        out[n, :] = glow
        if hits:
            surface((cx + x * end, cy + y * end, cz + z * end), (x, y, z), to_sun, ground, mapped, table, texture,
                    lit)
            for c in range(3):
                out[n, c] += through[c] * lit[c]


@kernel
def between(camera_km, point_km, to_sun, table, through, glow):
    """Write to `through` and `glow` (3,) what the air between two places takes away and adds."""
    cx, cy, cz = camera_km[0], camera_km[1], camera_km[2]
    x, y, z = point_km[0] - cx, point_km[1] - cy, point_km[2] - cz
    length = math.sqrt(x * x + y * y + z * z)
    through[:], glow[:] = 1.0, 0.0
    if length == 0.0:
        return
    x, y, z = x / length, y / length, z / length
    along = cx * x + cy * y + cz * z
    r0 = math.sqrt(cx * cx + cy * cy + cz * cz)
    to_top = along * along - (r0 * r0 - TOP_km * TOP_km)
    if to_top <= 0.0:
        return
    reach = math.sqrt(to_top)
    start, end = max(-along - reach, 0.0), min(-along + reach, length)
    if end > start:
        cosine = x * to_sun[0] + y * to_sun[1] + z * to_sun[2]
        sunward = cx * to_sun[0] + cy * to_sun[1] + cz * to_sun[2]
        march(table, r0, along, cosine, sunward, start, end, False, through, glow)


@kernel
def surface(place, ray, to_sun, ground, mapped, table, texture, out):
    """Write to `out` (3,) the radiance of sunlit ground with clouds and the Sun's glint on water."""
    r = math.sqrt(place[0] * place[0] + place[1] * place[1] + place[2] * place[2])
    up = (place[0] / r, place[1] / r, place[2] / r)
    mu = up[0] * to_sun[0] + up[1] * to_sun[1] + up[2] * to_sun[2]
    sun, colour = np.empty(3), np.empty(3)
    sun_left(table, 0.0, mu, sun)
    skylight = 0.12 * min(max((mu + 0.12) / 0.5, 0.0), 1.0)
    cover, glint = 0.0, 0.0
    if mapped:
        day_colour(texture, up, colour)
        shade = relief(up)
        for c in range(3):
            colour[c] *= shade
        cover = cloud_cover(up)
        glint = glint_of(colour, up, ray, to_sun)
    else:
        shade = speckle(place)
        for c in range(3):
            colour[c] = ground[c] * shade
    for c in range(3):
        sunlight = sun[c] * max(mu, 0.0)
        light = (sunlight + skylight * (0.35, 0.6, 1.0)[c]) / math.pi
        out[c] = ((colour[c] * light + glint * sunlight) * (1.0 - cover) + 0.62 * cover * light) * SUN_RADIANCE


@kernel
def glint_of(colour, up, ray, to_sun):
    """The Sun on a ruffled sea (Beckmann slopes of variance 0.012), per sunlight on the level; 0 on land."""
    water = min(max((colour[2] - colour[0]) * 12.0, 0.0), 1.0)
    if water == 0.0 or colour[0] + colour[1] + colour[2] >= 0.35:
        return 0.0
    hx, hy, hz = to_sun[0] - ray[0], to_sun[1] - ray[1], to_sun[2] - ray[2]
    nh = (up[0] * hx + up[1] * hy + up[2] * hz) / math.sqrt(hx * hx + hy * hy + hz * hz)
    nh2 = min(max(nh, 1e-3), 1.0) ** 2
    slopes = math.exp((nh2 - 1.0) / (0.012 * nh2)) / (math.pi * 0.012 * nh2 * nh2)
    nv = min(max(-(up[0] * ray[0] + up[1] * ray[1] + up[2] * ray[2]), 0.05), 1.0)
    return water * 0.03 * slopes / (4.0 * nv)


@kernel
def day_colour(texture, up, out):
    """Write to `out` (3,) the map's colour under a unit direction, linear, blended between texels."""
    rows, columns = texture.shape[0], texture.shape[1]
    x = (math.atan2(up[1], up[0]) / math.pi + 1.0) / 2.0 * columns - 0.5
    y = (0.5 - math.asin(min(max(up[2], -1.0), 1.0)) / math.pi) * rows - 0.5
    i, j = min(max(math.floor(y), 0), rows - 2), math.floor(x)
    fy, fx = min(max(y - i, 0.0), 1.0), x - j
    j, k = j % columns, (j + 1) % columns
    for c in range(3):
        mixed = (texture[i, j, c] * (1.0 - fx) + texture[i, k, c] * fx) * (1.0 - fy) + (
            texture[i + 1, j, c] * (1.0 - fx) + texture[i + 1, k, c] * fx) * fy
        out[c] = (mixed / 255.0) ** 2.2


@kernel
def colours(texture, up, out):
    """``day_colour`` of many directions (n, 3)."""
    for n in range(up.shape[0]):
        day_colour(texture, up[n], out[n])


@kernel
def cloud_cover(up):
    """Share of the ground hidden by cloud, 0–1: sheared bands of noise, thicker at the fronts of middle latitudes."""
    x, y, z = up[0], up[1], up[2]
    sx = x + 0.06 * value_noise(x * 7.0, y * 7.0, z * 7.0)
    sy = y + 0.06 * value_noise(x * 7.0 + 31.0, y * 7.0 + 31.0, z * 7.0 + 31.0)
    sz = z + 0.06 * value_noise(x * 7.0 + 67.0, y * 7.0 + 67.0, z * 7.0 + 67.0)
    field, scale, weight = 0.0, 9.0, 1.0
    for _ in range(9):
        field += value_noise(sx * scale, sy * scale, sz * scale) * weight
        scale *= 2.0
        weight *= 0.64
    latitude = math.asin(min(max(z, -1.0), 1.0))
    belt = 0.16 * math.cos(6.0 * latitude) ** 2 + 0.10 * math.exp(-(((abs(latitude) - 0.95) / 0.25) ** 2))
    return min(max((field + belt - 0.48) * 1.25, 0.0), 1.0) * 0.85


@kernel
def covers(up, out):
    """``cloud_cover`` over many directions (n, 3)."""
    for n in range(up.shape[0]):
        out[n] = cloud_cover(up[n])


@kernel
def relief(up):
    """Shades finer than the map's 10 km."""
    x, y, z = up[0], up[1], up[2]
    return (1.0 + 0.13 * value_noise(x * 900.0, y * 900.0, z * 900.0)
            + 0.11 * value_noise(x * 3100.0, y * 3100.0, z * 3100.0)
            + 0.07 * value_noise(x * 11_000.0, y * 11_000.0, z * 11_000.0))


@kernel
def speckle(place_km):
    """Steppe: the same dry colour, a little lighter here and darker there."""
    x, y, z = place_km[0], place_km[1], place_km[2]
    return (1.0 + 0.10 * value_noise(x * 3.0, y * 3.0, z * 3.0) + 0.08 * value_noise(x * 23.0, y * 23.0, z * 23.0)
            + 0.07 * value_noise(x * 190.0, y * 190.0, z * 190.0)
            + 0.06 * value_noise(x * 1500.0, y * 1500.0, z * 1500.0))
