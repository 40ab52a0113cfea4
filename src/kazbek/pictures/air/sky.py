"""The Earth below, its air and clouds, for pictures: true Sun direction from the pad to high orbit.

A spherical Earth of 6 371 km is enough for a picture. Surface colour: NASA Blue Marble Next Generation; coasts: Natural
Earth. Kilometres inside, because optical depths are per kilometre. The laws are in ``kernels/pictures/air.py`` and
beside it.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import bundled
from kazbek.base.types import Floats
from kazbek.pictures.air import sky_rays as rays_of
from kazbek.pictures.air.night import Towns, towns_of
from kazbek.pictures.air.panorama import empty_panorama
from kazbek.pictures.air.scattering import SUN_RADIANCE, AirTables, EARTH_RADIUS_km, TOP_km
from kazbek.pictures.air.scattering_tables import air_tables
from kazbek.pictures.air.weather import Weather, no_weather
from kazbek.pictures.ground.globe import Globe, colours, globe_of, no_globe
from kazbek.pictures.ground.surface_light import World

__all__ = ["SUN_RADIANCE", "EARTH_RADIUS_km", "TOP_km", "between", "clouds", "day_map", "radiance", "sun_through_air"]

_MANY = 20_000  # rays from which on a panorama of the air is worth its nodes


def radiance(camera_km: Floats, rays: Floats, to_sun: Floats, ground: Floats | None = None) -> Floats:
    """Linear RGB seen along `rays` (n, 3) from `camera_km` (3,), all in ITRF axes.

    `ground` (3,) replaces the day map by one colour where the camera is low and the map too coarse. Neighbouring rays
    are taken for neighbouring pixels: nothing finer than the step between them is drawn.
    """
    out = np.empty((len(rays), 3))
    colour = np.zeros(3) if ground is None else np.asarray(ground, dtype=float)
    mapped = ground is None
    rays_of.seen(
        _floats(camera_km),
        _floats(rays),
        _floats(to_sun),
        rays_of.AirAndGround(_tables(), _world(mapped), colour, mapped),
        empty_panorama(len(rays) > _MANY),
        out,
    )
    return out


def between(camera_km: Floats, point_km: Floats, to_sun: Floats) -> tuple[Floats, Floats]:
    """Through and glow (3,) each: the share of light that comes through the air from a point, and what the air adds.

    Both places (3,) in ITRF axes; what stands at the point with radiance L is seen as ``through * L + glow``. Whether
    the Earth is in the way is the caller's business.
    """
    through, glow = np.empty(3), np.empty(3)
    rays_of.between(_floats(camera_km), _floats(point_km), _floats(to_sun), _tables(), through, glow)
    return through, glow


def sun_through_air(height_km: Floats, mu: Floats) -> Floats:
    """RGB share of sunlight left at a height under a Sun of zenith cosine `mu`; (n, 3)."""
    out = np.empty((len(mu), 3))
    rays_of.shares_of_sunlight(_tables(), _floats(height_km), _floats(mu), out)
    return out


def day_map(up_ITRF: Floats) -> Floats:
    """Linear RGB of the map under unit directions (n, 3), bilinear between texels."""
    out = np.empty((len(up_ITRF), 3))
    colours(_image("blue_marble.jpg", "RGB"), _floats(up_ITRF), out)
    return out


def clouds(up: Floats) -> Floats:
    """Cover of low clouds 0–1 over unit directions (n, 3), drawn procedurally."""
    out = np.empty(len(up))
    rays_of.covers(_world(False), _floats(up), out)
    return out


def _floats(x: Floats) -> Floats:
    return np.ascontiguousarray(x, dtype=float)


@functools.cache
def _tables() -> AirTables:
    return air_tables()


def _world(mapped: bool) -> World:
    return World(_globe(mapped), _towns(), _weather())


@functools.cache
def _weather() -> Weather:
    return no_weather()


@functools.cache
def _globe(mapped: bool) -> Globe:
    return globe_of(_image("blue_marble.jpg", "RGB"), _image("coast.png", "L")) if mapped else no_globe()


@functools.cache
def _towns() -> Towns:
    with bundled("textures", "cities.npy").open("rb") as file:
        return towns_of(np.load(file).astype(float))


def _image(name: str, mode: str) -> NDArray[np.uint8]:
    from PIL import Image

    with bundled("textures", name).open("rb") as file:
        return np.asarray(Image.open(file).convert(mode))
