"""Parachutes and what softens the touchdown, as built."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import model_validator

from kazbek.base.chance import PhaseChance
from kazbek.base.data import Datum, Frozen

Role = Literal["drogue", "main", "reserve"]

AREA_m2, CD, OPENS_s, CUT_s, REEFED_frac, REEFED_s, FILLS_s = range(7)  # columns of the rows that a kernel takes
_FIGURES = ("area_m2", "cd", "opens_s", "held_s", "reefed_frac", "reefed_s", "fills_s")


class Canopy(Frozen):
    """One canopy, or `count` equal ones side by side: role, size, when it opens, how it fills; figures are for one.

    Attributes
    ----------
    name : free; a canopy called ``drogue``, ``main`` or ``reserve`` need not give its role
    role : what it is for: slowing before the main, the way to the ground, or standing in for a main that failed
    opens_s : after the command; for a reserve, after the failure is found out
    """

    name: str
    role: Role
    count: int = 1
    area_m2: Datum
    cd: Datum
    opens_s: Datum
    held_s: Datum
    reefed_frac: Datum
    reefed_s: Datum
    fills_s: Datum

    @model_validator(mode="before")
    @classmethod
    def _role_by_name(cls, raw: Any) -> Any:
        if isinstance(raw, dict) and "role" not in raw and raw.get("name") in get_args(Role):
            return {**raw, "role": raw["name"]}
        return raw

    @model_validator(mode="after")
    def _some(self) -> Canopy:
        if self.count < 1:
            raise ValueError(f"count = {self.count}, allowed: 1 or more")
        return self

    def row(self, *, after_s: float = 0.0, chance: PhaseChance | None = None) -> list[float]:
        """The figures a kernel takes (its columns above), opening `after_s` later; drawn where there is a `chance`."""
        drawn = [getattr(self, name).drawn(chance, f"capsule.parachutes.{self.name}.{name}") for name in _FIGURES]
        area_m2, cd, opens_s, held_s, reefed, reefed_s, fills_s = drawn
        return [self.count * area_m2, cd, opens_s + after_s, opens_s + after_s + held_s, reefed, reefed_s, fills_s]

    @property
    def filled_s(self) -> float:
        """When it has filled, seconds after the command."""
        return self.opens_s.v + self.reefed_s.v + self.fills_s.v


class ParachuteData(Frozen):
    """The canopies in order of opening, and what happens on the way down.

    At least one is a main; drogues before it and reserves that take over when the mains fail are as many as the capsule
    has, or none.
    """

    command_height_m: Datum
    command_speed_m_s: Datum
    shield_height_m: Datum
    shield_kg: Datum
    rehook_after_s: Datum
    hang_deg: Datum
    reserve_height_m: Datum
    canopy: tuple[Canopy, ...]

    @model_validator(mode="after")
    def _known(self) -> ParachuteData:
        names = [canopy.name for canopy in self.canopy]
        if len(set(names)) < len(names):
            raise ValueError(f"each canopy needs a name of its own, got {', '.join(names)}")
        if not self.of("main"):
            raise ValueError('no canopy with role = "main"')
        return self

    def of(self, *roles: Role) -> tuple[Canopy, ...]:
        """The canopies of some roles, in order of opening."""
        return tuple(canopy for canopy in self.canopy if canopy.role in roles)

    def rows(self, *roles: Role, after_s: float = 0.0, chance: PhaseChance | None = None) -> NDArray[np.float64]:
        """(N, 7) for a kernel: the canopies of some roles, opening `after_s` later; drawn with `chance`."""
        return np.array([canopy.row(after_s=after_s, chance=chance) for canopy in self.of(*roles)]).reshape(-1, 7)

    def filled_s(self, *roles: Role) -> float:
        """When the last canopy of some roles has filled, seconds after the command; 0 without any."""
        return max((canopy.filled_s for canopy in self.of(*roles)), default=0.0)


class SoftLanding(Frozen):
    """Engines that fire at a height above the ground, if there are any; what gives way; the speed the crew survives.

    `stroke_m` is of ground and couch together.
    """

    height_m: Datum | None = None
    thrust_N: Datum | None = None
    stroke_m: Datum
    survivable_m_s: Datum

    @model_validator(mode="after")
    def _both(self) -> SoftLanding:
        if (self.height_m is None) != (self.thrust_N is None):
            raise ValueError("height_m and thrust_N belong together: landing engines, or none")
        return self
