"""Draws meshes: which pixel sees what, and the picture that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.light.light import Light
from kazbek.pictures.light.occlusion import Blockers
from kazbek.pictures.light.shading import Points, shade
from kazbek.pictures.models.mesh import Mesh, Model
from kazbek.pictures.render.raster import rasterise


@dataclass(frozen=True, slots=True)
class Soup:
    """All triangles of a shot in one set of arrays."""

    vertices_m: Floats
    normals: Floats
    faces: NDArray[np.int64]
    material_of_face: NDArray[np.int64]
    materials: tuple[str, ...]


def soup_of(meshes: Sequence[Mesh]) -> Soup:
    """The meshes as one, for whoever draws them more than once."""
    starts = np.cumsum([0] + [len(m.vertices_m) for m in meshes[:-1]])
    names = sorted({m.material for m in meshes})
    return Soup(
        np.concatenate([m.vertices_m for m in meshes]),
        np.concatenate([m.normals for m in meshes]),
        np.concatenate([m.faces + s for m, s in zip(meshes, starts)]),
        np.concatenate([np.full(len(m.faces), names.index(m.material)) for m in meshes]),
        tuple(names),
    )


def draw_meshes(meshes: Model, camera: Camera, light: Light, blockers: Blockers) -> tuple[Floats, Floats]:
    """Linear RGB (rows, columns, 3) of the meshes, and their depth in metres (infinity where there is none).

    `blockers` are what throws shadows on them: as a rule they themselves.
    """
    soup = soup_of(meshes)
    face_at, depth, weights = faces_seen(soup, camera)
    seen = face_at >= 0
    picture = np.zeros((camera.rows, camera.columns, 3))
    if seen.any():
        picture[seen] = shade(_points(soup, face_at, weights, camera), light, blockers)
    return picture, depth


def first_seen(soup: Soup, camera: Camera) -> tuple[NDArray[np.int32], Floats]:
    """Which face each pixel sees first (−1 for none), and its depth in metres."""
    return faces_seen(soup, camera)[:2]


def faces_seen(soup: Soup, camera: Camera) -> tuple[NDArray[np.int32], Floats, Floats]:
    """Which face each pixel sees first (−1 for none), its depth in metres, and the weights of corners 1 and 2 there."""
    depth, face_at, weights = _buffers(camera.rows, camera.columns)
    rasterise(*camera.project(soup.vertices_m), soup.faces, depth, face_at, weights)
    return face_at, depth, weights


def _buffers(rows: int, columns: int) -> tuple[Floats, NDArray[np.int32], Floats]:
    return np.full((rows, columns), np.inf), np.full((rows, columns), -1, dtype=np.int32), np.zeros((rows, columns, 2))


def _points(soup: Soup, face_at: NDArray[np.int32], weights: Floats, camera: Camera) -> Points:
    """The places pixels see, from the faces they see."""
    row, column = np.nonzero(face_at >= 0)
    face, second = face_at[row, column], weights[row, column]
    share = np.column_stack((1.0 - second.sum(axis=1), second))
    corner = soup.faces[face]
    return Points.on(
        soup.vertices_m[corner],
        soup.normals[corner],
        share,
        camera,
        soup.materials,
        soup.material_of_face[face],
        2 * (row % 2) + column % 2,
    )
