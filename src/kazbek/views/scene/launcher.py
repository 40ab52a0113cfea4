"""Soyuz-2.1a with the crewed nose, in metres: x up the long axis, origin at the foot of the core.

Lengths from public figures: strap-ons 19.6 m, core 27.1 m, third stage 6.7 m, fairing 9.5 m, whole vehicle 51 m.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kazbek.views.scene.mesh import Mesh, Model, box, dome, lathe, moved, placed, tube

CORE_LENGTH_m, THIRD_STAGE_FOOT_m, NOSE_FOOT_m = 27.1, 28.1, 34.6
STRAPON_TILT_rad = np.radians(3.9)


def soyuz_2_1a(*, strapons: bool = True, core: bool = True, nose: bool = True, tower: bool = True) -> Model:
    """The launcher with what is still attached."""
    parts: list[Mesh] = [*third_stage()]
    if core:
        parts += core_stage()
    if strapons:
        parts += [mesh for k in range(4) for mesh in strapon_in_place(k)]
    if nose:
        parts += fairing()
        if tower:
            parts += escape_tower()
    return tuple(parts)


def _cluster(spread_m: float, bell_m: float, x_m: float = 0.0) -> list[Mesh]:
    """Four main bells on a square."""
    bell = lathe(
        ((-1.25, bell_m), (-1.25, bell_m * 1.03), (-0.7, bell_m * 0.8), (-0.2, bell_m * 0.38), (0.0, bell_m * 0.4)),
        "metal",
        24,
    )
    return [
        mesh
        for a in np.arange(4) * np.pi / 2 + np.pi / 4
        for mesh in moved((bell,), x_m, spread_m * np.cos(a), spread_m * np.sin(a))
    ]


def strapon() -> Model:
    """One strap-on block on its own axis, foot at x = 0."""
    body = [
        (0.0, 0.0),
        (0.0, 1.34),
        (2.1, 1.34),
        (2.1, 1.32),
        (15.6, 0.675),
        *dome(15.6, 4.0, 0.675, 0.05, 8),
        (19.6, 0.0),
    ]
    return (
        lathe(body[3:], "rocket_grey"),
        lathe(((0.0, 1.34), (2.1, 1.345)), "orange"),
        lathe(((0.0, 0.0), (0.0, 1.34)), "dark"),
        lathe(((2.12, 1.33), (2.12, 1.36), (2.32, 1.35), (2.32, 1.31)), "white"),
        lathe(((8.6, 1.01), (8.62, 1.03), (9.3, 0.995), (9.3, 0.97)), "frost"),
        *_cluster(0.62, 0.46),
        box((1.2, 0.0, 1.75), (1.7, 0.10, 0.95), "rocket_grey"),
        *(tube((-0.5, y, 1.15), (0.1, y, 1.15), 0.16, "metal") for y in (-0.45, 0.45)),
    )


def strapon_in_place(k: int, *, opened_rad: float = 0.0, moved_out_m: float = 0.0, down_m: float = 0.0) -> Model:
    """Strap-on `k` on the stack; opened about its nose and moved out once it has been let go."""
    tilt = STRAPON_TILT_rad + opened_rad
    c, s = np.cos(tilt), np.sin(tilt)
    lean = np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))  # nose towards the core, fin outwards
    hinge = np.array((19.2, 0.0, 0.0))
    at_hinge = np.array((19.25 - down_m, 0.0, 1.46 + moved_out_m))
    turn = np.pi / 2 * k + np.pi / 4
    around = np.array(((1.0, 0.0, 0.0), (0.0, np.cos(turn), -np.sin(turn)), (0.0, np.sin(turn), np.cos(turn))))
    return placed(placed(strapon(), lean, at_hinge - lean @ hinge), around, (0.0, 0.0, 0.0))


def core_stage() -> Model:
    """Block A: a slim drum below, a hammerhead where the strap-ons hang, the lattice on top."""
    lower = ((2.2, 1.03), (13.6, 1.03), (16.0, 1.24), (19.0, 1.475), (20.2, 1.475))
    upper = ((20.2, 1.475), (22.5, 1.39), (26.0, 1.31), (CORE_LENGTH_m, 1.31))
    lattice = []
    ring = [(1.28 * np.cos(a), 1.28 * np.sin(a)) for a in np.linspace(0.0, 2 * np.pi, 17)]
    for k, ((y0, z0), (y1, z1)) in enumerate(pairwise(ring)):
        low, high = ((y0, z0), (y1, z1)) if k % 2 else ((y1, z1), (y0, z0))
        lattice.append(tube((CORE_LENGTH_m, *low), (THIRD_STAGE_FOOT_m, *high), 0.045, "grey", 8))
    return (
        lathe(((0.0, 0.0), (0.0, 1.03)), "dark"),
        lathe(((0.0, 1.03), (2.2, 1.03)), "orange"),
        lathe(lower, "rocket_grey"),
        lathe(upper, "rocket_grey"),
        lathe(((21.2, 1.445), (21.2, 1.465), (22.4, 1.41), (22.4, 1.39)), "frost"),
        lathe(((CORE_LENGTH_m, 1.31), (CORE_LENGTH_m, 0.0)), "dark"),
        *_cluster(0.55, 0.44),
        *lattice,
        *(
            tube((-0.4, 0.92 * np.cos(a), 0.92 * np.sin(a)), (0.2, 0.92 * np.cos(a), 0.92 * np.sin(a)), 0.15, "metal")
            for a in np.arange(4) * np.pi / 2
        ),
    )


def third_stage(*, skirt: bool = True) -> Model:
    """Block I."""
    foot = THIRD_STAGE_FOOT_m
    parts = [
        lathe(((foot + 2.2, 1.33), (NOSE_FOOT_m, 1.33), (NOSE_FOOT_m, 0.0)), "rocket_grey"),
        lathe(((foot + 2.2, 0.0), (foot + 2.2, 1.32)), "dark"),
        *_cluster(0.6, 0.36, foot + 1.3),
        lathe(((foot + 4.1, 1.332), (foot + 4.1, 1.345), (foot + 5.4, 1.345), (foot + 5.4, 1.332)), "frost"),
    ]
    if skirt:
        parts.append(lathe(((foot, 1.30), (foot, 1.33), (foot + 2.2, 1.33)), "rocket_grey"))
    return tuple(parts)


def fairing() -> Model:
    """The crewed fairing with its four grid fins folded against it."""
    x = NOSE_FOOT_m
    shell = [(x, 1.335), (x + 0.9, 1.50), (x + 6.2, 1.50), *dome(x + 6.2, 3.3, 1.50, 0.42, 10)]
    fins = [
        placed((box((x + 1.6, 0.0, 1.58), (2.0, 1.05, 0.10), "grey"),), _about_x(np.pi / 2 * k + np.pi / 4), (0, 0, 0))
        for k in range(4)
    ]
    flag = [
        placed((box((x + 4.6 + dx, 0.0, 1.497), (0.34, 0.75, 0.02), colour),), _about_x(np.pi / 2), (0, 0, 0))
        for dx, colour in ((0.34, "flag_white"), (0.0, "flag_blue"), (-0.34, "flag_red"))
    ]
    return (
        lathe(shell, "white"),
        lathe(((x + 0.55, 1.44), (x + 0.9, 1.505), (x + 1.05, 1.505), (x + 1.06, 1.49)), "orange"),
        *(mesh for group in (*fins, *flag) for mesh in group),
    )


def escape_tower() -> Model:
    """The launch escape tower: four legs, motor, pointed cap."""
    x = NOSE_FOOT_m + 9.5
    nozzles = [
        tube(
            (x + 2.25, 0.30 * np.cos(a), 0.30 * np.sin(a)), (x + 2.75, 0.18 * np.cos(a), 0.18 * np.sin(a)), 0.10, "dark"
        )
        for a in np.arange(12) * np.pi / 6
    ]
    return (
        lathe(
            (
                (x, 0.42),
                (x + 0.5, 0.36),
                (x + 2.7, 0.33),
                (x + 2.9, 0.38),
                (x + 5.2, 0.38),
                (x + 5.6, 0.25),
                (x + 6.7, 0.20),
                (x + 7.0, 0.0),
            ),
            "white",
            32,
        ),
        lathe(((x + 2.75, 0.385), (x + 3.05, 0.39), (x + 3.05, 0.38)), "orange", 32),
        *nozzles,
    )


def _about_x(angle_rad: float) -> np.ndarray:
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array(((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)))
