"""Lift-off: five flames that merge to one, and the smoke they drive out of the trench.

Axes of :mod:`kazbek.views.scene.pad`, metres. The engines have run for some seconds when the launcher moves, so that
the smoke has already left the pit and rolls over the plain. A fixed seed strews the puffs: each picture is the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kazbek.views.scene.jet import Jet, exhaust
from kazbek.views.scene.launcher import BELLS_m, STRAPON_FOOT_m
from kazbek.views.scene.smoke import Cloud, cloud

Floats = NDArray[np.float64]

_DOWN = np.array((0.0, 0.0, -1.0))
# Where the smoke goes: direction from +x, spread, reach, how high it stands at its front, number of puffs.
_LOBES = (
    (0.0, 0.30, 128.0, 26.0, 70),  # out of the pit
    (0.75, 0.25, 96.0, 20.0, 30),
    (-0.75, 0.25, 96.0, 20.0, 30),
    (2.6, 0.30, 92.0, 17.0, 34),  # over the deck and back
    (-2.6, 0.30, 92.0, 17.0, 34),
)


def flames(foot_z_m: float) -> tuple[Jet, ...]:
    """The jets of the five blocks of an upright launcher with its foot at `foot_z_m`."""
    feet = [(0.0, 0.0)] + [(STRAPON_FOOT_m * np.cos(a), STRAPON_FOOT_m * np.sin(a)) for a in np.arange(4) * np.pi / 2]
    return tuple(exhaust(np.array((x, y, foot_z_m - 1.2)), _DOWN, BELLS_m, 1.0) for x, y in feet)


def smoke(foot_z_m: float, cell_m: float) -> Cloud:
    """The cloud round the pad, the flame of a launcher at `foot_z_m` shining into it."""
    rng = np.random.default_rng(6)
    puffs = np.concatenate([_lobe(rng, *lobe) for lobe in _LOBES])
    heights = np.linspace(1.0, foot_z_m - 4.0, 5)
    sparks = np.column_stack((np.zeros((5, 2)), heights, np.linspace(26_000.0, 9_000.0, 5)))
    return cloud(puffs, sparks, cell_m=cell_m, floor_m=-3.0, head_m=11.0)


def _lobe(rng: np.random.Generator, turn_rad: float, spread_rad: float, reach_m: float, height_m: float,
          count: int) -> Floats:
    """Puffs (n, 4) of one tongue of smoke: small at its root, large and high at its front."""
    t = rng.uniform(0.07, 1.0, count) ** 0.8
    way = t * reach_m * rng.uniform(0.85, 1.1, count)
    angle = turn_rad + spread_rad * rng.normal(0.0, 1.0, count).clip(-1.6, 1.6)
    radius = 3.5 + (0.075 * way + 3.0) * rng.uniform(0.55, 1.15, count)
    top = height_m * t**1.3 * rng.uniform(0.05, 1.0, count)
    return np.column_stack((way * np.cos(angle), way * np.sin(angle), top + 0.25 * radius, radius))
