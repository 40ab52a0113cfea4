"""Columbus and Kibo on Harmony's sides, in STN.

Published sizes: Columbus 6.87 m long and 4.49 m wide (ESA); Kibo's laboratory 11.2 and 4.4, its store 4.2 and 4.4, its
terrace 5.6 × 5.0 × 4.0, its arm 10 m (JAXA).
"""

from __future__ import annotations

import numpy as np

from kazbek.pictures.models.detail import porthole
from kazbek.pictures.models.mesh import Mesh, Model, as_trim, box, boxes, lathe, placed, stood
from kazbek.pictures.models.station.american import HARMONY_PORTS_X_m
from kazbek.pictures.models.station.arms import long_reach
from kazbek.pictures.models.station.drums import SILVER, berthing_drum

COLUMBUS_Y_m, KIBO_Y_m = (2.45, 9.32), (-2.45, -13.65)
_STARBOARD, _PORT, _DOWN = (0.0, 1.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0)


def columbus() -> Model:
    """The European laboratory to starboard, payloads on its end cone, the Bartolomeo terrace ahead."""
    payloads = np.array(((6.9, 0.0, -1.5), (6.9, 0.0, 1.5), (6.9, -1.5, 0.0), (6.9, 1.4, 0.2)))
    built: list[Mesh] = [
        *berthing_drum(
            6.87,
            2.24,
            rings=4,
            sectors=10,
            shades=("shield_b", "shield_d", "shield_b", "shield_d"),
            seed=21,
            cone_m=0.65,
            ends=(True, False),
        ),
        boxes(payloads, (0.9, 1.0, 1.0), "blanket_white"),
        box((7.15, 0.0, 1.5), (0.5, 0.7, 0.7), "foil_bronze"),
        boxes(np.array(((2.6, 2.75, 0.0), (4.6, 2.75, 0.0))), (1.5, 0.9, 2.4), "blanket_grey"),
        box((3.6, 2.4, 0.0), (4.6, 0.25, 2.6), "truss"),
    ]
    # The drum's y lies aft when its x points to starboard and its z down: the terrace goes to the other side.
    turned = placed(built, np.diag((1.0, -1.0, -1.0)), (0.0, 0.0, 0.0))
    return stood(turned, _STARBOARD, _DOWN, (HARMONY_PORTS_X_m, COLUMBUS_Y_m[0], 0.0))


def kibo() -> Model:
    """The Japanese laboratory to port, its store on the roof, its terrace beyond, its arm above both."""
    laboratory = berthing_drum(11.2, 2.2, rings=7, shades=SILVER, seed=34, cone_m=0.5, ends=(True, False))
    store = berthing_drum(4.2, 2.2, rings=2, shades=SILVER, seed=35, cone_m=0.45, ends=(True, False))
    end = lathe(((11.0, 0.95), (11.35, 0.95), (11.35, 0.80), (11.28, 0.0)), "silver_b", 32)
    lock = [mesh for y in (-0.85, 0.85) for mesh in placed(porthole(0.2), np.eye(3), (11.2, y, -0.95))]
    parts: list[Mesh] = [
        *stood((*laboratory, end, *lock), _PORT, _DOWN, (HARMONY_PORTS_X_m, KIBO_Y_m[0], 0.0)),
        *stood(store, (0.0, 0.0, -1.0), (1.0, 0.0, 0.0), (HARMONY_PORTS_X_m, -10.0, -2.2)),
        *_terrace(),
        *long_reach(
            [(0.0, 0.0, 0.0), (0.3, -0.6, -0.9), (2.4, -4.2, -2.4), (1.2, -7.6, -1.2), (0.9, -8.0, -0.3)],
            (HARMONY_PORTS_X_m + 0.9, -13.6, -1.4),
        ),
    ]
    return tuple(parts)


def _terrace() -> list[Mesh]:
    """The exposed facility: a slab on legs with payload boxes along both sides."""
    x0, y0 = HARMONY_PORTS_X_m, -14.3
    slab = box((x0, y0 - 2.7, 0.7), (3.6, 5.4, 1.9), "silver_b")
    places = [(x0 + side * 2.35, y0 - 0.8 - 1.35 * k, 0.5) for k in range(4) for side in (-1.0, 1.0)]
    looks = ("blanket_white", "foil_bronze", "silver_a", "blanket_grey", "blanket_white", "silver_a", "blanket_white")
    parts: list[Mesh] = [
        slab,
        box((x0, y0 + 0.3, 0.6), (1.6, 1.2, 1.3), "shield_b"),
        box((x0, y0 - 5.9, 0.5), (1.1, 0.9, 1.4), "blanket_white"),
    ]
    parts += [box(at, (1.0, 1.05, 1.5), look) for at, look in zip(places, looks)]
    grid = np.array([(x0, y0 - 0.6 - 0.9 * k, -0.27) for k in range(6)])
    return [
        *parts,
        as_trim((boxes(grid, (3.6, 0.06, 0.04), "shield_gap"),))[0],
        box((x0 - 1.0, y0 - 1.5, -0.5), (1.0, 1.3, 0.5), "foil_bronze"),
        box((x0 + 0.9, y0 - 3.7, -0.55), (1.1, 1.1, 0.6), "blanket_white"),
    ]
