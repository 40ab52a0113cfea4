"""The panel of a cabin after the type of Soyuz: two integrated panels, the periscope's screen, lights, keys, clock.

Axes of :mod:`kazbek.pictures.models.aboard.cabin`. That each exists and before which seat is in ``data/cabins``; sizes
and places are by eye. What the screens show is laid over the picture (:mod:`kazbek.pictures.camera.screen`).
"""

from __future__ import annotations

import functools

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.mesh import Mesh, Model, box, boxes, gathered, lathe, placed, tube

_TILT_rad = np.radians(38.0)  # the board looks at the faces, up from the feet
_MIDDLE_m = np.array((0.90, 0.0, -0.04))
_BOARD_m = (1.24, 0.44)  # wide, high
# On the board: middle (to the left, upwards) and (wide, high) of each screen.
SCREENS = {
    "InPU-1": ((0.36, 0.035), (0.225, 0.17)),
    "periscope": ((0.0, 0.005), (0.27, 0.27)),
    "InPU-2": ((-0.36, 0.035), (0.225, 0.17)),
}
CONSOLE_m, CONSOLE_SIZE_m = np.array((0.44, 0.01, 0.42)), (0.24, 0.15)
CONSOLE_SCREEN = ((0.045, 0.012), (0.115, 0.095))
_CONSOLE_TILT_rad = np.radians(60.0)


def board_axes(tilt_rad: float = _TILT_rad) -> Floats:
    """(3, 3) columns: out of the board towards the faces, to the left, upwards along it."""
    c, s = np.cos(tilt_rad), np.sin(tilt_rad)
    return np.array(((-c, 0.0, s), (0.0, 1.0, 0.0), (s, 0.0, c)))


def on_the_board(left_m: float, up_m: float, out_m: float = 0.0) -> Floats:
    """A place on the board in the axes of the cabin."""
    place: Floats = _MIDDLE_m + board_axes() @ np.array((out_m, left_m, up_m))
    return place


def on_the_console(left_m: float, up_m: float, out_m: float = 0.0) -> Floats:
    """A place on the portable console."""
    place: Floats = CONSOLE_m + board_axes(_CONSOLE_TILT_rad) @ np.array((out_m, left_m, up_m))
    return place


@functools.cache
def panel() -> Model:
    """The board with everything on it."""
    parts = [
        box((-0.035, 0.0, 0.0), (0.07, *_BOARD_m), "board_grey"),
        box((-0.05, 0.0, 0.215), (0.13, _BOARD_m[0], 0.02), "board_dark"),
        *_bezels(),
        *_lights(),
        *_keys(),
        *_clock(),
        *_guarded(),
    ]
    return gathered(placed(parts, board_axes(), _MIDDLE_m))


def _bezels() -> list[Mesh]:
    """Frames round the screens, and the tube of the periscope."""
    parts: list[Mesh] = []
    for name, ((y, z), (wide, high)) in SCREENS.items():
        if name == "periscope":
            rim = ((-0.01, 0.135), (0.05, 0.135), (0.055, 0.142), (0.055, 0.158), (0.0, 0.172))
            parts += [lathe(rim, "board_dark", 64).placed(np.eye(3), (0.0, y, z))]
            parts += [lathe(((0.004, 0.0), (0.004, 0.136)), "glass", 48).placed(np.eye(3), (0.0, y, z))]
            continue
        parts.append(box((0.008, y, z), (0.016, wide + 0.05, high + 0.05), "board_dark"))
        parts.append(box((0.017, y, z), (0.004, wide, high), "glass"))
        keys = np.linspace(-0.5 * wide, 0.5 * wide, 8)
        parts.append(
            boxes(np.array([(0.02, y + k, z - 0.5 * high - 0.017) for k in keys]), (0.012, 0.018, 0.014), "key_white")
        )
    return parts


