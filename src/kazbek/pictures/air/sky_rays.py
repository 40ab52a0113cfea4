"""What a camera sees along rays that miss the craft: air, clouds, ground, sea, airglow.

Axes: ITRF directions from the Earth's centre, kilometres. Law: ``scattering.py`` for the air, ``surface_light.py`` for
what stands in it; from front to back each layer hides its share of what lies behind.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import dot, norm, times
from kazbek.pictures.air.clouds import low_cloud
from kazbek.pictures.air.night import airglow
from kazbek.pictures.air.panorama import around
from kazbek.pictures.air.scattering import (
    SUN_RADIANCE,
    EARTH_RADIUS_km,
    HIGH_km,
    LOW_km,
    hits_ground,
    path,
    phases,
    stretch,
    sunlight,
    within_air,
)
from kazbek.pictures.air.weather import weather_at
from kazbek.pictures.ground.globe import place
from kazbek.pictures.ground.surface_light import Look, cloud_layers, mapped_ground, plain_ground

_LEAST_HEIGHT_km = 1e-3
_FAIR = 0.45  # of the cirrus that stays over a camera on the ground; by the pad and on the steppe the weather was fair
_PARTS = 4  # of the way down to a ray's lowest point and up again, in ``between``


class AirAndGround(NamedTuple):
    """Tables of the air; the Earth with its weather; one colour (3,) for the ground, unless mapped."""

    tables: Any
    world: Any
    ground: Any
    mapped: bool


@kernel
def seen(camera_km, rays, to_sun, surroundings, panorama, out):
    """Write to `out` (n, 3) the radiance along `rays` (n, 3) from `camera_km` (3,).

    `panorama` is fresh, with more than one node where there are many rays.
    """
    tables, world, ground, mapped = surroundings
    sums, layer, below = np.zeros((3, 9)), np.zeros((2, 4)), np.zeros(3)
    sun, camera = (to_sun[0], to_sun[1], to_sun[2]), (camera_km[0], camera_km[1], camera_km[2])
    r0 = norm(camera)
    if r0 < EARTH_RADIUS_km + _LEAST_HEIGHT_km:
        camera = times((EARTH_RADIUS_km + _LEAST_HEIGHT_km) / r0, camera)
        r0 = EARTH_RADIUS_km + _LEAST_HEIGHT_km
    sunward, pixel_rad = dot(camera, sun), _spacing(rays)
    for n in range(rays.shape[0]):
        ray = (rays[n, 0], rays[n, 1], rays[n, 2])
        look = Look(camera, ray, sun, r0, dot(camera, ray), pixel_rad)
        view = (r0, look.along_km, sunward, dot(ray, sun))
        hits = hits_ground(r0, look.along_km)
        out[n, :], below[:] = 0.0, 0.0
        if r0 > EARTH_RADIUS_km + LOW_km:
            airglow(look, hits, out[n])
        if within_air(r0, look.along_km)[1] <= 0.0:
            continue
        _air_before(panorama, tables, view, hits, sums)
        if not hits:
            cloud_layers(look, tables, world, layer)
        elif mapped:
            mapped_ground(look, tables, world, layer, below)
        else:
            plain_ground(look, tables, ground, below)
        if not mapped:
            layer[0, 3], layer[1, 3] = 0.0, 0.0 if hits else _FAIR * layer[1, 3]
        _stack(sums, layer, below, r0 < EARTH_RADIUS_km + HIGH_km, out[n])


@kernel
def _spacing(rays):
    """Angle between neighbouring rays, taken for the size of a pixel."""
    if rays.shape[0] < 2:
        return 0.01
    dx, dy, dz = rays[1, 0] - rays[0, 0], rays[1, 1] - rays[0, 1], rays[1, 2] - rays[0, 2]
    return min(max(math.sqrt(dx * dx + dy * dy + dz * dz), 1e-6), 0.5)


@kernel
def _air_before(panorama, tables, view, hits, sums):
    """Write to `sums` (3, 9) what ``scattering.path`` does, with the haze's phase put in."""
    if panorama.known.shape[1] > 1:
        around(panorama, tables, view, hits, sums)
    else:
        path(tables, view, hits, sums)
    _, forward = phases(view[3])
    for k in range(3):
        for c in range(3):
            sums[k, 3 + c] += forward * sums[k, 6 + c]


@kernel
def _stack(sums, layer, below, from_below, out):
    """Add to `out` (3,) cirrus, cumulus, the ground or space and the air before each of them, nearest first."""
    near, far = (0, 1) if from_below else (1, 0)
    for c in range(3):
        light = sums[near, 3 + c]
        left = 1.0 - layer[near, 3]
        light += layer[near, 3] * sums[near, c] * layer[near, c]
        light += left * (sums[far, 3 + c] - sums[near, 3 + c] + layer[far, 3] * sums[far, c] * layer[far, c])
        left *= 1.0 - layer[far, 3]
        light += left * (sums[2, 3 + c] - sums[far, 3 + c] + sums[2, c] * below[c])
        out[c] += light * SUN_RADIANCE


@kernel
def between(camera_km, point_km, to_sun, tables, through, glow):
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
    start, end = within_air(r0, along)
    end = min(end, length)
    if end <= start:
        return
    cosine = x * to_sun[0] + y * to_sun[1] + z * to_sun[2]
    view = (r0, along, cx * to_sun[0] + cy * to_sun[1] + cz * to_sun[2], cosine)
    sums = np.zeros(9)
    sums[:3] = 1.0
    lowest = min(max(-along, start), end)
    for part in range(_PARTS):
        stretch(
            tables,
            view,
            lowest - (lowest - start) * (1.0 - part / _PARTS) ** 2,
            lowest - (lowest - start) * (1.0 - (part + 1.0) / _PARTS) ** 2,
            sums,
        )
    for part in range(_PARTS):
        stretch(
            tables,
            view,
            lowest + (end - lowest) * (part / _PARTS) ** 2,
            lowest + (end - lowest) * ((part + 1.0) / _PARTS) ** 2,
            sums,
        )
    _, forward = phases(cosine)
    for c in range(3):
        through[c], glow[c] = sums[c], (sums[3 + c] + forward * sums[6 + c]) * SUN_RADIANCE


@kernel
def shares_of_sunlight(tables, height_km, mu, out):
    """Write to `out` (n, 3) the light left at heights under Suns of zenith cosines `mu`."""
    for n in range(mu.size):
        red, green, blue = sunlight(tables.sun, height_km[n], mu[n])
        out[n, 0], out[n, 1], out[n, 2] = red, green, blue


@kernel
def covers(world, up, out):
    """Cloud cover of the low layer over many directions (n, 3)."""
    for n in range(up.shape[0]):
        here = (up[n, 0], up[n, 1], up[n, 2])
        across, down = place(here)
        out[n] = min(max(low_cloud(weather_at(world.weather, across, down), here, 2.0) / 0.25, 0.0), 1.0)
