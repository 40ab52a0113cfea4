"""Where progress is reported while a mission flies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kazbek.catalogue.clock import Clock
from kazbek.mission.flown import FlownFlight
from kazbek.mission.plan import Flight
from kazbek.mission.prepare import Prepared
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg


def _nothing(*_: Any) -> None:
    """Reports nothing."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Functions that are called while a mission flies; each does nothing unless given.

    Attributes
    ----------
    working : what is being computed now
    flight : a flight begins, and the clocks by which it is told
    leg : a phase was flown; the flight so far, and the phase
    stay : what happened at the station before a flight home
    note : a sentence about the inputs
    over : a flight has ended, of a mission as it is then: after a scrub its days are others
    """

    working: Callable[[str], None] = _nothing
    flight: Callable[[Flight, tuple[Clock, ...]], None] = _nothing
    leg: Callable[[RecordedFlight, RecordedLeg], None] = _nothing
    stay: Callable[[RecordedFlight], None] = _nothing
    note: Callable[[str], None] = _nothing
    over: Callable[[Prepared, FlownFlight], None] = _nothing
