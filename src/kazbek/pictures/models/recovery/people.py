"""People of the recovery, seen from afar: figures in work clothes, and three in reclining chairs. No likeness is meant.

Axes of a figure: x ahead, y to its left, z up from the ground; 1.78 m tall unless scaled. Proportions after the usual
canon (the hip at half of the height, the hand at a third).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, aimed, box, gathered, lathe

Joints = dict[str, tuple[float, float, float]]

HEIGHT_m = 1.78
# Ankle, knee, hip, shoulder, elbow, hand of the left side (the right side mirrors y), then neck and head.
_STANDING: Joints = {
    "ankle": (0.0, 0.10, 0.09),
    "knee": (0.02, 0.11, 0.50),
    "hip": (0.0, 0.09, 0.93),
    "shoulder": (-0.01, 0.185, 1.43),
    "elbow": (-0.05, 0.255, 1.15),
    "hand": (0.04, 0.25, 0.90),
    "neck": (0.0, 0.0, 1.50),
    "head": (0.02, 0.0, 1.645),
}
_POSES: dict[str, tuple[Joints, Joints]] = {  # what differs on the left, and on the right
    "standing": ({}, {}),
    "hands ahead": (
        {"elbow": (0.10, 0.26, 1.20), "hand": (0.38, 0.14, 1.22)},
        {"elbow": (0.10, -0.26, 1.20), "hand": (0.38, -0.12, 1.16)},
    ),
    "pointing": ({"elbow": (0.16, 0.33, 1.36), "hand": (0.42, 0.42, 1.50)}, {}),
    "walking": (
        {
            "ankle": (0.34, 0.10, 0.10),
            "knee": (0.24, 0.11, 0.52),
            "elbow": (-0.20, 0.25, 1.18),
            "hand": (-0.14, 0.26, 0.94),
        },
        {
            "ankle": (-0.36, -0.10, 0.17),
            "knee": (-0.04, -0.11, 0.50),
            "elbow": (0.10, -0.26, 1.16),
            "hand": (0.28, -0.22, 1.02),
        },
    ),
    "running": (
        {
            "ankle": (-0.42, 0.10, 0.42),
            "knee": (0.04, 0.11, 0.50),
            "elbow": (0.06, 0.28, 1.14),
            "hand": (0.30, 0.20, 1.22),
        },
        {
            "ankle": (0.30, -0.10, 0.12),
            "knee": (0.26, -0.11, 0.54),
            "elbow": (-0.26, -0.27, 1.20),
            "hand": (-0.12, -0.30, 1.04),
        },
    ),
    "arms folded": (
        {"elbow": (0.08, 0.27, 1.14), "hand": (0.20, -0.06, 1.20)},
        {"elbow": (0.08, -0.27, 1.14), "hand": (0.18, 0.08, 1.16)},
    ),
}


@functools.cache
def person(pose: str, jacket: str, trousers: str, cap: str = "cap_dark", height_m: float = HEIGHT_m) -> Model:
    """A figure that stands at the origin and looks along x.

    Parameters
    ----------
    pose : ``"standing"``, ``"hands ahead"``, ``"pointing"``, ``"walking"``, ``"running"``, ``"arms folded"``
    jacket, trousers, cap : materials
    """
    return gathered(figure(_POSES[pose], jacket, trousers, height_m, cap=cap))


def figure(
    pose: tuple[Joints, Joints], jacket: str, trousers: str, height_m: float, *, cap: str = "", girth: float = 1.0
) -> Model:
    """A figure in any pose (what differs from standing on the left, and on the right); bareheaded without a cap.

    `girth` widens its limbs and trunk, as a suit does.
    """
    left, right = (joints_of(pose, side) for side in (0, 1))
    parts = [
        *_trunk(left, jacket, cap, girth),
        *(mesh for j in (left, right) for mesh in _side(j, jacket, trousers, girth)),
    ]
    return tuple(_scaled(mesh, (height_m / HEIGHT_m,) * 3) for mesh in parts)


def joints_of(pose: tuple[Joints, Joints], side: int) -> dict[str, Floats]:
    """Every joint of one side (0 left, 1 right) in a pose."""
    sign = np.array((1.0, 1.0 if side == 0 else -1.0, 1.0))
    joints = {name: np.array(at) * sign for name, at in _STANDING.items()}
    return joints | {name: np.array(at) for name, at in pose[side].items()}


def _trunk(j: dict[str, Floats], jacket: str, cap: str, girth: float) -> list[Mesh]:
    torso = lathe(
        (
            (0.83, 0.0),
            (0.84, 0.17),
            (0.95, 0.185),
            (1.08, 0.172),
            (1.28, 0.196),
            (1.40, 0.185),
            (1.47, 0.12),
            (1.53, 0.075),
            (1.55, 0.0),
        ),
        jacket,
        14,
    )
    on_end = np.array(((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)))
    head = lathe([(0.125 * -np.cos(a), 0.096 * np.sin(a)) for a in np.linspace(0.0, np.pi, 7)], "skin", 12)
    hat = lathe(((0.015, 0.101), (0.035, 0.107), (0.09, 0.09), (0.128, 0.045), (0.135, 0.0)), cap, 12)
    neck = limb(j["neck"] - (0.0, 0.0, 0.06), j["head"], 0.062, 0.055, "skin")
    return [
        _scaled(torso.placed(on_end, (0.0, 0.0, 0.0)), (0.66 * girth, 1.06 * girth, 1.0)),
        head.placed(on_end, j["head"]),
        *((hat.placed(on_end, j["head"]),) if cap else ()),
        neck,
    ]


def _side(j: dict[str, Floats], jacket: str, trousers: str, girth: float) -> list[Mesh]:
    toe, heel = j["ankle"] + (0.17, 0.0, -0.045), j["ankle"] - (0.05, 0.0, 0.035)
    cuff, tips = j["ankle"] + (0.0, 0.0, 0.13), j["hand"] + 0.35 * (j["hand"] - j["elbow"])
    return [
        limb(j["hip"], j["knee"], 0.105 * girth, 0.075 * girth, trousers),
        limb(j["knee"], cuff, 0.075 * girth, 0.062 * girth, trousers),
        limb(cuff, j["ankle"], 0.066, 0.058, "boots"),
        limb(heel, toe, 0.050, 0.042, "boots"),
        limb(j["shoulder"], j["elbow"], 0.075 * girth, 0.056 * girth, jacket),
        limb(j["elbow"], j["hand"], 0.056 * girth, 0.044 * girth, jacket),
        limb(j["hand"], tips, 0.042, 0.034, "skin"),
    ]


def limb(start: Floats, end: Floats, r0_m: float, r1_m: float, material: str) -> Mesh:
    """A tapering bar with round ends."""
    length = float(np.linalg.norm(end - start))
    turn = np.linspace(0.0, np.pi / 2.0, 3)
    near = [(-r0_m * float(np.cos(a)), r0_m * float(np.sin(a))) for a in turn]
    far = [(length + r1_m * float(np.sin(a)), r1_m * float(np.cos(a))) for a in turn]
    (bar,) = aimed((lathe(near + far, material, 8),), end - start, start)
    return bar


def _scaled(mesh: Mesh, scale: Sequence[float]) -> Mesh:
    normals = mesh.normals / np.asarray(scale)
    unit = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    return Mesh(mesh.vertices_m * np.asarray(scale), unit, mesh.faces, mesh.material)


@functools.cache
def in_chair(blanket: str = "blanket_blue") -> Model:
    """Someone in a white pressure suit who lies back in a chair, under a blanket; looks along x."""
    lean = np.radians(38.0)
    back = np.array((-np.sin(lean), 0.0, np.cos(lean)))
    hip = np.array((0.0, 0.0, 0.50))
    neck = hip + 0.60 * back
    parts = [
        limb(hip + (0.02, 0.0, 0.06), hip + 0.46 * back + (0.04, 0.0, 0.03), 0.17, 0.19, "suit_white"),
        limb(neck, neck + 0.04 * back, 0.07, 0.06, "suit_white"),
        limb(neck + 0.17 * back, neck + 0.19 * back, 0.105, 0.100, "cap_white"),
    ]
    for side in (1.0, -1.0):
        shoulder, elbow = hip + 0.48 * back + (0.03, 0.21 * side, 0.02), hip + (0.02, 0.29 * side, 0.22)
        hand, knee = hip + (0.28, 0.20 * side, 0.20), hip + (0.46, 0.10 * side, 0.10)
        parts += [
            limb(shoulder, elbow, 0.075, 0.06, "suit_white"),
            limb(elbow, hand, 0.06, 0.05, "suit_white"),
            limb(hip + (0.0, 0.10 * side, 0.06), knee, 0.115, 0.09, blanket),
            limb(knee, knee + (0.34, 0.02 * side, -0.34), 0.09, 0.075, blanket),
            limb(knee + (0.36, 0.02 * side, -0.38), knee + (0.46, 0.03 * side, -0.34), 0.06, 0.05, "suit_white"),
        ]
    return gathered((*parts, *_chair(hip, back)))


def _chair(hip: Floats, back: Floats) -> list[Mesh]:
    """A folding lounger: seat, back, legs crossed on either side."""
    rest = box((0.40, 0.0, 0.0), (1.0, 0.56, 0.05), "chair_blue")
    side = np.array((0.0, 1.0, 0.0))
    axes = np.column_stack((back, side, np.cross(back, side)))
    seat = box(hip + (0.22, 0.0, -0.10), (0.60, 0.56, 0.05), "chair_blue")
    parts = [rest.placed(axes, hip + (-0.16, 0.0, -0.04)), seat]
    for y in (0.29, -0.29):
        parts += [
            limb(np.array((-0.38, y, 0.02)), np.array((0.42, y, 0.46)), 0.016, 0.016, "metal"),
            limb(np.array((0.40, y, 0.02)), np.array((-0.20, y, 0.52)), 0.016, 0.016, "metal"),
            limb(np.array((-0.32, y, 0.66)), np.array((0.22, y, 0.66)), 0.022, 0.022, "metal"),
        ]
    return parts
