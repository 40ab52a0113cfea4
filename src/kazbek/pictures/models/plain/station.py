"""A station as drums from its ports inwards, and wings, by its data file. STN axes: x forward, y starboard, z nadir."""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.catalogue.station import Station
from kazbek.pictures.models.mesh import Mesh, Model, aimed, box, dome, gathered, lathe, tube

_DRUM_RADIUS_m, _NECK_RADIUS_m, _NECK_m = 2.0, 0.9, 0.8
_MASS_kg_m3 = 180.0  # of a furnished module with what hangs on it, by eye
_WING_SHAPE = 4.0  # length against width of a wing


def plain_station(station: Station) -> Model:
    """The whole station: a long drum of its mass's size, a module to each port, wings of its drag area."""
    centre = station.centre_of_mass_STN.r_STN_m
    ends = [port.r_STN_m for port in station.ports.values()]
    length = max(station.mass.total_kg.v / (_MASS_kg_m3 * np.pi * _DRUM_RADIUS_m**2), 3.0 * _DRUM_RADIUS_m)
    foot = centre - np.array((length / 2.0, 0.0, 0.0))
    parts: list[Mesh] = [*aimed(_drum(length, _DRUM_RADIUS_m), (1.0, 0.0, 0.0), foot)]
    for port, end in zip(station.ports.values(), ends):
        parts += _module(centre, end, np.array(port.out_STN), length)
    return gathered((*parts, *_wings(centre, station.mass.drag_area_m2.v / 2.0)))


def _module(centre: Floats, end: Floats, out: Floats, length: float) -> Model:
    """A drum that ends in a port, and what joins it to the long one."""
    reach = float((end - centre) @ out)
    on_axis = end - reach * out  # the foot of the port's axis beside the centre
    joint = centre + np.array((np.clip(on_axis[0] - centre[0], -length / 2.0, length / 2.0), 0.0, 0.0))
    foot = on_axis if reach > 2.0 * _NECK_m else end - 2.0 * _NECK_m * out
    joined = () if np.linalg.norm(foot - joint) < 0.5 else (tube(joint, foot, 0.6 * _DRUM_RADIUS_m, "shield_b"),)
    return (*joined, *aimed(_drum(float(np.linalg.norm(end - foot)), 0.7 * _DRUM_RADIUS_m), out, foot))


def _drum(length_m: float, radius_m: float) -> Model:
    """A module along x with a docking neck at its far end."""
    shoulder = max(length_m - _NECK_m - 0.5 * radius_m, 0.2 * length_m)
    hull = [(0.0, 0.0), (0.0, radius_m), (shoulder, radius_m)]
    neck = max(length_m - _NECK_m, shoulder)
    return (
        lathe([*hull, *dome(shoulder, neck - shoulder + 1e-3, radius_m, _NECK_RADIUS_m, 5)], "white"),
        lathe(((neck, _NECK_RADIUS_m), (length_m, _NECK_RADIUS_m), (length_m, 0.5 * _NECK_RADIUS_m)), "metal"),
    )


def _wings(centre: Floats, area_m2: float) -> Model:
    """Two boards of cells to port and starboard, on a beam."""
    width = float(np.sqrt(area_m2 / _WING_SHAPE))
    reach = _WING_SHAPE * width
    middle = _DRUM_RADIUS_m + 2.0 + reach / 2.0
    boards = [box(centre + np.array((0.0, s * middle, 0.0)), (width, reach, 0.15), "cells") for s in (1.0, -1.0)]
    return (
        *boards,
        *(tube(centre, centre + np.array((0.0, s * (middle + 0.5 * reach), 0.0)), 0.35, "truss") for s in (1.0, -1.0)),
    )
