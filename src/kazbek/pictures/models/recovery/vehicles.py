"""What brings the recovery teams: a Mi-8 helicopter and a six-wheeled all-terrain vehicle of the "Blue Bird" family.

Axes: x ahead, y to the left, z up from the ground. Public figures: Mi-8, fuselage 18.2 m, rotor 21.3 m across;
ZIL-4906, 9.25 m long, 2.5 m wide. Form and colours by eye after their types; no marks of any owner.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, aimed, bars, box, boxes, gathered, lathe, moved, quads, tube

ROTOR_m, BLUE_BIRD_m = 21.3, 9.25
# The hull of the helicopter: metres behind the nose, height of the middle, half width, half height.
_HULL = np.array(
    (
        (0.00, 1.72, 0.12, 0.12),
        (0.30, 1.72, 0.62, 0.58),
        (0.90, 1.78, 1.00, 0.95),
        (1.90, 1.90, 1.23, 1.14),
        (3.30, 1.95, 1.25, 1.20),
        (8.40, 1.95, 1.25, 1.20),
        (9.80, 2.15, 1.08, 1.02),
        (11.0, 2.50, 0.62, 0.66),
        (12.0, 2.72, 0.44, 0.48),
        (17.3, 2.98, 0.22, 0.25),
        (17.9, 3.02, 0.10, 0.14),
    )
)
_DECK = np.array(
    (
        (2.7, 3.30, 0.30, 0.15),
        (3.0, 3.40, 0.78, 0.42),
        (4.5, 3.48, 0.84, 0.48),
        (7.6, 3.45, 0.80, 0.46),
        (9.6, 3.15, 0.40, 0.30),
        (10.6, 2.95, 0.15, 0.12),
    )
)


@functools.cache
def helicopter(*, flying: bool = False) -> Model:
    """A Mi-8, its nose along x and the rotor's mast over the origin; flying, its rotor is a blur of blades."""
    parts = [*_skin(_HULL), *_lofted(_DECK, "heli_blue"), *_glazing(), *_rotors(flying), *_gear()]
    return gathered(moved(parts, x=6.0))


def _rings(stations: Floats, count: int = 24) -> Floats:
    """(stations, count + 1, 3) corners of rounded-square sections; x is minus the way behind the nose."""
    angle = np.linspace(0.0, 2.0 * np.pi, count + 1)
    c, s = np.cos(angle), np.sin(angle)
    reach = (np.abs(c) ** 2.6 + np.abs(s) ** 2.6) ** (-1.0 / 2.6)
    back, middle, wide, high = (stations[:, k, None] for k in range(4))
    return np.stack(np.broadcast_arrays(-back, wide * reach * c, middle + high * reach * s), axis=-1)


def _lofted(stations: Floats, material: str) -> Model:
    return (_faces(_rings(stations), np.ones((len(stations) - 1, 24), dtype=bool), material),)


def _faces(rings: Floats, mine: NDArray[np.bool_], material: str) -> Mesh:
    """Those quads of a loft that `mine` picks, with smooth normals."""
    normal = np.cross(np.gradient(rings, axis=1), np.gradient(rings, axis=0))
    normal = normal / np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-12)
    index = np.arange(rings.shape[0] * rings.shape[1]).reshape(rings.shape[:2])
    a, b, c, d = (corner[mine] for corner in (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]))
    faces = np.concatenate((np.column_stack((a, c, b)), np.column_stack((a, d, c))))
    flip = (
        np.einsum(
            "ij,ij->i",
            np.cross(
                rings.reshape(-1, 3)[faces[:, 1]] - rings.reshape(-1, 3)[faces[:, 0]],
                rings.reshape(-1, 3)[faces[:, 2]] - rings.reshape(-1, 3)[faces[:, 0]],
            ),
            normal.reshape(-1, 3)[faces[:, 0]],
        )
        < 0.0
    )
    faces[flip] = faces[flip][:, ::-1]
    return Mesh(rings.reshape(-1, 3), normal.reshape(-1, 3), faces, material)


