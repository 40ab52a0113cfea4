"""What hangs in the air of a picture — jets, vapour, smoke — laid over the craft and what lies behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.kernels.fire import COLUMNS, march
from kazbek.views.scene.camera import Camera
from kazbek.views.scene.jet import Jet
from kazbek.views.scene.smoke import Cloud
from kazbek.views.scene.surface import Light

Floats = NDArray[np.float64]

_EMPTY = np.array(((1e9,) * 3, (-1e9,) * 3))
FLAME_RADIANCE = np.array((24.0, 24.0, 24.0))  # of soot at 2 200 K in red, on the pictures' scale; by eye
_STEAM = np.array((0.93, 0.94, 0.96))


@dataclass(frozen=True, slots=True)
class Haze:
    """Jets and at most one cloud."""

    jets: tuple[Jet, ...] = ()
    cloud: Cloud | None = None

    def over(self, craft: Floats, behind: Floats, cover: Floats, depth_m: tuple[Floats, Floats], camera: Camera,
             light: Light) -> Floats:
        """The picture with the haze in it; (rows, columns, 3) linear RGB.

        Parameters
        ----------
        craft : linear RGB of the craft, already multiplied by `cover`
        behind : linear RGB of what is behind it
        cover : (rows, columns) 0–1, how much of each pixel the craft fills
        depth_m : (rows, columns) along the viewing axis: of the craft, and of what is behind; infinity for none
        """
        sums = _Sums(self, camera, light)
        picture = np.zeros_like(craft)
        for share, shone, depth in ((cover, craft, _spread(depth_m[0])), (1.0 - cover, behind, depth_m[1])):
            seen = share > 0.004
            added, through = sums.along(seen, depth)
            picture[seen] += added * share[seen][:, None]
            # the craft comes multiplied by its cover, the rest does not
            picture[seen] += through[:, None] * (shone[seen] if shone is craft else shone[seen] * share[seen][:, None])
        return picture


def _spread(depth_m: Floats) -> Floats:
    """Depth of the nearest thing in each pixel or beside it: at an edge the craft may miss the middle of a pixel."""
    edged = np.pad(depth_m, 1, mode="edge")
    rows, columns = depth_m.shape
    near = np.min([edged[i : i + rows, j : j + columns] for i in range(3) for j in range(3)], axis=0)
    return np.where(np.isfinite(depth_m), depth_m, near)


class _Sums:
    """Everything the kernel needs besides the rays."""

    def __init__(self, haze: Haze, camera: Camera, light: Light) -> None:
        self.camera = camera
        to_sun, sun = np.asarray(light.to_sun, dtype=float), light.sun
        up = np.array((0.0, 0.0, 1.0))
        above, below = light.ambient(np.array((up, -up)))
        cloud = haze.cloud
        self.jets = np.array([jet.row() for jet in haze.jets]).reshape(-1, COLUMNS)
        self.boxes = np.array((_box_of(haze.jets), _EMPTY if cloud is None else (cloud.low_m, cloud.high_m)))
        smoky = np.zeros(3) if cloud is None else np.array(cloud.colour)
        self.colours = np.array((sun, above, below, smoky, _STEAM, FLAME_RADIANCE, to_sun))
        if cloud is None:
            self.cloud = (np.full((2, 2, 2), -1.0), np.zeros(3), 1.0, 0.0, 1.0)
            self.depths, self.light = np.zeros((2, 2, 2, 2)), np.zeros((2, 2, 2))
        else:
            self.cloud = (cloud.shape, cloud.low_m, cloud.cell_m, cloud.extinction_per_m, cloud.grain_m)
            self.depths, self.light = cloud.depths(to_sun), cloud.shine()

    def along(self, seen: NDArray[np.bool_], depth_m: Floats) -> tuple[Floats, Floats]:
        """Radiance added (n, 3) and share of the light behind (n,) for the pixels `seen`, up to a depth."""
        rays = self.camera.rays()[seen]
        until = depth_m[seen] / (rays @ self.camera.axes[2])
        picture, through = np.zeros((len(rays), 3)), np.ones(len(rays))
        march(np.asarray(self.camera.at_m, dtype=float), rays, until, self.jets, self.boxes, self.cloud, self.depths,
              self.light, self.colours, picture, through)
        return picture, through


def _box_of(jets: tuple[Jet, ...]) -> Floats:
    if not jets:
        return _EMPTY
    ends = np.array([(jet.at_m, jet.at_m + jet.length_m * jet.along) for jet in jets])
    wide = 2.0 * np.array([jet.widest_m for jet in jets])[:, None, None]
    return np.array(((ends - wide).min(axis=(0, 1)), (ends + wide).max(axis=(0, 1))))
