"""Meshes as plain arrays, and the few solids everything here is made of.

Solids of revolution turn about x, which points along the nose of whatever is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CREASE_COS = np.cos(np.radians(35.0))  # profile corners sharper than this stay sharp


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles of one material.

    Attributes
    ----------
    vertices_m : (n, 3) corners in the frame of the thing
    normals : (n, 3) unit normals at the corners
    faces : (m, 3) indices of corners, counter-clockwise from outside
    material : a name of :mod:`kazbek.views.scene.materials`
    """

    vertices_m: Floats
    normals: Floats
    faces: NDArray[np.int64]
    material: str

    def placed(self, C: Floats, offset_m: Sequence[float] | Floats) -> Mesh:
        """The same mesh turned by `C` (3, 3), then moved."""
        return Mesh(self.vertices_m @ C.T + np.asarray(offset_m), self.normals @ C.T, self.faces, self.material)


Model = tuple[Mesh, ...]


def placed(model: Iterable[Mesh], C: Floats, offset_m: Sequence[float] | Floats) -> Model:
    """Every mesh of a model, placed."""
    return tuple(mesh.placed(C, offset_m) for mesh in model)


def moved(model: Iterable[Mesh], x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Model:
    """Every mesh of a model, moved."""
    return placed(model, np.eye(3), (x, y, z))


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


_CUBE = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
_CUBE_FACES = np.array(
    [
        [0, 1, 3],
        [0, 3, 2],
        [4, 6, 7],
        [4, 7, 5],
        [0, 4, 5],
        [0, 5, 1],
        [2, 3, 7],
        [2, 7, 6],
        [0, 2, 6],
        [0, 6, 4],
        [1, 5, 7],
        [1, 7, 3],
    ]
)


def box(centre_m: Sequence[float], size_m: Sequence[float], material: str) -> Mesh:
    """An upright box."""
    return flat((_CUBE * np.asarray(size_m) + np.asarray(centre_m))[_CUBE_FACES], material)


def tube(start_m: Sequence[float], end_m: Sequence[float], radius_m: float, material: str, segments: int = 12) -> Mesh:
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


def aimed(model: Iterable[Mesh], direction: Sequence[float], offset_m: Sequence[float]) -> Model:
    """A model built along x, turned to point along `direction` and moved."""
    return placed(model, _axes_along(np.asarray(direction, dtype=float)), offset_m)


def dome(x0_m: float, length_m: float, r0_m: float, r1_m: float, points: int = 9) -> list[tuple[float, float]]:
    """Profile points of an elliptic shoulder that starts along x at `r0_m` and ends across it at `r1_m`."""
    t = np.linspace(0.0, np.pi / 2.0, points)
    return [(x0_m + length_m * float(np.sin(a)), r1_m + (r0_m - r1_m) * float(np.cos(a))) for a in t]
