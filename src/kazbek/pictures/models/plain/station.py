"""A station by the rods of its outline, as drums and boards of cells, with a neck to each port.

STN axes: x forward, y starboard, z nadir.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kazbek.base.types import Floats
from kazbek.catalogue.station import HullRod, Station
from kazbek.pictures.models.mesh import Mesh, Model, aimed, box, dome, gathered, lathe, tube

_SLENDER = 10.0  # length against width from which a rod stands for a wing of cells, by eye
_ROUNDED = 0.5  # of its radius: how far a drum's end bulges
_NECK_RADIUS_m, _BOOM_RADIUS_m, _BOARD_m = 0.9, 0.35, 0.15
_WING_SHAPE = 4.0  # length against width of a wing whose outline nobody gave


def plain_station(station: Station) -> Model:
    """The whole station: what its outline says, and wings of its drag area where the outline has none."""
    wings = [rod for rod in station.hull if _length_m(rod) > _SLENDER * 2.0 * rod.radius_m.v]
    drums = [rod for rod in station.hull if rod not in wings]
    parts: list[Mesh] = [mesh for rod in drums for mesh in _drum(rod)]
    parts += [tube(*_joint(drums[0], rod), _NECK_RADIUS_m, "shield_b") for rod in drums[1:]]
    for rod in wings:
        middle = np.add(rod.from_m, rod.to_m) / 2.0
        parts += [_board(rod), tube(_foot(drums, middle), middle, _BOOM_RADIUS_m, "truss")]
    for port in station.ports.values():
        end, out = port.r_STN_m, np.array(port.out_STN)
        reach_m = max(float((end - _foot(drums, end)) @ out), _NECK_RADIUS_m)
        parts += [tube(end - reach_m * out, end, _NECK_RADIUS_m, "metal")]
    return gathered(parts if wings else (*parts, *_wings(station)))


def _length_m(rod: HullRod) -> float:
    return float(np.linalg.norm(np.subtract(rod.to_m, rod.from_m)))


def _nearest(rod: HullRod, point: Floats) -> Floats:
    """The point of a rod's axis nearest to another."""
    start, along = np.array(rod.from_m), np.subtract(rod.to_m, rod.from_m)
    share = np.clip((point - start) @ along / max(float(along @ along), 1e-9), 0.0, 1.0)
    nearest: Floats = start + share * along
    return nearest


def _joint(hub: HullRod, rod: HullRod) -> tuple[Floats, Floats]:
    """The two ends of what joins a module to the first one."""
    foot = _nearest(hub, _nearest(rod, np.array(hub.from_m)))
    return foot, _nearest(rod, foot)


def _foot(drums: Sequence[HullRod], point: Floats) -> Floats:
    """Where on the axes of the modules a neck to `point` begins."""
    return min((_nearest(rod, point) for rod in drums), key=lambda foot: float(np.linalg.norm(foot - point)))


def _drum(rod: HullRod) -> Model:
    """A module with rounded ends."""
    length, r = _length_m(rod), rod.radius_m.v
    front = [*dome(length, _ROUNDED * r, r, 0.4 * r, 6), (length + _ROUNDED * r, 0.0)]
    back = [(length - x, y) for x, y in reversed(front)]
    return aimed((lathe([*back, *front], "white"),), _direction(rod), rod.from_m)


def _direction(rod: HullRod) -> Floats:
    along = np.subtract(rod.to_m, rod.from_m).astype(float)
    return along if _length_m(rod) > 0.0 else np.array((1.0, 0.0, 0.0))


def _board(rod: HullRod) -> Mesh:
    """A wing of cells as wide as its rod is thick, level with the station."""
    across = np.array((2.0 * rod.radius_m.v, 2.0 * rod.radius_m.v, _BOARD_m))
    size = np.maximum(np.abs(np.subtract(rod.to_m, rod.from_m)), across)
    return box(np.add(rod.from_m, rod.to_m) / 2.0, size, "cells")


def _wings(station: Station) -> Model:
    """Two boards of cells to port and starboard, on a beam."""
    centre, thick = station.centre_of_mass_STN.r_STN_m, max(rod.radius_m.v for rod in station.hull)
    width = float(np.sqrt(station.mass.drag_area_m2.v / 2.0 / _WING_SHAPE))
    reach = _WING_SHAPE * width
    middle = thick + 2.0 + reach / 2.0
    sides = [np.array((0.0, side, 0.0)) for side in (1.0, -1.0)]
    boards = [box(centre + middle * side, (width, reach, _BOARD_m), "cells") for side in sides]
    beams = [tube(centre, centre + (middle + 0.5 * reach) * side, _BOOM_RADIUS_m, "truss") for side in sides]
    return (*boards, *beams)
