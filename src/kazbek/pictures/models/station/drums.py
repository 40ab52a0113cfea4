"""Pressurised drums as both sides of the station build them, along x from 0."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazbek.pictures.models.detail import patchwork, rails_on_drum, shield, strap
from kazbek.pictures.models.mesh import Mesh, Model, as_trim, bars, boxes, lathe, moved, tube

SHADES = ("shield_a", "shield_b", "shield_c", "shield_d", "shield_a")
_COVERS = ("blanket_white", "shield_c", "shield_d", "blanket_white", "foil_bronze")
SILVER = ("silver_a", "silver_b", "shield_c", "silver_a")
CBM_RADIUS_m = 1.02
TARGET_ASIDE_m = 1.25  # as far from the port as a Soyuz has its periscope from its axis
_TAU = 2.0 * np.pi


def berthing_drum(
    length_m: float,
    radius_m: float,
    *,
    rings: int,
    sectors: int = 12,
    shades: Sequence[str] = SHADES,
    seed: int = 1,
    cone_m: float = 0.75,
    ends: tuple[bool, bool] = (True, True),
) -> Model:
    """A module of the American side: shield panels over a drum, cones, berthing rings, pins and handrails.

    `ends` says whether a berthing ring closes the tail and the nose; it is part of the length.
    """
    collar = 0.28
    x0, x1 = (collar if ends[0] else 0.0), length_m - (collar if ends[1] else 0.0)
    low, high = x0 + cone_m, x1 - cone_m
    rim, core = 0.58 * radius_m, radius_m - 0.07
    cones = (((x0, 0.0), (x0, rim), (low, radius_m - 0.02)), ((high, radius_m - 0.02), (x1, rim), (x1, 0.0)))
    parts: list[Mesh] = [
        lathe(((low, core), (high, core)), "shield_gap"),
        *(lathe(cone, shades[-1]) for cone in cones),
        *shield(low, high, core, shades, rings=rings, sectors=sectors, lift_m=0.07, seed=seed),
        *(strap(x, radius_m, 0.14, "shield_b", 0.03) for x in (low, high)),
        *_pins(low + 0.35, radius_m),
        *_pins(high - 0.35, radius_m),
        _rails(low, high, radius_m, seed),
        *patchwork(low + 0.1, high - 0.1, radius_m, _COVERS, count=round(1.3 * length_m), seed=seed),
    ]
    for there, x, inner in ((ends[0], 0.0, x0), (ends[1], length_m, x1)):
        if there:
            parts.append(collar_between(min(x, inner), max(x, inner), CBM_RADIUS_m))
    return tuple(parts)


def collar_between(x0_m: float, x1_m: float, radius_m: float, material: str = "shield_b") -> Mesh:
    """A short closed ring along x, where two modules meet."""
    return lathe(((x0_m, 0.0), (x0_m, radius_m), (x1_m, radius_m), (x1_m, 0.0)), material, 36)


def _pins(x_m: float, radius_m: float) -> Model:
    """The trunnions that held the module in the Shuttle's bay, and its keel pin."""
    r, out = radius_m - 0.05, radius_m + 0.26
    return as_trim(
        (
            tube((x_m, -out, 0.0), (x_m, -r, 0.0), 0.08, "metal", 10),
            tube((x_m, r, 0.0), (x_m, out, 0.0), 0.08, "metal", 10),
            tube((x_m, 0.0, r), (x_m, 0.0, out - 0.08), 0.07, "metal", 10),
        )
    )


def _rails(low_m: float, high_m: float, radius_m: float, seed: int) -> Mesh:
    rng = np.random.default_rng(seed + 100)
    rows = np.linspace(low_m + 0.7, high_m - 0.7, max(2, round((high_m - low_m) / 1.7)))
    turns = np.arange(6) * _TAU / 6 + 0.35
    places = [(float(x), float(a + rng.uniform(-0.08, 0.08))) for x in rows for a in turns]
    return rails_on_drum(radius_m + 0.01, places, length_m=0.8)


def docking_ring(material: str = "metal", *, target: bool = False) -> Model:
    """The passive side of a probe-and-cone port: looks along +x from x = 0.

    With a `target`, the disc with its raised cross stands on −z, where the periscope of a ship that comes in looks.
    """
    return (
        *(_target() if target else ()),
        lathe(((-0.12, 0.78), (0.0, 0.74), (0.10, 0.74), (0.12, 0.71), (0.12, 0.62)), material, 40),
        lathe(((0.12, 0.62), (0.02, 0.60), (-0.35, 0.14), (-0.38, 0.0)), "cone_dark", 40),
    )


def _target() -> Model:
    """A black disc with white marks, and a white cross that stands before it on a post."""
    plate = lathe(((-0.55, 0.0), (-0.55, 0.24), (-0.52, 0.24), (-0.52, 0.0)), "cone_dark", 28)
    marks = boxes(
        np.array(((-0.515, 0.16, 0.0), (-0.515, -0.16, 0.0), (-0.515, 0.0, 0.16), (-0.515, 0.0, -0.16))),
        (0.01, 0.07, 0.07),
        "white",
    )
    cross = boxes(
        np.array(((-0.12, 0.0, 0.0), (-0.12, 0.0, 0.0))),
        np.array(((0.02, 0.26, 0.035), (0.02, 0.035, 0.26))),
        "flag_white",
    )
    foot = np.array(((-0.53, 0.0, 0.0), (-0.95, 0.15, 0.5), (-0.95, -0.15, 0.5)))
    posts = bars(foot, np.array(((-0.12, 0.0, 0.0), (-0.55, 0.1, 0.0), (-0.55, -0.1, 0.0))), 0.035, "metal")
    return moved(as_trim((plate, marks, cross, posts)), z=-TARGET_ASIDE_m)


def mating_adapter(length_m: float, *, ring: bool = True) -> Model:
    """A pressurised mating adapter: the dark lopsided cone, with the docking adapter on its small end at x = length."""
    shape = ((0.0, 0.0), (0.0, 1.12), (0.18, 1.12), (0.30, 1.05), (length_m - 0.55, 0.80), (length_m - 0.15, 0.80))
    parts: list[Mesh] = [
        lathe(shape, "cone_dark", 40),
        lathe(((length_m - 0.15, 0.0), (length_m - 0.15, 0.92), (length_m, 0.92), (length_m, 0.66)), "shield_a", 40),
        lathe(((length_m, 0.66), (length_m - 0.08, 0.62), (length_m - 0.08, 0.0)), "dark", 40),
        *(
            strap(x, 0.80 + 0.25 * (length_m - 0.55 - x) / (length_m - 0.85), 0.05, "shield_gap", 0.02)
            for x in (0.55, 0.95)
        ),
    ]
    if ring:
        petals = np.arange(3) * _TAU / 3
        parts += as_trim(
            lathe(((0.0, 0.0), (0.0, 0.12), (0.16, 0.05), (0.16, 0.0)), "silver_a", 4).placed(
                np.eye(3), (length_m, 0.62 * np.cos(a), 0.62 * np.sin(a))
            )
            for a in petals
        )
    return tuple(parts)


def blanket_drum(
    profile_m: Sequence[tuple[float, float]],
    material: str,
    straps: Sequence[float],
    *,
    strap_material: str = "blanket_grey",
    segments: int = 48,
) -> Model:
    """A module of the Russian side: cloth over a turned shape, held by straps at the given x."""
    x, radius = np.asarray(profile_m, dtype=float).T
    return (
        lathe(profile_m, material, segments),
        *(strap(at, float(np.interp(at, x, radius)), 0.09, strap_material, 0.02, segments) for at in straps),
    )
