"""From separation to the first brake: the burns of a rendezvous profile, each aimed anew from where the ship is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence
from kazbek.base.leg import Column, Event, Leg, Outcome
from kazbek.base.rocket import burnt_kg, delta_v_m_s
from kazbek.base.state import State
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.chase.contact import timed
from kazbek.flight.chase.targeter import BurnEngine, Chase, Targeted, sketch, target
from kazbek.flight.phase import Scene
from kazbek.laws.forces import ThrustFrame
from kazbek.laws.switches import Switch
from kazbek.orbit.propagate import Arc, Forces, StopAt, Track, burn, coast, forces_over
from kazbek.orbit.relative import orbit_columns, range_m
from kazbek.world.air import Air

_SMALLEST_m_s = 0.02  # a burn below this is not worth an ignition
_ROW_s = 20.0  # between rows of telemetry
_AIR_m = 100_000.0  # the height at which an orbit has become an entry


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why a chase is not flown to its end: a sentence, and the same in numbers."""

    sentence: str
    figures: dict[str, float]


@dataclass(slots=True)
class _Log:
    """The chase as flown so far: arcs that meet, and what happened."""

    state: State
    events: list[Event]
    arcs: list[Arc] = field(default_factory=list)
    exhausts_m_s: list[float] = field(default_factory=list)

    def add(self, arc: Arc, exhaust_m_s: float = 0.0) -> None:
        """The next arc; for a burn with the speed of its exhaust."""
        self.arcs.append(arc)
        self.exhausts_m_s.append(exhaust_m_s)
        self.state = arc.end

    def spent_m_s(self, tai_ns: Column, mass_kg: Column) -> Column:
        """Velocity change so far (n,), by the rocket equation, arc by arc."""
        total = np.full(len(tai_ns), self.arcs[0].start.tally.delta_v_m_s)
        for arc, exhaust_m_s in zip(self.arcs, self.exhausts_m_s, strict=True):
            after = tai_ns >= arc.start.epoch.tai_ns
            left_kg = np.where(tai_ns > arc.end.epoch.tai_ns, arc.end.mass_kg, mass_kg)
            total[after] += exhaust_m_s * np.log(arc.start.mass_kg / left_kg[after])
        return total


