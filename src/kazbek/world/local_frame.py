"""East, north and up about a point: where a capsule drifts under its canopy."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_PAD_ITRF
from kazbek.base.leg import Column
from kazbek.base.types import Rows, Vector
from kazbek.laws.zonal import weight
from kazbek.world.geodesy import geodetic_from_itrf, itrf_from_geodetic
from kazbek.world.ground_track import ground_columns, instants


@dataclass(frozen=True)
class Local:
    """East, north, up about a point of the ground track: places from displacements and back.

    Attributes
    ----------
    latitude_rad, longitude_rad, height_m : of the point
    """

    latitude_rad: float
    longitude_rad: float
    height_m: float
    C_ENU_ITRF: Rows = field(repr=False)

    @classmethod
    def at(cls, r_ITRF_m: Vector) -> Local:
        """About a position."""
        latitude, longitude, height = geodetic_from_itrf(r_ITRF_m)
        return cls(float(latitude), float(longitude), float(height), C_PAD_ITRF(float(latitude), float(longitude)))

    def gravity_m_s2(self) -> float:
        """Weight of a kilogram standing there."""
        x, y, z = itrf_from_geodetic(self.latitude_rad, self.longitude_rad, 0.5 * self.height_m)
        return -float(self.C_ENU_ITRF[2] @ np.array(weight(x, y, z, 0.0, 0.0, 0.0)))

    def rv_ITRF(self, rows: Rows) -> Rows:
        """Rows (n, 6) of east, north, height and their rates as positions and velocities over the ground."""
        r0 = itrf_from_geodetic(self.latitude_rad, self.longitude_rad, self.height_m)
        moved = r0 + rows[:, :2] @ self.C_ENU_ITRF[:2]
        latitude, longitude, _ = geodetic_from_itrf(moved).T  # by the tangent plane: a metre at 8 km
        r = itrf_from_geodetic(latitude, longitude, rows[:, 2])
        v = np.einsum("nji,nj->ni", C_PAD_ITRF(latitude, longitude), rows[:, 3:6])
        return np.concatenate((r, v), axis=1)


def canopy_columns(epoch: Epoch, local: Local, rows: Rows) -> dict[str, Column]:
    """Telemetry of the rows of :func:`kazbek.flight.descent.kernels.canopy.descend`."""
    columns = ground_columns(instants(epoch, rows[:, 0]), local.rv_ITRF(rows[:, 1:7]))
    return columns | {"load_m_s2": rows[:, 7].copy(), "canopy_area_m2": rows[:, 8].copy(), "mass_kg": rows[:, 9].copy()}
