"""The braking burn, the fall to the edge of the air, and the separation of the modules."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence, WrongPlace
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.descent.braking import AGAINST_MOTION, Firing, LONGEST_COAST_s, firing_of
from kazbek.flight.phase import Scene
from kazbek.laws.forces import Aim
from kazbek.laws.switches import Switch
from kazbek.orbit.propagate import Arc, Forces, StopAt, burn, coast, forces_over
from kazbek.orbit.relative import orbit_columns

_ROW_s = 20.0
_LEAST_THRUST_s = 0.1
_BACKUP_AFTER_s = 15.0  # from the loss of the main engine to thrusters firing


@dataclass(frozen=True, slots=True)
class BrakingFault:
    """The main engine stops early.

    Attributes
    ----------
    after_s : seconds from ignition
    thrusters_finish : whether the thrusters make up for what is missing (loss of the engine), or nothing does
    """

    after_s: float
    thrusters_finish: bool = False


@dataclass(frozen=True)
class Deorbit:
    """One braking burn as decided.

    Attributes
    ----------
    ignition : command of the engine
    delta_v_m_s : to be made against the motion
    """

    ship: Spacecraft
    capsule: Capsule
    ignition: Epoch
    delta_v_m_s: float
    fault: BrakingFault | None = None

    def fly(self, start: State, scene: Scene, chance: np.random.Generator | None = None) -> Leg:
        """From a state before ignition to the separation of the modules.

        Returns
        -------
        Leg
            its end state is that of the capsule alone; MISSED when the ship stays in orbit.
        """
        if start.epoch > self.ignition:
            raise WrongPlace(
                f"a braking burn at {self.ignition.utc} before the ship left at {start.epoch.utc}",
                cure="ignite later or undock earlier",
            )
        last = self.ignition + LONGEST_COAST_s
        forces = scene.forces or forces_over(start.epoch, last, air=scene.air)
        arcs = [coast(start, self.ignition, forces, cd_area_m2=self.cd_area_m2)]
        mass_kg = arcs[-1].end.mass_kg
        wanted = firings_of(self.ship, mass_kg, self.delta_v_m_s, self.fault)
        firings = within_tanks(wanted, arcs[-1].end.propellant_kg)
        for firing in firings:
            self._fire(arcs, firing, forces)
        made_m_s = _delta_v_m_s(firings, mass_kg)
        events = [
            Event("deorbit_burn_start", self.ignition, {"delta_v_m_s": self.delta_v_m_s, "engine": "main"}),
            Event(
                "deorbit_burn_end",
                arcs[-1].end.epoch,
                {"delta_v_m_s": made_m_s, "duration_s": arcs[-1].end.epoch - self.ignition},
            ),
        ]
        down = self._fall(arcs[-1].end, last, forces)
        if down is not None:
            arcs.append(down)
        columns = orbit_columns(arcs, scene.track, _ROW_s)
        if down is None or not down.stopped:
            missing_m_s = self.delta_v_m_s - made_m_s
            dry = "" if firings == wanted else ", then the tanks were empty"
            return Leg(
                "deorbit",
                start,
                arcs[-1].end,
                Outcome.MISSED,
                columns,
                tuple(events),
                f"the ship stays in orbit: the burn made {made_m_s:.1f} m/s of {self.delta_v_m_s:.1f} m/s{dry}",
                {"delta_v_m_s": missing_m_s},
            )
        entry = self.capsule.entry
        events.append(Event("module_separation", down.end.epoch, {"height_m": entry.separation_height_m.v}))
        capsule = down.end.but(mass_kg=entry.mass_kg.v, propellant_kg=0.0)
        return Leg("deorbit", start, capsule, Outcome.REACHED, columns, tuple(events))

    @property
    def cd_area_m2(self) -> float:
        """Drag coefficient times area of the whole ship."""
        return self.ship.size.drag_area_m2.v * self.ship.size.drag_cd.v

    def _fire(self, arcs: list[Arc], firing: Firing, forces: Forces) -> None:
        begin = self.ignition + firing.start_s
        if begin > arcs[-1].end.epoch:
            arcs.append(coast(arcs[-1].end, begin, forces, cd_area_m2=self.cd_area_m2))
        arcs.append(
            burn(
                arcs[-1].end,
                forces,
                force_N=firing.thrust_N,
                isp_s=firing.isp_s,
                aim=Aim.RTN,
                direction=AGAINST_MOTION,
                duration_s=firing.end_s - firing.start_s,
                cd_area_m2=self.cd_area_m2,
            )
        )

    def _fall(self, state: State, last: Epoch, forces: Forces) -> Arc | None:
        """Down to the separation height; None when the path never leaves the integrator's hands well."""
        stop = StopAt(Switch.HEIGHT, self.capsule.entry.separation_height_m.v, -1)
        try:
            return coast(state, last, forces, cd_area_m2=self.cd_area_m2, stop=stop)
        except NoConvergence:
            return None


def firings_of(ship: Spacecraft, mass_kg: float, delta_v_m_s: float, fault: BrakingFault | None) -> list[Firing]:
    """The engines at work: the main one, cut short by a fault, then the thrusters where they finish the burn."""
    planned = firing_of(ship.main_engine, mass_kg, delta_v_m_s)
    if fault is None or fault.after_s >= planned.end_s:
        return [planned]
    firings = []
    if fault.after_s > planned.start_s + _LEAST_THRUST_s:
        firings.append(Firing(planned.start_s, fault.after_s, planned.thrust_N, planned.isp_s))
    if fault.thrusters_finish:
        made_m_s = _delta_v_m_s(firings, mass_kg)
        left_kg = mass_kg - sum(f.row[3] * (f.end_s - f.start_s) for f in firings)
        strongest = ship.thrusters.axial[-1].force_N.v
        begin_s = fault.after_s + _BACKUP_AFTER_s
        isp_s = ship.thrusters.isp_s.v
        exhaust_m_s = isp_s * G0_m_s2
        burn_s = left_kg * -float(np.expm1(-(delta_v_m_s - made_m_s) / exhaust_m_s)) * exhaust_m_s / strongest
        firings.append(Firing(begin_s, begin_s + burn_s, strongest, isp_s))
    return firings


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
