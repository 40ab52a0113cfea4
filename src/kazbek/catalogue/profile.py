"""A rendezvous profile: when contact is planned, slots and engines of burns, where braking begins; for all flights.

Slots count from separation from the launcher, back from the planned contact, or as a share of the time to the next one;
`Profile.timed` turns the other kinds into the first, once the planned contact of a flight is known.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from kazbek.base.bounds import Direction
from kazbek.base.chance import PhaseChance
from kazbek.base.data import DataFile, Datum, Frozen, load, names_in
from kazbek.base.types import Vector


class _Firing(Frozen):
    """Which engine: the main engine, or so many axial jets."""

    engine: Literal["main", "thrusters"]
    jets: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _jets_with_thrusters(self) -> _Firing:
        if (self.engine == "thrusters") != (self.jets > 0):
            raise ValueError('jets goes with engine = "thrusters", and only with it')
        return self


class _Instant(Frozen):
    """An instant of the chase: one of two ways to count it."""

    before_contact_s: Datum | None = None

    def timed(self, name: str, contact_s: float) -> dict[str, Datum | None]:
        """The same counted from separation, under `name`, for a contact planned so long after separation."""
        if self.before_contact_s is None:
            return {}
        back = self.before_contact_s
        return {name: Datum(v=contact_s - back.v, sigma=back.sigma, src=back.src), "before_contact_s": None}


class Slot(_Firing, _Instant):
    """One burn: ignition after separation, before the planned contact, or at a share of the time to the next burn."""

    ignition_s: Datum | None = None
    to_next_frac: Datum | None = None

    @model_validator(mode="after")
    def _one_count(self) -> Slot:
        if sum(count is not None for count in (self.ignition_s, self.before_contact_s, self.to_next_frac)) != 1:
            raise ValueError("a burn has one of ignition_s, before_contact_s, to_next_frac")
        return self

    def before(self, next_s: float) -> Slot:
        """The same counted from separation, for a next burn so long after separation."""
        if self.to_next_frac is None:
            return self
        share = self.to_next_frac
        ignition_s = Datum(v=share.v * next_s, sigma=share.sigma * next_s, src=share.src)
        return self.model_copy(update={"ignition_s": ignition_s, "to_next_frac": None})

    @property
    def at_s(self) -> float:
        """Seconds from separation to ignition, of a slot that is timed."""
        assert self.ignition_s is not None
        return self.ignition_s.v


class Correction(_Firing):
    """Between the last burn and the first brake the approach radio sees what burns were off by, and it is mended.

    Attributes
    ----------
    before_arrival_s : ignition
    least_m_s : below this nothing is fired
    """

    before_arrival_s: Datum
    least_m_s: Datum


class Brake(_Firing):
    """One braking burn: ignition counted from arrival, and the range at which it is aimed to begin."""

    after_arrival_s: Datum
    range_m: Datum


class Sunset(Frozen):
    """How contact is planned on orbital sunset at the station.

    Attributes
    ----------
    from_s, to_s : after separation, between which a sunset is in reach
    evening_s : planned contact after sunset, for a Sun above `turn_beta_deg` from the plane of the orbit
    late_before_s : planned contact before sunset, for a Sun below it; without it, the usual time stands then
    """

    from_s: Datum
    to_s: Datum
    evening_s: Datum
    late_before_s: Datum | None = None
    turn_beta_deg: Datum


class Glare(Frozen):
    """When contact is put off because the Sun would shine into the ship's cameras.

    Attributes
    ----------
    within_deg : of where the nose points on the port's axis
    later_s : how much later contact is planned then
    """

    within_deg: Datum
    later_s: Datum


class ContactRule(Frozen):
    """When contact is planned: so long after separation, or by a sunset where one is in reach, or later in a glare.

    `look_RTN`: where the nose points on the axis of the flight's port (:meth:`Profile.towards`); zeros: unknown.
    """

    rule: Literal["fixed", "sunset", "glare"]
    after_separation_s: Datum
    sunset: Sunset | None = None
    glare: Glare | None = None
    look_RTN: Direction = (0.0, 0.0, 0.0)

    @model_validator(mode="after")
    def _figures_of_the_rule(self) -> ContactRule:
        if (self.rule == "sunset") != (self.sunset is not None):
            raise ValueError('contact.sunset goes with rule = "sunset", and only with it')
        if (self.rule == "glare") != (self.glare is not None):
            raise ValueError('contact.glare goes with rule = "glare", and only with it')
        return self


class Arrival(_Instant):
    """Where braking begins: after separation or before the planned contact; place and velocity in the station's RTN."""

    after_separation_s: Datum | None = None
    radial_m: Datum
    along_m: Datum
    normal_m: Datum
    radial_m_s: Datum
    along_m_s: Datum
    normal_m_s: Datum

    @model_validator(mode="after")
    def _one_count(self) -> Arrival:
        if (self.after_separation_s is None) == (self.before_contact_s is None):
            raise ValueError("an arrival has either after_separation_s or before_contact_s")
        return self

    @property
    def at_s(self) -> float:
        """Seconds from separation to the first brake, of an arrival that is timed."""
        assert self.after_separation_s is not None
        return self.after_separation_s.v

    @property
    def r_RTN_m(self) -> Vector:
        """Position of the ship (3,)."""
        return np.array((self.radial_m.v, self.along_m.v, self.normal_m.v))

    @property
    def v_RTN_m_s(self) -> Vector:
        """Velocity of the ship (3,)."""
        return np.array((self.radial_m_s.v, self.along_m_s.v, self.normal_m_s.v))


