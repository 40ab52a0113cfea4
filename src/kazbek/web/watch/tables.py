"""The tables that a page interpolates: a leg's telemetry with the station beside it, and how the sky turns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.frames import quaternion_from_C
from kazbek.base.types import Array, Nanoseconds
from kazbek.pictures.air.night import towns_of
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record
from kazbek.web.watch.station_path import SHIP, known_path, station_of_leg, track_of
from kazbek.world.earth import C_ITRF_GCRF
from kazbek.world.sun_moon import moon_GCRF_m, sun_GCRF_m

_SKY_STEP_s = 600.0  # the Earth turns evenly: a rotation between two rows is within a millimetre at the ground
_STATION = tuple(f"station_{name}" for name in SHIP)
Columns = Mapping[str, NDArray[Any]]


def leg_table(leg: RecordedLeg, origin_ns: int) -> Columns:
    """A leg's columns over page time `t_s`; instants that stand twice keep the later row."""
    onward = np.append(np.diff(leg["tai_ns"]) > 0, True)
    columns = {"t_s": _seconds(leg["tai_ns"][onward], origin_ns)}
    columns |= {name: column[onward] for name, column in leg.items() if name not in ("tai_ns", "met_s")}
    station = station_of_leg(leg)
    if station is not None:
        columns |= dict(zip(_STATION, station[onward].T))
    return columns


def station_table(record: Record, span_ns: tuple[int, int], origin_ns: int) -> Columns:
    """The station from the station files over a span of TAI, for times that no leg tells it."""
    track = track_of(record)
    tai_ns, rv = known_path(track, *span_ns) if track is not None else (np.empty(0, np.int64), np.empty((0, 6)))
    return {"t_s": _seconds(tai_ns, origin_ns), **dict(zip(_STATION, rv.T))}


def sky_table(span_ns: tuple[int, int], origin_ns: int) -> Columns:
    """Turn of the Earth (quaternion from ITRF into GCRF, scalar first), directions and distances of Sun and Moon."""
    step_ns = round(_SKY_STEP_s * 1e9)
    tai_ns = np.arange(span_ns[0], span_ns[1] + step_ns, step_ns, dtype=np.int64)
    epochs = [Epoch(int(t)) for t in tai_ns]
    turns = _together(np.array([quaternion_from_C(C_ITRF_GCRF(epoch)) for epoch in epochs]))
    columns = {"t_s": _seconds(tai_ns, origin_ns)}
    columns |= {f"q_ITRF_GCRF_{part}": turns[:, k] for k, part in enumerate("wxyz")}
    for name, place in (("sun", sun_GCRF_m), ("moon", moon_GCRF_m)):
        towards = np.array([place(epoch) for epoch in epochs])
        distance_m = np.linalg.norm(towards, axis=1)
        towards /= distance_m[:, None]
        columns |= {f"{name}_distance_m": distance_m}
        columns |= {f"{name}_GCRF_{axis}": towards[:, k] for k, axis in enumerate("xyz")}
    return columns


def stars_table() -> Columns:
    """Unit directions in GCRF, magnitude and colour index of the stars brighter than magnitude 6."""
    with bundled("textures", "stars.npy").open("rb") as file:
        ra_deg, dec_deg, magnitude, b_v = np.load(file).astype(float).T
    ra, dec = np.radians(ra_deg), np.radians(dec_deg)
    towards = (np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec))
    return {**dict(zip(("x", "y", "z"), towards)), "magnitude": magnitude, "colour_index": b_v}


def towns_table() -> Columns:
    """Towns that shine at night: place to 0.01°, and the radius of what is built, rounded for small files."""
    with bundled("textures", "cities.npy").open("rb") as file:
        places = np.load(file).astype(float)
    x, y, z, radius_km = towns_of(places).towns.T
    latitude_deg, longitude_deg = np.degrees(np.arcsin(z)), np.degrees(np.arctan2(y, x))
    return {
        "latitude_deg": latitude_deg.round(2),
        "longitude_deg": longitude_deg.round(2),
        "radius_km": radius_km.round(1),
    }


def _together(turns: Array) -> Array:
    """Quaternions with their signs chosen so that neighbours lie on one side."""
    flips = np.where(np.einsum("ij,ij->i", turns[1:], turns[:-1]) < 0.0, -1.0, 1.0)
    return turns * np.concatenate(((1.0,), np.cumprod(flips)))[:, None]


def _seconds(tai_ns: Nanoseconds, origin_ns: int) -> Array:
    return (tai_ns - origin_ns) / 1e9
