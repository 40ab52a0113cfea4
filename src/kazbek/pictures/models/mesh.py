"""Meshes as plain arrays, and the few solids everything here is made of.

Solids of revolution turn about x, which points along the nose of whatever is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats

Point = Sequence[float] | Floats

_CREASE_COS = np.cos(np.radians(35.0))  # profile corners sharper than this stay sharp


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles of one material.

    Attributes
    ----------
    vertices_m : (n, 3) corners in the frame of the thing
    normals : (n, 3) unit normals at the corners
    faces : (m, 3) indices of corners, counter-clockwise from outside
    material : a name of :mod:`kazbek.pictures.models.materials`
    trim : small detail, without which the outline of the thing is the same
    """

    vertices_m: Floats
    normals: Floats
    faces: NDArray[np.int64]
    material: str
    trim: bool = False

    def placed(self, C: Floats, offset_m: Point) -> Mesh:
        """The same mesh turned by `C` (3, 3), then moved."""
        return replace(self, vertices_m=self.vertices_m @ C.T + np.asarray(offset_m), normals=self.normals @ C.T)


Model = tuple[Mesh, ...]


def placed(model: Iterable[Mesh], C: Floats, offset_m: Point) -> Model:
    """Every mesh of a model, placed."""
    return tuple(mesh.placed(C, offset_m) for mesh in model)


