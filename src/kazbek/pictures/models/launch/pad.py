"""Launch pad 31/6 in metres: x along the flame trench, y to its left, z up from the plain; the launcher at the origin.

After the type: a deck with a round opening over a concrete trench, four arms ("the tulip") that hold the launcher at
its waist, a fuelling mast and a cable mast, two service halves laid down to the sides, lightning towers. Sizes and
places by eye from photographs.
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.directions import about_z
from kazbek.pictures.models.launch.columns import closed_columns
from kazbek.pictures.models.mesh import Mesh, Model, bars, box, gathered, placed, sheet, tube
from kazbek.pictures.models.painted import painted, streaks
from kazbek.pictures.models.trusses import lattice, mast, square

DECK_m = 1.2  # height of the deck over the plain
FOOT_m = 0.2  # height of the launcher's foot on the pad: a metre of its tail hangs below the deck
_OPENING_m = 7.4
FLOODLIGHTS_m = ((-30.0, 26.0), (-30.0, -26.0), (16.0, 30.0), (16.0, -30.0))  # feet of their masts
FLOODLIGHT_TOP_m = 19.6
_STEEL = "tower_green"


def launch_pad(*, arms_open_rad: float = 0.0, trench: bool = True, columns_closed: bool = False) -> Model:
    """The pad with its support arms closed on the launcher, or swung open by `arms_open_rad`; its trench only where
    the camera looks into it; its service columns laid down for the launch, or closed round the launcher."""
    parts: list[Mesh] = [*_deck(), *(_trench() if trench else ())]
    for k in range(4):
        parts += _turned(_support_arm(arms_open_rad), np.pi / 2 * k + np.pi / 4)
    lean = 0.0 if arms_open_rad == 0.0 else 0.30
    parts += _turned(_leaning_mast(27.0, 1.5 * lean), np.radians(155.0))
    parts += _turned(_leaning_mast(16.0, 1.2 * lean), np.radians(205.0))
    parts += closed_columns(DECK_m) if columns_closed else [m for side in (1.0, -1.0) for m in _service_half(side)]
    for x, y in ((-44.0, 52.0), (-30.0, -68.0), (76.0, 38.0), (64.0, -62.0)):
        parts += _lightning_tower(x, y)
    parts += _floodlights()
    return gathered(parts)


def _deck() -> Model:
    """A concrete slab with the opening the launcher hangs in, scorched towards it; its edge over the trench."""
    x, y = np.meshgrid(np.linspace(-34.0, 12.0, 47), np.linspace(-22.0, 22.0, 45))
    r = np.hypot(x, y)
    soot = 1.1 - r / 26.0 + 0.35 * streaks((x + 34.0) / 46.0, (y + 22.0) / 44.0, (8, 8), 31)
    level = np.stack((x, y, np.full_like(x, DECK_m)), axis=-1)
    up = np.broadcast_to((0.0, 0.0, 1.0), level.shape)
    top = painted(level, up, soot, (0.35, 0.75), ("concrete", "concrete_worn", "concrete_scorched"), _OPENING_m - r)
    turn = np.linspace(0.0, 2.0 * np.pi, 65)
    ring = np.stack(
        [
            np.stack((_OPENING_m * np.cos(turn), -_OPENING_m * np.sin(turn), np.full_like(turn, z)), -1)
            for z in (DECK_m, DECK_m - 2.4)
        ]
    )
    edges = [
        box((12.0, 0.0, DECK_m - 1.2), (0.5, 44.0, 2.4), "concrete_worn"),
        *(box((-11.0, side * 22.0, DECK_m - 1.2), (46.0, 0.5, 2.4), "concrete_worn") for side in (1.0, -1.0)),
    ]
    rails = _railing(np.array(((12.2, 22.0), (12.2, -22.0))), DECK_m)
    return (*top, sheet(ring, "concrete_scorched"), *edges, *rails)


def _railing(corners_m: Floats, z: float) -> list[Mesh]:
    (x0, y0), (x1, y1) = corners_m
    foot = np.array(((x0, y0, z + 0.5), (x0, y0, z + 1.1)))
    return lattice(foot, foot + np.array((x1 - x0, y1 - y0, 0.0)), 22, "grey", chord_m=0.07, web_m=0.05)


def _trench() -> Model:
    """The flame duct under the deck: a curved deflector between two walls, open towards +x."""
    t = np.linspace(0.0, 1.0, 24)[None]
    x, z = -9.5 + 44.0 * t**1.25, -1.2 - 18.8 * np.sqrt(np.clip(1.0 - (1.0 - np.minimum(t * 1.15, 1.0)) ** 2, 0.0, 1.0))
    y = np.linspace(-13.0, 13.0, 14)[:, None]
    duct = np.stack(np.broadcast_arrays(x, y, z), axis=-1)
    scorch = 0.9 - t + 0.4 * streaks(t, (y + 13.0) / 27.0, (3, 9), 7)
    normal = np.cross(np.gradient(duct, axis=1), np.gradient(duct, axis=0))
    normal = normal / np.linalg.norm(normal, axis=-1, keepdims=True)
    walls = [box((-11.0, 0.0, -10.0), (0.8, 44.0, 19.8), "concrete_scorched")]
    for side in (1.0, -1.0):
        walls += [
            box((1.0, side * 13.4, -10.0), (23.0, 0.8, 20.0), "concrete_scorched"),
            box((12.2, side * 17.8, -10.4), (0.9, 9.6, 20.8), "concrete_worn"),
            box((0.8, side * 21.9, -10.4), (23.6, 0.8, 20.8), "concrete_worn"),
        ]
    walls += [box((11.6, y, -9.0), (2.4, 1.5, 18.0), "concrete_worn") for y in (-19.5, -14.0, 14.0, 19.5)]
    return (*painted(duct, normal, scorch, (0.25, 0.55), ("concrete_worn", "concrete_scorched", "charred")), *walls)


def _support_arm(open_rad: float) -> Model:
    """One petal: a three-sided boom that reaches from the deck to the launcher's waist, its counterweight behind."""
    foot, head = np.array((8.6, 0.0, DECK_m + 0.4)), np.array((2.05, 0.0, FOOT_m + 17.3))
    root = foot + np.array(((0.0, 1.7, 0.0), (0.0, -1.7, 0.0), (3.0, 0.0, 0.6)))
    tip = head + np.array(((0.0, 0.42, 0.0), (0.0, -0.42, 0.0), (0.75, 0.0, 0.25)))
    parts = lattice(root, tip, 11, _STEEL, chord_m=0.34, web_m=0.15)
    parts += [
        box(head + (0.05, 0.0, 0.2), (0.9, 1.3, 0.8), "grey"),
        box((11.6, 0.0, DECK_m + 0.9), (2.6, 3.6, 2.2), _STEEL),
        box((8.8, 0.0, DECK_m + 0.2), (1.6, 4.6, 0.8), "grey"),
    ]
    c, s = np.cos(open_rad), np.sin(open_rad)
    swing = np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))
    return placed(placed(parts, np.eye(3), -foot), swing, foot)


