"""People in the couches of a cabin, in pressure suits after the Sokol type. No likeness is meant.

Axes of a seat: x where the face looks (the ship's nose), y to the left, z towards the crown; the hips at the origin.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable

import numpy as np

from kazbek.pictures.directions import about_x
from kazbek.pictures.models.aboard.body import Worn, body, limb, mirrored
from kazbek.pictures.models.mesh import Mesh, Model, Point, gathered, lathe, placed, sheet, tube
from kazbek.pictures.models.recovery.people import Joints

_HIP_z = 0.93  # of a standing figure
_SUIT = Worn("sokol_cloth", "sokol_cloth", "sokol_cloth", "sokol_cloth", 1.20)


def _pose(hand: Point, elbow: Point) -> tuple[Joints, Joints]:
    """Knees drawn up, shins along the back; the hands as told, in the axes of the seat."""

    def raised(at: Point) -> tuple[float, float, float]:
        return (float(at[0]), float(at[1]), float(at[2]) + _HIP_z)

    return mirrored(
        {
            "hip": raised((0.02, 0.10, 0.02)),
            "knee": raised((0.38, 0.145, 0.235)),
            "ankle": raised((0.46, 0.13, -0.16)),
            "shoulder": raised((-0.01, 0.195, 0.50)),
            "elbow": raised(elbow),
            "hand": raised(hand),
        }
    )


RESTING = _pose((0.33, 0.155, 0.33), (0.10, 0.275, 0.22))
AT_THE_PANEL = _pose((0.37, 0.155, 0.38), (0.15, 0.275, 0.30))


@functools.cache
def in_a_couch(busy: bool) -> Model:
    """Someone strapped in, hands on the knees or, `busy`, on what lies before them; helmet closed."""
    pose = AT_THE_PANEL if busy else RESTING
    parts = [mesh.placed(np.eye(3), (0.0, 0.0, -_HIP_z)) for mesh in body(pose, _SUIT)]
    return gathered((*parts, *_helmet(), *_straps(), *_cuffs(pose)))


def _helmet() -> list[Mesh]:
    """The soft hood with its clear visor over a cap, and the ring at the neck."""
    at = np.array((0.02, 0.0, 0.735))
    turn = np.linspace(0.0, np.pi, 19)
    hood = lathe([(0.165 * -np.cos(a), 0.150 * np.sin(a)) for a in turn], "sokol_cloth", 36)
    upright = np.array(((0.0, 0.0, -1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)))
    dome = np.linspace(0.0, 0.42 * np.pi, 10)
    visor = lathe([(0.03 + 0.125 * np.sin(a), 0.128 * np.cos(a)) for a in dome], "visor", 36)
    rim = lathe(((0.025, 0.128), (0.025, 0.142), (0.050, 0.142), (0.050, 0.126)), "sokol_grey", 36)
    ring = lathe(((-0.018, 0.120), (-0.018, 0.152), (0.018, 0.152), (0.018, 0.120)), "sokol_blue", 36)
    return [
        hood.placed(upright, at),
        _hoop(at, 0.1505),
        visor.placed(np.eye(3), at),
        rim.placed(np.eye(3), at),
        ring.placed(upright, (0.0, 0.0, 0.585)),
    ]


def _hoop(at: np.ndarray, radius_m: float) -> Mesh:
    """A seam from ear to ear over the crown."""
    angle = np.linspace(0.0, np.pi, 25)
    middle = np.column_stack((np.full(25, -0.02), radius_m * np.cos(angle), 1.10 * radius_m * np.sin(angle)))
    wide = np.array((0.005, 0.0, 0.0))
    return sheet(np.stack((at + middle - wide, at + middle + wide)), "sokol_grey")


def _straps() -> list[Mesh]:
    """The harness over shoulders and lap, its buckle, the suit's regulator and hoses."""
    buckle = np.array((0.165, 0.0, 0.20))
    parts = [tube(buckle, buckle + (0.035, 0.0, 0.0), 0.042, "metal", 20)]
    for s in (1.0, -1.0):
        over = np.array(((-0.10, 0.11 * s, 0.58), (0.06, 0.115 * s, 0.56), (0.145, 0.10 * s, 0.44), buckle))
        lap = np.array(((-0.02, 0.24 * s, 0.02), (0.12, 0.17 * s, 0.10), buckle))
        parts += [*_webbing(over), *_webbing(lap)]
        parts.append(tube((0.13, 0.09 * s, 0.33), (0.06, 0.25 * s, 0.08), 0.016, "sokol_grey", 12))
    parts.append(tube((0.135, 0.075, 0.34), (0.165, 0.075, 0.34), 0.034, "case_blue", 20))
    return parts


