"""From 400 m around the station to the axis of the port, and the wait there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kazbek.base.chance import PhaseChance
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.flight.docking.kernels.columns import Occurrence, Part
from kazbek.flight.docking.near_flight import begun_near
from kazbek.flight.docking.session import CloseScene
from kazbek.flight.phase import Scene

_FENCE_s = 5400.0


@dataclass(frozen=True)
class Approach:
    """Fly-around and station-keeping, in six degrees of freedom.

    Drawn: places and directions of the jets, errors of Kurs and gyros, the station's attitude, what the pilot sees.

    Attributes
    ----------
    close : ship, station, port, plan, pilot and failures
    """

    name: ClassVar[str] = "approach"

    close: CloseScene

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """To the end of station-keeping on the port's axis; by hand should both sets of Kurs be lost on the way."""
        flight = begun_near(self.close, start, scene, _FENCE_s + 60.0, Part.AROUND, chance)
        flight.say("flyaround", range_m=flight.range_m)
        end = flight.until((Occurrence.KEPT,), _FENCE_s)
        return flight.leg(self.name, Outcome.REACHED) if end is Occurrence.KEPT else flight.given_up(self.name, end)
