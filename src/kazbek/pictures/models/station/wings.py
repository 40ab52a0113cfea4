"""The eight solar wings with the outer truss that turns them, and their radiators; STN with the joints at zero.

Published sizes (NASA): a wing 35 m long and 11.6 m wide, two blankets of 4.57 m; a photovoltaic radiator 13.4 × 3.4 m.
Roll-out wings, 18.2 × 6 m, stood before 2B and 4B on P6 since June 2021 (NASA, 16–25 June 2021).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, as_trim, bars, box, boxes, placed, quads, tube
from kazbek.pictures.models.station.truss import END_Y_m, INNER_WING_Y_m, JOINT_Y_m, OUTER_WING_Y_m, Z_m

_ROOT_m, _TIP_m = 2.1, 35.2  # of a blanket, from the truss's axis
_BLANKET_m, _APART_m = 4.57, 3.5  # width, and from the wing's mast to a blanket's middle
_PLEATS = 41


def outer_truss(side: float, turned_rad: float = 0.0) -> Model:
    """Everything beyond the rotary joint to starboard (`side` 1) or port (−1), turned about the truss.

    At zero the cells look to zenith; a positive turn brings them forward.
    """
    parts: list[Mesh] = [*_spine(side)]
    for y in (INNER_WING_Y_m, OUTER_WING_Y_m):
        for way in (1.0, -1.0):
            parts += _wing(side * y, way)
        parts += _radiator(side * (y - 2.9))
        if side < 0.0 and y == OUTER_WING_Y_m:
            parts += [mesh for way in (1.0, -1.0) for mesh in _roll_out(side * y, way)]
    c, s = np.cos(turned_rad), np.sin(turned_rad)
    turn = np.array(((c, 0.0, -s), (0.0, 1.0, 0.0), (s, 0.0, c)))
    return placed(placed(parts, np.eye(3), (0.0, 0.0, -Z_m)), turn, (0.0, 0.0, Z_m))


def _spine(side: float) -> list[Mesh]:
    """S4, S5 and S6, or P4 to P6: two boxes of batteries with a spacer between them."""

    def block(low: float, high: float, width: float, height: float, look: str) -> Mesh:
        return box((0.0, side * (low + high) / 2.0, Z_m), (width, high - low, height), look)

    frame: list[tuple[Floats, Floats]] = []
    for low, high in ((JOINT_Y_m + 0.5, 34.6), (34.6, 37.8), (37.8, END_Y_m)):
        half = 1.3 if low == 34.6 else 1.9
        ring = [np.array((x * half, 0.0, z * half + Z_m)) for x, z in ((1, 1), (1, -1), (-1, -1), (-1, 1))]
        bays = np.linspace(low, high, max(2, round((high - low) / 2.4) + 1))
        for k, corner in enumerate(ring):
            frame.append((corner + (0.0, side * low, 0.0), corner + (0.0, side * high, 0.0)))
            after = ring[(k + 1) % 4]
            frame += [(corner + (0.0, side * y, 0.0), after + (0.0, side * y, 0.0)) for y in bays]
            frame += [(corner + (0.0, side * a, 0.0), after + (0.0, side * b, 0.0)) for a, b in pairwise(bays)]
    starts, ends = (np.array(points) for points in zip(*frame))
    parts: list[Mesh] = [bars(starts, ends, 0.13, "truss")]
    for low, high in ((28.0, 32.2), (43.2, 47.3)):
        parts += [
            block(low, high, 3.1, 2.2, "shield_d"),
            block(low + 0.3, high - 0.3, 3.6, 1.2, "blanket_white"),
            block(low + 0.6, high - 0.6, 1.6, 3.3, "shield_b"),
        ]
    parts += [block(39.0, 42.4, 1.6, 1.6, "blanket_white"), block(35.2, 37.2, 1.0, 1.0, "blanket_grey")]
    return parts


def _wing(y_m: float, way: float) -> list[Mesh]:
    """One wing along ±x: joint and canister, mast, two pleated blankets between their boxes."""
    parts: list[Mesh] = [
        tube((way * 1.5, y_m, Z_m), (way * 3.0, y_m, Z_m), 0.55, "blanket_white", 16),
        tube((way * 0.3, y_m, Z_m), (way * 1.6, y_m, Z_m), 0.8, "shield_c", 20),
        *_mast(y_m, way),
    ]
    ends = np.array([(way * x, y_m + dy, Z_m) for x in (_ROOT_m, _TIP_m) for dy in (-_APART_m, _APART_m)])
    parts.append(boxes(ends, (0.42, _BLANKET_m + 0.1, 0.30), "shield_c"))
    parts.append(
        bars(np.array(((way * _ROOT_m, y_m - 5.8, Z_m),)), np.array(((way * _ROOT_m, y_m + 5.8, Z_m),)), 0.2, "truss")
    )
    parts += [mesh for dy in (-_APART_m, _APART_m) for mesh in _blanket(y_m + dy, way)]
    return parts


def _blanket(y_m: float, way: float) -> Model:
    """A strip of pleats: dark cells to zenith, amber film below, shades differing from pleat to pleat."""
    x = np.linspace(_ROOT_m, _TIP_m, _PLEATS + 1)
    lines = [(at, at + 0.05) for at in x[1:-1:2]]
    shades = np.random.default_rng(abs(int(10 * y_m)) + (way > 0)).integers(2, size=_PLEATS)

    def strips(spans: list[tuple[float, float]], lift: float, low: float, high: float) -> Floats:
        return np.array(
            [
                [
                    (way * a, low, Z_m + lift),
                    (way * a, high, Z_m + lift),
                    (way * b, high, Z_m + lift),
                    (way * b, low, Z_m + lift),
                ]
                for a, b in spans
            ]
        )

    parts: list[Mesh] = []
    low, high = y_m - _BLANKET_m / 2.0, y_m + _BLANKET_m / 2.0
    for shade, name in enumerate("ab"):
        spans = [(x[k], x[k + 1]) for k in range(_PLEATS) if shades[k] == shade]
        up, down = strips(spans, -0.012, low, high), strips(spans, 0.012, low, high)
        up, down = (up, down[:, ::-1]) if way > 0.0 else (up[:, ::-1], down)
        parts += [quads(up, f"wing_front_{name}"), quads(down, f"wing_back_{name}")]
    seam = strips(lines, 0.03, low, high)
    tape = strips([(_ROOT_m, _TIP_m)], 0.035, y_m - 0.06, y_m + 0.06)
    below = np.concatenate((seam, tape))
    parts += as_trim(
        (
            quads(below[:, ::-1] if way > 0.0 else below, "wing_line"),
            quads((seam if way > 0.0 else seam[:, ::-1]) - (0.0, 0.0, 0.06), "wing_seam"),
        )
    )
    return tuple(parts)


def _mast(y_m: float, way: float) -> Model:
    """The unfolded mast: four longerons, square frames, a diagonal in every bay."""
    x = way * np.linspace(3.0, _TIP_m + 0.1, 22)
    square = np.array(((0.38, 0.38), (0.38, -0.38), (-0.38, -0.38), (-0.38, 0.38)))
    corner = np.stack([np.column_stack((np.full(4, at), y_m + square[:, 0], Z_m + square[:, 1])) for at in x])
    frames = bars(corner.reshape(-1, 3), np.roll(corner, -1, axis=1).reshape(-1, 3), 0.04, "mast")
    lean = bars(corner[:-1].reshape(-1, 3), np.roll(corner[1:], 1, axis=1).reshape(-1, 3), 0.03, "mast")
    return (bars(corner[0], corner[-1], 0.07, "mast"), *as_trim((frames, lean)))


def _roll_out(y_m: float, way: float) -> list[Mesh]:
    """A roll-out wing over the old one, canted by ten degrees: two blankets between booms, from a foot at the mast."""
    long, wide = 18.2, 6.0
    tilt = np.radians(10.0)
    along = np.array((way * np.cos(tilt), 0.0, -np.sin(tilt)))
    out = np.array((-way * np.sin(tilt), 0.0, -np.cos(tilt)))
    root = np.array((way * 3.4, y_m, Z_m - 1.5))
    parts: list[Mesh] = [
        bars(
            np.array(((way * 2.8, y_m - 0.5, Z_m - 0.4), (way * 2.8, y_m + 0.5, Z_m - 0.4))),
            np.array((root - (0.0, 1.2, 0.0), root + (0.0, 1.2, 0.0))),
            0.14,
            "shield_c",
        )
    ]
    for dy in (-0.25 * wide - 0.05, 0.25 * wide + 0.05):
        half = np.array((0.0, wide / 4.0 - 0.05, 0.0))
        a, b = root + (0.0, dy, 0.0), root + (0.0, dy, 0.0) + long * along
        front = np.array([[a - half, a + half, b + half, b - half]]) + 0.02 * out
        front = front if way > 0.0 else front[:, ::-1]
        parts += [quads(front, "roll_front"), quads(front[:, ::-1] - 0.04 * out, "roll_back")]
    edge = np.array([root + (0.0, dy, 0.0) for dy in (-wide / 2.0, 0.0, wide / 2.0)])
    rolls = np.array((root, root + long * along))
    parts += [
        bars(edge, edge + long * along, 0.10, "cone_dark"),
        bars(rolls - (0.0, wide / 2.0, 0.0), rolls + (0.0, wide / 2.0, 0.0), 0.22, "shield_c"),
    ]
    return parts


def _radiator(y_m: float) -> list[Mesh]:
    """A photovoltaic radiator, edge-on to the Sun: seven panels that hang behind the wing."""
    panels = np.array([(0.0, y_m, Z_m + 2.6 + 1.92 * k + 0.94) for k in range(7)])
    return [
        boxes(panels, (0.06, 3.4, 1.86), "radiator"),
        as_trim((boxes(panels + (0.0, 0.0, 0.95), (0.12, 3.4, 0.05), "shield_d"),))[0],
        bars(
            np.array(((0.9, y_m, Z_m + 1.7), (-0.9, y_m, Z_m + 1.7))),
            np.array(((0.0, y_m - 0.8, Z_m + 2.6), (0.0, y_m + 0.8, Z_m + 2.6))),
            0.12,
            "truss",
        ),
    ]
