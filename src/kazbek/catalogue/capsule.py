"""A capsule that comes home: what enters, how it steers, when it leaves the station and brakes, how it lands."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import model_validator

from kazbek.base.data import Datum, Frozen, load
from kazbek.catalogue.canopy import ParachuteData, SoftLanding
from kazbek.catalogue.drawn import DrawnFile


class AerodynamicsRow(Frozen):
    """Trimmed coefficients at one Mach number, in the axes of the airstream."""

    mach: float
    cd: Datum
    lift_drag_ratio: Datum


class EntryData(Frozen):
    """Mass, size, aerodynamics and the heights of the plan.

    Attributes
    ----------
    guidance_after_m_s : velocity lost to the air when the guidance takes over
    plasma_start_heat_flux_W_m2, plasma_end_heat_flux_W_m2 : at the stagnation point, where the radio is lost and where
        it returns. Two, because how far air is ionised in front of a capsule is not a matter of its heating alone
    """

    mass_kg: Datum
    area_m2: Datum
    nose_radius_m: Datum
    separation_height_m: Datum
    interface_height_m: Datum
    guidance_after_m_s: Datum
    plasma_start_heat_flux_W_m2: Datum
    plasma_end_heat_flux_W_m2: Datum
    aerodynamics: tuple[AerodynamicsRow, ...]

    @model_validator(mode="after")
    def _rising(self) -> EntryData:
        mach = [row.mach for row in self.aerodynamics]
        if not mach or mach != sorted(set(mach)):
            raise ValueError("rows of entry.aerodynamics must rise in mach")
        return self


class Steer(Frozen):
    """Reference bank, limits and cycle of the guidance, authority in roll.

    Attributes
    ----------
    cycle_s : between two decisions of the guidance
    last_speed_m_s : over the ground, below which it steers no more
    corridor_m, corridor_s : half width of the corridor to the sides: a distance, and what the speed covers in a time
    load_filter_s : time constant with which the sensed drag corrects what is expected of it
    """

    reference_bank_deg: Datum
    least_bank_deg: Datum
    most_bank_deg: Datum
    cycle_s: Datum
    last_speed_m_s: Datum
    corridor_m: Datum
    corridor_s: Datum
    load_filter_s: Datum
    roll_rate_deg_s: Datum
    roll_acceleration_deg_s2: Datum


class DeorbitPlan(Frozen):
    """The braking burn of the plan and where its thrust points, mass at undocking, lowest height to brake from.

    Attributes
    ----------
    attitude_deg : of the thrust above the horizon at ignition, on every flight; `pointing_deg`: errors about it
    backup_after_s : from the loss of the main engine to thrusters that finish its burn
    passage_after_s : the station passes the aim about so long after ignition: where a search for the burn begins
    """

    delta_v_m_s: Datum
    attitude_deg: Datum
    pointing_deg: Datum
    home_mass_kg: Datum
    lowest_start_m: Datum
    backup_after_s: Datum
    passage_after_s: Datum


class DepartureSlot(Frozen):
    """Time from physical separation to ignition for a count of revolutions."""

    revolutions: int
    to_burn_s: Datum


class DepartureBurn(Frozen):
    """One burn away from the station.

    Attributes
    ----------
    after_s : from physical separation to its ignition; `length_s`: how long it lasts
    along : the ``axis`` of the port, or the ``motion`` (against it from a port that looks back)
    """

    after_s: Datum
    length_s: Datum
    delta_v_m_s: Datum
    along: Literal["axis", "motion"]


class DeparturePlan(Frozen):
    """Leaving the station: when the hatch is closed, and any number of burns in order of time."""

    hatch_closed_before_s: Datum
    direction_sigma_deg: Datum
    burn: tuple[DepartureBurn, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> DeparturePlan:
        ends = [0.0]
        for burn in self.burn:
            if burn.after_s.v < ends[-1]:
                raise ValueError(
                    f"a burn after {burn.after_s.v:g} s, allowed: {ends[-1]:g} s or later, one after another"
                )
            ends.append(burn.after_s.v + burn.length_s.v)
        return self

    @property
    def ends_s(self) -> float:
        """When the last burn is over, from physical separation."""
        return self.burn[-1].after_s.v + self.burn[-1].length_s.v if self.burn else 0.0


class Couch(Frozen):
    """How the load lies to the couches: turned from chest-to-back towards head-to-feet."""

    entry_load_deg: Datum
    hanging_load_deg: Datum


class Discarded(Frozen):
    """A module that leaves the capsule, and falls on its own once it is below the orbit.

    Attributes
    ----------
    before_ignition_s : leaves so long before the braking burn, and stays in orbit
    height_m : leaves at that height on the way down; without either, where the capsule is left alone
    """

    name: str
    mass_kg: Datum
    area_m2: Datum
    cd: Datum
    before_ignition_s: Datum | None = None
    height_m: Datum | None = None

    @model_validator(mode="after")
    def _once(self) -> Discarded:
        if self.before_ignition_s is not None and self.height_m is not None:
            raise ValueError(f"{self.name}: give before_ignition_s or height_m, not both")
        return self


class Capsule(DrawnFile):
    """One kind of capsule, read from ``data/capsules`` or from a user's own file."""

    entry: EntryData
    steering: Steer
    deorbit: DeorbitPlan
    departure: tuple[DepartureSlot, ...]
    undocking: DeparturePlan
    discarded: tuple[Discarded, ...] = ()  # in any order
    parachutes: ParachuteData
    couch: Couch
    soft_landing: SoftLanding

    @model_validator(mode="after")
    def _apart_from_above(self) -> Capsule:
        last_m = self.entry.separation_height_m.v
        low = [module for module in self.discarded if module.height_m is not None and module.height_m.v <= last_m]
        if low:
            raise ValueError(f"{low[0].name} leaves at or below entry.separation_height_m, allowed: above {last_m:g} m")
        return self

    @property
    def left_in_orbit(self) -> tuple[Discarded, ...]:
        """Modules that leave before the braking burn, in order of time."""
        timed = [(module.before_ignition_s.v, module) for module in self.discarded if module.before_ignition_s]
        return tuple(module for _, module in sorted(timed, key=lambda pair: -pair[0]))

    @property
    def left_on_the_way(self) -> tuple[Discarded, ...]:
        """Modules that leave at a height of their own, from above."""
        high = [(module.height_m.v, module) for module in self.discarded if module.height_m]
        return tuple(module for _, module in sorted(high, key=lambda pair: -pair[0]))

    @property
    def fallen(self) -> tuple[Discarded, ...]:
        """Modules that come down: all that do not stay in orbit."""
        return tuple(module for module in self.discarded if module.before_ignition_s is None)

    @classmethod
    def named(cls, name: str, *, base: Path | None = None) -> Capsule:
        """The bundled capsule of that name, or the one in a ``.toml`` file."""
        return load("capsules", name, cls, base=base)

    def undocking_to_burn_s(self, revolutions: int, period_s: float) -> float:
        """Seconds from physical separation to ignition: the planned slot, else the nearest one and whole periods."""
        slot = min(self.departure, key=lambda s: abs(s.revolutions - revolutions))
        return max(slot.to_burn_s.v + (revolutions - slot.revolutions) * period_s, period_s)
