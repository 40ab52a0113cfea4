"""The large shapes of clouds that could be there, worked out once for each place: they show no real weather.

Axes: unit directions from the Earth's centre, fixed to the Earth; a grid of latitude (from the south pole) and
longitude (from 180° west), filled where somebody looks. Law: none; belts of latitude as the climate has them, swirls at
middle latitudes turning as each hemisphere's do, and octaves of noise from 2 500 km down to 80 km.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.noise import drift, fractal, mixed_bits, noise
from kazbek.pictures.air.scattering import EARTH_RADIUS_km

_PER_RADIAN = 900.0 / math.pi  # nodes
_SWIRLS_AROUND = 11
_SWIRL_CELL_rad = 2.0 * math.pi / _SWIRLS_AROUND


class Weather(NamedTuple):
    """What was worked out so far.

    Attributes
    ----------
    values : (901, 1801, 6) thickness of the low layer before its puffs; strength of the puffs; much of cirrus there is;
        and how far its streaks are pushed about (three numbers of −1…1)
    known : (901, 1801)
    """

    values: np.ndarray
    known: np.ndarray


def no_weather() -> Weather:
    """A map still to be filled."""
    return Weather(np.empty((901, 1801, 6), dtype=np.float32), np.zeros((901, 1801), dtype=np.bool_))


@kernel
def swirled(x, y, z):
    """The place a swirl has brought the air at a place from."""
    latitude = math.asin(min(max(z, -1.0), 1.0))
    if abs(latitude) < 0.34 or abs(latitude) > 1.4:
        return x, y, z
    longitude = math.atan2(y, x)
    first = math.floor(longitude / _SWIRL_CELL_rad - 0.5)
    for k in range(2):
        cell = int(first) + k
        h = mixed_bits(cell % _SWIRLS_AROUND, 1 if z > 0.0 else 0, 77)
        if h & 3 == 0:
            continue
        lon = (cell + 0.5 + ((h >> 2 & 255) / 255.0 - 0.5) * 0.7) * _SWIRL_CELL_rad
        lat = math.copysign(0.80 + 0.18 * ((h >> 10 & 255) / 255.0), z)
        size = 0.07 + 0.06 * (h >> 18 & 255) / 255.0
        cx, cy, cz = math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
        away = math.acos(min(x * cx + y * cy + z * cz, 1.0)) / size
        if away > 3.5:
            continue
        turn = -math.copysign(4.5, z) * math.exp(-away) * max(0.0, 1.0 - away / 3.5)
        s, c = math.sin(turn), math.cos(turn)
        dot = (x * cx + y * cy + z * cz) * (1.0 - c)
        x, y, z = (
            x * c + (cy * z - cz * y) * s + cx * dot,
            y * c + (cz * x - cx * z) * s + cy * dot,
            z * c + (cx * y - cy * x) * s + cz * dot,
        )
    return x, y, z


@kernel
def climate(latitude_rad):
    """How cloudy a latitude is: the tropical belt, dry subtropics, the fronts of middle latitudes."""
    latitude = math.degrees(latitude_rad)
    tropics = 0.16 * math.exp(-(((latitude - 6.0) / 8.0) ** 2))
    dry = -0.14 * math.exp(-(((abs(latitude) - 24.0) / 10.0) ** 2))
    fronts = 0.12 * math.exp(-(((abs(latitude) - 60.0) / 12.0) ** 2))
    return tropics + dry + fronts


@kernel
def _work_out(latitude, longitude, out):
    """Write the six values of a node."""
    px = math.cos(latitude) * math.cos(longitude)
    py, pz = math.cos(latitude) * math.sin(longitude), math.sin(latitude)
    x, y, z = swirled(px, py, pz)
    a, b, c = drift(x * 3.1, y * 3.1, z * 3.1)
    x, y, z = x + 0.11 * a, y + 0.11 * b, z + 0.11 * c
    cover = 0.365 + climate(latitude) + 0.75 * fractal(x * 2.6, y * 2.6, z * 2.6, 4.0, 0.62)
    sheets = min(max(0.5 + 1.6 * noise(x * 5.0 + 40.0, y * 5.0, z * 5.0), 0.0), 1.0)
    s = EARTH_RADIUS_km / 360.0
    form = fractal(x * s, y * s, z * s, 3.0, 0.65)
    out[0] = 1.7 * (min(max(cover, -0.3), 1.0) - 0.62) + (0.45 + 0.35 * sheets) * form
    out[1] = 0.85 - 0.45 * sheets
    out[2] = fractal(x * 6.5 + 9.0, y * 6.5, z * 6.5 + 3.0, 2.0, 0.7) - 0.12
    s = EARTH_RADIUS_km / 130.0
    out[3], out[4], out[5] = drift(x * s, y * s, z * s)


@kernel
def weather_at(weather, across, down):
    """The six values at a place (shares of the map from the west and from the north), blended between nodes."""
    v, u = across * 1800.0, (1.0 - down) * 900.0
    i, j = min(int(u), 899), min(int(v), 1799)
    fu, fv = u - i, v - j
    for k in range(4):
        a, b = i + (k >> 1), j + (k & 1)
        if not weather.known[a, b]:
            _work_out(a / _PER_RADIAN - 0.5 * math.pi, b / _PER_RADIAN - math.pi, weather.values[a, b])
            weather.known[a, b] = True
    p, q, r, s = weather.values[i, j], weather.values[i, j + 1], weather.values[i + 1, j], weather.values[i + 1, j + 1]
    a, b, c, d = (1.0 - fu) * (1.0 - fv), (1.0 - fu) * fv, fu * (1.0 - fv), fu * fv
    return (
        a * p[0] + b * q[0] + c * r[0] + d * s[0],
        a * p[1] + b * q[1] + c * r[1] + d * s[1],
        a * p[2] + b * q[2] + c * r[2] + d * s[2],
        a * p[3] + b * q[3] + c * r[3] + d * s[3],
        a * p[4] + b * q[4] + c * r[4] + d * s[4],
        a * p[5] + b * q[5] + c * r[5] + d * s[5],
    )
