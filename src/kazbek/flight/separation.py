"""The end of an ascent as the legs after it see it: the ship at separation, over the rotating Earth."""

from __future__ import annotations

from dataclasses import dataclass

from kazbek.base.epoch import Epoch
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.world.earth import gcrf_from_itrf


@dataclass(frozen=True, slots=True)
class Insertion:
    """The ship at separation, `t_s` after lift-off, over the rotating Earth."""

    t_s: float
    r_ITRF_m: Vector
    v_ITRF_m_s: Vector
    mass_kg: float

    def state(self, liftoff: Epoch) -> State:
        """In GCRF, for a lift-off at that instant."""
        epoch = liftoff + self.t_s
        return State(epoch, *gcrf_from_itrf(epoch, self.r_ITRF_m, self.v_ITRF_m_s), self.mass_kg)
