"""Engines of a ship: one main engine along BODY x, and jets that push along each BODY axis at a few force levels."""

from __future__ import annotations

import math

from pydantic import model_validator

from kazbek.base.bounds import Direction, Place_m
from kazbek.base.constants import G0_m_s2
from kazbek.base.data import Datum, Frozen
from kazbek.base.errors import OutOfRange, unknown


class MainEngine(Frozen):
    """What pushes along +x of BODY: one engine, or several of which so many fire at once; figures are for one.

    Attributes
    ----------
    engines, at_once : how many there are, and how many fire in a burn; what is left over is a reserve
    """

    engines: int = 1
    at_once: int = 1
    thrust_vac_N: Datum
    isp_s: Datum
    start_overhead_s: Datum
    starts_count: Datum

    @model_validator(mode="after")
    def _enough(self) -> MainEngine:
        if not 1 <= self.at_once <= self.engines:
            raise ValueError(f"at_once = {self.at_once}, allowed: 1 to {self.engines}, the engines")
        return self

    @property
    def push_N(self) -> float:
        """Thrust of those that fire at once."""
        return self.at_once * self.thrust_vac_N.v

    @property
    def flow_kg_s(self) -> float:
        """Propellant flow of those that fire at once."""
        return self.push_N / (self.isp_s.v * G0_m_s2)

    @property
    def has_reserve(self) -> bool:
        """Whether as many again can fire when those in use are lost."""
        return self.engines >= 2 * self.at_once


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
    at_m: Place_m
    push: Direction

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
