"""The braking burn, the fall to the edge of the air, and the separation of the modules."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar

from kazbek.base import rocket
from kazbek.base.chance import PhaseChance
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence, WrongPlace
from kazbek.base.leg import Event, Leg, Outcome, Value
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.descent.braking import Firing, LONGEST_COAST_s, braking_direction_RTN, firing_of
from kazbek.flight.phase import Scene
from kazbek.laws.forces import ThrustFrame, fixed_from_RTN
from kazbek.laws.switches import Switch
from kazbek.orbit.propagate import Arc, Forces, StopAt, burn, coast, coast_smooth, forces_over
from kazbek.orbit.relative import orbit_columns

Direction = tuple[float, float, float]

_ROW_s = 20.0
_LEAST_THRUST_s = 0.1
_AXES = ("aside", "up")


@dataclass(frozen=True, slots=True)
class BrakingFault:
    """The main engine stops early.

    Attributes
    ----------
    after_s : seconds from ignition
    thrusters_finish : whether thrusters, or main engines kept in reserve, make up for what is missing (loss of the
        engine), or nothing does
    """

    after_s: float
    thrusters_finish: bool = False


@dataclass(frozen=True, slots=True)
class _Delivered:
    """The burn and the separation as they come about; `direction_RTN` at ignition, then fixed among the stars."""

    delta_v_m_s: float
    direction_RTN: Vector
    separation_height_m: float
    capsule_kg: float


@dataclass(frozen=True)
class Deorbit:
    """One braking burn as decided.

    Drawn: size and direction of the burn, height of the separation, mass of the capsule (which its state carries on).

    Attributes
    ----------
    ignition : command of the engine
    delta_v_m_s : to be made against the motion
    """

    name: ClassVar[str] = "deorbit"

    ship: Spacecraft
    capsule: Capsule
    ignition: Epoch
    delta_v_m_s: float
    fault: BrakingFault | None = None

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """From a state before ignition to the separation of the modules.

        Returns
        -------
        Leg
            its end state is that of the capsule alone; MISSED when the ship stays in orbit.

        Raises
        ------
        WrongPlace
            for an ignition before `start`.
        """
        if start.epoch > self.ignition:
            raise WrongPlace(
                f"a braking burn at {self.ignition.utc} before the ship left at {start.epoch.utc}",
                cure="ignite later or undock earlier",
            )
        last, delivered = self.ignition + LONGEST_COAST_s, self._delivered(chance)
        forces = scene.forces or forces_over(start.epoch, last, air=scene.air)
        arcs, left = self._to_ignition(start, forces)
        lit, mass_kg = arcs[-1].end, arcs[-1].end.mass_kg
        backup_after_s = self.capsule.deorbit.backup_after_s.v
        wanted = firings_of(self.ship, mass_kg, delivered.delta_v_m_s, self.fault, backup_after_s)
        firings = within_tanks(wanted, lit.propellant_kg)
        held_GCRF = fixed_from_RTN(lit.rv_GCRF, *delivered.direction_RTN)
        for firing in firings:
            self._fire(arcs, firing, held_GCRF, forces)
        burnt, made_m_s = self._burn_events(arcs[-1].end.epoch, firings, mass_kg)
        down = self._down(arcs, delivered.separation_height_m, last, forces, left)
        end, events = arcs[-1].end, tuple(sorted((*burnt, *left), key=lambda event: event.epoch))
        columns = scene.columns(start, end, lambda: orbit_columns(arcs, scene.station, _ROW_s))
        if down is None or not down.stopped:
            dry = "" if firings == wanted else ", then the tanks were empty"
            reason = f"the ship stays in orbit: the burn made {made_m_s:.1f} m/s of {self.delta_v_m_s:.1f} m/s{dry}"
            missing = {"delta_v_m_s": self.delta_v_m_s - made_m_s}
            return Leg(self.name, start, end, Outcome.MISSED, columns, events, reason, missing)
        apart = Event("module_separation", end.epoch, {"height_m": delivered.separation_height_m})
        capsule = end.replace(mass_kg=delivered.capsule_kg, propellant_kg=0.0)
        return Leg(self.name, start, capsule, Outcome.REACHED, columns, (*events, apart))

    def _to_ignition(self, start: State, forces: Forces) -> tuple[list[Arc], list[Event]]:
        """Coast to the burn; modules that leave before it go on the way, or at once where that is past."""
        arcs: list[Arc] = []
        events, now = [], start
        for module in self.capsule.left_in_orbit:
            assert module.before_ignition_s is not None
            at = self.ignition - module.before_ignition_s.v
            if at > now.epoch:
                arcs.append(coast_smooth(now, at, forces, cd_area_m2=self.cd_area_m2))
                now = arcs[-1].end
            now = now.replace(mass_kg=now.mass_kg - module.mass_kg.v)
            events.append(Event("module_jettison", now.epoch, {"module": module.name, "mass_kg": now.mass_kg}))
        return [*arcs, coast_smooth(now, self.ignition, forces, cd_area_m2=self.cd_area_m2)], events

    def _down(self, arcs: list[Arc], separation_m: float, last: Epoch, forces: Forces, left: list[Event]) -> Arc | None:
        """Down to the separation height, modules with heights of their own going on the way; None as :meth:`_fall`."""
        now = arcs[-1].end
        for module in self.capsule.left_on_the_way:
            assert module.height_m is not None
            down = self._fall(now, module.height_m.v, last, forces)
            if down is None or not down.stopped:
                return down
            arcs.append(down)
            now = down.end.replace(mass_kg=down.end.mass_kg - module.mass_kg.v)
            left.append(Event("module_jettison", now.epoch, {"module": module.name, "height_m": module.height_m.v}))
        down = self._fall(now, separation_m, last, forces)
        if down is not None:
            arcs.append(down)
        return down

    def _delivered(self, chance: PhaseChance | None) -> _Delivered:
        plan, entry = self.capsule.deorbit, self.capsule.entry
        error_m_s = plan.delta_v_m_s.drawn(chance, "capsule.deorbit.delta_v_m_s") - plan.delta_v_m_s.v
        aside, up = (
            math.radians(plan.pointing_deg.drawn(chance, f"capsule.deorbit.pointing_{axis}_deg")) for axis in _AXES
        )
        return _Delivered(
            self.delta_v_m_s + error_m_s,
            braking_direction_RTN(self.capsule, aside, up),
            entry.separation_height_m.drawn(chance, "capsule.entry.separation_height_m"),
            entry.mass_kg.drawn(chance, "capsule.entry.mass_kg"),
        )

    def _burn_events(self, ended: Epoch, firings: list[Firing], mass_kg: float) -> tuple[tuple[Event, ...], float]:
        """Start and end of the burn, and the velocity change it made."""
        made_m_s = _delta_v_m_s(firings, mass_kg)
        begun: dict[str, Value] = {"delta_v_m_s": self.delta_v_m_s, "engine": "main"}
        made: dict[str, Value] = {"delta_v_m_s": made_m_s, "duration_s": ended - self.ignition}
        events = Event("deorbit_burn_start", self.ignition, begun), Event("deorbit_burn_end", ended, made)
        return events, made_m_s

    @property
    def cd_area_m2(self) -> float:
        """Drag coefficient times area of the whole ship."""
        return self.ship.size.cd_area_m2

    def _fire(self, arcs: list[Arc], firing: Firing, held_GCRF: Direction, forces: Forces) -> None:
        """One engine's share of the burn, in the attitude of ignition that the gyroscopes hold."""
        begin = self.ignition + firing.start_s
        if begin > arcs[-1].end.epoch:
            arcs.append(coast(arcs[-1].end, begin, forces, cd_area_m2=self.cd_area_m2))
        arcs.append(
            burn(
                arcs[-1].end,
                forces,
                force_N=firing.thrust_N,
                isp_s=firing.isp_s,
                aim=ThrustFrame.GCRF,
                direction=held_GCRF,
                duration_s=firing.end_s - firing.start_s,
                cd_area_m2=self.cd_area_m2,
            )
        )

    def _fall(self, state: State, height_m: float, last: Epoch, forces: Forces) -> Arc | None:
        """Down to the separation height; None when the path never leaves the integrator's hands well."""
        stop = StopAt(Switch.HEIGHT, height_m, -1)
        try:
            return coast(state, last, forces, cd_area_m2=self.cd_area_m2, stop=stop)
        except NoConvergence:
            return None


