"""What hangs in the air of a picture — jets, vapour, smoke — laid over the craft and what lies behind."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.camera.depth import spread_depth
from kazbek.pictures.fire.fire_rays import COLUMNS, REACH, EyeRays, Smoke, march
from kazbek.pictures.fire.jet import Jet
from kazbek.pictures.fire.smoke import Cloud
from kazbek.pictures.light.light import Light

_EMPTY = np.array(((1e9,) * 3, (-1e9,) * 3))
FLAME_RADIANCE = np.array((40.0, 40.0, 40.0))  # of soot at 2 200 K in red, on the pictures' scale; by eye
_MANY_ROWS = 600  # from here on a quarter of the rays do for what lies behind the craft
_STEAM = np.array((0.93, 0.94, 0.96))


@dataclass(frozen=True, slots=True)
class Haze:
    """Jets and at most one cloud."""

    jets: tuple[Jet, ...] = ()
    cloud: Cloud | None = None

    def over(
        self, craft: Floats, behind: Floats, cover: Floats, depth_m: tuple[Floats, Floats], camera: Camera, light: Light
    ) -> Floats:
        """The picture with the haze in it; (rows, columns, 3) linear RGB.

        Parameters
        ----------
        craft : linear RGB of the craft, already multiplied by `cover`
        behind : linear RGB of what is behind it
        cover : (rows, columns) 0–1, how much of each pixel the craft fills
        depth_m : (rows, columns) along the viewing axis: of the craft, and of what is behind; infinity for none
        """
        sums = _Sums(self, light)
        shown = np.ones(cover.shape, dtype=bool)
        before = cover > 0.004
        far = sums.halved if camera.rows >= _MANY_ROWS and camera.rows % 2 == camera.columns % 2 == 0 else sums.along
        added, through = far(camera, shown, depth_m[1])
        rest = (1.0 - cover)[..., None]
        picture = added * rest + behind * rest * through[..., None]
        added, through = sums.along(camera, before, spread_depth(depth_m[0]))
        return picture + added * cover[..., None] + craft * through[..., None]


class _Sums:
    """Everything the kernel needs besides the rays."""

    def __init__(self, haze: Haze, light: Light) -> None:
        to_sun = np.asarray(light.to_sun, dtype=float)
        up = np.array((0.0, 0.0, 1.0))
        above, below = light.ambient(np.array((up, -up)))
        cloud = haze.cloud
        self.jets = np.array([jet.row() for jet in haze.jets]).reshape(-1, COLUMNS)
        around = _EMPTY if cloud is None else np.array((cloud.low_m, cloud.high_m))
        self.boxes = np.array([*(_box_of(jet) for jet in haze.jets), around])
        smoky = np.zeros(3) if cloud is None else np.array(cloud.colour)
        self.colours = np.array((light.sun, above, below, smoky, _STEAM, FLAME_RADIANCE, to_sun))
        if cloud is None:
            no_light = np.zeros((2, 2, 2, 2)), np.zeros((2, 2, 2))
            self.cloud = Smoke(np.full((2, 2, 2), -1.0), np.zeros(3), 1.0, 0.0, 1.0, *no_light)
        else:
            built = (cloud.shape, cloud.low_m, cloud.cell_m, cloud.extinction_per_m, cloud.grain_m)
            self.cloud = Smoke(*built, cloud.depths(to_sun), cloud.shine())

    def along(self, camera: Camera, shown: NDArray[np.bool_], depth_m: Floats) -> tuple[Floats, Floats]:
        """Radiance added (rows, columns, 3) and share of the light behind (rows, columns), up to a depth."""
        added, passed = np.zeros((*shown.shape, 3)), np.ones(shown.shape)
        rays = camera.rays()[shown]
        picture, through = np.zeros((len(rays), 3)), np.ones(len(rays))
        sight = EyeRays(np.asarray(camera.at_m, dtype=float), rays, depth_m[shown] / (rays @ camera.axes[2]))
        march(sight, self.jets, self.boxes, self.cloud, self.colours, picture, through)
        added[shown], passed[shown] = picture, through
        return added, passed

    def halved(self, camera: Camera, shown: NDArray[np.bool_], depth_m: Floats) -> tuple[Floats, Floats]:
        """The same from a quarter of the rays, for what has no edges finer than two pixels."""
        coarse = replace(camera, columns=camera.columns // 2, rows=camera.rows // 2)
        added, passed = self.along(coarse, shown[1::2, 1::2], depth_m[1::2, 1::2])
        return _doubled(added), _doubled(passed)


def _doubled(picture: Floats) -> Floats:
    """Twice the pixels each way, straight lines between the middles of the old ones."""
    for axis in (0, 1):
        old = np.moveaxis(picture, axis, 0)
        before, after = np.concatenate((old[:1], old[:-1])), np.concatenate((old[1:], old[-1:]))
        new = np.empty((2 * len(old), *old.shape[1:]))
        new[0::2], new[1::2] = 0.75 * old + 0.25 * before, 0.75 * old + 0.25 * after
        picture = np.moveaxis(new, 0, axis)
    return picture


def _box_of(jet: Jet) -> Floats:
    """(2, 3) low and high corner round a jet."""
    ends = np.array((jet.at_m, jet.at_m + jet.length_m * jet.along))
    room = REACH * jet.widest_m * np.sqrt(np.maximum(1.0 - jet.along**2, 0.0))  # a jet is a disc across its axis
    return np.array((ends.min(axis=0) - room, ends.max(axis=0) + room))
