"""The braking burn that brings a capsule to its aim: how strong, or when.

A burn is judged by the reference entry (`steering.reference`): lift upwards only, so that steering has as much to
add as to take away, in the standard air that a plan is made with. Its parachute point is compared with the aim along
the way from the separation of the modules: 1 m/s is some 100 km, 1 s of ignition 7 km.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence
from kazbek.base.state import State
from kazbek.base.types import Rows, Vector
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.thrusters import MainEngine
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent import steering
from kazbek.flight.descent.fall import Falling
from kazbek.flight.descent.inputs import entry_figures
from kazbek.flight.descent.kernels.coast import coast_down, tangent_distance_m
from kazbek.flight.descent.kernels.steering import Steering
from kazbek.flight.descent.kernels.types import COAST_COLUMNS, PLACE, STATE, AirAndWind, T_s, Until
from kazbek.laws.atmosphere import AirGrid, WindProfile
from kazbek.world.air import Air
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.wind import CALM, Wind

COAST_STEP_s, LONGEST_COAST_s = 10.0, 4500.0
WEAKEST_m_s, STRONGEST_m_s = 80.0, 220.0  # braking that a capsule survives and a ship can give
_NEVER_DOWN_m = 3.0e6
_ENOUGH_m = 50.0


@dataclass(frozen=True, slots=True)
class Firing:
    """One engine at work for a while: seconds from ignition, thrust, specific impulse."""

    start_s: float
    end_s: float
    thrust_N: float
    isp_s: float

    @property
    def row(self) -> tuple[float, float, float, float]:
        """Start, end, thrust and flow, as the kernel takes them."""
        return self.start_s, self.end_s, self.thrust_N, self.thrust_N / (self.isp_s * G0_m_s2)

    def delta_v_m_s(self, mass_kg: float) -> float:
        """Velocity change of a ship of that mass at the start."""
        burnt_kg = self.row[3] * (self.end_s - self.start_s)
        return self.isp_s * G0_m_s2 * math.log(mass_kg / (mass_kg - burnt_kg))


def braking_direction_RTN(capsule: Capsule, aside_rad: float = 0.0, up_rad: float = 0.0) -> Vector:
    """Thrust at ignition (3,): against the motion in the attitude of the capsule's file, then held among the stars.

    `aside_rad`, `up_rad`: how far the thrust points off that.
    """
    up = math.radians(capsule.deorbit.attitude_deg.v) + up_rad
    return np.array((math.sin(up), -math.cos(up) * math.cos(aside_rad), math.sin(aside_rad)))


def firing_of(engine: MainEngine, mass_kg: float, delta_v_m_s: float) -> Firing:
    """The main engine from a command at t = 0: its start overhead, then thrust until the velocity change is made."""
    exhaust_m_s = engine.isp_s.v * G0_m_s2
    thrust_s = -mass_kg * math.expm1(-delta_v_m_s / exhaust_m_s) * exhaust_m_s / engine.push_N
    overhead_s = engine.start_overhead_s.v
    return Firing(overhead_s, overhead_s + thrust_s, engine.push_N, engine.isp_s.v)


@dataclass(frozen=True)
class Braking:
    """A ship about to brake: what the fast chain of kernels needs to fly it to the parachutes.

    Attributes
    ----------
    ignition : the instant t = 0
    state_ITRF : (7,) position, velocity over the ground, mass, at ignition
    air, wind : for kernels that count from `ignition`
    """

    ignition: Epoch
    state_ITRF: Vector
    ship: Spacecraft
    capsule: Capsule
    aim_ITRF_m: Vector
    air: AirGrid = field(repr=False)
    wind: WindProfile = field(repr=False)

    @classmethod
    def of(cls, state: State, ship: Spacecraft, capsule: Capsule, zone: Zone, air: Air, wind: Wind = CALM) -> Braking:
        """From the state at ignition of the whole ship; modules that leave before the burn are taken off."""
        gone_kg = sum(module.mass_kg.v for module in capsule.left_in_orbit)
        r, v = itrf_from_gcrf(state.epoch, state.r_GCRF_m, state.v_GCRF_m_s)
        return cls(
            state.epoch,
            np.array((*r, *v, state.mass_kg - gone_kg)),
            ship,
            capsule,
            zone.aim_ITRF_m,
            air.grid(state.epoch),
            wind.kernel,
        )

    def firing(self, delta_v_m_s: float) -> Firing:
        """The main engine's burn for a velocity change."""
        return firing_of(self.ship.main_engine, float(self.state_ITRF[6]), delta_v_m_s)

    def coast(self, *firings: Firing) -> tuple[Rows, bool]:
        """Rows (t_s, state (7), thrust_N) to the separation of the modules, and whether it was met."""
        out = np.empty((round(LONGEST_COAST_s / COAST_STEP_s) + 10, COAST_COLUMNS))
        around, burns, size = AirAndWind(self.air, self.wind), np.array([f.row for f in firings]), self.ship.size
        until = Until(self.capsule.entry.separation_height_m.v, LONGEST_COAST_s, COAST_STEP_s)
        cd_area_m2 = size.drag_area_m2.v * size.drag_cd.v
        direction = braking_direction_RTN(self.capsule)
        n, met = coast_down(around, 0.0, self.state_ITRF, burns, direction, cd_area_m2, until, out)
        return out[:n], met

    def enter(
        self,
        t_s: float,
        state_ITRF: Vector,
        steering: Steering,
        density_factor: float = 1.0,
        *,
        air: AirGrid | None = None,
    ) -> Rows:
        """Rows of :func:`~kazbek.flight.descent.kernels.entry.enter`, from module separation to the parachutes."""
        known, command_m = entry_figures(self.capsule), self.capsule.parachutes.command_height_m.v
        falling = Falling(air or self.air, self.wind, known, known, steering, command_m, density_factor)
        return falling.fly(t_s, state_ITRF[:6])[0]

    def reference_entry(self, t_s: float, state_ITRF: Vector) -> Rows:
        """The same for the entry that a plan is made with: one bank, in the standard air."""
        planned = steering.reference(self.capsule, self.aim_ITRF_m)
        return self.enter(t_s, state_ITRF, planned, air=_planned_air())

    def reference_miss(self, delta_v_m_s: float) -> Miss:
        """Where the reference entry ends after a burn."""
        rows, met = self.coast(self.firing(delta_v_m_s))
        if not met:
            return Miss(_NEVER_DOWN_m, 0.0)
        entry = self.reference_entry(rows[-1, T_s], rows[-1, STATE])
        return miss(entry[0, PLACE], entry[-1, PLACE], self.aim_ITRF_m)


