"""The ships that stand at the station besides the one a picture is about: Progress, Dragon, Cygnus.

Published sizes: Progress MS 7.2 m long; Dragon 8.1 m long, 4.0 m wide, its lid open; Cygnus 6.4 m and 3.07 m with round
wings of 3.7 m (Wikipedia).
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.detail import around, patch, quilted, seams, strap
from kazbek.pictures.models.mesh import Mesh, Model, as_trim, bars, dome, flat, gathered, lathe, stood, tube
from kazbek.pictures.models.ship import orbital_module, service_module

DRAGON_NOSE_m, CYGNUS_LENGTH_m = 7.4, 6.4
_TAU = 2.0 * np.pi


def progress() -> Model:
    """A cargo ship: the service module of a Soyuz, a propellant section, a cargo module with the same docking unit."""
    shape = ((2.34, 1.0), (2.60, 1.10), (4.25, 1.10), (4.45, 0.80))
    tanks = quilted(shape, "quilt_charcoal", gores=16, rows=4, puff_m=0.02)
    neck = lathe(((2.30, 0.95), (2.34, 1.0)), "dark")
    return service_module() + (tanks, strap(3.4, 1.10, 0.05, "thread"), neck) + orbital_module()


def dragon() -> Model:
    """Trunk with fins and cells on one half, capsule, its lid hinged aside; nose along +x, foot of the trunk at 0."""
    capsule = [(3.66, 1.86), (3.80, 1.98), (4.05, 1.98), (6.05, 1.30), (6.75, 1.00)]
    fins = np.array([(0.05, 1.85 * np.cos(a), 1.85 * np.sin(a)) for a in np.arange(4) * _TAU / 4 + 0.6])
    parts: list[Mesh] = [
        lathe(((0.0, 1.78), (0.0, 1.85), (3.66, 1.86)), "white"),
        lathe(((3.5, 1.78), (0.0, 1.78)), "cone_dark"),
        patch(((0.15, 1.85), (3.55, 1.86)), 0.1, np.pi - 0.1, "cells", 0.02, (20, 1)),
        seams(((0.15, 1.875), (3.55, 1.885)), np.linspace(0.3, np.pi - 0.3, 9), 0.03, "cell_line", 0.008, 2),
        lathe([(3.4, 0.0), *capsule[:1]], "cone_dark"),
        lathe(capsule, "white"),
        lathe(
            ((6.75, 1.00), (6.95, 0.95), (6.95, 0.80), (7.3, 0.78), (DRAGON_NOSE_m, 0.70), (DRAGON_NOSE_m, 0.0)),
            "shield_c",
            40,
        ),
        bars(fins, fins * (1.0, 1.25, 1.25) + (0.9, 0.0, 0.0), 0.12, "white"),
        *_dragon_fittings(),
    ]
    lid = lathe([*dome(0.0, 0.85, 1.02, 0.0, 7)], "white", 36)
    parts += stood((lid,), (0.26, 0.0, 0.966), (-0.966, 0.0, 0.26), (6.75, 0.0, 1.85))
    return gathered(parts)


def _dragon_fittings() -> Model:
    """Escape-engine pods, windows, the shield's edge."""
    parts: list[Mesh] = [strap(3.73, 1.93, 0.10, "cone_dark", 0.02)]
    for angle in np.arange(4) * _TAU / 4 + _TAU / 8:
        y, z = float(np.cos(angle)), float(np.sin(angle))
        parts.append(tube((4.15, 1.80 * y, 1.80 * z), (5.6, 1.40 * y, 1.40 * z), 0.26, "white", 12))
    for angle in (-0.35, 0.35):
        parts.append(
            patch(
                ((5.25, 1.58), (5.75, 1.42)), _TAU / 4 + angle - 0.13, _TAU / 4 + angle + 0.13, "glass", 0.015, (3, 1)
            )
        )
    return tuple(parts)


def cygnus() -> Model:
    """A silvery drum with a round wing to either side of its service module; berthing ring at x = 0."""
    hull = (
        (0.0, 0.0),
        (0.0, 1.05),
        (0.3, 1.05),
        (0.75, 1.53),
        (4.7, 1.53),
        (5.05, 1.40),
        (5.1, 1.15),
        (6.2, 1.15),
        (6.2, 0.0),
    )
    parts: list[Mesh] = [
        lathe(hull, "silver_b"),
        quilted(((0.85, 1.53), (4.6, 1.53)), "blanket_white", gores=12, rows=5, puff_m=0.02, fine=3, lift_m=0.016),
        *(strap(x, 1.53, 0.08, "shield_gap", 0.055) for x in (0.8, 2.1, 3.4, 4.65)),
        quilted(((5.12, 1.15), (6.18, 1.15)), "foil_bronze", gores=10, rows=1, puff_m=0.03, lift_m=0.02),
        lathe(((6.2, 0.3), (6.25, 0.12), (CYGNUS_LENGTH_m, 0.22)), "nozzle", 20),
    ]
    for side in (1.0, -1.0):
        parts += [tube((5.7, side * 1.1, 0.0), (5.7, side * 1.9, 0.0), 0.06, "white", 8), *_fan(side)]
    return gathered(parts)


def _fan(side: float) -> Model:
    """A round wing of twelve gores, cells aft of the ship."""
    centre = np.array((5.7, side * 3.7, 0.0))
    rim = _circle(centre, 1.85)
    front = np.array([(centre, rim[k], rim[k + 1]) for k in range(len(rim) - 1)])
    spokes = bars(
        np.broadcast_to(centre + (0.03, 0.0, 0.0), rim[:-1:2].shape), rim[:-1:2] + (0.03, 0.0, 0.0), 0.03, "cell_line"
    )
    return (
        flat(front + (0.01, 0.0, 0.0), "cells"),
        flat(front[:, ::-1] - (0.01, 0.0, 0.0), "roll_back"),
        *as_trim((spokes,)),
    )


def _circle(centre_m: Floats, radius_m: float) -> Floats:
    angle = np.linspace(0.0, _TAU, 25)
    return centre_m + around(np.column_stack((np.zeros(25), np.full(25, radius_m))), angle)
