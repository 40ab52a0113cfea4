"""The train that brings a Soyuz launcher to its pad: the wagon that raises it, a flat wagon, a diesel locomotive.

Axes: x the way it travels, engines first, y to its left, z up from the ground; metres. After the type (wagon and
erector 11U219, a six-axle shunting locomotive of the TEM2 family, 17 m long); forms, colours and places by eye.
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, bars, box, boxes, gathered, lathe, moved, placed, tube
from kazbek.pictures.models.trusses import lattice

RAIL_m = 0.69  # top of the rail over the ground
GAUGE_m = 1.52
PIVOT_m = np.array((-3.4, 0.0, 1.9))  # the hinge of the boom, from the place where the launcher's foot is to stand
AXIS_m = 3.4  # from the hinge to the axis of the launcher
FOOT_m = -1.7  # of the launcher, along its axis from the hinge
_AXLES_m = np.arange(-33.6, -4.0, 1.85)
_LOCO_m = -62.0  # middle of the locomotive


def train(launcher: Model) -> Model:
    """The whole train, its `launcher` (axes of the launcher: x up its long axis) lying on the boom."""
    return gathered((*wagon(), *raised(launcher, 0.0), *_flat_wagon(), *locomotive()))


def raised(launcher: Model, angle_rad: float) -> Model:
    """Boom and launcher at an angle from the level; upright, the launcher's foot stands over the origin."""
    up, along = np.array((0.0, 0.0, 1.0)), np.array((-1.0, 0.0, 0.0))
    axis = np.cos(angle_rad) * along + np.sin(angle_rad) * up
    off = np.sin(angle_rad) * -along + np.cos(angle_rad) * up  # from the boom to the launcher
    C = np.column_stack((axis, np.cross(off, axis), off))
    return (
        *placed(_boom(), C, PIVOT_m),
        *placed(launcher, C, PIVOT_m + FOOT_m * axis + AXIS_m * off),
        *_ram(PIVOT_m + 13.0 * axis + 0.2 * off),
    )


def on_the_deck(model: Model, deck_m: float) -> Model:
    """What stands on rails, on the rails of the pad's deck."""
    rails = np.array([[(-60.0, y, deck_m), (-7.3, y, deck_m)] for y in (-GAUGE_m / 2.0, GAUGE_m / 2.0)])
    return (*moved(model, z=deck_m - RAIL_m + 0.07), bars(rails[:, 0], rails[:, 1], 0.14, "rail"))


def _ram(head_m: Floats) -> list[Mesh]:
    """The two hydraulic rams between wagon and boom."""
    parts = []
    for y in (-0.9, 0.9):
        foot, head = np.array((-24.0, y, 1.9)), head_m + (0.0, y, 0.0)
        middle = foot + 0.5 * (head - foot)
        parts += [tube(foot, middle, 0.30, "erector", 16), tube(middle, head, 0.19, "metal", 14)]
    return parts


def _boom() -> Model:
    """The lattice that carries the launcher; x along it from the hinge, z towards the launcher."""
    foot = np.array([(-1.0, y, z) for y, z in ((1.1, 0.1), (-1.1, 0.1), (-1.1, -0.9), (1.1, -0.9))])
    tip = np.array([(31.5, y, z) for y, z in ((0.75, 1.75), (-0.75, 1.75), (-0.6, 0.7), (0.6, 0.7))])
    parts = lattice(foot, tip, 15, "erector", chord_m=0.26, web_m=0.13)
    for x, radius in ((17.4, 1.62), (26.0, 1.42), (31.2, 1.42)):
        parts += _saddle(x, radius)
    parts += [
        box((0.2, 0.0, -0.45), (1.6, 4.6, 0.5), "erector"),
        *(box((0.6, y, -0.12), (1.4, 1.5, 0.36), "erector") for y in (-1.96, 1.96)),
        tube((0.0, -2.4, 0.0), (0.0, 2.4, 0.0), 0.34, "metal", 18),
    ]
    return tuple(parts)


def _saddle(x: float, radius_m: float) -> list[Mesh]:
    """A half ring under the launcher, on two legs."""
    turn = np.radians(np.linspace(190.0, 350.0, 17))
    ring = np.column_stack((np.full_like(turn, x), radius_m * np.cos(turn), AXIS_m + radius_m * np.sin(turn)))
    legs = np.array([(x, y, AXIS_m - 0.75 * radius_m) for y in (-0.7 * radius_m, 0.7 * radius_m)])
    low = np.column_stack((legs[:, :2] * (1.0, 0.7), np.full(2, 1.2)))
    return [bars(ring[:-1], ring[1:], 0.34, "erector"), bars(low, legs, 0.26, "erector")]


def wagon() -> Model:
    """The long wagon under the boom: a frame on sixteen axles, cabinets, ladders, hand rails."""
    parts = [
        box((-19.0, 0.0, 1.55), (33.0, 2.5, 0.55), "erector"),
        box((-19.0, 0.0, 1.86), (33.6, 3.1, 0.10), "rocket_dark"),
        box((-34.6, 0.0, 2.75), (2.2, 2.7, 1.7), "erector"),
        box((-31.6, 0.9, 2.45), (2.6, 0.8, 1.1), "rocket_grey"),
        box((-29.2, -0.9, 2.35), (1.8, 0.8, 0.9), "rocket_grey"),
    ]
    parts += [mesh for x in (-34.0, -2.3) for mesh in _buffers(x)]
    for y in (-1.5, 1.5):
        posts = np.array([(x, y, 1.9) for x in np.arange(-35.2, -8.0, 2.1)])
        tops = posts + (0.0, 0.0, 1.0)
        parts += [bars(posts, tops, 0.05, "loco_yellow"), bars(tops[:-1], tops[1:], 0.05, "loco_yellow")]
    return (*parts, *_wheels(_AXLES_m), *_frames(_AXLES_m))


