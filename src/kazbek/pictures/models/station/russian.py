"""Zvezda, Zarya, Poisk and Rassvet, in STN.

Published sizes: Zvezda 13.1 m long, 4.15 m wide, wings 29.7 m; Zarya 12.6 m, 4.1 m, wings folded since 2007 (space.com,
Sep 2007); Poisk 4.05 m, 2.55 m; Rassvet 6.0 m, 2.35 m (Wikipedia). Places from the station's data file.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kazbek.pictures.models.detail import (
    dish,
    patch,
    patchwork,
    porthole,
    quilted,
    rails_on_drum,
    seams,
    solar_panel,
    strap,
)
from kazbek.pictures.models.lettering import flag, written_on_drum
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
    placed,
    repeated,
    stood,
    tube,
)
from kazbek.pictures.models.station.drums import blanket_drum, docking_ring

ZVEZDA_X_m = (-37.9, -24.5)
NODE_X_m = -26.1  # of the spherical compartment that carries Poisk and Nauka
RASSVET_X_m = -13.2
_TAU = 2.0 * np.pi
_LOOKS = ("blanket_white", "blanket_beige", "blanket_grey", "blanket_moss", "blanket_white")
_TRICOLOUR = ("flag_white", "flag_blue", "flag_red")


def zvezda() -> Model:
    """The service module: aft engines, wide and narrow working compartments, the sphere with its ports."""
    sphere = [(NODE_X_m + 1.12 * float(np.cos(a)), 1.12 * float(np.sin(a))) for a in np.linspace(np.pi - 0.5, 0.9, 12)]
    wide = ((-34.9, 2.05), (-31.3, 2.05), (-30.3, 1.46))
    return (
        lathe(((-37.8, 0.0), (-37.8, 1.80), (-37.6, 2.05), (-34.9, 2.05)), "blanket_white"),
        *blanket_drum(wide, "blanket_beige", (-34.85, -33.6, -32.4, -31.35)),
        *blanket_drum(((-30.3, 1.46), (-27.55, 1.46), (-27.1, 1.08)), "blanket_moss", (-30.25, -29.3, -28.4, -27.6)),
        lathe(sphere, "blanket_white", 40),
        lathe(((-25.45, 0.85), (-24.9, 0.80), (-24.5, 0.80)), "blanket_grey", 40),
        quilted(((-34.6, 2.05), (-31.5, 2.05)), "blanket_beige", gores=16, rows=3, puff_m=0.035, fine=3, lift_m=0.016),
        quilted(((-30.1, 1.46), (-27.7, 1.46)), "blanket_moss", gores=12, rows=3, puff_m=0.03, fine=3, lift_m=0.016),
        seams(((-37.0, 2.05), (-34.95, 2.05)), np.arange(24) * _TAU / 24, 0.05, "blanket_grey", 0.02, 2),
        *patchwork(-34.6, -31.5, 2.05, _LOOKS, count=18, seed=4),
        *patchwork(-30.1, -27.7, 1.46, _LOOKS, count=12, seed=5, clear_rad=(5.7, 6.4)),
        *patchwork(-37.0, -35.0, 2.05, _LOOKS, count=7, seed=6),
        *_zvezda_stern(),
        *_zvezda_fittings(),
        *_zvezda_wings(),
    )


def _zvezda_stern() -> list[Mesh]:
    """The aft port between two main engines, thruster blocks, aft antennas."""
    bell = lathe(((0.0, 0.10), (0.10, 0.10), (0.42, 0.24), (0.42, 0.22), (0.05, 0.05), (0.0, 0.0)), "nozzle", 20)
    parts: list[Mesh] = [
        *stood(docking_ring(target=True), (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (-37.60, 0.0, 0.0)),
        lathe(((-37.62, 0.72), (-37.25, 0.95)), "blanket_grey", 36),
        lathe(((-37.27, 1.08), (-37.27, 1.78)), "foil_bronze", 36),
    ]
    for side in (1.0, -1.0):
        parts += stood((bell,), (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (-37.2, 1.42 * side, 0.0))
        parts.append(tube((-36.9, 1.2 * side, -1.5), (-38.0, 1.5 * side, -2.3), 0.04, "white", 8))
        parts += stood(dish(0.30), (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (-38.0, 1.5 * side, -2.3))
    blocks = np.array([(-36.2, 2.15 * np.cos(a), 2.15 * np.sin(a)) for a in np.arange(4) * _TAU / 4 + _TAU / 8])
    parts.append(boxes(blocks, (0.7, 0.38, 0.38), "white"))
    return parts


def _zvezda_fittings() -> list[Mesh]:
    """Handrails, portholes that look down, the big antenna on its arm, Kurs antennas, the Strela cranes' posts."""
    wide = [(x, a) for x in (-34.2, -32.9, -31.8) for a in (0.5, 1.2, 1.95, 2.6, 3.7, 4.3, 5.0, 5.7)]
    narrow = [(x, a) for x in (-29.6, -28.3) for a in (0.4, 1.3, 2.0, 2.8, 3.8, 4.7, 5.6)]
    parts: list[Mesh] = [
        rails_on_drum(2.09, wide),
        rails_on_drum(1.50, narrow),
        *written_name("ЗВЕЗДА", -29.0, 1.50, 0.30),
    ]
    for x in (-33.9, -32.7, -31.9):
        parts += stood(porthole(0.16), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (x, 0.0, 2.06))
    parts += [
        tube((-31.6, 0.6, -1.95), (-31.2, 1.1, -3.2), 0.06, "white", 8),
        *stood(dish(0.62), (0.5, 0.0, -0.866), (0.866, 0.0, 0.5), (-31.2, 1.1, -3.2)),
        box((-28.9, 0.0, -1.72), (0.9, 0.7, 0.42), "blanket_white"),
        box((-28.2, 1.42, 0.75), (0.8, 0.5, 0.6), "white"),
        box((-28.8, -1.45, 0.7), (0.6, 0.5, 0.5), "blanket_grey"),
        box((-32.0, -1.75, 1.45), (1.3, 0.5, 0.5), "white"),
    ]
    for side in (1.0, -1.0):
        knee = np.array(((-27.4, side * 1.5, -1.0), (-24.8, side * 2.9, -1.6), (-21.6, side * 2.7, -1.7)))
        parts.append(bars(knee[:-1], knee[1:], 0.14, "white"))  # the Strela booms, folded along the hull
    return parts


