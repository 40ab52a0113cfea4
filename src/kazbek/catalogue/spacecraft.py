"""A crewed ship as built: masses, engines, sizes, and what her docking probe accepts."""

from __future__ import annotations

import math

from pydantic import model_validator

from kazbek.base.constants import G0_m_s2
from kazbek.base.data import Datum, Frozen, load
from kazbek.catalogue.drawn import DrawnFile
from kazbek.catalogue.thrusters import MainEngine, Thrusters


class Masses(Frozen):
    """What the ship weighs on the pad, by module; `reserve_home_kg` of propellant is kept for the way back."""

    launch_kg: Datum
    descent_module_kg: Datum
    orbital_module_kg: Datum
    service_module_dry_kg: Datum
    propellant_kg: Datum
    reserve_home_kg: Datum


class Inertia(Frozen):
    """Principal moments about the BODY axes, arrays out."""

    roll_kg_m2: Datum
    pitch_kg_m2: Datum
    yaw_kg_m2: Datum


class Size(Frozen):
    """Outer dimensions, drag figures, and the tip of the probe ahead of the centre of mass."""

    length_m: Datum
    diameter_m: Datum
    array_span_m: Datum
    array_area_m2: Datum
    drag_area_m2: Datum
    drag_cd: Datum
    probe_tip_ahead_m: Datum


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
    """One kind of ship, read from ``data/spacecraft`` or from a user's own file."""

    crew_seats: int
    port_kind: str
    mass: Masses
    inertia: Inertia
    main_engine: MainEngine
    thrusters: Thrusters
    size: Size
    capture: Capture
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

    def delta_v_left_m_s(self, mass_kg: float, propellant_kg: float) -> float:
        """Velocity change of the main engine until only the reserve for the way home is left (Tsiolkovsky)."""
        spendable = max(0.0, propellant_kg - self.mass.reserve_home_kg.v)
        return self.main_engine.isp_s.v * G0_m_s2 * math.log(mass_kg / (mass_kg - spendable))
