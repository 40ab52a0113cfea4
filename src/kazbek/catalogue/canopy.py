"""Parachutes and what softens the touchdown, as built."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from kazbek.base.data import Datum, Frozen
from kazbek.base.errors import unknown


class Canopy(Frozen):
    """One canopy: size, when it opens after the command, how long it is held, and how it fills."""

    name: str
    area_m2: Datum
    cd: Datum
    opens_s: Datum
    held_s: Datum
    reefed_frac: Datum
    reefed_s: Datum
    fills_s: Datum

    def row(self, *, after_s: float = 0.0) -> list[float]:
        """The figures a kernel takes (`kernels.canopy.Canopies.rows`), opening `after_s` later."""
        opens_s = self.opens_s.v + after_s
        return [
            self.area_m2.v,
            self.cd.v,
            opens_s,
            opens_s + self.held_s.v,
            self.reefed_frac.v,
            self.reefed_s.v,
            self.fills_s.v,
        ]

    @property
    def filled_s(self) -> float:
        """When it has filled, seconds after the command."""
        return self.opens_s.v + self.reefed_s.v + self.fills_s.v


class Parachutes(Frozen):
    """The canopies in order of opening: drogue, main, and the reserve that takes over when the main fails."""

    command_height_m: Datum
    shield_height_m: Datum
    shield_kg: Datum
    rehook_after_s: Datum
    hang_deg: Datum
    reserve_height_m: Datum
    canopy: tuple[Canopy, ...]

    @model_validator(mode="after")
    def _known(self) -> Parachutes:
        names = [c.name for c in self.canopy]
        if names != ["drogue", "main", "reserve"]:
            raise ValueError(f"canopies drogue, main, reserve wanted in this order, got {', '.join(names)}")
        return self

    def named(self, name: str) -> Canopy:
        """One canopy by name."""
        for canopy in self.canopy:
            if canopy.name == name:
                return canopy
        raise unknown("canopy", name, [c.name for c in self.canopy])

    def rows(self, *names: str) -> NDArray[np.float64]:
        """(N, 7) for a kernel."""
        return np.array([self.named(name).row() for name in names]).reshape(-1, 7)


class SoftLanding(Frozen):
    """Engines that fire at a height above the ground; what ground and couch give way; the speed the crew survives."""

    height_m: Datum
    thrust_N: Datum
    stroke_m: Datum
    survivable_m_s: Datum
