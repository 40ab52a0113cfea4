"""Ground stations that hear ships on their way to a station, read from ``data/ground_stations``: not for the flight."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass

from kazbek.base.data import bundled, names_in


@dataclass(frozen=True, slots=True)
class GroundStation:
    """Where an antenna stands, and the least elevation at which it counts a ship as heard."""

    name: str
    latitude_deg: float
    longitude_deg: float
    elevation_deg: float


@functools.cache
def ground_stations_of(station: str) -> tuple[GroundStation, ...]:
    """Those of the station of that name; none where no list is bundled."""
    if station not in names_in("ground_stations", ".csv"):
        return ()
    lines = bundled("ground_stations", f"{station}.csv").read_text(encoding="utf-8").splitlines()
    return tuple(
        GroundStation(row["name"], float(row["latitude_deg"]), float(row["longitude_deg"]), float(row["elevation_deg"]))
        for row in csv.DictReader(line for line in lines if not line.startswith("#"))
    )
