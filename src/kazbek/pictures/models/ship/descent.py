"""The descent module: the bare headlight that lands, and the same under its quilt in orbit."""

from __future__ import annotations

import functools

import numpy as np

from kazbek.pictures.models.detail import porthole, quilted, seams, strap
from kazbek.pictures.models.mesh import Mesh, Model, aimed, as_trim, bars, box, dome, gathered, lathe, placed, tube

_TAU = 2.0 * np.pi
_FLANK = [(2.60, 1.095)] + [(2.60 + 1.55 * t, 1.095 - 0.46 * t**1.7) for t in np.linspace(0.08, 1.0, 14)]
_SHIELD = [
    (2.34 + 0.20 * (1.0 - float(np.sqrt(max(0.0, 1.0 - (r / 1.10) ** 2)))) * 1.0, float(r))
    for r in np.linspace(0.0, 1.085, 9)
]


def descent_module_shape(material: str, shield: str) -> Model:
    """The headlight: blunt shield at x = 2.34, neck at x = 4.42."""
    return (
        lathe(_SHIELD + [(2.60, 1.095)], shield),
        lathe(_FLANK + dome(4.15, 0.27, 0.635, 0.36), material),
        lathe(((4.42, 0.36), (4.42, 0.0)), material),
    )


@functools.cache
def descent_module_insulated() -> Model:
    """The descent module in its dark quilt, laced at both ends, with periscope, windows and thruster ports."""
    parts: list[Mesh] = [
        lathe([*_SHIELD, (2.60, 1.095)], "quilt_charcoal"),
        quilted([*_FLANK, *dome(4.15, 0.27, 0.635, 0.36)], "quilt_charcoal", gores=18, rows=7, puff_m=0.022),
        strap(2.56, 1.09, 0.05, "thread", 0.014),
        strap(2.66, 1.10, 0.02, "thread", 0.012),
        seams(_FLANK, np.arange(1, 18, 3) * _TAU / 18, 0.03, "thread", 0.009, 14),
        *_lacing(2.50, 1.105, 40),
        *_periscope(),
        *_windows(),
        *_ports(),
    ]
    return gathered(parts)


def _lacing(x_m: float, radius_m: float, count: int) -> Model:
    """A zigzag of cord that draws the cover over its edge."""
    angle = np.linspace(0.0, _TAU, count + 1)
    zig = np.where(np.arange(count + 1) % 2, 0.06, -0.02)
    knots = np.column_stack((x_m + zig, radius_m * np.cos(angle), radius_m * np.sin(angle)))
    return as_trim((bars(knots[:-1], knots[1:], 0.012, "thread"),))


def _periscope() -> list[Mesh]:
    """The ВСК under the crew's feet: a stalk, an elbow, and two eyes that look ahead and down."""
    eye = (lathe(((0.0, 0.0), (0.0, 0.075), (0.012, 0.06), (0.012, 0.0)), "glass", 16),)
    return [
        lathe(((0.0, 0.15), (0.05, 0.13), (0.05, 0.0)), "metal", 20).placed(_DOWN, (3.30, 0.0, 0.90)),
        tube((3.30, 0.0, 0.86), (3.30, 0.0, 1.24), 0.075, "cone_dark", 16),
        tube((3.19, 0.0, 1.25), (3.60, 0.0, 1.25), 0.085, "cone_dark", 16),
        box((3.34, 0.0, 1.30), (0.20, 0.15, 0.10), "cone_dark"),
        *as_trim(
            (
                lathe(((3.40, 0.086), (3.40, 0.094), (3.44, 0.094), (3.44, 0.086)), "metal", 16).placed(
                    np.eye(3), (0.0, 0.0, 1.25)
                ),
            )
        ),
        *aimed(eye, (1.0, 0.0, 0.0), (3.601, 0.0, 1.25)),
        *aimed(eye, (0.0, 0.0, 1.0), (3.34, 0.0, 1.352)),
    ]


_DOWN = np.array(((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)))  # x to z


def _windows() -> list[Mesh]:
    """A side window for each of the outer seats, each with a collar through the quilt."""
    return [
        mesh
        for side in (1.0, -1.0)
        for mesh in aimed(porthole(0.12, "metal"), (0.25, side, 0.25), (3.35, side * 0.945, 0.235))
    ]


def _ports() -> Model:
    """Covers over the descent thrusters and the antenna's slot, standing out of the quilt."""
    parts: list[Mesh] = []
    for turn in (-1.05, -0.70, np.pi + 0.70, np.pi + 1.05):
        r = 1.075
        around = np.array(((1.0, 0.0, 0.0), (0.0, np.cos(turn), -np.sin(turn)), (0.0, np.sin(turn), np.cos(turn))))
        mouth = lathe(((0.0, 0.05), (0.02, 0.04), (0.02, 0.0)), "nozzle", 10)
        parts += placed(
            (box((2.90, r, 0.0), (0.22, 0.05, 0.16), "grey"), mouth.placed(_OUT, (2.92, r + 0.025, 0.0))),
            around,
            (0.0, 0.0, 0.0),
        )
    return tuple(parts)


_OUT = np.array(((0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))  # x to y
