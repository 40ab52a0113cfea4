"""The crewed nose of the launcher: fairing, folded grid fins, escape tower. Axes of the launcher, metres."""

from __future__ import annotations

import numpy as np

from kazbek.pictures.directions import about_x
from kazbek.pictures.models.mesh import Mesh, Model, as_trim, bars, box, dome, lathe, placed, tube
from kazbek.pictures.models.skin import lettering

LENGTH_m, RADIUS_m = 9.5, 1.50
Point = tuple[float, float, float]
_SIDE_rad = np.radians(45.0)  # where name and flag are, and opposite


def shell(x: float) -> Mesh:
    """The fairing's skin alone, its foot at `x`."""
    profile = [(x, 1.335), (x + 0.9, RADIUS_m), (x + 6.2, RADIUS_m), *dome(x + 6.2, 3.3, RADIUS_m, 0.42, 12)]
    return lathe(profile, "white")


def lining(x: float) -> Mesh:
    """Its inside."""
    profile = [*dome(x + 6.2, 3.25, RADIUS_m - 0.06, 0.36, 12)[::-1], (x + 0.9, RADIUS_m - 0.06), (x + 0.02, 1.28)]
    return lathe(profile, "rocket_grey")


def fairing(x: float) -> Model:
    """The closed fairing with its four grid fins folded against it; its foot at `x`."""
    trim: list[Mesh] = [
        lathe(((x + 0.55, 1.44), (x + 0.9, 1.505), (x + 1.05, 1.505), (x + 1.06, 1.49)), "orange"),
        *(_ring(x + at) for at in (0.95, 3.4, 4.7, 6.2)),
    ]
    for k in range(4):
        turn = about_x(np.pi / 2 * k + np.pi / 4)  # clear of the seam between the halves, in the plane of y
        trim += placed(_grid_fin(x + 1.75), turn, (0.0, 0.0, 0.0))
        # One of the four small motors that take the nose clear of a falling launcher, under its blister.
        trim += placed(
            (lathe(((x + 6.5, 0.0), (x + 6.6, 0.17), (x + 7.5, 0.17), (x + 8.0, 0.0)), "white", 12),),
            turn @ about_x(np.pi / 4),
            turn @ about_x(np.pi / 4) @ (0.0, 0.0, 1.38),
        )
    for side in (0.0, np.pi):
        trim += _markings(x, _SIDE_rad + side)
    return (shell(x), *as_trim(trim))


def _markings(x: float, angle_rad: float) -> list[Mesh]:
    """The agency's name, the flag above it, the crew's hatch beside them."""
    flag = [
        placed(
            (box((x + 5.35 + dx, 0.0, RADIUS_m - 0.012), (0.27, 1.15, 0.05), colour),),
            about_x(angle_rad - np.pi / 2),
            (0.0, 0.0, 0.0),
        )[0]
        for dx, colour in ((0.27, "flag_white"), (0.0, "flag_blue"), (-0.27, "flag_red"))
    ]
    hatch = placed(
        (
            tube((x + 2.4, 0.0, RADIUS_m - 0.1), (x + 2.4, 0.0, RADIUS_m + 0.015), 0.42, "rocket_grey", 24),
            tube((x + 2.4, 0.0, RADIUS_m - 0.1), (x + 2.4, 0.0, RADIUS_m + 0.02), 0.20, "dark", 20),
        ),
        about_x(angle_rad + 0.79 - np.pi / 2),
        (0.0, 0.0, 0.0),
    )
    return [lettering("РОСКОСМОС", RADIUS_m + 0.012, x + 3.85, angle_rad, 0.26, "letter_blue"), *flag, *hatch]


def _ring(x: float) -> Mesh:
    low, high = RADIUS_m, RADIUS_m + 0.012
    return lathe(((x, low), (x, high), (x + 0.05, high), (x + 0.05, low)), "rocket_grey")


def _grid_fin(x: float) -> Model:
    """A lattice fin folded flat against the fairing, on the side of z."""
    half, tall, z = 0.55, 1.9, RADIUS_m + 0.10
    along = np.linspace(-half, half, 6)
    up = np.linspace(0.0, tall, 10)
    starts = np.array([(x, y, z) for y in along] + [(x + h, -half, z) for h in up])
    ends = np.array([(x + tall, y, z) for y in along] + [(x + h, half, z) for h in up])
    return (
        bars(starts, ends, 0.05, "rocket_dark"),
        box((x + tall / 2, 0.0, z - 0.07), (tall, 2 * half, 0.04), "grey"),
        box((x - 0.1, 0.0, z - 0.04), (0.3, 0.5, 0.2), "grey"),
    )


def tower_nozzles(nose_foot: float) -> list[tuple[Point, Point]]:
    """End of each nozzle of the tower's main motor, and the way from its throat."""
    around = [(float(np.cos(a)), float(np.sin(a))) for a in np.arange(12) * np.pi / 6]
    x = nose_foot + LENGTH_m + 2.2
    return [((x, 0.55 * c, 0.55 * s), (-0.42, 0.21 * c, 0.21 * s)) for c, s in around]


def fairing_motors(x: float) -> list[tuple[Point, Point]]:
    """Foot of each of the four small motors on the fairing, its foot at `x`, and the way of its jet (by eye)."""
    sides = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]
    return [((x + 6.5, 1.45 * c, 1.45 * s), (-0.87, 0.5 * c, 0.5 * s)) for c, s in sides]


def escape_tower(nose_foot: float) -> Model:
    """The launch escape tower: neck, motor with its ring of slanted nozzles, small motors, pointed cap."""
    x = nose_foot + LENGTH_m
    motor = (
        (x, 0.42),
        (x + 0.5, 0.36),
        (x + 2.7, 0.33),
        (x + 2.9, 0.38),
        (x + 5.2, 0.38),
        (x + 5.6, 0.25),
        (x + 6.7, 0.20),
        (x + 7.0, 0.0),
    )
    nozzles = []
    for end, along in tower_nozzles(nose_foot):
        begin = (end[0] - along[0], end[1] - along[1], end[2] - along[2])
        nozzles.append(tube(begin, end, 0.085, "rocket_dark", 10))
    small = [
        tube(
            (x + 6.0, 0.21 * np.cos(a), 0.21 * np.sin(a)),
            (x + 5.85, 0.33 * np.cos(a), 0.33 * np.sin(a)),
            0.05,
            "rocket_dark",
            8,
        )
        for a in np.arange(8) * np.pi / 4
    ]
    rings = [
        lathe(((x + at, r), (x + at, r + 0.02), (x + at + 0.08, r + 0.02), (x + at + 0.08, r)), "rocket_grey", 32)
        for at, r in ((0.5, 0.36), (1.6, 0.345), (4.1, 0.38), (5.1, 0.38))
    ]
    return (
        lathe(motor, "white", 32),
        lathe(((x + 2.75, 0.385), (x + 3.05, 0.39), (x + 3.05, 0.38)), "orange", 32),
        *as_trim((*nozzles, *small, *rings)),
    )