class ProfilePlan(Frozen):
    """What mission planning settled beforehand; `delta_v_max_m_s` bounds the whole chase, brakes included."""

    delta_v_max_m_s: Datum
    brakes_delta_v_m_s: Datum
    arrays_deployed_s: Datum
    kurs_acquisition_range_m: Datum
    brake_to_contact_s: Datum


class Execution(Frozen):
    """How far a burn is from the one commanded: in size, and in direction about each axis. Drawn in campaigns only."""

    size_frac: Datum
    pointing_rad: Datum

    def size(self, chance: PhaseChance | None) -> float:
        """How much of a commanded velocity change is given; without `chance` only what is fixed."""
        return 1.0 + self.size_frac.v + (0.0 if chance is None else chance.noise(self.size_frac))

    def delivered(self, delta_v_m_s: Vector, chance: PhaseChance | None) -> Vector:
        """A velocity change (3,) as engine and attitude control deliver it; without `chance` only what is fixed."""
        size, tilt_rad = self.size(chance), np.array((0.0, self.pointing_rad.v, self.pointing_rad.v))
        if chance is not None:
            tilt_rad = tilt_rad + np.array([chance.noise(self.pointing_rad) for _ in range(3)])
        if size == 1.0 and not tilt_rad.any():
            return delta_v_m_s
        given: Vector = size * (delta_v_m_s + np.cross(tilt_rad, delta_v_m_s))
        return given


class Profile(DataFile):
    """A way to the station, read from ``data/profiles`` or from a user's own file.

    Attributes
    ----------
    of_flight : the slots are those of one flight; a search tries such a profile only when it is named
    ship : the kind of ship for which it was made; a search for another kind tries it only when it is named
    """

    ship: str = ""
    of_flight: str = ""
    plan: ProfilePlan
    contact: ContactRule
    execution: Execution
    burn: tuple[Slot, ...]
    arrival: Arrival
    brake: tuple[Brake, ...]
    correction: Correction | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Profile:
        if len(self.burn) < 2:
            raise ValueError("a chase needs two burns at least: six conditions at arrival, three unknowns a burn")
        if self.burn[-1].to_next_frac is not None:
            raise ValueError("the last burn has no next one: give it ignition_s or before_contact_s")
        instants = [*(slot.at_s for slot in self._usual.burn), self._usual.arrival.at_s]
        if instants != sorted(instants) or instants[0] <= 0.0:
            raise ValueError("burns must be in order of time, after separation and before arrival")
        return self

    @property
    def _usual(self) -> Profile:
        return self.timed(self.contact.after_separation_s.v)

    def timed(self, contact_s: float) -> Profile:
        """The same with every slot counted from separation, for a contact planned so long after it."""
        burns = [slot.model_copy(update=slot.timed("ignition_s", contact_s)) for slot in self.burn]
        for k in reversed(range(len(burns) - 1)):
            burns[k] = burns[k].before(burns[k + 1].at_s)
        arrival = self.arrival.model_copy(update=self.arrival.timed("after_separation_s", contact_s))
        return self.model_copy(update={"burn": tuple(burns), "arrival": arrival})

    def towards(self, look_RTN: Vector) -> Profile:
        """The same for a port on whose axis the nose points along `look_RTN` (3,)."""
        contact = self.contact.model_copy(update={"look_RTN": tuple(look_RTN.tolist())})
        return self.model_copy(update={"contact": contact})

    @classmethod
    def named(cls, name: str) -> Profile:
        """The bundled profile of that name, or the one in a ``.toml`` file."""
        return load("profiles", name, cls)

    @classmethod
    def general(cls, ship: str) -> list[Profile]:
        """The bundled profiles that are not the slots of one flight: those for a kind of ship, else all of them."""
        found = [profile for profile in map(cls.named, names_in("profiles")) if not profile.of_flight]
        return [profile for profile in found if profile.ship in ("", ship)] or found
