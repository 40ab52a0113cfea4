"""The steppe where a capsule has come down: what it did to the ground, and who has come to it.

Axes: x away from the camera, y to its left, z up; the capsule at the origin, metres. Who stands where is invented;
numbers and kinds follow reports of landings (helicopters, all-terrain vehicles, some dozens of people).
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.directions import about_x, about_z
from kazbek.pictures.ground.scorch import berm
from kazbek.pictures.models.capsule.canopy import canopy_on_ground
from kazbek.pictures.models.capsule.capsule import capsule
from kazbek.pictures.models.mesh import Mesh, Model, bars, box, gathered, moved, placed, tube
from kazbek.pictures.models.recovery.people import in_chair, person
from kazbek.pictures.models.recovery.vehicles import blue_bird, helicopter

_CONE_rad = 0.122  # the wall's slant; on its side the capsule rests on it
_CLOTHES = {
    "blue": ("suit_blue", "suit_blue"),
    "grey": ("suit_camouflage", "suit_camouflage"),
    "orange": ("suit_orange", "suit_blue"),
    "khaki": ("suit_khaki", "suit_camouflage"),
}
_Row = tuple[float, float, float, str, str]  # x, y, turn, pose, clothes of one who stands about
_CREW_OUT: tuple[_Row, ...] = (
    (1.2, -3.0, 1.5, "standing", "blue"),
    (0.2, 3.0, 0.9, "arms folded", "grey"),
    (2.6, 4.2, 0.4, "hands ahead", "blue"),
    (3.6, 6.2, -1.9, "standing", "orange"),
    (1.5, 6.6, 0.6, "hands ahead", "khaki"),
    (5.2, 3.6, 2.1, "standing", "grey"),
    (6.4, 7.4, -2.0, "pointing", "blue"),
    (8.5, -2.5, 2.9, "walking", "orange"),
    (5.0, -6.0, 2.3, "walking", "grey"),
    (14.0, 4.5, -2.9, "walking", "blue"),
    (18.0, 9.0, -2.7, "walking", "khaki"),
    (26.0, -9.5, 2.8, "standing", "blue"),
    (27.0, -10.4, -0.5, "standing", "grey"),
    (40.0, 16.0, -2.8, "standing", "blue"),
)
_ON_STAGE: tuple[_Row, ...] = ((0.10, -1.66, 1.75, "hands ahead", "blue"), (0.95, -1.72, 2.2, "hands ahead", "grey"))
_ARRIVING: tuple[_Row, ...] = (
    (15.0, 6.2, -2.75, "running", "grey"),
    (17.5, 5.2, -2.85, "walking", "blue"),
    (21.0, 7.9, -2.8, "running", "orange"),
    (23.0, 6.4, -2.8, "walking", "grey"),
)
_CHAIRS = ((3.0, 5.1, 2.7), (2.3, 5.4, 2.4), (4.0, 4.7, 2.9))  # x, y, turn
_STAGE_m = 1.05  # height of the folding stage


def upright_with_crew_out() -> Model:
    """The capsule as it stands, the crew in their chairs, the teams about them."""
    standing = grounded(placed(capsule("landed"), _upright(2.2), (0.0, 0.0, 0.0)))
    chairs = [placed(in_chair(), about_z(turn), (x, y, 0.0)) for x, y, turn in _CHAIRS]
    far = (
        *placed(helicopter(), about_z(-2.2), (64.0, 29.0, 0.0)),
        *placed(blue_bird(), about_z(2.2), (36.0, -19.0, 0.0)),
    )
    canopy = placed(canopy_on_ground(0.012), about_z(-0.62), (0.4, -0.6, 0.0))
    return gathered(
        (
            *standing,
            *masts(2.06),
            *_stage(),
            *_people(_CREW_OUT),
            *_people(_ON_STAGE, _STAGE_m),
            *canopy,
            *far,
            *(mesh for chair in chairs for mesh in chair),
            berm(standing),
        )
    )


def on_its_side() -> Model:
    """The capsule on its flank minutes after landing; the teams are coming."""
    lying = grounded(placed(capsule("landed"), _lying(0.80, 0.9), (0.0, 0.0, 0.0)))
    canopy = placed(canopy_on_ground(0.012), about_z(0.48), (0.6, 0.5, 0.0))
    far = (
        *placed(helicopter(flying=True), about_z(-2.55) @ _nose_down(0.12), (88.0, 20.0, 17.0)),
        *placed(blue_bird(), about_z(2.75), (52.0, -17.0, 0.0)),
    )
    return gathered((*lying, *_people(_ARRIVING), *canopy, *far, berm(lying)))


def grounded(model: Model) -> Model:
    """The model set on the ground: its lowest corner at z = 0."""
    return moved(model, z=-min(float(mesh.vertices_m[:, 2].min()) for mesh in model))


def _nose_down(angle: float) -> Floats:
    c, s = np.cos(angle), np.sin(angle)
    return np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))


def _upright(roll: float) -> Floats:
    """x up, turned by `roll` about it."""
    return about_z(roll) @ np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))


def _lying(heading: float, roll: float) -> Floats:
    """The hatch towards `heading`, the wall's slant level on the ground, rolled about the long axis."""
    return about_z(heading) @ _nose_down(_CONE_rad) @ about_x(roll)


def masts(foot_z_m: float) -> Model:
    """Whip antennas and the beacon that spring out beside the hatch."""
    c, s = np.cos((0.5, 2.3, 4.2)), np.sin((0.5, 2.3, 4.2))
    low = np.column_stack((0.42 * c, 0.42 * s, np.full(3, foot_z_m - 0.05)))
    high = np.column_stack((0.62 * c, 0.62 * s, np.full(3, foot_z_m + 1.05)))
    beacon = tube((0.1, -0.40, foot_z_m - 0.05), (0.1, -0.42, foot_z_m + 0.16), 0.035, "white", 10)
    return (bars(low, high, 0.012, "metal"), beacon)


def _people(rows: tuple[_Row, ...], foot_z_m: float = 0.0) -> Model:
    rng = np.random.default_rng(17)
    about: list[Mesh] = []
    for x, y, turn, pose, clothes in rows:
        figure = person(pose, *_CLOTHES[clothes], height_m=float(np.round(rng.uniform(1.72, 1.86), 2)))
        about += placed(figure, about_z(turn), (x, y, foot_z_m))
    return tuple(about)


def _stage() -> Model:
    """A folding stage with rails and steps that gives way to the hatch."""
    corners = np.array([(x, y, 0.0) for x in (-0.35, 1.45) for y in (-1.40, -2.30)])
    outer = corners[[1, 3]] + (0.0, 0.0, _STAGE_m)
    up = np.array((0.0, 0.0, 1.0))
    steps = [box((1.62 + 0.22 * k, -1.85, _STAGE_m - 0.22 * (k + 1)), (0.24, 0.8, 0.05), "metal") for k in range(4)]
    return (
        box((0.55, -1.85, _STAGE_m - 0.04), (1.9, 1.0, 0.08), "metal"),
        bars(corners, corners + _STAGE_m * up, 0.05, "heli_orange"),
        bars(outer, outer + up, 0.04, "heli_orange"),
        *(bars(outer[:1] + h * up, outer[1:] + h * up, 0.04, "heli_orange") for h in (0.5, 1.0)),
        *steps,
    )
