"""The integrated truss along y: lattice, the boxes it carries, rotary joints, stores and the legs on Destiny; STN.

Lengths of its segments (NASA): S0 13.4 m, S1 and P1 13.7 m, S3/S4 and P3/P4 13.7 m; with the outer wings of S6 and P6
it is 109 m from edge to edge.
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, as_trim, bars, box, boxes, lathe, placed, tube

Z_m = -4.6  # of the truss's axis
JOINT_Y_m = 26.2  # of the rotary joints; what lies beyond turns with the Sun
INNER_WING_Y_m, OUTER_WING_Y_m = 33.4, 48.5
END_Y_m = 50.2
_BAYS = 17
_SECTION = np.array(
    ((2.2, -0.75), (2.2, 0.75), (1.1, 1.75), (-1.1, 1.75), (-2.2, 0.75), (-2.2, -0.75), (-1.1, -1.75), (1.1, -1.75))
)  # x, z of the lattice's corners


def inner_truss() -> Model:
    """What stands still: S0, S1 and P1, S3 and P3 to the rotary joints."""
    parts: list[Mesh] = [*_lattice(), *_equipment(), *_legs(), *_stores(), *_rails()]
    for side in (1.0, -1.0):
        parts += _rotary_joint(side)
    return tuple(parts)


def _lattice() -> Model:
    """Eight longerons, a frame at every bay, diagonals on the slanted sides."""
    y = np.linspace(-JOINT_Y_m + 0.6, JOINT_Y_m - 0.6, _BAYS + 1)
    corner = np.stack([np.column_stack((_SECTION[:, 0], np.full(8, at), Z_m + _SECTION[:, 1])) for at in y])
    rings = bars(corner.reshape(-1, 3), np.roll(corner, -1, axis=1).reshape(-1, 3), 0.13, "truss")
    long = bars(corner[0], corner[-1], 0.17, "truss")
    lean = [
        (corner[k, j], corner[k + 1, (j + 1) % 8]) if k % 2 else (corner[k, (j + 1) % 8], corner[k + 1, j])
        for k in range(_BAYS)
        for j in (1, 3, 5, 7)
    ]
    starts, ends = (np.array(points) for points in zip(*lean))
    return (rings, long, *as_trim((bars(starts, ends, 0.09, "truss"),)))


def _equipment() -> list[Mesh]:
    """Boxes of electronics, tanks and pumps inside the lattice, drawn by chance in size and look."""
    rng = np.random.default_rng(7)
    looks = ("blanket_white", "shield_b", "shield_d", "blanket_white", "blanket_grey")
    places: dict[str, list[tuple[Floats, Floats]]] = {look: [] for look in looks}
    for y in np.arange(-24.6, 24.7, 1.55):
        size = rng.uniform((1.4, 0.9, 0.9), (3.0, 1.45, 1.9))
        at = np.array((rng.uniform(-0.5, 0.5), y, Z_m + rng.uniform(-0.5, 0.5)))
        places[looks[rng.integers(len(looks))]].append((at, size))
        if rng.random() < 0.5:
            face = 1.0 if rng.random() < 0.5 else -1.0
            at = np.array((2.35 * face, y, Z_m + rng.uniform(-0.4, 0.4)))
            places[looks[rng.integers(len(looks))]].append((at, rng.uniform((0.3, 0.7, 0.6), (0.6, 1.1, 1.1))))
    return [
        boxes(np.array([at for at, _ in found]), np.array([size for _, size in found]), look)
        for look, found in places.items()
        if found
    ]


def _legs() -> Model:
    """The struts that hold S0 on Destiny's roof."""
    top = np.array([(x, y, Z_m + 1.7) for x in (-1.0, 1.0) for y in (-1.6, 1.6)])
    foot = np.array([(x, y, -2.05) for x in (-1.9, 1.9) for y in (-0.8, 0.8)])
    return (bars(top, foot, 0.16, "truss"), box((0.0, 0.0, -2.55), (2.2, 1.6, 0.9), "shield_d"))


def _rails() -> Model:
    """The railway along the forward face, its two carts, and the cable tray above it."""
    track = np.array(((2.42, -25.0, Z_m - 0.7), (2.42, -25.0, Z_m + 0.7)))
    carts = np.array(((2.85, -11.5, Z_m), (2.85, 4.5, Z_m)))
    return (
        bars(track, track + (0.0, 50.0, 0.0), 0.12, "shield_c"),
        boxes(carts, (0.7, 1.6, 1.3), "shield_c"),
        as_trim(
            (bars(np.array(((1.75, -25.0, Z_m - 1.4),)), np.array(((1.75, 25.0, Z_m - 1.4),)), 0.22, "blanket_white"),)
        )[0],
    )


def _rotary_joint(side: float) -> Model:
    """The big race that lets the outer truss turn: two rings and the drive boxes between them."""
    shape = (
        (-0.55, 0.0),
        (-0.55, 1.55),
        (-0.30, 1.62),
        (-0.22, 1.45),
        (0.22, 1.45),
        (0.30, 1.62),
        (0.55, 1.55),
        (0.55, 0.0),
    )
    race = lathe(shape, "shield_c", 40)
    angle = np.arange(12) * np.pi / 6
    pads = boxes(
        np.column_stack((np.zeros(12), 1.55 * np.cos(angle), 1.55 * np.sin(angle))), (0.42, 0.3, 0.3), "foil_bronze"
    )
    along_y = np.array(((0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)))
    return placed((race, *as_trim((pads,))), along_y, (0.0, side * JOINT_Y_m, Z_m))


def _stores() -> list[Mesh]:
    """Carriers of spare parts above and below S3 and P3, the particle spectrometer, platforms, the UHF masts."""
    parts: list[Mesh] = []
    for y, up in ((22.8, -1.0), (22.8, 1.0), (-22.8, -1.0), (-22.8, 1.0)):
        z = Z_m + up * 2.6
        parts += [
            box((0.0, y, z), (4.4, 3.2, 0.3), "shield_d"),
            boxes(
                np.array(((-1.3, y - 0.6, z + up * 0.75), (1.2, y + 0.6, z + up * 0.7))),
                (1.2, 1.3, 1.2),
                "blanket_white",
            ),
            box((0.3, y - 0.9, z + up * 0.6), (0.9, 0.9, 0.9), "foil_bronze"),
            tube((1.0, y, Z_m + up * 1.7), (0.6, y, z), 0.12, "truss", 8),
        ]
    parts += _spectrometer() + [box((-3.2, 15.0, Z_m - 0.5), (1.4, 2.0, 1.6), "blanket_white")]
    for y in (11.0, -11.0):
        parts.append(tube((0.6, y, Z_m - 1.7), (0.6, y, Z_m - 3.6), 0.05, "white", 6))
    return parts


def _spectrometer() -> list[Mesh]:
    """AMS-02 on S3: the magnet's drum between white radiators."""
    drum = lathe(((-1.3, 0.0), (-1.3, 1.1), (1.3, 1.1), (1.3, 0.0)), "blanket_grey", 28)
    upright = np.array(((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (-1.0, 0.0, 0.0)))
    at = (0.0, 18.2, Z_m - 3.6)
    return [
        *placed((drum,), upright, at),
        box((1.75, 18.2, Z_m - 3.5), (0.12, 3.0, 2.6), "radiator"),
        box((-1.75, 18.2, Z_m - 3.5), (0.12, 3.0, 2.6), "radiator"),
    ]