def _leaning_mast(height_m: float, lean_rad: float) -> Model:
    """A fuelling or cable mast at the edge of the opening, upright or leaning away, with its hose boom."""
    parts = mast((0.0, 0.0, 0.0), height_m, (1.25, 0.8), int(height_m / 2.2), _STEEL, chord_m=0.24, web_m=0.11)
    parts += [box((0.0, 0.0, z), (2.9, 2.9, 0.14), _STEEL) for z in np.arange(5.0, height_m, 5.5)]
    parts += lattice(
        square(0.45, 0.0)[:, [2, 1, 0]] + (-0.8, 0.0, height_m - 1.5),
        square(0.25, 0.0)[:, [2, 1, 0]] + (-5.6, 0.0, height_m - 1.0),
        4,
        _STEEL,
        chord_m=0.16,
        web_m=0.08,
    )
    parts += [tube((1.4, 0.5, 0.0), (0.9, 0.5, height_m - 1.0), 0.16, "grey", 8)]
    c, s = np.cos(lean_rad), np.sin(lean_rad)
    return placed(parts, np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))), (8.9, 0.0, DECK_m))


def _service_half(side: float) -> Model:
    """Half of the service structure laid down to the side for the launch, its half-round platforms upright."""
    length, lift = 31.0, np.radians(9.0)
    foot, end = square(2.3, 0.0), square(1.5, length)
    parts = lattice(foot, end, 9, _STEEL, chord_m=0.36, web_m=0.16)
    for z in np.arange(4.0, length, 4.4):
        parts += _half_round(z, 4.4 if z < 17.0 else 3.6)
    out = np.array((0.0, side * np.cos(lift), np.sin(lift)))  # the long axis, from the hinge outwards
    upward = np.array((0.0, -side * np.sin(lift), np.cos(lift)))
    C = np.column_stack((upward, np.cross(out, upward), out))
    parts = list(placed(parts, C, (0.0, side * 14.0, DECK_m + 3.0)))
    for x in (-2.0, 2.0):
        parts.append(tube((x, side * 14.5, DECK_m), (x, side * 14.5, DECK_m + 3.2), 0.45, _STEEL, 10))
    parts += lattice(square(1.8, 0.0, 0.0, side * 37.0), square(1.2, 4.6, 0.0, side * 37.0), 2, _STEEL, web_m=0.12)
    return _turned(tuple(parts), side * np.radians(32.0))


def _half_round(z: float, radius_m: float) -> list[Mesh]:
    """A platform that goes half round the launcher when the structure stands: a thin half ring, and its railing."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, 15)
    reach, heights = np.array((1.8, radius_m, radius_m, 1.8)), np.array((0.0, 0.0, 0.25, 0.25)) + z
    ring = np.stack(
        [
            np.stack((2.0 + r * np.cos(turn), r * np.sin(turn), np.full_like(turn, h)), -1)
            for r, h in zip(reach, heights)
        ]
    )
    rim = np.column_stack((2.0 + radius_m * np.cos(turn), radius_m * np.sin(turn), np.full_like(turn, z)))
    up = np.array((0.0, 0.0, 1.1))
    return [sheet(ring, _STEEL), bars(rim, rim + up, 0.07, _STEEL), bars(rim[:-1] + up, rim[1:] + up, 0.07, _STEEL)]


def _lightning_tower(x: float, y: float) -> list[Mesh]:
    """A slim four-legged tower with its rod."""
    parts = mast((x, y, 0.0), 58.0, (3.2, 0.55), 17, "mast_red", chord_m=0.26, web_m=0.12)
    parts += mast((x, y, 58.0), 7.0, (0.5, 0.25), 5, "mast_white", chord_m=0.14, web_m=0.07)
    return [*parts, tube((x, y, 64.0), (x, y, 74.0), 0.10, "grey", 6)]


def _floodlights() -> list[Mesh]:
    """Masts with a basket of lamps at the corners of the deck."""
    parts: list[Mesh] = []
    for x, y in FLOODLIGHTS_m:
        parts += mast((x, y, 0.0), 19.0, (0.75, 0.35), 9, "grey", chord_m=0.13, web_m=0.06)
        parts.append(box((x, y, FLOODLIGHT_TOP_m), (1.2, 2.6, 0.9), "grey"))
    return parts


def _turned(model: Model, angle_rad: float) -> Model:
    return placed(model, about_z(angle_rad), (0.0, 0.0, 0.0))
