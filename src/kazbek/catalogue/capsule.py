"""A capsule that comes home: what enters, how it steers, when it leaves the station and brakes, how it lands."""

from __future__ import annotations

from pathlib import Path

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


class DeparturePlan(Frozen):
    """Burns away from the station: the first along the axis of the port, the second along the motion."""

    hatch_closed_before_s: Datum
    first_burn_after_s: Datum
    first_burn_s: Datum
    first_burn_m_s: Datum
    second_burn_after_s: Datum
    second_burn_s: Datum
    second_burn_m_s: Datum
    direction_sigma_deg: Datum


class Couch(Frozen):
    """How the load lies to the couches: turned from chest-to-back towards head-to-feet."""

    entry_load_deg: Datum
    hanging_load_deg: Datum


class Discarded(Frozen):
    """A module that falls on its own after the separation."""

    name: str
    mass_kg: Datum
    area_m2: Datum
    cd: Datum


class Capsule(DrawnFile):
    """One kind of capsule, read from ``data/capsules`` or from a user's own file."""

    entry: EntryData
    steering: Steer
    deorbit: DeorbitPlan
    departure: tuple[DepartureSlot, ...]
    undocking: DeparturePlan
    discarded: tuple[Discarded, ...] = ()
    parachutes: ParachuteData
    couch: Couch
    soft_landing: SoftLanding

    @classmethod
    def named(cls, name: str, *, base: Path | None = None) -> Capsule:
        """The bundled capsule of that name, or the one in a ``.toml`` file."""
        return load("capsules", name, cls, base=base)

    def undocking_to_burn_s(self, revolutions: int, period_s: float) -> float:
        """Seconds from physical separation to ignition: the planned slot, else the nearest one and whole periods."""
        slot = min(self.departure, key=lambda s: abs(s.revolutions - revolutions))
        return max(slot.to_burn_s.v + (revolutions - slot.revolutions) * period_s, period_s)
