"""A surface painted with a scalar field: a grid cut along the field's contours, each band of its own material.

A material here is one colour, so soot, scorch marks and burnt grass are drawn as contour maps: few triangles, edges
that stay sharp however near the camera stands, and the same in a draft, a path-traced picture and a glTF file.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model


def painted(
    grid_m: Floats,
    normals: Floats,
    field: Floats,
    levels: Sequence[float],
    materials: Sequence[str],
    hole: Floats | None = None,
) -> Model:
    """The grid as one mesh per band of `field`.

    Parameters
    ----------
    grid_m : (i, j, 3) corners; i × j turns outwards, as rows from tail to nose and columns about x do
    normals : (i, j, 3) unit normals there
    field : (i, j) what to paint
    levels : rising values of the field at which the material changes
    materials : one name more than `levels`, from low to high
    hole : (i, j) positive where the surface is open, or None
    """
    opening = np.full(field.shape, -1.0) if hole is None else hole
    corners = np.concatenate((grid_m, normals, field[..., None], opening[..., None]), axis=-1)
    a, b, c, d = corners[:-1, :-1], corners[:-1, 1:], corners[1:, 1:], corners[1:, :-1]
    left = np.concatenate([np.stack(t, axis=-2).reshape(-1, 3, 8) for t in ((a, b, c), (a, c, d))])
    left = _cut(left, 0.0, 7)[0]
    model: list[Mesh] = []
    for level, material in zip(levels, materials):
        below, left = _cut(left, level, 6)
        model += _mesh(below, material)
    return tuple(model + _mesh(left, materials[-1]))


def _cut(triangles: Floats, level: float, by: int) -> tuple[Floats, Floats]:
    """Triangles (m, 3, 8) whose component `by` lies below and above `level`; those across it are cut."""
    above = triangles[..., by] > level
    count = above.sum(axis=1)
    low, high = [triangles[count == 0]], [triangles[count == 3]]
    for alone_is_above in (True, False):
        of_it = count == (1 if alone_is_above else 2)
        corner = np.argmax(above[of_it] == alone_is_above, axis=1)
        order = (corner[:, None] + np.arange(3)) % 3
        a, b, c = np.moveaxis(np.take_along_axis(triangles[of_it], order[:, :, None], axis=1), 1, 0)
        p, q = (a + (e - a) * ((level - a[:, by]) / (e[:, by] - a[:, by]))[:, None] for e in (b, c))
        tip, rest = np.stack((a, p, q), axis=1), np.concatenate((np.stack((p, b, c), 1), np.stack((p, c, q), 1)))
        (high if alone_is_above else low).append(tip)
        (low if alone_is_above else high).append(rest)
    return np.concatenate(low), np.concatenate(high)


def _mesh(triangles: Floats, material: str) -> list[Mesh]:
    edges = triangles[:, 1:, :3] - triangles[:, :1, :3]
    triangles = triangles[np.linalg.norm(np.cross(edges[:, 0], edges[:, 1]), axis=1) > 2e-6]  # slivers
    if not len(triangles):
        return []
    corners = triangles.reshape(-1, 8)
    normals = corners[:, 3:6] / np.linalg.norm(corners[:, 3:6], axis=1, keepdims=True)
    return [Mesh(corners[:, :3].copy(), normals, np.arange(len(corners)).reshape(-1, 3), material)]


def streaks(rows: Floats, columns: Floats, cells: tuple[int, int], seed: int, octaves: int = 4) -> Floats:
    """Smooth noise −1…1 at (…) places with rows 0–1 and columns 0–1; periodic in columns, `cells` lattice cells each
    way in the first octave, twice as many in each one after."""
    total, weight = np.zeros(np.broadcast(rows, columns).shape), 0.0
    for octave in range(octaves):
        tall, wide = cells[0] * 2**octave, cells[1] * 2**octave
        lattice = np.random.default_rng((seed, octave)).uniform(-1.0, 1.0, (tall + 2, wide))
        u, v = np.clip(rows, 0.0, 1.0) * tall, (columns % 1.0) * wide
        i, j = np.floor(u).astype(int), np.floor(v).astype(int) % wide
        fu, fv = u - i, v - np.floor(v)
        fu, fv = fu * fu * (3.0 - 2.0 * fu), fv * fv * (3.0 - 2.0 * fv)
        near = lattice[i, j] * (1.0 - fv) + lattice[i, (j + 1) % wide] * fv
        far = lattice[i + 1, j] * (1.0 - fv) + lattice[i + 1, (j + 1) % wide] * fv
        total += 0.6**octave * (near * (1.0 - fu) + far * fu)
        weight += 0.6**octave
    noise: Floats = total / weight
    return noise
