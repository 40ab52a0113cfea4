"""A model dressed for the path tracer: one mesh per material, and cloth and foil cut fine enough to wrinkle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.models.materials import MATERIALS, Material
from kazbek.pictures.models.mesh import Mesh, Model, gathered
from kazbek.pictures.models.wrinkles import cut, wrinkle

_FINE_frac = 0.45  # longest edge as a share of the wrinkles' size: their shortest wave still has two edges
_FINEST_m = 0.05
_FINEST_px = 1.5  # an edge need not be shorter than that on the picture
_MOST = 500_000  # triangles of one material


def dressed(model: Model, camera: Camera) -> Model:
    """The same model in few meshes, its wrinkles as fine as `camera` can see them."""
    return tuple(_wrinkled(mesh, MATERIALS[mesh.material], camera) for mesh in gathered(model))


def wrinkles_seen(material: Material, distance_m: Floats, camera: Camera) -> Floats:
    """How deep wrinkles are drawn at a distance: not at all where they would be finer than the pixels."""
    share = _FINEST_px * distance_m / camera.focal_px / material.crinkle_m
    seen: Floats = material.crinkle * np.clip(1.7 - 1.4 * share, 0.0, 1.0)
    return seen


def _wrinkled(mesh: Mesh, material: Material, camera: Camera) -> Mesh:
    if material.crinkle == 0.0:
        return mesh
    corners, normals = mesh.vertices_m[mesh.faces], mesh.normals[mesh.faces]
    finest = _finest(corners, material, camera)
    nothing = np.zeros((0, 3, 3))
    while (many := cut(corners, normals, finest, nothing, nothing)) > _MOST:
        finest = finest * 1.3
    out, bent = np.empty((many, 3, 3)), np.empty((many, 3, 3))
    cut(corners, normals, finest, out, bent)
    places, bent = out.reshape(-1, 3), bent.reshape(-1, 3)
    bent /= np.maximum(np.linalg.norm(bent, axis=1, keepdims=True), 1e-12)
    wrinkle(bent, places, wrinkles_seen(material, _distance(places, camera), camera), material.crinkle_m)
    return Mesh(places, bent, np.arange(len(places)).reshape(-1, 3), mesh.material)


def _finest(corners: Floats, material: Material, camera: Camera) -> Floats:
    """(m,) longest edge that triangles (m, 3, 3) may keep; any, where no wrinkles will be seen on them."""
    nearest = _distance(corners.reshape(-1, 3), camera).reshape(-1, 3).min(axis=1)
    edges = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    nearest = np.maximum(nearest - edges, 0.5 * nearest)  # a long one may pass the camera closer than its corners
    finest = np.maximum(np.maximum(_FINE_frac * material.crinkle_m, _FINEST_m), _FINEST_px * nearest / camera.focal_px)
    shown = (wrinkles_seen(material, nearest, camera) > 0.0) & _in_view(corners, camera)
    return np.where(shown, finest, np.inf)


def _in_view(corners: Floats, camera: Camera) -> NDArray[np.bool_]:
    """(m,) whether triangles (m, 3, 3) may reach into the picture: no side of the view has all three beyond it."""
    x, y, z = np.moveaxis((corners - camera.at_m) @ camera.axes.T * (camera.focal_px, camera.focal_px, 1.0), -1, 0)
    wide, high = camera.columns / 2.0 * z, camera.rows / 2.0 * z
    beyond = (x > wide, x < -wide, y > high, y < -high, z < 0.0)
    return ~np.any([side.all(axis=1) for side in beyond], axis=0)


def _distance(places: Floats, camera: Camera) -> Floats:
    distance: Floats = np.linalg.norm(places - camera.at_m, axis=1)
    return distance
