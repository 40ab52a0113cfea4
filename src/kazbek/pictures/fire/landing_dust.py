"""The moment the soft-landing engines fire: six short flames and a ring of dust that runs out over the steppe.

Axes: z up from the ground, the capsule over the origin, metres.
"""

from __future__ import annotations

import numpy as np

from kazbek.pictures.air.haze import Haze
from kazbek.pictures.fire.jet import Jet
from kazbek.pictures.fire.smoke import Cloud, cloud

FOOT_m = 1.75  # of the capsule's origin over the ground, its base some 0.9 m up
_DUST = (0.80, 0.66, 0.47)


def soft_landing(cell_m: float) -> Haze:
    """Flames and dust."""
    angle = np.pi / 3.0 * (np.arange(6) + 0.5)
    places = np.column_stack((0.70 * np.cos(angle), 0.70 * np.sin(angle), np.full(6, FOOT_m - 0.75)))
    down = np.array((0.0, 0.0, -1.0))
    flames = tuple(
        Jet(at, down, 0.07, 1.5, 0.16, 0.3, 0.10, hot_K=2500.0, soot_per_m=14.0, ragged=0.25, core_m=1.2)
        for at in places
    )
    return Haze(flames, dust_ring(cell_m))


def dust_ring(cell_m: float) -> Cloud:
    """Dust blown outwards: a low sheet that curls up at its front; the flames shine into it."""
    rng = np.random.default_rng(61)
    fingers, each = 30, 22
    angle = np.repeat(2.0 * np.pi * np.arange(fingers) / fingers + rng.normal(0.0, 0.08, fingers), each)
    reach = np.repeat(rng.uniform(4.2, 8.4, fingers), each)
    height = np.repeat(rng.uniform(0.5, 2.3, fingers), each)
    share = rng.uniform(0.20, 1.0, fingers * each) ** 0.8
    up = rng.uniform(0.0, 1.0, fingers * each) ** 1.3
    radius = (0.24 + 0.42 * share) * rng.uniform(0.6, 1.15, fingers * each)
    r = share * reach * (1.0 - 0.25 * up)
    angle = angle + rng.normal(0.0, 0.07, fingers * each)
    z = 0.35 * radius + height * share**1.6 * up
    puffs = np.column_stack((r * np.cos(angle), r * np.sin(angle), z, radius))
    fire = np.array(((0.0, 0.0, 0.45, 420.0), (1.2, 0.7, 0.4, 120.0), (-1.1, 0.9, 0.4, 120.0), (0.1, -1.4, 0.4, 120.0)))
    return cloud(puffs, fire, cell_m=cell_m, floor_m=0.02, head_m=0.55, ragged=1.2, extinction_per_m=1.5, colour=_DUST)
