"""Under canopies: pilots, drogue, main (or reserve), the heat shield dropped, drift in the wind, to the last metre."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import figures_drawn
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Column, Event, Leg, Outcome, Value
from kazbek.base.state import State
from kazbek.catalogue.canopy import Canopy, Role
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.couch import hanging_parts_m_s2
from kazbek.flight.descent.inputs import entry_figures
from kazbek.flight.descent.kernels.canopy import Canopies, descend
from kazbek.flight.phase import Scene
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.ground_track import state_from_itrf
from kazbek.world.local_frame import Local, canopy_columns
from kazbek.world.wind import CALM

Rows = NDArray[np.float64]
Vector = NDArray[np.float64]
Opened = list[tuple[Canopy, float]]  # what opens how many seconds after the command

_FINE_s, _COARSE_s = 0.1, 1.0
_FENCE_s = 4000.0
_SETTLES_s = 8.0  # after the last canopy has filled


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

    def fly(self, start: State, scene: Scene, chance: np.random.Generator | None = None) -> Leg:
        """From the command to the height at which the soft-landing engines fire."""
        if chance is not None:
            return replace(self, capsule=_as_built(self.capsule, chance)).fly(start, scene)
        r, v = itrf_from_gcrf(start.epoch, start.r_GCRF_m, start.v_GCRF_m_s)
        local = Local.at(r)
        wind = (scene.wind or CALM).kernel
        state = np.array((0.0, 0.0, local.height_m, *(local.C_ENU_ITRF @ v)))
        stop_m = self.zone.aim.terrain_height_m.v + self.capsule.soft_landing.height_m.v
        out = np.empty((round(_FENCE_s / _FINE_s) + 10, 10))
        figures, opened = self._canopies(state, start.mass_kg, wind, local, out)
        n, _ = descend(
            wind,
            0.0,
            state,
            figures,
            start.mass_kg,
            local.gravity_m_s2(),
            0.0,
            stop_m,
            _FINE_s,
            _COARSE_s,
            _FENCE_s,
            out,
        )
        rows = out[:n]
        end = state_from_itrf(start.epoch + float(rows[-1, 0]), local.rv_ITRF(rows[-1:, 1:7])[0], float(rows[-1, 9]))
        end = end.but(tally=start.tally)
        columns = scene.columns(start, end, lambda: self._columns(start.epoch, local, rows))
        return Leg(self.name, start, end, Outcome.REACHED, columns, self._events(start.epoch, rows, opened))

    def _columns(self, epoch: Epoch, local: Local, rows: Rows) -> dict[str, Column]:
        return canopy_columns(epoch, local, rows) | hanging_parts_m_s2(self.capsule, rows[:, 0], rows[:, 7])

    def _canopies(
        self, state: Vector, mass_kg: float, wind: object, local: Local, out: Rows
    ) -> tuple[Canopies, Opened]:
        """What opens when (seconds after the command), as figures for the kernel."""
        plan, entry = self.capsule.parachutes, entry_figures(self.capsule)
        roles: tuple[Role, ...] = ("drogue",) if self.main_fails else ("drogue", "main")
        rows = plan.rows(*roles)
        opened = [(canopy, canopy.opens_s.v) for canopy in plan.of(*roles)]
        filled_s = plan.filled_s(*roles)

        def figures() -> Canopies:
            return Canopies(
                rows,
                entry.mach,
                entry.cd,
                entry.area_m2,
                plan.shield_kg.v,
                plan.shield_height_m.v,
                filled_s + _SETTLES_s,
            )

        if self.main_fails and not self.reserve_fails:
            rows[-1:, 3] = _FENCE_s  # the last drogue stays
            n, _ = descend(
                wind,
                0.0,
                state,
                figures(),
                mass_kg,
                local.gravity_m_s2(),
                0.0,
                plan.reserve_height_m.v,
                _FINE_s,
                _FINE_s,
                _FENCE_s,
                out,
            )
            found_s = float(out[n - 1, 0])
            rows[-1:, 3] = found_s
            reserves = plan.of("reserve")
            rows = np.vstack((rows, *(canopy.row(after_s=found_s) for canopy in reserves)))
            opened += [(canopy, found_s + canopy.opens_s.v) for canopy in reserves]
            filled_s = found_s + plan.filled_s("reserve")
        return figures(), opened

    def _events(self, epoch: Epoch, rows: Rows, opened: Opened) -> tuple[Event, ...]:
        found = []
        for canopy, at_s in opened:
            values = {
                "height_m": float(np.interp(at_s, rows[:, 0], rows[:, 3])),
                "speed_m_s": float(np.interp(at_s, rows[:, 0], np.linalg.norm(rows[:, 4:7], axis=1))),
            }
            event = "drogue_opening" if canopy.role == "drogue" else "main_opening"
            named: dict[str, Value] = {"canopy": canopy.name} if canopy.role == "reserve" else {}
            found.append(Event(event, epoch + at_s, {**values, **named}))
        shield_m = self.capsule.parachutes.shield_height_m.v
        below = np.flatnonzero(rows[:, 3] <= shield_m)
        if len(below):
            found.append(Event("heat_shield_jettison", epoch + float(rows[below[0], 0]), {"height_m": shield_m}))
        return tuple(sorted(found, key=lambda event: event.epoch))


def _as_built(capsule: Capsule, chance: np.random.Generator) -> Capsule:
    """The capsule with the figures of its canopies and the height of its altimeter drawn."""
    drawn = {name: figures_drawn(getattr(capsule, name), chance) for name in ("parachutes", "soft_landing")}
    return capsule.model_copy(update=drawn)
