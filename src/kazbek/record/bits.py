"""One digest over all that a record says was flown: events, telemetry, outcomes and what history was set beside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from kazbek.base.leg import Event
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record


def flown_digest(record: Record) -> str:
    """SHA-256 of what was flown; the same for two runs of the same mission, however and whenever they were written."""
    whole = hashlib.sha256()
    for text in (record.mission, str(record.outcome), record.not_flown, _rows(record)):
        whole.update(text.encode())
    for flight in record.flights:
        for part in _flight(flight):
            whole.update(part)
    return whole.hexdigest()


def _rows(record: Record) -> str:
    """Predicted against flown, without the sigmas, which need many flights."""
    return _text([{**row.json(), "sigma": None} for row in record.comparison])


def _flight(flight: RecordedFlight) -> Iterator[bytes]:
    named = [flight.name, flight.ship, list(flight.crew), str(flight.outcome), flight.reason, dict(flight.shortfall)]
    yield _text(named).encode()
    yield from (_event(event) for event in flight.events)
    for leg in flight.legs:
        yield from _leg(leg)


def _leg(leg: RecordedLeg) -> Iterator[bytes]:
    yield _text([leg.name, leg.phase, str(leg.outcome), leg.rows]).encode()
    for name in sorted(leg):
        yield name.encode()
        yield np.ascontiguousarray(leg[name]).tobytes()


def _event(event: Event) -> bytes:
    values = {key: _plain(value) for key, value in sorted(event.values.items())}
    return _text([event.name, event.epoch.tai_ns, values]).encode()


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | bool) else float(value)


def _text(document: Any) -> str:
    return json.dumps(document, sort_keys=True, ensure_ascii=False)
