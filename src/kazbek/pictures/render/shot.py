"""A shot — what stands where, under which Sun, seen by which camera — and the draft picture of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats
from kazbek.pictures.air import sky
from kazbek.pictures.air.haze import Haze
from kazbek.pictures.air.starfield import add_stars
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.camera.periscope import Periscope
from kazbek.pictures.camera.screen import Screen
from kazbek.pictures.fire.glow import Plume, add_plume
from kazbek.pictures.ground.level import ground_depth, sky_over_ground, sunlit_ground
from kazbek.pictures.light.illumination import light_of
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.light.light import Light
from kazbek.pictures.light.occlusion import Blockers
from kazbek.pictures.models.mesh import Model
from kazbek.pictures.render.surface import draw_meshes
from kazbek.pictures.render.tone_curve import printed

_FROM_CRAFT = 0.25  # of the sky's light that a craft hides comes back from its own sides, by eye


@dataclass(frozen=True)
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
    fill : share of the soft light that the camera and what glows bring; none where lamps light the picture
    haze : jets, vapour and smoke in the air, or None
    eyepiece : the periscope the camera looks through, or None
    screens : what shines by itself within the picture and shows a picture of its own
    indoors : whether only lamps and the Sun light the model: what comes in from the sky is then a lamp at each window
    care : how many times the usual paths a pixel takes
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
    fill: float = 1.0
    haze: Haze | None = None
    eyepiece: Periscope | None = None
    screens: tuple[Screen, ...] = field(default=())
    indoors: bool = False
    care: int = 1

    @cached_property
    def light(self) -> Light:
        """Sun and surroundings of the model at its place."""
        return light_of(self)

    @cached_property
    def blockers(self) -> Blockers:
        """The model as what throws shadows."""
        return Blockers.of(self.model)


def draft(shot: Shot, oversampling: int = 2) -> NDArray[np.uint8]:
    """The shot drawn with kazbek's own rasteriser and sky; (rows, columns, 3) sRGB bytes."""
    fine = shot.camera.scaled(oversampling)
    picture, depth = draw_meshes(shot.model, fine, shot.light, shot.blockers)
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
    craft = through_air(shot, craft, cover, craft_m)
    picture = craft + backdrop * (1.0 - cover[..., None])
    if shot.haze is not None:
        picture = shot.haze.over(craft, backdrop, cover, (craft_m, ground_m), shot.camera, shot.light)
    for plume in shot.plumes:
        add_plume(picture, depth_m, shot.camera, plume)
    print_ = printed(picture, shot.exposure)
    for screen in shot.screens:
        print_ = screen.over(print_, craft_m, shot.camera)
    return print_ if shot.eyepiece is None else shot.eyepiece.over(print_)


def through_air(shot: Shot, craft: Floats, cover: Floats, depth_m: Floats) -> Floats:
    """The craft as the air before it leaves it: dimmed, and veiled by what the air itself scatters.

    One distance stands for all of the craft, in the middle of what is seen of it.
    """
    seen = np.isfinite(depth_m)
    if not seen.any():
        return craft
    camera = shot.camera
    middle_m = camera.at_m + float(np.median(depth_m[seen])) * camera.axes[2]
    through, glow = sky.between(
        _on_sphere(shot, camera.at_m), _on_sphere(shot, middle_m), shot.C_ITRF_LOCAL @ shot.to_sun_LOCAL
    )
    veiled: Floats = craft * through + glow * cover[..., None]
    return veiled


def _light_left(shot: Shot) -> Floats:
    """(rows, columns, 3) share of its light that the craft leave the ground."""
    light = shot.light
    up = np.array(((0.0, 0.0, 1.0),))
    from_sky = np.maximum(light.ambient(up) - light.added(up), 0.0)[0] * np.pi
    from_sun = light.sun * max(float(light.to_sun[2]), 0.0)
    lit = sunlit_ground(shot.blockers, shot.camera, light.to_sun)[..., None]
    sky_left = sky_over_ground(shot.blockers, shot.camera)[..., None]
    sky_left = sky_left + _FROM_CRAFT * (1.0 - sky_left)
    left: Floats = (from_sky * sky_left + from_sun * lit) / np.maximum(from_sky + from_sun, 1e-9)
    return left


def backdrop_of(shot: Shot, camera: Camera) -> Floats:
    """Earth and sky behind the model; (rows, columns, 3) linear RGB."""
    rays = camera.rays().reshape(-1, 3) @ shot.C_ITRF_LOCAL.T
    ground = None if shot.ground is None else np.array(shot.ground)
    seen = sky.radiance(_on_sphere(shot, camera.at_m), rays, shot.C_ITRF_LOCAL @ shot.to_sun_LOCAL, ground)
    return seen.reshape(camera.rows, camera.columns, 3)


def _on_sphere(shot: Shot, at_m: Floats) -> Floats:
    place: Floats = shot.origin_km + shot.C_ITRF_LOCAL @ at_m / 1000.0
    return place


def _reduced(picture: Floats, factor: int) -> Floats:
    rows, columns, bands = picture.shape[0] // factor, picture.shape[1] // factor, picture.shape[2]
    reduced: Floats = picture.reshape(rows, factor, columns, factor, bands).mean(axis=(1, 3))
    return reduced
