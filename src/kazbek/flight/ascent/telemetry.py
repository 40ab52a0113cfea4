"""The rows an ascent leaves behind, turned into the columns of the telemetry dictionary."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import EARTH_ROTATION_rad_s
from kazbek.base.epoch import Epoch
from kazbek.base.frames import cross, quaternions
from kazbek.base.leg import Column
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.flight.ascent.kernels.types import (
    DRAG_N,
    MACH,
    THROTTLE,
    THRUST_N,
    ALPHA_rad,
    B,
    DENSITY_kg_m3,
    LOAD_m_s2,
    MASS_kg,
    Q_Pa,
    R_m,
    T_s,
    V_m_s,
)
from kazbek.laws.geodesy import geodetic_rows
from kazbek.world.earth import rv_GCRF

_MEAN_RADIUS_m = 6_371_008.8  # of the Earth (IUGG), for distances over the ground


def itrf_of_rows(rows: Vector) -> Vector:
    """Positions and velocities (n, 6) over the rotating Earth."""
    r, u = _into_itrf(rows, R_m), rows[:, V_m_s : V_m_s + 3].copy()
    u[:, 0] += EARTH_ROTATION_rad_s * rows[:, R_m + 1]
    u[:, 1] -= EARTH_ROTATION_rad_s * rows[:, R_m]
    return np.hstack((r, _turned(rows[:, T_s], u)))


def state_of(row: Vector, tai_ns: int) -> State:
    """The state of one row (20,), as the telemetry has it."""
    rows, instant = row[None], np.array([tai_ns], dtype=np.int64)
    rv = rv_GCRF(instant, itrf_of_rows(rows))
    q = _attitude(rv, _axis_GCRF(rows, instant))[0]
    return State(Epoch(int(tai_ns)), rv[0, :3], rv[0, 3:], float(row[MASS_kg]), q_BODY_GCRF=q)


def telemetry_of(rows: Vector, tai_ns: NDArray[np.int64]) -> dict[str, Column]:
    """Columns of `kazbek.base.channels`: a row a second, and two an event (before and after)."""
    rv_ITRF = itrf_of_rows(rows)
    rv = rv_GCRF(tai_ns, rv_ITRF)
    columns: dict[str, Column] = {"tai_ns": tai_ns, "met_s": rows[:, T_s].copy()}
    for k, axis in enumerate("xyz"):
        columns[f"r_GCRF_{axis}_m"], columns[f"v_GCRF_{axis}_m_s"] = rv[:, k].copy(), rv[:, 3 + k].copy()
    attitude = _attitude(rv, _axis_GCRF(rows, tai_ns))
    columns |= {f"q_BODY_GCRF_{c}": attitude[:, k].copy() for k, c in enumerate("wxyz")}
    return (
        columns
        | _over_the_ground(rv_ITRF, _into_itrf(rows, B))
        | {
            "speed_GCRF_m_s": np.linalg.norm(rv[:, 3:], axis=1),
            "mass_kg": rows[:, MASS_kg].copy(),
            "alpha_rad": rows[:, ALPHA_rad].copy(),
            "mach": rows[:, MACH].copy(),
            "density_kg_m3": rows[:, DENSITY_kg_m3].copy(),
            "dynamic_pressure_Pa": rows[:, Q_Pa].copy(),
            "thrust_N": rows[:, THRUST_N].copy(),
            "throttle_frac": rows[:, THROTTLE].copy(),
            "drag_N": rows[:, DRAG_N].copy(),
            "load_m_s2": rows[:, LOAD_m_s2].copy(),
        }
    )


def _axis_GCRF(rows: Vector, tai_ns: NDArray[np.int64]) -> Vector:
    """The long axis (n, 3)."""
    axis_ITRF = _into_itrf(rows, B)
    return rv_GCRF(tai_ns, np.hstack((axis_ITRF, 0.0 * axis_ITRF)))[:, :3]


def heights_m(rows: Vector) -> Vector:
    """Heights (n,) above the WGS-84 ellipsoid."""
    where = np.empty((len(rows), 3))
    geodetic_rows(_into_itrf(rows, R_m), where)
    return where[:, 2]


def speeds_m_s(rows: Vector) -> Vector:
    """Speeds (n,) over the ground."""
    speeds: Vector = np.linalg.norm(itrf_of_rows(rows)[:, 3:], axis=1)
    return speeds


def _over_the_ground(rv_ITRF: Vector, axis_ITRF: Vector) -> dict[str, Column]:
    """Place, and motion and pitch against the local horizon."""
    where = np.empty((len(rv_ITRF), 3))
    geodetic_rows(np.ascontiguousarray(rv_ITRF[:, :3]), where)
    latitude, longitude = where[:, 0], where[:, 1]
    up = np.column_stack((np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)))
    east = np.column_stack((-np.sin(longitude), np.cos(longitude), np.zeros(len(up))))
    v = rv_ITRF[:, 3:]
    speed = np.linalg.norm(v, axis=1)
    climb = np.clip(np.sum(v * up, axis=1) / np.maximum(speed, 1e-9), -1.0, 1.0)
    return {
        "latitude_rad": latitude.copy(),
        "longitude_rad": longitude.copy(),
        "height_m": where[:, 2].copy(),
        "speed_ITRF_m_s": speed,
        "flight_path_angle_rad": np.arcsin(climb),
        "heading_rad": np.arctan2(np.sum(v * east, axis=1), np.sum(v * cross(up, east), axis=1)),
        "downrange_m": _over_ground_m(rv_ITRF[:, :3]),
        "pitch_rad": np.arcsin(np.clip(np.sum(axis_ITRF * up, axis=1), -1.0, 1.0)),
    }


def _attitude(rv: Vector, axis_GCRF: Vector) -> Vector:
    """Quaternions (n, 4) of BODY: x along the long axis, y to the right of the path, z to the crew's feet (down)."""
    right = cross(rv[:, 3:], rv[:, :3])
    x = axis_GCRF / np.linalg.norm(axis_GCRF, axis=1)[:, None]
    y = right - np.sum(right * x, axis=1)[:, None] * x
    y /= np.linalg.norm(y, axis=1)[:, None]
    return quaternions(x, cross(x, y))


def _over_ground_m(r_ITRF_m: Vector) -> Vector:
    """Great-circle distance (n,) from the first row."""
    unit = r_ITRF_m / np.linalg.norm(r_ITRF_m, axis=1)[:, None]
    chord = np.linalg.norm(unit - unit[0], axis=1)
    distance: Vector = 2.0 * _MEAN_RADIUS_m * np.arcsin(np.clip(chord / 2.0, 0.0, 1.0))
    return distance


def _into_itrf(rows: Vector, first: int) -> Vector:
    """Three columns of L, from `first` on, in ITRF (n, 3)."""
    return _turned(rows[:, T_s], rows[:, first : first + 3])


def _turned(t_s: Vector, vectors: Vector) -> Vector:
    turn = EARTH_ROTATION_rad_s * t_s
    c, s = np.cos(turn), np.sin(turn)
    x, y, z = vectors.T
    return np.column_stack((c * x + s * y, c * y - s * x, z))
