"""The Earth below, the air's glow, the stars: numpy only, true Sun direction from the pad to high orbit.

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

Floats = NDArray[np.float64]

EARTH_RADIUS_km, TOP_km = 6371.0, 6371.0 + 80.0
_RAYLEIGH = np.array((5.802e-3, 13.558e-3, 33.1e-3))  # 1/km at sea level
_MIE_SCATTER, _MIE_EXTINCTION, _MIE_G = 3.996e-3, 4.44e-3, 0.78
_OZONE = np.array((0.650e-3, 1.881e-3, 0.085e-3))
_STEPS = 18
SUN_RADIANCE = 20.0  # of the pictures' own scale; the exposure below belongs to it


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
            (air[..., None] * _RAYLEIGH + haze[..., None] * _MIE_EXTINCTION + ozone[..., None] * _OZONE)
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
    r0 = float(np.linalg.norm(camera_km))
    along = rays @ camera_km
    to_top = along**2 - (r0**2 - TOP_km**2)
    meets = (to_top > 0.0) & (-along + np.sqrt(np.maximum(to_top, 0.0)) > 0.0)
    out = np.zeros_like(rays)
    if meets.any():
        through, glow = _air_and_ground(camera_km, rays[meets], to_sun, ground)
        out[meets] = out[meets] * through + glow
    return out


def _air_and_ground(camera_km: Floats, rays: Floats, to_sun: Floats, ground: Floats | None) -> tuple[Floats, Floats]:
    """How much of what lies behind comes through, and what the air and the ground add."""
    r0, along = float(np.linalg.norm(camera_km)), rays @ camera_km
    reach = np.sqrt(np.maximum(along**2 - (r0**2 - TOP_km**2), 0.0))
    start, end = np.maximum(-along - reach, 0.0), -along + reach
    to_ground = along**2 - (r0**2 - EARTH_RADIUS_km**2)
    hits = (to_ground > 0.0) & (along < 0.0)
    end = np.where(hits, -along - np.sqrt(np.maximum(to_ground, 0.0)), end)
    cosine = rays @ to_sun
    rayleigh = (3.0 / (16.0 * np.pi) * (1.0 + cosine**2))[:, None]
    mie = (
        3.0
        / (8.0 * np.pi)
        * (1 - _MIE_G**2)
        * (1 + cosine**2)
        / ((2 + _MIE_G**2) * (1 + _MIE_G**2 - 2 * _MIE_G * cosine) ** 1.5)
    )[:, None]
    depth, glow = np.zeros_like(rays), np.zeros_like(rays)
    for low, high in _shares(hits):
        ds = ((high - low) * (end - start))[:, None]
        t = start + (end - start) * (low + high) / 2.0
        r = np.sqrt(r0**2 + t**2 + 2.0 * along * t)
        height = np.maximum(r - EARTH_RADIUS_km, 0.0)
        air, haze, ozone = (a[:, None] for a in _amounts(height))
        extinction = air * _RAYLEIGH + haze * _MIE_EXTINCTION + ozone * _OZONE
        cosine_here = (camera_km @ to_sun + t * cosine) / r
        sun = sun_through_air(height, cosine_here)
        single = air * _RAYLEIGH * rayleigh + haze * mie * _MIE_SCATTER
        twice = (air * _RAYLEIGH + haze * _MIE_SCATTER) * _scattered_again(sun, height, cosine_here)
        glow += np.exp(-(depth + extinction * ds / 2)) * ds * (single * sun + twice)
        depth += extinction * ds
    through, light = np.exp(-depth), glow * SUN_RADIANCE
    if hits.any():
        light[hits] += through[hits] * _surface(camera_km + rays[hits] * end[hits, None], rays[hits], to_sun, ground)
        through[hits] = 0.0
    return through, light


def _scattered_again(sun: Floats, height_km: Floats, mu: Floats) -> Floats:
    """Light on its second and later scatterings, even in all directions: what the beam lost on its way down, by day.

    It is this light that makes a horizon pale instead of the colour of a low Sun.
    """
    day = np.clip((mu + 0.10 + 0.002 * height_km) / 0.25, 0.0, 1.0)[:, None]
    again: Floats = day * (0.02 * sun + 0.07 * np.exp(-height_km / 12.0)[:, None] * (1.0 - sun))
    return again


def _shares(hits: NDArray[np.bool_]) -> list[tuple[Floats, Floats]]:
    """Bounds of the steps along each ray, denser where the air is: near the ground, or midway along a grazing ray."""
    edges = np.linspace(0.0, 1.0, _STEPS + 1)
    towards_ground = 1.0 - (1.0 - edges) ** 2
    grazing = 0.5 + 0.5 * np.sign(edges - 0.5) * np.abs(2.0 * edges - 1.0) ** 1.8
    bounds = np.where(hits[:, None], towards_ground, grazing)
    return [(bounds[:, k], bounds[:, k + 1]) for k in range(_STEPS)]


def _surface(place_km: Floats, rays: Floats, to_sun: Floats, ground: Floats | None) -> Floats:
    """Sunlit ground with clouds and the Sun's glint on water."""
    up = place_km / np.linalg.norm(place_km, axis=1, keepdims=True)
    mu = up @ to_sun
    colour = day_map(up) * _relief(up) if ground is None else np.broadcast_to(ground, up.shape) * _speckle(place_km)
    sun = sun_through_air(np.zeros(len(up)), mu) * np.clip(mu, 0.0, None)[:, None]
    sky = 0.12 * np.clip((mu + 0.12) / 0.5, 0.0, 1.0)[:, None] * np.array((0.35, 0.6, 1.0))
    light = (sun + sky) / np.pi
    out = colour * light
    if ground is None:
        out += _glint(colour, up, rays, to_sun, sun)
        cover = clouds(up)[:, None]
        out = out * (1.0 - cover) + 0.62 * cover * light
    lit: Floats = out * SUN_RADIANCE
    return lit


