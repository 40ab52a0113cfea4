"""Engines of a ship: one main engine along BODY x, and jets that push along each BODY axis at a few force levels."""

from __future__ import annotations

import math

from pydantic import model_validator

from kazbek.base.constants import G0_m_s2
from kazbek.base.data import Datum, Frozen
from kazbek.base.errors import OutOfRange, unknown


class MainEngine(Frozen):
    """The one engine that pushes along +x of BODY."""

    thrust_vac_N: Datum
    isp_s: Datum
    start_overhead_s: Datum
    starts_count: Datum

    @property
    def flow_kg_s(self) -> float:
        """Propellant flow at full thrust."""
        return self.thrust_vac_N.v / (self.isp_s.v * G0_m_s2)


class ForceLevel(Frozen):
    """The force of so many jets firing together."""

    jets: int
    force_N: Datum


class Thrusters(Frozen):
    """The jets: along ±x (`axial`) and along ±y, ±z (`lateral`), each able to fire at one of its levels."""

    isp_s: Datum
    minimum_on_s: Datum
    axial: tuple[ForceLevel, ...]
    lateral: tuple[ForceLevel, ...]

    @model_validator(mode="after")
    def _levels_rise(self) -> Thrusters:
        for name, levels in (("axial", self.axial), ("lateral", self.lateral)):
            forces = [level.force_N.v for level in levels]
            if not forces or forces != sorted(forces) or forces[0] <= 0.0:
                raise ValueError(f"{name} levels must be positive and in rising order of force, got {forces}")
        return self

    def force_N(self, jets: int, *, axis: str = "axial") -> float:
        """Force of `jets` jets along the named axis.

        Raises
        ------
        OutOfRange
            when the ship has no such level.
        """
        levels = self.axial if axis == "axial" else self.lateral
        for level in levels:
            if level.jets == jets:
                return level.force_N.v
        raise OutOfRange(f"{jets} {axis} jets", allowed=", ".join(str(level.jets) for level in levels))


class JetPlace(Frozen):
    """One jet of each manifold: where it sits and where it pushes the ship, BODY."""

    name: str
    at_m: tuple[float, float, float]
    push: tuple[float, float, float]

    @model_validator(mode="after")
    def _pushes(self) -> JetPlace:
        if abs(math.hypot(*self.push) - 1.0) > 0.01:
            raise ValueError(
                f"push of jet {self.name} must be a unit vector, its length is {math.hypot(*self.push):.3f}"
            )
        return self


class JetSystem(Frozen):
    """All jets one by one: `layout` is that of one manifold, each of the manifolds has it once."""

    force_N: Datum
    isp_s: Datum
    minimum_on_s: Datum
    delay_s: Datum
    manifolds_count: Datum
    place_sigma_m: Datum
    direction_sigma_deg: Datum
    layout: tuple[JetPlace, ...]

    @model_validator(mode="after")
    def _manifolds(self) -> JetSystem:
        if self.manifolds_count.v not in (1.0, 2.0):
            raise ValueError("manifolds_count must be 1 or 2")
        return self

    def number(self, name: str, manifold: int = 1) -> int:
        """Which of all jets the named one of a manifold (1, 2) is.

        Raises
        ------
        DataError
            an unknown name; the nearest is given.
        """
        names = [jet.name for jet in self.layout]
        if name not in names:
            raise unknown("jet", name, names)
        return names.index(name) + (manifold - 1) * len(names)
