"""Soyuz-2.1a piece by piece, each in its place on the stack: what leaves with which drop of the launcher's file."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kazbek.pictures.models.launch import launcher
from kazbek.pictures.models.launch.fairing import (
    Point,
    escape_tower,
    fairing,
    fairing_motors,
    lining,
    tower_nozzles,
)
from kazbek.pictures.models.mesh import Model

_AROUND = np.arange(4) * np.pi / 2 + np.pi / 4
_SHIP_AT_m = launcher.NOSE_FOOT_m + 0.4 + 3.0  # the ship's centre of mass over the launcher's foot


@dataclass(frozen=True)
class Piece:
    """One piece: the stage or element of the launcher's file it leaves with, and what a page must know of it."""

    drop: str
    about: Mapping[str, Any] = field(default_factory=dict)


def pieces() -> dict[str, tuple[Callable[[], Model], Piece]]:
    """Every piece by name. `away` is the way it is let go, `middle_m` where along the stack its middle is."""
    found: dict[str, tuple[Callable[[], Model], Piece]] = {}
    for k, angle in enumerate(_AROUND):
        away = [0.0, float(np.cos(angle + np.pi / 2)), float(np.sin(angle + np.pi / 2))]
        foot = launcher.strapon_point(0, -0.75)[0].tolist()
        about = _stage([foot], 8.0, 70.0) | {"away": _outwards(k), "pushed_m_s": 6.0, "turns_about": away}
        about["turned_rad"] = k * np.pi / 2  # all four are one body
        found[f"strapon-{k}"] = functools.partial(launcher.strapon_in_place, 0), Piece("strapon", about)
    core = _stage([[-0.75, 0.0, 0.0]], 14.0, 70.0) | {"pushed_m_s": 2.0}
    found["core"] = launcher.core_stage, Piece("core", core)
    places = [[launcher.THIRD_STAGE_FOOT_m, 0.6 * float(np.cos(a)), 0.6 * float(np.sin(a))] for a in _AROUND]
    third = _stage(places, 31.0, 11.0) | {"nozzle_m": 0.34, "ship_at_m": _SHIP_AT_m, "pushed_m_s": 0.6}
    found["third"] = functools.partial(launcher.third_stage, skirt=False), Piece("third", third)
    found["skirt"] = _skirt, Piece("aft_skirt_kg", {"kind": "stage", "middle_m": 29.2, "pushed_m_s": 2.0})
    for side in (1.0, -1.0):
        away = [0.0, 0.0, side]
        half = {"kind": "stage", "away": away, "middle_m": 39.0, "pushed_m_s": 5.0, "turns_about": [0.0, side, 0.0]}
        if side > 0:
            half |= _motors(fairing_motors(launcher.NOSE_FOOT_m), 0.12, 5.0) | {"escape": 2}  # all four, lit together
        found["fairing-up" if side > 0 else "fairing-down"] = functools.partial(_half, side), Piece("fairing_kg", half)
    tower = {"kind": "stage", "away": [1.0, 0.0, 0.3], "middle_m": 45.0, "pushed_m_s": 60.0}
    tower |= _motors(tower_nozzles(launcher.NOSE_FOOT_m), 0.085, 11.0) | {"escape": 1}
    found["tower"] = functools.partial(escape_tower, launcher.NOSE_FOOT_m), Piece("tower_kg", tower)
    return found


def _motors(nozzles: list[tuple[Point, Point]], nozzle_m: float, flame_m: float) -> dict[str, Any]:
    """Motors that burn at an escape: where each ends and the way its jet goes; `escape` ranks who burns."""
    places, along = ([list(map(float, one)) for one in side] for side in zip(*nozzles, strict=True))
    return {"nozzles_m": places, "along": along, "nozzle_m": nozzle_m, "flame_m": flame_m}


def _stage(nozzles: list[list[float]], middle_m: float, flame_m: float) -> dict[str, Any]:
    return {
        "kind": "stage",
        "nozzles_m": nozzles,
        "nozzle_m": launcher.BELLS_m,
        "flame_m": flame_m,
        "middle_m": middle_m,
    }


def _outwards(k: int) -> list[float]:
    place = launcher.strapon_point(k, 10.0)[0]
    away = np.array((0.0, place[1], place[2]))
    return [float(x) for x in away / np.linalg.norm(away)]


def _half(side: float) -> Model:
    """One half of the shell with its lining."""
    halves = []
    for whole in (*fairing(launcher.NOSE_FOOT_m), lining(launcher.NOSE_FOOT_m)):
        centres = whole.vertices_m[whole.faces].mean(axis=1)
        halves.append(replace(whole, faces=whole.faces[centres[:, 2] * side > 0.0]))
    return tuple(mesh for mesh in halves if len(mesh.faces))


def _skirt() -> Model:
    """The tail section: what the stage has with it and not without."""
    whole, bare = launcher.third_stage(), launcher.third_stage(skirt=False)
    return whole[len(bare) :]