def _skin(stations: Floats) -> Model:
    """The hull in its colours: glass round the cockpit, an orange band, blue elsewhere, pale below."""
    fine = np.column_stack(
        [np.interp(np.linspace(0.0, 1.0, 61), np.linspace(0.0, 1.0, len(stations)), stations[:, k]) for k in range(4)]
    )
    rings = _rings(fine)
    centre = (rings[:-1, :-1] + rings[1:, 1:]) / 2.0
    back, z = -centre[..., 0], centre[..., 2]
    glass = (back < 1.75) & (back > 0.12) & (z > 1.55) & (z < 2.75)
    band = ~glass & (z > 1.45) & (z < 1.95) & (back > 1.9) | (back > 14.5) & (back < 15.6)
    pale = ~glass & ~band & (z < 1.0)
    rest = ~(glass | band | pale)
    return tuple(
        _faces(rings, mine, name)
        for mine, name in ((glass, "glass"), (band, "heli_orange"), (pale, "heli_grey"), (rest, "heli_blue"))
    )


def _glazing() -> list[Mesh]:
    """Frames of the cockpit, round cabin windows, the sliding door's edge."""
    parts: list[Mesh] = []
    for side in (1.0, -1.0):
        for back in np.arange(3.3, 8.0, 1.12):
            parts += aimed(
                (
                    lathe(((0.0, 0.26), (0.015, 0.25), (0.015, 0.20)), "heli_grey", 18),
                    lathe(((0.012, 0.20), (0.013, 0.0)), "glass", 18),
                ),
                (0.0, side, 0.0),
                (-back, side * 1.245, 2.18),
            )
        parts.append(box((-1.22, side * 1.07, 2.10), (0.07, 0.10, 1.15), "heli_blue"))
        parts.append(box((-0.72, side * 0.55, 2.42), (0.55, 0.05, 0.06), "heli_blue"))
    return [*parts, box((-0.55, 0.0, 2.05), (0.07, 0.07, 1.0), "heli_blue")]


def _rotors(flying: bool) -> list[Mesh]:
    blades = np.arange(5) * 2.0 * np.pi / 5.0 + 0.35
    parts = [
        tube((-6.0, 0.0, 3.7), (-6.0, 0.0, 4.55), 0.16, "dark", 12),
        tube((-6.0, 0.0, 4.30), (-6.0, 0.0, 4.50), 0.42, "dark"),
    ]
    for a in blades:
        parts.append(_blade(np.array((-6.0, 0.0, 4.42)), float(a), ROTOR_m / 2.0, 0.50, 0.35 if flying else -0.75))
    parts.append(_fin())
    for a in np.arange(3) * 2.0 * np.pi / 3.0 + 0.4:
        tip = np.array((-18.5 + 1.95 * np.cos(a), 0.55, 4.25 + 1.95 * np.sin(a)))
        parts.append(bars(np.array(((-18.5, 0.55, 4.25),)), tip[None], 0.20, "dark"))
    return parts


def _blade(root: Floats, turn: float, length_m: float, chord_m: float, rise_m: float) -> Mesh:
    """One blade, bent by its weight or by its lift."""
    s = np.linspace(0.04, 1.0, 7)
    out, side = np.array((np.cos(turn), np.sin(turn), 0.0)), np.array((-np.sin(turn), np.cos(turn), 0.0))
    line = root + length_m * s[:, None] * out + rise_m * s[:, None] ** 2 * np.array((0.0, 0.0, 1.0))
    fore, aft = line + 0.5 * chord_m * side, line - 0.5 * chord_m * side
    top = np.stack((fore[:-1], aft[:-1], aft[1:], fore[1:]), axis=1)
    lower = top[:, ::-1] - (0.0, 0.0, 0.03)
    return quads(np.concatenate((top[:, ::-1] if np.cross(out, side)[2] < 0 else top, lower)), "dark")


def _fin() -> Mesh:
    """The swept fin that carries the tail rotor."""
    low, high = np.array((-16.7, 0.0, 3.05)), np.array((-18.3, 0.0, 4.75))
    chord, thick = np.array((-1.4, 0.0, 0.0)), np.array((0.0, 0.12, 0.0))
    left = np.array((low + thick, high + thick, high + 0.6 * chord + thick, low + chord + thick))
    right = left[::-1] - 2.0 * thick
    edges = [(left[k], right[3 - k], right[(2 - k) % 4], left[(k + 1) % 4]) for k in range(4)]
    return quads(np.concatenate((left[None], right[None], np.array(edges))), "heli_orange")


