"""Into orbit by the ship's own engine, where the launcher stops a little short of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.constants import G0_m_s2
from kazbek.base.leg import Column, Event, Leg, Outcome, Value
from kazbek.base.rocket import delta_v_m_s
from kazbek.base.state import State
from kazbek.base.types import Rows
from kazbek.catalogue.escape import OrbitReserve
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.escape.kernels.to_orbit import Engine, burnt, cheapest_burn, lowest_over_revolution
from kazbek.flight.phase import Scene
from kazbek.laws.geodesy import height_above_ellipsoid
from kazbek.laws.zonal import zonal_coast
from kazbek.world.earth import itrf_from_gcrf, rv_ITRF
from kazbek.world.ground_track import ground_columns

_ROW_s = 10.0
_STEP_s = 30.0

Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class OrbitBurn:
    """The burn that keeps a ship up: pitch above the horizon, length, and what it costs."""

    pitch_rad: float
    burn_s: float
    delta_v_m_s: float


def engine_of(ship: Spacecraft, mass_kg: float, propellant_kg: float) -> Engine:
    """The main engine with all that is in the tanks."""
    thrust_N, exhaust_m_s = ship.main_engine.thrust_vac_N.v, ship.main_engine.isp_s.v * G0_m_s2
    return Engine(thrust_N, exhaust_m_s, mass_kg, propellant_kg * exhaust_m_s / thrust_N)


def burn_to_orbit(state: State, ship: Spacecraft, reserve: OrbitReserve) -> OrbitBurn | None:
    """The cheapest burn after which a ship stays above the wanted height for a revolution; None where none does.

    Parameters
    ----------
    state : at the stop of the launcher, of the ship alone
    """
    engine = engine_of(ship, state.mass_kg, state.propellant_kg)
    r, v = _tuples(state)
    pitch_rad, burn_s = cheapest_burn(r, v, reserve.lit_s.v, engine, reserve.height_m.v)
    if math.isnan(burn_s):
        return None
    left_kg = state.mass_kg - engine.thrust_N / engine.exhaust_m_s * burn_s
    return OrbitBurn(pitch_rad, burn_s, delta_v_m_s(state.mass_kg, left_kg, ship.main_engine.isp_s.v))


@dataclass(frozen=True)
class ToOrbit:
    """The ship off its launcher and into an orbit that lasts.

    Drawn: nothing; how far the launcher came is drawn with the launcher.

    Attributes
    ----------
    burn : as :func:`burn_to_orbit` finds it
    told : of the command, for its event
    """

    name: ClassVar[str] = "to_orbit"

    ship: Spacecraft
    reserve: OrbitReserve
    burn: OrbitBurn
    told: Mapping[str, Value] = field(default_factory=dict)

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """From the stop of the launcher to the end of the burn."""
        lit_s, burn = self.reserve.lit_s.v if self.burn.burn_s > 0.0 else 0.0, self.burn
        engine = engine_of(self.ship, start.mass_kg, start.propellant_kg)
        rows = [self._at(start, engine, t_s) for t_s in _instants(lit_s, burn.burn_s)]
        t_s = lit_s + burn.burn_s
        spent_kg = engine.thrust_N / engine.exhaust_m_s * burn.burn_s
        end = replace(
            start,
            epoch=start.epoch + t_s,
            r_GCRF_m=np.array(rows[-1][:3]),
            v_GCRF_m_s=np.array(rows[-1][3:]),
            mass_kg=start.mass_kg - spent_kg,
            propellant_kg=start.propellant_kg - spent_kg,
        )
        columns = scene.columns(start, end, lambda: _columns(start, np.array(rows), _instants(lit_s, burn.burn_s)))
        return Leg(self.name, start, end, Outcome.REACHED, columns, self._events(start, end, lit_s))

    def _at(self, start: State, engine: Engine, t_s: float) -> tuple[float, ...]:
        """Place and velocity, seconds after the start."""
        lit_s = self.reserve.lit_s.v if self.burn.burn_s > 0.0 else 0.0
        r, v = zonal_coast(*_tuples(start), min(t_s, lit_s), _STEP_s)
        if t_s > lit_s:
            r, v, _ = burnt(r, v, engine, self.burn.pitch_rad, t_s - lit_s)
        return (*r, *v)

    def _events(self, start: State, end: State, lit_s: float) -> tuple[Event, ...]:
        r, v = _tuples(end)
        lowest_m = float(lowest_over_revolution(r, v, math.inf, -math.inf))
        x, y, z = (float(a) for a in itrf_from_gcrf(start.epoch, start.r_GCRF_m, start.v_GCRF_m_s)[0])
        told = Event("abort", start.epoch, {"height_m": float(height_above_ellipsoid(x, y, z)), **self.told})
        lit = Event("escape_ignition", start.epoch + lit_s, {"pitch_deg": math.degrees(self.burn.pitch_rad)})
        out_values: dict[str, Value] = {"delta_v_m_s": self.burn.delta_v_m_s, "min_height_m": lowest_m}
        return told, lit, Event("escape_burnout", end.epoch, out_values)


def _instants(lit_s: float, burn_s: float) -> list[float]:
    end_s = lit_s + burn_s
    return [*np.arange(0.0, end_s, _ROW_s).tolist(), end_s]


def _columns(start: State, rv_GCRF: Rows, t_s: list[float]) -> dict[str, Column]:
    tai_ns = start.epoch.tai_ns + np.round(np.array(t_s) * 1e9).astype(np.int64)
    return ground_columns(tai_ns, rv_ITRF(tai_ns, rv_GCRF))


def _tuples(state: State) -> tuple[Three, Three]:
    x, y, z = state.r_GCRF_m.tolist()
    vx, vy, vz = state.v_GCRF_m_s.tolist()
    return (x, y, z), (vx, vy, vz)
