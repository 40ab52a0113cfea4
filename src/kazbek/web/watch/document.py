"""What a page is told of a mission in words: flights, legs, events with lasting identities, people, channels."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np

from kazbek.base.channels import CHANNELS
from kazbek.base.epoch import Epoch
from kazbek.base.events import meaning
from kazbek.base.frames import quaternion_from_C
from kazbek.broadcast.calls import identities
from kazbek.catalogue.ground_stations import ground_stations_of
from kazbek.mission.equipment import Equipment, equipment_of
from kazbek.mission.file import mission_from
from kazbek.mission.stay import port_beside
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record
from kazbek.views.timeline import value_text
from kazbek.web.watch.on_air import cues_json, schema_org, slots_json

Json = dict[str, Any]
_AFTERWARDS_s = 600.0  # that a flight stays on the page after its last instant
_BEFORE_s = 600.0  # that a launcher is seen on its pad where no countdown was flown
_NEAR_s = 6 * 3600.0  # an event so far from a flight's telemetry belongs to its span
_C_BODY_PORT = np.diag((-1.0, -1.0, 1.0))  # a docked ship: nose into the port
_FOR_MAPS = ("corridor_", "orbital_module_", "service_module_", "ballistic_latitude", "ballistic_longitude")


def origin_of(record: Record) -> int:
    """TAI nanoseconds of page time 0: the whole second before the first thing told."""
    instants = [event.epoch.tai_ns for event in record.events]
    instants += [leg.start.tai_ns for flight in record.values() for leg in flight.legs]
    return min(instants, default=0) // 10**9 * 10**9


def span_of(flight: RecordedFlight) -> tuple[int, int] | None:
    """TAI nanoseconds between which a flight can be watched; None where it left no telemetry."""
    if not flight.legs:
        return None
    first, last = flight.legs[0].start, flight.legs[-1].end
    near = [e.epoch for e in flight.events if first - e.epoch < _NEAR_s and e.epoch - last < _NEAR_s]
    standing = first - _BEFORE_s if first == flight.liftoff else first
    return min(standing, *near).tai_ns, (max(last, *near) + _AFTERWARDS_s).tai_ns


def document(record: Record) -> Json:
    """The mission; instants are seconds of page time, TAI since ``origin_tai_ns``."""
    origin_ns = origin_of(record)
    return {
        "mission": record.mission,
        "title": title_of(record),
        "outcome": str(record.outcome),
        "origin_tai_ns": str(origin_ns),
        "origin_utc": Epoch(origin_ns).utc,
        "leaps": _leaps(record, origin_ns),
        "flights": [_flight(record, flight, origin_ns) for flight in record.values()],
        "events": sorted(
            (event for flight in record.values() for event in _events(record, flight, origin_ns)), key=lambda e: e["t"]
        ),
        "cues": cues_json(record, origin_ns),
        "slots": slots_json(record, origin_ns),
        "schema_org": schema_org(record),
        "channels": _channels(record),
        "comparison": [row.json() for row in record.comparison],
        "notes": list(record.notes),
        "credibility": str(record.manifest.get("credibility", "")),
    }


def title_of(record: Record) -> str:
    """What the mission file calls the mission; a DataError where that file is damaged."""
    return record.title if _has_mission_file(record) else record.mission


def _has_mission_file(record: Record) -> bool:
    """A page goes on without one, but not with another than was written."""
    return record.text is not None or (record.directory is not None and (record.directory / "mission.toml").exists())


def _leaps(record: Record, origin_ns: int) -> list[list[float]]:
    """TAI − UTC in seconds, and from which page time on: the days of the events, which are few."""
    found: list[list[float]] = []
    days = sorted({event.epoch.tai_ns // 10**9 // 86400 for event in record.events} | {origin_ns // 10**9 // 86400})
    for day in days:
        epoch = Epoch(max(day * 86400 * 10**9, origin_ns))
        utc_mjd, seconds = epoch.utc_mjd
        offset = round(epoch.tai_ns / 1e9 - ((utc_mjd - 51_544) * 86400 + seconds))
        if not found or found[-1][1] != offset:
            found.append([(epoch.tai_ns - origin_ns) / 1e9, offset])
    return found


def _flight(record: Record, flight: RecordedFlight, origin_ns: int) -> Json:
    span = span_of(flight)
    decided = record.decided(flight.name) if _has_mission_file(record) else {}
    seats = {str(person["name"]): person for person in decided.get("crew", ())}
    told: Json = {
        "name": flight.name,
        "ship": flight.ship,
        "way": flight.way,
        "outcome": str(flight.outcome),
        "reason": flight.reason,
        "liftoff": None if flight.liftoff is None else (flight.liftoff.tai_ns - origin_ns) / 1e9,
        "span": None if span is None else [(at - origin_ns) / 1e9 for at in span],
        "crew": [
            {"name": name, "seat": seats.get(name, {}).get("seat", ""), "role": seats.get(name, {}).get("role", "")}
            for name in flight.crew
        ],
        "legs": [_leg(leg, origin_ns) for leg in flight.legs],
    }
    return told | _fitted(record, flight)


def _leg(leg: RecordedLeg, origin_ns: int) -> Json:
    return {
        "name": leg.name,
        "phase": leg.phase,
        "outcome": str(leg.outcome),
        "start": (leg.start.tai_ns - origin_ns) / 1e9,
        "end": (leg.end.tai_ns - origin_ns) / 1e9,
        "rows": leg.rows,
    }


def _fitted(record: Record, flight: RecordedFlight) -> Json:
    """Clocks, places and models, where the record's data files can still be read."""
    fitted = equipment_of(record, flight.name)
    if fitted is None:
        return {"clocks": [], "places": []}
    clocks = [{"name": clock.name, "offset_s": clock.utc_offset_h.v * 3600.0} for clock in fitted.clocks]
    port = port_of(record, flight.name)
    return {
        "clocks": clocks,
        "places": list(_places(fitted)),
        "port": port,
        "station": _station(fitted, port),
        "ground_stations": [asdict(station) for station in ground_stations_of(fitted.station.name)],
    }


