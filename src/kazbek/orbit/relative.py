"""Where a ship is as seen from the station, and an orbit as columns of telemetry."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kazbek.base.frames import cross
from kazbek.base.leg import Column
from kazbek.base.state import State
from kazbek.base.types import Matrix
from kazbek.orbit.arc import Arc, Track, rv_at
from kazbek.world.earth import rv_ITRF
from kazbek.world.geodesy import geodetic_from_itrf


def rtn_about(ship_rv_GCRF: Matrix, station_rv_GCRF: Matrix) -> tuple[Matrix, Matrix]:
    """Position and velocity (n, 3) of a ship in the rotating RTN of a station, from GCRF rows (n, 6).

    The frame turns with ``r × v / r²``, the rate of the radius vector.
    """
    r, v = station_rv_GCRF[:, :3], station_rv_GCRF[:, 3:6]
    h = cross(r, v)
    R = r / np.linalg.norm(r, axis=1, keepdims=True)
    N = h / np.linalg.norm(h, axis=1, keepdims=True)
    C = np.stack((R, cross(N, R), N), axis=1)  # (n, 3, 3) C_RTN_GCRF
    dr, dv = ship_rv_GCRF[:, :3] - r, ship_rv_GCRF[:, 3:6] - v
    turning = cross(h / np.sum(r * r, axis=1, keepdims=True), dr)
    return np.einsum("nij,nj->ni", C, dr), np.einsum("nij,nj->ni", C, dv - turning)


def range_m(state: State, track: Track) -> float:
    """Distance between a ship and the station."""
    return float(np.linalg.norm(state.r_GCRF_m - rv_at(track, state.epoch)[:3]))


def orbit_columns(arcs: Sequence[Arc], track: Track, row_s: float) -> dict[str, Column]:
    """Telemetry of arcs that meet: rows at most `row_s` apart, and at every joint.

    Between rows `row_s` = 20 s apart a cubic through position and velocity is good to 0.1 m in low orbit.
    """
    tai_ns = np.unique(np.concatenate([_instants(arc, row_s) for arc in arcs]))
    rows = np.empty((len(tai_ns), 7))
    for arc in arcs:
        inside = (tai_ns >= arc.start.epoch.tai_ns) & (tai_ns <= arc.end.epoch.tai_ns)
        rows[inside] = arc.rows(tai_ns[inside])
    station = track.rv(tai_ns)
    r_RTN_m, v_RTN_m_s = rtn_about(rows, station)
    distance_m = np.linalg.norm(r_RTN_m, axis=1)
    ground = geodetic_from_itrf(rv_ITRF(tai_ns, rows[:, :6])[:, :3])
    first = arcs[0].start
    columns: dict[str, Column] = {"tai_ns": tai_ns}
    for k, axis in enumerate("xyz"):
        columns[f"r_GCRF_{axis}_m"], columns[f"v_GCRF_{axis}_m_s"] = rows[:, k].copy(), rows[:, 3 + k].copy()
    for k, axis in enumerate("RTN"):
        columns[f"r_RTN_{axis}_m"], columns[f"v_RTN_{axis}_m_s"] = r_RTN_m[:, k].copy(), v_RTN_m_s[:, k].copy()
    return columns | {
        "range_m": distance_m,
        "range_rate_m_s": np.sum(r_RTN_m * v_RTN_m_s, axis=1) / distance_m,
        "mass_kg": rows[:, 6].copy(),
        "propellant_kg": first.propellant_kg - (first.mass_kg - rows[:, 6]),
        "latitude_rad": ground[:, 0].copy(),
        "longitude_rad": ground[:, 1].copy(),
        "height_m": ground[:, 2].copy(),
    }


def _instants(arc: Arc, row_s: float) -> NDArray[np.int64]:
    first_ns, last_ns = arc.start.epoch.tai_ns, arc.end.epoch.tai_ns
    n = max(1, math.ceil((last_ns - first_ns) / 1e9 / row_s))
    return first_ns + np.round(np.arange(n + 1) * ((last_ns - first_ns) / n)).astype(np.int64)
