"""The wind of a place by month: its mean, and how far the wind of one day lies from it."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
from pydantic import model_validator

from kazbek.base.chance import PhaseChance
from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.world.wind import Wind

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class MonthOfWind(Frozen):
    """The mean wind by height, and one sigma of each of its components on one day."""

    name: str
    east_m_s: tuple[float, ...]
    north_m_s: tuple[float, ...]
    scatter_m_s: tuple[float, ...]


class Climate(DataFile):
    """The winds of a place, read from ``data/climates``.

    Attributes
    ----------
    height_m : of the levels, above the ellipsoid, rising
    layer_m : the deviations of one day at two heights are correlated as exp(-distance / layer)
    month : twelve
    src : of the table
    """

    src: str
    height_m: tuple[float, ...]
    layer_m: Datum
    month: tuple[MonthOfWind, ...]

    @model_validator(mode="after")
    def _whole(self) -> Climate:
        if tuple(month.name for month in self.month) != _MONTHS:
            raise ValueError(f"twelve months: {', '.join(_MONTHS)}")
        if list(self.height_m) != sorted(set(self.height_m)):
            raise ValueError("height_m must rise")
        for month in self.month:
            if {len(month.east_m_s), len(month.north_m_s), len(month.scatter_m_s)} != {len(self.height_m)}:
                raise ValueError(f"{month.name}: as many figures as heights")
            if min(month.scatter_m_s) < 0.0:
                raise ValueError(f"{month.name}: scatter_m_s must not be negative")
        return self

    @classmethod
    def named(cls, name: str) -> Climate:
        """A bundled climate, or one from a TOML path."""
        return load("climates", name, cls)

    def mean(self, day: dt.date, ground_m: float) -> Wind:
        """The mean wind of the month of a day, from the ground up."""
        month = self._month(day)
        return Wind.of(self._heights(ground_m), month.east_m_s, month.north_m_s)

    def deviation(self, day: dt.date, chance: PhaseChance) -> tuple[list[float], list[float]]:
        """How far the wind of one flight lies from the mean at each level, east and north: a first-order Markov chain
        up the levels, so that neighbours go together."""
        month = self._month(day)
        east, north = (self._chain(axis, month.scatter_m_s, chance) for axis in ("east", "north"))
        return east, north

    def drawn(self, day: dt.date, about: Wind, chance: PhaseChance) -> Wind:
        """The wind of one flight, off from the wind `about` as days are off from their month's mean."""
        off = self.deviation(day, chance)
        rows = np.array(about.profile)
        heights_m = sorted({*rows[:, 0].tolist(), *(h for h in self.height_m if h > rows[0, 0])})
        parts = [
            np.interp(heights_m, rows[:, 0], rows[:, 1 + k]) + np.interp(heights_m, self.height_m, by)
            for k, by in enumerate(off)
        ]
        return Wind.of(heights_m, *parts)

    def _month(self, day: dt.date) -> MonthOfWind:
        return self.month[day.month - 1]

    def _heights(self, ground_m: float) -> list[float]:
        """The lowest level lies at the ground."""
        return [max(self.height_m[0], ground_m), *self.height_m[1:]]

    def _chain(self, axis: str, scatter_m_s: tuple[float, ...], chance: PhaseChance) -> list[float]:
        z, found = 0.0, []
        for k, (height_m, size_m_s) in enumerate(zip(self.height_m, scatter_m_s)):
            fresh = chance.deviation(f"wind.{axis}_{height_m:.0f}_m", 1.0, 1.0)
            kept = math.exp((self.height_m[k - 1] - height_m) / self.layer_m.v) if k else 0.0
            z = kept * z + math.sqrt(1.0 - kept * kept) * fresh
            found.append(size_m_s * z)
        return found
