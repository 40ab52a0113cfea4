"""The same shot path-traced by Mitsuba 3 (extra ``pictures``): true shadows, Earthshine, reflections of ship in ship.

Only the craft is traced; Earth, sky, stars and plumes are kazbek's own, behind and before it. The variant is
``scalar_rgb``: it needs no GPU, no display and no LLVM.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.errors import DataError, MissingExtra
from kazbek.views.scene import sky
from kazbek.views.scene.materials import MATERIALS, Material
from kazbek.views.scene.mesh import Mesh
from kazbek.views.scene.shot import Shot, composed, depth_of, light_of
from kazbek.views.scene.surface import wandering

Floats = NDArray[np.float64]
_SAMPLES = 24
_BOUNCES = 5
_ENVIRONMENT = (64, 128)  # rows, columns of the light from all around
_FINEST_EDGE_m = 0.07  # of crinkled cloth


@functools.cache
def _mitsuba() -> Any:
    try:
        import mitsuba
    except ImportError:
        raise MissingExtra("pictures", "a full picture (use --draft without it)") from None
    try:
        mitsuba.set_variant("scalar_rgb")
    except (ImportError, NameError, AttributeError) as fault:  # bare Debian lacks libatomic1
        raise DataError(
            f"Mitsuba is installed but does not start ({fault})",
            cure="on Debian or Ubuntu run: apt install libatomic1; or use --draft",
        ) from None
    return mitsuba


def ready() -> None:
    """Raise what :func:`full` would: Mitsuba is not installed, or does not start."""
    _mitsuba()


def full(shot: Shot, samples: int = _SAMPLES) -> NDArray[np.uint8]:
    """The shot with its craft path-traced; (rows, columns, 3) sRGB bytes.

    Raises
    ------
    MissingExtra, DataError
        Mitsuba is not installed, or does not start.
    """
    mi = _mitsuba()
    scene = mi.load_dict(_scene(mi, shot))
    traced = np.array(mi.render(scene, spp=samples))
    return composed(
        shot, traced[..., :3].astype(float), np.clip(traced[..., 3], 0.0, 1.0).astype(float), depth_of(shot)
    )


def _scene(mi: Any, shot: Shot) -> dict[str, Any]:
    light = light_of(shot)
    scene: dict[str, Any] = {
        "type": "scene",
        "integrator": {"type": "path", "max_depth": _BOUNCES, "hide_emitters": True},
        "sensor": _sensor(mi, shot),
        "around": _surroundings(mi, shot),
    }
    if light.sun.max() > 1e-6:
        scene["sun"] = {
            "type": "directional",
            "direction": [float(x) for x in -light.to_sun],
            "irradiance": {"type": "rgb", "value": [float(x) for x in light.sun]},
        }
    for number, mesh in enumerate(shot.model):
        scene[f"part{number}"] = _shape(mi, mesh)
    return scene


def _sensor(mi: Any, shot: Shot) -> dict[str, Any]:
    camera = shot.camera
    look = mi.ScalarTransform4f().look_at(
        origin=camera.at_m.tolist(), target=camera.look_at_m.tolist(), up=camera.up.tolist()
    )
    return {
        "type": "perspective",
        "fov": camera.field_of_view_deg,
        "fov_axis": "y",
        "near_clip": 0.05,
        "far_clip": 1e5,
        "to_world": look,
        "film": {
            "type": "hdrfilm",
            "width": camera.columns,
            "height": camera.rows,
            "pixel_format": "rgba",
            "rfilter": {"type": "gaussian"},
        },
        "sampler": {"type": "independent", "seed": 7},
    }


def _surroundings(mi: Any, shot: Shot) -> dict[str, Any]:
    """Sky, Earth and lamp as an environment map, z up in LOCAL."""
    rows, columns = _ENVIRONMENT
    elevation = np.pi * (np.arange(rows) + 0.5) / rows
    azimuth = 2.0 * np.pi * (np.arange(columns) + 0.5) / columns
    e, a = np.meshgrid(elevation, azimuth, indexing="ij")
    # Mitsuba's map has y up and its middle column towards −z; turned below so that z is up.
    directions = np.stack((np.sin(e) * np.sin(a), np.cos(e), -np.sin(e) * np.cos(a)), axis=-1)
    to_local = np.array(((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0)))
    rays = directions.reshape(-1, 3) @ to_local.T @ shot.C_ITRF_LOCAL.T
    ground = None if shot.ground is None else np.array(shot.ground)
    seen = sky.radiance(shot.origin_km, rays, shot.C_ITRF_LOCAL @ shot.to_sun_LOCAL, ground)
    seen += light_of(shot).added(rays @ shot.C_ITRF_LOCAL)
    turn = np.eye(4)
    turn[:3, :3] = to_local
    return {
        "type": "envmap",
        "bitmap": mi.Bitmap(seen.reshape(rows, columns, 3).astype(np.float32)),
        "to_world": mi.ScalarTransform4f(turn),
    }


def _shape(mi: Any, mesh: Mesh) -> Any:
    material = MATERIALS[mesh.material]
    if material.crinkle > 0.0:
        mesh = _crinkled(_finer(mesh), material)
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(_bsdf(material))
    shape = mi.Mesh(mesh.material, len(mesh.vertices_m), len(mesh.faces), has_vertex_normals=True, props=properties)
    values = mi.traverse(shape)
    values["vertex_positions"] = mesh.vertices_m.astype(np.float32).ravel()
    values["vertex_normals"] = mesh.normals.astype(np.float32).ravel()
    values["faces"] = mesh.faces.astype(np.uint32).ravel()
    values.update()
    return shape


def _bsdf(material: Material) -> dict[str, Any]:
    return {
        "type": "twosided",
        "bsdf": {
            "type": "principled",
            "base_color": {"type": "rgb", "value": list(material.colour)},
            "metallic": material.metal_frac,
            "roughness": max(0.08, material.roughness),
            "specular": 0.5,
        },
    }


def _finer(mesh: Mesh) -> Mesh:
    """Triangles split in four until their longest edge is short enough for wrinkles; at most four times."""
    vertices, normals, faces = mesh.vertices_m, mesh.normals, mesh.faces
    for _ in range(4):
        corners = vertices[faces]
        if np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max() < _FINEST_EDGE_m or len(faces) > 60_000:
            break
        v, n = vertices[faces], normals[faces]
        v, n = (np.concatenate((x, (x + np.roll(x, -1, axis=1)) / 2.0), axis=1) for x in (v, n))  # 3 corners, 3 middles
        order = np.array(((0, 3, 5), (3, 1, 4), (5, 4, 2), (3, 4, 5)))
        vertices, normals = v[:, order].reshape(-1, 3), n[:, order].reshape(-1, 3)
        faces = np.arange(len(vertices)).reshape(-1, 3)
    return Mesh(vertices, normals, faces, mesh.material)


def _crinkled(mesh: Mesh, material: Material) -> Mesh:
    normals = mesh.normals + material.crinkle * wandering(mesh.vertices_m / material.crinkle_m)
    unit = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return Mesh(mesh.vertices_m, unit, mesh.faces, mesh.material)
