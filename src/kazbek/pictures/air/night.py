"""What shines on the night side: the lights of towns, and the airglow over the limb.

Axes: unit directions from the Earth's centre; radiances on the pictures' own scale, chosen so that a print made for
daylight shows what a longer exposure would. Law: a town's lit area grows with its people, 190 m² each, its brightness
falls from the middle as a bell curve; oxygen and sodium glow in a layer 96 km up, brightest where a ray runs along it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import dot, plus
from kazbek.pictures.air.noise import billows, octaves_down_to
from kazbek.pictures.air.scattering import EARTH_RADIUS_km, to_sphere

AIRGLOW_TOP_km = 112.0
_GLOW_km, _GLOW_WIDTH_km = 96.0, 4.0
_GLOW = (3.6e-4, 4.2e-4, 2.2e-4)  # per km along the middle of the layer
_TOWN = 1.3  # radiance of a town's middle
_AREA_km2 = 190e-6  # of town per inhabitant


class Towns(NamedTuple):
    """Towns, sorted by square degrees.

    Attributes
    ----------
    towns : (n, 4) unit direction, radius in km
    begins : (180 * 360 + 1,) where each square degree begins, from the south pole and 180° west
    """

    towns: np.ndarray
    begins: np.ndarray


def towns_of(places: np.ndarray) -> Towns:
    """From latitude (°), longitude (°) and inhabitants (n, 3)."""
    latitude, longitude = np.radians(places[:, 0]), np.radians(places[:, 1])
    cell = np.clip(np.floor(places[:, 0] + 90.0), 0, 179) * 360 + np.floor(places[:, 1] + 180.0) % 360
    order = np.argsort(cell, kind="stable")
    toward = np.column_stack(
        (
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
            np.sqrt(places[:, 2] * _AREA_km2 / np.pi),
        )
    )
    begins = np.searchsorted(cell[order], np.arange(180 * 360 + 1))
    return Towns(np.ascontiguousarray(toward[order], dtype=float), begins.astype(np.int64))


@kernel
def dark(mu, from_mu, to_mu):
    """0–1 as the Sun sinks from one zenith cosine to another."""
    x = min(max((from_mu - mu) / (from_mu - to_mu), 0.0), 1.0)
    return x * x * (3.0 - 2.0 * x)


@kernel
def town_light(towns, up, across, down, pixel_km):
    """Radiance of the lights at a place, before their colour."""
    latitude, longitude = 180.0 * (1.0 - down), 360.0 * across
    wide = 0.55 / max(math.cos(math.radians(latitude - 90.0)), 0.1)
    total = 0.0
    for row in range(max(math.floor(latitude - 0.55), 0), min(math.floor(latitude + 0.55), 179) + 1):
        for column in range(math.floor(longitude - wide), math.floor(longitude + wide) + 1):
            cell = row * 360 + column % 360
            for n in range(towns.begins[cell], towns.begins[cell + 1]):
                total += _one_town(towns.towns[n], up, pixel_km)
    if total < 1e-4:
        return 0.0
    x, y, z = up[0] * EARTH_RADIUS_km, up[1] * EARTH_RADIUS_km, up[2] * EARTH_RADIUS_km
    streets = billows(x / 3.1, y / 3.1, z / 3.1, octaves_down_to(3.1, 2.0 * pixel_km), 0.8)
    return _TOWN * min(total, 2.5) * max(0.75 - 0.9 * streets, 0.12)


@kernel
def _one_town(town, up, pixel_km):
    """A town's share of the light at a place: its middle and the suburbs around."""
    dx, dy, dz = town[0] - up[0], town[1] - up[1], town[2] - up[2]
    away2 = (dx * dx + dy * dy + dz * dz) * EARTH_RADIUS_km * EARTH_RADIUS_km
    size2 = town[3] * town[3]
    blurred = size2 + 0.4 * pixel_km * pixel_km
    if away2 > 12.0 * blurred:
        return 0.0
    return size2 / blurred * (math.exp(-1.6 * away2 / blurred) + 0.12 * math.exp(-0.35 * away2 / blurred))


@kernel
def airglow(look, hits, out):
    """Add the airglow along a ray (``surface_light.Look``) to `out` (3,): of its near side, of the far where seen."""
    r0, along = look.r0_km, look.along_km
    radius = EARTH_RADIUS_km + _GLOW_km
    nearest = math.sqrt(max(r0 * r0 - along * along, 0.0)) if along < 0.0 else r0
    if (r0 < radius and along > 0.0) or nearest > EARTH_RADIUS_km + AIRGLOW_TOP_km:
        return
    t = max(to_sphere(r0, along, radius), 0.0)
    night = dark(dot(plus(look.camera_km, t, look.ray), look.sun) / radius, -0.08, -0.24)
    if night <= 0.0:
        return
    if nearest < EARTH_RADIUS_km + _GLOW_km - 4.0 * _GLOW_WIDTH_km:
        slant = math.sqrt(1.0 - (nearest / radius) ** 2)
        length = math.sqrt(2.0 * math.pi) * _GLOW_WIDTH_km / slant * (1.0 if hits or r0 < radius else 2.0)
    else:
        length, reach = (
            0.0,
            math.sqrt(
                AIRGLOW_TOP_km**2
                - (nearest - EARTH_RADIUS_km) ** 2
                + 2.0 * EARTH_RADIUS_km * (AIRGLOW_TOP_km + EARTH_RADIUS_km - nearest)
            ),
        )
        for k in range(24):
            s = reach * (k + 0.5) / 24.0
            off = (math.sqrt(nearest * nearest + s * s) - radius) / _GLOW_WIDTH_km
            length += 2.0 * reach / 24.0 * math.exp(-0.5 * off * off)
    for c in range(3):
        out[c] += night * length * _GLOW[c]
