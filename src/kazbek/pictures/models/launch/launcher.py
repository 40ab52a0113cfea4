"""Soyuz-2.1a with the crewed nose, in metres: x up the long axis, origin at the foot of the core.

Lengths from public figures: strap-ons 19.6 m, core 27.1 m, third stage 6.7 m, fairing 9.5 m, whole vehicle 51 m.
Liquid oxygen lies in the upper tanks of the lower blocks and in the lower one of the third stage: there it is white.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kazbek.pictures.directions import about_x
from kazbek.pictures.models.launch.fairing import escape_tower, fairing
from kazbek.pictures.models.mesh import Mesh, Model, bars, dome, flat, gathered, lathe, moved, placed, tube
from kazbek.pictures.models.skin import Profile, skin

CORE_LENGTH_m, THIRD_STAGE_FOOT_m, NOSE_FOOT_m = 27.1, 28.1, 34.6
STRAPON_TILT_rad = np.radians(3.9)
STRAPON_FOOT_m = 2.77  # from the axis of the core to the foot of a strap-on's
BELLS_m = 1.0  # radius of the circle round the four nozzles of a block


def soyuz_2_1a(
    *, strapons: bool = True, core: bool = True, nose: bool = True, tower: bool = True, frost_frac: float = 1.0
) -> Model:
    """The launcher with what is still attached; `frost_frac` of the frost that it wears with its tanks full."""
    parts: list[Mesh] = [*third_stage(frost_frac=frost_frac)]
    if core:
        parts += core_stage(frost_frac)
    if strapons:
        parts += [mesh for k in range(4) for mesh in strapon_in_place(k, frost_frac=frost_frac)]
    if nose:
        parts += fairing(NOSE_FOOT_m)
        if tower:
            parts += escape_tower(NOSE_FOOT_m)
    return gathered(parts)


def _cluster(spread_m: float, bell_m: float, x_m: float = 0.0) -> list[Mesh]:
    """Four main bells on a square."""
    outside = ((-1.25, bell_m), (-1.2, bell_m * 1.05), (-0.7, bell_m * 0.8), (-0.3, bell_m * 0.42), (0.0, bell_m * 0.4))
    inside = ((-0.3, bell_m * 0.36), (-0.7, bell_m * 0.74), (-1.25, bell_m))
    bell = (lathe(outside, "metal", 24), lathe(inside, "nozzle_dark", 24))
    return [
        mesh
        for a in np.arange(4) * np.pi / 2 + np.pi / 4
        for mesh in moved(bell, x_m, spread_m * np.cos(a), spread_m * np.sin(a))
    ]


def _band(x_m: float, length_m: float, profile: Profile, material: str, proud_m: float = 0.02) -> Mesh:
    """A ring round a hull, `proud_m` over its skin."""
    x, r = np.array(profile).T
    foot, top = (float(np.interp(at, x, r)) for at in (x_m, x_m + length_m))
    return lathe(((x_m, foot), (x_m, foot + proud_m), (x_m + length_m, top + proud_m), (x_m + length_m, top)), material)


def _duct(
    x0: float, x1: float, profile: Profile, angle_rad: float, width_m: float = 0.16, material: str = "rocket_grey"
) -> Mesh:
    """A cable duct along a hull."""
    x, r = np.array(profile).T
    at = np.linspace(x0, x1, 9)
    reach = np.interp(at, x, r) + 0.3 * width_m
    line = np.column_stack((at, reach * np.cos(angle_rad), reach * np.sin(angle_rad)))
    return bars(line[:-1], line[1:], width_m, material)


_STRAPON: Profile = ((2.1, 1.32), (15.6, 0.675), *dome(15.6, 4.0, 0.675, 0.05, 8)[1:])
_STRAPON_FROST = ((8.2, 0.0), (9.0, 0.55), (15.2, 0.75), (17.2, 0.55), (18.6, 0.0))


def _grown(frost: Profile, frost_frac: float) -> Profile:
    """A frost profile at a share of its thickness."""
    return tuple((x_m, frost_frac * amount) for x_m, amount in frost)


def strapon(frost_frac: float = 1.0) -> Model:
    """One strap-on block on its own axis, foot at x = 0."""
    skirt: Profile = ((0.0, 1.34), (2.1, 1.345))
    fin = np.array(((0.15, 1.30), (1.75, 1.30), (0.95, 2.12), (0.15, 2.12)))
    sides = [np.column_stack((fin[:, 0], np.full(4, y), fin[:, 1])) for y in (0.05, -0.05)]
    faces = [(sides[0][[0, 1, 2]], sides[0][[0, 2, 3]]), (sides[1][[2, 1, 0]], sides[1][[3, 2, 0]])]
    edge = [(sides[1][[i, j]], sides[0][[j, i]]) for i, j in ((0, 1), (1, 2), (2, 3), (3, 0))]
    corners = [t for pair in faces for t in pair] + [
        t for (a, b), (c, d) in edge for t in (np.array((a, b, c)), np.array((a, c, d)))
    ]
    return (
        *skin(_STRAPON, _grown(_STRAPON_FROST, frost_frac), seed=3, columns=32),
        lathe(skirt, "orange"),
        lathe(((0.0, 0.0), (0.0, 1.34)), "dark"),
        _band(0.0, 0.10, skirt, "rocket_dark"),
        _band(1.0, 0.06, skirt, "rocket_dark", 0.012),
        _band(2.08, 0.22, ((2.0, 1.345), (2.4, 1.315)), "white"),
        *(_band(x, 0.05, _STRAPON, "rocket_dark", 0.012) for x in (3.6, 5.2, 6.8, 8.3, 15.4)),
        _band(8.4, 0.5, _STRAPON, "white", 0.012),
        _duct(2.2, 15.0, _STRAPON, np.pi / 2),
        _duct(2.2, 8.0, _STRAPON, 1.75 * np.pi, 0.09),
        *_cluster(0.62, 0.44),
        flat(np.array(corners), "rocket_grey"),
        *(tube((-0.6, y, 1.15), (0.1, y, 1.15), 0.15, "metal") for y in (-0.45, 0.45)),
    )


def strapon_in_place(
    k: int, *, opened_rad: float = 0.0, moved_out_m: float = 0.0, down_m: float = 0.0, frost_frac: float = 1.0
) -> Model:
    """Strap-on `k` on the stack; opened about its nose and moved out once it has been let go."""
    lean, offset = _lean(opened_rad, moved_out_m, down_m)
    return placed(placed(strapon(frost_frac), lean, offset), about_x(np.pi / 2 * k + np.pi / 4), (0.0, 0.0, 0.0))


def strapon_point(
    k: int, x_m: float, *, opened_rad: float = 0.0, moved_out_m: float = 0.0, down_m: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    """A point on the axis of strap-on `k` placed like that, and the direction of its nose; (3,), (3,)."""
    lean, offset = _lean(opened_rad, moved_out_m, down_m)
    turn = about_x(np.pi / 2 * k + np.pi / 4)
    return turn @ (lean @ (x_m, 0.0, 0.0) + offset), turn @ lean[:, 0]


def _lean(opened_rad: float, moved_out_m: float, down_m: float) -> tuple[np.ndarray, np.ndarray]:
    tilt = STRAPON_TILT_rad + opened_rad
    c, s = np.cos(tilt), np.sin(tilt)
    lean = np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))  # nose towards the core, fin outwards
    return lean, np.array((19.25 - down_m, 0.0, 1.46 + moved_out_m)) - lean @ (19.2, 0.0, 0.0)


_CORE: Profile = (
    (2.2, 1.03),
    (13.6, 1.03),
    (16.0, 1.24),
    (19.0, 1.475),
    (20.2, 1.475),
    (22.5, 1.39),
    (26.0, 1.31),
    (CORE_LENGTH_m, 1.31),
)
_CORE_FROST = ((11.6, 0.0), (12.6, 0.5), (20.0, 0.7), (24.6, 0.8), (25.8, 0.3), (26.2, 0.0))


def core_stage(frost_frac: float = 1.0) -> Model:
    """Block A: a slim drum below, a hammerhead where the strap-ons hang, the lattice on top."""
    lattice = []
    ring = [(1.28 * np.cos(a), 1.28 * np.sin(a)) for a in np.linspace(0.0, 2 * np.pi, 17)]
    for k, ((y0, z0), (y1, z1)) in enumerate(pairwise(ring)):
        low, high = ((y0, z0), (y1, z1)) if k % 2 else ((y1, z1), (y0, z0))
        lattice.append(tube((CORE_LENGTH_m, *low), (THIRD_STAGE_FOOT_m, *high), 0.045, "grey", 8))
    return (
        lathe(((0.0, 0.0), (0.0, 1.03)), "dark"),
        lathe(((0.0, 1.03), (2.2, 1.03)), "orange"),
        *skin(_CORE, _grown(_CORE_FROST, frost_frac), seed=11),
        *(_band(x, 0.05, _CORE, "rocket_dark", 0.012) for x in (4.0, 7.4, 11.4, 20.0, 21.0, 26.2)),
        _band(26.35, 0.7, _CORE, "white", 0.012),
        *(_duct(2.3, 26.2, _CORE, a) for a in (0.0, np.pi)),
        lathe(((CORE_LENGTH_m, 1.31), (CORE_LENGTH_m, 1.22), *dome(CORE_LENGTH_m - 0.25, 0.75, 1.22, 0.0, 10)), "grey"),
        *_cluster(0.55, 0.44),
        *lattice,
        *(
            tube((-0.5, 0.92 * np.cos(a), 0.92 * np.sin(a)), (0.2, 0.92 * np.cos(a), 0.92 * np.sin(a)), 0.15, "metal")
            for a in np.arange(4) * np.pi / 2
        ),
    )


_FOOT = THIRD_STAGE_FOOT_m
_THIRD: Profile = ((_FOOT + 2.2, 1.33), (NOSE_FOOT_m, 1.33))
_THIRD_FROST = ((_FOOT + 2.1, 0.0), (_FOOT + 2.5, 0.75), (_FOOT + 4.3, 0.7), (_FOOT + 4.9, 0.0))


def third_stage(*, skirt: bool = True, frost_frac: float = 1.0) -> Model:
    """Block I."""
    parts = [
        *skin(_THIRD, _grown(_THIRD_FROST, frost_frac), seed=17),
        lathe(((NOSE_FOOT_m, 1.33), (NOSE_FOOT_m, 0.0)), "rocket_grey"),
        lathe(((_FOOT + 2.2, 0.0), (_FOOT + 2.2, 1.32)), "dark"),
        *_cluster(0.6, 0.36, _FOOT + 1.3),
        *(_band(x, 0.05, _THIRD, "rocket_dark", 0.012) for x in (_FOOT + 2.4, _FOOT + 4.95, NOSE_FOOT_m - 0.5)),
        *(_duct(_FOOT + 2.3, NOSE_FOOT_m - 0.1, _THIRD, a) for a in (0.9, 0.9 + np.pi)),
    ]
    if skirt:
        parts.append(lathe(((_FOOT, 1.30), (_FOOT, 1.33), (_FOOT + 2.2, 1.33)), "rocket_grey"))
        parts.append(lathe(((_FOOT + 2.2, 1.31), (_FOOT, 1.30)), "rocket_dark"))
    return tuple(parts)
