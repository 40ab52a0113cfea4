"""A rendezvous profile: slots and engines of its burns, and where braking begins. Data, common to all flights."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from kazbek.base.data import DataFile, Datum, Frozen, load

Vector = NDArray[np.float64]


class _Firing(Frozen):
    """Which engine: the main engine, or so many axial jets."""

    engine: Literal["main", "thrusters"]
    jets: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _jets_with_thrusters(self) -> _Firing:
        if (self.engine == "thrusters") != (self.jets > 0):
            raise ValueError('jets goes with engine = "thrusters", and only with it')
        return self


class Slot(_Firing):
    """One burn of the chase: ignition, counted from separation from the launcher."""

    ignition_s: Datum


class Brake(_Firing):
    """One braking burn: ignition counted from arrival, and the range at which it is aimed to begin."""

    after_arrival_s: Datum
    range_m: Datum


class Arrival(Frozen):
    """Where braking begins: instant from separation, position and velocity in the station's rotating RTN."""

    after_separation_s: Datum
    radial_m: Datum
    along_m: Datum
    normal_m: Datum
    radial_m_s: Datum
    along_m_s: Datum
    normal_m_s: Datum

    @property
    def r_RTN_m(self) -> Vector:
        """Position of the ship (3,)."""
        return np.array((self.radial_m.v, self.along_m.v, self.normal_m.v))

    @property
    def v_RTN_m_s(self) -> Vector:
        """Velocity of the ship (3,)."""
        return np.array((self.radial_m_s.v, self.along_m_s.v, self.normal_m_s.v))


class Plan(Frozen):
    """What mission planning settled beforehand.

    `phase_from_deg` to `phase_to_deg`: how far ahead the station may be at separation (beyond 360 after a full lap);
    `delta_v_max_m_s` bounds the whole chase, brakes included.
    """

    delta_v_max_m_s: Datum
    brakes_delta_v_m_s: Datum
    phase_from_deg: Datum
    phase_to_deg: Datum
    arrays_deployed_s: Datum
    kurs_acquisition_range_m: Datum
    brake_to_contact_s: Datum

    @property
    def phase_mid_deg(self) -> float:
        """Middle of the phase window."""
        return 0.5 * (self.phase_from_deg.v + self.phase_to_deg.v)

    def unwrapped_deg(self, phase_deg: float) -> float:
        """The phase, laps added, that lies nearest the middle of the window."""
        return phase_deg + 360.0 * round((self.phase_mid_deg - phase_deg) / 360.0)

    def within_reach(self, phase_deg: float) -> bool:
        """Whether an unwrapped phase lies in the window, give or take the sigma of its edges: worth solving for."""
        low, high = self.phase_from_deg, self.phase_to_deg
        return low.v - low.sigma <= phase_deg <= high.v + high.sigma


class Execution(Frozen):
    """How far a burn is from the one commanded: in size, and in direction about each axis. Drawn in campaigns only."""

    size_frac: Datum
    pointing_rad: Datum

    def delivered(self, delta_v_m_s: Vector, chance: np.random.Generator | None) -> Vector:
        """A velocity change (3,) as engine and attitude control deliver it; without `chance` only what is fixed."""
        size, tilt_rad = 1.0 + self.size_frac.v, np.array((0.0, self.pointing_rad.v, self.pointing_rad.v))
        if chance is not None:
            size += self.size_frac.sigma * chance.standard_normal()
            tilt_rad = tilt_rad + self.pointing_rad.sigma * chance.standard_normal(3)
        if size == 1.0 and not tilt_rad.any():
            return delta_v_m_s
        given: Vector = size * (delta_v_m_s + np.cross(tilt_rad, delta_v_m_s))
        return given


class Profile(DataFile):
    """A way to the station, read from ``data/profiles`` or from a user's own file."""

    plan: Plan
    execution: Execution
    burn: tuple[Slot, ...]
    arrival: Arrival
    brake: tuple[Brake, ...]

    @model_validator(mode="after")
    def _in_order(self) -> Profile:
        instants = [slot.ignition_s.v for slot in self.burn] + [self.arrival.after_separation_s.v]
        if len(self.burn) < 2:
            raise ValueError("a chase needs two burns at least: six conditions at arrival, three unknowns a burn")
        if instants != sorted(instants) or instants[0] <= 0.0:
            raise ValueError("burns must be in order of time, after separation and before arrival")
        return self

    @classmethod
    def named(cls, name: str) -> Profile:
        """The bundled profile of that name, or the one in a ``.toml`` file."""
        return load("profiles", name, cls)
