"""Off the launcher: from the command of an escape until the capsule falls on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_from_quaternion
from kazbek.base.leg import Column, Event, Leg, Outcome, Value
from kazbek.base.state import State
from kazbek.base.types import Rows, Vector
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.escape import EscapeMode, EscapePlan
from kazbek.flight.escape.inputs import attitude_of, capsule_body, head_body, motor_rows
from kazbek.flight.escape.kernels.pull import (
    COLUMNS,
    THRUST_N,
    AirAbout,
    BURNT_s,
    LIT_s,
    LOAD_m_s2,
    MASS_kg,
    PullSteps,
    R_m,
    T_s,
    V_m_s,
    pull_away,
)
from kazbek.flight.phase import Scene
from kazbek.world.air import Air, StandardAir
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.geodesy import geodetic_from_itrf
from kazbek.world.ground_track import ground_columns, instants, state_from_itrf
from kazbek.world.wind import CALM

_FINE_s, _COARSE_s = 0.05, 0.5
_ROWS = 4000
_LONGEST_s = 600.0
_RV = slice(R_m, MASS_kg)


@dataclass(frozen=True)
class Escape:
    """One way off the launcher.

    Drawn: thrust, length and specific impulse of each motor, what leaves with it and its drag, how the body is tipped,
    the release, the density of the air, the mass of the capsule.

    Attributes
    ----------
    mode : of `plan`
    told : figures and words of the command, for its event: what failed, who noticed, how late
    """

    name: ClassVar[str] = "escape"

    plan: EscapePlan
    mode: EscapeMode
    capsule: Capsule
    told: Mapping[str, Value] = field(default_factory=dict)

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """From the launcher at the command to the capsule let go, at the top of its arc where that lies low.

        Parameters
        ----------
        start : the launcher with its attitude; its mass matters only where the whole ship leaves (the state's
            `mass_kg` is then that of the ship)

        Returns
        -------
        Leg
            REACHED, ending in the capsule alone.
        """
        capsule_kg = self.capsule.entry.mass_kg.drawn(chance, "capsule.entry.mass_kg")
        motors = motor_rows(self.plan.motors(self.mode), chance)
        rows, released = self._rows(start, scene, motors, capsule_kg, chance)
        end = state_from_itrf(start.epoch + float(rows[-1, T_s]), rows[-1, _RV], capsule_kg).replace(tally=start.tally)
        columns = scene.columns(start, end, lambda: _columns(start.epoch, rows))
        return Leg(self.name, start, end, Outcome.REACHED, columns, self._events(start.epoch, rows, released, motors))

    def _rows(
        self, start: State, scene: Scene, motors: Rows, capsule_kg: float, chance: PhaseChance | None
    ) -> tuple[Rows, int]:
        """Rows of the kernel, and which of them is the release."""
        of = f"escape.{self.mode.name}"
        air, mode = scene.air or Air.of(start.epoch, start.epoch + _LONGEST_s), self.mode
        ratio = StandardAir.figures().drawn_ratio(chance)
        r, v = itrf_from_gcrf(start.epoch, start.r_GCRF_m, start.v_GCRF_m_s)
        axis, side = _axes_ITRF(start)
        push_m_s = 0.0 if mode.push_m_s is None else mode.push_m_s.drawn(chance, f"{of}.push_m_s")
        head_kg = start.mass_kg if mode.head_kg is None else mode.head_kg.drawn(chance, f"{of}.head_kg")
        low_m, release_s = self.capsule.parachutes.command_height_m.v, mode.release_s.drawn(chance, f"{of}.release_s")
        out = np.empty((_ROWS, COLUMNS))
        n, released = pull_away(
            AirAbout(air.grid(start.epoch), (scene.wind or CALM).kernel, ratio),
            np.concatenate((r, v + push_m_s * axis, (head_kg,))),
            head_body(mode, chance),
            capsule_body(self.capsule),
            motors,
            attitude_of(mode, axis, side, chance),
            PullSteps(release_s, capsule_kg, low_m, _FINE_s, _COARSE_s),
            out,
        )
        return out[:n], int(released)

    def _events(self, epoch: Epoch, rows: Rows, released: int, motors: Rows) -> tuple[Event, ...]:
        t_s, height_m = rows[:, T_s], geodetic_from_itrf(rows[:, R_m:V_m_s])[:, 2]
        speed_m_s = np.linalg.norm(rows[:, V_m_s:MASS_kg], axis=1)

        def at(seconds: float) -> dict[str, Value]:
            return {
                "height_m": float(np.interp(seconds, t_s, height_m)),
                "speed_m_s": float(np.interp(seconds, t_s, speed_m_s)),
            }

        found = [Event("abort", epoch, {"mode": self.mode.name, **at(0.0), **self.told})]
        peak_g = float(rows[: released + 1, LOAD_m_s2].max()) / G0_m_s2
        if len(motors):
            lit_s, burnt_s = float(motors[:, LIT_s].min()), float(motors[:, BURNT_s].max())
            found.append(Event("escape_ignition", epoch + lit_s, at(lit_s)))
            found.append(Event("escape_burnout", epoch + burnt_s, {**at(burnt_s), "peak_load_g": peak_g}))
        if height_m[-1] < self.capsule.parachutes.command_height_m.v:  # followed to the top of its arc
            found.append(Event("apogee", epoch + float(t_s[-1]), at(float(t_s[-1]))))
        release_s = float(t_s[released])
        found.append(Event("module_separation", epoch + release_s, {**at(release_s), "peak_load_g": peak_g}))
        return tuple(sorted(found, key=lambda event: event.epoch))


def _axes_ITRF(start: State) -> tuple[Vector, Vector]:
    """The long axis, and the side towards which the body is tipped: that of the crew's feet, which is ahead."""
    C_BODY_GCRF = C_from_quaternion(start.q_BODY_GCRF)
    still = np.zeros(3)
    axis, side = (itrf_from_gcrf(start.epoch, C_BODY_GCRF[k], still)[0] for k in (0, 2))
    return axis, side


def _columns(epoch: Epoch, rows: Rows) -> dict[str, Column]:
    columns = ground_columns(instants(epoch, rows[:, T_s]), np.ascontiguousarray(rows[:, _RV]))
    return columns | {
        "mass_kg": rows[:, MASS_kg].copy(),
        "thrust_N": rows[:, THRUST_N].copy(),
        "load_m_s2": rows[:, LOAD_m_s2].copy(),
    }
