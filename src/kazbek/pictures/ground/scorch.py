"""What a landing does to the ground: grass burnt, dust settled around, soil thrown up against the capsule."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.air.haze import Haze
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.ground.scorch_rays import scorch
from kazbek.pictures.light.light import Light
from kazbek.pictures.models.mesh import Mesh, Model, sheet
from kazbek.pictures.models.painted import streaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorched(Haze):
    """Burns on the ground, below whatever hangs in the air.

    Attributes
    ----------
    burns : (n, 4) x, y, radius in metres, strength 0–1
    """

    burns: Floats = field(default_factory=lambda: np.zeros((0, 4)))

    def over(
        self, craft: Floats, behind: Floats, cover: Floats, depth_m: tuple[Floats, Floats], camera: Camera, light: Light
    ) -> Floats:
        """The picture with its ground burnt; see :meth:`Haze.over`."""
        ground = behind * self.shares(camera)
        if self.jets or self.cloud is not None:
            return Haze.over(self, craft, ground, cover, depth_m, camera, light)
        picture: Floats = craft + ground * (1.0 - cover[..., None])
        return picture

    def shares(self, camera: Camera) -> Floats:
        """(rows, columns, 3) what the burns leave of the ground's light; 1 above the horizon."""
        rays = camera.rays()
        share = np.ones(rays.shape)
        falls = rays[..., 2] < -1e-4
        left = np.ones((int(falls.sum()), 3))
        scorch(np.asarray(camera.at_m, dtype=float), rays[falls], 1.0 / camera.focal_px, self.burns, left)
        share[falls] = left
        return share


def berm(feet: Model) -> Mesh:
    """Loose soil around where the capsule `feet` stands or lies."""
    low = np.concatenate([mesh.vertices_m[mesh.vertices_m[:, 2] < 0.16, :2] for mesh in feet])
    middle = (low.min(axis=0) + low.max(axis=0)) / 2.0
    _, axes = np.linalg.eigh(np.cov((low - middle).T))
    half = np.abs((low - middle) @ axes).max(axis=0)
    share, turn = np.meshgrid(np.linspace(0.0, 1.0, 11), np.linspace(0.0, 1.0, 121), indexing="ij")
    lumps = streaks(share, turn, (3, 24), 43, 3)
    ring = np.stack((np.cos(2.0 * np.pi * turn), np.sin(2.0 * np.pi * turn)), axis=-1)
    out = 0.80 + (0.40 + 0.25 * lumps) * share
    xy = (half * out[..., None] + 0.35 * share[..., None]) * ring @ axes.T + middle
    height = 0.115 * np.sin(np.pi * (0.30 + 0.70 * share)) * (1.0 + 1.1 * lumps)
    grid = np.concatenate((xy, np.maximum(height, 0.0)[..., None] + 0.008), axis=-1)
    return sheet(grid if np.linalg.det(axes) > 0.0 else grid[:, ::-1], "loose_soil")
