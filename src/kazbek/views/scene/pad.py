"""Launch pad 31/6 in metres, axes x east, y north, z up, the launcher's foot at the origin's height.

The tulip of four support arms, the two service masts and the lightning towers; sizes by eye from photographs.
"""

from __future__ import annotations

import numpy as np

from kazbek.views.scene.mesh import Mesh, Model, box, placed, tube

SLAB_m = 3.2  # how far the slab's foot lies below the launcher's


def launch_pad(*, arms_open_rad: float = 0.0) -> Model:
    """The pad with its support arms closed on the launcher, or swung open by `arms_open_rad`."""
    parts: list[Mesh] = [
        box((0.0, 0.0, -2.6), (46.0, 46.0, 1.2), "concrete"),
        box((30.0, 0.0, -2.75), (40.0, 22.0, 0.9), "concrete"),
        box((0.0, 0.0, -1.96), (9.0, 9.0, 0.12), "dark"),
    ]
    for k in range(4):
        parts += _around(_support_arm(arms_open_rad), np.pi / 2 * k)
    parts += placed(_service_mast(24.0), np.eye(3), (-10.5, 6.0, -2.0))
    parts += placed(_service_mast(33.0), np.eye(3), (-8.5, -9.0, -2.0))
    for x, y in ((-60.0, 46.0), (52.0, 58.0), (-48.0, -64.0)):
        parts.append(tube((x, y, -3.2), (x, y, 62.0), 0.55, "tower_green"))
        parts.append(tube((x, y, 62.0), (x, y, 74.0), 0.16, "grey"))
    return tuple(parts)


def _support_arm(open_rad: float) -> Model:
    """One petal: two long legs that hold the launcher at its waist, with rungs and a counterweight below."""
    c, s = np.cos(open_rad), np.sin(open_rad)
    swing = np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))
    foot = np.array((6.4, 0.0, -1.4))
    top, legs = np.array((2.15, 0.0, 17.6)), []
    for side in (-1.0, 1.0):
        legs.append(tube((6.4, side * 1.5, -1.4), (2.15, side * 0.42, 17.6), 0.20, "tower_green"))
        legs.append(tube((8.2, side * 1.6, -1.4), (2.6, side * 0.5, 15.5), 0.13, "tower_green"))
    for t in np.linspace(0.08, 0.95, 9):
        x, z, half = 6.4 + (2.15 - 6.4) * t, -1.4 + 19.0 * t, 1.5 - 1.08 * t
        legs.append(tube((x, -half, z), (x, half, z), 0.07, "tower_green", 8))
    legs.append(box((top[0], 0.0, top[2]), (0.7, 1.1, 0.9), "grey"))
    legs.append(box((9.0, 0.0, -1.2), (2.2, 3.4, 1.6), "grey"))
    return placed(placed(legs, np.eye(3), -foot), swing, foot)


def _service_mast(height_m: float) -> Model:
    """A square lattice mast with platforms."""
    half, parts = 1.15, []
    for x, y in ((-half, -half), (-half, half), (half, -half), (half, half)):
        parts.append(tube((x, y, 0.0), (x, y, height_m), 0.11, "tower_green", 8))
    levels = np.arange(0.0, height_m, 3.0)
    for k, z in enumerate(levels):
        parts.append(box((0.0, 0.0, z + 3.0), (2.9, 2.9, 0.12), "tower_green"))
        lean = 1.0 if k % 2 else -1.0
        for side in (-half, half):
            parts.append(tube((-half * lean, side, z), (half * lean, side, z + 3.0), 0.05, "tower_green", 6))
            parts.append(tube((side, -half * lean, z), (side, half * lean, z + 3.0), 0.05, "tower_green", 6))
    parts.append(tube((half, 0.0, height_m - 2.0), (half + 5.0, 0.0, height_m - 1.2), 0.22, "tower_green", 8))
    return tuple(parts)


def _around(model: Model, angle_rad: float) -> Model:
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return placed(model, np.array(((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))), (0.0, 0.0, 0.0))
