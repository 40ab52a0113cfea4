"""The crew in its cabin: who sits where, and the minute before a burn in which they are shown.

``in_the_cabin`` a minute before the main-engine burn of the chase that has the Sun highest; only for a crew whose seats
the mission file names, in a ship whose cabin file names a model.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event
from kazbek.crew.cabin import Cabin, cabin, cabin_of
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record
from kazbek.world.sun_moon import sun_GCRF_m

_BEFORE_s = 60.0  # what the cabin's procedure allows to set a burn up


def drawn_cabin(ship: str) -> Cabin | None:
    """The cabin of a ship, where one is on file and names a model."""
    name = cabin_of(ship)
    found = cabin(name) if name else None
    return found if found is not None and found.model else None


def seats_of(record: Record, flight: str) -> dict[str, str]:
    """Whose seat is which, by seat; empty where the mission file names none."""
    crew = record.decided(flight).get("crew", ())
    return {str(one["seat"]): str(one["name"]) for one in crew if one.get("seat")}


def in_the_cabin(record: Record, flight: RecordedFlight) -> Iterator[Event]:
    """The moment of a flight up, if it has one."""
    seats = seats_of(record, flight.name)
    if not seats or drawn_cabin(flight.ship) is None:
        return
    main = [e for e in flight.events if e.name.startswith("burn_") and e.values.get("engine") == "main"]
    seen = [(sun, e) for e in main if (sun := _sun_sine(flight, e.epoch)) is not None]
    if seen:
        burn = max(seen, key=lambda one: one[0])[1]
        yield Event("in_the_cabin", burn.epoch - _BEFORE_s, {"burn": burn.name.removeprefix("burn_"), **seats})


def _sun_sine(flight: RecordedFlight, epoch: Epoch) -> float | None:
    """Sine of the Sun's height over the level of the ship; None without telemetry, or beside the station."""
    legs = flight.legs_at(epoch)
    if not legs or legs[-1].phase != "phasing":
        return None
    at = legs[-1].at(epoch)
    r, sun = np.array([at[f"r_GCRF_{axis}_m"] for axis in "xyz"]), sun_GCRF_m(epoch)
    return float(r @ sun / np.linalg.norm(r) / np.linalg.norm(sun))
