"""What is aboard a launcher while it is loaded.

Law     a tank is filled evenly from one instant to another; a fluid that boils loses  ṁ = q A f / L, with q the heat
        through the wall, A its area, f how full the tank is and L the latent heat; it is topped up until valves close
Axes    t counts from contact of lift-off, negative before it
Source  the heat balance of a tank at its boiling point (Barron, *Cryogenic Systems*, 2nd ed. 1985, chapter 7)
Range   from the first drop to lift-off; a tank is closed fuller by what boils until then
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Vector
from kazbek.catalogue.countdown import Loading, Tank
from kazbek.catalogue.launcher import Launcher


@dataclass(frozen=True, slots=True)
class Filling:
    """One of a stage's tanks: `count` equal ones, `mass_kg` aboard each at ignition, `boil_kg_s` of a full one."""

    tank: Tank
    count: int
    mass_kg: float
    boil_kg_s: float
    closed_s: float

    @property
    def fullest_kg(self) -> float:
        """When the valves close."""
        return self.mass_kg + self.boil_kg_s * self.closed_s

    def full_frac(self, t_s: Vector) -> Vector:
        """How full the tank is by the filling alone, 0 to 1."""
        start, end = -self.tank.from_before_s.v, -self.tank.to_before_s.v
        return np.asarray(np.minimum(np.maximum((t_s - start) / (end - start), 0.0), 1.0))

    def aboard_kg(self, t_s: Vector) -> Vector:
        """In all `count` of them."""
        lost = self.boil_kg_s * np.maximum(t_s + self.closed_s, 0.0)
        return np.asarray(self.count * (self.fullest_kg * self.full_frac(t_s) - lost))

    def boiled_kg(self, t_s: Vector) -> Vector:
        """What has boiled away from all of them: the integral of the rate over how full they were."""
        start, end = -self.tank.from_before_s.v, -self.tank.to_before_s.v
        filling = np.clip(t_s, start, end) - start
        standing = np.clip(t_s - end, 0.0, None)
        return np.asarray(self.count * self.boil_kg_s * (0.5 * filling**2 / (end - start) + standing))


def fillings(loading: Loading, launcher: Launcher) -> tuple[Filling, ...]:
    """The tanks of a launcher; what its stages carry is shared among their tanks as the countdown's file has it."""
    of_stage: dict[str, float] = {}
    for tank in loading.tank:
        of_stage[tank.stage] = of_stage.get(tank.stage, 0.0) + tank.mass_kg.v
    return tuple(
        Filling(
            tank,
            launcher.stages[tank.stage].count,
            tank.mass_kg.v / of_stage[tank.stage] * launcher.stages[tank.stage].propellant_kg.v,
            tank.boil_off_kg_s(loading.heat_flux_W_m2.v),
            loading.closed_before_s.v,
        )
        for tank in loading.tank
    )


def columns(tanks: Sequence[Filling], t_s: Vector) -> Mapping[str, Vector]:
    """Masses aboard by fluid, what boiled away, and the share of the tanks' volume that is free."""
    fluids = dict.fromkeys(filling.tank.fluid for filling in tanks)
    found = {
        f"{fluid}_kg": np.sum([f.aboard_kg(t_s) for f in tanks if f.tank.fluid == fluid], axis=0) for fluid in fluids
    }
    volume_m3 = sum(f.count * f.tank.volume_m3 for f in tanks)
    taken_m3 = np.sum([f.aboard_kg(t_s) / f.tank.density_kg_m3.v for f in tanks], axis=0)
    return {
        **found,
        "boiled_off_kg": np.sum([f.boiled_kg(t_s) for f in tanks], axis=0),
        "ullage_frac": 1.0 - taken_m3 / volume_m3,
    }
