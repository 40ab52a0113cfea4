"""Tranquility to port of Unity with the Cupola below, Leonardo ahead, BEAM behind and the Bishop airlock outboard; STN.

Published sizes: Tranquility 6.7 m long and 4.48 m wide; Cupola 1.5 m high, 2.95 m wide, seven windows; Leonardo 6.6 m
and 4.5 m; BEAM 4.0 m and 3.2 m; Bishop 1.8 m and 2.0 m, there since December 2020 (NASA, Nanoracks).
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.detail import along_profile, around, rails_on_drum, strap
from kazbek.pictures.models.mesh import Mesh, Model, as_trim, bars, flat, lathe, placed, quads, sheet, stood
from kazbek.pictures.models.station.american import UNITY_PORTS_X_m
from kazbek.pictures.models.station.drums import berthing_drum, collar_between

_ROOT_Y_m = -2.45
SIDE_PORTS_Y_m = _ROOT_Y_m - 4.7
_TAU = 2.0 * np.pi


def tranquility() -> Model:
    """The node with all that hangs on it."""
    node = [
        *berthing_drum(6.7, 2.24, rings=4, seed=55, cone_m=0.55),
        *(
            mesh
            for out in ((0.0, 1.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0))
            for mesh in placed((collar_between(1.85, 2.45, 1.05),), _turn(out), (4.7, 0.0, 0.0))
        ),
    ]
    x0, y0 = UNITY_PORTS_X_m, SIDE_PORTS_Y_m
    return (
        *stood(node, (0.0, -1.0, 0.0), (0.0, 0.0, 1.0), (x0, _ROOT_Y_m, 0.0)),
        *stood(cupola(), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (x0, y0, 2.35)),
        *stood(
            berthing_drum(6.6, 2.25, rings=4, sectors=10, seed=57, ends=(True, False)),
            (1.0, 0.0, 0.0),
            (0.0, 0.0, 1.0),
            (x0 + 2.45, y0, 0.0),
        ),
        *stood(beam(), (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (x0 - 2.45, y0, 0.0)),
        *stood(_bishop(), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0), (x0, _ROOT_Y_m - 6.7, 0.0)),
    )


def _turn(out: tuple[float, float, float]) -> Floats:
    """(3, 3) rotation that takes x to ±y or z."""
    x = np.array(out)
    z = np.array((1.0, 0.0, 0.0))
    return np.column_stack((x, np.cross(z, x), z))


def cupola() -> Model:
    """Six trapezoid windows around a round one, their shutters open; looks along +x."""
    foot, rim, top = (_hexagon(x, r) for x, r in ((0.0, 1.45), (0.35, 1.46), (1.15, 0.72)))
    sides = np.stack((foot, np.roll(foot, -1, 0), np.roll(rim, -1, 0), rim), axis=1)
    slopes = np.stack((rim, np.roll(rim, -1, 0), np.roll(top, -1, 0), top), axis=1)
    middle = slopes.mean(axis=1, keepdims=True)
    out = np.cross(slopes[:, 2] - slopes[:, 0], slopes[:, 3] - slopes[:, 1])
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    panes = middle + 0.74 * (slopes - middle) + 0.015 * out[:, None]
    cap = np.array([(top[k], top[(k + 1) % 6], np.array((1.15, 0.0, 0.0))) for k in range(6)])
    parts: list[Mesh] = [
        quads(sides, "blanket_white"),
        quads(slopes, "silver_b"),
        quads(panes, "glass"),
        flat(cap, "silver_b"),
        lathe(((1.15, 0.62), (1.20, 0.58), (1.20, 0.45), (1.17, 0.42)), "metal", 28),
        lathe(((1.165, 0.42), (1.165, 0.0)), "glass", 28),
        strap(0.35, 1.40, 0.10, "shield_gap", 0.05, 6),
    ]
    # Each shutter stands open, turned back about the lower edge of its window.
    hinge, spread = slopes[:, :2], slopes[:, 2:][:, ::-1] - slopes[:, :2]
    lean = -0.55 * spread + 1.05 * np.linalg.norm(spread, axis=2, keepdims=True) * out[:, None]
    lid = np.stack((hinge[:, 0], hinge[:, 1], hinge[:, 1] + lean[:, 1], hinge[:, 0] + lean[:, 0]), axis=1)
    lid = lid.mean(axis=1, keepdims=True) + 0.9 * (lid - lid.mean(axis=1, keepdims=True))
    parts += [quads(lid, "shield_c"), quads(lid[:, ::-1] - 0.03 * out[:, None], "blanket_white")]
    return tuple(parts)


def _hexagon(x_m: float, radius_m: float) -> Floats:
    angle = np.arange(6) * _TAU / 6
    return np.column_stack((np.full(6, x_m), radius_m * np.cos(angle), radius_m * np.sin(angle)))


def beam() -> Model:
    """The inflated room in crumpled cloth; along x from its berthing ring."""
    profile = ((0.25, 1.05), (0.5, 1.35), (0.9, 1.58), (1.6, 1.61), (2.6, 1.61), (3.3, 1.55), (3.7, 1.30), (3.95, 0.9))
    points, outward = along_profile(profile, 40)
    angle = np.linspace(0.0, _TAU, 57)[:, None]
    folds = 0.045 * np.abs(np.sin(8.0 * angle)) + 0.03 * np.sin(9.0 * points[:, 0] + 3.0 * np.sin(5.0 * angle))
    cloth = sheet(around(points + folds[..., None] * outward, angle), "crumpled_cloth")
    return (
        cloth,
        collar_between(0.0, 0.3, 1.05),
        lathe(((3.95, 0.95), (4.01, 0.9), (4.01, 0.0)), "shield_c", 28),
        rails_on_drum(1.66, [(2.0, a) for a in np.arange(4) * _TAU / 4], length_m=0.7),
    )


def _bishop() -> Model:
    """The commercial airlock, a bell on the node's far end."""
    shell = ((0.0, 0.0), (0.0, 1.05), (0.2, 1.08), (1.1, 1.0), (1.55, 0.75), (1.8, 0.35), (1.8, 0.0))
    angle = np.arange(4) * _TAU / 4 + 0.4
    low, high = (
        np.column_stack((np.full(4, x), r * np.cos(angle), r * np.sin(angle))) for x, r in ((0.3, 1.12), (1.2, 1.02))
    )
    return (lathe(shell, "blanket_white", 32), as_trim((bars(low, high, 0.05, "handrail"),))[0])
