"""The approach radio: two sets aboard, and what its loss does to an approach."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kazbek.flight.docking.failures import SETS, CloseFailure
from kazbek.flight.docking.session import CloseFlight


@dataclass(frozen=True, slots=True)
class KursLoss:
    """Kurs is lost each time the probe comes within `at_range_m` of the port, until `sets` of its sets have been."""

    at_range_m: float
    sets: int = 1

    @classmethod
    def among(cls, failures: tuple[CloseFailure, ...], absent: int = 0) -> KursLoss | None:
        """The one in a flight's plan, if any; sets that were never aboard count as lost."""
        return next((cls(f.at_range_m, f.sets + absent) for f in failures if f.system == "kurs"), None)


@dataclass
class Kurs:
    """The sets during one phase.

    Attributes
    ----------
    loss : the failure of this flight, if any
    lost : sets lost so far
    """

    loss: KursLoss | None
    lost: int = 0

    @property
    def gone(self) -> bool:
        """Whether no set is left."""
        return self.lost >= SETS

    @property
    def armed_m(self) -> float | None:
        """Distance at which the next set will be lost, if it will."""
        return self.loss.at_range_m if self.loss is not None and self.lost < min(self.loss.sets, SETS) else None

    def lose(self, flight: CloseFlight, distance_m: float) -> None:
        """Record the loss of one set, and that the approach is broken off for it."""
        self.lost += 1
        flight.tally = replace(flight.tally, radio_sets_lost=self.lost)
        flight.say("kurs_lost", range_m=distance_m, sets_lost=float(self.lost))
        flight.say("approach_breakoff", range_m=distance_m, closing_speed_m_s=-flight.range_rate_m_s)

    def wait_s(self, flight: CloseFlight) -> float:
        """How long the ship holds after a loss: for the second set, or for the order to fly by hand."""
        breakoff = flight.scene.plan.breakoff
        return breakoff.order_s.v if self.gone else breakoff.second_set_s.v
