"""What ground, water and clouds send towards a camera: by day sunlight and skylight, by night the lights of towns.

Axes: ITRF directions from the Earth's centre, kilometres; light per unit of sunlight above the air. Law: ground, cloud
and water below its surface reflect evenly (Lambert); water mirrors Sun and sky besides. A cloud is whiter the thicker
it is and darker on the side turned from the Sun; its shadow falls where the Sun throws it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import dot, plus, unit
from kazbek.pictures.air.clouds import high_cloud, low_cloud
from kazbek.pictures.air.night import Towns, dark, town_light
from kazbek.pictures.air.noise import fractal, octaves_down_to
from kazbek.pictures.air.scattering import SUN_RADIANCE, EARTH_RADIUS_km, HIGH_km, LOW_km, by_sun, sunlight, to_sphere
from kazbek.pictures.air.weather import Weather, weather_at
from kazbek.pictures.ground.globe import Globe, level_at, place
from kazbek.pictures.ground.grass import growth, soil, tufts
from kazbek.pictures.ground.land import detail, glint, land_colour, land_share, mirrored, water_colour

_STARLIGHT = 1e-6  # on the level, per unit of sunlight: nothing on Earth is as black as space
_SHADOW = 0.75  # of direct sunlight that a thick cloud keeps from the ground
_DEEP = 0.25  # thickness from which on a cloud throws its full shadow


class World(NamedTuple):
    """The maps that rays meet: the Earth's face, its towns, its weather as far as it is known (filled on)."""

    globe: Globe
    towns: Towns
    weather: Weather


class Look(NamedTuple):
    """One ray: from where (km) in which direction (unit), `along_km` as ``air.path`` has it, under which Sun (unit).

    `pixel_rad` is the angle between neighbouring rays, `r0_km` the camera's distance from the Earth's centre.
    """

    camera_km: tuple[float, float, float]
    ray: tuple[float, float, float]
    sun: tuple[float, float, float]
    r0_km: float
    along_km: float
    pixel_rad: float


@kernel
def _crossing(look, t_km):
    """Unit direction of the place at a distance along a ray, and what a pixel covers there, km."""
    up = unit(plus(look.camera_km, t_km, look.ray))
    # between the width of its patch of ground and the length
    return up, look.pixel_rad * t_km / max(abs(dot(up, look.ray)), 0.02) ** 0.7


@kernel
def cloud_layers(look, tables, world, layer):
    """Write to `layer` (2, 4) colour and opacity of cumulus and cirrus along a ray; opacity 0 where it passes by."""
    layer[:, 3] = 0.0
    for k in range(2):
        radius = EARTH_RADIUS_km + (LOW_km if k == 0 else HIGH_km)
        outside = (look.r0_km - radius) * (look.r0_km + radius)
        if outside > 0.0 and (look.along_km >= 0.0 or look.along_km * look.along_km <= outside):
            continue
        up, pixel_km = _crossing(look, to_sphere(look.r0_km, look.along_km, radius))
        across, down = place(up)
        here = weather_at(world.weather, across, down)
        if k == 0:
            _cumulus(up, here, look.sun, tables, pixel_km, layer[0])
        else:
            _cirrus(up, here, look.sun, tables, pixel_km, layer[1])


@kernel
def _layers_below(look, here, tables, layer):
    """``cloud_layers`` for a ray so steep that all of it lies under one weather, `here`."""
    layer[:, 3] = 0.0
    if look.r0_km > EARTH_RADIUS_km + LOW_km:
        low, pixel_km = _crossing(look, to_sphere(look.r0_km, look.along_km, EARTH_RADIUS_km + LOW_km))
        _cumulus(low, here, look.sun, tables, pixel_km, layer[0])
    if here[2] > 0.0 and look.r0_km > EARTH_RADIUS_km + HIGH_km:
        high, pixel_km = _crossing(look, to_sphere(look.r0_km, look.along_km, EARTH_RADIUS_km + HIGH_km))
        _cirrus(high, here, look.sun, tables, pixel_km, layer[1])


