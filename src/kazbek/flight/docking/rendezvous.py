"""The brakes: from the ignition of the first one, some 2 km out, to the start of the fly-around."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.errors import NoConvergence
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.catalogue.profile import Brake, Execution
from kazbek.flight.docking.brakes import burn_for, solve_brake, turned_aim_RTN_m
from kazbek.flight.docking.kernels.loops import End
from kazbek.flight.docking.kernels.step import from_rtn
from kazbek.flight.docking.kurs import Kurs, KursLoss
from kazbek.flight.docking.session import CloseFlight, CloseScene
from kazbek.flight.phase import Scene

_FARTHEST_m = 10_000.0  # farther out a brake is not one
_FENCE_s = 600.0  # beyond the time by which the fly-around should have begun


@dataclass(frozen=True, slots=True)
class Gate:
    """Where the ship is to be (RTN), and when, counted from the first ignition."""

    at_s: float
    aim_RTN_m: Vector


@dataclass(frozen=True)
class Rendezvous:
    """Brakes of one arrival. Drawn: size and direction of each burn.

    Attributes
    ----------
    close : ship, station, port, plan and failures; so far out the range of a loss of Kurs is that to the station
    brakes : slots, ranges and engines, from the profile of the chase
    execution : errors of the burns; without it they are exact
    """

    name: ClassVar[str] = "rendezvous"

    close: CloseScene
    brakes: tuple[Brake, ...]
    execution: Execution | None = None

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """From the first ignition to the range where the fly-around begins.

        Each brake aims at the range of the next one at the slot of the next one, off to the side as the plan says; the
        last at the start of the fly-around.
        """
        slots = self._slots()
        flight = self.close.open(start, scene.station, slots[-1] + 2.0 * _FENCE_s, telemetry=scene.telemetry)
        if flight.range_m > _FARTHEST_m:
            return flight.leg(
                self.name,
                Outcome.MISSED,
                f"the chase ended {flight.range_m / 1e3:.1f} km from the "
                f"station, braking begins within {_FARTHEST_m / 1e3:.0f} km",
                {"range_m": flight.range_m - _FARTHEST_m},
            )
        kurs = Kurs(KursLoss.among(self.close.failures, self.close.absent), self.close.sets_gone(start))
        gates = [Gate(s, aim) for s, aim in zip(slots[1:], self._aims(flight))]
        for k in range(len(self.brakes)):
            departure = self._brake(flight, k, gates[k], chance) or self._coast(flight, kurs, k, gates)
            if departure is not None:
                return departure
        return flight.leg(self.name, Outcome.REACHED)

    def _brake(self, flight: CloseFlight, k: int, gate: Gate, chance: PhaseChance | None) -> Leg | None:
        """Solve and fly one brake; the leg that ends here, should it not be possible."""
        brake, limit_m_s = self.brakes[k], self.close.plan.brakes.delta_v_limit_m_s.v
        try:
            burn = solve_brake(flight.craft, flight.t_s, flight.y, self._level(brake), gate.aim_RTN_m, gate.at_s)
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
        if self.execution is not None:
            delivered = self.execution.delivered(burn.delta_v_m_s * burn.direction_GCRF, chance)
            burn = burn_for(flight.craft, flight.y[6], delivered, burn.level)
        flight.say(
            f"burn_{flight.tally.burns + 1}",
            delta_v_m_s=burn.delta_v_m_s,
            duration_s=burn.duration_s,
            range_m=flight.range_m,
            engine=brake.engine,
        )
        end = flight.burn(burn)
        flight.tally = flight.tally.with_burn(burn.delta_v_m_s)
        return None if end == End.DONE else flight.given_up(self.name, end)

    def _coast(self, flight: CloseFlight, kurs: Kurs, k: int, gates: list[Gate]) -> Leg | None:
        """Fly on to the next brake, after the last one to the range of the fly-around; Kurs may be lost on the way."""
        last = k == len(self.brakes) - 1
        to_m = self.close.plan.flyaround.from_m.v if last else 0.0
        until_s = gates[k].at_s + (_FENCE_s if last else 0.0)
        on = partial(flight.coast, new_nose_GCRF=self._nose_after(flight, k, gates), posed_at_s=gates[k].at_s)
        armed_m = kurs.armed_m
        while armed_m is not None and until_s - flight.t_s > 1.0 and min(armed_m, flight.range_m) > to_m:
            if flight.range_m > armed_m and on(until_s, to_range_m=armed_m) != End.DONE:
                break
            kurs.lose(flight, flight.range_m)
            if kurs.gone:
                return self._no_kurs(flight)
            on(min(until_s, flight.t_s + kurs.wait_s(flight)), to_range_m=to_m)
            armed_m = kurs.armed_m
        if flight.t_s >= until_s or flight.range_m <= to_m:
            return None
        end = on(until_s, to_range_m=to_m)
        return None if end == End.DONE else flight.given_up(self.name, end)

    def _nose_after(self, flight: CloseFlight, k: int, gates: list[Gate]) -> Vector:
        """Where to turn after a brake: for the next one, after the last one at the port."""
        if k == len(self.brakes) - 1:
            return self._nose_at_port(flight, gates[k])
        return self._nose_for_brake(flight, k + 1, gates)

    def _nose_for_brake(self, flight: CloseFlight, k: int, gates: list[Gate]) -> Vector:
        """Where the next brake will push, as far as can be foreseen."""
        at_s, y = gates[k - 1].at_s, flight.foreseen(gates[k - 1].at_s)
        try:
            return solve_brake(
                flight.craft, at_s, y, self._level(self.brakes[k]), gates[k].aim_RTN_m, gates[k].at_s
            ).direction_GCRF
        except NoConvergence:
            return -y[3:6] / np.linalg.norm(y[3:6])

    def _nose_at_port(self, flight: CloseFlight, gate: Gate) -> Vector:
        """At the port, from where the fly-around begins."""
        nose = flight.beside.world.berth.r_RTN - gate.aim_RTN_m
        return np.array(from_rtn(flight.craft.nodes, gate.at_s, tuple(nose / np.linalg.norm(nose))))

    def _no_kurs(self, flight: CloseFlight) -> Leg:
        limit_m = self.close.plan.breakoff.manual_from_m.v
        radio = self.close.plan.radio
        sets = "both sets" if radio.sets == 2 else "all sets"
        reason = (
            f"{sets} of {radio.title} are lost {flight.range_m:.0f} m out, and nobody docks by hand from farther than "
            f"{limit_m:.0f} m"
        )
        return flight.leg(self.name, Outcome.MISSED, reason, {"range_m": flight.range_m - limit_m})

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

    def _aims(self, flight: CloseFlight) -> list[Vector]:
        """Where each brake aims: at the range of the next, turned as the plan says."""
        ranges = [*[brake.range_m.v for brake in self.brakes[1:]], self.close.plan.flyaround.from_m.v]
        turns = [self.close.plan.brakes.turn_at_deg(after_s) for after_s in self._slots()[1:]]
        x, v = flight.x_RTN_m, flight.v_RTN_m_s
        return [turned_aim_RTN_m(x, v, r, turn) for r, turn in zip(ranges, turns)]