def port_of(record: Record, flight: str) -> str:
    """Where a ship docks, or what it leaves; empty for a flight that the mission file does not have."""
    mission = mission_from(record.mission_text, record.folder, record.where)
    decided = mission.decided(flight)
    return "" if decided is None else port_beside(mission, decided)


def _places(fitted: Equipment) -> Iterator[Json]:
    if (pad := fitted.pad) is not None:
        at = {"latitude_deg": pad.latitude_deg.v, "longitude_deg": pad.longitude_deg.v, "height_m": pad.height_m.v}
        yield {"kind": "pad", "name": pad.title or pad.name, **at}
    if (zone := fitted.zone) is not None:
        aim = zone.aim
        at = {
            "latitude_deg": aim.latitude_deg.v,
            "longitude_deg": aim.longitude_deg.v,
            "height_m": aim.terrain_height_m.v,
        }
        yield {"kind": "zone", "name": zone.title or zone.name, "radius_m": aim.radius_m.v, **at}


def _station(fitted: Equipment, port: str) -> Json:
    """How the station is turned against RTN in flight, where its centre of mass lies in its axes, and a port in RTN."""
    built = fitted.station
    turn = quaternion_from_C(built.C_STN_RTN)
    told = {"name": built.name, "q_STN_RTN": turn.tolist(), "com_STN_m": built.centre_of_mass_STN.r_STN_m.tolist()}
    if port in built.ports:
        told["port_RTN_m"] = built.r_RTN_m(port).tolist()
        told["q_BODY_RTN"] = quaternion_from_C(_C_BODY_PORT @ built.C_PORT_RTN(port)).tolist()
    return told


def _tries(record: Record, flight: RecordedFlight) -> Json:
    """Of a scrub: which attempt it was, why, and which flight tries again, if any does."""
    same = [f for f in record.values() if f.ship == flight.ship and f.way == flight.way]
    attempt = next(number for number, f in enumerate(same, 1) if f is flight)
    later = same[attempt:]
    return {"attempt": attempt, "cause": flight.reason, "next_try": later[0].name if later else None}


def _events(record: Record, flight: RecordedFlight, origin_ns: int) -> Iterator[Json]:
    """Each event under an identity that stays when its instant moves; a scrub with its attempt, cause and next try."""
    for identity, event in identities(flight):
        told = {key: value for key, value in event.values.items() if not key.startswith(_FOR_MAPS)}
        yield {
            "id": identity,
            "flight": flight.name,
            "name": event.name,
            "meaning": meaning(event.name),
            "t": (event.epoch.tai_ns - origin_ns) / 1e9,
            "utc": event.epoch.utc,
            "met_s": flight.met_s(event.epoch),
            "values": dict(event.values),
            "text": "; ".join(value_text(key, value) for key, value in told.items()),
            **(_tries(record, flight) if event.name == "scrub" else {}),
        }


def _channels(record: Record) -> Json:
    """Those that some leg carries."""
    legs = itertools.chain.from_iterable(flight.legs for flight in record.values())
    carried = {name for leg in legs for name in leg}
    return {
        name: {
            "unit": channel.unit,
            "frame": channel.frame,
            "sentence": channel.sentence,
            "low": channel.low,
            "high": channel.high,
        }
        for name, channel in CHANNELS.items()
        if name in carried
    }
