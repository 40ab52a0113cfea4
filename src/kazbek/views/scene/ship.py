"""Soyuz MS in metres, BODY axes: x to the probe, origin at the foot of the service module.

Proportions from public figures (7.48 m long, 2.72 m wide, wings 10.7 m across); details by eye from photographs.
"""

from __future__ import annotations

import numpy as np

from kazbek.views.scene.mesh import Mesh, Model, aimed, box, dome, lathe, moved, tube

CENTRE_OF_MASS_X_m = 3.0  # from the foot of the service module
PROBE_TIP_X_m = 7.48
_CANT = np.radians(45.0)


def soyuz(*, arrays_deployed: bool = True) -> Model:
    """The whole ship."""
    return service_module(arrays_deployed=arrays_deployed) + descent_module_insulated() + orbital_module()


def service_module(*, arrays_deployed: bool = True) -> Model:
    """Engine skirt, radiator drum, transfer compartment, thrusters, wings and the aft antenna."""
    parts = [
        lathe(((-0.02, 0.0), (-0.02, 1.22), (0.0, 1.36), (0.42, 1.36), (0.70, 1.11), (0.70, 1.09)), "white"),
        lathe(((0.62, 1.09), (1.95, 1.09), (2.22, 1.02), (2.32, 0.98), (2.32, 0.0)), "insulation_dark"),
        *(
            lathe(((x, 1.085), (x, 1.115), (x + 0.17, 1.115), (x + 0.17, 1.085)), "radiator")
            for x in np.arange(0.80, 1.85, 0.215)
        ),
        lathe(((-0.42, 0.27), (-0.42, 0.30), (-0.22, 0.21), (-0.06, 0.12), (-0.02, 0.12)), "metal", 32),
        lathe(((-0.03, 0.0), (-0.03, 1.20)), "insulation_gold"),
    ]
    for angle in np.arange(0.0, 2.0 * np.pi, np.pi / 4.0) + 0.2:
        y, z = 1.22 * np.cos(angle), 1.22 * np.sin(angle)
        parts.append(tube((-0.16, y, z), (0.02, y, z), 0.055, "metal"))
    for angle in np.arange(0.0, 2.0 * np.pi, np.pi / 2.0) + 0.6:
        y, z = np.cos(angle), np.sin(angle)
        parts.append(tube((2.05, 1.0 * y, 1.0 * z), (2.05, 1.16 * y, 1.16 * z), 0.05, "metal"))
        parts.append(tube((0.86, 1.13 * y, 1.13 * z), (1.16, 1.13 * y, 1.13 * z), 0.075, "insulation_gold"))
    parts += _aft_antenna()
    if arrays_deployed:
        parts += [mesh for side in (1.0, -1.0) for mesh in _wing(side)]
    else:
        parts += [box((1.25, side * 1.22, 0.0), (1.5, 0.10, 0.95), "cells") for side in (1.0, -1.0)]
    return tuple(parts)


def _wing(side: float) -> list[Mesh]:
    """One wing of four panels with its cell pattern."""
    parts = [tube((1.25, side * 1.05, 0.0), (1.25, side * 5.33, 0.0), 0.035, "white")]
    for k in range(4):
        y = side * (1.62 + 0.955 * k + 0.45)
        chord = 1.05 if k == 0 else 1.45
        parts.append(box((1.25, y, 0.0), (chord, 0.90, 0.03), "cells"))
        parts += [
            box((1.25 + dx * chord, y, 0.017), (0.012, 0.90, 0.004), "copper") for dx in (-0.34, -0.12, 0.12, 0.34)
        ]
        parts += [box((1.25, y + dy, 0.017), (chord, 0.010, 0.004), "grey") for dy in (-0.445, -0.15, 0.15, 0.445)]
    return parts


def _aft_antenna() -> list[Mesh]:
    return [
        tube((0.35, 0.0, -1.30), (-0.15, 0.0, -2.02), 0.028, "white"),
        tube((-0.15, -0.26, -2.02), (-0.15, 0.26, -2.02), 0.05, "white"),
        tube((1.9, -1.02, 0.35), (2.1, -1.75, 0.62), 0.02, "white"),
    ]