@kernel
def _sunwards(up, sun, mu, reach):
    """The place at an angle `reach` from another on the way to below the Sun, not quite of length one."""
    return plus(up, reach, plus(sun, -mu, up))


@kernel
def _cumulus(up, here, sun, tables, pixel_km, out):
    """Write to `out` (4,) colour and opacity of the low layer."""
    thickness = low_cloud(here, up, pixel_km)
    if thickness <= 0.0:
        return
    edge = min(0.14 + 0.25 * pixel_km, 0.9)  # what is finer than a pixel still thins a cloud's rim
    x = min(thickness / edge, 1.0)
    out[3] = x * x * (3.0 - 2.0 * x)
    mu = dot(up, sun)
    light, sky = sunlight(tables.sun, LOW_km + 1.0, mu), by_sun(tables.skylight, LOW_km + 1.0, mu)
    ahead = _sunwards(up, sun, mu, max(1.5, 1.2 * pixel_km) / EARTH_RADIUS_km)
    rise = low_cloud(here, ahead, max(pixel_km, 1.2)) - thickness  # a thicker part ahead takes the Sun away
    shade = min(max(1.0 - 1.2 * rise * min(1.0, 0.35 / max(mu, 0.1)), 0.35), 1.15)
    body = 0.55 + 0.30 * min(thickness / 0.7, 1.0)
    for c in range(3):
        out[c] = body / math.pi * (light[c] * max(mu, 0.0) * shade + 1.1 * sky[c])


@kernel
def _cirrus(up, here, sun, tables, pixel_km, out):
    """Write to `out` (4,) colour and opacity of the high layer."""
    out[3] = high_cloud(here, up, pixel_km)
    if out[3] <= 0.0:
        return
    mu = dot(up, sun)
    light, sky = sunlight(tables.sun, HIGH_km, mu), by_sun(tables.skylight, HIGH_km, mu)
    for c in range(3):
        out[c] = (0.62 * light[c] * max(mu, 0.0) + 0.7 * sky[c]) / math.pi


@kernel
def _light_on_the_level(tables, mu):
    """Sunlight (facing the Sun) and skylight (on the level) at the ground."""
    red, green, blue = by_sun(tables.skylight, 0.0, mu)
    return sunlight(tables.sun, 0.0, mu), (red + _STARLIGHT, green + _STARLIGHT, blue + _STARLIGHT)


@kernel
def mapped_ground(look, tables, world, layer, out):
    """Write to `out` (3,) the light of land and sea as the maps have them, and to `layer` the clouds before them."""
    t = to_sphere(look.r0_km, look.along_km, EARTH_RADIUS_km)
    up, pixel_km = _crossing(look, t)
    slope, mu = max(-dot(up, look.ray), 1e-3), dot(up, look.sun)
    across, down = place(up)
    here = weather_at(world.weather, across, down)
    if slope > 0.3:
        _layers_below(look, here, tables, layer)
    else:
        cloud_layers(look, tables, world, layer)
    if (1.0 - layer[0, 3]) * (1.0 - layer[1, 3]) < 0.02:
        return
    light, sky = _light_on_the_level(tables, mu)
    direct = max(mu, 0.0)
    if direct > 0.0:
        over = _sunwards(up, look.sun, mu, LOW_km / EARTH_RADIUS_km / max(mu, 0.1))
        direct *= 1.0 - _SHADOW * min(max(low_cloud(here, over, max(pixel_km, 1.2)) / _DEEP, 0.0), 1.0)
    share = land_share(world.globe, up, across, down, pixel_km)
    if share > 0.0:
        push = land_colour(world.globe, up, across, down, pixel_km, out)
        slopes = detail(up, push, plus(look.sun, -mu, up), mu, level_at(world.globe.rough, across, down), pixel_km, out)
        for c in range(3):
            out[c] *= share / math.pi * (light[c] * direct * slopes + sky[c])
        night = dark(mu, -0.02, -0.12)
        if night > 0.0:
            lamps = share * night * town_light(world.towns, up, across, down, pixel_km) / SUN_RADIANCE
            out[0], out[1], out[2] = out[0] + lamps, out[1] + 0.66 * lamps, out[2] + 0.30 * lamps
    if share < 1.0:
        _sea(look, world.globe, (up, across, down), (light, sky, direct), slope, pixel_km, 1.0 - share, out)


