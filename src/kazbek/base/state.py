"""The state of a ship and what it has spent so far, and nothing about what it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.types import Vector


def frozen_vector(values: Any, size: int) -> Vector:
    """A read-only float64 copy of `values`, checked for length and for finite numbers.

    Raises
    ------
    ValueError
        for another length, or a number that is not finite: a defect of the program, not of the input.
    """
    out = np.array(values, dtype=np.float64)
    if out.shape != (size,) or not all(map(math.isfinite, out.tolist())):  # of so few a tenth of NumPy's cost
        raise ValueError(f"expected {size} finite numbers, got {values!r}")
    out.flags.writeable = False
    return out


def _identity_quaternion() -> Vector:
    return frozen_vector((1.0, 0.0, 0.0, 0.0), 4)


def _zero_vector() -> Vector:
    return frozen_vector((0.0, 0.0, 0.0), 3)


@dataclass(frozen=True, slots=True)
class Tally:
    """What a ship has done so far that the phases to come must know.

    Attributes
    ----------
    delta_v_m_s : velocity change of all its engines since it left the launcher or the port
    burns : numbered burns flown (``burn_1`` …)
    burns_delta_v_m_s : velocity change of the numbered burns alone, which mission control calls the total
    radio_sets_lost : sets of the approach radio that have failed
    """

    delta_v_m_s: float = 0.0
    burns: int = 0
    burns_delta_v_m_s: float = 0.0
    radio_sets_lost: int = 0

    def with_extra(self, delta_v_m_s: float) -> Tally:
        """One more burn, which has no number."""
        spent_m_s = self.burns_delta_v_m_s + delta_v_m_s
        return replace(self, delta_v_m_s=self.delta_v_m_s + delta_v_m_s, burns_delta_v_m_s=spent_m_s)

    def with_burn(self, delta_v_m_s: float) -> Tally:
        """One more numbered burn."""
        return replace(
            self,
            delta_v_m_s=self.delta_v_m_s + delta_v_m_s,
            burns=self.burns + 1,
            burns_delta_v_m_s=self.burns_delta_v_m_s + delta_v_m_s,
        )


@dataclass(frozen=True, slots=True, repr=False)
class State:
    """Where a ship is, how it moves and turns, and what it weighs, at one instant.

    Attributes
    ----------
    epoch : the instant
    r_GCRF_m, v_GCRF_m_s : (3,) position and velocity of the centre of mass
    mass_kg : total mass
    propellant_kg : usable propellant within `mass_kg` of the engines that fly this phase
    q_BODY_GCRF : (4,) unit quaternion, scalar first, ``v_BODY = C(q_BODY_GCRF) @ v_GCRF``
    w_BODY_rad_s : (3,) rate of BODY against GCRF, in BODY
    tally : what was spent and lost on the way here
    """

    epoch: Epoch
    r_GCRF_m: Vector
    v_GCRF_m_s: Vector
    mass_kg: float
    propellant_kg: float = 0.0
    q_BODY_GCRF: Vector = field(default_factory=_identity_quaternion)
    w_BODY_rad_s: Vector = field(default_factory=_zero_vector)
    tally: Tally = field(default_factory=Tally)

    def __post_init__(self) -> None:
        for name, size in (("r_GCRF_m", 3), ("v_GCRF_m_s", 3), ("q_BODY_GCRF", 4), ("w_BODY_rad_s", 3)):
            object.__setattr__(self, name, frozen_vector(getattr(self, name), size))

    @property
    def rv_GCRF(self) -> Vector:
        """(6,) position (m) and velocity (m/s)."""
        return np.concatenate((self.r_GCRF_m, self.v_GCRF_m_s))

    def replace(self, **changes: Any) -> State:
        """The same state with some values replaced."""
        return replace(self, **changes)

    def __repr__(self) -> str:
        r_km, v_m_s = (float(np.linalg.norm(x)) for x in (self.r_GCRF_m / 1e3, self.v_GCRF_m_s))
        return f"<State {self.epoch.utc} GCRF {r_km:.1f} km, {v_m_s:.1f} m/s, {self.mass_kg:.1f} kg>"
