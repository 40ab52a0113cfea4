"""From where the guidance can still reach the aim: the corridor of one entry state, in kilometres over the ground.

The entry state is fixed and the aim is moved: short of and beyond the end of the reference entry, and to either side. A
side of the corridor is the last aim that a steered entry meets within `WITHIN_m` at the parachutes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from kazbek.base.threads import side_by_side
from kazbek.base.types import Rows, Vector
from kazbek.flight.descent import steering
from kazbek.flight.descent.braking import Braking
from kazbek.flight.descent.kernels.coast import MEAN_RADIUS_m
from kazbek.flight.descent.kernels.types import PLACE, STATE, T_s

WITHIN_m = 5_000.0
_FAR_m = 1_200_000.0
_FIRST_STEP_m, _HALVINGS = 20_000.0, 4  # to 1.3 km


@dataclass(frozen=True, slots=True)
class EntryCorridor:
    """Reach about the end of the reference entry.

    Attributes
    ----------
    end_ITRF_m : (3,) where the reference entry ends
    ahead_ITRF : (3,) unit vector along the way there
    short_m, beyond_m : along the way, both positive
    left_m, right_m : to the sides, both positive
    """

    end_ITRF_m: Vector
    ahead_ITRF: Vector
    short_m: float
    beyond_m: float
    left_m: float
    right_m: float


def corridor(braking: Braking, delta_v_m_s: float) -> EntryCorridor:
    """The corridor of the entry state that a burn leads to."""
    rows, _ = braking.coast(braking.firing(delta_v_m_s))
    start = rows[-1]
    end = braking.reference_entry(start[T_s], start[STATE])[-1, PLACE]
    back, left = _axes(start[PLACE], end)
    sides = [partial(_reach_m, braking, start, end, way) for way in (back, -back, left, -left)]
    return EntryCorridor(end, -back, *side_by_side(sides))


def _reach_m(braking: Braking, start: Rows, end_ITRF_m: Vector, way: Vector) -> float:
    """How far from the end of the reference entry, in one direction, an aim is still met."""
    return _last(lambda x: _reached(braking, start, _moved(end_ITRF_m, way, x)))


def _reached(braking: Braking, start: Rows, aim_ITRF_m: Vector) -> bool:
    flown = braking.enter(start[T_s], start[STATE], steering.guided(braking.capsule, aim_ITRF_m))
    cosine = float(flown[-1, PLACE] @ aim_ITRF_m) / float(np.linalg.norm(flown[-1, PLACE]) * np.linalg.norm(aim_ITRF_m))
    return MEAN_RADIUS_m * math.acos(min(1.0, cosine)) < WITHIN_m


def _axes(start_ITRF_m: Vector, end_ITRF_m: Vector) -> tuple[Vector, Vector]:
    """Unit vectors at the end of the way: back along it, and to the left."""
    up = end_ITRF_m / np.linalg.norm(end_ITRF_m)
    left = np.cross(start_ITRF_m, end_ITRF_m)
    left = left / np.linalg.norm(left)
    return np.cross(up, left), left


def _moved(place_ITRF_m: Vector, way: Vector, distance_m: float) -> Vector:
    """A point moved over the sphere."""
    angle = distance_m / MEAN_RADIUS_m
    moved: Vector = math.cos(angle) * place_ITRF_m + math.sin(angle) * float(np.linalg.norm(place_ITRF_m)) * way
    return moved


def _last(reached: Callable[[float], bool]) -> float:
    """The largest distance that is reached: steps outwards, so that no island is taken for the shore, then halving."""
    low, step = 0.0, _FIRST_STEP_m
    if not reached(low):
        return 0.0
    while low + step < _FAR_m and reached(low + step):
        low += step
    high = low + step
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if reached(middle) else (low, middle)
    return low
