"""A shot — what stands where, under which Sun, seen by which camera — and the draft picture of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kazbek.views.scene import sky
from kazbek.views.scene.camera import Camera
from kazbek.views.scene.glow import Plume, add_plume
from kazbek.views.scene.ground import ground_depth, sky_over_ground, sunlit_ground
from kazbek.views.scene.haze import Haze
from kazbek.views.scene.lamp import Lamp
from kazbek.views.scene.mesh import Model
from kazbek.views.scene.periscope import Periscope
from kazbek.views.scene.starfield import add_stars
from kazbek.views.scene.surface import Light, draw_meshes

Floats = NDArray[np.float64]

_LAMP = np.array((3.3, 3.4, 3.6))  # in the Earth's shadow a picture would be black: the camera brings a soft light
_AIRLESS_km = 50.0  # below it the sky lights every side
_FROM_CRAFT = 0.25  # of the sky's light that a craft hides comes back from its own sides, by eye
_FILL_frac = 0.14  # of the lamp that stays in sunlight, so that shaded sides can be read
_PLUME_LIGHT = 0.035  # how much of a plume's radiance falls on the craft beside it, by eye
# A sample at 440 nm looks violet; on a screen part of it belongs to green. Rows sum to one: white stays white.
_FILM = np.array(((0.96, 0.04, 0.0), (0.02, 0.92, 0.06), (0.0, 0.05, 0.95)))


@dataclass(frozen=True, slots=True)
class Shot:
    """Everything one picture needs.

    Attributes
    ----------
    camera : in the frame of the shot, LOCAL, metres
    model : meshes in LOCAL
    C_ITRF_LOCAL : (3, 3) rotation
    origin_km : (3,) place of LOCAL's origin on the picture's spherical Earth, ITRF axes
    to_sun_LOCAL : (3,) unit direction of the Sun
    C_LOCAL_GCRF : (3, 3) rotation, for the stars
    plumes : what glows
    ground : one colour for the ground nearby instead of the day map, or None; the ground is the plane z = 0 of LOCAL
    exposure : brightness of the print
    lamps : what the craft carry to see by
    haze : jets, vapour and smoke in the air, or None
    eyepiece : the periscope the camera looks through, or None
    """

    camera: Camera
    model: Model
    C_ITRF_LOCAL: Floats
    origin_km: Floats
    to_sun_LOCAL: Floats
    C_LOCAL_GCRF: Floats
    plumes: tuple[Plume, ...] = field(default=())
    ground: tuple[float, float, float] | None = None
    exposure: float = 0.16
    lamps: tuple[Lamp, ...] = field(default=())
    haze: Haze | None = None
    eyepiece: Periscope | None = None


def draft(shot: Shot, oversampling: int = 2) -> NDArray[np.uint8]:
    """The shot drawn with kazbek's own rasteriser and sky; (rows, columns, 3) sRGB bytes."""
    fine = shot.camera.scaled(oversampling)
    picture, depth = draw_meshes(shot.model, fine, light_of(shot))
    cover = _reduced(np.isfinite(depth).astype(float)[..., None], oversampling)[..., 0]
    return composed(shot, _reduced(picture, oversampling), cover, depth[::oversampling, ::oversampling])


def composed(shot: Shot, craft: Floats, cover: Floats, depth_m: Floats) -> NDArray[np.uint8]:
    """The finished picture: Earth, sky and stars behind the craft, plumes over it.

    Parameters
    ----------
    craft : (rows, columns, 3) linear RGB, already multiplied by `cover`
    cover : (rows, columns) 0–1, how much of each pixel the craft fills
    depth_m : (rows, columns) distance of the craft along the viewing axis, infinity where there is none
    """
    backdrop = backdrop_of(shot, shot.camera)
    add_stars(backdrop, backdrop.sum(axis=-1) < 0.4, shot.camera, shot.C_LOCAL_GCRF)
    craft_m, ground_m = depth_m, np.full(depth_m.shape, np.inf)
    if shot.ground is not None:
        ground_m = ground_depth(shot.camera)
        backdrop *= _light_left(shot)
        depth_m = np.minimum(depth_m, ground_m)
    picture = craft + backdrop * (1.0 - cover[..., None])
    if shot.haze is not None:
        picture = shot.haze.over(craft, backdrop, cover, (craft_m, ground_m), shot.camera, light_of(shot))
    for plume in shot.plumes:
        add_plume(picture, depth_m, shot.camera, plume)
    print_ = tone(picture, shot.exposure)
    return print_ if shot.eyepiece is None else shot.eyepiece.over(print_)


def _light_left(shot: Shot) -> Floats:
    """(rows, columns, 3) share of its light that the craft leave the ground."""
    light = light_of(shot)
    up = np.array(((0.0, 0.0, 1.0),))
    from_sky = np.maximum(light.ambient(up) - light.added(up), 0.0)[0] * np.pi
    from_sun = light.sun * max(float(light.to_sun[2]), 0.0)
    lit = sunlit_ground(shot.model, shot.camera, light.to_sun)[..., None]
    sky_left = sky_over_ground(shot.model, shot.camera)[..., None]
    sky_left = sky_left + _FROM_CRAFT * (1.0 - sky_left)
    left: Floats = (from_sky * sky_left + from_sun * lit) / np.maximum(from_sky + from_sun, 1e-9)
    return left