def written_name(name: str, x_m: float, radius_m: float, height_m: float) -> Model:
    """A name and the flag on the starboard flank of a module along x."""
    long_m = len(name) * 5.8 / 6.0 * height_m
    return (
        written_on_drum(name, height_m, x_m, -0.25, radius_m, "lettering", up="-a", lift_m=0.045),
        *flag(_TRICOLOUR, x_m + long_m / 2.0 + 0.5, -0.25, radius_m, 0.6, 0.4, up="-a", lift_m=0.045),
    )


def long_wing(side: float, root_m: float, tip_m: float, chord_m: float, panels: int) -> list[Mesh]:
    """A wing of several panels along ±y about x = 0, cells to zenith."""
    parts: list[Mesh] = [tube((0.0, side * (root_m - 0.8), 0.0), (0.0, side * tip_m, 0.0), 0.07, "white", 8)]
    edges = np.linspace(root_m, tip_m, panels + 1)
    for low, high in pairwise(edges):
        parts += solar_panel(
            (0.0, side * (low + high) / 2.0, -0.08),
            (0.0, high - low - 0.05, 0.0),
            (chord_m, 0.0, 0.0),
            front="cells",
            back="panel_back",
            lines="cell_line",
            grid=(4, 6),
            thickness_m=0.05,
            line_m=0.04,
        )
    ribs = np.array([(x, side * (root_m + tip_m) / 2.0, -0.03) for x in (-0.32 * chord_m, 0.32 * chord_m)])
    parts.append(as_trim((boxes(ribs, (0.06, tip_m - root_m, 0.06), "white"),))[0])
    return parts


def _zvezda_wings() -> list[Mesh]:
    return [mesh for side in (1.0, -1.0) for mesh in moved(long_wing(side, 3.2, 14.85, 3.2, 8), x=-33.4)]


def zarya() -> Model:
    """The first module: tanks along its flanks, folded wings, the sphere that carries Rassvet."""
    hull = (
        (-24.5, 0.80),
        (-24.0, 1.0),
        (-23.2, 1.45),
        (-22.4, 1.45),
        (-21.4, 2.03),
        (-16.0, 2.03),
        (-14.9, 1.46),
        (-14.2, 1.20),
    )
    sphere = [(RASSVET_X_m + 1.2 * float(np.cos(a)), 1.2 * float(np.sin(a))) for a in np.linspace(2.6, 0.7, 10)]
    parts: list[Mesh] = [
        *blanket_drum(hull, "blanket_grey", (-23.2, -22.3, -21.4, -16.0, -15.0), strap_material="blanket_white"),
        quilted(((-21.2, 2.03), (-16.2, 2.03)), "blanket_grey", gores=14, rows=4, puff_m=0.04, fine=3, lift_m=0.016),
        lathe(sphere, "blanket_white", 40),
        lathe(((-12.4, 0.9), (-11.9, 0.9)), "blanket_grey", 36),
        strap(-18.7, 2.05, 0.18, "blanket_white", 0.03),
        *patchwork(-21.2, -16.2, 2.03, _LOOKS, count=18, seed=7, clear_rad=(5.8, 6.4)),
        *patchwork(-23.1, -22.4, 1.45, _LOOKS, count=4, seed=8),
        *_tanks(),
        *written_name("ЗАРЯ", -20.2, 2.05, 0.34),
        rails_on_drum(2.08, [(x, a) for x in (-20.6, -18.0, -16.8) for a in (0.55, 1.3, 2.6, 3.6, 4.4, 5.8)]),
        *_folded_wings(),
        *stood(dish(0.35), (0.0, -0.6, -0.8), (0.0, -0.8, 0.6), (-15.2, -1.1, -1.5)),
    ]
    return tuple(parts)


