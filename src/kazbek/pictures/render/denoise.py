"""Cleaning path-traced light: what each pixel sees, and the edge-avoiding filter that listens to it.

Noise is in the light, not in the paint: the surface's own colour is divided out before and multiplied back after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats, Integers
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.models.materials import MATERIALS
from kazbek.pictures.models.mesh import Model
from kazbek.pictures.render.edge_avoiding import Pixels, level, tamed
from kazbek.pictures.render.surface import faces_seen, soup_of

Frame = tuple[slice, slice]  # rows, columns of a part of a picture

_LEVELS = 4  # of the transform: the last reaches 16 pixels either way
_FINE = 2  # places looked at across a pixel, each way
_DARKEST = 0.02  # colours are divided out down to this
_SPARK = 1.5  # times the brightest neighbour: brighter single pixels are noise
_MARGIN_px = 3  # a pixel's light reaches that far into its neighbours
_THIN = 0.05  # share of a pixel; what covers less is left alone


@dataclass(frozen=True, slots=True)
class Seen:
    """What a camera sees of a model's surfaces, pixel by pixel.

    Attributes
    ----------
    colour : (rows, columns, 3) mean colour of the surfaces in the pixel
    normal : (rows, columns, 3) unit
    place_m : (rows, columns, 3) the nearest of the places seen
    kind : (rows, columns) surfaces that reflect alike have one number; −1 where there is none
    pixel_m : (rows, columns) width of a pixel there
    depth_m : (rows, columns) distance along the viewing axis, infinity where there is nothing
    """

    colour: Floats
    normal: Floats
    place_m: Floats
    kind: Integers
    pixel_m: Floats
    depth_m: Floats

    @classmethod
    def by(cls, camera: Camera, model: Model) -> Seen:
        """Look through `camera` at a model."""
        soup = soup_of(model)
        looks, kinds = np.array([MATERIALS[name].colour for name in soup.materials]), _kinds(soup.materials)
        face_at, depth_at, weights_at = faces_seen(soup, camera.scaled(_FINE))
        size = (camera.rows, camera.columns)
        normal, colour, count = np.zeros((*size, 3)), np.zeros((*size, 3)), np.zeros(size)
        depth, kind, spot = np.full(size, np.inf), np.full(size, -1), np.zeros((2, *size))
        for dy, dx in np.ndindex(_FINE, _FINE):
            face = face_at[dy::_FINE, dx::_FINE]
            seen, here = face >= 0, depth_at[dy::_FINE, dx::_FINE]
            of, second = soup.material_of_face[face[seen]], weights_at[dy::_FINE, dx::_FINE][seen]
            share = np.column_stack((1.0 - second.sum(axis=1), second))
            normal[seen] += np.einsum("nk,nkc->nc", share, soup.normals[soup.faces[face[seen]]])
            colour[seen] += looks[of]
            count += seen
            nearer = seen & (here < depth)
            kind[nearer] = kinds[of][nearer[seen]]
            depth[nearer] = here[nearer]
            spot[0][nearer], spot[1][nearer] = (dx + 0.5) / _FINE, (dy + 0.5) / _FINE
        reach = np.where(count > 0, depth, 0.0)
        normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
        colour /= np.maximum(count, 1.0)[..., None]
        return cls(colour, normal, _places(camera, spot, reach), kind, reach / camera.focal_px, depth)

    @property
    def frame(self) -> Frame | None:
        """The part of the picture that holds the model; None where it is out of sight."""
        rows, columns = np.nonzero(self.kind >= 0)
        if not len(rows):
            return None
        low = max(0, rows.min() - _MARGIN_px), max(0, columns.min() - _MARGIN_px)
        high = (
            min(self.kind.shape[0], rows.max() + 1 + _MARGIN_px),
            min(self.kind.shape[1], columns.max() + 1 + _MARGIN_px),
        )
        return slice(int(low[0]), int(high[0])), slice(int(low[1]), int(high[1]))


def denoised(light: Floats, variance: Floats, cover: Floats, seen: Seen) -> Floats:
    """Path-traced light of one kind of lamp, cleaned.

    Parameters
    ----------
    light : (rows, columns, 3) linear RGB, already multiplied by `cover`
    variance : (rows, columns) of the mean of the three, as it is
    cover : (rows, columns) 0–1
    """
    usable = (cover > _THIN) & (seen.kind >= 0)
    weight = np.where(usable, cover, 0.0)
    divisor = np.where(usable, cover, 1.0)[..., None] * np.maximum(seen.colour, _DARKEST)
    bare, spread = light / divisor, variance / divisor.mean(axis=-1) ** 2
    calm = bare.copy()
    tamed(bare, weight, seen.kind, _SPARK, calm)
    pixels = Pixels(weight, seen.normal, seen.place_m, seen.kind, seen.pixel_m)
    for k in range(_LEVELS):
        out, out_spread = calm.copy(), spread.copy()
        level(calm, spread, pixels, 2**k, out, out_spread)
        calm, spread = out, out_spread
    return np.where(usable[..., None], calm * divisor, light)


def _places(camera: Camera, spot: Floats, depth_m: Floats) -> Floats:
    """(rows, columns, 3) places at depths along the viewing axis, each at its `spot` (x, y) 0–1 within the pixel."""
    row, column = np.mgrid[: camera.rows, : camera.columns]
    right, down, forward = camera.axes
    x = (column + spot[0] - camera.columns / 2) / camera.focal_px * depth_m
    y = (row + spot[1] - camera.rows / 2) / camera.focal_px * depth_m
    places: Floats = camera.at_m + depth_m[..., None] * forward + x[..., None] * right + y[..., None] * down
    return places


def _kinds(materials: tuple[str, ...]) -> Integers:
    """A number for each material, one for all that reflect alike but for their colour."""
    looks = [(MATERIALS[name].metal_frac > 0.3, round(MATERIALS[name].roughness, 1)) for name in materials]
    return np.array([sorted(set(looks)).index(look) for look in looks], dtype=np.int64)
