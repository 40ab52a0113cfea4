"""What lights a shot: the Sun through the air or past the Earth, sky and Earth all round, lamps, and what glows.

In the Earth's shadow a picture of true brightness would be black. There the camera brings a little light of its own, as
a photographer's moonlight: soft, from over the left shoulder, so that round things look round.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.air import sky
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.directions import fibonacci_sphere, unit
from kazbek.pictures.fire.glow import Plume
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.light.light import Light

_MOONLIGHT = np.array((1.5, 1.62, 1.9))  # radiance from where most of the camera's own light comes, by eye
_SHOULDER = np.array((-0.75, -0.65, -1.0))  # … in the camera's right, down, forward
_LEFT_IN_SPACE, _LEFT_ON_EARTH = 0.3, 0.08  # share of it that stays in sunlight, so that shaded sides can be read
_AIRLESS_km = 50.0  # below it the sky lights every side
_PLUME_LIGHT = 0.035  # how much of a plume's radiance falls on the craft beside it, by eye
_DIRECTIONS = 400  # in which the surroundings are looked at


class Lit(Protocol):
    """What decides the light of a shot; see :class:`kazbek.pictures.render.shot.Shot`."""

    @property
    def camera(self) -> Camera: ...
    @property
    def C_ITRF_LOCAL(self) -> Floats: ...
    @property
    def origin_km(self) -> Floats: ...
    @property
    def to_sun_LOCAL(self) -> Floats: ...
    @property
    def plumes(self) -> tuple[Plume, ...]: ...
    @property
    def ground(self) -> tuple[float, float, float] | None: ...
    @property
    def lamps(self) -> tuple[Lamp, ...]: ...
    @property
    def fill(self) -> float: ...


def light_of(shot: Lit) -> Light:
    """Sun and surroundings of the model at its place."""
    to_sun = shot.C_ITRF_LOCAL @ shot.to_sun_LOCAL
    height = np.array([max(float(np.linalg.norm(shot.origin_km)) - sky.EARTH_RADIUS_km, 0.0)])
    share = _sun_share(shot.origin_km, to_sun, height)
    around, mean = _surroundings(shot, to_sun)
    in_space = height[0] > _AIRLESS_km
    day = float(share.mean()) if in_space else 30.0 * mean / sky.SUN_RADIANCE
    added = _added_light(shot, day, _LEFT_IN_SPACE if in_space else _LEFT_ON_EARTH)
    return Light(shot.to_sun_LOCAL, share * sky.SUN_RADIANCE, lambda n: around(n) + added(n), added, shot.lamps)


def _added_light(shot: Lit, day: float, least: float) -> Callable[[Floats], Floats]:
    """Radiance by direction (n, 3) -> (n, 3) from the camera's own light and from what glows nearby.

    `day` is 0 in the dark and 1 or more in full daylight; `least` is what stays of the camera's light then.
    """
    fill = float(np.clip(1.0 - 1.5 * day, least, 1.0)) * _MOONLIGHT
    towards = unit(_SHOULDER @ shot.camera.axes)
    glows = [(unit(plume.at_m), np.array(plume.colour) * plume.radius_m) for plume in shot.plumes]

    def added(n: Floats) -> Floats:
        light: Floats = fill * (0.2 + 0.8 * np.clip(n @ towards, 0.0, None))[:, None]
        for direction, colour in glows:
            light = light + _PLUME_LIGHT * colour * (np.clip(n @ direction + 0.2, 0.0, None) ** 2)[:, None]
        return shot.fill * light

    return added


def _sun_share(place_km: Floats, to_sun: Floats, height_km: Floats) -> Floats:
    """RGB share of sunlight at a place: what the air on the way leaves, nothing in the Earth's shadow."""
    if height_km[0] < sky.TOP_km - sky.EARTH_RADIUS_km:
        return sky.sun_through_air(height_km, np.array([place_km @ to_sun / np.linalg.norm(place_km)]))[0]
    along = float(place_km @ to_sun)
    lowest_km = float(np.linalg.norm(place_km - along * to_sun)) - sky.EARTH_RADIUS_km
    if along >= 0.0 or lowest_km > 80.0:
        return np.ones(3)
    if lowest_km <= 0.0:
        return np.zeros(3)
    level: Floats = sky.sun_through_air(np.array([lowest_km]), np.zeros(1))[0] ** 2  # in and out of the limb
    return level


def _surroundings(shot: Lit, to_sun_ITRF: Floats) -> tuple[Callable[[Floats], Floats], float]:
    """Light from all around as a function of direction: the sky sampled on a sphere, kept to second order; its mean.

    Ramamoorthi & Hanrahan, "An Efficient Representation for Irradiance Environment Maps", SIGGRAPH 2001.
    """
    directions = fibonacci_sphere(_DIRECTIONS)
    ground = None if shot.ground is None else np.array(shot.ground)
    seen = sky.radiance(shot.origin_km, directions @ shot.C_ITRF_LOCAL.T, to_sun_ITRF, ground)
    weights = np.array([1.0] + [2.0 / 3.0] * 3 + [0.25] * 5)[:, None]  # the clamped cosine's share of each band
    moments = _harmonics(directions).T @ seen * (4.0 * np.pi / _DIRECTIONS) * weights

    def around(n: Floats) -> Floats:
        clipped: Floats = np.clip(_harmonics(n) @ moments, 0.0, None)
        return clipped

    return around, float(seen.mean())


def _harmonics(n: Floats) -> Floats:
    """Real spherical harmonics to degree 2 at unit directions; (n, 9)."""
    x, y, z = n.T
    return np.column_stack(
        (
            np.full(len(n), 0.282095),
            0.488603 * y,
            0.488603 * z,
            0.488603 * x,
            1.092548 * x * y,
            1.092548 * y * z,
            0.315392 * (3 * z * z - 1),
            1.092548 * x * z,
            0.546274 * (x * x - y * y),
        )
    )
