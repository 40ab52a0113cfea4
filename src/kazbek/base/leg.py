"""What a phase leaves behind: a leg, with its events, its telemetry and its outcome. Loss is a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.state import State

Column = NDArray[np.float64] | NDArray[np.int64]
Value = float | str | bool


class Outcome(StrEnum):
    """How a leg, a flight or a mission ended; the words of the JSON contract."""

    REACHED = "reached"  # the end event of the phase, or the event asked for with --until
    DOCKED = "docked"
    LANDED = "landed"
    SCRUBBED = "scrubbed"  # the launch was put off; the crew is out again
    MISSED = "missed"  # alive, but the aim was not met
    ABORTED_CREW_SAFE = "aborted_crew_safe"
    LOST = "lost"


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """Something that happened at an instant found by a root finder.

    Attributes
    ----------
    name : one of the names of the contract (``docs/events.md``)
    epoch : the instant
    values : figures that belong to it, names with unit suffixes
    """

    name: str
    epoch: Epoch
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def utc(self) -> str:
        """The instant as text."""
        return self.epoch.utc

    def __repr__(self) -> str:
        told = ", ".join(
            f"{name} {value:.6g}" if isinstance(value, float) else f"{name} {value}"
            for name, value in self.values.items()
        )
        return shortened(f"<Event {self.name} {self.epoch.utc}{f', {told}' if told else ''}", ">")


@dataclass(frozen=True, slots=True, repr=False)
class Leg:
    """One phase as flown.

    Attributes
    ----------
    name : the phase, as crews say it (``ascent``, ``phasing``, ``approach`` …)
    start, end : states at both ends; the next leg starts exactly at `end`
    outcome : REACHED when the phase met its own end event, anything else is a departure from plan
    reason : for a departure, one sentence with the shortfall in numbers
    shortfall : the same figures for programs, names with unit suffixes
    telemetry : columns of equal length declared in :mod:`kazbek.base.channels`; ``tai_ns`` is always among them
    events : in order of time
    """

    name: str
    start: State
    end: State
    outcome: Outcome
    telemetry: Mapping[str, Column]
    events: tuple[Event, ...]
    reason: str = ""
    shortfall: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lengths = {name: len(column) for name, column in self.telemetry.items()}
        if len(set(lengths.values())) > 1 or "tai_ns" not in lengths:
            raise ValueError(f"telemetry of leg {self.name!r} needs tai_ns and equal columns, got {lengths}")
        for column in self.telemetry.values():
            column.flags.writeable = False

    def first(self, event: str) -> Event | None:
        """The first event of that name, if any."""
        return next((e for e in self.events if e.name == event), None)

    def __repr__(self) -> str:
        took_s = self.end.epoch - self.start.epoch
        return leg_line(self.name, self.outcome, took_s, len(self.telemetry["tai_ns"]), len(self.events))


def leg_line(name: str, outcome: Outcome, took_s: float, rows: int, events: int) -> str:
    """A leg in one line: ``<Leg ascent reached 529.3 s, 531 rows, 13 events>``."""
    return f"<Leg {name} {outcome} {took_s:.1f} s, {rows} rows, {events} events>"


def shortened(text: str, end: str = "") -> str:
    """At most a hundred characters of `text`, then `end`."""
    return text + end if len(text) <= 100 else f"{text[:99]}…{end}"
