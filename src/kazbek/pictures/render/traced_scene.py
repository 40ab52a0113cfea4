"""A shot in Mitsuba's words: camera, sky all round, Sun, lamps, and the craft."""

from __future__ import annotations

from typing import Any

import numpy as np

from kazbek.pictures.air import sky
from kazbek.pictures.light.lamp import FULL_frac, Lamp
from kazbek.pictures.models.materials import MATERIALS, Material
from kazbek.pictures.models.mesh import Mesh, Model
from kazbek.pictures.render.denoise import Frame
from kazbek.pictures.render.shot import Shot

_BOUNCES = 5
_ENVIRONMENT = (128, 256)  # rows, columns of the light from all around


def scene_of(mi: Any, shot: Shot, model: Model, frame: Frame) -> dict[str, Any]:
    """The shot with `model` for its craft, drawn only within `frame`.

    Lights are called "around", "sun" and "lamp0", "lamp1", …
    """
    scene: dict[str, Any] = {
        "type": "scene",
        "integrator": {"type": "path", "max_depth": _BOUNCES, "hide_emitters": True},
        "sensor": _sensor(mi, shot, frame),
        "around": _surroundings(mi, shot),
        "sun": _sun(shot),
    }
    for number, lamp in enumerate(shot.lamps):
        scene[f"lamp{number}"] = _spot(mi, lamp)
    for number, mesh in enumerate(model):
        scene[f"part{number}"] = _shape(mi, mesh)
    return scene


def _sensor(mi: Any, shot: Shot, frame: Frame) -> dict[str, Any]:
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
            "crop_offset_x": frame[1].start,
            "crop_offset_y": frame[0].start,
            "crop_width": frame[1].stop - frame[1].start,
            "crop_height": frame[0].stop - frame[0].start,
            "pixel_format": "rgba",
            "rfilter": {"type": "gaussian"},
        },
        "sampler": {"type": "multijitter"},
    }


def _sun(shot: Shot) -> dict[str, Any]:
    light = shot.light
    return {
        "type": "directional",
        "direction": [float(x) for x in -light.to_sun],
        "irradiance": {"type": "rgb", "value": [float(x) for x in light.sun]},
    }


def _spot(mi: Any, lamp: Lamp) -> dict[str, Any]:
    at, along = np.asarray(lamp.at_m, dtype=float), np.asarray(lamp.along, dtype=float)
    up = np.eye(3)[int(np.argmin(np.abs(along)))]
    cutoff_deg = float(np.degrees(lamp.half_angle_rad))
    return {
        "type": "spot",
        "to_world": mi.ScalarTransform4f().look_at(
            origin=at.tolist(), target=(at + along / np.linalg.norm(along)).tolist(), up=up.tolist()
        ),
        "intensity": {"type": "rgb", "value": [float(x) for x in lamp.intensity]},
        "cutoff_angle": cutoff_deg,
        "beam_width": FULL_frac * cutoff_deg,
        "sampling_weight": float(max(lamp.intensity)),
    }


def _surroundings(mi: Any, shot: Shot) -> dict[str, Any]:
    """Sky, Earth and the camera's own light as an environment map, z up in LOCAL."""
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
    seen += shot.light.added(rays @ shot.C_ITRF_LOCAL)
    turn = np.eye(4)
    turn[:3, :3] = to_local
    return {
        "type": "envmap",
        "bitmap": mi.Bitmap(seen.reshape(rows, columns, 3).astype(np.float32)),
        "to_world": mi.ScalarTransform4f(turn),
    }


def _shape(mi: Any, mesh: Mesh) -> Any:
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(_bsdf(MATERIALS[mesh.material]))
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