def backdrop_of(shot: Shot, camera: Camera) -> Floats:
    """Earth and sky behind the model; (rows, columns, 3) linear RGB."""
    rays = camera.rays().reshape(-1, 3) @ shot.C_ITRF_LOCAL.T
    ground = None if shot.ground is None else np.array(shot.ground)
    seen = sky.radiance(_on_sphere(shot, camera.at_m), rays, shot.C_ITRF_LOCAL @ shot.to_sun_LOCAL, ground)
    return seen.reshape(camera.rows, camera.columns, 3)


def light_of(shot: Shot) -> Light:
    """Sun and surroundings of the model at its place."""
    to_sun = shot.C_ITRF_LOCAL @ shot.to_sun_LOCAL
    r = float(np.linalg.norm(shot.origin_km))
    height = np.array([max(r - sky.EARTH_RADIUS_km, 0.0)])
    share = _sun_share(shot.origin_km, to_sun, height)
    around = _surroundings(shot, to_sun)
    added = _added_light(shot, float(share.mean()) if height[0] > _AIRLESS_km else 1.0)
    return Light(shot.to_sun_LOCAL, share * sky.SUN_RADIANCE, lambda n: around(n) + added(n), added)


def _added_light(shot: Shot, sunlit_frac: float) -> Callable[[Floats], Floats]:
    """Radiance by direction (n, 3) -> (n, 3) from the camera's lamp and from what glows nearby."""
    lamp = float(np.clip(1.0 - 1.5 * sunlit_frac, _FILL_frac, 1.0)) * _LAMP
    towards = shot.camera.at_m - shot.camera.look_at_m
    towards = towards / np.linalg.norm(towards)
    glows = [(_unit(plume.at_m), np.array(plume.colour) * plume.radius_m)
             for plume in shot.plumes]

    def added(n: Floats) -> Floats:
        light: Floats = lamp * (0.25 + 0.75 * np.clip(n @ towards, 0.0, None))[:, None]
        for direction, colour in glows:
            light = light + _PLUME_LIGHT * colour * (np.clip(n @ direction + 0.2, 0.0, None) ** 2)[:, None]
        return light

    return added


def _unit(v: Floats) -> Floats:
    unit: Floats = v / max(float(np.linalg.norm(v)), 1e-9)
    return unit


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


def _surroundings(shot: Shot, to_sun_ITRF: Floats) -> Callable[[Floats], Floats]:
    """Light from all around as a function of direction: the sky sampled on a sphere, kept to second order.

    Ramamoorthi & Hanrahan, "An Efficient Representation for Irradiance Environment Maps", SIGGRAPH 2001.
    """
    k = np.arange(400) + 0.5  # a Fibonacci sphere
    z, azimuth = 1.0 - 2.0 * k / 400, np.pi * (1.0 + np.sqrt(5.0)) * k
    directions = np.column_stack((np.sqrt(1 - z * z) * np.cos(azimuth), np.sqrt(1 - z * z) * np.sin(azimuth), z))
    ground = None if shot.ground is None else np.array(shot.ground)
    seen = sky.radiance(shot.origin_km, directions @ shot.C_ITRF_LOCAL.T, to_sun_ITRF, ground)
    weights = np.array([1.0] + [2.0 / 3.0] * 3 + [0.25] * 5)[:, None]  # the clamped cosine's share of each band
    moments = _harmonics(directions).T @ seen * (4.0 * np.pi / 400) * weights

    def around(n: Floats) -> Floats:
        clipped: Floats = np.clip(_harmonics(n) @ moments, 0.0, None)
        return clipped

    return around


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


def _on_sphere(shot: Shot, at_m: Floats) -> Floats:
    place: Floats = shot.origin_km + shot.C_ITRF_LOCAL @ at_m / 1000.0
    return place


def _reduced(picture: Floats, factor: int) -> Floats:
    rows, columns, bands = picture.shape[0] // factor, picture.shape[1] // factor, picture.shape[2]
    reduced: Floats = picture.reshape(rows, factor, columns, factor, bands).mean(axis=(1, 3))
    return reduced


def tone(linear: Floats, exposure: float) -> NDArray[np.uint8]:
    """Linear light to sRGB bytes with a filmic shoulder (Narkowicz's fit of the ACES curve, 2015)."""
    x = np.maximum(linear @ _FILM.T * exposure, 0.0)
    curve = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0.0, 1.0)
    encoded = np.where(curve <= 0.0031308, 12.92 * curve, 1.055 * curve ** (1.0 / 2.4) - 0.055)
    return (encoded * 255.0 + 0.5).astype(np.uint8)