def _glint(colour: Floats, up: Floats, rays: Floats, to_sun: Floats, sun: Floats) -> Floats:
    """The Sun on a ruffled sea (Beckmann slopes of variance 0.012)."""
    water = np.clip((colour[:, 2] - colour[:, 0]) * 12.0, 0.0, 1.0)[:, None] * (
        colour.sum(axis=1, keepdims=True) < 0.35
    )
    half = to_sun - rays
    half = half / np.linalg.norm(half, axis=1, keepdims=True)
    nh = np.clip((up * half).sum(axis=1), 1e-3, 1.0)
    slopes = np.exp((nh**2 - 1.0) / (0.012 * nh**2)) / (np.pi * 0.012 * nh**4)
    nv = np.clip(-(rays * up).sum(axis=1), 0.05, 1.0)
    glint: Floats = water * sun * (0.03 * slopes / (4.0 * nv))[:, None]
    return glint


@functools.cache
def _day_texture() -> NDArray[np.uint8]:
    from PIL import Image

    with bundled("textures", "blue_marble.jpg").open("rb") as file:
        return np.asarray(Image.open(file).convert("RGB"))


def day_map(up_ITRF: Floats) -> Floats:
    """Linear RGB of the surface under unit directions (n, 3), bilinear between texels."""
    texture = _day_texture()
    rows, columns = texture.shape[:2]
    x = (np.arctan2(up_ITRF[:, 1], up_ITRF[:, 0]) / np.pi + 1.0) / 2.0 * columns - 0.5
    y = (0.5 - np.arcsin(np.clip(up_ITRF[:, 2], -1.0, 1.0)) / np.pi) * rows - 0.5
    i, j = np.clip(np.floor(y).astype(int), 0, rows - 2), np.floor(x).astype(int)
    fy, fx = np.clip(y - i, 0.0, 1.0)[:, None], (x - j)[:, None]
    a, b = texture[i, j % columns], texture[i, (j + 1) % columns]
    c, d = texture[i + 1, j % columns], texture[i + 1, (j + 1) % columns]
    mixed = ((a * (1 - fx) + b * fx) * (1 - fy) + (c * (1 - fx) + d * fx) * fy) / 255.0
    linear: Floats = mixed**2.2
    return linear


def clouds(up: Floats) -> Floats:
    """Cloud cover 0–1, drawn procedurally: sheared bands of noise, thicker at the fronts of middle latitudes."""
    latitude = np.arcsin(np.clip(up[:, 2], -1.0, 1.0))
    swirl = up + 0.06 * np.stack([_noise(up * 7.0 + k) for k in (0.0, 31.0, 67.0)], axis=1)
    field = sum(_noise(swirl * 9.0 * 2.0**k) * 0.64**k for k in range(9))
    belt = 0.16 * np.cos(6.0 * latitude) ** 2 + 0.10 * np.exp(-(((np.abs(latitude) - 0.95) / 0.25) ** 2))
    cover: Floats = np.clip((np.asarray(field) + belt - 0.48) * 1.25, 0.0, 1.0)
    return cover * 0.85


def _relief(up: Floats) -> Floats:
    """Shades finer than the map's 10 km, invented, so that land near the camera is not a flat colour."""
    grain = 0.13 * _noise(up * 900.0) + 0.11 * _noise(up * 3100.0) + 0.07 * _noise(up * 11_000.0)
    shade: Floats = (1.0 + grain)[:, None]
    return shade


def _speckle(place_km: Floats) -> Floats:
    """Steppe: the same dry colour, a little lighter here and darker there."""
    shade: Floats = (
        1.0
        + 0.10 * _noise(place_km * 3.0)
        + 0.08 * _noise(place_km * 23.0)
        + 0.07 * _noise(place_km * 190.0)
        + 0.06 * _noise(place_km * 1500.0)
    )[:, None]
    return shade


def _noise(p: Floats) -> Floats:
    """Value noise on the integer lattice, −1…1; (n,)."""
    cell = np.floor(p).astype(np.int64)
    f = p - cell
    f = f * f * (3.0 - 2.0 * f)
    total = np.zeros(len(p))
    for corner in range(8):
        step = np.array((corner & 1, corner >> 1 & 1, corner >> 2 & 1))
        weight = np.prod(np.where(step, f, 1.0 - f), axis=1)
        total += weight * _hashed(cell + step)
    return total


def _hashed(cell: NDArray[np.int64]) -> Floats:
    h = (cell[:, 0] * 374761393 + cell[:, 1] * 668265263 + cell[:, 2] * 2147483647) & 0xFFFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0xFFFFFFFF
    value: Floats = ((h ^ (h >> 16)) & 0xFFFF) / 32767.5 - 1.0
    return value