def _webbing(points: np.ndarray) -> list[Mesh]:
    """A strap through points, its flat side outwards."""
    return [limb_flat(a, b) for a, b in itertools.pairwise(points)]


def limb_flat(start: np.ndarray, end: np.ndarray) -> Mesh:
    """A band 45 mm wide between two points."""
    along = (end - start) / np.linalg.norm(end - start)
    side = np.cross(along, (1.0, 0.0, 0.0) if abs(along[0]) < 0.8 else (0.0, 0.0, 1.0))
    side = 0.022 * side / np.linalg.norm(side)
    grid = np.stack((np.stack((start - side, end - side)), np.stack((start + side, end + side))))
    return sheet(grid, "strap_blue")


def _cuffs(pose: tuple[Joints, Joints]) -> list[Mesh]:
    """Rings where the gloves are locked on."""
    cuffs = []
    for side in (0, 1):
        elbow, hand = (np.array(pose[side][name]) - (0.0, 0.0, _HIP_z) for name in ("elbow", "hand"))
        along = (hand - elbow) / np.linalg.norm(hand - elbow)
        cuffs.append(tube(hand - 0.055 * along, hand - 0.025 * along, 0.058, "sokol_blue", 24))
    return cuffs


def couch(liner: str = "liner_white", name: Iterable[Mesh] = ()) -> Model:
    """A couch with the moulded liner of one person; `name` is lettering on its head."""
    return gathered((*_shell("couch_grey", -0.045, 1.10), *_shell(liner, 0.0, 1.0), *_frame(), *name))


def _shell(material: str, behind_m: float, widen: float) -> list[Mesh]:
    """The trough a body lies in, from over the head down to the knees."""
    path = np.array(
        (
            (-0.115, 0.90),
            (-0.122, 0.85),
            (-0.128, 0.76),
            (-0.135, 0.60),
            (-0.150, 0.42),
            (-0.140, 0.20),
            (-0.120, 0.02),
            (-0.06, -0.09),
            (0.04, -0.10),
            (0.18, -0.01),
            (0.30, 0.075),
        )
    )
    width = widen * np.array((0.17, 0.20, 0.22, 0.26, 0.285, 0.275, 0.26, 0.25, 0.245, 0.24, 0.23))
    across = np.linspace(-1.0, 1.0, 21)
    along = np.gradient(path, axis=0)
    inwards = np.column_stack((along[:, 1], -along[:, 0])) / np.linalg.norm(along, axis=1, keepdims=True)
    inwards *= -1.0
    curl = 0.15 * np.abs(across) ** 5
    place = path[:, None] + inwards[:, None] * (curl[None, :, None] + behind_m)
    grid = np.stack((place[..., 0], width[:, None] * across[None, :], place[..., 1]), axis=-1)
    return [sheet(grid, material)]


def _frame() -> list[Mesh]:
    """The shock-absorbing strut behind the head, the rails of the couch, a rest for the shins."""
    parts = [tube((-0.22, 0.0, 0.82), (-0.20, 0.0, 0.20), 0.045, "metal", 20)]
    for s in (1.0, -1.0):
        parts += [
            tube((-0.19, 0.20 * s, 0.86), (-0.17, 0.25 * s, -0.05), 0.020, "metal"),
            tube((-0.17, 0.25 * s, -0.05), (0.34, 0.24 * s, 0.03), 0.020, "metal"),
        ]
    return parts


def seated(model: Model, at: Point, fan_rad: float) -> Model:
    """A model in the axes of a seat, placed in the cabin and turned in its fan: heads together."""
    return placed(model, about_x(fan_rad), at)


__all__ = ["couch", "in_a_couch", "limb", "seated"]