@kernel
def _sea(look, globe, spot, lights, slope, pixel_km, share, out):
    """Add to `out` (3,) a share of water: light from below its surface, mirrored Sun, mirrored sky."""
    (up, across, down), (light, sky, direct) = spot, lights
    s = EARTH_RADIUS_km / 70.0
    wind = fractal(up[0] * s, up[1] * s, up[2] * s, octaves_down_to(70.0, 2.0 * pixel_km), 0.6)
    sparkle = glint(up, look.ray, look.sun, 0.034 * math.exp(0.7 * wind)) if direct > 0.0 else 0.0
    sheen = mirrored(max(slope, 0.12))
    water = np.empty(3)
    water_colour(globe, across, down, water)
    for c in range(3):
        mirror = sparkle * light[c] * min(1.0, direct * 20.0) + sheen * sky[c] / math.pi
        out[c] += share * (water[c] / math.pi * (light[c] * direct + sky[c]) + mirror)


@kernel
def plain_ground(look, tables, ground, out):
    """Write to `out` (3,) the light of dry steppe; near the camera with its tufts of grass and their shadows."""
    t = to_sphere(look.r0_km, look.along_km, EARTH_RADIUS_km)
    up = unit(plus(look.camera_km, t, look.ray))
    mu, slope = dot(up, look.sun), max(-dot(up, look.ray), 1e-3)
    light, sky = _light_on_the_level(tables, mu)
    east, north = _anchored(look)
    x, y = 1e3 * EARTH_RADIUS_km * dot(up, east), 1e3 * EARTH_RADIUS_km * dot(up, north)
    width_m = 1e3 * look.pixel_rad * t
    pixel_m = width_m / math.sqrt(max(slope, 0.02))
    grown = growth(x, y)
    bare = soil(x, y, grown, pixel_m, ground)
    shadow, cover, tall, kind = 0.0, 0.0, 0.0, 0.0
    near = min(max((slope - 0.03) / 0.03, 0.0), 1.0) * min(max((0.12 - pixel_m) / 0.08, 0.0), 1.0)
    if near > 0.0:
        if mu > 0.02:
            sunward = (dot(look.sun, east), dot(look.sun, north), mu)
            shadow = near * tufts((x, y, 0.0), sunward, 5.0, pixel_m, False)[0]
        ex, ey, back = dot(look.ray, east), dot(look.ray, north), min(1e3 * t, 3.0 / slope)
        cover, tall, kind = tufts((x - back * ex, y - back * ey, back * slope), (ex, ey, -slope), back, width_m, True)
        cover *= near
    shadow += 0.18 * grown * (1.0 - near)  # what is not drawn blade by blade darkens the ground evenly
    straw = (1.15 + 0.5 * kind, 1.08 + 0.45 * kind, 0.72 + 0.4 * kind)
    for c in range(3):
        soil_ = bare[c] * (light[c] * max(mu, 0.0) * (1.0 - 0.85 * shadow) + sky[c] * (1.0 - 0.3 * shadow))
        grass = light[c] * (0.35 + 0.45 * max(mu, 0.0)) * (0.35 + 0.65 * tall) + sky[c] * (0.4 + 0.6 * tall)
        out[c] = (soil_ * (1.0 - cover) + ground[c] * straw[c] * grass * cover) / math.pi


@kernel
def _anchored(look):
    """East and north at a point of a coarse grid near the camera: they stay as it moves by less."""
    at = look.camera_km
    z = math.sin(math.floor(math.asin(at[2] / look.r0_km) * 500.0 + 0.5) / 500.0)
    longitude = math.floor(math.atan2(at[1], at[0]) * 500.0 + 0.5) / 500.0
    s, c = math.sin(longitude), math.cos(longitude)
    return (-s, c, 0.0), (-z * c, -z * s, math.sqrt(1.0 - z * z))
