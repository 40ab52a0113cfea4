"""From 400 m around the station to the axis of the port, and the wait there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.flight.docking.kernels.guidance import Mode
from kazbek.flight.docking.kernels.loops import End
from kazbek.flight.docking.kurs import Kurs, KursLoss
from kazbek.flight.docking.session import CloseFlight, CloseScene
from kazbek.flight.phase import Scene

_SPAN_s = 7200.0
_FENCE_s = 3600.0


@dataclass(frozen=True)
class Approach:
    """Fly-around and station-keeping. Drawn: what the pilot sees, when it is flown by hand.

    Attributes
    ----------
    close : ship, station, port, plan and pilot
    kurs_loss : the failure of Kurs in this flight, if any
    """

    name: ClassVar[str] = "approach"

    close: CloseScene
    kurs_loss: KursLoss | None = None

    def fly(self, start: State, scene: Scene, chance: np.random.Generator | None = None) -> Leg:
        """To the end of station-keeping on the port's axis; by hand should both sets of Kurs be lost on the way."""
        flight = self.close.open(start, scene.station, _SPAN_s, chance, telemetry=scene.telemetry)
        kurs = Kurs(self.kurs_loss, start.tally.radio_sets_lost)
        flight.say("flyaround", range_m=flight.range_m)
        end = self._around(flight, kurs)
        if end == End.DONE:
            flight.say("stationkeeping", range_m=flight.range_m, port_distance_m=flight.port_distance_m)
            keeping = self.close.plan.stationkeeping
            end = flight.hold(keeping.hold_s.v, keeping.at_m.v)
        return flight.leg(self.name, Outcome.REACHED) if end == End.DONE else flight.given_up(self.name, end)

    def _around(self, flight: CloseFlight, kurs: Kurs) -> End:
        """The fly-around, held up by each loss of Kurs."""
        while True:
            armed = kurs.armed_m
            end = flight.guided(
                Mode.AROUND, stop_m=armed if armed is not None else -1.0, fence_s=_FENCE_s, by_hand=kurs.gone
            )
            if end != End.KURS_LOST:
                return end
            kurs.lose(flight, flight.port_distance_m)
            end = flight.hold(kurs.wait_s(flight))
            if end != End.DONE:
                return end
            if kurs.gone:
                flight.say("manual_control", range_m=flight.range_m)