def _gear() -> list[Mesh]:
    """Three legs with wheels, the tanks on both sides, exhausts."""
    parts: list[Mesh] = []
    wheels = [(-1.7, 0.16, 0.30), (-1.7, -0.16, 0.30), (-6.6, 2.2, 0.43), (-6.6, -2.2, 0.43)]
    for x, y, r in wheels:
        parts.append(tube((x, y - 0.13, r), (x, y + 0.13, r), r, "tyre", 20))
        parts.append(tube((x, 0.55 * y, 1.0 if abs(y) < 1 else 1.15), (x, 0.95 * y, r), 0.06, "metal", 8))
    for side in (1.0, -1.0):
        parts.append(tube((-6.6, side * 1.1, 1.0), (-6.4, side * 2.1, 0.45), 0.05, "metal", 8))
        tank = lathe(((-2.0, 0.0), (-1.9, 0.28), (-1.6, 0.42), (1.6, 0.42), (1.9, 0.28), (2.0, 0.0)), "heli_blue", 20)
        parts.append(tank.placed(np.eye(3), (-5.6, side * 1.58, 1.42)))
        parts.append(tube((-5.6, side * 0.7, 3.55), (-5.9, side * 1.15, 3.70), 0.26, "dark", 14))
        parts.append(tube((-2.62, side * 0.42, 3.42), (-3.2, side * 0.42, 3.45), 0.34, "dark", 16))
    return parts


@functools.cache
def blue_bird() -> Model:
    """A six-wheeled amphibious vehicle with a cabin ahead and a body behind."""
    hull = ((-4.6, 0.95), (-4.3, 0.62), (3.6, 0.62), (4.55, 1.15), (4.62, 1.55), (-4.62, 1.55))
    cabin = ((0.3, 1.55), (3.3, 1.55), (2.55, 2.50), (0.3, 2.55))
    body = ((-4.5, 1.55), (0.1, 1.55), (0.1, 2.62), (-4.2, 2.62))
    parts = [
        _prism(hull, 1.24, "bird_blue"),
        _prism(cabin, 1.12, "bird_blue"),
        _prism(body, 1.18, "bird_blue"),
        box((0.0, 0.0, 1.60), (9.1, 2.50, 0.10), "white"),
        box((-2.0, 0.0, 2.66), (4.0, 2.2, 0.08), "white"),
        _prism(((3.166, 1.752), (2.641, 2.417), (2.547, 2.343), (3.072, 1.678)), 1.02, "glass"),
    ]
    for side in (1.0, -1.0):
        panes = [(x, side * 1.125, 2.10) for x in (0.85, 1.75)] + [(x, side * 1.185, 2.15) for x in (-3.6, -2.4, -1.2)]
        parts.append(boxes(np.array(panes), (0.66, 0.03, 0.52), "glass"))
        for x in (-2.9, 0.0, 2.9):
            parts.append(tube((x, side * 0.78, 0.66), (x, side * 1.22, 0.66), 0.66, "tyre", 28))
            parts.append(tube((x, side * 1.20, 0.66), (x, side * 1.235, 0.66), 0.30, "bird_blue", 20))
        parts.append(tube((4.50, side * 0.85, 1.36), (4.62, side * 0.85, 1.36), 0.12, "white", 14))
    parts += [
        tube((1.6, 0.5, 2.5), (1.6, 0.5, 2.72), 0.09, "heli_orange", 10),
        tube((-4.0, 0.9, 2.6), (-4.0, 0.9, 4.6), 0.015, "dark", 6),
    ]
    return gathered(parts)


def _prism(outline: tuple[tuple[float, float], ...], half_m: float, material: str) -> Mesh:
    """A closed outline in x and z, convex and clockwise or not, drawn out to both sides."""
    points = np.array(outline)
    turn = np.sum(points[:, 0] * np.roll(points[:, 1], -1) - np.roll(points[:, 0], -1) * points[:, 1])
    points = points if turn > 0.0 else points[::-1]
    n = len(points)
    at = [np.column_stack((points[:, 0], np.full(n, y), points[:, 1])) for y in (half_m, -half_m)]
    sides = [(at[1][k], at[1][(k + 1) % n], at[0][(k + 1) % n], at[0][k]) for k in range(n)]
    caps = [(at[1][0], at[1][k], at[1][k + 1], at[1][k + 1]) for k in range(1, n - 1)]
    caps += [(at[0][0], at[0][k + 1], at[0][k], at[0][k]) for k in range(1, n - 1)]
    faces = np.array(sides + caps)
    middle = np.array((points[:, 0].mean(), 0.0, points[:, 1].mean()))
    mean, normal = faces.mean(axis=1) - middle, np.cross(faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1])
    inward = np.einsum("ij,ij->i", mean, normal) < 0.0
    faces[inward] = faces[inward][:, ::-1]
    return quads(faces, material)
