"""The level ground around a craft: how far it is, and how much light the craft leaves it.

The ground is painted by the sky's own hand; what stands on it takes light away in two ways. It hides the Sun: a shadow,
crisp at its foot and softer with distance, as the Sun is a disc. And it hides part of the sky: the darkness under
things that touch the ground, without which they would seem to float.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.light.occlusion import Blockers, sun_disc

_REACH_m = 3000.0  # no shadow is looked for farther away
_LOWEST_SUN = 0.02  # sine of the height below which a shadow has no end
_FIRST, _MORE = 4, 28  # rays to the Sun per pixel: to find the shadow's edge, and along it
_SKY_RAYS = 64
_SKY_STEP_px = 4  # darkness from a hidden sky is smooth: it is looked up at every fourth pixel
_SKY_DETAIL = 0.04  # … but between pixels that differ by more than this, at every one
_ABOVE_m = 2e-3


def ground_depth(camera: Camera) -> Floats:
    """(rows, columns) distance along the viewing axis of the plane z = 0, infinity above the horizon."""
    rays = camera.rays()
    falls = np.minimum(rays[..., 2], -1e-6)
    along = np.where(rays[..., 2] < -1e-6, -camera.at_m[2] / falls, np.inf)
    depth: Floats = along * (rays @ camera.axes[2])
    return depth


def sunlit_ground(blockers: Blockers, camera: Camera, to_sun: Floats) -> Floats:
    """(rows, columns) share of the Sun that reaches the ground each pixel sees; 1 where there is no ground near."""
    lit = np.ones((camera.rows, camera.columns))
    near = ground_depth(camera) < _REACH_m
    if not near.any() or to_sun[2] <= _LOWEST_SUN:
        return lit
    disc = sun_disc(to_sun, _FIRST + _MORE)
    few = _through(blockers, camera, near, disc[:: (_FIRST + _MORE) // _FIRST][:_FIRST], 0)
    lit[near] = few
    edge = _neighbourhood_differs(lit) & near
    more = _through(blockers, camera, edge, disc, _FIRST)
    lit[edge] = more
    return lit


def _through(blockers: Blockers, camera: Camera, where: NDArray[np.bool_], disc: Floats, seed: int) -> Floats:
    """Mean over the points of the Sun's `disc`, each seen from another place within the pixel."""
    total = np.zeros(int(where.sum()))
    for k, direction in enumerate(disc):
        jitter = ((seed + k + 0.5) * np.array((0.7548776662466927, 0.5698402909980532))) % 1.0  # the R2 sequence
        places = _places(camera, where, jitter)
        total += blockers.share_open(places, direction[None])
    return total / len(disc)


def _places(camera: Camera, where: NDArray[np.bool_], within_px: Floats) -> Floats:
    """(n, 3) where rays through a point of the chosen pixels meet the ground."""
    row, column = np.nonzero(where)
    x = (column + within_px[0] - camera.columns / 2) / camera.focal_px
    y = (row + within_px[1] - camera.rows / 2) / camera.focal_px
    right, down, forward = camera.axes
    rays = forward + x[:, None] * right + y[:, None] * down
    falls = np.minimum(rays[:, 2:], -1e-9)
    along = np.minimum(camera.at_m[2] / -falls, 10.0 * _REACH_m)
    places: Floats = camera.at_m + along * rays
    places[:, 2] = _ABOVE_m
    return places


def _neighbourhood_differs(field: Floats) -> NDArray[np.bool_]:
    """Where a pixel and the eight around it are not all alike."""
    low = high = np.pad(field, 1, mode="edge")
    for axis in (0, 1):
        shifted = [np.roll(low, s, axis) for s in (-1, 0, 1)], [np.roll(high, s, axis) for s in (-1, 0, 1)]
        low, high = np.minimum.reduce(shifted[0]), np.maximum.reduce(shifted[1])
    differs: NDArray[np.bool_] = (high - low)[1:-1, 1:-1] > 1e-9
    return differs


def sky_over_ground(blockers: Blockers, camera: Camera) -> Floats:
    """(rows, columns) share of the sky's light that reaches the ground each pixel sees; 1 where none is near."""
    near = ground_depth(camera) < _REACH_m
    share = np.ones(near.shape)
    if not near.any() or not len(blockers.triangles):
        return share
    step = _SKY_STEP_px
    coarse_at = np.zeros_like(near)
    coarse_at[::step, ::step] = near[::step, ::step]
    share[coarse_at] = _sky_share(blockers, camera, coarse_at)
    coarse = share[::step, ::step]
    share = _widened(coarse, step)[: camera.rows, : camera.columns]
    detail = _widened(_range(coarse), step)[: camera.rows, : camera.columns] > _SKY_DETAIL
    detail &= near
    share[detail] = _sky_share(blockers, camera, detail)
    return share


def _sky_share(blockers: Blockers, camera: Camera, where: NDArray[np.bool_]) -> Floats:
    places = _places(camera, where, np.array((0.5, 0.5)))
    return blockers.sky_share(places, np.tile((0.0, 0.0, 1.0), (len(places), 1)), _SKY_RAYS)


def _range(field: Floats) -> Floats:
    padded = np.pad(field, 1, mode="edge")
    around = [padded[i : i + field.shape[0], j : j + field.shape[1]] for i in range(3) for j in range(3)]
    spread: Floats = np.maximum.reduce(around) - np.minimum.reduce(around)
    return spread


def _widened(coarse: Floats, step: int) -> Floats:
    """Values at every `step`-th pixel spread linearly between."""
    rows, columns = coarse.shape
    r = np.minimum(np.arange(rows * step) / step, rows - 1)
    c = np.minimum(np.arange(columns * step) / step, columns - 1)
    i, j = np.minimum(r.astype(int), max(rows - 2, 0)), np.minimum(c.astype(int), max(columns - 2, 0))
    fr, fc = (r - i)[:, None], (c - j)[None, :]
    i1, j1 = np.minimum(i + 1, rows - 1), np.minimum(j + 1, columns - 1)
    top = coarse[np.ix_(i, j)] * (1 - fc) + coarse[np.ix_(i, j1)] * fc
    bottom = coarse[np.ix_(i1, j)] * (1 - fc) + coarse[np.ix_(i1, j1)] * fc
    spread: Floats = top * (1 - fr) + bottom * fr
    return spread