@dataclass(frozen=True, slots=True)
class Phasing:
    """The chase of one ship by one profile.

    Before each burn the remaining ones are solved for again from the state the ship is in, so an insertion off nominal,
    or a burn that was not exact, is mended by the burns that follow. Flown in the scene's air, else in that of the day.
    Drawn: size and direction of each burn.

    Attributes
    ----------
    guess : burns of a chase much like this one, from which the search for the first ones starts
    """

    name: ClassVar[str] = "phasing"

    profile: Profile
    ship: Spacecraft
    guess: Targeted | None = None

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """Fly from separation to the ignition of the first brake.

        Parameters
        ----------
        chance : draws the errors of each burn from the profile's sigmas; without it burns are as the profile says

        Returns
        -------
        Leg
            MISSED, with the shortfall, when no burns are found that lead there, or the propellant runs out on the way.
        """
        profile = timed(self.profile, scene.station, start.epoch)
        forces = self._forces(start, profile, scene)
        chase = Chase.of(profile, self.ship, start, scene.station)
        arrays = Event("arrays_deployed", start.epoch + self.profile.plan.arrays_deployed_s.v)
        log, shortage = _Log(start, [arrays]), None
        plan = self.guess or Targeted.guessed(sketch(chase, start))
        for k in range(len(chase.ignitions)):
            shortage = shortage or self._coast(log, chase.ignitions[k], forces)
            if shortage is None:
                plan, shortage = self._aimed(chase, log.state, forces, k, plan)
            shortage = shortage or self._burn(log, chase, k, plan, scene, forces, chance)
        if shortage is None and chance is not None:
            shortage = self._corrected(log, chase, scene, forces, chance)
        if shortage is None:
            shortage = self._coast(log, chase.end, forces)
        return self._leg(log, scene, forces, shortage)

    def targeted(self, start: State, scene: Scene) -> Targeted:
        """All burns of the chase from a state at separation. Raises NoConvergence where there are none."""
        profile = timed(self.profile, scene.station, start.epoch)
        chase, forces = Chase.of(profile, self.ship, start, scene.station), self._forces(start, profile, scene)
        return target(chase, start, forces, cd_area_m2=self.cd_area_m2, guess=self.guess)

    @property
    def cd_area_m2(self) -> float:
        """Drag coefficient times area, arrays out."""
        return self.ship.size.cd_area_m2

    def _forces(self, start: State, profile: Profile, scene: Scene) -> Forces:
        end = start.epoch + profile.arrival.at_s
        known = scene.forces
        if known is not None and known.start <= start.epoch and end <= known.end:
            return known
        return forces_over(start.epoch, end, air=scene.air or Air.of(start.epoch, end))

    def _aimed(
        self, chase: Chase, state: State, forces: Forces, k: int, before: Targeted
    ) -> tuple[Targeted, Shortage | None]:
        """The burns from the k-th on, at whose ignition the ship is; or those of `before`, and why there are none."""
        try:
            plan = target(chase, state, forces, cd_area_m2=self.cd_area_m2, first=k, guess=before)
        except NoConvergence as fault:
            return before, Shortage(str(fault), {"phase_deg": math.degrees(chase.laps_rad)})
        return plan, None

    def _coast(self, log: _Log, until: Epoch, forces: Forces) -> Shortage | None:
        """Fall freely until an instant, or into the air."""
        air = StopAt(Switch.HEIGHT, _AIR_m, -1)
        log.add(coast(log.state, until, forces, cd_area_m2=self.cd_area_m2, stop=air))
        if not log.arcs[-1].stopped:
            return None
        early_s = until - log.state.epoch
        return Shortage(
            f"the ship falls into the air at {log.state.epoch.utc}, {early_s:.0f} s before the next burn",
            {"early_s": early_s},
        )

    def _corrected(self, log: _Log, chase: Chase, scene: Scene, forces: Forces, chance: PhaseChance) -> Shortage | None:
        """Mend what the burns were off by, on the way to the first brake, as far as it is worth it."""
        rule = self.profile.correction
        if rule is None or chase.end - rule.before_arrival_s.v <= log.state.epoch:
            return None
        at, jets = chase.end - rule.before_arrival_s.v, BurnEngine.of(rule, self.ship)
        shortage = self._coast(log, at, forces)
        if shortage is not None:
            return shortage
        single = replace(chase, ignitions=(at,), firings=(jets,))
        plan, unsolved = self._aimed(single, log.state, forces, 0, Targeted.guessed(np.zeros((1, 3))))
        if unsolved is not None or plan.delta_v_m_s[0] < rule.least_m_s.v:
            return None
        return self._burn(log, single, 0, plan, scene, forces, chance, "approach_correction")

    def _burn(
        self,
        log: _Log,
        chase: Chase,
        k: int,
        plan: Targeted,
        scene: Scene,
        forces: Forces,
        chance: PhaseChance | None,
        name: str = "",
    ) -> Shortage | None:
        """Fly the k-th burn as far as the propellant goes; one with a `name` is not counted."""
        firing, wanted = chase.firings[k], self.profile.execution.delivered(plan.delta_v_RTN_m_s[k], chance)
        size_m_s = float(np.linalg.norm(wanted))
        if size_m_s < _SMALLEST_m_s:
            return None
        flown_m_s = min(size_m_s, self._affordable_m_s(log.state, firing))
        if flown_m_s > 0.0:
            ignited = log.state
            log.add(
                burn(
                    ignited,
                    forces,
                    force_N=firing.force_N,
                    isp_s=firing.isp_s,
                    aim=ThrustFrame.HELD if firing.held else ThrustFrame.RTN,
                    direction=wanted,
                    delta_v_m_s=flown_m_s,
                    start_overhead_s=firing.start_overhead_s,
                    cd_area_m2=self.cd_area_m2,
                ),
                firing.isp_s * G0_m_s2,
            )
            tally = ignited.tally
            log.state = log.state.replace(tally=tally.with_extra(flown_m_s) if name else tally.with_burn(flown_m_s))
            log.events.append(
                Event(
                    name or f"burn_{log.state.tally.burns}",
                    ignited.epoch,
                    {
                        "delta_v_m_s": flown_m_s,
                        "duration_s": log.state.epoch - ignited.epoch,
                        "range_m": range_m(ignited, scene.station),
                        "engine": firing.name,
                    },
                )
            )
        if flown_m_s == size_m_s:
            return None
        missing_m_s = size_m_s - flown_m_s + float(plan.delta_v_m_s[k + 1 :].sum())
        missing_kg = burnt_kg(log.state.mass_kg, missing_m_s, firing.isp_s)
        return Shortage(
            f"the propellant for the chase ran out in burn {k + 1} of {len(chase.ignitions)}, "
            f"{missing_m_s:.1f} m/s or {missing_kg:.0f} kg short of the first brake "
            f"({self.ship.mass.reserve_home_kg.v:.0f} kg are kept for the way home)",
            {"delta_v_m_s": missing_m_s, "propellant_kg": missing_kg},
        )

    def _affordable_m_s(self, state: State, firing: BurnEngine) -> float:
        """Velocity change until only the reserve for the way home is left."""
        usable_kg = max(0.0, state.propellant_kg - self.ship.mass.reserve_home_kg.v)
        return delta_v_m_s(state.mass_kg, state.mass_kg - usable_kg, firing.isp_s)

    def _leg(self, log: _Log, scene: Scene, forces: Forces, shortage: Shortage | None) -> Leg:
        """The arcs as telemetry, and the radio's first contact among the events."""
        near = StopAt(Switch.RANGE, self.profile.plan.kurs_acquisition_range_m.v, -1, scene.station)
        heard = next((t for arc in log.arcs for t in arc.crossings(near, forces)), None)
        if heard is not None:
            log.events.append(Event("kurs_acquisition", heard))
        events = tuple(sorted((e for e in log.events if e.epoch <= log.state.epoch), key=lambda e: e.epoch))
        start = log.arcs[0].start
        telemetry = scene.columns(start, log.state, partial(_columns, log, scene.station))
        if shortage is None:
            return Leg(self.name, start, log.state, Outcome.REACHED, telemetry, events)
        why, figures = shortage.sentence, shortage.figures
        return Leg(self.name, start, log.state, Outcome.MISSED, telemetry, events, why, figures)


def _columns(log: _Log, station: Track) -> dict[str, Column]:
    """Telemetry of the chase."""
    columns = orbit_columns(log.arcs, station, _ROW_s)
    return columns | {"delta_v_m_s": log.spent_m_s(columns["tai_ns"], columns["mass_kg"])}
