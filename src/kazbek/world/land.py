"""What lies at a place: land or sea, whose, how high, how rugged.

Coarse: 0.1° for coasts and borders, 20 minutes of arc for heights.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import Frozen, bundled, load

_STEP_m = 25.0  # of the heights


class Terrain(NamedTuple):
    """A place: `name` of the country or the sea, height above the sea, and how far heights about it differ."""

    name: str
    is_sea: bool
    height_m: float
    relief_m: float


class Sea(Frozen):
    """A box in which water bears a name."""

    name: str
    south_deg: float
    north_deg: float
    west_deg: float
    east_deg: float

    def holds(self, latitude_deg: float, longitude_deg: float) -> bool:
        """Whether a place lies within."""
        east_deg = (longitude_deg - self.west_deg) % 360.0
        return self.south_deg <= latitude_deg <= self.north_deg and east_deg <= self.east_deg - self.west_deg


class Seas(Frozen):
    """Names of seas, the first that holds a place."""

    name: str
    sources: dict[str, str]
    sea: tuple[Sea, ...]

    def at(self, latitude_deg: float, longitude_deg: float) -> str:
        """What the water there is called."""
        return next((sea.name for sea in self.sea if sea.holds(latitude_deg, longitude_deg)), "open sea")


@dataclass(frozen=True)
class Land:
    """The bundled table (see ``data/land``): rows from the north pole, columns from 180° west."""

    country: NDArray[np.uint8]
    height: NDArray[np.uint8]
    names: tuple[str, ...]
    seas: Seas

    @classmethod
    @functools.cache
    def bundled(cls) -> Land:
        """Read once."""
        with bundled("land", "land.npz").open("rb") as file, np.load(file) as raw:
            names = tuple(str(name) for name in raw["names"])
            return cls(raw["country"], raw["height_25m"], names, load("land", "seas", Seas))

    def at(self, latitude_rad: float, longitude_rad: float) -> Terrain:
        """The ground or the water at a place."""
        latitude_deg, longitude_deg = math.degrees(latitude_rad), math.degrees(longitude_rad)
        index = int(self.country[_cell(self.country.shape, latitude_deg, longitude_deg)])
        if index == 0:
            return Terrain(self.seas.at(latitude_deg, longitude_deg), True, 0.0, 0.0)
        row, column = _cell(self.height.shape, latitude_deg, longitude_deg)
        rows = np.clip(np.arange(row - 1, row + 2), 0, self.height.shape[0] - 1)
        columns = np.arange(column - 1, column + 2) % self.height.shape[1]
        near_m = self.height[np.ix_(rows, columns)] * _STEP_m
        height_m = self._height_m(latitude_deg, longitude_deg)
        return Terrain(self.names[index], False, height_m, float(near_m.max() - near_m.min()))

    def _height_m(self, latitude_deg: float, longitude_deg: float) -> float:
        """Between the middles of four cells, linear both ways."""
        rows, columns = self.height.shape
        y = min(max((90.0 - latitude_deg) / 180.0 * rows - 0.5, 0.0), rows - 1.0)
        x = (longitude_deg + 180.0) % 360.0 / 360.0 * columns - 0.5
        i, k = min(int(y), rows - 2), math.floor(x)
        f, g = y - i, x - k
        west, east = self.height[i : i + 2, k % columns], self.height[i : i + 2, (k + 1) % columns]
        north, south = ((1.0 - g) * float(a) + g * float(b) for a, b in zip(west, east, strict=True))
        return _STEP_m * ((1.0 - f) * north + f * south)


def _cell(shape: tuple[int, ...], latitude_deg: float, longitude_deg: float) -> tuple[int, int]:
    """Row and column of a place in a table of the globe."""
    row = int((90.0 - latitude_deg) / 180.0 * shape[0])
    column = int((longitude_deg + 180.0) % 360.0 / 360.0 * shape[1])
    return min(max(row, 0), shape[0] - 1), min(column, shape[1] - 1)
