"""A cloud of smoke on a grid, made once for a picture and then only looked through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.fire import smoke_grid as kernels


@dataclass(frozen=True, slots=True)
class Cloud:
    """Smoke.

    Attributes
    ----------
    shape : (nx, ny, nz) 0 at its skin, positive inside
    low_m : (3,) corner of the grid in the frame of the shot
    cell_m : size of a cell
    extinction_per_m : where it is dense
    grain_m : size of its finest heads
    sparks : (n, 4) what shines into it: places and power
    colour : linear RGB, 0–1, share of light a grain sends on
    """

    shape: Floats
    low_m: Floats
    cell_m: float
    extinction_per_m: float
    grain_m: float
    sparks: Floats
    colour: tuple[float, float, float]

    @property
    def high_m(self) -> Floats:
        """(3,) the other corner."""
        high: Floats = self.low_m + self.cell_m * np.array(self.shape.shape)
        return high

    def depths(self, to_sun: Floats) -> Floats:
        """Optical depths to the Sun and to the zenith, (2, ., ., .) on cells twice as wide."""
        fields = np.zeros((2, *(-(-n // 2) for n in self.shape.shape)))
        for field, toward in zip(fields, (to_sun, np.array((0.0, 0.0, 1.0)))):
            kernels.depth_towards(self.shape, self.cell_m, self.extinction_per_m, toward, 2, field)
        return fields

    def shine(self) -> Floats:
        """Light of the sparks on cells four times as wide."""
        light = np.zeros(tuple(-(-n // 4) for n in self.shape.shape))
        kernels.shine(self.shape, self.low_m, self.cell_m, self.extinction_per_m, self.sparks, 4, light)
        return light


def cloud(
    puffs: Floats,
    sparks: Floats,
    *,
    cell_m: float,
    floor_m: float,
    head_m: float,
    ragged: float = 0.9,
    extinction_per_m: float = 0.35,
    colour: tuple[float, float, float] = (0.93, 0.89, 0.83),
) -> Cloud:
    """The cloud of round puffs, rows of (x, y, z, radius), above `floor_m`, made ragged by heads of size `head_m`."""
    low = (puffs[:, :3] - 1.5 * puffs[:, 3:]).min(axis=0)
    high = (puffs[:, :3] + 1.5 * puffs[:, 3:]).max(axis=0)
    low[2] = max(low[2], floor_m)
    shape = np.full(tuple(np.ceil((high - low) / cell_m).astype(int)), -1.0)
    kernels.gather(puffs, low, cell_m, shape)
    kernels.roughen(shape, low, cell_m, head_m, ragged)
    return Cloud(shape, low, cell_m, extinction_per_m, 2.2 * cell_m, sparks, colour)
