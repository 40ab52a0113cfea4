"""A crew on its way over the deck of the pad to the stairs of the rocket, and who goes with them. No likeness is meant.

Axes of :mod:`kazbek.pictures.models.launch.pad`, heights from the deck. Suits after the Sokol type: white, its soft
helmet closed, grey seams, blue straps; each carries the case that ventilates it. Who walks where is invented.
"""

from __future__ import annotations

import functools

import numpy as np

from kazbek.pictures.directions import about_z
from kazbek.pictures.models.mesh import Mesh, Model, box, gathered, placed, tube
from kazbek.pictures.models.recovery.people import Joints, figure, limb, person

_HELMET = ((0.0, 0.0, 1.66), 0.155)
_WALKING: tuple[Joints, Joints] = (
    {
        "ankle": (0.26, 0.13, 0.10),
        "knee": (0.18, 0.14, 0.50),
        "elbow": (-0.08, 0.31, 1.16),
        "hand": (-0.02, 0.33, 0.90),
    },
    {
        "ankle": (-0.28, -0.13, 0.15),
        "knee": (-0.02, -0.14, 0.49),
        "elbow": (0.02, -0.32, 1.14),
        "hand": (0.06, -0.33, 0.86),
    },
)


@functools.cache
def in_sokol(height_m: float) -> Model:
    """Someone in a pressure suit who walks along x, a case in the right hand."""
    parts = [*figure(_WALKING, "sokol_white", "sokol_white", height_m, girth=1.18), *_suit(height_m / 1.78)]
    return gathered(parts)


def _suit(scale: float) -> list[Mesh]:
    """Helmet with its visor, neck ring, straps, hoses, and the case."""
    (x, y, z), radius = _HELMET
    ring = np.array((0.0, 0.0, 1.50))
    worn = [
        limb(np.array((x - 0.01, y, z - 0.02)), np.array((x - 0.01, y, z + 0.01)), radius, radius, "sokol_white"),
        limb(np.array((x + 0.055, y, z)), np.array((x + 0.055, y, z + 0.03)), radius - 0.03, radius - 0.04, "visor"),
        tube(ring - (0.0, 0.0, 0.03), ring + (0.0, 0.0, 0.02), 0.165, "sokol_grey", 20),
        tube((0.12, 0.06, 1.18), (0.12, 0.06, 1.25), 0.05, "case_blue", 14),
        *(tube((0.135, s * 0.10, 1.42), (0.16, s * 0.03, 0.98), 0.017, "sokol_blue", 8) for s in (1.0, -1.0)),
        tube((0.0, -0.19, 1.02), (0.06, -0.33, 0.80), 0.018, "sokol_grey", 8),
        box((0.10, -0.335, 0.60), (0.36, 0.15, 0.34), "case_blue"),
        box((0.10, -0.335, 0.79), (0.16, 0.03, 0.04), "dark"),
    ]
    return [mesh.placed(scale * np.eye(3), (0.0, 0.0, 0.0)) for mesh in worn]


def to_the_rocket(count: int) -> Model:
    """`count` people in suits one behind the other, four others beside and behind them, the stairs ahead.

    Between one of the arms and a service column, where the deck is wide.
    """
    heights = (1.80, 1.68, 1.84, 1.75)
    parts: list[Mesh] = []
    for k in range(count):
        x, y = 12.1 + 1.5 * k, 4.9 + 0.5 * k + 0.35 * (k % 2)
        parts += placed(in_sokol(heights[k % 4]), about_z(np.pi + 0.32), (x, y, 0.0))
    for x, y, turn, pose, jacket in (
        (11.4, 3.1, np.pi + 0.35, "walking", "suit_blue"),
        (15.0, 3.6, np.pi + 0.30, "walking", "suit_khaki"),
        (9.4, 6.6, -0.25, "standing", "suit_blue"),
        (10.2, 7.3, -0.45, "hands ahead", "suit_orange"),
    ):
        parts += placed(person(pose, jacket, "suit_blue", "cap_dark"), about_z(turn), (x, y, 0.0))
    return placed(gathered((*parts, *_stairs())), about_z(np.pi / 4.0), (0.0, 0.0, 0.0))


def _stairs() -> list[Mesh]:
    """The stairs from the deck to the first platform, with rails."""
    foot, head = np.array((8.9, 3.4, 0.0)), np.array((3.4, 4.6, 4.25))
    steps = [foot + t * (head - foot) for t in np.linspace(0.02, 1.0, 20)]
    parts = [box(at, (0.30, 1.5, 0.05), "tower_green") for at in steps]
    side = np.array((0.16, 0.74, 0.0))
    for s in (1.0, -1.0):
        parts.append(tube(foot + s * side, head + s * side, 0.09, "tower_green", 8))
        for rise in (0.5, 1.0):
            up = np.array((0.0, 0.0, rise))
            parts.append(tube(foot + s * side + up, head + s * side + up, 0.03, "loco_yellow", 8))
        parts += [tube(at + s * side, at + s * side + (0.0, 0.0, 1.0), 0.025, "loco_yellow", 6) for at in steps[::4]]
    return parts
