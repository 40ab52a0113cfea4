"""Columns of the legs beside a station, from the rows that the kernels wrote."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.frames import quaternions
from kazbek.base.leg import Column
from kazbek.base.types import Rows
from kazbek.flight.docking.beside import Beside
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels.near import tips
from kazbek.flight.docking.kernels.step import station_rows
from kazbek.orbit.relative import rtn_about
from kazbek.world.earth import rv_ITRF
from kazbek.world.geodesy import geodetic_from_itrf


def tai_ns(start: Epoch, t_s: Rows) -> NDArray[np.int64]:
    """(n,) instants of the kernels' times."""
    instants: NDArray[np.int64] = start.tai_ns + np.round(t_s * 1e9).astype(np.int64)
    return instants


def columns_of(beside: Beside, rows: Rows, spent_m_s: Rows) -> dict[str, Column]:
    """Telemetry of (n, ROW) rows; `spent_m_s` (n,) is the velocity change since separation."""
    station = np.empty((len(rows), 6))
    station_rows(beside.craft.nodes, np.ascontiguousarray(rows[:, col.ROW_T]), station)
    ship = station + rows[:, col.ROW_Y : col.ROW_Y + 6]
    r_RTN, v_RTN = rtn_about(ship, station)
    distance = np.linalg.norm(r_RTN, axis=1)
    instants = tai_ns(beside.craft.start, rows[:, col.ROW_T])
    ground = geodetic_from_itrf(rv_ITRF(instants, ship)[:, :3])
    columns: dict[str, Column] = {
        "tai_ns": instants,
        "latitude_rad": ground[:, 0].copy(),
        "longitude_rad": ground[:, 1].copy(),
        "height_m": ground[:, 2].copy(),
        "mass_kg": rows[:, col.ROW_Y + col.MASS].copy(),
        "propellant_kg": rows[:, col.ROW_Y + col.PROPELLANT] + beside.craft.ship.mass.reserve_home_kg.v,
        "range_m": distance,
        "range_rate_m_s": np.sum(r_RTN * v_RTN, axis=1) / distance,
        "delta_v_m_s": spent_m_s,
    }
    _vectors(columns, "r_GCRF_@_m", "xyz", ship[:, :3])
    _vectors(columns, "v_GCRF_@_m_s", "xyz", ship[:, 3:])
    _vectors(columns, "r_RTN_@_m", "RTN", r_RTN)
    _vectors(columns, "v_RTN_@_m_s", "RTN", v_RTN)
    tip = np.empty((len(rows), 6))
    tips(beside.world, beside.ship.body, rows, tip)
    _vectors(columns, "r_PORT_@_m", "xyz", tip[:, :3])
    _vectors(columns, "v_PORT_@_m_s", "xyz", tip[:, 3:])
    q = quaternions(rows[:, col.ROW_NOSE : col.ROW_NOSE + 3], rows[:, col.ROW_DOWN : col.ROW_DOWN + 3])
    _vectors(columns, "q_BODY_GCRF_@", "wxyz", q)
    return columns


def near_columns(rows: Rows) -> dict[str, Column]:
    """What only legs in six degrees of freedom have: rates, handles, the station's sway, age of Kurs, impulse."""
    columns: dict[str, Column] = {
        "kurs_age_s": rows[:, col.ROW_AGE].copy(),
        "jets_impulse_N_s": rows[:, col.ROW_IMPULSE].copy(),
    }
    _vectors(columns, "w_BODY_@_rad_s", "xyz", rows[:, col.ROW_W : col.ROW_W + 3])
    _vectors(columns, "station_turn_@_rad", "RTN", rows[:, col.ROW_SWAY : col.ROW_SWAY + 3])
    _vectors(columns, "hand_push_@_frac", "xyz", rows[:, col.ROW_HANDLES : col.ROW_HANDLES + 3])
    _vectors(columns, "hand_turn_@_frac", "xyz", rows[:, col.ROW_HANDLES + 3 : col.ROW_HANDLES + 6])
    return columns


def _vectors(columns: dict[str, Column], stem: str, axes: str, values: Rows) -> None:
    for i, axis in enumerate(axes):
        columns[stem.replace("@", axis)] = values[:, i].copy()
