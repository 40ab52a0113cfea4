"""A crewed ship as built: masses, engines, sizes, and what its docking probe accepts."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import AfterValidator, model_validator

from kazbek.base.bounds import Place_m
from kazbek.base.data import Datum, Frozen, load
from kazbek.base.rocket import delta_v_m_s
from kazbek.catalogue.drawn import DrawnFile
from kazbek.catalogue.mating import check_kind
from kazbek.catalogue.thrusters import JetSystem, MainEngine, Thrusters


class Masses(Frozen):
    """What the ship weighs on the pad, by module; `reserve_home_kg` of propellant is kept for the way back.

    `docked_propellant_kg` is left in a ship that is at the station when a mission begins, the reserve included.
    """

    launch_kg: Datum
    descent_module_kg: Datum
    orbital_module_kg: Datum
    service_module_dry_kg: Datum
    propellant_kg: Datum
    reserve_home_kg: Datum
    docked_propellant_kg: Datum | None = None


class Inertia(Frozen):
    """Principal moments about the BODY axes at the reference mass, arrays out."""

    roll_kg_m2: Datum
    pitch_kg_m2: Datum
    yaw_kg_m2: Datum


class CentreOfMass(Frozen):
    """The mass for which moments and places are given, and how the centre moves ahead as propellant is spent."""

    at_mass_kg: Datum
    ahead_per_kg_m: Datum


class AttitudeControl(Frozen):
    """The computer's attitude loop, its instruments, and the rotation handle."""

    attitude_deadband_deg: Datum
    rate_deadband_deg_s: Datum
    slew_deg_s: Datum
    aim_settle_s: Datum
    stick_deg_s: Datum
    stick_dead_frac: Datum
    gyro_sigma_deg_s: Datum
    attitude_sigma_deg: Datum
    attitude_bias_deg: Datum
    lost_deg: Datum


class Mechanism(Frozen):
    """Of the probe: depth of the cone it fits, stroke of its rod, how its swing dies down, when the pull begins."""

    cone_depth_m: Datum
    stroke_m: Datum
    settle_s: Datum
    drawn_after_s: Datum


class HullSphere(Frozen):
    """A part of the ship's outline, in BODY."""

    at_m: Place_m
    radius_m: Datum


class Size(Frozen):
    """Outer dimensions, drag figures, and the tip of the probe ahead of the centre of mass."""

    length_m: Datum
    diameter_m: Datum
    array_span_m: Datum
    array_area_m2: Datum
    drag_area_m2: Datum
    drag_cd: Datum
    probe_tip_ahead_m: Datum

    @property
    def cd_area_m2(self) -> float:
        """Drag coefficient times area, arrays out."""
        return self.drag_cd.v * self.drag_area_m2.v


class Capture(Frozen):
    """The envelope in which the latches catch."""

    closing_min_m_s: Datum
    closing_max_m_s: Datum
    lateral_max_m_s: Datum
    miss_max_m: Datum
    tilt_max_deg: Datum
    roll_max_deg: Datum
    rate_max_deg_s: Datum


class PushOff(Frozen):
    """Push-off of the springs, and how long the ship may stay in orbit."""

    spring_m_s: Datum
    life_days: Datum


class Spacecraft(DrawnFile):
    """One kind of ship, read from ``data/spacecraft`` or from a user's own file.

    Attributes
    ----------
    port_kind : ``NAME-probe``, ``NAME-cone`` or ``NAME-ring`` (:mod:`kazbek.catalogue.mating`)
    approach : the file of ``data/approaches`` by which it comes to a port, unless a flight names another
    """

    crew_seats: int
    port_kind: Annotated[str, AfterValidator(check_kind)]
    approach: str = ""
    mass: Masses
    inertia: Inertia
    centre_of_mass: CentreOfMass
    main_engine: MainEngine
    thrusters: Thrusters
    jets: JetSystem
    control: AttitudeControl
    size: Size
    capture: Capture
    mechanism: Mechanism
    hull: tuple[HullSphere, ...]
    undocking: PushOff

    @model_validator(mode="after")
    def _modules_make_the_ship(self) -> Spacecraft:
        m = self.mass
        parts = m.descent_module_kg.v + m.orbital_module_kg.v + m.service_module_dry_kg.v + m.propellant_kg.v
        sigma = math.hypot(m.launch_kg.sigma, m.service_module_dry_kg.sigma, m.propellant_kg.sigma)
        if abs(parts - m.launch_kg.v) > 3.0 * sigma + 1.0:
            raise ValueError(f"modules and propellant weigh {parts:.0f} kg, the ship {m.launch_kg.v:.0f} kg")
        return self

    @classmethod
    def named(cls, name: str) -> Spacecraft:
        """The bundled ship of that name, or the one in a ``.toml`` file."""
        return load("spacecraft", name, cls)

    @property
    def docked_ahead_m(self) -> float:
        """From the centre of mass to the port when the rod has pulled the rings together."""
        return self.size.probe_tip_ahead_m.v - self.mechanism.stroke_m.v

    def delta_v_left_m_s(self, mass_kg: float, propellant_kg: float) -> float:
        """Velocity change of the main engine until only the reserve for the way home is left (Tsiolkovsky)."""
        spendable = max(0.0, propellant_kg - self.mass.reserve_home_kg.v)
        return delta_v_m_s(mass_kg, mass_kg - spendable, self.main_engine.isp_s.v)
