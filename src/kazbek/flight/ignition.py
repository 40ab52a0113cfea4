"""How engines come up: before lift-off on the pad, and after it as the launcher climbs.

Law     thrust goes through two levels and then rises evenly to full; at contact of lift-off it equals the weight:
        c T_vac − A_exit p = m g,  so the rise begins (c − l₂) / (1 − l₂) of its length before lift-off
        the second level l₂ follows from what burns before lift-off:  ṁ ∫ l dt = pad_burn, which is
        (l₂ t₂ − D)(1 − l₂) + ½ rise (c − l₂)² = 0,  D = pad_burn/ṁ − l₁ (t₁ − t₂)
Axes    t counts from contact of lift-off, negative before it; levels are fractions of full flow
Range   a launcher whose full thrust exceeds its weight
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.base.types import Vector
from kazbek.catalogue.launcher import Ignition, Launcher, SEA_LEVEL_Pa

_MOST = 0.999  # of full thrust at contact


@dataclass(frozen=True, slots=True)
class BuildUp:
    """Thrust until lift-off: levels by time, and what is burnt.

    Attributes
    ----------
    second_frac : the level that follows from what burns before lift-off
    contact_frac : the level at which thrust equals weight
    rise_from_s : when the rise to full thrust begins (negative)
    full_s : when full thrust is reached, after lift-off
    """

    figures: Ignition
    thrust_vac_N: float
    back_pressure_N: float
    flow_kg_s: float
    second_frac: float
    contact_frac: float

    @property
    def rise_from_s(self) -> float:
        return -self.figures.rise_s.v * (self.contact_frac - self.second_frac) / (1.0 - self.second_frac)

    @property
    def rise_frac_s(self) -> float:
        """By how much the level rises in a second."""
        return (1.0 - self.second_frac) / self.figures.rise_s.v

    @property
    def full_s(self) -> float:
        return self.rise_from_s + self.figures.rise_s.v

    def level_frac(self, t_s: Vector) -> Vector:
        """Of full flow."""
        rising = self.second_frac + self.rise_frac_s * (t_s - self.rise_from_s)
        level = np.where(t_s < -self.figures.first_before_s.v, 0.0, self.figures.first_frac.v)
        level = np.where(t_s < -self.figures.second_before_s.v, level, self.second_frac)
        return np.asarray(np.where(t_s < self.rise_from_s, level, np.minimum(rising, 1.0)))

    def thrust_N(self, t_s: Vector) -> Vector:
        """At the pad; none while nothing burns."""
        level = self.level_frac(t_s)
        return np.asarray(np.where(level > 0.0, np.maximum(level * self.thrust_vac_N - self.back_pressure_N, 0.0), 0.0))

    def burnt_kg(self, t_s: Vector) -> Vector:
        """Since ignition: the exact integral of the level up to lift-off."""
        first, second = -self.figures.first_before_s.v, -self.figures.second_before_s.v
        low = np.minimum(np.maximum(t_s, first), second) - first
        middle = np.minimum(np.maximum(t_s, second), self.rise_from_s) - second
        rise = np.minimum(np.maximum(t_s - self.rise_from_s, 0.0), -self.rise_from_s)
        levels_s = self.figures.first_frac.v * low + self.second_frac * (middle + rise)
        levels_s = levels_s + 0.5 * self.rise_frac_s * rise**2
        return np.asarray(self.flow_kg_s * levels_s)


def build_up(figures: Ignition, launcher: Launcher, liftoff_kg: float) -> BuildUp:
    """The build-up that burns the launcher's `pad_burn_kg` and reaches its weight at lift-off.

    Where no second level between nothing and the weight burns that much, the nearest one does, and the flow is scaled
    to burn it all the same; a launcher that cannot lift its weight stands at full thrust.
    """
    lit = [launcher.stages[name] for name in launcher.burning_at_liftoff]
    thrust_N = sum(stage.count * stage.thrust_vac_N.v for stage in lit)
    pressure_N = sum(stage.count * stage.exit_area_m2 for stage in lit) * SEA_LEVEL_Pa
    flow_kg_s = sum(stage.count * stage.flow_kg_s for stage in lit)
    burn_kg = sum(stage.count * stage.pad_burn_kg.v for stage in launcher.stages.values())
    contact = min((liftoff_kg * G0_m_s2 + pressure_N) / thrust_N, _MOST)

    def made(second: float) -> BuildUp:
        return BuildUp(figures, thrust_N, pressure_N, flow_kg_s, second, contact)

    low, high = made(0.0), made(_MOST * contact)
    at_least_kg, at_most_kg = (float(up.burnt_kg(np.array(0.0))) for up in (low, high))
    if not at_least_kg <= burn_kg <= at_most_kg:
        nearest, burnt_kg = (low, at_least_kg) if burn_kg < at_least_kg else (high, at_most_kg)
        return replace(nearest, flow_kg_s=flow_kg_s * burn_kg / burnt_kg)
    return made(_second_frac(figures, contact, burn_kg / flow_kg_s))


def _second_frac(figures: Ignition, contact_frac: float, burn_s: float) -> float:
    """The smaller root of the law's quadratic; `burn_s` is what burns before lift-off over the full flow."""
    second_s, rise_s = figures.second_before_s.v, figures.rise_s.v
    rest_s = burn_s - figures.first_frac.v * (figures.first_before_s.v - second_s)
    square, linear = 0.5 * rise_s - second_s, second_s + rest_s - rise_s * contact_frac
    constant = 0.5 * rise_s * contact_frac**2 - rest_s
    return -2.0 * constant / (linear + math.sqrt(linear**2 - 4.0 * square * constant))