def _lights() -> list[Mesh]:
    """The field of caution lights over the periscope; a few of them lit."""
    places = np.array([(0.012, y, z) for z in (0.165, 0.190) for y in np.linspace(-0.19, 0.19, 12)])
    lit = {"light_green": (1, 4, 16), "light_amber": (9,)}
    dark = [k for k in range(len(places)) if not any(k in lamps for lamps in lit.values())]
    parts = [boxes(places[dark], (0.012, 0.027, 0.018), "light_off")]
    return parts + [boxes(places[list(lamps)], (0.014, 0.027, 0.018), name) for name, lamps in lit.items()]


def _keys() -> list[Mesh]:
    """Number keys below the integrated panels, rows of toggles at the foot of the board."""
    parts = []
    for middle in (0.36, -0.36):
        pad = [(0.012, middle + y, z) for z in (-0.105, -0.13, -0.155, -0.18) for y in np.linspace(-0.10, 0.10, 7)]
        parts.append(boxes(np.array(pad), (0.016, 0.022, 0.017), "key_grey"))
    for y in (0.545, 0.585, -0.545, -0.585):
        parts += [tube((0.0, y, z), (0.035, y, z + 0.012), 0.006, "metal", 8) for z in np.linspace(-0.16, 0.12, 7)]
    return parts


def _clock() -> list[Mesh]:
    """A clock with hands at the right of the periscope, a gauge at the left."""
    parts = []
    for y, z in ((0.195, 0.085), (-0.195, 0.085), (0.195, -0.02), (-0.195, -0.02)):
        at = (0.0, y, z)
        parts += [
            lathe(((0.0, 0.048), (0.03, 0.048), (0.034, 0.040)), "board_dark", 40).placed(np.eye(3), at),
            lathe(((0.02, 0.0), (0.02, 0.042)), "dial_white", 40).placed(np.eye(3), at),
            tube((0.023, y, z), (0.023, y + 0.022, z + 0.020), 0.0022, "lettering", 6),
            tube((0.023, y, z), (0.023, y - 0.006, z + 0.032), 0.0016, "lettering", 6),
        ]
    return parts


def _guarded() -> list[Mesh]:
    """The guarded keys of emergency commands on either side of the foot, under red and yellow covers."""
    parts = []
    for s in (1.0, -1.0):
        row = np.array([(0.014, s * y, z) for y in (0.17, 0.205, 0.24) for z in (-0.115, -0.155)])
        parts += [
            boxes(row[::2], (0.03, 0.026, 0.03), "loco_red"),
            boxes(row[1::2], (0.03, 0.026, 0.03), "loco_yellow"),
        ]
    return parts


@functools.cache
def console() -> Model:
    """The portable console in its holder over the commander's knees, its cable to the panel. Its shape is by eye."""
    wide, high = CONSOLE_SIZE_m
    parts = [
        box((-0.02, 0.0, 0.0), (0.04, wide, high), "board_dark"),
        box((0.002, 0.0, 0.0), (0.008, wide - 0.01, high - 0.01), "console_grey"),
        box((-0.004, 0.0, 0.0), (0.012, wide + 0.012, high + 0.012), "board_dark"),
        box((0.006, *CONSOLE_SCREEN[0]), (0.004, *CONSOLE_SCREEN[1]), "glass"),
        boxes(
            np.array([(0.010, y, z) for y in (-0.035, -0.06, -0.085) for z in (0.045, 0.02, -0.005, -0.03)]),
            (0.010, 0.018, 0.017),
            "key_white",
        ),
        boxes(np.array([(0.010, y, -0.056) for y in (0.09, 0.065, 0.04, 0.015)]), (0.010, 0.018, 0.014), "loco_yellow"),
        tube((0.0, 0.128, -0.05), (0.0, 0.128, 0.05), 0.012, "board_dark", 12),
        tube((0.0, -0.128, -0.05), (0.0, -0.128, 0.05), 0.012, "board_dark", 12),
    ]
    held = placed(parts, board_axes(_CONSOLE_TILT_rad), CONSOLE_m)
    start, end = on_the_console(0.11, -0.07, -0.03), on_the_board(0.30, -0.19, 0.02)
    sag = 0.5 * (start + end) - (0.05, 0.0, 0.10)
    return (*held, tube(start, sag, 0.008, "dark", 10), tube(sag, end, 0.008, "dark", 10))
