"""Under canopies: pilots, drogue, main (or reserve), the heat shield dropped, drift in the wind, to the last metre."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Column, Event, Leg, Outcome, Value
from kazbek.base.state import State
from kazbek.base.types import Rows
from kazbek.catalogue.canopy import Canopy, CUT_s, FILLS_s, OPENS_s, REEFED_s, Role
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.couch import hanging_parts_m_s2
from kazbek.flight.descent.inputs import entry_figures
from kazbek.flight.descent.kernels.canopy import Canopies, FallSteps, Hanging, descend
from kazbek.flight.descent.kernels.types import (
    CANOPY_COLUMNS,
    STATE,
    VELOCITY,
    HANGING_kg,
    HANGING_LOAD_m_s2,
    HEIGHT_m,
    T_s,
)
from kazbek.flight.phase import Scene
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.ground_track import state_from_itrf
from kazbek.world.local_frame import Local, canopy_columns
from kazbek.world.wind import CALM

_FINE_s, _COARSE_s = 0.1, 1.0
_FENCE_s = 4000.0
_LAST_m = 1.0  # above the ground, where a capsule without landing engines is handed on
_SETTLES_s = 8.0  # after the last canopy has filled


@dataclass(frozen=True, slots=True)
class Hung:
    """What opens above a capsule, and when.

    Attributes
    ----------
    canopies : in order of opening
    rows : (N, 7) of :class:`~kazbek.flight.descent.kernels.canopy.Canopies`, one per canopy
    shield_kg, shield_height_m : of the heat shield, and where it drops
    """

    capsule: Capsule
    canopies: tuple[Canopy, ...]
    rows: Rows
    shield_kg: float
    shield_height_m: float

    @property
    def opens_s(self) -> list[float]:
        """Seconds after the command (N,)."""
        opens_s: list[float] = self.rows[:, OPENS_s].tolist()
        return opens_s

    @property
    def figures(self) -> Canopies:
        """For the kernel."""
        bare = entry_figures(self.capsule)
        filled_s = float((self.rows[:, OPENS_s] + self.rows[:, REEFED_s] + self.rows[:, FILLS_s]).max(initial=0.0))
        settled_s = filled_s + _SETTLES_s
        return Canopies(self.rows, bare.mach, bare.cd, bare.area_m2, self.shield_kg, self.shield_height_m, settled_s)

    def kept(self, until_s: float) -> Hung:
        """The last canopy kept until an instant, instead of being cut away by plan."""
        rows = self.rows.copy()
        rows[-1:, CUT_s] = until_s
        return replace(self, rows=rows)

    def with_reserve(self, canopies: tuple[Canopy, ...], rows: Rows) -> Hung:
        """Reserve canopies besides."""
        return replace(self, canopies=(*self.canopies, *canopies), rows=np.vstack((self.rows, rows)))


@dataclass(frozen=True)
class Parachutes:
    """The canopies of one capsule over one zone.

    Drawn: size, drag and times of each canopy, mass and drop of the heat shield, height of the soft-landing engines.

    Attributes
    ----------
    main_fails : the main canopy never opens; the reserve takes over where that is found out
    reserve_fails : nor does the reserve
    """

    name: ClassVar[str] = "parachutes"

    capsule: Capsule
    zone: Zone
    main_fails: bool = False
    reserve_fails: bool = False

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """From the command to the height at which the soft-landing engines fire, or to the last metre."""
        r, v = itrf_from_gcrf(start.epoch, start.r_GCRF_m, start.v_GCRF_m_s)
        local = Local.at(r)
        wind, hanging = (scene.wind or CALM).kernel, Hanging(start.mass_kg, local.gravity_m_s2(), 0.0)
        state = np.array((0.0, 0.0, local.height_m, *(local.C_ENU_ITRF @ v)))
        fires_at = self.capsule.soft_landing.height_m
        last_m = _LAST_m if fires_at is None else fires_at.drawn(chance, "capsule.soft_landing.height_m")
        stop_m = self.zone.aim.terrain_height_m.v + last_m
        out = np.empty((round(_FENCE_s / _FINE_s) + 10, CANOPY_COLUMNS))

        def fall(hung: Hung, to_m: float, coarse_s: float) -> Rows:
            steps = FallSteps(to_m, _FINE_s, coarse_s, _FENCE_s)
            n, _ = descend(wind, 0.0, state, hung.figures, hanging, steps, out)
            return out[:n]

        hung = self._hung(fall, chance)
        rows = fall(hung, stop_m, _COARSE_s)
        end = state_from_itrf(
            start.epoch + float(rows[-1, T_s]), local.rv_ITRF(rows[-1:, STATE])[0], float(rows[-1, HANGING_kg])
        )
        end = end.replace(tally=start.tally)
        columns = scene.columns(start, end, lambda: self._columns(start.epoch, local, rows))
        return Leg(self.name, start, end, Outcome.REACHED, columns, self._events(start.epoch, rows, hung))

    def _columns(self, epoch: Epoch, local: Local, rows: Rows) -> dict[str, Column]:
        return canopy_columns(epoch, local, rows) | hanging_parts_m_s2(
            self.capsule, rows[:, T_s], rows[:, HANGING_LOAD_m_s2]
        )

    def _hung(self, fall: Callable[[Hung, float, float], Rows], chance: PhaseChance | None) -> Hung:
        """What opens when; where the main fails, `fall` finds the instant at which the reserve takes over."""
        plan, roles = self.capsule.parachutes, self._roles
        shield = (
            plan.shield_kg.drawn(chance, "capsule.parachutes.shield_kg"),
            plan.shield_height_m.drawn(chance, "capsule.parachutes.shield_height_m"),
        )
        hung = Hung(self.capsule, plan.of(*roles), plan.rows(*roles, chance=chance), *shield)
        if not self.main_fails or self.reserve_fails:
            return hung
        reserve_m = plan.reserve_height_m.drawn(chance, "capsule.parachutes.reserve_height_m")
        found_s = float(fall(hung.kept(_FENCE_s), reserve_m, _FINE_s)[-1, T_s])
        return hung.kept(found_s).with_reserve(plan.of("reserve"), plan.rows("reserve", after_s=found_s, chance=chance))

    @property
    def _roles(self) -> tuple[Role, ...]:
        return ("drogue",) if self.main_fails else ("drogue", "main")

    def _events(self, epoch: Epoch, rows: Rows, hung: Hung) -> tuple[Event, ...]:
        found = []
        for canopy, at_s in zip(hung.canopies, hung.opens_s):
            values = {
                "height_m": float(np.interp(at_s, rows[:, T_s], rows[:, HEIGHT_m])),
                "speed_m_s": float(np.interp(at_s, rows[:, T_s], np.linalg.norm(rows[:, VELOCITY], axis=1))),
            }
            event = "drogue_opening" if canopy.role == "drogue" else "main_opening"
            named: dict[str, Value] = {"canopy": canopy.name} if canopy.role == "reserve" else {}
            found.append(Event(event, epoch + at_s, {**values, **named}))
        shield_m = hung.shield_height_m
        below = np.flatnonzero(rows[:, HEIGHT_m] <= shield_m)
        if len(below):  # at once, where the canopies open lower than that
            at_m = min(shield_m, float(rows[0, HEIGHT_m]))
            found.append(Event("heat_shield_jettison", epoch + float(rows[below[0], T_s]), {"height_m": at_m}))
        return tuple(sorted(found, key=lambda event: event.epoch))
