"""A launch day as data: steps counted back from lift-off, what is loaded, what stops the count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from kazbek.base.data import DataFile, Datum, Frozen
from kazbek.base.events import is_event


class Days(Frozen):
    """Before launch day: when the launcher leaves its building, by the clock of the site."""

    utc_offset_h: Datum
    rollout_days: Datum
    rollout_h: Datum
    erection_after_s: Datum


class StepResource(Frozen):
    """Somebody or something that steps take, and how many of it there are at once."""

    count: Datum


class StepAfter(Frozen):
    """Begins `least_s` after the end of the step `id`, or after its start where `measured_from` says so."""

    id: str
    least_s: Datum | None = None
    measured_from: Literal["end", "start"] = Field(default="end", alias="from")


class CountStep(Frozen):
    """Something that is done, so many seconds before contact of lift-off.

    Attributes
    ----------
    before_s : the middle of the templates, with their spread; in the record it happens then
    takes_s, after, needs : for the day as a network: how long it takes, what it follows, whom it takes
    by_clock : the count itself begins it at `before_s`, whatever else is done
    """

    id: str
    before_s: Datum
    event: str = ""
    takes_s: Datum | None = None
    after: tuple[StepAfter, ...] = ()
    needs: Mapping[str, int] = Field(default_factory=dict)
    by_clock: bool = False

    @model_validator(mode="after")
    def _known(self) -> CountStep:
        if self.event and not is_event(self.event):
            raise ValueError(f'"{self.event}" is no event')
        return self


class Tank(Frozen):
    """One of a stage's equal tanks: what goes in, when, and what boils away.

    Attributes
    ----------
    mass_kg : aboard when valves close
    ullage_frac : of the tank's volume left free then
    wall_m2, latent_heat_J_kg : of a fluid that boils; absent for one that does not
    after : for the day as a network, as of a step
    """

    stage: str
    fluid: str
    mass_kg: Datum
    from_before_s: Datum
    to_before_s: Datum
    density_kg_m3: Datum
    ullage_frac: Datum
    wall_m2: Datum | None = None
    latent_heat_J_kg: Datum | None = None
    after: tuple[StepAfter, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> Tank:
        if self.from_before_s.v <= self.to_before_s.v:
            raise ValueError(f"from_before_s = {self.from_before_s.v:g} is not before to_before_s")
        if (self.wall_m2 is None) != (self.latent_heat_J_kg is None):
            raise ValueError("wall_m2 and latent_heat_J_kg belong together")
        return self

    @property
    def id(self) -> str:
        """Its loading as a step of the day."""
        return f"{self.fluid} into {self.stage}"

    @property
    def volume_m3(self) -> float:
        """Of the tank."""
        return self.mass_kg.v / self.density_kg_m3.v / (1.0 - self.ullage_frac.v)

    def boil_off_kg_s(self, heat_flux_W_m2: float) -> float:
        """Of a full tank."""
        if self.wall_m2 is None or self.latent_heat_J_kg is None:
            return 0.0
        return heat_flux_W_m2 * self.wall_m2.v / self.latent_heat_J_kg.v


class Loading(Frozen):
    """Tanks, the instant at which they are closed, and the heat that reaches the cold ones."""

    closed_before_s: Datum
    heat_flux_W_m2: Datum
    tank: tuple[Tank, ...]


class Fault(Frozen):
    """A fault that stops the count between two instants, and who says so."""

    system: str
    from_before_s: Datum
    until_before_s: Datum
    said_by: str


class CountReserve(Frozen):
    """Time in the count that a hold may use up, as long as it begins before `until_before_s`."""

    until_before_s: Datum
    length_s: Datum


class Recycle(Frozen):
    """Days to the next try, and how long until the crew is out.

    Attributes
    ----------
    rendezvous_days : of a flight to a station, whose plane and phase must come round again
    alone_days : of a flight without a rendezvous, which has its window every day
    """

    rendezvous_days: Datum
    alone_days: Datum
    crew_out_s: Datum

    def days(self, *, rendezvous: bool) -> int:
        """Whole days from a scrub to the next try."""
        return round((self.rendezvous_days if rendezvous else self.alone_days).v)


class WeatherLimits(Frozen):
    """Wind in which nothing is launched: near the ground and aloft."""

    ground_wind_m_s: Datum
    ground_top_m: Datum
    aloft_wind_m_s: Datum
    aloft_top_m: Datum
    decided_before_s: Datum


class CountdownPlan(DataFile):
    """A launch day, read from ``data/countdowns`` or from a user's own file; a launcher's file names it."""

    days: Days
    step: tuple[CountStep, ...] = Field(min_length=1)
    resource: dict[str, StepResource] = Field(default_factory=dict)
    loading: Loading
    fault: tuple[Fault, ...] = ()
    reserve: CountReserve
    recycle: Recycle
    weather: WeatherLimits

    @property
    def begins_s(self) -> float:
        """The first thing of the day, in seconds from lift-off (negative)."""
        return -max(*(step.before_s.v for step in self.step), *(tank.from_before_s.v for tank in self.loading.tank))

    def stopping(self, system: str) -> Fault | None:
        """The fault of that system, if it is one that stops the count."""
        return next((fault for fault in self.fault if fault.system == system), None)
