"""The last metre: soft-landing engines, and touchdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.base.types import Rows, Vector
from kazbek.catalogue.canopy import CUT_s, OPENS_s, Role
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.injury import dynamic_response, landing_jolt, risk
from kazbek.flight.descent.inputs import entry_figures
from kazbek.flight.descent.kernels.canopy import Canopies, FallSteps, Hanging, descend
from kazbek.flight.descent.kernels.coast import tangent_distance_m
from kazbek.flight.descent.kernels.types import CANOPY_COLUMNS, STATE, VELOCITY, T_s
from kazbek.flight.phase import Scene
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.geodesy import geodetic_from_itrf
from kazbek.world.ground_track import state_from_itrf
from kazbek.world.local_frame import Local, canopy_columns
from kazbek.world.wind import CALM

_STEP_s = 0.002
_FENCE_s = 5.0
_UNDER_CANOPY_s = 1.0e4  # after the command: long since filled


@dataclass(frozen=True)
class Landing:
    """Touchdown under the canopies of one role.

    Drawn: thrust of the soft-landing engines. That the canopy's drag is not nominal shows in the speed it starts with.

    Attributes
    ----------
    canopy : what hangs above, ``main`` or ``reserve``; None: nothing
    engines_fail : the soft-landing engines do not fire
    """

    name: ClassVar[str] = "landing"

    capsule: Capsule
    zone: Zone
    canopy: Role | None = "main"
    engines_fail: bool = False

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """From the firing of the engines, or from the last metre without any, to the ground.

        Returns
        -------
        Leg
            LANDED; LOST when it comes down faster than the crew survives. Along the ground a capsule in wind slides
            and rolls, which stroke and couch do not have to take up.
        """
        r, v = itrf_from_gcrf(start.epoch, start.r_GCRF_m, start.v_GCRF_m_s)
        local, engines = Local.at(r), self.capsule.soft_landing
        thrust = None if self.engines_fail else engines.thrust_N
        push_N = 0.0 if thrust is None else thrust.drawn(chance, "capsule.soft_landing.thrust_N")
        flown = self._flown(local, local.C_ENU_ITRF @ v, Hanging(start.mass_kg, local.gravity_m_s2(), push_N), scene)
        end = state_from_itrf(start.epoch + float(flown[-1, T_s]), local.rv_ITRF(flown[-1:, STATE])[0], start.mass_kg)
        end = end.replace(tally=start.tally)
        touchdown = self._touchdown(end, flown[-1, VELOCITY])
        fired_at = {
            "height_m": local.height_m - self.zone.aim.terrain_height_m.v,
            "speed_m_s": float(np.linalg.norm(flown[0, VELOCITY])),
        }
        fired = Event("soft_landing_engines", start.epoch, fired_at)
        events = (touchdown,) if thrust is None else (fired, touchdown)
        down_m_s = abs(float(flown[-1, VELOCITY][2]))
        columns = scene.columns(start, end, lambda: canopy_columns(start.epoch, local, flown))
        if down_m_s <= engines.survivable_m_s.v:
            return Leg(self.name, start, end, Outcome.LANDED, columns, events)
        over_m_s = down_m_s - engines.survivable_m_s.v
        reason = f"touchdown at {down_m_s:.1f} m/s, {over_m_s:.1f} m/s more than the crew survives"
        return Leg(self.name, start, end, Outcome.LOST, columns, events, reason, {"speed_m_s": over_m_s})

    def _flown(self, local: Local, v_ENU_m_s: Vector, hanging: Hanging, scene: Scene) -> Rows:
        """Rows of the canopies' kernel, their clock set to the start of this leg."""
        state, entry = np.array((0.0, 0.0, local.height_m, *v_ENU_m_s)), entry_figures(self.capsule)
        rows = self.capsule.parachutes.rows(*([self.canopy] if self.canopy else []))
        rows[:, [OPENS_s, CUT_s]] = (0.0, 10.0 * _UNDER_CANOPY_s)
        figures = Canopies(rows, entry.mach, entry.cd, entry.area_m2, 0.0, 0.0, 10.0 * _UNDER_CANOPY_s)
        out = np.empty((round(_FENCE_s / _STEP_s) + 10, CANOPY_COLUMNS))
        steps = FallSteps(self.zone.aim.terrain_height_m.v, _STEP_s, _STEP_s, _FENCE_s)
        n, _ = descend((scene.wind or CALM).kernel, _UNDER_CANOPY_s, state, figures, hanging, steps, out)
        out[:n, T_s] -= _UNDER_CANOPY_s
        return out[:n]

    def _touchdown(self, end: State, v_ENU_m_s: Vector) -> Event:
        r, _ = itrf_from_gcrf(end.epoch, end.r_GCRF_m, end.v_GCRF_m_s)
        latitude, longitude, _ = geodetic_from_itrf(r)
        aim = self.zone.aim_ITRF_m
        miss_m = abs(float(tangent_distance_m(r, aim, aim)[0]))
        speed_m_s = float(np.linalg.norm(v_ENU_m_s))
        response = dynamic_response(*landing_jolt(abs(float(v_ENU_m_s[2])), self.capsule.soft_landing.stroke_m.v))
        return Event(
            "touchdown",
            end.epoch,
            {
                "latitude_deg": float(np.degrees(latitude)),
                "longitude_deg": float(np.degrees(longitude)),
                "miss_m": miss_m,
                "speed_m_s": speed_m_s,
                "dynamic_response": response,
                "injury_risk": risk(response),
            },
        )
