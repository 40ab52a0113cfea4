"""The Earth below and the air's glow: true Sun direction from the pad to high orbit.

Single scattering by molecules, aerosol and ozone's yellow absorption, integrated along each ray (Nishita et al.,
"Display of The Earth Taking into Account Atmospheric Scattering", SIGGRAPH 1993; coefficients of Bruneton & Neyret
2008). A spherical Earth of 6 371 km is enough for a picture. Surface colour: NASA Blue Marble Next Generation.
Kilometres inside, because optical depths are per kilometre.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import bundled
from kazbek.kernels.air import MIE_EXTINCTION, OZONE, RAYLEIGH, SUN_RADIANCE, EARTH_RADIUS_km, TOP_km
from kazbek.kernels.sky import between as air_between
from kazbek.kernels.sky import colours, covers, seen

__all__ = ["SUN_RADIANCE", "EARTH_RADIUS_km", "TOP_km", "between", "clouds", "day_map", "radiance", "sun_through_air"]

Floats = NDArray[np.float64]


def _amounts(height_km: Floats) -> tuple[Floats, Floats, Floats]:
    return (np.exp(-height_km / 8.0), np.exp(-height_km / 1.2), np.maximum(0.0, 1.0 - np.abs(height_km - 25.0) / 15.0))


@functools.cache
def _sun_table(rows: int = 64, columns: int = 256) -> Floats:
    """Transmittance to the Sun by height (quadratic rows) and cosine of its zenith angle; zero behind the Earth."""
    height = np.linspace(0.0, 1.0, rows) ** 2 * (TOP_km - EARTH_RADIUS_km)
    mu = np.linspace(-0.35, 1.0, columns)
    r, m = EARTH_RADIUS_km + height[:, None], mu[None, :]
    length = -r * m + np.sqrt(np.maximum(0.0, r * r * (m * m - 1.0) + TOP_km**2))
    depth = np.zeros((rows, columns, 3))
    for t in (np.arange(48) + 0.5) / 48:
        d = length * t
        air, haze, ozone = _amounts(np.maximum(np.sqrt(r * r + d * d + 2 * r * m * d) - EARTH_RADIUS_km, 0.0))
        depth += (
            (air[..., None] * RAYLEIGH + haze[..., None] * MIE_EXTINCTION + ozone[..., None] * OZONE)
            * length[..., None]
            / 48
        )
    table = np.exp(-depth)
    table[(m < 0) & (r * r * (m * m - 1.0) + EARTH_RADIUS_km**2 > 0)] = 0.0
    return table


def sun_through_air(height_km: Floats, mu: Floats) -> Floats:
    """RGB share of sunlight left at a height under a Sun of zenith cosine `mu`; (n, 3)."""
    table = _sun_table()
    u = np.sqrt(np.clip(height_km / (TOP_km - EARTH_RADIUS_km), 0.0, 1.0)) * (table.shape[0] - 1)
    v = np.clip((mu + 0.35) / 1.35, 0.0, 1.0) * (table.shape[1] - 1)
    i, j = np.minimum(u.astype(int), table.shape[0] - 2), np.minimum(v.astype(int), table.shape[1] - 2)
    fu, fv = (u - i)[:, None], (v - j)[:, None]
    share: Floats = (table[i, j] * (1 - fu) + table[i + 1, j] * fu) * (1 - fv) + (
        table[i, j + 1] * (1 - fu) + table[i + 1, j + 1] * fu
    ) * fv
    return share


def radiance(camera_km: Floats, rays: Floats, to_sun: Floats, ground: Floats | None = None) -> Floats:
    """Linear RGB seen along `rays` (n, 3) from `camera_km` (3,), all in ITRF axes.

    `ground` (3,) replaces the day map by one colour where the camera is low and the map too coarse.
    """
    out = np.empty((len(rays), 3))
    colour = np.zeros(3) if ground is None else np.asarray(ground, dtype=float)
    seen(np.asarray(camera_km, dtype=float), np.ascontiguousarray(rays), np.asarray(to_sun, dtype=float), colour,
         ground is None, _sun_table(), _day_texture(), out)
    return out


def between(camera_km: Floats, point_km: Floats, to_sun: Floats) -> tuple[Floats, Floats]:
    """Through and glow (3,) each: the share of light that comes through the air from a point, and what the air adds.

    Both places (3,) in ITRF axes; what stands at the point with radiance L is seen as ``through * L + glow``. Whether
    the Earth is in the way is the caller's business.
    """
    through, glow = np.empty(3), np.empty(3)
    air_between(np.asarray(camera_km, dtype=float), np.asarray(point_km, dtype=float),
                np.asarray(to_sun, dtype=float), _sun_table(), through, glow)
    return through, glow


@functools.cache
def _day_texture() -> NDArray[np.uint8]:
    from PIL import Image

    with bundled("textures", "blue_marble.jpg").open("rb") as file:
        return np.asarray(Image.open(file).convert("RGB"))


def day_map(up_ITRF: Floats) -> Floats:
    """Linear RGB of the surface under unit directions (n, 3), bilinear between texels."""
    out = np.empty((len(up_ITRF), 3))
    colours(_day_texture(), np.ascontiguousarray(up_ITRF), out)
    return out


def clouds(up: Floats) -> Floats:
    """Cloud cover 0–1 over unit directions (n, 3), drawn procedurally."""
    out = np.empty(len(up))
    covers(np.ascontiguousarray(up), out)
    return out
