"""The brakes: from the ignition of the first one, some 2 km out, to the start of the fly-around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kazbek.base.errors import NoConvergence, OutOfRange
from kazbek.base.frames import Vector
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.guidance.brakes import Burn, solve_brake, turned_aim_RTN_m
from kazbek.guidance.close_flight import CloseFlight, CloseScene
from kazbek.guidance.profile import Brake
from kazbek.kernels.close_flight import End
from kazbek.world.scene import Scene

_FARTHEST_m = 20_000.0  # the relative motion is not meant for more


@dataclass(frozen=True)
class Rendezvous:
    """Brakes of one arrival.

    Attributes
    ----------
    close : ship, station, port and plan
    brakes : slots, ranges and engines, from the profile of the chase
    first_burn : number of the first brake among the burns of the flight
    delta_v_before_m_s : spent since separation from the launcher
    """

    close: CloseScene
    brakes: tuple[Brake, ...]
    first_burn: int = 1
    delta_v_before_m_s: float = 0.0

    def fly(self, start: State, scene: Scene, chance: np.random.Generator | None = None) -> Leg:
        """From the first ignition to the range where the fly-around begins.

        Each brake aims at the range of the next one at the slot of the next one, off to the side as the plan says; the
        last at the start of the fly-around.
        """
        slots = self._slots()
        flight = self.close.open(start, scene.track, slots[-1] + 1800.0, delta_v_before_m_s=self.delta_v_before_m_s)
        if flight.range_m > _FARTHEST_m:
            raise OutOfRange(f"braking from {flight.range_m / 1e3:.0f} km", allowed=f"up to {_FARTHEST_m / 1e3:.0f} km",
                             cure="let the chase bring the ship to the first brake")
        aims = self._aims(flight)
        for k, brake in enumerate(self.brakes):
            try:
                burn = solve_brake(flight.craft, flight.t_s, flight.y, self._level(brake), aims[k], slots[k + 1])
            except NoConvergence as fault:
                return flight.leg("rendezvous", Outcome.MISSED, str(fault), {"range_m": flight.range_m})
            limit = self.close.plan.brakes.delta_v_limit_m_s.v
            if burn.delta_v_m_s > limit:
                return flight.leg("rendezvous", Outcome.MISSED, f"brake {k + 1} would need {burn.delta_v_m_s:.1f} m/s, "
                                  f"more than {limit:.0f} m/s", {"delta_v_m_s": burn.delta_v_m_s - limit})
            end = self._burn_and_coast(flight, k, burn, slots[k + 1], aims)
            if end != End.DONE:
                return flight.given_up("rendezvous", end)
        return flight.leg("rendezvous", Outcome.REACHED)

    def _burn_and_coast(self, flight: CloseFlight, k: int, burn: Burn, until_s: float,
                        aims: Sequence[Vector]) -> End:
        engine = self.brakes[k].engine
        flight.say(f"burn_{self.first_burn + k}", delta_v_m_s=burn.delta_v_m_s, duration_s=burn.duration_s,
                   range_m=flight.range_m, engine=engine)
        end = flight.burn(burn)
        if end != End.DONE:
            return end
        last = k == len(self.brakes) - 1
        nose = -flight.y[:3] if last else -flight.y[3:6]  # at the station, or against the motion for the next brake
        nose = nose / np.linalg.norm(nose)
        if not last:
            return flight.coast(until_s, nose)
        return flight.coast(until_s + 600.0, nose, to_range_m=self.close.plan.flyaround.from_m.v)

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
        turns = [self.close.plan.brakes.turn_at_deg(r) for r in ranges]
        x, v = flight.x_RTN_m, flight.v_RTN_m_s
        return [turned_aim_RTN_m(x, v, r, turn) for r, turn in zip(ranges, turns)]