@dataclass(frozen=True, slots=True)
class Miss:
    """An end of flight against the aim: beyond it along the way, and the aim left of the ground track (m)."""

    along_m: float
    cross_m: float


def miss(from_ITRF_m: Vector, end_ITRF_m: Vector, aim_ITRF_m: Vector) -> Miss:
    """Compare an end of flight with the aim, as seen from the start of the entry."""
    to_aim, cross = tangent_distance_m(from_ITRF_m, aim_ITRF_m, end_ITRF_m)
    to_end, _ = tangent_distance_m(from_ITRF_m, end_ITRF_m, end_ITRF_m)
    return Miss(to_end - to_aim, cross)


@functools.cache
def _planned_air() -> AirGrid:
    """The air of a plan: a standard, whatever the day."""
    return Air.standard().grid(Epoch(0))


def solve_delta_v_m_s(braking: Braking) -> float:
    """The velocity change after which the reference entry ends abeam of the aim.

    Raises
    ------
    NoConvergence
        when no burn between 80 and 220 m/s at this instant comes down there.
    """

    def along_m(delta_v_m_s: float) -> float:
        return braking.reference_miss(delta_v_m_s).along_m

    try:
        return _root(along_m, braking.capsule.deorbit.delta_v_m_s.v, 2.0, WEAKEST_m_s, STRONGEST_m_s)
    except NoConvergence as fault:
        raise NoConvergence(
            f"a braking burn at {braking.ignition.utc} misses the aim: {fault.what}",
            cure="choose another instant of ignition",
        ) from None


def solve_ignition(braking_at: Callable[[Epoch], Braking], delta_v_m_s: float, near: Epoch, within_s: float) -> Epoch:
    """The instant of ignition after which the reference entry ends abeam of the aim, for a given velocity change.

    Parameters
    ----------
    braking_at : the ship, ready to brake, at an instant
    near, within_s : where to look

    Raises
    ------
    NoConvergence
        when there is none within `within_s` of `near`.
    """

    def along_m(seconds: float) -> float:
        return braking_at(near + seconds).reference_miss(delta_v_m_s).along_m

    return near + _root(along_m, 0.0, 10.0, -within_s, within_s)


def _root(f: Callable[[float], float], x: float, step: float, low: float, high: float) -> float:
    """Secant kept within bounds, to 50 m."""
    a, fa = x, f(x)
    b = min(max(x + step, low), high)
    for _ in range(20):
        fb = f(b)
        if abs(fb) < _ENOUGH_m:
            return b
        slope = (fb - fa) / (b - a) if b != a else 0.0
        if slope == 0.0:  # both too weak to come down: brake harder
            a, fa, b = b, fb, min(max(b + 5.0 * step, low), high)
            if a == b:
                break
            continue
        a, fa, b = b, fb, min(max(b - fb / slope, low), high)
        if a == b:
            break
    raise NoConvergence(f"the aim is still {fa / 1e3:.0f} km away along the track")