def _flat_wagon() -> Model:
    """The wagon between the boom's end, over which the nose reaches, and the locomotive."""
    parts = [
        box((-45.6, 0.0, 1.35), (13.6, 2.7, 0.35), "sleeper"),
        box((-45.6, 0.0, 1.12), (13.2, 0.5, 0.3), "dark"),
        *_buffers(-38.6),
        *_buffers(-52.6),
    ]
    axles = np.array((-41.6, -39.8, -51.4, -49.6))
    return (*parts, *_wheels(axles), *_frames(axles))


def locomotive() -> Model:
    """A six-axle shunting locomotive, its long bonnet towards the launcher."""
    parts = [
        box((0.0, 0.0, 1.42), (16.4, 2.9, 0.30), "dark"),
        box((2.4, 0.0, 2.72), (10.6, 1.9, 2.3), "loco_green"),
        box((2.4, 0.0, 2.55), (10.66, 1.94, 0.30), "loco_yellow"),
        box((2.4, 0.0, 3.92), (10.2, 1.5, 0.16), "rocket_dark"),
        box((7.73, 0.0, 2.2), (0.06, 1.94, 1.2), "loco_red"),
        box((-4.6, 0.0, 3.0), (3.2, 2.9, 2.9), "loco_green"),
        box((-4.6, 0.0, 2.55), (3.26, 2.94, 0.30), "loco_yellow"),
        box((-4.6, 0.0, 4.52), (3.6, 3.1, 0.16), "rocket_grey"),
        box((-7.2, 0.0, 2.3), (2.2, 1.9, 1.5), "loco_green"),
        boxes(np.array([(-3.0, y, 3.75) for y in (-0.75, 0.75)]), (0.10, 0.95, 0.85), "glass"),
        boxes(np.array([(x, y, 3.75) for x in (-5.3, -3.9) for y in (-1.46, 1.46)]), (0.95, 0.06, 0.85), "glass"),
        boxes(
            np.array([(x, y, 2.75) for x in np.arange(-1.6, 7.2, 1.1) for y in (-0.97, 0.97)]),
            (0.75, 0.04, 1.2),
            "rocket_dark",
        ),
        tube((3.4, 0.0, 3.9), (3.4, 0.0, 4.35), 0.22, "dark", 14),
        *(tube((7.74, y, 3.35), (7.84, y, 3.35), 0.19, "lamp_glass", 18) for y in (-0.45, 0.45)),
        tube((7.7, 0.0, 3.75), (7.86, 0.0, 3.75), 0.17, "lamp_glass", 18),
    ]
    for y in (-1.38, 1.38):
        posts = np.array([(x, y, 1.57) for x in (*np.arange(-8.0, -6.0, 1.0), *np.arange(-2.8, 8.3, 1.22))])
        tops = posts + (0.0, 0.0, 1.0)
        parts += [bars(posts, tops, 0.05, "white"), bars(tops[2:-1], tops[3:], 0.05, "white")]
    for x in (-8.15, 8.15):
        parts += _buffers(x)
    axles = np.array((-6.1, -4.25, -2.4, 2.4, 4.25, 6.1))
    return moved((*parts, *_wheels(axles), *_frames(axles)), x=_LOCO_m)


def _wheels(axles_m: Floats) -> list[Mesh]:
    """Wheels of 0.95 m on their axles, at places along x."""
    rim = lathe(((-0.07, 0.0), (-0.07, 0.47), (0.06, 0.475), (0.06, 0.38), (0.02, 0.30), (0.02, 0.0)), "dark", 24)
    across = np.array(((0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))
    parts = []
    for x in axles_m:
        for side in (1.0, -1.0):
            turn = across if side > 0.0 else across @ np.diag((-1.0, -1.0, 1.0))
            parts.append(rim.placed(turn, (x, side * GAUGE_m / 2.0, RAIL_m + 0.475)))
    return parts


def _frames(axles_m: Floats) -> list[Mesh]:
    """Side frames of the bogies, each over two axles, with their springs."""
    parts = []
    pairs = np.sort(axles_m).reshape(-1, 2) if len(axles_m) % 2 == 0 else np.zeros((0, 2))
    for near, far in pairs:
        for y in (-1.02, 1.02):
            parts.append(box(((near + far) / 2.0, y, RAIL_m + 0.52), (far - near + 0.9, 0.14, 0.30), "rocket_dark"))
            parts += [box((x, y, RAIL_m + 0.45), (0.34, 0.24, 0.40), "rocket_dark") for x in (near, far)]
    return parts


def _buffers(x: float) -> list[Mesh]:
    """The beam at the end of a wagon with its coupler."""
    return [box((x, 0.0, 1.35), (0.30, 2.7, 0.45), "loco_red"), box((x, 0.0, 1.28), (1.3, 0.36, 0.36), "dark")]
