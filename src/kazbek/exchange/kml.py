"""A record for Google Earth and its kin: a timed track and the events of each flight, OGC KML 2.3 (12-007r2)."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from xml.sax.saxutils import escape

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.leg import Event
from kazbek.base.printable import printable
from kazbek.exchange.path import FlightPath, event_lines, flies_alone, flight_path
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record

Place = tuple[float, float, float]
_STEP_s = 5.0
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" '
    'xmlns:gx="http://www.google.com/kml/ext/2.2">\n<Document>\n<name>{name}</name>\n'
    "<description>Computed by kazbek, not tracked; not for flight decisions.</description>\n"
    '<Style id="path"><LineStyle><color>ff2a8cff</color><width>2</width></LineStyle>'
    "<PolyStyle><color>302a8cff</color></PolyStyle></Style>\n"
)


def write_kml(record: Record, folder: Path) -> list[Path]:
    """Write ``<record>.kml``, a folder of placemarks for each flight.

    Raises
    ------
    DataError
        when the record holds no path.
    """
    folders = [_flight(flight, path) for flight in record.values() if (path := flight_path(flight)) is not None]
    if not folders:
        raise DataError(f"{record.where} holds no path to draw")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{record.mission}.kml"
    target.write_text(
        _HEAD.format(name=escape(record.mission)) + "".join(folders) + "</Document>\n</kml>\n",
        encoding="utf-8",
    )
    return [target]


def _flight(flight: RecordedFlight, path: FlightPath) -> str:
    name = escape(printable(f"{flight.ship}: {flight.name}"))
    alone = path.where(flies_alone(flight, path.tai_ns)).thinned(_STEP_s)
    events = "".join(_event(event, path) for event in flight.events)
    return f"<Folder>\n<name>{name}</name>\n{_track(name, alone)}{_lines(name, alone)}{events}</Folder>\n"


def _track(name: str, path: FlightPath) -> str:
    whens = "".join(f"<when>{Epoch(ns).utc}</when>\n" for ns in path.tai_ns.tolist())
    places = "".join(
        f"<gx:coord>{longitude} {latitude} {height}</gx:coord>\n" for longitude, latitude, height in path.places()
    )
    return (
        f"<Placemark><name>{name}</name><styleUrl>#path</styleUrl><gx:Track>"
        f"<altitudeMode>absolute</altitudeMode>\n{whens}{places}</gx:Track></Placemark>\n"
    )


def _lines(name: str, path: FlightPath) -> str:
    """The same way as plain lines, for maps that know no ``gx:Track``; cut at 180°, so that none crosses a flat map."""
    lines = "".join(
        "<LineString><altitudeMode>absolute</altitudeMode><coordinates>"
        + " ".join(f"{longitude:.7f},{latitude:.7f},{height:.2f}" for longitude, latitude, height in line)
        + "</coordinates></LineString>\n"
        for line in cut_at_180(path.places())
    )
    return (
        f"<Placemark><name>{name}, as lines</name><styleUrl>#path</styleUrl>"
        f"<MultiGeometry>\n{lines}</MultiGeometry></Placemark>\n"
    )


def cut_at_180(places: list[Place]) -> list[list[Place]]:
    """Lines of (longitude °, latitude °, height m) none of whose steps is longer than half a turn."""
    lines = [[places[0]]]
    for before, after in itertools.pairwise(places):
        if abs(after[0] - before[0]) > 180.0:
            edge = math.copysign(180.0, before[0])
            share = (edge - before[0]) / (after[0] + 2.0 * edge - before[0])
            between = tuple(b + share * (a - b) for b, a in zip(before[1:], after[1:]))
            lines[-1].append((edge, between[0], between[1]))
            lines.append([(-edge, between[0], between[1])])
        lines[-1].append(after)
    return lines


def _event(event: Event, path: FlightPath) -> str:
    epoch = event.epoch
    ((longitude, latitude, height),) = path.at(epoch).places()
    text = escape("<br>".join(escape(line) for line in (epoch.utc, *event_lines(event))))  # readers show it as a page
    return (
        f"<Placemark><name>{escape(event.name)}</name><description>{text}</description>"
        f"<TimeStamp><when>{epoch.utc}</when></TimeStamp><Point><altitudeMode>absolute</altitudeMode>"
        f"<coordinates>{longitude},{latitude},{height}</coordinates></Point></Placemark>\n"
    )
