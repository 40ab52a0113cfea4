"""A launcher as data: stages, what else it carries, its drag, its sequence, its pitch programme and its orbit."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field, model_validator

from kazbek.base.constants import G0_m_s2
from kazbek.base.data import Datum, Frozen, load
from kazbek.catalogue.drawn import DrawnFile

SEA_LEVEL_Pa = 101_325.0
_OLD_TABLES = ("strapon", "core", "third")  # files of before stages had a table of their own


class Stage(Frozen):
    """A stage, or one of `count` equal ones that burn side by side; figures are for one.

    Attributes
    ----------
    propellant_kg : all that flows through the engine, loaded before ignition (turbine propellant too)
    pad_burn_kg : of it, spent before lift-off
    residual_kg : of it, what the engine cannot use; stays aboard
    isp_vac_s : of all the flow of `propellant_kg`
    thrust_sl_N : None for an engine that works above the air only
    length_m, diameter_m : of one, for a launcher that is drawn as a plain body
    tanks_of : the stage from whose tanks it burns, for engines beside those of a stage: verniers that burn on after the
        main engine; such a stage has no mass of its own
    """

    count: int = 1
    tanks_of: str = ""
    dry_mass_kg: Datum
    propellant_kg: Datum
    pad_burn_kg: Datum
    residual_kg: Datum
    thrust_vac_N: Datum
    isp_vac_s: Datum
    thrust_sl_N: Datum | None = None
    length_m: Datum | None = None
    diameter_m: Datum | None = None

    @model_validator(mode="after")
    def _some_is_left(self) -> Stage:
        if self.count < 1:
            raise ValueError(f"count = {self.count}, allowed: 1 or more")
        own_kg = self.propellant_kg.v + self.dry_mass_kg.v
        if self.tanks_of and own_kg > 0.0:
            raise ValueError(f"{own_kg:g} kg for engines that burn from the tanks of {self.tanks_of}, allowed: 0")
        if self.usable_kg < 0.0:
            raise ValueError(
                f"{self.propellant_kg.v:g} kg of propellant are less than pad_burn_kg and residual_kg "
                f"together, {self.pad_burn_kg.v + self.residual_kg.v:g} kg"
            )
        return self

    @property
    def flow_kg_s(self) -> float:
        """Of one, at full thrust; the ambient pressure does not change it."""
        return self.thrust_vac_N.v / (self.isp_vac_s.v * G0_m_s2)

    @property
    def exit_area_m2(self) -> float:
        """The area on which the ambient pressure acts against the thrust of one; air never adds to it."""
        return 0.0 if self.thrust_sl_N is None else max(0.0, self.thrust_vac_N.v - self.thrust_sl_N.v) / SEA_LEVEL_Pa

    @property
    def usable_kg(self) -> float:
        """Of one, at lift-off."""
        return self.propellant_kg.v - self.pad_burn_kg.v - self.residual_kg.v

    @property
    def empty_kg(self) -> float:
        """Of one, with what cannot be used."""
        return self.dry_mass_kg.v + self.residual_kg.v


class Aerodynamics(Frozen):
    """Drag and normal force by Mach number on a reference area; both tables smooth between rows, constant outside.

    `drag_ratio` multiplies the whole drag table: its sigma is the uncertainty of the drag.
    """

    area_m2: Datum
    drag_ratio: Datum
    mach: tuple[float, ...]
    cd: tuple[float, ...]
    cn_per_rad: tuple[float, ...]
    src: str

    @model_validator(mode="after")
    def _tables_fit(self) -> Aerodynamics:
        if not len(self.mach) == len(self.cd) == len(self.cn_per_rad):
            raise ValueError("mach, cd and cn_per_rad need the same number of entries")
        if list(self.mach) != sorted(set(self.mach)):
            raise ValueError("mach must rise")
        return self


class Happening(Frozen):
    """One row of the sequence: one trigger, and what it does.

    Triggers: `at_s` after lift-off; `delay_s` after the event `after`; `apparent_velocity_m_s` gained (or the depletion
    of the stage that burns), not before `after`; `guided`, when the closed loop has reached its aim.
    """

    event: str
    at_s: Datum | None = None
    delay_s: Datum | None = None
    apparent_velocity_m_s: Datum | None = None
    guided: bool = False
    after: str | None = None
    ignite: str | None = None
    cutoff: str | None = None
    throttle: str | None = None
    throttle_frac: Datum | None = None
    drop: str | None = None
    area_m2: Datum | None = None
    turn_end: bool = False
    closed_loop: bool = False

    @model_validator(mode="after")
    def _one_trigger(self) -> Happening:
        given = [self.at_s, self.delay_s, self.apparent_velocity_m_s, self.guided or None]
        if sum(x is not None for x in given) != 1:
            raise ValueError("give one of at_s, delay_s, apparent_velocity_m_s, guided")
        if (self.delay_s is not None) and self.after is None:
            raise ValueError("delay_s needs the event it comes after")
        if (self.throttle is None) != (self.throttle_frac is None):
            raise ValueError("throttle and throttle_frac belong together")
        return self


class HeightTarget(Frozen):
    """The height above the ellipsoid wanted at an event of the sequence."""

    event: str
    height_m: Datum


class PitchData(Frozen):
    """The shape of the pitch programme and the heights it is solved for: one target, or two.

    Vertical, then a smooth tip-over from `tip_from_s` to `tip_to_s`, then from `settled_s` a gravity turn; from the
    event marked `turn_end` on a linear-tangent law, let in over `bend_s`. One target: the angle of the tip-over is
    solved for, and there is no `turn_end`. Two: the two constants of the tangent law as well, the second by the rule
    that the attitude does not jump where the closed loop takes over. `slew_deg_s` limits turns in the closed loop.
    """

    tip_from_s: Datum
    tip_to_s: Datum
    settled_s: Datum
    bend_s: Datum
    slew_deg_s: Datum
    target: tuple[HeightTarget, ...]

    @model_validator(mode="after")
    def _one_or_two(self) -> PitchData:
        if len(self.target) not in (1, 2):
            raise ValueError(f"{len(self.target)} targets, allowed: 1 or 2")
        if not 0.0 <= self.tip_from_s.v < self.tip_to_s.v < self.settled_s.v:
            raise ValueError("tip_from_s, tip_to_s, settled_s must rise")
        return self


class TargetOrbit(Frozen):
    """The orbit after separation, as mission control gives it.

    Heights above the ellipsoid over one revolution, nodal period, inclination osculating at the next ascending node.
    Without a period, cut-off is at the lowest point. `node_west_of_pad_deg`: as in a pad's corridor, for a launcher
    whose programme leads into another plane than those of its pad's other launchers.
    """

    min_height_m: Datum
    max_height_m: Datum
    period_s: Datum | None = None
    inclination_deg: Datum
    node_west_of_pad_deg: Datum | None = None


class Ignition(Frozen):
    """Levels of thrust before lift-off, as fractions of full thrust; the second level follows from what is burnt.

    `rise_s` is the time of the rise from the second level to full thrust, the last part of it after lift-off.
    """

    first_before_s: Datum
    first_frac: Datum
    second_before_s: Datum
    rise_s: Datum

    @model_validator(mode="after")
    def _in_order(self) -> Ignition:
        if not self.first_before_s.v >= self.second_before_s.v >= self.rise_s.v > 0.0:
            raise ValueError("first_before_s, second_before_s and rise_s must fall, and rise_s be more than 0")
        return self


class Navigation(Frozen):
    """How far the state at cut-off may be from where the guidance believes it is, in place and speed; and the impulse
    of an engine that stops, off from the usual one."""

    radial_m: Datum
    radial_m_s: Datum
    along_m_s: Datum
    normal_m_s: Datum
    tail_off_along_m_s: Datum


class Launcher(DrawnFile):
    """A launcher, read from ``data/launchers`` or from a user's own file.

    Attributes
    ----------
    stages : by name, from the ground up; stages that burn together are both in `burning_at_liftoff`, or one ignites
        the other in the sequence. A figure's path leaves the word out: ``core.thrust_vac_N``
    ignition : how its engines come up; without it the flight begins at full thrust
    countdown : the file of ``data/countdowns`` that tells its launch day; empty: the flight begins at lift-off
    escape : the file of ``data/escapes`` that tells how its crew gets off; empty: there is none
    elements : masses that are carried and dropped: fairing, tower, skirt
    """

    unnamed: ClassVar[tuple[str, ...]] = ("stages",)

    stages: dict[str, Stage] = Field(min_length=1)
    elements: dict[str, Datum] = Field(default_factory=dict)
    burning_at_liftoff: tuple[str, ...]
    aero: Aerodynamics
    sequence: tuple[Happening, ...]
    pitch: PitchData
    orbit: TargetOrbit
    navigation: Navigation | None = None
    ignition: Ignition | None = None
    countdown: str = ""
    escape: str = ""

    @model_validator(mode="before")
    @classmethod
    def _old_tables(cls, raw: Any) -> Any:
        """Files that give ``[core]`` where now ``[stages.core]`` stands."""
        if not isinstance(raw, dict) or "stages" in raw:
            return raw
        old = {name: raw[name] for name in _OLD_TABLES if name in raw}
        return {**{key: item for key, item in raw.items() if key not in old}, "stages": old} if old else raw

    @model_validator(mode="after")
    def _stages_fit(self) -> Launcher:
        taken = [name for name in self.stages if name in (*type(self).model_fields, *self.elements)]
        if taken:
            raise ValueError(f'a stage cannot be called "{taken[0]}", which names something else in the file')
        named = [("burning_at_liftoff", stage) for stage in self.burning_at_liftoff]
        named += [(f"{name}.tanks_of", stage.tanks_of) for name, stage in self.stages.items() if stage.tanks_of]
        named += [(h.event, stage) for h in self.sequence for stage in (h.ignite, h.cutoff, h.throttle) if stage]
        for where, stage in named:
            if stage not in self.stages:
                raise ValueError(f'{where}: no stage "{stage}", allowed: {", ".join(self.stages)}')
        return self

    @model_validator(mode="after")
    def _comes_up(self) -> Launcher:
        if self.countdown and self.ignition is None:
            raise ValueError("a launcher that names a countdown needs [ignition], how its engines come up")
        return self

    @model_validator(mode="after")
    def _sequence_fits(self) -> Launcher:
        events = [h.event for h in self.sequence]
        stages = self.stages
        for h in self.sequence:
            if h.after is not None and h.after not in events:
                raise ValueError(f'{h.event}: no event "{h.after}" to come after, allowed: {", ".join(events)}')
            if h.drop is not None and h.drop not in stages and h.drop not in self.elements:
                raise ValueError(
                    f'{h.event}: nothing called "{h.drop}" to drop, allowed: {", ".join([*stages, *self.elements])}'
                )
        for target in self.pitch.target:
            if target.event not in events:
                raise ValueError(f'no event "{target.event}" to aim at, allowed: {", ".join(events)}')
        if sum(h.closed_loop for h in self.sequence) != 1 or sum(h.guided for h in self.sequence) != 1:
            raise ValueError("one event must start the closed loop and one must be guided")
        if events[-1] != "spacecraft_separation":
            raise ValueError("the last event must be spacecraft_separation")
        return self

    @classmethod
    def named(cls, name: str) -> Launcher:
        """A bundled launcher, or one from a TOML path."""
        return load("launchers", name, cls)
