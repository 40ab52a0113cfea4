"""Away from the station: hooks, springs, separation burns, and a drift that clears it."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance, chance_at
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF, cross
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.base.types import Rows, Vector
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.flight.phase import Scene
from kazbek.laws.forces import ThrustFrame
from kazbek.laws.relative import closest_m, transition
from kazbek.orbit.arc import rv_at
from kazbek.orbit.propagate import Arc, Forces, Track, burn, coast, forces_over
from kazbek.orbit.relative import orbit_columns

_AFTER_s = 120.0  # the leg ends this long after the last burn
_ROW_s = 10.0
_WATCHED_s, _WATCH_s = 12_000.0, 60.0  # of drift over which the closest approach is looked for, and how often
_DRAWS = 200
_SAFE_m = 100.0


@dataclass(frozen=True)
class Undocking:
    """Leaving one port. Drawn: speed of the springs, size and direction of each burn.

    Attributes
    ----------
    ship, capsule, station, port : who leaves what, where; the capsule's file holds the plan of departure
    sense : of burns along the motion, +1 or −1 of what `motion_RTN` says; which of the two is flown is not published
    """

    name: ClassVar[str] = "undocking"

    ship: Spacecraft
    capsule: Capsule
    station: Station
    port: str
    sense: float = 1.0

    def docked(self, track: Track, epoch: Epoch, mass_kg: float) -> State:
        """The ship on its port, turning with the station, at an instant."""
        rv = rv_at(track, epoch)
        C = C_RTN_GCRF(rv[:3], rv[3:])
        arm = C.T @ (self.station.r_RTN_m(self.port) + self.ship.docked_ahead_m * self.axis_RTN)
        turning = cross(rv[:3], rv[3:]) / float(rv[:3] @ rv[:3])
        return State(epoch, rv[:3] + arm, rv[3:] + cross(turning, arm), mass_kg, self.ship.mass.reserve_home_kg.v)

    @cached_property
    def motion_RTN(self) -> Vector:
        """(3,) along the motion; from a port that looks back or down, against it: no path crosses the station's."""
        away = float(self.axis_RTN[int(np.argmax(np.abs(self.axis_RTN[:2])))])
        return np.array((0.0, self.sense * math.copysign(1.0, away), 0.0))

    @cached_property
    def axis_RTN(self) -> Vector:
        """(3,) unit vector out of the port."""
        axis: Vector = self.station.C_PORT_RTN(self.port)[0]
        return axis

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """From physical separation to a little after the last separation burn.

        Parameters
        ----------
        start : the ship still on its port, as :meth:`docked` gives it
        chance : draws springs and burns from their sigmas; nominal without it

        Returns
        -------
        Leg
            MISSED when, drawn over the stated uncertainties, the drift comes back within 100 m of the station.
        """
        plan = self.capsule.undocking
        end_s = plan.ends_s + _AFTER_s
        forces = scene.forces or forces_over(start.epoch, start.epoch + end_s, air=scene.air)
        draw = self._drawn(self._sigmas_off(chance))
        out = C_RTN_GCRF(start.r_GCRF_m, start.v_GCRF_m_s).T @ self.axis_RTN
        pushed = start.replace(v_GCRF_m_s=start.v_GCRF_m_s + draw.spring_m_s[0] * out)
        arcs: list[Arc] = []
        burns, now = [], pushed
        for burn_, delta_v_RTN_m_s in zip(plan.burn, draw.burns_RTN_m_s):
            at = start.epoch + burn_.after_s.v
            burns.append(self._burn_at(arcs, now, at, delta_v_RTN_m_s[0], burn_.length_s.v, forces))
            now = burns[-1].end
        arcs.append(coast(now, start.epoch + end_s, forces, cd_area_m2=self.cd_area_m2))
        clearance_m = self.clearance_m(start, scene.station)
        events = (
            Event("undocking", start.epoch, {"port": self.port, "clearance_m": clearance_m}),
            *(_burn_event(f"separation_burn_{k}", arc) for k, arc in enumerate(burns, start=1)),
        )
        columns = scene.columns(start, arcs[-1].end, lambda: orbit_columns(arcs, scene.station, _ROW_s))
        leg = Leg(self.name, start, arcs[-1].end, Outcome.REACHED, columns, events)
        if clearance_m >= _SAFE_m:
            return leg
        return replace(
            leg,
            outcome=Outcome.MISSED,
            shortfall={"clearance_m": _SAFE_m - clearance_m},
            reason=f"the drift from {self.port} comes back within {clearance_m:.0f} m of the station",
        )

    @property
    def cd_area_m2(self) -> float:
        """Drag coefficient times area, arrays out."""
        return self.ship.size.cd_area_m2

    def _burn_at(
        self, arcs: list[Arc], state: State, epoch: Epoch, delta_v_RTN_m_s: Vector, length_s: float, forces: Forces
    ) -> Arc:
        """Coast to the burn and fly it, its force what makes the change in the planned length."""
        arcs.append(coast(state, epoch, forces, cd_area_m2=self.cd_area_m2))
        size_m_s = float(np.linalg.norm(delta_v_RTN_m_s))
        arcs.append(
            burn(
                arcs[-1].end,
                forces,
                force_N=state.mass_kg * size_m_s / length_s,
                isp_s=self.ship.thrusters.isp_s.v,
                aim=ThrustFrame.RTN,
                direction=delta_v_RTN_m_s,
                delta_v_m_s=size_m_s,
                cd_area_m2=self.cd_area_m2,
            )
        )
        return arcs[-1]

    @property
    def _columns(self) -> int:
        """Of what is drawn: the springs, then size and three turns of each burn."""
        return 1 + 4 * len(self.capsule.undocking.burn)

    def _sigmas_off(self, chance: PhaseChance | None) -> Rows:
        """(1, columns) sigmas by which springs and burns of this run are off."""
        if chance is None:
            return np.zeros((1, self._columns))
        turned = [float(chance.noisy)] * 3
        shares = [chance.share(self.ship.undocking.spring_m_s)]
        for burn_ in self.capsule.undocking.burn:
            shares += [chance.share(burn_.delta_v_m_s), *turned]
        return chance.standard_normal((1, self._columns)) * np.array(shares)

    def _drawn(self, z: Rows) -> _Draws:
        """Departures as delivered, for `z` (n, columns) sigmas."""
        plan, tilt = self.capsule.undocking, np.radians(self.capsule.undocking.direction_sigma_deg.v)
        spring, burns = self.ship.undocking.spring_m_s, []
        for k, burn_ in enumerate(plan.burn):
            first = 1 + 4 * k
            size_m_s = (burn_.delta_v_m_s.v + z[:, first] * burn_.delta_v_m_s.sigma)[:, None]
            direction = self.axis_RTN if burn_.along == "axis" else self.motion_RTN
            burns.append(size_m_s * _tilted(direction, tilt * z[:, first + 1 : first + 4]))
        return _Draws(spring.v + z[:, 0] * spring.sigma, tuple(burns))

    def clearance_m(self, start: State, track: Track) -> float:
        """Closest approach to the station after the last burn, over 200 draws and two revolutions.

        Linear relative motion (Clohessy and Wiltshire) with impulses: for a bound in kilometres, not for navigation.
        """
        rv = rv_at(track, start.epoch)
        n = float(np.linalg.norm(cross(rv[:3], rv[3:]))) / float(rv[:3] @ rv[:3])
        plan = self.capsule.undocking
        draws = self._drawn(_common_draws(self.port, self._columns))
        x = np.zeros((6, _DRAWS))
        x[:3] = (self.station.r_RTN_m(self.port) + self.ship.docked_ahead_m * self.axis_RTN)[:, None]
        x[3:] = self.axis_RTN[:, None] * draws.spring_m_s
        now_s = 0.0
        for burn_, delta_v_RTN_m_s in zip(plan.burn, draws.burns_RTN_m_s):
            x = transition(n, burn_.after_s.v - now_s) @ x
            x[3:] += delta_v_RTN_m_s.T
            now_s = burn_.after_s.v
        return float(closest_m(n, x, np.arange(0.0, _WATCHED_s, _WATCH_s)))


@functools.cache
def _common_draws(port: str, columns: int) -> Rows:
    """(draws, columns) sigmas of the departures from a port that its clearance is judged by, alike for every flight."""
    return chance_at(0, 0, f"undocking/{port}").standard_normal((_DRAWS, columns))


@dataclass(frozen=True, slots=True)
class _Draws:
    """Departures as delivered: springs (n,), each burn (n, 3)."""

    spring_m_s: Vector
    burns_RTN_m_s: tuple[Rows, ...]


def _tilted(axis: Vector, turn_rad: Rows) -> Rows:
    """A direction (3,) turned by small angles (n, 3); unit rows."""
    tilted: Rows = axis + cross(turn_rad, axis)
    return tilted / np.linalg.norm(tilted, axis=1, keepdims=True)


def _burn_event(name: str, arc: Arc) -> Event:
    length_s = arc.end.epoch - arc.start.epoch
    burnt_kg = arc.start.mass_kg - arc.end.mass_kg
    return Event(name, arc.start.epoch, {"duration_s": length_s, "propellant_kg": burnt_kg})
