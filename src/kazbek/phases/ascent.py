"""From lift-off to the separation of the ship: the programme solved once, then flown at any instant in its air.

The whole ascent is fixed to the Earth: the same launcher from the same pad reaches the same place over the ground at
the same speed after the same time, whenever it leaves. Only the air of the day differs.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.events import is_event
from kazbek.base.leg import Column, Event, Leg, Outcome, Value
from kazbek.base.state import State
from kazbek.craft.ascent_data import ground_of, rocket_of
from kazbek.craft.launcher import Launcher
from kazbek.craft.site import Site
from kazbek.guidance.ascent_plan import AscentPlan, Flown, Insertion, fly, itrf_of_rows, plan_ascent
from kazbek.guidance.insertion import orbit_values
from kazbek.kernels.ascent import (
    DRAG_N,
    MACH,
    THROTTLE,
    THRUST_N,
    ALPHA_rad,
    B,
    DENSITY_kg_m3,
    LOAD_m_s2,
    MASS_kg,
    Q_Pa,
    R_m,
    Status,
    T_s,
    V_m_s,
)
from kazbek.kernels.geodesy import geodetic_rows
from kazbek.world.earth import rv_GCRF
from kazbek.world.scene import Scene

Vector = NDArray[np.float64]

_MEAN_RADIUS_m = 6_371_008.8  # of the Earth (IUGG), for distances over the ground


@dataclass(frozen=True)
class Ascent:
    """A launcher with its payload on a pad.

    Attributes
    ----------
    payload_kg : mass of the ship
    payload_propellant_kg : usable propellant within it, handed on in the state at separation
    payload_cd_area_m2 : its drag coefficient times area, for the figures of the orbit reached
    planned_as : an ascent whose plan is flown instead of an own one: a launcher off nominal under the nominal programme
    """

    launcher: Launcher
    payload_kg: float
    pad: Site
    payload_propellant_kg: float = 0.0
    payload_cd_area_m2: float = 0.0
    planned_as: Ascent | None = None

    @functools.cached_property
    def plan(self) -> AscentPlan:
        """Cut-off, pitch programme and azimuth; solved for on first use."""
        if self.planned_as is not None:
            return self.planned_as.plan
        return plan_ascent(self.launcher, self.payload_kg, self.pad)

    def insertion(self) -> Insertion:
        """The planned state at separation, fixed to the Earth."""
        return self.plan.insertion

    def fly(self, liftoff: Epoch, scene: Scene | None = None) -> Leg:
        """Fly from contact of lift-off to spacecraft separation.

        A launcher that falls short is an outcome: LOST, with the shortfall in m/s.
        """
        ground = ground_of(self.pad, scene.air if scene else None, scene.wind if scene else None, liftoff)
        flown = fly(rocket_of(self.launcher, self.payload_kg), ground, self.plan.programme, self.plan.aim)
        rv_ITRF = itrf_of_rows(flown.rows)
        tai_ns = liftoff.tai_ns + np.round(flown.rows[:, T_s] * 1e9).astype(np.int64)
        rv = rv_GCRF(tai_ns, rv_ITRF)
        start, end = (State(Epoch(int(tai_ns[k])), rv[k, :3], rv[k, 3:], float(flown.rows[k, MASS_kg]))
                      for k in (0, -1))
        telemetry = self._telemetry(flown, liftoff, tai_ns, rv_ITRF, rv)
        events = self._events(flown, liftoff, telemetry)
        if flown.status != Status.DONE:
            reason, shortfall = _shortfall(flown)
            return Leg("ascent", start, end, Outcome.LOST, telemetry, events, reason, shortfall)
        end = end.but(mass_kg=self.payload_kg, propellant_kg=self.payload_propellant_kg)
        values = {**orbit_values(end, scene, self.payload_cd_area_m2), "mass_kg": self.payload_kg}
        separation = Event("spacecraft_separation", end.epoch, values)
        return Leg("ascent", start, end, Outcome.REACHED, telemetry, (*events[:-1], separation))

    def _events(self, flown: Flown, liftoff: Epoch, telemetry: dict[str, Column]) -> tuple[Event, ...]:
        """Lift-off, the sequence, and the greatest dynamic pressure."""
        height_m = telemetry["height_m"]
        found = [Event("liftoff", liftoff, _values(flown.rows[0], float(height_m[0])))]
        for happening, row in zip(self.launcher.sequence, flown.events, strict=True):
            if not math.isnan(row[T_s]) and is_event(happening.event):
                h = float(np.interp(row[T_s], flown.rows[:, T_s], height_m))
                found.append(Event(happening.event, liftoff + float(row[T_s]), _values(row, h)))
        t_s, q_Pa, mach = _greatest(flown)
        found.append(Event("max_q", liftoff + t_s, {
            "dynamic_pressure_Pa": q_Pa, "mach": mach,
            "height_m": float(np.interp(t_s, flown.rows[:, T_s], height_m))}))
        return tuple(sorted(found, key=lambda e: e.epoch))

    def _telemetry(self, flown: Flown, liftoff: Epoch, tai_ns: NDArray[np.int64], rv_ITRF: Vector,
                   rv: Vector) -> dict[str, Column]:
        """The columns of `kazbek.base.channels`, one row a second and two an event."""
        rows = flown.rows
        where = np.empty((len(rows), 3))
        geodetic_rows(np.ascontiguousarray(rv_ITRF[:, :3]), where)
        latitude, longitude, height = where.T
        up = np.column_stack((np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude),
                              np.sin(latitude)))
        east = np.column_stack((-np.sin(longitude), np.cos(longitude), np.zeros(len(rows))))
        north = np.cross(up, east)
        v = rv_ITRF[:, 3:]
        speed = np.linalg.norm(v, axis=1)
        columns: dict[str, Column] = {"tai_ns": tai_ns, "met_s": rows[:, T_s].copy()}
        for k, axis in enumerate("xyz"):
            columns[f"r_GCRF_{axis}_m"], columns[f"v_GCRF_{axis}_m_s"] = rv[:, k].copy(), rv[:, 3 + k].copy()
        return columns | {
            "mass_kg": rows[:, MASS_kg].copy(), "latitude_rad": latitude.copy(), "longitude_rad": longitude.copy(),
            "height_m": height.copy(), "speed_GCRF_m_s": np.linalg.norm(rv[:, 3:], axis=1), "speed_ITRF_m_s": speed,
            "flight_path_angle_rad": np.arcsin(np.sum(v * up, axis=1) / np.maximum(speed, 1e-9)),
            "heading_rad": np.arctan2(np.sum(v * east, axis=1), np.sum(v * north, axis=1)),
            "downrange_m": _over_ground_m(rv_ITRF[:, :3]),
            "pitch_rad": _pitch_rad(rows, up), "alpha_rad": rows[:, ALPHA_rad].copy(), "mach": rows[:, MACH].copy(),
            "density_kg_m3": rows[:, DENSITY_kg_m3].copy(), "dynamic_pressure_Pa": rows[:, Q_Pa].copy(),
            "thrust_N": rows[:, THRUST_N].copy(), "throttle_frac": rows[:, THROTTLE].copy(),
            "drag_N": rows[:, DRAG_N].copy(), "load_m_s2": rows[:, LOAD_m_s2].copy(),
        }


def _values(row: Vector, height_m: float) -> dict[str, Value]:
    """What is said about any event of the ascent."""
    return {"height_m": height_m, "speed_m_s": float(np.linalg.norm(itrf_of_rows(row[None, :])[0, 3:])),
            "load_g": float(row[LOAD_m_s2]) / G0_m_s2, "mass_kg": float(row[MASS_kg])}


def _greatest(flown: Flown) -> tuple[float, float, float]:
    """Instant, value and Mach number of the greatest dynamic pressure, by the parabola through three rows."""
    t, q = flown.rows[:, T_s], flown.rows[:, Q_Pa]
    k = min(max(int(np.argmax(q)), 1), len(q) - 2)
    a, b, c = np.polyfit(t[k - 1:k + 2] - t[k], q[k - 1:k + 2], 2)
    dt = float(np.clip(-b / (2.0 * a), t[k - 1] - t[k], t[k + 1] - t[k])) if a < 0.0 else 0.0
    return float(t[k]) + dt, float(c + b * dt + a * dt * dt), float(np.interp(t[k] + dt, t, flown.rows[:, MACH]))


def _over_ground_m(r_ITRF_m: Vector) -> Vector:
    """Great-circle distance (n,) from the first row."""
    unit = r_ITRF_m / np.linalg.norm(r_ITRF_m, axis=1)[:, None]
    chord = np.linalg.norm(unit - unit[0], axis=1)
    distance: Vector = 2.0 * _MEAN_RADIUS_m * np.arcsin(np.clip(chord / 2.0, 0.0, 1.0))
    return distance


def _pitch_rad(rows: Vector, up_ITRF: Vector) -> Vector:
    """Angle (n,) of the long axis above the local horizon."""
    axis = rows.copy()
    axis[:, R_m:R_m + 3], axis[:, V_m_s:V_m_s + 3] = rows[:, B:B + 3], 0.0
    pitch: Vector = np.arcsin(np.clip(np.sum(itrf_of_rows(axis)[:, :3] * up_ITRF, axis=1), -1.0, 1.0))
    return pitch


def _shortfall(flown: Flown) -> tuple[str, dict[str, float]]:
    """Why the orbit was not reached, in a sentence and in numbers."""
    t_s = float(flown.rows[-1, T_s])
    if flown.status == Status.DEPLETED:
        return (f"the last stage ran dry {t_s:.1f} s after lift-off, {flown.v_go_m_s:.0f} m/s short of orbit",
                {"delta_v_m_s": flown.v_go_m_s})
    if t_s == 0.0:
        thrust_N, weight_N = float(flown.rows[0, THRUST_N]), float(flown.rows[0, MASS_kg]) * G0_m_s2
        return (f"the engines give {thrust_N / 1e3:.0f} kN, {(weight_N - thrust_N) / 1e3:.0f} kN short of lifting the "
                "launcher", {"thrust_N": weight_N - thrust_N})
    return f"the launcher fell back to the ground {t_s:.1f} s after lift-off", {"time_s": t_s}