def firings_of(
    ship: Spacecraft, mass_kg: float, delta_v_m_s: float, fault: BrakingFault | None, backup_after_s: float
) -> list[Firing]:
    """The engines at work: the main one, cut short by a fault, then what stands in for it to finish the burn."""
    planned = firing_of(ship.main_engine, mass_kg, delta_v_m_s)
    if fault is None or fault.after_s >= planned.end_s:
        return [planned]
    firings = []
    if fault.after_s > planned.start_s + _LEAST_THRUST_s:
        firings.append(Firing(planned.start_s, fault.after_s, planned.thrust_N, planned.isp_s))
    if fault.thrusters_finish:
        made_m_s = _delta_v_m_s(firings, mass_kg)
        left_kg = mass_kg - sum(f.row[3] * (f.end_s - f.start_s) for f in firings)
        force_N, isp_s = _backup(ship)
        begin_s = fault.after_s + backup_after_s
        burn_s = rocket.thrust_s(left_kg, delta_v_m_s - made_m_s, force_N, isp_s)
        firings.append(Firing(begin_s, begin_s + burn_s, force_N, isp_s))
    return firings


def _backup(ship: Spacecraft) -> tuple[float, float]:
    """Thrust and specific impulse of what finishes a burn: main engines kept in reserve, else the thrusters."""
    if ship.main_engine.has_reserve:
        return ship.main_engine.push_N, ship.main_engine.isp_s.v
    return ship.thrusters.axial[-1].force_N.v, ship.thrusters.isp_s.v


def within_tanks(firings: list[Firing], propellant_kg: float) -> list[Firing]:
    """The firings as far as the propellant aboard goes."""
    kept = []
    for firing in firings:
        flow_kg_s = firing.row[3]
        end_s = min(firing.end_s, firing.start_s + max(propellant_kg, 0.0) / flow_kg_s)
        if end_s - firing.start_s > _LEAST_THRUST_s:
            kept.append(firing if end_s == firing.end_s else replace(firing, end_s=end_s))
        propellant_kg -= flow_kg_s * (end_s - firing.start_s)
    return kept


def _delta_v_m_s(firings: list[Firing], mass_kg: float) -> float:
    total = 0.0
    for firing in firings:
        total += firing.delta_v_m_s(mass_kg)
        mass_kg -= firing.row[3] * (firing.end_s - firing.start_s)
    return total
