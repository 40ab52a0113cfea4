"""The brakes: from the ignition of the first one, some 2 km out, to the start of the fly-around."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.errors import NoConvergence
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.catalogue.profile import Brake, Execution
from kazbek.flight.docking.brakes import Burn, coasted, solve_brake, turned_aim_RTN_m
from kazbek.flight.docking.failures import SETS
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.columns import Occurrence, Part
from kazbek.flight.docking.kernels.step import from_rtn
from kazbek.flight.docking.near_flight import NearFlight, begun_near
from kazbek.flight.docking.session import CloseScene
from kazbek.flight.phase import Scene

_FARTHEST_m = 10_000.0  # farther out a brake is not one
_FENCE_s = 600.0  # beyond the time by which the fly-around should have begun
_LATE_s = 60.0  # between looks at a ship that is not there by then: does it still come nearer?
_TURNED_frac = 0.8  # of the time to the next brake by which the ship is turned for it
_LEAD_s = 30.0  # before a brake by which its direction is foreseen anew
_CYCLES_A_ROW = 5  # telemetry once a second
_TOLD = (Occurrence.BRAKED, Occurrence.AROUND, Occurrence.KURS_LOST, Occurrence.HANDS)


@dataclass(frozen=True, slots=True)
class Gate:
    """Where the ship is to be (RTN), and when, counted from the first ignition."""

    at_s: float
    aim_RTN_m: Vector


@dataclass(frozen=True)
class Rendezvous:
    """Brakes of one arrival, planned by a point mass from what the computer knows, flown in six degrees of freedom.

    Drawn: what the accelerometers make of each burn's size; jets, Kurs, gyros and the station's attitude as in all
    phases beside the station.

    Attributes
    ----------
    close : ship, station, port, plan and failures
    brakes : slots, ranges and engines, from the profile of the chase
    execution : errors of the burns; without it they are exact. Their direction is what the attitude loop makes of it
    """

    name: ClassVar[str] = "rendezvous"

    close: CloseScene
    brakes: tuple[Brake, ...]
    execution: Execution | None = None

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """From the first ignition to the range where the fly-around begins.

        Each brake aims at the range of the next one at the slot of the next one, off to the side as the plan says; the
        last at the start of the fly-around. A ship that errors lead past that range begins it where it is nearest.
        """
        flight = self._opened(start, scene, chance)
        if flight.range_m > _FARTHEST_m:
            return flight.leg(
                self.name,
                Outcome.MISSED,
                f"the chase ended {flight.range_m / 1e3:.1f} km from the "
                f"station, braking begins within {_FARTHEST_m / 1e3:.0f} km",
                {"range_m": flight.range_m - _FARTHEST_m},
            )
        if self.close.sets_gone(start) >= SETS:
            return self._nobody(flight, "all sets of {radio} are lost")
        slots = self._slots()
        gates = [Gate(s, aim) for s, aim in zip(slots[1:], self._aims(flight))]
        for k in range(len(self.brakes)):
            departure = self._brake(flight, k, gates[k], chance) or self._coast(flight, k, gates)
            if departure is not None:
                return departure
        return flight.leg(self.name, Outcome.REACHED)

    def _opened(self, start: State, scene: Scene, chance: PhaseChance | None) -> NearFlight:
        """The ship as it arrives."""
        span_s = self._slots()[-1] + 2.0 * _FENCE_s
        flight = begun_near(self.close, start, scene, span_s, Part.COAST, chance)
        flight.cycles_a_row = _CYCLES_A_ROW
        return flight

    def _brake(self, flight: NearFlight, k: int, gate: Gate, chance: PhaseChance | None) -> Leg | None:
        """Solve and fly one brake; the leg that ends here, should it not be possible."""
        brake, limit_m_s = self.brakes[k], self.close.plan.brakes.delta_v_limit_m_s.v
        known = flight.beside.believed(flight.s)
        try:
            burn = solve_brake(flight.craft, flight.t_s, known, self._level(brake), gate.aim_RTN_m, gate.at_s)
        except NoConvergence as fault:
            return flight.leg(self.name, Outcome.MISSED, str(fault), {"range_m": flight.range_m})
        if burn.delta_v_m_s > limit_m_s:
            return flight.leg(
                self.name,
                Outcome.MISSED,
                f"brake {k + 1} would need {burn.delta_v_m_s:.1f} m/s, more than {limit_m_s:.0f} m/s",
                {"delta_v_m_s": burn.delta_v_m_s - limit_m_s},
            )
        late_s = flight.t_s + burn.duration_s - gate.at_s
        if late_s > 0.0:
            return flight.leg(
                self.name,
                Outcome.MISSED,
                f"brake {k + 1} would last {burn.duration_s:.0f} s, {late_s:.0f} s into the next",
                {"duration_s": late_s},
            )
        if k == 0:
            flight.beside.pose(flight.s, burn.direction_GCRF, flight.down_RTN)
            flight.beside.posed(flight.s)  # the chase hands over a ship that is turned for its first brake
        size = 1.0 if self.execution is None else self.execution.size(chance)
        return self._flown(flight, burn, size, gate, brake)

    def _flown(self, flight: NearFlight, burn: Burn, size: float, gate: Gate, brake: Brake) -> Leg | None:
        """Fly one burn and tell it: what the accelerometers made of it, and how long it took."""
        s, lit_s, number = flight.s, flight.t_s, flight.tally.burns + 1
        told, before_m_s = len(flight.events), burn.delta_v_m_s
        range_m = flight.range_m
        flight.beside.pose(s, burn.direction_GCRF, flight.down_RTN)
        s[col.STAGE], s[col.RESUME] = Part.BRAKE, Part.COAST
        s[col.BURN_LEFT], s[col.BURN_LIT], s[col.BURN_LEVEL] = burn.delta_v_m_s * size, lit_s + burn.wait_s, burn.level
        end = self._on(flight, Occurrence.BRAKED, gate.at_s)
        given_m_s = before_m_s - float(s[col.BURN_LEFT]) / size
        values = {"delta_v_m_s": given_m_s, "duration_s": flight.t_s - lit_s, "range_m": range_m}
        event = Event(f"burn_{number}", flight.craft.start + lit_s, {**values, "engine": brake.engine})
        flight.events.insert(told, event)
        flight.tally = flight.tally.with_burn(given_m_s)
        return None if end is Occurrence.BRAKED else self._ended(flight, end)

    def _coast(self, flight: NearFlight, k: int, gates: list[Gate]) -> Leg | None:
        """Fly on to the next brake, its direction foreseen anew shortly before; or to the range of the fly-around."""
        last = k == len(self.brakes) - 1
        flight.s[col.GOAL] = self.close.plan.flyaround.from_m.v if last else 0.0
        parts_s = [gates[k].at_s + _LATE_s] if last else [gates[k].at_s - _LEAD_s, gates[k].at_s]
        for until_s in parts_s:
            flight.beside.pose(flight.s, self._nose_after(flight, k, gates), flight.down_RTN)
            self._turn_by(flight, min(until_s, gates[k].at_s))
            end = self._on(flight, Occurrence.AROUND, until_s)
            if last and end is Occurrence.FENCE:
                end = self._late(flight, gates[k].at_s)
            if end is not (Occurrence.AROUND if last else Occurrence.FENCE):
                return self._ended(flight, end)
        return None

    def _late(self, flight: NearFlight, at_s: float) -> Occurrence:
        """The last brake leads past the range of the fly-around: it begins at the first look (one each
        ``_LATE_s``) at which the ship no longer comes nearer."""
        end, until_s = Occurrence.FENCE, flight.t_s
        while end is Occurrence.FENCE and until_s < at_s + _FENCE_s:
            if flight.x_RTN_m @ flight.v_RTN_m_s >= 0.0:
                flight.s[col.GOAL] = _FARTHEST_m
            until_s += _LATE_s
            end = self._on(flight, Occurrence.AROUND, until_s)
        return end

    def _turn_by(self, flight: NearFlight, at_s: float) -> None:
        """Turn no faster than it takes to be there in time: the jets that turn the ship also push it."""
        fastest_rad_s = math.radians(self.close.plan.brakes.slew_deg_s.v)
        left_s = max(_TURNED_frac * (at_s - flight.t_s), 1.0)
        slew_rad_s = min(fastest_rad_s, flight.beside.to_turn_rad(flight.s) / left_s)
        ship = flight.beside.ship
        turning = ship.control._replace(slew_rad_s=slew_rad_s)
        flight.beside = replace(flight.beside, ship=ship._replace(control=turning))

    @staticmethod
    def _on(flight: NearFlight, wanted: Occurrence, until_s: float) -> Occurrence:
        """Fly until something happens, or an instant; one set of Kurs may be lost on the way, if another is left."""
        while True:
            end = flight.until(_TOLD, until_s - flight.t_s)
            if end is wanted or end is not Occurrence.KURS_LOST or flight.s[col.KURS_LOST] >= SETS:
                return end

    def _ended(self, flight: NearFlight, end: Occurrence) -> Leg:
        """The leg of brakes that did not get where they wanted."""
        if end is Occurrence.KURS_LOST:
            sets = "both" if self.close.plan.radio.sets == 2 else "all"
            return self._nobody(flight, sets + " sets of {radio} are lost")
        if end is Occurrence.HANDS:
            return self._nobody(flight, "the computer is lost")
        return flight.given_up(self.name, end)

    def _nobody(self, flight: NearFlight, what: str) -> Leg:
        limit_m = self.close.plan.breakoff.manual_from_m.v
        reason = (
            f"{what.format(radio=self.close.plan.radio.title)} {flight.range_m:.0f} m out, and nobody docks by hand "
            f"from farther than {limit_m:.0f} m"
        )
        return flight.leg(self.name, Outcome.MISSED, reason, {"range_m": flight.range_m - limit_m})

    def _nose_after(self, flight: NearFlight, k: int, gates: list[Gate]) -> Vector:
        """Where to turn after a brake: for the next one, after the last one at the port."""
        if k == len(self.brakes) - 1:
            return self._nose_at_port(flight, gates[k])
        return self._nose_for_brake(flight, k + 1, gates)

    def _nose_for_brake(self, flight: NearFlight, k: int, gates: list[Gate]) -> Vector:
        """Where the next brake will push, as far as can be foreseen."""
        at_s = gates[k - 1].at_s
        y = coasted(flight.craft, flight.t_s, flight.beside.believed(flight.s), at_s)
        try:
            return solve_brake(
                flight.craft, at_s, y, self._level(self.brakes[k]), gates[k].aim_RTN_m, gates[k].at_s, close_m=1.0
            ).direction_GCRF
        except NoConvergence:
            return -y[3:6] / np.linalg.norm(y[3:6])

    def _nose_at_port(self, flight: NearFlight, gate: Gate) -> Vector:
        """At the port, from where the fly-around begins."""
        nose = flight.beside.world.berth.r_RTN - gate.aim_RTN_m
        return np.array(from_rtn(flight.craft.nodes, gate.at_s, tuple(nose / np.linalg.norm(nose))))

    def _level(self, brake: Brake) -> int:
        if brake.engine == "main":
            return 0
        jets = [level.jets for level in self.close.ship.thrusters.axial]
        self.close.ship.thrusters.force_N(brake.jets)  # an OutOfRange that names the levels, if there is none
        return jets.index(brake.jets) + 1

    def _slots(self) -> list[float]:
        """Ignitions from the first, and the start of the fly-around."""
        around = self.close.plan.flyaround
        slots = [brake.after_arrival_s.v - self.brakes[0].after_arrival_s.v for brake in self.brakes]
        return [*slots, slots[-1] + (self.brakes[-1].range_m.v - around.from_m.v) / around.closing_m_s.v]

    def _aims(self, flight: NearFlight) -> list[Vector]:
        """Where each brake aims: at the range of the next, turned as the plan says."""
        ranges = [*[brake.range_m.v for brake in self.brakes[1:]], self.close.plan.flyaround.from_m.v]
        turns = [self.close.plan.brakes.turn_at_deg(after_s) for after_s in self._slots()[1:]]
        x, v = flight.x_RTN_m, flight.v_RTN_m_s
        return [turned_aim_RTN_m(x, v, r, turn) for r, turn in zip(ranges, turns)]
