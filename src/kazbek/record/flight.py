"""One flight of a record: one ship, from its first event to its last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.errors import unknown
from kazbek.base.leg import Event, Outcome
from kazbek.record.html import card, ground_track
from kazbek.record.leg import RecordedLeg
from kazbek.record.tables import stacked, tree


@dataclass(frozen=True, eq=False, repr=False)
class RecordedFlight(Mapping[str, RecordedLeg]):
    """One flight: a mapping from leg names to legs, in order of time.

    Attributes
    ----------
    name, ship, crew : as decided; names of the crew in the order of the mission file
    outcome : how it ended
    legs : the phases as flown
    liftoff : of this ship, None where the lift-off is not part of the mission
    reason : for a departure from plan, one sentence with the shortfall in numbers
    shortfall : the same figures for programs, names with unit suffixes
    bookkeeping : events that no phase flies (hatches, liners, reboosts of the station)
    way, date : ``up`` or ``down``, and the day decided; empty and None where an older record does not say
    """

    name: str
    ship: str
    crew: tuple[str, ...]
    outcome: Outcome
    legs: tuple[RecordedLeg, ...] = ()
    liftoff: Epoch | None = None
    reason: str = ""
    shortfall: Mapping[str, float] = field(default_factory=dict)
    bookkeeping: tuple[Event, ...] = ()
    way: str = ""
    date: dt.date | None = None

    def __getitem__(self, leg: str) -> RecordedLeg:
        found = next((item for item in self.legs if item.name == leg), None)
        if found is None:
            raise unknown("leg", leg, list(self), where=f'flight "{self.name}"')
        return found

    def __contains__(self, leg: object) -> bool:
        return any(item.name == leg for item in self.legs)

    def __iter__(self) -> Iterator[str]:
        return (leg.name for leg in self.legs)

    def __len__(self) -> int:
        return len(self.legs)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        legs = f"{len(self.legs)} leg{'' if len(self.legs) == 1 else 's'}"
        return f"<Flight {self.name}, {self.ship}, {self.outcome}: {legs}, {len(self.events)} events>"

    def _repr_html_(self) -> str:
        rows = [
            (leg.name, leg.outcome, leg.start.utc, f"{leg.end - leg.start:,.1f}", str(leg.rows), str(len(leg.events)))
            for leg in self.legs
        ]
        heading = f"{self.ship}, {self.name}: {self.outcome.replace('_', ' ')}"
        columns = ("leg", "outcome", "from, UTC", "s", "rows", "events")
        return card(heading, columns, rows, track_of(self.legs, heading), ", ".join(self.crew))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened, in order of time."""
        flown = [event for leg in self.legs for event in leg.events]
        return tuple(sorted((*flown, *self.bookkeeping), key=lambda event: event.epoch))

    def first(self, name: str) -> Event | None:
        """The first event of that name, if any."""
        return next((event for event in self.events if event.name == name), None)

    def event(self, name: str) -> Event:
        """The first event of that name.

        Raises
        ------
        DataError
            when it did not happen; the nearest that did is named.
        """
        found = self.first(name)
        if found is None:
            raise unknown("event", name, {event.name for event in self.events}, where=f'flight "{self.name}"')
        return found

    def met_s(self, epoch: Epoch) -> float | None:
        """Seconds since this ship's lift-off; None where that is not part of the mission."""
        return None if self.liftoff is None else epoch - self.liftoff

    def legs_at(self, epoch: Epoch, *, after_s: float = 0.0) -> tuple[RecordedLeg, ...]:
        """The legs with telemetry at an instant: none, one, or two at a seam, where one ends and the next begins."""
        return tuple(leg for leg in self.legs if leg.covers(epoch, after_s=after_s))

    def to_pandas(self) -> Any:
        """All legs in one pandas DataFrame, indexed by leg and UTC (extra ``tables``)."""
        return stacked({name: leg.to_pandas() for name, leg in self.items()}, "leg")

    def to_xarray(self) -> Any:
        """An xarray DataTree with a Dataset per leg (extra ``tables``)."""
        return tree({name: leg.to_xarray() for name, leg in self.items()}, self.name)

    def event_json(self, event: Event) -> dict[str, Any]:
        """One of its events in the words of the contract."""
        met_s = self.met_s(event.epoch)
        return {"name": event.name, "utc": event.epoch.utc, "met_s": met_s, "values": dict(event.values)}

    def json(self) -> dict[str, Any]:
        """The flight in the words of the contract."""
        return {
            "name": self.name,
            "ship": self.ship,
            "outcome": str(self.outcome),
            "crew": list(self.crew),
            "reason": self.reason,
            "shortfall": dict(self.shortfall),
            "events": [self.event_json(event) for event in self.events],
        }


def track_of(legs: Iterable[RecordedLeg], title: str) -> str:
    """The legs' way over the ground as a small picture; nothing where none of them keeps it."""
    over = [leg for leg in legs if "latitude_rad" in leg and leg.rows]
    if not over:
        return ""
    latitude, longitude = (np.concatenate([leg[name] for leg in over]) for name in ("latitude_rad", "longitude_rad"))
    return ground_track(latitude, longitude, f"ground track: {title}")
