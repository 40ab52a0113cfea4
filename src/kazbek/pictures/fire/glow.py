"""What shines by itself in vacuum: the jets of small engines, as soft volumes integrated along each ray.

Across it a jet is a Gaussian that widens (Hill & Draper, AIAA J. 1966); colours by eye from photographs. Jets in air,
vapour and smoke: :mod:`kazbek.pictures.air.haze`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.camera.camera import Camera


@dataclass(frozen=True, slots=True)
class Plume:
    """A glowing jet.

    Attributes
    ----------
    at_m : (3,) nozzle exit in the frame of the shot
    along : (3,) unit direction of the jet
    radius_m : Gaussian radius at the exit
    length_m : length over which it fades by e
    spread : growth of the radius per metre along the axis
    colour : linear RGB radiance across the middle of the exit
    """

    at_m: Floats
    along: Floats
    radius_m: float
    length_m: float
    spread: float
    colour: tuple[float, float, float]


def add_plume(picture: Floats, depth_m: Floats, camera: Camera, plume: Plume) -> None:
    """Add one plume to `picture` in place; what stands in front (by `depth_m`) hides it."""
    rays = camera.rays().reshape(-1, 3)
    away = camera.at_m - plume.at_m
    b = rays @ plume.along
    across = 1.0 - b * b
    t = np.where(
        across > 1e-9, (b * (plume.along @ away) - rays @ away) / np.maximum(across, 1e-9), 0.0
    )  # closest to the axis
    s = plume.along @ away + t * b
    s_used = np.maximum(s, 0.0)
    radius = plume.radius_m + plume.spread * s_used
    gap = np.linalg.norm(away + t[:, None] * rays - s_used[:, None] * plume.along, axis=1)
    thickness = np.minimum(1.0 / np.sqrt(np.maximum(across, 0.02)), 4.0) * plume.radius_m / radius
    strength = np.exp(-((gap / radius) ** 2) - s_used / plume.length_m) * thickness
    forward = camera.axes[2]
    before = np.minimum(depth_m.ravel() / (rays @ forward), 1e9) - t  # how far the jet's middle lies before the surface
    share = np.where(t > 0.0, 0.5 + 0.5 * np.tanh(1.7 * before / radius), 0.0)  # of a Gaussian up to the surface
    picture += ((strength * share)[:, None] * np.array(plume.colour)).reshape(picture.shape)


def thruster_plume(at_m: Floats, along: Floats, size_m: float) -> Plume:
    """The pale, wide jet of a hypergolic engine in vacuum: hardly to be seen, as in life."""
    return Plume(at_m, along, 0.28 * size_m, 2.6 * size_m, 0.30, (3.4, 3.9, 5.6))
