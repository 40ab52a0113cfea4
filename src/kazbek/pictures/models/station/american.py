"""Destiny, the nodes Unity and Harmony, the mating adapters, the Quest airlock and the Z1 truss, in STN.

Published sizes: Unity 5.5 m long and 4.57 m wide, Destiny 8.5 and 4.27, Harmony 7.2 and 4.4, Quest 5.5 and 4.0 (NASA).
"""

from __future__ import annotations

import numpy as np

from kazbek.pictures.models.detail import dish, strap
from kazbek.pictures.models.mesh import (
    Mesh,
    Model,
    aimed,
    as_trim,
    bars,
    box,
    boxes,
    lathe,
    moved,
    repeated,
    stood,
    tube,
)
from kazbek.pictures.models.station.arms import dextre
from kazbek.pictures.models.station.drums import berthing_drum, collar_between, mating_adapter

UNITY_X_m, DESTINY_X_m, HARMONY_X_m = (-10.0, -4.5), (-4.5, 4.0), (4.0, 11.2)
UNITY_PORTS_X_m, HARMONY_PORTS_X_m = -7.3, 8.9  # of the berthing ports on their sides
FORWARD_PORT_X_m, ZENITH_PORT_Z_m = 14.0, -5.15  # faces of the docking adapters on Harmony
_TAU = 2.0 * np.pi


def american_spine() -> Model:
    """Adapter, Unity, Destiny, Harmony and the two docking adapters, nose to tail."""
    return (
        *stood(mating_adapter(1.9, ring=False), (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (UNITY_X_m[0], 0.0, 0.0)),
        *moved(berthing_drum(5.5, 2.28, rings=3, seed=3, cone_m=0.7), x=UNITY_X_m[0]),
        *moved(berthing_drum(8.5, 2.13, rings=6, seed=5, cone_m=0.9), x=DESTINY_X_m[0]),
        *moved(berthing_drum(7.2, 2.20, rings=5, seed=8, cone_m=0.6), x=HARMONY_X_m[0]),
        *moved(mating_adapter(FORWARD_PORT_X_m - HARMONY_X_m[1]), x=HARMONY_X_m[1]),
        *stood(
            mating_adapter(-2.35 - ZENITH_PORT_Z_m), (0.0, 0.0, -1.0), (1.0, 0.0, 0.0), (HARMONY_PORTS_X_m, 0.0, -2.35)
        ),
        *_side_ports(),
        *_destiny_window(),
        *dextre(),
    )


def _side_ports() -> Model:
    """Collars of the nodes' side ports; the one below Harmony is free, with its lid."""
    sides = ((0.0, 1.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, -1.0))
    collars = [
        mesh
        for x in (UNITY_PORTS_X_m, HARMONY_PORTS_X_m)
        for out in sides
        for mesh in aimed((collar_between(1.85, 2.45, 1.05),), out, (x, 0.0, 0.0))
    ]
    petals = boxes(
        np.array([(HARMONY_PORTS_X_m + 0.55 * i, 0.55 * j, 2.47) for i in (-1, 1) for j in (-1, 1)]),
        (1.0, 1.0, 0.05),
        "shield_c",
    )
    return (*collars, as_trim((petals,))[0])


def _destiny_window() -> Model:
    """The Earth window in Destiny's floor."""
    frame = lathe(((0.0, 0.42), (0.06, 0.40), (0.06, 0.28), (0.03, 0.26)), "metal", 24)
    return stood(
        (frame, lathe(((0.02, 0.26), (0.02, 0.0)), "glass", 24)), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.4, 0.0, 2.13)
    )


def quest() -> Model:
    """The airlock to starboard of Unity: wide equipment lock, slim crew lock, gas tanks on top and below."""
    built: list[Mesh] = [
        *berthing_drum(3.3, 1.98, rings=2, sectors=10, seed=13, cone_m=0.55, ends=(True, False)),
        lathe(((3.2, 1.12), (3.3, 1.05), (5.3, 1.05), (5.5, 0.85), (5.5, 0.0)), "blanket_white", 36),
        *(strap(x, 1.05, 0.08, "shield_b", 0.02, 36) for x in (3.6, 4.4, 5.2)),
        lathe(((4.5, 0.0), (4.5, 0.5), (4.62, 0.48), (4.62, 0.0)), "silver_a", 28),
        *_gas_tanks(),
        box((1.6, 0.0, 2.35), (1.6, 1.6, 0.5), "blanket_grey"),
    ]
    return stood(built, (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (UNITY_PORTS_X_m, 2.45, 0.0))


def _gas_tanks() -> Model:
    """Five high-pressure tanks in their boxes around the equipment lock."""
    ball = lathe(
        [(-0.46 * float(np.cos(a)), 0.46 * float(np.sin(a))) for a in np.linspace(0.0, np.pi, 11)], "blanket_white", 20
    )
    angle = np.array((0.5, 1.2, np.pi - 0.5, -0.6, np.pi + 0.6))
    at = np.column_stack((np.full(5, 1.75), 2.38 * np.cos(angle), 2.38 * np.sin(angle)))
    return (
        repeated(ball, np.eye(3), at),
        boxes(
            np.column_stack((np.full(5, 1.75), 2.18 * np.cos(angle), 2.18 * np.sin(angle))),
            (1.1, 0.55, 0.55),
            "shield_d",
        ),
    )


def z1_truss() -> Model:
    """The box on Unity's roof with the gyroscopes, and the Ku-band dishes on their booms."""
    x0 = UNITY_PORTS_X_m
    frame = np.array([(x0 + dx, dy, z) for z in (-2.5, -6.2) for dx in (-1.5, 1.5) for dy in (-1.4, 1.4)])
    posts = bars(frame[:4], frame[4:], 0.16, "truss")
    edge = ((4, 5), (5, 7), (7, 6), (6, 4))
    roof = bars(frame[[a for a, _ in edge]], frame[[b for _, b in edge]], 0.14, "truss")
    wheels = repeated(
        lathe(((-0.3, 0.0), (-0.3, 0.55), (0.3, 0.55), (0.3, 0.0)), "blanket_white", 16),
        np.array(((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0))),
        np.array([(x0 + dx, dy, -5.3) for dx in (-0.75, 0.75) for dy in (-0.7, 0.7)]),
    )
    parts: list[Mesh] = [
        posts,
        roof,
        wheels,
        box((x0, 0.0, -3.7), (2.6, 2.4, 2.2), "blanket_white"),
        box((x0 - 1.7, 0.0, -3.9), (0.7, 1.8, 1.5), "foil_bronze"),
        box((x0 + 1.6, 0.5, -3.6), (0.5, 1.2, 1.2), "shield_d"),
    ]
    for y in (1.3, -1.5):
        parts += [
            tube((x0, y, -6.2), (x0 - 0.4, y, -8.0), 0.07, "white", 8),
            box((x0 - 0.4, y, -8.0), (0.5, 0.5, 0.5), "white"),
            *stood(dish(0.92), (-0.6, 0.0, -0.8), (0.8, 0.0, -0.6), (x0 - 0.7, y, -8.4)),
        ]
    return tuple(parts)
