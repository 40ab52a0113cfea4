"""The station as a record has it: from the ship and what lies between them, else from the station files.

The record keeps the ship in GCRF and in the station's RTN. With ρ, ρ′ the latter and C the axes of the station's own
orbit, r = r_ship − Cᵀρ and v = v_ship − Cᵀ(ρ′ + w × ρ), w = (0, 0, |r × v| / r²). C belongs to the r and v that are
looked for: the axes of the ship's orbit are put in first, and each round brings the answer nearer by the share of the
distance in the radius of the orbit. Farther off than the rounds can bring it the answer is NaN, and the station files
are asked.
"""

from __future__ import annotations

import numpy as np

from kazbek.base.errors import KazbekError
from kazbek.base.frames import cross
from kazbek.base.types import Array, Nanoseconds
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record
from kazbek.track.station import StationTrack

RTN = tuple(f"{kind}_RTN_{axis}_{unit}" for kind, unit in (("r", "m"), ("v", "m_s")) for axis in "RTN")
SHIP = tuple(f"{kind}_GCRF_{axis}_{unit}" for kind, unit in (("r", "m"), ("v", "m_s")) for axis in "xyz")
_ENOUGH_m, _SETTLED_m = 1e-5, 1e-2
_WEIGHED = np.repeat((1.0, 1e3), 3)  # a mm/s counts as a metre
_ROUNDS = 60
STEP_s = 30.0  # of the table from the station files: a cubic between its rows is 2.5 cm off


def station_of_leg(leg: RecordedLeg) -> Array | None:
    """(n, 6) position and velocity of the station in GCRF at the leg's rows; None where the leg does not know it."""
    if any(name not in leg for name in (*RTN, *SHIP)):
        return None
    ship = np.column_stack([leg[name] for name in SHIP])
    return station_beside(ship, np.column_stack([leg[name] for name in RTN]))


def station_beside(ship: Array, relative: Array) -> Array:
    """(n, 6) the station beside a ship (n, 6) that has `relative` (n, 6) in its rotating RTN; NaN where far off."""
    station, rho = ship.copy(), relative[:, :3]
    for _ in range(_ROUNDS):
        r, v = station[:, :3], station[:, 3:]
        momentum = cross(r, v)
        R, N = _unit(r), _unit(momentum)
        axes = np.stack((R, cross(N, R), N), axis=1)  # rows: RTN along GCRF
        w = np.zeros_like(rho)
        w[:, 2] = np.linalg.norm(momentum, axis=1) / np.einsum("ij,ij->i", r, r)
        away = np.concatenate(
            (np.einsum("nij,ni->nj", axes, rho), np.einsum("nij,ni->nj", axes, relative[:, 3:] + cross(w, rho))), axis=1
        )
        fresh = ship - away
        moved_m, station = np.abs((fresh - station) * _WEIGHED).max(axis=1), fresh
        if (moved_m < _ENOUGH_m).all():
            break
    station[moved_m > _SETTLED_m] = np.nan
    return station


def track_of(record: Record) -> StationTrack | None:
    """The station's path as the mission knew it; None where its files are gone."""
    try:
        built = record.decisions["station"]
        return StationTrack.from_files(built["track"], record.folder)
    except (KazbekError, KeyError, OSError):
        return None


def known_path(track: StationTrack, first_ns: int, last_ns: int) -> tuple[Nanoseconds, Array]:
    """Instants and states (n, 6) from the station files, as far as they reach."""
    step_ns = round(STEP_s * 1e9)
    tai_ns = np.arange(first_ns, last_ns + step_ns, step_ns, dtype=np.int64)
    try:
        return tai_ns, track.rv(tai_ns)
    except KazbekError:
        return tai_ns[:0], np.empty((0, 6))


def _unit(rows: Array) -> Array:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