def moved(model: Iterable[Mesh], x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Model:
    """Every mesh of a model, moved."""
    return placed(model, np.eye(3), (x, y, z))


def merged(meshes: Sequence[Mesh]) -> Mesh:
    """Meshes of one material as one mesh."""
    starts = np.cumsum([0] + [len(mesh.vertices_m) for mesh in meshes[:-1]])
    return replace(
        meshes[0],
        vertices_m=np.concatenate([mesh.vertices_m for mesh in meshes]),
        normals=np.concatenate([mesh.normals for mesh in meshes]),
        faces=np.concatenate([mesh.faces + start for mesh, start in zip(meshes, starts)]),
    )


def gathered(model: Iterable[Mesh]) -> Model:
    """The same model in few meshes, one per material and kind: renderers pay for each mesh."""
    groups: dict[tuple[str, bool], list[Mesh]] = {}
    for mesh in model:
        groups.setdefault((mesh.material, mesh.trim), []).append(mesh)
    return tuple(merged(group) for group in groups.values())


def trimmed(model: Iterable[Mesh]) -> Model:
    """The model without its trim, for whoever needs only the outline."""
    return tuple(mesh for mesh in model if not mesh.trim)


def as_trim(model: Iterable[Mesh]) -> Model:
    """Every mesh of a model marked as small detail."""
    return tuple(replace(mesh, trim=True) for mesh in model)


def lathe(profile_m: Sequence[tuple[float, float]], material: str, segments: int = 48) -> Mesh:
    """A solid of revolution about x from (x, radius) points, listed from tail to nose along the outside."""
    profile = np.array(profile_m, dtype=float)
    step = np.diff(profile, axis=0)
    keep = np.linalg.norm(step, axis=1) > 1e-9
    starts, step = profile[:-1][keep], step[keep]
    flank = np.column_stack((-step[:, 1], step[:, 0])) / np.linalg.norm(step, axis=1, keepdims=True)
    first, last = _smoothed(flank)
    ring = np.stack((starts, starts + step), axis=1).reshape(-1, 2)
    ring_normal = np.stack((first, last), axis=1).reshape(-1, 2)
    angle = np.linspace(0.0, 2.0 * np.pi, segments + 1)
    return Mesh(_revolved(ring, angle), _revolved(ring_normal, angle), _strips(len(starts), segments), material)


def _smoothed(flank: Floats) -> tuple[Floats, Floats]:
    """Normals at the start and end of each flank, shared with the neighbour where the corner is blunt."""
    first, last = flank.copy(), flank.copy()
    for k in range(len(flank) - 1):
        if flank[k] @ flank[k + 1] > _CREASE_COS:
            shared = flank[k] + flank[k + 1]
            last[k] = first[k + 1] = shared / np.linalg.norm(shared)
    return first, last


def _revolved(ring: Floats, angle: Floats) -> Floats:
    x, radius = np.repeat(ring[:, 0], len(angle)), ring[:, 1]
    return np.column_stack((x, np.outer(radius, np.cos(angle)).ravel(), np.outer(radius, np.sin(angle)).ravel()))


def _strips(count: int, segments: int) -> NDArray[np.int64]:
    i = np.arange(segments)
    faces = []
    for k in range(count):
        low, high = 2 * k * (segments + 1) + i, (2 * k + 1) * (segments + 1) + i
        faces += [np.column_stack((low, low + 1, high + 1)), np.column_stack((low, high + 1, high))]
    return np.concatenate(faces)


def flat(corners_m: Floats, material: str) -> Mesh:
    """Flat-shaded triangles from (m, 3, 3) corners."""
    normal = np.cross(corners_m[:, 1] - corners_m[:, 0], corners_m[:, 2] - corners_m[:, 0])
    normal = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    count = len(corners_m)
    return Mesh(corners_m.reshape(-1, 3), np.repeat(normal, 3, axis=0), np.arange(3 * count).reshape(-1, 3), material)


def quads(corners_m: Floats, material: str) -> Mesh:
    """Flat four-cornered faces from (m, 4, 3) corners, counter-clockwise from outside."""
    normal = np.cross(corners_m[:, 2] - corners_m[:, 0], corners_m[:, 3] - corners_m[:, 1])
    normal = normal / np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    first = 4 * np.arange(len(corners_m))[:, None]
    faces = np.concatenate((first + np.array((0, 1, 2)), first + np.array((0, 2, 3))))
    return Mesh(corners_m.reshape(-1, 3), np.repeat(normal, 4, axis=0), faces, material)


def sheet(grid_m: Floats, material: str) -> Mesh:
    """A smooth surface through a grid of points (rows, columns, 3); outside is where (down the rows) × (along a row)
    points. Normals follow the grid, so that a fold between two points is shaded as a fold.
    """
    rows, columns = grid_m.shape[:2]
    normal = np.cross(_slope(grid_m, 0), _slope(grid_m, 1))
    for end, inner in ((0, 1), (-1, -2)):  # where rows meet in a point the next column knows which way is out
        if np.linalg.norm(normal[:, end], axis=1).max() < 1e-12:
            normal[:, end] = normal[:, inner].mean(axis=0)
    normal = normal / np.maximum(np.linalg.norm(normal, axis=2, keepdims=True), 1e-12)
    corner = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (x.ravel() for x in (corner[:-1, :-1], corner[1:, :-1], corner[1:, 1:], corner[:-1, 1:]))
    faces = np.concatenate((np.column_stack((a, b, c)), np.column_stack((a, c, d))))
    return Mesh(grid_m.reshape(-1, 3), normal.reshape(-1, 3), faces, material)


def _slope(grid_m: Floats, axis: int) -> Floats:
    """Central differences along an axis, wrapped where the grid closes on itself."""
    slope = np.gradient(grid_m, axis=axis)
    if np.allclose(grid_m.take(0, axis), grid_m.take(-1, axis)):
        seam = grid_m.take(1, axis) - grid_m.take(-2, axis)
        np.moveaxis(slope, axis, 0)[[0, -1]] = seam / 2.0
    return slope


def bars(starts_m: Floats, ends_m: Floats, width_m: float, material: str) -> Mesh:
    """Square bars between points (n, 3) and (n, 3), all at once: rails, struts, seams."""
    along = ends_m - starts_m
    x = along / np.linalg.norm(along, axis=1, keepdims=True)
    helper = np.eye(3)[np.argmin(np.abs(x), axis=1)]
    y = np.cross(helper, x)
    y = y / np.linalg.norm(y, axis=1, keepdims=True)
    axes = np.stack((along, width_m * y, width_m * np.cross(x, y)), axis=1)
    corners = np.einsum("cf,nfk->nck", _CUBE, axes) + ((starts_m + ends_m) / 2.0)[:, None]
    return quads(corners[:, _CUBE_QUADS].reshape(-1, 4, 3), material)


def repeated(mesh: Mesh, C: Floats, offsets_m: Floats) -> Mesh:
    """One mesh at many places: turned by `C` (n, 3, 3) or (3, 3), moved by `offsets_m` (n, 3)."""
    offsets_m = np.asarray(offsets_m, dtype=float)
    count, corners = len(offsets_m), len(mesh.vertices_m)
    turns = np.broadcast_to(C, (count, 3, 3))
    vertices = np.einsum("vk,nik->nvi", mesh.vertices_m, turns) + offsets_m[:, None]
    normals = np.einsum("vk,nik->nvi", mesh.normals, turns)
    faces = mesh.faces[None] + corners * np.arange(count)[:, None, None]
    return replace(mesh, vertices_m=vertices.reshape(-1, 3), normals=normals.reshape(-1, 3), faces=faces.reshape(-1, 3))


_CUBE = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
_CUBE_QUADS = np.array(((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)))


def box(centre_m: Point, size_m: Point, material: str) -> Mesh:
    """An upright box."""
    return quads((_CUBE * np.asarray(size_m) + np.asarray(centre_m))[_CUBE_QUADS], material)


def boxes(centres_m: Floats, sizes_m: Point, material: str) -> Mesh:
    """Upright boxes at centres (n, 3) with sizes (n, 3) or one size (3,)."""
    corners = _CUBE * np.broadcast_to(sizes_m, centres_m.shape)[:, None] + centres_m[:, None]
    return quads(corners[:, _CUBE_QUADS].reshape(-1, 4, 3), material)


def tube(start_m: Point, end_m: Point, radius_m: float, material: str, segments: int = 12) -> Mesh:
    """A closed round bar between two points."""
    start, end = np.asarray(start_m, dtype=float), np.asarray(end_m, dtype=float)
    length = float(np.linalg.norm(end - start))
    bar = lathe(((0.0, 0.0), (0.0, radius_m), (length, radius_m), (length, 0.0)), material, segments)
    return bar.placed(_axes_along(end - start), start)


def _axes_along(direction: Floats) -> Floats:
    """A rotation (3, 3) that takes x to `direction`."""
    x = direction / np.linalg.norm(direction)
    helper = np.eye(3)[int(np.argmin(np.abs(x)))]
    y = np.cross(helper, x)
    y = y / np.linalg.norm(y)
    return np.column_stack((x, y, np.cross(x, y)))


def aimed(model: Iterable[Mesh], direction: Point, offset_m: Point) -> Model:
    """A model built along x, turned to point along `direction` and moved."""
    return placed(model, _axes_along(np.asarray(direction, dtype=float)), offset_m)


def stood(model: Iterable[Mesh], nose: Point, belly: Point, offset_m: Point) -> Model:
    """A model turned so that its x points along `nose` and its z as near to `belly` as that allows, and moved."""
    x, y = np.asarray(nose, dtype=float), np.cross(np.asarray(belly, dtype=float), nose)
    x, y = x / np.linalg.norm(x), y / np.linalg.norm(y)
    return placed(model, np.column_stack((x, y, np.cross(x, y))), offset_m)


def dome(x0_m: float, length_m: float, r0_m: float, r1_m: float, points: int = 9) -> list[tuple[float, float]]:
    """Profile points of an elliptic shoulder that starts along x at `r0_m` and ends across it at `r1_m`."""
    t = np.linspace(0.0, np.pi / 2.0, points)
    return [(x0_m + length_m * float(np.sin(a)), r1_m + (r0_m - r1_m) * float(np.cos(a))) for a in t]
