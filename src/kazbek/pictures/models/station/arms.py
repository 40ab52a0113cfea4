"""Robot arms: limbs, joints, hands."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kazbek.pictures.models.detail import strap
from kazbek.pictures.models.mesh import Mesh, Model, Point, aimed, as_trim, box, lathe, placed, stood, tube


def jointed_arm(joints_m: list[tuple[float, float, float]], radius_m: float, material: str = "white") -> Model:
    """Limbs between joints, each joint a drum, bands along the limbs and a hand at both ends."""
    points = [np.asarray(joint, dtype=float) for joint in joints_m]
    parts: list[Mesh] = []
    for a, b in pairwise(points):
        parts.append(tube(a, b, radius_m, material, 14))
        length = float(np.linalg.norm(b - a))
        bands = [strap(length * t, radius_m, 0.12, "shield_b", 0.012, 14) for t in (0.2, 0.5, 0.8)]
        parts += as_trim(aimed(bands, b - a, a))
    for joint in points:
        parts.append(
            tube(
                joint - (0.0, 0.0, 1.7 * radius_m), joint + (0.0, 0.0, 1.7 * radius_m), 1.35 * radius_m, "shield_c", 14
            )
        )
    for end, inner in ((points[0], points[1]), (points[-1], points[-2])):
        parts += aimed(_hand(radius_m), end - inner, end)
    return tuple(parts)


def _hand(radius_m: float) -> Model:
    r = radius_m
    return (
        lathe(((0.0, 0.0), (0.0, 1.3 * r), (2.2 * r, 1.5 * r), (3.4 * r, 1.5 * r), (3.4 * r, 1.1 * r)), "shield_a", 16),
        lathe(((3.35 * r, 1.1 * r), (3.2 * r, 0.0)), "dark", 16),
    )


def folded_arm(limb_m: float, radius_m: float, material: str) -> Model:
    """An arm folded at its elbow, along x about the origin: two limbs side by side, hands at one end."""
    half, gap = limb_m / 2.0, 2.6 * radius_m
    return jointed_arm([(-half, 0.0, 0.0), (half, 0.0, 0.0), (half, 0.0, gap), (-half, 0.0, gap)], radius_m, material)


def canadarm2() -> Model:
    """The long arm, 17.6 m, from its foot on the truss's carriage: two booms of 7 m and their joints; STN."""
    return (
        box((2.75, -8.0, -4.6), (0.9, 2.6, 2.2), "shield_c"),
        box((3.25, -8.0, -4.6), (0.2, 1.6, 1.4), "blanket_grey"),
        *jointed_arm(
            [(3.6, -8.0, -4.6), (4.5, -8.0, -5.3), (9.2, -10.4, -10.2), (13.6, -8.4, -5.4), (14.3, -7.7, -4.3)],
            0.19,
            "white",
        ),
    )


def dextre() -> Model:
    """The two-armed hand, stowed on Destiny's forward side; STN."""
    body = (
        tube((0.0, 0.0, 0.0), (2.6, 0.0, 0.0), 0.30, "white", 14),
        box((2.5, 0.0, 0.0), (0.7, 1.7, 0.7), "shield_c"),
        *jointed_arm([(2.5, 0.9, 0.0), (1.4, 1.5, 0.2), (2.6, 1.9, 0.9)], 0.11, "white"),
        *jointed_arm([(2.5, -0.9, 0.0), (1.4, -1.5, 0.2), (2.6, -1.9, 0.9)], 0.11, "white"),
    )
    return stood(body, (0.0, 0.94, 0.34), (1.0, 0.0, 0.0), (1.2, 2.25, 0.3))


def long_reach(joints_m: list[tuple[float, float, float]], at_m: Point) -> Model:
    """A slim arm, as Kibo's."""
    return placed(jointed_arm(joints_m, 0.14, "white"), np.eye(3), at_m)