def descent_module_shape(material: str, shield: str) -> Model:
    """The headlight: blunt shield at x = 2.34, neck at x = 4.42."""
    shield_arc = [
        (2.34 + 0.20 * (1.0 - float(np.sqrt(max(0.0, 1.0 - (r / 1.10) ** 2)))) * 1.0, r)
        for r in np.linspace(0.0, 1.085, 9)
    ]
    flank = [(2.60, 1.095)] + [(2.60 + 1.55 * t, 1.095 - 0.46 * t**1.7) for t in np.linspace(0.08, 1.0, 14)]
    return (
        lathe(shield_arc + [(2.60, 1.095)], shield),
        lathe(flank + dome(4.15, 0.27, 0.635, 0.36), material),
        lathe(((4.42, 0.36), (4.42, 0.0)), material),
    )


def descent_module_insulated() -> Model:
    """The descent module in its green quilt, with periscope and side windows."""
    return descent_module_shape("insulation_green", "insulation_green") + (
        tube((3.30, 0.0, 0.86), (3.30, 0.0, 1.28), 0.085, "dark"),
        tube((3.20, 0.0, 1.24), (3.62, 0.0, 1.24), 0.085, "dark"),
        lathe(((3.621, 0.0), (3.622, 0.07)), "glass").placed(np.diag((-1.0, -1.0, 1.0)), (7.244, 0.0, 1.24)),
        *(mesh for side in (1.0, -1.0) for mesh in aimed(_window(0.13), (0.15, side, 0.25), (3.35, side * 0.93, 0.24))),
    )


def orbital_module() -> Model:
    """The pear at the front: hatch side, window, docking collar with probe, Kurs antennas, rendezvous lights."""
    shell = [(4.42, 0.36), (4.50, 0.52)]
    shell += [(5.28 - 0.86 * float(np.cos(a)), 1.11 * float(np.sin(a))) for a in np.linspace(0.52, np.pi / 2, 10)]
    shell += [(5.95, 1.11)] + dome(5.95, 0.80, 1.11, 0.62)
    return (
        lathe(shell, "insulation_green"),
        lathe(
            ((6.70, 0.60), (6.74, 0.67), (6.90, 0.67), (6.92, 0.63), (6.92, 0.52), (6.84, 0.34), (6.82, 0.0)), "metal"
        ),
        lathe(
            ((6.83, 0.27), (6.98, 0.20), (7.08, 0.085), (7.38, 0.05), (7.42, 0.078), (7.46, 0.05), (7.48, 0.0)),
            "metal",
            32,
        ),
        *aimed(_window(0.16), (0.1, 0.97, -0.2), (5.55, 1.08, -0.22)),
        *_kurs_antennas(),
        *_flag(),
    )


def _window(radius_m: float) -> Model:
    return (
        lathe(((0.0, radius_m * 1.3), (0.03, radius_m * 1.25), (0.03, radius_m)), "metal", 28),
        lathe(((0.025, radius_m), (0.026, 0.0)), "glass", 28),
    )


def _kurs_antennas() -> Model:
    dish = (
        lathe(((0.0, 0.0), (0.03, 0.14), (0.13, 0.25), (0.135, 0.25), (0.05, 0.13), (0.02, 0.0)), "white", 32),
        tube((0.02, 0.0, 0.0), (0.22, 0.0, 0.0), 0.018, "dark"),
    )
    return (
        tube((6.05, 0.0, -1.02), (6.35, 0.0, -1.78), 0.03, "white"),
        *aimed(dish, (1.0, 0.0, -0.12), (6.35, 0.0, -1.80)),
        tube((6.30, 0.72, 0.70), (6.62, 1.12, 1.06), 0.022, "white"),
        box((6.66, 1.14, 1.08), (0.10, 0.20, 0.20), "white"),
        tube((6.30, -0.72, 0.70), (6.62, -1.12, 1.06), 0.022, "white"),
        box((6.66, -1.14, 1.08), (0.10, 0.20, 0.20), "white"),
    )


def _flag() -> Model:
    """Three bars on the side of the orbital module."""
    return tuple(
        box((5.62, -1.115, 0.02 + dz), (0.50, 0.012, 0.105), colour)
        for dz, colour in ((-0.21, "flag_white"), (-0.105, "flag_blue"), (0.0, "flag_red"))
    )


def about_centre_of_mass(model: Model) -> Model:
    """The same model with its origin at the centre of mass, as poses in a record have it."""
    return moved(model, x=-CENTRE_OF_MASS_X_m)
