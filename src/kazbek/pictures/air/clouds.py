"""Clouds that could be there: cumulus and sheets in a low layer, cirrus in a high one. They show no real weather.

Axes: unit directions from the Earth's centre, fixed to the Earth; `here` is what ``weather.weather_at`` says of a
place, `pixel_km` what a pixel covers, below which nothing is drawn. Law: none but the look of them.
"""

from __future__ import annotations

import math

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.noise import billows, fractal, noise, octaves_down_to
from kazbek.pictures.air.scattering import EARTH_RADIUS_km

_PUFF_km, _HEAD_km = 22.0, 2.6


@kernel
def low_cloud(here, up, pixel_km):
    """Thickness of the low layer at a place, not positive in the clear; about 1 in the thick of it."""
    base, strength = here[0], here[1]
    if base + 1.7 * strength < 0.0:
        return base
    x, y, z = up[0] * EARTH_RADIUS_km, up[1] * EARTH_RADIUS_km, up[2] * EARTH_RADIUS_km
    octaves = min(octaves_down_to(_PUFF_km, 2.5 * pixel_km), 3.0)
    puffs = fractal(x / _PUFF_km, y / _PUFF_km, z / _PUFF_km, octaves, 0.8)
    heads = octaves_down_to(_HEAD_km, 2.5 * pixel_km)
    if heads > 0.0 and base + strength * (puffs + 0.5) > 0.0:
        puffs += 0.35 * billows(x / _HEAD_km, y / _HEAD_km, z / _HEAD_km, heads, 0.6)
    return base + strength * puffs


@kernel
def high_cloud(here, up, pixel_km):
    """Opacity of cirrus at a place, 0–1: streaks along circles about a tilted axis, pushed about, in patches."""
    much = here[2]
    if much <= 0.0:
        return 0.0
    ax, az = 0.42, 0.91
    x, y, z = up[0] * EARTH_RADIUS_km, up[1] * EARTH_RADIUS_km, up[2] * EARTH_RADIUS_km
    bend = noise(x / 70.0, y / 70.0, z / 70.0)
    level = x * ax + z * az + 30.0 * here[3] + 26.0 * bend
    u, v = y + 40.0 * here[4] + 30.0 * bend, z * ax - x * az + 40.0 * here[5]
    streaks = fractal(u / 190.0, v / 190.0, level / 52.0, octaves_down_to(52.0, 2.0 * pixel_km), 0.78)
    return 0.85 * (1.0 - math.exp(-max(min(4.0 * much, 1.0) * (1.2 * streaks + 1.1 * much), 0.0)))
