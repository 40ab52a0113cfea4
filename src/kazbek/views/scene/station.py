"""The station as of October 2021 in STN axes (x forward, y starboard, z nadir, metres, origin in the truss's plane).

Module lengths and places from the station's data file and public figures; details by eye from photographs.
"""

from __future__ import annotations

import numpy as np

from kazbek.views.scene.mesh import Mesh, Model, aimed, box, lathe, moved, placed, tube
from kazbek.views.scene.ship import PROBE_TIP_X_m, soyuz

_TRUSS_Z_m = -4.6


VISITORS = ("progress-poisk", "dragon", "cygnus")


def station(*, visitors: tuple[str, ...] = VISITORS) -> Model:
    """The whole complex; `visitors` are the ships that are not part of the flight shown."""
    parts = [*_russian_segment(), *_american_segment(), *_truss()]
    if "progress-poisk" in visitors:
        parts += _docked_soyuz((-26.1, 0.0, -6.1), (0.0, 0.0, -1.0))
    if "dragon" in visitors:
        parts += aimed(_dragon(), (0.0, 0.0, 1.0), (8.6, 0.0, -9.6))
    if "cygnus" in visitors:
        parts += aimed(
            (lathe(((0.0, 0.0), (0.0, 1.5), (5.2, 1.5), (5.6, 1.1), (6.2, 1.0), (6.2, 0.0)), "insulation_white"),),
            (0.0, 0.0, 1.0),
            (-7.3, 0.0, 2.3),
        )
    return tuple(parts)


def docked_soyuz(port_m: tuple[float, float, float], out: tuple[float, float, float]) -> Model:
    """A Soyuz with its probe in the port at `port_m` that opens along `out`."""
    return _docked_soyuz(port_m, out)


def _docked_soyuz(port_m: tuple[float, float, float], out: tuple[float, float, float]) -> Model:
    inwards = -np.asarray(out)
    return aimed(soyuz(), tuple(inwards), tuple(np.asarray(port_m) - inwards * (PROBE_TIP_X_m - 0.5)))


def _module(x0_m: float, x1_m: float, radius_m: float, material: str, z_m: float = 0.0) -> Model:
    """A pressurised drum along x with conical ends."""
    cone = min(0.9, (x1_m - x0_m) / 5)
    profile = (
        (x0_m, 0.0),
        (x0_m, radius_m * 0.55),
        (x0_m + cone, radius_m),
        (x1_m - cone, radius_m),
        (x1_m, radius_m * 0.55),
        (x1_m, 0.0),
    )
    bands = [
        lathe(((x, radius_m), (x, radius_m + 0.03), (x + 0.12, radius_m + 0.03), (x + 0.12, radius_m)), "grey")
        for x in np.arange(x0_m + cone + 0.4, x1_m - cone - 0.3, 1.6)
    ]
    return moved((lathe(profile, material), *bands), z=z_m)


def _russian_segment() -> list[Mesh]:
    zvezda = [
        lathe(
            ((-37.4, 0.0), (-37.4, 0.9), (-36.6, 2.05), (-31.2, 2.05), (-30.2, 1.45), (-27.6, 1.45)), "insulation_white"
        ),
        lathe(((-27.6, 1.45), (-27.2, 1.1), (-26.9, 1.1)), "insulation_white"),
        lathe(
            [(-26.1 + 1.12 * float(np.cos(a)), 1.12 * float(np.sin(a))) for a in np.linspace(np.pi, 0.0, 15)],
            "insulation_white",
        ),
    ]
    zarya = [
        lathe(
            (
                (-24.5, 0.0),
                (-24.5, 1.0),
                (-23.2, 1.45),
                (-21.0, 2.05),
                (-15.8, 2.05),
                (-14.7, 1.5),
                (-13.9, 1.2),
                (-12.0, 1.2),
                (-11.9, 0.0),
            ),
            "insulation_white",
        )
    ]
    parts = zvezda + zarya
    for x, span in ((-33.2, 13.8), (-17.5, 4.2)):  # Zarya's wings were folded in 2007
        for side in (1.0, -1.0):
            parts += _wing_panel((x, side * (2.3 + span / 2), 0.0), span, 3.3, "cells")
            parts.append(tube((x, side * 1.9, 0.0), (x, side * (2.3 + span), 0.0), 0.06, "white"))
    parts += aimed(_module(0.0, 5.6, 1.15, "insulation_white"), (0.0, 0.0, -1.0), (-26.1, 0.0, -0.6))
    parts += aimed(_module(0.0, 7.0, 1.15, "insulation_white"), (0.0, 0.0, 1.0), (-13.2, 0.0, 1.0))
    parts += aimed(_nauka(), (0.0, 0.0, 1.0), (-26.1, 0.0, 0.9))
    return parts


def _nauka() -> Model:
    shell = lathe(
        (
            (0.0, 0.0),
            (0.0, 1.0),
            (0.9, 1.45),
            (4.6, 1.45),
            (5.4, 2.1),
            (11.4, 2.1),
            (12.2, 1.2),
            (12.8, 1.0),
            (12.8, 0.0),
        ),
        "insulation_white",
    )
    wings = [mesh for side in (1.0, -1.0) for mesh in _wing_panel((8.4, side * 7.4, 0.0), 9.6, 2.7, "cells")]
    return (shell, *wings, tube((8.4, -12.0, 0.0), (8.4, 12.0, 0.0), 0.06, "white"))