def _tanks() -> Model:
    """Sixteen propellant tanks in two banks along the sides."""
    tank = lathe(
        ((-1.75, 0.0), (-1.68, 0.13), (-1.55, 0.20), (1.55, 0.20), (1.68, 0.13), (1.75, 0.0)), "blanket_white", 12
    )
    angle = np.concatenate([centre + 0.21 * (np.arange(8) - 3.5) for centre in (_TAU * 0.13, _TAU * 0.63)])
    at = np.column_stack((np.full(16, -18.5), 2.20 * np.cos(angle), 2.20 * np.sin(angle)))
    return (repeated(tank, np.eye(3), at),)


def _folded_wings() -> list[Mesh]:
    """The wings as they have been since 2007: closed like a fan against the hull."""
    parts: list[Mesh] = []
    for side in (1.0, -1.0):
        leaves = np.array([(-17.4, side * (2.45 + 0.14 * k), 0.0) for k in range(7)])
        parts += [
            boxes(leaves, (3.2, 0.05, 1.3), "cells"),
            box((-17.4, side * 3.4, 0.0), (3.3, 0.10, 1.4), "panel_back"),
            tube((-17.4, side * 1.9, 0.0), (-17.4, side * 3.4, 0.0), 0.08, "white", 8),
        ]
    return parts


def poisk() -> Model:
    """The airlock module on top of Zvezda's sphere; its port looks to zenith."""
    shape = ((0.0, 0.0), (0.0, 0.85), (0.30, 1.0), (0.55, 1.27), (3.27, 1.27), (3.67, 0.95), (4.12, 0.74))
    drum: list[Mesh] = [
        *blanket_drum(shape, "blanket_beige", (0.6, 1.95, 3.22), strap_material="blanket_white"),
        quilted(((0.7, 1.27), (3.17, 1.27)), "blanket_beige", gores=12, rows=3, puff_m=0.03, fine=3, lift_m=0.016),
        *patchwork(0.75, 3.12, 1.27, _LOOKS, count=7, seed=9),
        rails_on_drum(1.31, [(x, a) for x in (1.2, 2.5) for a in np.arange(8) * _TAU / 8 + 0.2]),
        *placed(docking_ring(target=True), np.eye(3), (4.17, 0.0, 0.0)),
    ]
    for side in (1.0, -1.0):  # the two hatches for spacewalks
        drum += aimed(
            (lathe(((0.0, 0.62), (0.09, 0.58), (0.09, 0.50), (0.05, 0.0)), "blanket_white", 32),),
            (0.0, side, 0.0),
            (2.0, side * 1.24, 0.0),
        )
    return stood(drum, (0.0, 0.0, -1.0), (1.0, 0.0, 0.0), (NODE_X_m, 0.0, -1.18))


def rassvet() -> Model:
    """The cargo module under Zarya, with what it carried for Nauka on its flanks: airlock, radiator, spare elbow."""
    shape = ((0.0, 0.0), (0.0, 0.80), (0.30, 0.95), (0.8, 1.17), (4.35, 1.17), (5.05, 0.90), (5.8, 0.74))
    bundle = boxes(np.array(((3.0, 0.0, 1.42),)), (2.6, 1.5, 0.36), "radiator")
    drum: list[Mesh] = [
        *blanket_drum(shape, "blanket_beige", (0.85, 2.0, 3.2, 4.3), strap_material="blanket_white"),
        quilted(((1.0, 1.17), (4.25, 1.17)), "blanket_beige", gores=12, rows=4, puff_m=0.03, fine=3, lift_m=0.016),
        bundle,
        as_trim((boxes(np.array([(2.0 + 0.5 * k, 0.0, 1.61) for k in range(5)]), (0.03, 1.5, 0.03), "grey"),))[0],
        *placed(_experiment_airlock(), np.eye(3), (3.2, -1.75, 0.0)),
        tube((1.3, 1.45, 0.45), (4.1, 1.45, 0.45), 0.16, "white", 12),
        box((3.0, 1.45, 0.45), (0.5, 0.45, 0.45), "white"),
        *patchwork(1.0, 4.2, 1.17, _LOOKS, count=9, seed=10),
        rails_on_drum(1.21, [(x, a) for x in (1.5, 3.9) for a in np.arange(6) * _TAU / 6 + 0.5]),
        *placed(docking_ring(target=True), np.eye(3), (5.83, 0.0, 0.0)),
        patch(((3.95, 1.19), (4.25, 1.19)), 3.6, 5.8, "blanket_white", 0.04, (8, 1)),
    ]
    return stood(drum, (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (RASSVET_X_m, 0.0, 1.20))


def _experiment_airlock() -> Model:
    drum = lathe(((-0.9, 0.0), (-0.9, 0.5), (-0.7, 0.58), (0.7, 0.58), (0.9, 0.5), (0.9, 0.0)), "blanket_white", 24)
    return (drum, strap(0.0, 0.58, 0.1, "grey", 0.03, 24))
