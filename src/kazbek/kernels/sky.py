"""What a camera sees along rays that miss the craft: air, ground, sea, clouds, airglow.

Axes: ITRF directions from the Earth's centre, kilometres. Law: ``air.py`` for the air; ground and cloud reflect
sunlight and skylight evenly (Lambert), from front to back each layer hides its share of what lies behind.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.kernels._compile import kernel
from kazbek.kernels.air import (
    SUN_RADIANCE,
    EARTH_RADIUS_km,
    HIGH_km,
    LOW_km,
    by_sun,
    hits_ground,
    path,
    phases,
    stretch,
    sunlight,
    to_sphere,
    within_air,
)
from kazbek.kernels.clouds import high_cloud, low_cloud
from kazbek.kernels.globe import level_at, place
from kazbek.kernels.land import detail, glint, land_colour, land_share, mirrored, water_colour
from kazbek.kernels.lattice import fractal, octaves_down_to
from kazbek.kernels.night import airglow, dark, town_light
from kazbek.kernels.panorama import around
from kazbek.kernels.plain import growth, soil, tufts
from kazbek.kernels.weather import weather_at

_LEAST_HEIGHT_km = 1e-3
_FAIR = 0.45  # of the cirrus that stays over a camera on the ground
_PARTS = 4  # of the way down to a ray's lowest point and up again, in ``between``
_STARLIGHT = 1e-6  # on the level, per unit of sunlight: nothing on Earth is as black as space


@kernel
def seen(camera_km, rays, to_sun, ground, mapped, tables, globe, towns, weather, panorama, out):
    """Write to `out` (n, 3) the radiance along `rays` (n, 3) from `camera_km`.

    Parameters
    ----------
    ground : (3,) one colour for the ground unless `mapped`
    tables, globe, towns : of the air and of the Earth
    weather : as far as it is known; filled on
    panorama : fresh; more than one node where there are many rays
    """
    sums, layer, below = np.zeros((3, 9)), np.zeros((2, 4)), np.zeros(3)
    sun = (to_sun[0], to_sun[1], to_sun[2])
    cx, cy, cz = camera_km[0], camera_km[1], camera_km[2]
    r0 = math.sqrt(cx * cx + cy * cy + cz * cz)
    if r0 < EARTH_RADIUS_km + _LEAST_HEIGHT_km:
        lift = (EARTH_RADIUS_km + _LEAST_HEIGHT_km) / r0
        cx, cy, cz, r0 = cx * lift, cy * lift, cz * lift, EARTH_RADIUS_km + _LEAST_HEIGHT_km
    sunward = cx * sun[0] + cy * sun[1] + cz * sun[2]
    pixel_rad = _spacing(rays)
    for n in range(rays.shape[0]):
        ray = (rays[n, 0], rays[n, 1], rays[n, 2])
        along = cx * ray[0] + cy * ray[1] + cz * ray[2]
        cosine = ray[0] * sun[0] + ray[1] * sun[1] + ray[2] * sun[2]
        out[n, :] = 0.0
        hits = hits_ground(r0, along)
        if r0 > EARTH_RADIUS_km + LOW_km:
            airglow((cx, cy, cz), ray, r0, along, sun, hits, out[n])
        if within_air(r0, along)[1] <= 0.0:
            continue
        view = (r0, along, sunward, cosine)
        if panorama.known.shape[1] > 1:
            around(panorama, tables, view, hits, sums)
        else:
            path(tables, view, hits, sums)
        _, forward = phases(cosine)
        for k in range(3):
            for c in range(3):
                sums[k, 3 + c] += forward * sums[k, 6 + c]
        below[:] = 0.0
        if hits:
            _bottom((cx, cy, cz), ray, along, r0, sun, ground, mapped, tables, globe, towns, weather, pixel_rad, layer,
                    below)
        else:
            _layers((cx, cy, cz), ray, along, r0, sun, tables, weather, pixel_rad, layer)
            if not mapped:  # by the pad and on the steppe the weather was fair
                layer[0, 3] = 0.0
                layer[1, 3] *= _FAIR
        _stack(sums, layer, below, r0 < EARTH_RADIUS_km + HIGH_km, out[n])


@kernel
def _spacing(rays):
    """Angle between neighbouring rays, taken for the size of a pixel."""
    if rays.shape[0] < 2:
        return 0.01
    dx, dy, dz = rays[1, 0] - rays[0, 0], rays[1, 1] - rays[0, 1], rays[1, 2] - rays[0, 2]
    return min(max(math.sqrt(dx * dx + dy * dy + dz * dz), 1e-6), 0.5)


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
def _up_at(camera, ray, t):
    x, y, z = camera[0] + t * ray[0], camera[1] + t * ray[1], camera[2] + t * ray[2]
    r = math.sqrt(x * x + y * y + z * z)
    return x / r, y / r, z / r


@kernel
def _layers(camera, ray, along, r0, sun, tables, weather, pixel_rad, layer):
    """Write to `layer` (2, 4) colour and opacity of cumulus and cirrus along a ray; opacity 0 where it passes by."""
    layer[:, 3] = 0.0
    for k in range(2):
        height = LOW_km if k == 0 else HIGH_km
        radius = EARTH_RADIUS_km + height
        if r0 > radius and (along >= 0.0 or along * along <= (r0 - radius) * (r0 + radius)):
            continue
        up, pixel_km = _crossing(camera, ray, to_sphere(r0, along, radius), pixel_rad)
        across, down = place(up)
        here = weather_at(weather, across, down)
        if k == 0:
            _cumulus(up, here, sun, tables, pixel_km, layer[0])
        else:
            _cirrus(up, here, sun, tables, pixel_km, layer[1])


@kernel
def _crossing(camera, ray, t, pixel_rad):
    """Unit direction of the place at distance `t` along a ray, and what a pixel covers there."""
    up = _up_at(camera, ray, t)
    slope = abs(up[0] * ray[0] + up[1] * ray[1] + up[2] * ray[2])
    return up, pixel_rad * t / math.sqrt(max(slope, 0.02))


@kernel
def _cumulus(up, here, sun, tables, pixel_km, out):
    thickness = low_cloud(here, up, pixel_km)
    if thickness <= 0.0:
        return
    edge = min(0.14 + 0.25 * pixel_km, 0.9)  # what is finer than a pixel still thins a cloud's rim
    x = min(thickness / edge, 1.0)
    out[3] = x * x * (3.0 - 2.0 * x)
    mu = up[0] * sun[0] + up[1] * sun[1] + up[2] * sun[2]
    light, sky = sunlight(tables.sun, LOW_km + 1.0, mu), by_sun(tables.skylight, LOW_km + 1.0, mu)
    # a look towards the Sun: the side behind a thicker part is in shade
    reach = max(1.5, 1.2 * pixel_km) / EARTH_RADIUS_km
    ahead = (up[0] + reach * (sun[0] - mu * up[0]), up[1] + reach * (sun[1] - mu * up[1]),
             up[2] + reach * (sun[2] - mu * up[2]))
    rise = low_cloud(here, ahead, max(pixel_km, 1.2)) - thickness
    shade = min(max(1.0 - 1.2 * rise * min(1.0, 0.35 / max(mu, 0.1)), 0.35), 1.15)
    body = 0.55 + 0.30 * min(thickness / 0.7, 1.0)
    for c in range(3):
        out[c] = body / math.pi * (light[c] * max(mu, 0.0) * shade + sky[c] * 1.1)


@kernel
def _cirrus(up, here, sun, tables, pixel_km, out):
    opacity = high_cloud(here, up, pixel_km)
    if opacity <= 0.0:
        return
    out[3] = opacity
    mu = up[0] * sun[0] + up[1] * sun[1] + up[2] * sun[2]
    light, sky = sunlight(tables.sun, HIGH_km, mu), by_sun(tables.skylight, HIGH_km, mu)
    for c in range(3):
        out[c] = (0.62 * light[c] * max(mu, 0.0) + 0.7 * sky[c]) / math.pi


@kernel
def _bottom(camera, ray, along, r0, sun, ground, mapped, tables, globe, towns, weather, pixel_rad, layer,
            out):
    """Write to `out` (3,) the light of the ground, and to `layer` the clouds before it."""
    layer[:, 3] = 0.0
    t = to_sphere(r0, along, EARTH_RADIUS_km)
    up = _up_at(camera, ray, t)
    mu = up[0] * sun[0] + up[1] * sun[1] + up[2] * sun[2]
    slope = max(-(up[0] * ray[0] + up[1] * ray[1] + up[2] * ray[2]), 1e-3)
    pixel_km = pixel_rad * t / math.sqrt(max(slope, 0.02))
    light, sky = sunlight(tables.sun, 0.0, mu), by_sun(tables.skylight, 0.0, mu)
    sky = (sky[0] + _STARLIGHT, sky[1] + _STARLIGHT, sky[2] + _STARLIGHT)
    if not mapped:
        _steppe(camera, ray, up, sun, light, sky, r0, t, slope, pixel_rad, ground, out)
        return
    across, down = place(up)
    here = weather_at(weather, across, down)
    if slope > 0.3:  # steep enough for all layers to lie under one weather
        if r0 > EARTH_RADIUS_km + LOW_km:
            low, pixel_low = _crossing(camera, ray, to_sphere(r0, along, EARTH_RADIUS_km + LOW_km), pixel_rad)
            _cumulus(low, here, sun, tables, pixel_low, layer[0])
        if here[2] > 0.0 and r0 > EARTH_RADIUS_km + HIGH_km:
            high, pixel_high = _crossing(camera, ray, to_sphere(r0, along, EARTH_RADIUS_km + HIGH_km), pixel_rad)
            _cirrus(high, here, sun, tables, pixel_high, layer[1])
    else:
        _layers(camera, ray, along, r0, sun, tables, weather, pixel_rad, layer)
    if (1.0 - layer[0, 3]) * (1.0 - layer[1, 3]) < 0.02:
        return
    toward = (sun[0] - mu * up[0], sun[1] - mu * up[1], sun[2] - mu * up[2])
    # the shadow of the cumulus lies away from the Sun
    reach = LOW_km / EARTH_RADIUS_km / max(mu, 0.1)
    over = (up[0] + reach * toward[0], up[1] + reach * toward[1], up[2] + reach * toward[2])
    shadow = 0.0
    if mu > 0.0:
        shadow = 0.75 * min(max(low_cloud(here, over, max(pixel_km, 1.2)) / 0.25, 0.0), 1.0)
    share = land_share(globe, up, across, down, pixel_km)
    direct = max(mu, 0.0) * (1.0 - shadow)
    if share > 0.0:
        push = land_colour(globe, up, across, down, pixel_km, out)
        slopes = detail(up, push, toward, mu, level_at(globe.rough, across, down), pixel_km, out)
        for c in range(3):
            out[c] *= share / math.pi * (light[c] * direct * slopes + sky[c])
        night = dark(mu, -0.02, -0.12)
        if night > 0.0:
            lights = share * night * town_light(towns, up, across, down, pixel_km) / SUN_RADIANCE
            out[0], out[1], out[2] = out[0] + lights, out[1] + 0.66 * lights, out[2] + 0.30 * lights
    if share < 1.0:
        _sea(globe, up, ray, sun, light, sky, direct, across, down, pixel_km, slope, 1.0 - share, out)


@kernel
def _steppe(camera, ray, up, sun, light, sky, r0, t, slope, pixel_rad, ground, out):
    """Write to `out` (3,) the light of dry steppe; near the camera with its tufts of grass and their shadows."""
    east, north = _anchored(camera, r0)
    x, y = 1e3 * _dot3(up, east) * EARTH_RADIUS_km, 1e3 * _dot3(up, north) * EARTH_RADIUS_km
    pixel_m = 1e3 * pixel_rad * t / math.sqrt(max(slope, 0.02))
    grown = growth(x, y)
    red, green, blue = soil(x, y, grown, pixel_m, ground)
    mu = max(_dot3(up, sun), 0.0)
    shadow, cover, tall, kind = 0.0, 0.0, 0.0, 0.0
    near = min(max((slope - 0.03) / 0.03, 0.0), 1.0) * min(max((0.12 - pixel_m) / 0.08, 0.0), 1.0)
    sx, sy = _dot3(sun, east), _dot3(sun, north)
    if near > 0.0:
        if mu > 0.02:
            shadow = near * tufts(x, y, 0.0, sx, sy, mu, 5.0, pixel_m, False)[0]
        ex, ey, ez = _dot3(ray, east), _dot3(ray, north), -slope
        back = min(1e3 * t, 3.0 / slope)
        cover, tall, kind = tufts(x - back * ex, y - back * ey, -back * ez, ex, ey, ez, back, 1e3 * pixel_rad * t, True)
        cover *= near
    # what is not drawn blade by blade darkens the ground evenly
    even = 0.5 * grown * (1.0 - near)
    shadow += even * 0.35
    straw = (1.15 + 0.5 * kind, 1.08 + 0.45 * kind, 0.72 + 0.4 * kind)
    lit = 0.35 + 0.65 * tall
    for c in range(3):
        bare = (red, green, blue)[c] * (light[c] * mu * (1.0 - 0.85 * shadow) + sky[c] * (1.0 - 0.3 * shadow))
        grass = ground[c] * straw[c] * (light[c] * (0.35 + 0.45 * mu) * lit + sky[c] * (0.4 + 0.6 * tall))
        out[c] = (bare * (1.0 - cover) + grass * cover) / math.pi


@kernel
def _anchored(camera, r0):
    """East and north at a point of a coarse grid near the camera: they stay as it moves by less."""
    z = math.sin(math.floor(math.asin(camera[2] / r0) * 500.0 + 0.5) / 500.0)
    longitude = math.floor(math.atan2(camera[1], camera[0]) * 500.0 + 0.5) / 500.0
    s, c = math.sin(longitude), math.cos(longitude)
    level = math.sqrt(1.0 - z * z)
    return (-s, c, 0.0), (-z * c, -z * s, level)


@kernel
def _dot3(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@kernel
def _sea(globe, up, ray, sun, light, sky, direct, across, down, pixel_km, slope, share, out):
    """Add to `out` (3,) the light of water: from below its surface, mirrored Sun, mirrored sky."""
    x, y, z = up[0] * EARTH_RADIUS_km, up[1] * EARTH_RADIUS_km, up[2] * EARTH_RADIUS_km
    wind = fractal(x / 70.0, y / 70.0, z / 70.0, octaves_down_to(70.0, 2.0 * pixel_km), 0.6)
    ripple = 0.034 * math.exp(0.7 * wind)
    sparkle = glint(up, ray, sun, ripple) if direct > 0.0 else 0.0
    sheen = mirrored(max(slope, 0.12))
    water = np.empty(3)
    water_colour(globe, across, down, water)
    for c in range(3):
        mirror = sparkle * light[c] * min(1.0, direct * 20.0) + sheen * sky[c] / math.pi
        out[c] += share * (water[c] / math.pi * (light[c] * direct + sky[c]) + mirror)


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
        stretch(tables, view, lowest - (lowest - start) * (1.0 - part / _PARTS) ** 2,
                lowest - (lowest - start) * (1.0 - (part + 1.0) / _PARTS) ** 2, sums)
    for part in range(_PARTS):
        stretch(tables, view, lowest + (end - lowest) * (part / _PARTS) ** 2,
                lowest + (end - lowest) * ((part + 1.0) / _PARTS) ** 2, sums)
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
def covers(weather, up, out):
    """Cloud cover of the low layer over many directions (n, 3)."""
    for n in range(up.shape[0]):
        here = (up[n, 0], up[n, 1], up[n, 2])
        across, down = place(here)
        out[n] = min(max(low_cloud(weather_at(weather, across, down), here, 2.0) / 0.25, 0.0), 1.0)
