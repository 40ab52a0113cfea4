"""Lift-off: five flames that merge to one, and the smoke they drive out of the trench.

Axes of :mod:`kazbek.pictures.models.launch.pad`, metres. The engines have run for some seconds when the launcher
moves, so that the smoke has already left the pit and rolls over the plain. A fixed seed strews the puffs: each
picture is the same.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.fire.jet import Jet, exhaust
from kazbek.pictures.fire.smoke import Cloud, cloud
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.models.launch.launcher import BELLS_m, STRAPON_FOOT_m, THIRD_STAGE_FOOT_m, strapon_point

_DOWN, _BACK = np.array((0.0, 0.0, -1.0)), np.array((-1.0, 0.0, 0.0))
_C = np.sqrt(0.5)
_EXIT_m = -0.75  # where flames begin, a little inside the nozzles
_AROUND = np.arange(4) * np.pi / 2 + np.pi / 4  # where strap-ons and chambers are, about the long axis
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
    upright = np.array(((0.0, _C, -_C), (0.0, _C, _C), (1.0, 0.0, 0.0)))  # its strap-ons between the four arms
    return tuple(replace(jet, at_m=upright @ jet.at_m + (0.0, 0.0, foot_z_m), along=_DOWN) for jet in five_jets(1.0))


def firelight(foot_z_m: float) -> tuple[Lamp, ...]:
    """What the flame of a launcher at `foot_z_m` throws on pad and arms: as bright as the Sun a dozen metres away."""
    return (Lamp(np.array((0.0, 0.0, foot_z_m - 6.0)), _DOWN, 1.5, (3600.0, 1700.0, 420.0)),)


def five_jets(pressure_frac: float) -> tuple[Jet, ...]:
    """The jets of core and strap-ons in the launcher's own axes, in air of `pressure_frac` atmospheres."""
    feet = [(0.0, 0.0)] + [(STRAPON_FOOT_m * np.cos(a), STRAPON_FOOT_m * np.sin(a)) for a in _AROUND]
    return tuple(exhaust(np.array((_EXIT_m, y, z)), _BACK, BELLS_m, pressure_frac, flame_m=70.0) for y, z in feet)


def high_jets(pressure_frac: float) -> tuple[Jet, Jet]:
    """The jet of the core alone where the air is thin: a short flame, and round it a veil that only the Sun shows."""
    nozzles = np.array((_EXIT_m, 0.0, 0.0))
    flame = Jet(nozzles, _BACK, BELLS_m, 40.0, 3.4, 0.24, 0.04, hot_K=2450.0, soot_per_m=1.1, ragged=0.45, core_m=7.0)
    return flame, exhaust(nozzles, _BACK, BELLS_m, pressure_frac, white_per_m=0.4)


def falling_away(k: int, **place: float) -> tuple[Jet, ...]:
    """What a strap-on gives off once let go: oxygen from its nose, which pushes it out, and its engine's last."""
    nose, forward = strapon_point(k, 18.6, **place)
    tail, _ = strapon_point(k, -1.2, **place)
    inward = -np.array((0.0, *nose[1:])) / np.linalg.norm(nose[1:])
    push = 0.55 * inward + forward
    vent = Jet(nose, push / np.linalg.norm(push), 0.2, 7.0, 1.4, 0.8, 0.10, white_per_m=9.0, ragged=0.6, core_m=1.0)
    dregs = Jet(
        tail,
        -forward,
        0.7,
        34.0,
        2.2,
        0.35,
        0.06,
        hot_K=1500.0,
        soot_per_m=0.5,
        white_per_m=0.8,
        ragged=0.5,
        core_m=5.0,
    )
    return vent, dregs


def vapour(foot_z_m: float, downwind: Floats, strength: float = 1.0) -> tuple[Jet, ...]:
    """Boiled-off oxygen that leaves the vents of an upright, filled launcher and drifts `downwind` (3,) as mist.

    While it is being filled it vents with more `strength`.
    """
    vents = ((20.6, 1.5, 0.9), (30.6, 1.35, 0.6), (15.0, 3.0, 0.7))
    return tuple(
        Jet(
            downwind * out + (0.0, 0.0, foot_z_m + z),
            downwind,
            0.22,
            15.0 * size * strength**0.5,
            0.8 * strength**0.5,
            0.3,
            0.10,
            white_per_m=1.1 * strength,
            ragged=1.0,
            core_m=1.2,
        )
        for z, out, size in vents
    )


def third_stage_jets() -> tuple[Jet, ...]:
    """The four chambers of the third stage in vacuum: short flames, and one wide veil."""
    places = [np.array((THIRD_STAGE_FOOT_m, 0.6 * np.cos(a), 0.6 * np.sin(a))) for a in _AROUND]
    flames = [
        Jet(
            at,
            _BACK,
            0.34,
            11.0,
            1.0,
            0.22,
            0.03,
            hot_K=2050.0,
            soot_per_m=0.8,
            white_per_m=0.3,
            ragged=0.1,
            core_m=3.5,
        )
        for at in places
    ]
    middle = np.array((THIRD_STAGE_FOOT_m, 0.0, 0.0))
    return (*flames, exhaust(middle, _BACK, 0.9, 1e-6, flame_m=8.0, white_per_m=0.35))


def smoke(foot_z_m: float, cell_m: float) -> Cloud:
    """The cloud round the pad, the flame of a launcher at `foot_z_m` shining into it."""
    rng = np.random.default_rng(6)
    puffs = np.concatenate([_lobe(rng, *lobe) for lobe in _LOBES])
    heights = np.linspace(1.0, foot_z_m - 4.0, 5)
    sparks = np.column_stack((np.zeros((5, 2)), heights, np.linspace(26_000.0, 9_000.0, 5)))
    return cloud(puffs, sparks, cell_m=cell_m, floor_m=-3.0, head_m=11.0)


def _lobe(
    rng: np.random.Generator, turn_rad: float, spread_rad: float, reach_m: float, height_m: float, count: int
) -> Floats:
    """Puffs (n, 4) of one tongue of smoke: small at its root, large and high at its front."""
    t = rng.uniform(0.07, 1.0, count) ** 0.8
    way = t * reach_m * rng.uniform(0.85, 1.1, count)
    angle = turn_rad + spread_rad * rng.normal(0.0, 1.0, count).clip(-1.6, 1.6)
    radius = 3.5 + (0.075 * way + 3.0) * rng.uniform(0.55, 1.15, count)
    top = height_m * t**1.3 * rng.uniform(0.05, 1.0, count)
    return np.column_stack((way * np.cos(angle), way * np.sin(angle), top + 0.25 * radius, radius))
