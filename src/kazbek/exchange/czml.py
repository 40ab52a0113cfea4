"""A record for Cesium: one moving ship per flight, its events as points on the way (CZML, Cesium's CZML Guide)."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.leg import Event
from kazbek.exchange.path import FlightPath, event_lines, flies_alone, flight_path
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record

_STEP_s = 5.0
_SEEN_ns = 60 * 10**9  # a marker of the last event is seen for at least so long
_ORANGE, _WHITE = [255, 140, 42, 255], [255, 255, 255, 255]


def write_czml(record: Record, folder: Path) -> list[Path]:
    """Write ``<record>.czml``, positions over the turning Earth, so that trail and events meet pad and landing.

    Raises
    ------
    DataError
        when the record holds no path.
    """
    flown = [(flight, path) for flight in record.values() if (path := flight_path(flight)) is not None]
    if not flown:
        raise DataError(f"{record.where} holds no path to draw")
    packets = [_document(record.mission, flown)]
    for flight, path in flown:
        packets.append(_ship(flight, path.where(flies_alone(flight, path.tai_ns)).thinned(_STEP_s)))
        packets += [_event(flight, index, event, path) for index, event in enumerate(flight.events)]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{record.mission}.czml"
    target.write_text(json.dumps(packets, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    return [target]


def _interval(first_ns: int, last_ns: int) -> str:
    return f"{Epoch(first_ns).utc}/{Epoch(last_ns).utc}"


def _document(name: str, flown: list[tuple[RecordedFlight, FlightPath]]) -> dict[str, Any]:
    """The clock runs until the last marker was seen for its while."""
    first_ns = min(int(path.tai_ns[0]) for _, path in flown)
    last_ns = max(int(path.tai_ns[-1]) for _, path in flown)
    seen_ns = [event.epoch.tai_ns + _SEEN_ns for flight, _ in flown for event in flight.events]
    last_ns = max(last_ns, *seen_ns)
    return {
        "id": "document",
        "name": name,
        "version": "1.0",
        "description": "Computed by kazbek, not tracked.",
        "clock": {
            "interval": _interval(first_ns, last_ns),
            "currentTime": Epoch(first_ns).utc,
            "multiplier": 10,
            "range": "LOOP_STOP",
            "step": "SYSTEM_CLOCK_MULTIPLIER",
        },
    }


def _ship(flight: RecordedFlight, path: FlightPath) -> dict[str, Any]:
    times_s = ((path.tai_ns - path.tai_ns[0]) / 1e9).tolist()
    samples = [number for t, place in zip(times_s, path.places()) for number in (round(t, 6), *place)]
    interval = _interval(int(path.tai_ns[0]), int(path.tai_ns[-1]))
    return {
        "id": flight.name,
        "name": flight.ship,
        "availability": interval,
        "position": {
            "epoch": Epoch(int(path.tai_ns[0])).utc,
            "cartographicDegrees": samples,
            "interpolationAlgorithm": "LAGRANGE",
            "interpolationDegree": 3,
            "forwardExtrapolationType": "HOLD",  # instants are rounded: the last one must have a position too
            "forwardExtrapolationDuration": 1.0,
            "backwardExtrapolationType": "HOLD",
            "backwardExtrapolationDuration": 1.0,
        },
        "point": {"pixelSize": 8, "color": {"rgba": _ORANGE}},
        "label": {
            "text": flight.ship,
            "fillColor": {"rgba": _WHITE},
            "font": "14px sans-serif",
            "pixelOffset": {"cartesian2": [12, -12]},
        },
        "path": {
            "width": 2,
            "leadTime": 0,
            "trailTime": 5400,
            "resolution": 30,
            "material": {"solidColor": {"color": {"rgba": _ORANGE}}},
        },
    }


def _event(flight: RecordedFlight, index: int, event: Event, path: FlightPath) -> dict[str, Any]:
    epoch = event.epoch
    return {
        "id": f"{flight.name}/{index}/{event.name}",
        "parent": flight.name,
        "name": event.name,
        "description": "<br>".join(escape(line) for line in (epoch.utc, *event_lines(event))),
        "availability": _interval(epoch.tai_ns, max(epoch.tai_ns + _SEEN_ns, int(path.tai_ns[-1]))),
        "position": {"cartographicDegrees": list(path.at(epoch).places()[0])},
        "point": {"pixelSize": 5, "color": {"rgba": _WHITE}},
    }
