"""From lift-off to the separation of the ship: the programme solved once, then flown at any instant in its air.

The whole ascent is fixed to the Earth: the same launcher from the same pad reaches the same place over the ground at
the same speed after the same time, whenever it leaves. Only the air of the day differs.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.constants import EARTH_ROTATION_rad_s, G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.errors import WrongPlace
from kazbek.base.events import is_event
from kazbek.base.leg import Event, Leg, Outcome, Value
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.site import Site
from kazbek.flight.ascent.inputs import ground_of, rocket_of
from kazbek.flight.ascent.insertion import moved_aim, orbit_values
from kazbek.flight.ascent.kernels.types import (
    COLUMNS,
    MACH,
    THRUST_N,
    AscentStatus,
    B,
    CutoffAim,
    LOAD_m_s2,
    MASS_kg,
    Q_Pa,
    R_m,
    Rocket,
    T_s,
    V_m_s,
)
from kazbek.flight.ascent.plan import AscentPlan, Flown, fly, insertion_of, plan_ascent
from kazbek.flight.ascent.telemetry import heights_m, speeds_m_s, state_of, telemetry_of
from kazbek.flight.phase import Scene
from kazbek.flight.separation import Insertion
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.wind import Wind

_ON_PAD_m = 20.0  # polar motion and the rounding of a start given by hand


@dataclass(frozen=True)
class Ascent:
    """A launcher with its payload on a pad.

    Attributes
    ----------
    payload_kg : mass of the ship
    payload_propellant_kg : usable propellant within it, handed on in the state at separation
    payload_cd_area_m2 : its drag coefficient times area, for the figures of the orbit reached
    planned_as : an ascent whose plan is flown instead of an own one: a launcher off nominal under the nominal programme
    near : an ascent much like this one, from whose plan the search for this one starts
    """

    name: ClassVar[str] = "ascent"

    launcher: Launcher
    payload_kg: float
    pad: Site
    payload_propellant_kg: float = 0.0
    payload_cd_area_m2: float = 0.0
    planned_as: Ascent | None = None
    near: Ascent | None = None

    @functools.cached_property
    def plan(self) -> AscentPlan:
        """Cut-off, pitch programme and azimuth; solved for on first use."""
        if self.planned_as is not None:
            return self.planned_as.plan
        return plan_ascent(self.launcher, self.payload_kg, self.pad, self.near.plan if self.near else None)

    def insertion(self, wind: Wind | None = None) -> Insertion:
        """The planned state at separation, fixed to the Earth (what was aimed at, where it is not reached).

        In a known wind the launcher still flies the programme planned in calm air; its closed loop takes out the rest.
        """
        if wind is None:
            return self.plan.insertion
        flown = fly(self._rocket, ground_of(self.pad, wind=wind), self.plan.programme, self.plan.aim)
        return insertion_of(flown, self.payload_kg)

    def grounded(self) -> tuple[str, dict[str, float]] | None:
        """Why the launcher would not leave its pad, with the shortfall; None for one that does."""
        flown = self.plan.flown
        return _shortfall(flown) if flown.status != AscentStatus.DONE and flown.rows[-1, T_s] == 0.0 else None

    def on_pad(self, liftoff: Epoch) -> State:
        """The launcher with its payload on the pad at an instant, where the ascent starts."""
        rocket, ground = self._rocket, ground_of(self.pad)
        row = np.zeros((1, COLUMNS))
        row[0, R_m : R_m + 3], row[0, B : B + 3] = ground.r_m, ground.up
        row[0, V_m_s : V_m_s + 2] = -EARTH_ROTATION_rad_s * ground.r_m[1], EARTH_ROTATION_rad_s * ground.r_m[0]
        row[0, MASS_kg] = rocket.carried_kg + rocket.empty_kg.sum() + rocket.propellant_kg.sum()
        return state_of(row[0], liftoff.tai_ns)

    @functools.cached_property
    def _rocket(self) -> Rocket:
        return rocket_of(self.launcher, self.payload_kg)

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """Fly from contact of lift-off to spacecraft separation; in standard air and calm where the scene gives none.

        Parameters
        ----------
        start : on the pad, as :meth:`on_pad` gives it
        chance : nothing is drawn here; a launcher off nominal is another `launcher`

        Returns
        -------
        Leg
            LOST, with the shortfall in numbers, for a launcher that falls short.

        Raises
        ------
        WrongPlace
            for a start that is not on the pad.
        """
        liftoff = start.epoch
        self._check_on_pad(start)
        ground = ground_of(self.pad, scene.air, scene.wind, liftoff)
        flown = fly(self._rocket, ground, self.plan.programme, self._aim)
        tai_ns = liftoff.tai_ns + np.round(flown.rows[:, T_s] * 1e9).astype(np.int64)
        end, events = state_of(flown.rows[-1], tai_ns[-1]), self._events(flown, liftoff)
        telemetry = scene.columns(start, end, lambda: telemetry_of(flown.rows, tai_ns))
        if flown.status != AscentStatus.DONE:
            reason, shortfall = _shortfall(flown)
            return Leg(self.name, start, end, Outcome.LOST, telemetry, events, reason, shortfall)
        end = end.replace(mass_kg=self.payload_kg, propellant_kg=self.payload_propellant_kg)
        values = {**orbit_values(end, scene, self.payload_cd_area_m2), "mass_kg": self.payload_kg}
        events = (*events[:-1], Event("spacecraft_separation", end.epoch, values))
        return Leg(self.name, start, end, Outcome.REACHED, telemetry, events)

    @property
    def _aim(self) -> CutoffAim:
        """The cut-off that is made where the guidance believes to make the one planned: off by its navigation."""
        nav, plan = self.launcher.navigation, self.plan
        if nav is None:
            return plan.aim
        along_m_s = nav.along_m_s.v + nav.tail_off_along_m_s.v
        return moved_aim(
            plan.aim, plan.flown.aimed_r_m, nav.radial_m.v, (nav.radial_m_s.v, along_m_s, nav.normal_m_s.v)
        )

    def _check_on_pad(self, start: State) -> None:
        r_ITRF_m, _ = itrf_from_gcrf(start.epoch, start.r_GCRF_m, start.v_GCRF_m_s)
        off_m = float(np.linalg.norm(r_ITRF_m - ground_of(self.pad).r_m))
        if off_m > _ON_PAD_m:
            raise WrongPlace(
                f"an ascent that starts {off_m:.0f} m from {self.pad.name}", cure="start it from Ascent.on_pad(liftoff)"
            )

    def _events(self, flown: Flown, liftoff: Epoch) -> tuple[Event, ...]:
        """Lift-off, the sequence, and the greatest dynamic pressure, in order of time."""
        t_s, height_m, speed_m_s = flown.rows[:, T_s], heights_m(flown.rows), speeds_m_s(flown.rows)

        def at(seconds: float, column: Vector) -> float:
            return float(np.interp(seconds, t_s, column))

        def told(row: Vector) -> dict[str, Value]:
            return {
                "height_m": at(row[T_s], height_m),
                "speed_m_s": at(row[T_s], speed_m_s),
                "load_g": float(row[LOAD_m_s2]) / G0_m_s2,
                "mass_kg": float(row[MASS_kg]),
            }

        found = [Event("liftoff", liftoff, told(flown.rows[0]))]
        found += [
            Event(happening.event, liftoff + float(row[T_s]), told(row))
            for happening, row in zip(self.launcher.sequence, flown.events, strict=True)
            if is_event(happening.event) and not math.isnan(row[T_s])
        ]
        if len(t_s) > 2:
            peak_s, peak_Pa = _greatest(t_s, flown.rows[:, Q_Pa])
            found.append(
                Event(
                    "max_q",
                    liftoff + peak_s,
                    {
                        "dynamic_pressure_Pa": peak_Pa,
                        "mach": float(np.interp(peak_s, t_s, flown.rows[:, MACH])),
                        "height_m": at(peak_s, height_m),
                        "speed_m_s": at(peak_s, speed_m_s),
                    },
                )
            )
        return tuple(sorted(found, key=lambda e: e.epoch))


def _greatest(t_s: Vector, q_Pa: Vector) -> tuple[float, float]:
    """Instant and value of the greatest dynamic pressure, by the parabola through three rows."""
    k = min(max(int(np.argmax(q_Pa)), 1), len(q_Pa) - 2)
    around = t_s[k - 1 : k + 2] - t_s[k]
    if (np.diff(around) <= 0.0).any():
        return float(t_s[k]), float(q_Pa[k])
    a, b, c = np.polyfit(around, q_Pa[k - 1 : k + 2], 2)
    dt = float(np.clip(-b / (2.0 * a), around[0], around[-1])) if a < 0.0 else 0.0
    return float(t_s[k]) + dt, float(c + b * dt + a * dt * dt)


def _shortfall(flown: Flown) -> tuple[str, dict[str, float]]:
    """Why the orbit was not reached, in a sentence and in numbers."""
    t_s = float(flown.rows[-1, T_s])
    if flown.status == AscentStatus.DEPLETED:
        return (
            f"the last stage ran dry {t_s:.1f} s after lift-off, {flown.v_go_m_s:.0f} m/s short of orbit",
            {"delta_v_m_s": flown.v_go_m_s},
        )
    if t_s == 0.0:
        thrust_N, weight_N = float(flown.rows[0, THRUST_N]), float(flown.rows[0, MASS_kg]) * G0_m_s2
        return (
            f"the engines give {thrust_N / 1e3:.0f} kN, {(weight_N - thrust_N) / 1e3:.0f} kN short of lifting the "
            "launcher",
            {"thrust_N": weight_N - thrust_N},
        )
    ended = {
        AscentStatus.GROUND: "the launcher fell back to the ground",
        AscentStatus.OVERDUE: "cut-off did not come until",
        AscentStatus.ASTRAY: "the closed loop found no way to orbit from",
    }[flown.status]
    return f"{ended} {t_s:.1f} s after lift-off", {"time_s": t_s}
