"""A screen within a picture: it shines by itself, so that what it shows is laid over the print, not lit by lamps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Bytes, Floats
from kazbek.pictures.camera.camera import Camera

_FINE = 3  # looks each way in a pixel
_BEFORE_m = 0.004  # what is nearer than this to the glass belongs to the screen


@dataclass(frozen=True, slots=True)
class Screen:
    """A flat rectangle, or the ellipse within it, that shows a picture.

    Attributes
    ----------
    corner_m : (3,) upper left corner in the frame of the shot
    across_m, down_m : (3,) its sides
    picture : (rows, columns, 3) sRGB bytes
    round : whether only the ellipse within shines
    """

    corner_m: Floats
    across_m: Floats
    down_m: Floats
    picture: Bytes
    round: bool = False

    def over(self, print_: Bytes, depth_m: Floats, camera: Camera) -> Bytes:
        """The print (rows, columns, 3) with the screen in it; `depth_m` (rows, columns) is of what may stand before."""
        fine = camera.scaled(_FINE)
        shown, cover = self._seen(fine, np.repeat(np.repeat(depth_m, _FINE, axis=0), _FINE, axis=1))
        colour, share = _reduced(shown * cover[..., None]), _reduced(cover[..., None])
        mixed = colour + print_ * (1.0 - share)
        return np.clip(mixed + 0.5, 0.0, 255.0).astype(np.uint8)

    def _seen(self, camera: Camera, before_m: Floats) -> tuple[Floats, Floats]:
        """Colour 0–255 by pixel, and 1 where the screen is seen."""
        rays = camera.rays()
        normal = np.cross(self.across_m, self.down_m)
        reach = ((self.corner_m - camera.at_m) @ normal) / np.where(rays @ normal == 0.0, np.inf, rays @ normal)
        place = camera.at_m + rays * reach[..., None] - self.corner_m
        u = place @ self.across_m / (self.across_m @ self.across_m)
        v = place @ self.down_m / (self.down_m @ self.down_m)
        inside = (u >= 0.0) & (u < 1.0) & (v >= 0.0) & (v < 1.0) & (reach > 0.0)
        if self.round:
            inside &= np.hypot(u - 0.5, v - 0.5) < 0.5
        inside &= reach * (rays @ camera.axes[2]) < before_m + _BEFORE_m
        rows, columns = self.picture.shape[:2]
        row = np.clip((v * rows).astype(int), 0, rows - 1)
        column = np.clip((u * columns).astype(int), 0, columns - 1)
        return self.picture[row, column].astype(float), inside.astype(float)


def _reduced(fine: Floats) -> Floats:
    rows, columns, bands = fine.shape[0] // _FINE, fine.shape[1] // _FINE, fine.shape[2]
    mean: Floats = fine.reshape(rows, _FINE, columns, _FINE, bands).mean(axis=(1, 3))
    return mean
