"""What stands in the light's way: the triangles of a model in a tree, and rays sent through it.

The Sun is a disc of 0.53°: rays to several points of it make a shadow's edge soft by the distance to what throws it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats, Integers
from kazbek.pictures.directions import across, even_sphere
from kazbek.pictures.light.bvh import Fan, Tree, build, share_open
from kazbek.pictures.models.mesh import Model

SUN_RADIUS_rad = np.radians(0.533) / 2.0
_TURN = np.pi * (3.0 - np.sqrt(5.0))  # the golden angle: points laid out by it cover a disc or a sphere evenly


@dataclass(frozen=True, slots=True)
class Blockers:
    """The triangles of a model, arranged for rays."""

    boxes: Floats
    links: NDArray[np.int64]
    triangles: Floats

    @classmethod
    def of(cls, model: Model) -> Blockers:
        """The tree over a model."""
        corners = np.concatenate([np.zeros((0, 3, 3))] + [mesh.vertices_m[mesh.faces] for mesh in model])
        many = len(corners)
        boxes, links, order = np.empty((2 * many + 1, 6)), np.empty((2 * many + 1, 2), np.int64), np.arange(many)
        nodes = build(corners, boxes, links, order) if many else 0
        a, b, c = (corners[order, k] for k in range(3))
        return cls(boxes[:nodes].copy(), links[:nodes].copy(), np.column_stack((a, b - a, c - a)))

    def share_open(
        self,
        places_m: Floats,
        directions: Floats,
        each: int = 1,
        reach_m: float = np.inf,
        first: Integers | None = None,
    ) -> Floats:
        """Share of rays that get away from places (n, 3); (n,) 0–1.

        Every place sends `each` of the unit `directions` (k, 3), from the `first` (n,) on, or from the one after the
        last of the place before.
        """
        return self._sent(places_m, np.zeros_like(places_m), directions, 0.0, each, reach_m, first)

    def in_sight(self, places_m: Floats, gaps_m: Floats) -> Floats:
        """1 where what lies at `gaps_m` (n, 3) from places (n, 3) is in sight of them, 0 where not; (n,)."""
        return self._sent(places_m, gaps_m, np.zeros((1, 3)), 1.0, 1, 1.0, None)

    def sky_share(
        self, places_m: Floats, normals: Floats, rays: int, first: Integers | None = None, of: int = 64
    ) -> Floats:
        """Share of the light from an even sky that reaches places (n, 3) with unit normals (n, 3); (n,) 0–1.

        Every place sends as many `rays`, out of a fixed set of directions with at least `of` members.
        """
        return self._sent(places_m, normals, even_sphere(max(rays, of)), 1.0, rays, np.inf, first)

    def _sent(
        self,
        places: Floats,
        normals: Floats,
        directions: Floats,
        lean: float,
        each: int,
        reach_m: float,
        first: Integers | None,
    ) -> Floats:
        out = np.ones(len(places))
        if not len(self.triangles):
            return out
        start = each * np.arange(len(places)) % len(directions) if first is None else first
        fan = Fan(np.ascontiguousarray(directions), lean, each, reach_m)
        tree = Tree(self.boxes, self.links, self.triangles)
        share_open(tree, np.ascontiguousarray(places), np.ascontiguousarray(normals), fan, start, out)
        return out


def sun_disc(to_sun: Floats, count: int) -> Floats:
    """Unit directions (count, 3) spread evenly over the Sun's disc."""
    k = np.arange(count) + 0.5
    radius, angle = np.tan(SUN_RADIUS_rad) * np.sqrt(k / count), _TURN * k
    x, y = across(to_sun)
    points = to_sun + (radius * np.cos(angle))[:, None] * x + (radius * np.sin(angle))[:, None] * y
    unit: Floats = points / np.linalg.norm(points, axis=1, keepdims=True)
    return unit
