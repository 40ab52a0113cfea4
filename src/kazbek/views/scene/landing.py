"""The capsule on its own and under its canopies, in metres."""

from __future__ import annotations

import numpy as np

from kazbek.views.scene.mesh import Mesh, Model, flat, moved, tube
from kazbek.views.scene.ship import descent_module_shape

CENTRE_X_m = 3.2  # of the capsule, in the ship's axes
CANOPY_AREA_m2 = 1000.0


def capsule(*, shield: bool = True) -> Model:
    """The bare, charred descent module, nose (hatch) towards +x, origin near its centre."""
    shape = descent_module_shape("ablator", "charred" if shield else "metal")
    return moved(shape, x=-CENTRE_X_m)


def under_canopy(*, inflation_frac: float = 1.0, shield: bool = True) -> Model:
    """Capsule below the main canopy; x points up along the lines, origin at the capsule."""
    radius = float(np.sqrt(CANOPY_AREA_m2 / np.pi)) * 0.72 * max(0.15, inflation_frac)  # inflated: about 0.72 of flat
    height = 30.0 + 8.0 * inflation_frac
    return capsule(shield=shield) + moved(_canopy(radius, gores=36), x=height) + tuple(_lines(radius, height))


def _canopy(radius_m: float, gores: int) -> Model:
    """A round canopy of orange and white gores, each bulging between its tapes, with a vent on top."""
    elevation = np.linspace(np.radians(-8.0), np.radians(87.0), 12)
    meshes: list[Mesh] = []
    for k in range(gores):
        azimuth = np.linspace(2 * np.pi * k / gores, 2 * np.pi * (k + 1) / gores, 5)
        bulge = 1.0 + 0.035 * np.sin(np.linspace(0.0, np.pi, 5))
        e, a = np.meshgrid(elevation, azimuth, indexing="ij")
        r = radius_m * np.cos(e) * bulge
        grid = np.stack((radius_m * 0.62 * np.sin(e) * bulge, r * np.cos(a), r * np.sin(a)), axis=-1)
        quads = (grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:])
        corners = np.concatenate(
            (
                np.stack((quads[0], quads[1], quads[2]), axis=2).reshape(-1, 3, 3),
                np.stack((quads[0], quads[2], quads[3]), axis=2).reshape(-1, 3, 3),
            )
        )
        meshes.append(flat(corners[:, ::-1], "canopy_orange" if (k // 3) % 2 else "canopy_white"))
    return tuple(meshes)


def _lines(radius_m: float, height_m: float) -> list[Mesh]:
    rim = [
        (height_m - 0.07 * radius_m, radius_m * 0.99 * np.cos(a), radius_m * 0.99 * np.sin(a))
        for a in np.linspace(0.0, 2 * np.pi, 36, endpoint=False)
    ]
    riser = (8.0, 0.0, 0.0)
    return [tube(riser, point, 0.03, "line", 5) for point in rim] + [tube((1.2, 0.0, 0.0), riser, 0.06, "line", 6)]


def canopy_on_ground() -> Model:
    """The spent canopy, a low crumpled heap of orange and white behind the capsule; x east, y north, z up."""
    angle, radius = np.meshgrid(np.linspace(0.0, 2 * np.pi, 49), np.linspace(0.0, 1.0, 13), indexing="ij")
    x, y = -4.0 + 8.0 * radius * np.cos(angle), 17.0 + 5.0 * radius * np.sin(angle)
    z = 0.9 * (1.0 - radius**2) * (0.6 + 0.4 * np.sin(5.0 * x) * np.cos(4.0 * y)) - 0.05
    grid = np.stack((x, y, z), axis=-1)
    meshes = []
    for k in range(0, 48, 4):
        a, b, c, d = grid[k : k + 4, :-1], grid[k + 1 : k + 5, :-1], grid[k + 1 : k + 5, 1:], grid[k : k + 4, 1:]
        corners = np.concatenate(
            (np.stack((a, d, c), axis=2).reshape(-1, 3, 3), np.stack((a, c, b), axis=2).reshape(-1, 3, 3))
        )
        meshes.append(flat(corners, "canopy_orange" if (k // 4) % 2 else "canopy_white"))
    return tuple(meshes)
