"""A body near the camera, sitting or floating: round limbs, hands with fingers, cloth that creases. No likeness.

The same joints and axes as :mod:`kazbek.pictures.models.recovery.people` (x ahead, y to the left, z up; standing at the
origin), so that a pose says what differs from standing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, aimed, lathe, sheet
from kazbek.pictures.models.recovery.people import Joints, joints_of

_ROUND = 20  # sides of a limb
_TRUNK = (  # height, half depth, half width
    (0.84, 0.03, 0.05),
    (0.86, 0.105, 0.160),
    (0.93, 0.120, 0.178),
    (1.05, 0.112, 0.165),
    (1.18, 0.118, 0.172),
    (1.30, 0.128, 0.190),
    (1.40, 0.115, 0.185),
    (1.46, 0.088, 0.135),
    (1.51, 0.066, 0.072),
)
_FINGERS = (-0.030, -0.010, 0.010, 0.030)  # across the palm


@dataclass(frozen=True, slots=True)
class Worn:
    """What somebody wears: materials, and how much wider than the body it is."""

    jacket: str
    trousers: str
    hands: str = "skin"
    feet: str = "sock_grey"
    girth: float = 1.0


def body(pose: tuple[Joints, Joints], worn: Worn) -> list[Mesh]:
    """Trunk, arms and legs without the head; `pose` is what differs from standing on the left, and on the right."""
    left, right = (joints_of(pose, side) for side in (0, 1))
    parts = [_trunk(worn)]
    for j, side in ((left, 1.0), (right, -1.0)):
        parts += [*_arm(j, worn, side), *_leg(j, worn)]
    return parts


def head(hair: str) -> list[Mesh]:
    """A bare head without a face; hair over crown and nape."""
    at = np.array((0.02, 0.0, 1.645))
    turn = np.linspace(0.0, np.pi, 17)
    skull = lathe([(0.122 * -np.cos(a), 0.092 * np.sin(a)) for a in turn], "skin", 28)
    crown = lathe([(0.132 * -np.cos(a), 0.103 * np.sin(a)) for a in np.linspace(0.52 * np.pi, np.pi, 12)], hair, 28)
    upright = np.array(((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)))
    lean = np.radians(-34.0)  # the hair's rim is low behind and high before
    c, s = np.cos(lean), np.sin(lean)
    back = np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))
    return [
        skull.placed(upright, at),
        crown.placed(back @ upright, at - (0.006, 0.0, 0.0)),
        limb(at - (0.02, 0.0, 0.20), at - (0.005, 0.0, 0.04), 0.058, 0.054, "skin"),
        *(limb(at + (0.0, s * 0.088, -0.02), at + (-0.008, s * 0.099, 0.012), 0.013, 0.017, "skin") for s in (1, -1)),
        limb(at + (0.086, 0.0, -0.022), at + (0.094, 0.0, -0.030), 0.012, 0.016, "skin"),
    ]


def limb(start: Floats, end: Floats, r0_m: float, r1_m: float, material: str) -> Mesh:
    """A tapering bar with round ends."""
    length = float(np.linalg.norm(end - start))
    turn = np.linspace(0.0, np.pi / 2.0, 6)
    near = [(-r0_m * float(np.cos(a)), r0_m * float(np.sin(a))) for a in turn]
    far = [(length + r1_m * float(np.sin(a)), r1_m * float(np.cos(a))) for a in turn]
    (bar,) = aimed((lathe(near + far, material, _ROUND),), end - start, start)
    return bar


def _trunk(worn: Worn) -> Mesh:
    turn = np.linspace(0.0, 2.0 * np.pi, 33)
    rings = [
        np.column_stack((worn.girth * x * np.cos(turn), worn.girth * y * np.sin(turn), np.full(33, z)))
        for z, x, y in _TRUNK
    ]
    return sheet(np.stack(rings)[:, ::-1], worn.jacket)


def _arm(j: dict[str, Floats], worn: Worn, side: float) -> list[Mesh]:
    wrist = j["hand"]
    return [
        limb(j["shoulder"], j["elbow"], 0.072 * worn.girth, 0.054 * worn.girth, worn.jacket),
        limb(j["elbow"], wrist, 0.054 * worn.girth, 0.040 * worn.girth, worn.jacket),
        *_hand(wrist, wrist - j["elbow"], side, worn.hands),
    ]


def _hand(wrist: Floats, along: Floats, side: float, material: str) -> list[Mesh]:
    """A palm, four fingers a little bent, a thumb."""
    x = along / np.linalg.norm(along)
    down = np.array((0.0, 0.0, -1.0)) + x * x[2]
    down = down / np.linalg.norm(down) if np.linalg.norm(down) > 0.1 else np.array((1.0, 0.0, 0.0))
    across, bent = np.cross(down, x), x + 0.9 * down
    knuckles = wrist + 0.085 * x
    parts = [limb(wrist, knuckles, 0.036, 0.040, material)]
    for offset in _FINGERS:
        root = knuckles + offset * across
        parts.append(limb(root, root + 0.062 * bent / np.linalg.norm(bent), 0.0115, 0.009, material))
    thumb = wrist + 0.03 * x + side * 0.036 * across
    parts.append(limb(thumb, thumb + 0.05 * x + side * 0.025 * across, 0.014, 0.011, material))
    return parts


def _leg(j: dict[str, Floats], worn: Worn) -> list[Mesh]:
    shin = j["ankle"] - j["knee"]
    forward = np.array((1.0, 0.0, 0.0)) - shin * (shin[0] / (shin @ shin))
    toe = j["ankle"] + 0.16 * forward / np.linalg.norm(forward) + 0.03 * shin / np.linalg.norm(shin)
    return [
        limb(j["hip"], j["knee"], 0.100 * worn.girth, 0.070 * worn.girth, worn.trousers),
        limb(j["knee"], j["ankle"], 0.070 * worn.girth, 0.050 * worn.girth, worn.trousers),
        limb(j["ankle"], toe, 0.050, 0.040, worn.feet),
    ]


def at_joint(pose: tuple[Joints, Joints], side: int, name: str) -> Floats:
    """Where a joint is; `side` is 0 for the left, 1 for the right."""
    return joints_of(pose, side)[name]


def mirrored(left: Joints) -> tuple[Joints, Joints]:
    """The same pose on both sides."""

    def across(at: Sequence[float]) -> tuple[float, float, float]:
        return (at[0], -at[1], at[2])

    return left, {name: across(at) for name, at in left.items()}


__all__ = ["Model", "Worn", "at_joint", "body", "head", "limb", "mirrored"]