def _american_segment() -> list[Mesh]:
    parts = [
        *_module(-11.9, -10.0, 0.95, "dark"),
        *_module(-10.0, -4.5, 2.28, "insulation_white"),
        *_module(-4.5, 4.0, 2.2, "insulation_white"),
        *_module(4.0, 11.2, 2.2, "insulation_white"),
        *_module(11.2, 13.2, 0.95, "dark"),
    ]
    columbus = aimed(_module(0.0, 6.9, 2.24, "white"), (0.0, 1.0, 0.0), (8.6, 2.0, 0.0))
    kibo = aimed(_module(0.0, 11.2, 2.2, "white"), (0.0, -1.0, 0.0), (8.6, -2.0, 0.0))
    exposed = (
        box((8.6, -16.2, 0.6), (5.2, 5.6, 1.6), "insulation_gold"),
        box((8.6, -19.6, 0.2), (2.2, 1.2, 1.6), "insulation_white"),
    )
    logistics = aimed(_module(0.0, 4.2, 2.2, "white"), (0.0, 0.0, -1.0), (8.6, -8.5, -2.0))
    quest = aimed(_module(0.0, 5.5, 1.9, "insulation_white"), (0.0, 1.0, 0.0), (-7.3, 2.0, 0.0))
    tranquility = aimed(_module(0.0, 6.7, 2.24, "white"), (0.0, -1.0, 0.0), (-7.3, -2.0, 0.0))
    cupola = aimed(
        (lathe(((0.0, 1.45), (0.9, 1.45), (1.45, 0.45), (1.45, 0.0)), "grey", 6),), (0.0, 0.0, 1.0), (-7.3, -6.4, 2.1)
    )
    leonardo = aimed(_module(0.0, 6.6, 2.25, "white"), (1.0, 0.0, 0.0), (-5.2, -6.4, 0.0))
    beam = aimed(
        (lathe(((0.0, 0.0), (0.0, 1.2), (0.8, 1.6), (3.2, 1.6), (4.0, 1.0), (4.0, 0.0)), "insulation_white"),),
        (-1.0, 0.0, 0.0),
        (-9.5, -6.4, 0.0),
    )
    for group in (columbus, kibo, exposed, logistics, quest, tranquility, cupola, leonardo, beam):
        parts += group
    return parts


def _truss() -> list[Mesh]:
    """The integrated truss, 94 m across, with its eight wings and the radiators."""
    parts: list[Mesh] = []
    for x, z in ((-1.9, _TRUSS_Z_m - 1.6), (-1.9, _TRUSS_Z_m + 1.6), (1.9, _TRUSS_Z_m - 1.6), (1.9, _TRUSS_Z_m + 1.6)):
        parts.append(tube((x, -47.0, z), (x, 47.0, z), 0.16, "truss", 8))
    for k, y in enumerate(np.arange(-47.0, 47.0, 2.6)):
        lean = 1.0 if k % 2 else -1.0
        for x in (-1.9, 1.9):
            parts.append(tube((x, y, _TRUSS_Z_m - 1.6 * lean), (x, y + 2.6, _TRUSS_Z_m + 1.6 * lean), 0.09, "truss", 6))
        parts.append(tube((-1.9, y, _TRUSS_Z_m + 1.6), (1.9, y, _TRUSS_Z_m + 1.6), 0.09, "truss", 6))
        parts.append(box((0.0, y + 1.3, _TRUSS_Z_m), (2.6, 1.7, 2.2), "insulation_white" if k % 3 else "grey"))
    for y in (-44.5, -31.0, 31.0, 44.5):
        for side in (1.0, -1.0):
            parts += _station_wing(y, side)
    for y in (-12.0, 0.0, 12.0):
        parts += [box((-9.5 - 3.4 * k, y, _TRUSS_Z_m + 0.5), (3.2, 3.3, 0.08), "radiator") for k in range(6)]
    for y in (-24.0, 24.0):
        parts += [box((0.0, y, _TRUSS_Z_m + 3.5 + 2.1 * k), (3.0, 0.08, 2.0), "radiator") for k in range(6)]
    return parts


def _station_wing(y_m: float, side: float) -> list[Mesh]:
    """One array wing: two blankets, 33 m long, of amber-backed cells about a central mast."""
    length, x0 = 33.0, side * 2.4
    parts = [tube((x0, y_m, _TRUSS_Z_m), (x0 + side * length, y_m, _TRUSS_Z_m), 0.32, "truss", 8)]
    for dy in (-3.4, 3.4):
        parts += _wing_panel((x0 + side * (length / 2 + 1.0), y_m + dy, _TRUSS_Z_m), 4.6, length, "cells_gold")
    return parts


def _wing_panel(centre_m: tuple[float, float, float], y_span_m: float, x_span_m: float, material: str) -> list[Mesh]:
    """A flat panel with dark seams, seen the same from both sides."""
    x, y, z = centre_m
    parts = [box(centre_m, (x_span_m, y_span_m, 0.04), material)]
    along_x = x_span_m >= y_span_m
    long_span, short_span = (x_span_m, y_span_m) if along_x else (y_span_m, x_span_m)
    for t in np.linspace(-0.5, 0.5, max(3, round(long_span / 1.6)))[1:-1]:
        offset, size = (t * long_span, 0.0), (0.07, short_span)
        if not along_x:
            offset, size = offset[::-1], size[::-1]
        parts.append(box((x + offset[0], y + offset[1], z), (size[0], size[1], 0.06), "copper"))
    return parts


def _dragon() -> Model:
    """A crew ship with its trunk, nose towards +x."""
    return placed(
        (
            lathe(((0.0, 0.0), (0.0, 1.85), (3.7, 1.85)), "dark"),
            lathe(((3.7, 1.85), (4.0, 1.98), (7.2, 1.05), (8.0, 0.7), (8.1, 0.0)), "white"),
        ),
        np.eye(3),
        (0.0, 0.0, 0.0),
    )
