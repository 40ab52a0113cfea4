"""A record as CCSDS Orbit Ephemeris Messages: one file per flight, one segment per coast arc.

Source: CCSDS 502.0-B-3 chapter 5. A coast arc is a stretch of telemetry of the free ship, above 100 km, over which no
mass leaves it and no row stands apart: between two burns a reader may interpolate, across one it may not. Powered
flight, the air and the time in dock are left to the table export. States are in EME2000 and UTC, as NASA publishes the
station.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import WGS84_A_m
from kazbek.base.epoch import Epoch, stamp_utc
from kazbek.base.errors import DataError
from kazbek.base.printable import printable
from kazbek.base.types import Array, Nanoseconds
from kazbek.base.version import __version__
from kazbek.exchange.path import STATE, flies_alone
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record
from kazbek.track.interpolation import runs
from kazbek.world import earth

_LOWEST_m = WGS84_A_m + 100_000.0  # below, the air takes part
_LONGEST_GAP_s = 600.0  # a longer silence between two rows is a leg that was not written
_SHORTEST_ARC_s = 60.0  # between the pulses of station-keeping there is no coast worth a segment
_SAME_MASS_kg = 1e-6


@dataclass(frozen=True, slots=True)
class CoastArc:
    """States of free flight: instants (n,), strictly increasing, and rows (n, 6) in GCRF, m and m/s."""

    tai_ns: Nanoseconds
    rv_GCRF: Array


def coast_arcs(flight: RecordedFlight) -> list[CoastArc]:
    """The coast arcs of a recorded flight, in order of time."""
    legs = [leg for leg in flight.values() if all(name in leg for name in STATE)]
    if not legs:
        return []
    tai_ns, rv, mass_kg = (np.concatenate(parts) for parts in zip(*map(_rows, legs)))
    same_mass = np.abs(np.diff(mass_kg)) <= _SAME_MASS_kg
    repeated = np.append((np.diff(tai_ns) == 0) & same_mass, False)  # a leg starts where the one before ended
    kept = ~repeated & flies_alone(flight, tai_ns)
    tai_ns, rv, mass_kg = tai_ns[kept], rv[kept], mass_kg[kept]
    coasting = _coasting(tai_ns, rv, mass_kg)
    arcs = [
        CoastArc(tai_ns[first : last + 1], rv[first : last + 1])
        for first, last in runs(coasting)
        if last > first and coasting[first]
    ]
    return [arc for arc in arcs if (arc.tai_ns[-1] - arc.tai_ns[0]) / 1e9 >= _SHORTEST_ARC_s]


def _coasting(tai_ns: Nanoseconds, rv: Array, mass_kg: Array) -> NDArray[np.bool_]:
    """Whether the ship flies freely between each row and the next, (n − 1,)."""
    apart_s = np.diff(tai_ns) / 1e9
    high = np.linalg.norm(rv[:, :3], axis=1) > _LOWEST_m
    free: NDArray[np.bool_] = (
        (np.abs(np.diff(mass_kg)) <= _SAME_MASS_kg)
        & (apart_s > 0.0)
        & (apart_s <= _LONGEST_GAP_s)
        & high[:-1]
        & high[1:]
    )
    return free


def _rows(leg: RecordedLeg) -> tuple[Nanoseconds, Array, Array]:
    rv = np.column_stack([leg[name] for name in STATE])
    mass_kg = np.asarray(leg["mass_kg"]) if "mass_kg" in leg else np.zeros(len(rv))
    return np.asarray(leg["tai_ns"]), rv, mass_kg


def write_oem(record: Record, folder: Path) -> list[Path]:
    """Write ``<flight>.oem`` for each flight that coasts in orbit.

    Raises
    ------
    DataError
        when no flight of the record does.
    """
    created = stamp_utc().rstrip("Z")
    texts = {name: oem_text(flight, created) for name, flight in record.items() if coast_arcs(flight)}
    if not texts:
        raise DataError(
            f"{record.where} holds no coast arc: nothing in it flew freely above 100 km for a minute",
            cure="fly further, or export csv",
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.oem").write_text(text, encoding="utf-8")
    return [folder / f"{name}.oem" for name in texts]


def oem_text(flight: RecordedFlight, created: str) -> str:
    """One flight as an OEM, key = value form."""
    ship = printable(flight.ship)
    header = (
        f"CCSDS_OEM_VERS = 2.0\nCOMMENT {ship}, flight {flight.name}: computed, not tracked\n"
        "COMMENT Free flight only, one segment per coast arc\n"
        f"CREATION_DATE = {created}\nORIGINATOR = kazbek {__version__}\n"
    )
    return header + "".join(_segment(arc, ship) for arc in coast_arcs(flight))


def _segment(arc: CoastArc, ship: str) -> str:
    C = earth.C_EME2000_GCRF
    rows_km = np.hstack((arc.rv_GCRF[:, :3] @ C.T, arc.rv_GCRF[:, 3:] @ C.T)) / 1000.0
    epochs = [ccsds_utc(ns) for ns in arc.tai_ns.tolist()]
    metadata = (
        f"\nMETA_START\nOBJECT_NAME = {ship}\nOBJECT_ID = UNKNOWN\nCENTER_NAME = EARTH\n"
        f"REF_FRAME = EME2000\nTIME_SYSTEM = UTC\nSTART_TIME = {epochs[0]}\nSTOP_TIME = {epochs[-1]}\n"
        "META_STOP\n\n"
    )
    return metadata + "".join(
        f"{epoch} {row[0]:.9f} {row[1]:.9f} {row[2]:.9f} {row[3]:.12f} {row[4]:.12f} {row[5]:.12f}\n"
        for epoch, row in zip(epochs, rows_km.tolist())
    )


def ccsds_utc(tai_ns: int) -> str:
    """UTC to the nanosecond, without Z (a nanosecond of a ship in orbit is 8 µm)."""
    whole = Epoch(tai_ns - tai_ns % 1000).utc.rstrip("Z")
    return f"{whole}{tai_ns % 1000:03d}"
