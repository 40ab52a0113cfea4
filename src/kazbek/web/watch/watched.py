"""What is watched: a record and how far it has come. Tables are made once for each state of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kazbek.base.errors import unknown
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record
from kazbek.web.watch.document import document, origin_of, span_of
from kazbek.web.watch.packing import packed
from kazbek.web.watch.tables import leg_table, sky_table, station_table

Json = dict[str, Any]


@dataclass
class Watched:
    """A record as far as it is known; a finished one stays as it is.

    Attributes
    ----------
    record : what was flown so far; None until the first leg is
    revision : counts up whenever `record` or what is said of it changes
    working : what is being computed now, while it flies
    fault : why it will not go on, in a sentence
    complete : whether nothing more will come
    """

    record: Record | None
    revision: int = 1
    working: str = ""
    fault: str = ""
    complete: bool = True
    _made: dict[tuple[Any, ...], bytes] = field(default_factory=dict)

    def state(self) -> Json:
        """How far it has come."""
        return {
            "revision": self.revision,
            "working": self.working,
            "fault": self.fault,
            "complete": self.complete,
            "begun": self.record is not None,
        }

    def mission(self) -> bytes:
        """The document as JSON."""
        return self._once(("mission", self.revision), self._mission)

    def _mission(self) -> bytes:
        told = document(self.record) if self.record is not None else {}
        return json.dumps(self.state() | told, ensure_ascii=False, allow_nan=False).encode()

    def leg(self, flight: str, leg: str) -> RecordedLeg:
        """A leg; a DataError for one that there is not."""
        return self._known(flight)[flight][leg]

    def telemetry(self, flight: str, leg: str) -> bytes:
        """A leg's table, packed."""
        found = self.leg(flight, leg)
        return self._once(
            ("leg", flight, leg, found.rows, self.origin_ns), lambda: packed(leg_table(found, self.origin_ns))
        )

    def sky(self, flight: str) -> bytes:
        """How Earth, Sun and Moon stand over a flight's span, packed."""
        span = span_of(self._known(flight)[flight]) or (0, 0)
        return self._once(("sky", flight, span), lambda: packed(sky_table(span, self.origin_ns)))

    def station(self, flight: str) -> bytes:
        """The station from the station files over a flight's span, packed."""
        record = self._known(flight)
        span = span_of(record[flight]) or (0, 0)
        return self._once(("station", flight, span), lambda: packed(station_table(record, span, self.origin_ns)))

    @property
    def origin_ns(self) -> int:
        """TAI nanoseconds of page time 0."""
        return origin_of(self.record) if self.record is not None else 0

    def _known(self, flight: str) -> Record:
        if self.record is None:
            raise unknown("flight", flight, [])
        return self.record

    def _once(self, key: tuple[Any, ...], make: Callable[[], bytes]) -> bytes:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]
