"""A path over the turning Earth as columns of telemetry."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_PAD_ITRF
from kazbek.base.leg import Column
from kazbek.base.state import State
from kazbek.base.types import Matrix, Vector
from kazbek.world.earth import gcrf_from_itrf, rv_GCRF
from kazbek.world.geodesy import geodetic_from_itrf


def instants(epoch: Epoch, t_s: Vector) -> NDArray[np.int64]:
    """TAI nanoseconds (n,) of seconds (n,) counted from `epoch`."""
    tai_ns: NDArray[np.int64] = epoch.tai_ns + np.round(t_s * 1e9).astype(np.int64)
    return tai_ns


def state_from_itrf(epoch: Epoch, rv_ITRF: Vector, mass_kg: float) -> State:
    """A State from position and velocity over the ground (6,)."""
    r, v = gcrf_from_itrf(epoch, rv_ITRF[:3], rv_ITRF[3:6])
    return State(epoch, r, v, mass_kg)


def ground_columns(tai_ns: NDArray[np.int64], rv_ITRF: Matrix) -> dict[str, Column]:
    """Position, velocity, place, speeds and angles of rows (n, 6) at instants (n,)."""
    inertial = rv_GCRF(tai_ns, rv_ITRF)
    latitude, longitude, height = geodetic_from_itrf(rv_ITRF[:, :3]).T
    east, north, up = np.einsum("nij,nj->ni", C_PAD_ITRF(latitude, longitude), rv_ITRF[:, 3:]).T
    columns: dict[str, Column] = {"tai_ns": np.array(tai_ns)}
    for k, axis in enumerate("xyz"):
        columns[f"r_GCRF_{axis}_m"], columns[f"v_GCRF_{axis}_m_s"] = inertial[:, k].copy(), inertial[:, 3 + k].copy()
    columns |= {
        "latitude_rad": latitude.copy(),
        "longitude_rad": longitude.copy(),
        "height_m": height.copy(),
        "speed_GCRF_m_s": np.linalg.norm(inertial[:, 3:], axis=1),
        "speed_ITRF_m_s": np.linalg.norm(rv_ITRF[:, 3:], axis=1),
        "flight_path_angle_rad": np.arctan2(up, np.hypot(east, north)),
        "heading_rad": np.arctan2(east, north) % (2.0 * np.pi),
    }
    return columns
