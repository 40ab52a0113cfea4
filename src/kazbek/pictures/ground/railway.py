"""The railway over the steppe from the assembly hall to the pad, along x; metres. Invented, after the type."""

from __future__ import annotations

import numpy as np

from kazbek.pictures.models.mesh import Mesh, Model, bars, box, boxes, repeated, tube

_BED_m = 0.36


def railway(first_m: float, last_m: float, y_m: float = 0.0) -> list[Mesh]:
    """Rails of broad gauge on sleepers and gravel between two places."""
    length, middle = last_m - first_m, (first_m + last_m) / 2.0
    sleepers = np.arange(first_m, last_m, 0.9)
    centres = np.column_stack((sleepers, np.full_like(sleepers, y_m), np.full_like(sleepers, 0.42)))
    ends = np.array([[(last_m, y_m + y, 0.62), (first_m, y_m + y, 0.62)] for y in (-0.76, 0.76)])
    return [
        box((middle, y_m, _BED_m / 2.0), (length, 4.2, _BED_m), "gravel"),
        boxes(centres, np.array((0.28, 2.7, 0.2)), "sleeper"),
        bars(ends[:, 0], ends[:, 1], 0.14, "rail"),
    ]


def along_the_line() -> Model:
    """The line far from anything: rails to both horizons, and telegraph poles."""
    poles = np.array([(x, -9.5, 0.0) for x in np.arange(-600.0, 400.0, 45.0)])
    tops = poles + (0.0, 0.0, 7.2)
    arms = np.array((0.0, 0.9, -0.4))
    wires = [
        bars(tops[:-1] + s * arms * (1, 1, s), tops[1:] + s * arms * (1, 1, s), 0.025, "dark") for s in (1.0, -1.0)
    ]
    return (
        *railway(-900.0, 500.0),
        bars(poles, tops, 0.24, "sleeper"),
        bars(tops + arms, tops + arms * (1.0, -1.0, 1.0), 0.12, "sleeper"),
        *wires,
        *_stones(),
    )


def _stones() -> list[Mesh]:
    """Ballast that has rolled down beside the bed."""
    rng = np.random.default_rng(12)
    x, side = rng.uniform(-90.0, 60.0, 1400), rng.choice((-1.0, 1.0), 1400)
    y = side * (2.1 + np.abs(rng.normal(0.0, 0.45, 1400)))
    size = rng.uniform(0.03, 0.08, 1400)
    stone = tube((-0.5, 0.0, 0.0), (0.5, 0.0, 0.0), 0.5, "gravel", 6)
    turns = size[:, None, None] * np.broadcast_to(np.eye(3), (1400, 3, 3))
    return [repeated(stone, turns, np.column_stack((x, y, 0.4 * size)))]
