"""A landing zone: where capsules are meant to come down."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from pydantic import model_validator

from kazbek.base.data import Datum, Frozen, load
from kazbek.base.types import Vector
from kazbek.catalogue.clock import Clock, clocks_at
from kazbek.catalogue.drawn import DrawnFile
from kazbek.catalogue.usual import Usual
from kazbek.world.geodesy import itrf_from_geodetic


class Aim(Frozen):
    """The point aimed at, on the WGS-84 ellipsoid, the ground there, and the circle called a hit."""

    latitude_deg: Datum
    longitude_deg: Datum
    terrain_height_m: Datum
    radius_m: Datum

    @model_validator(mode="after")
    def _on_earth(self) -> Aim:
        if abs(self.latitude_deg.v) > 90.0 or abs(self.longitude_deg.v) > 180.0:
            raise ValueError("latitude within ±90° and longitude within ±180° wanted")
        if not -500.0 <= self.terrain_height_m.v <= 5000.0:
            raise ValueError("terrain between -500 and 5000 m wanted")
        return self


class Zone(DrawnFile):
    """One zone, read from ``data/zones`` or from a user's own file.

    `usual` is who lands there and where from, `wind` a file of the wind over it, `climate` one of `data/climates`.
    """

    aim: Aim
    usual: Usual | None = None
    wind: str = ""
    climate: str = ""
    clock_name: str = ""
    clock: tuple[Clock, ...] = ()
    utc_offset_h: Datum | None = None

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Mission control's clock, or whose else counts here, then its own."""
        return clocks_at(self.clock, self.clock_name, self.utc_offset_h)

    @classmethod
    def named(cls, name: str, *, base: Path | None = None) -> Zone:
        """The bundled zone of that name, or the one in a ``.toml`` file."""
        return load("zones", name, cls, base=base)

    @property
    def latitude_rad(self) -> float:
        """Geodetic latitude of the aim."""
        return math.radians(self.aim.latitude_deg.v)

    @property
    def longitude_rad(self) -> float:
        """Longitude of the aim, east positive."""
        return math.radians(self.aim.longitude_deg.v)

    @property
    def aim_ITRF_m(self) -> Vector:
        """(3,) the aim on the ground."""
        return np.array(itrf_from_geodetic(self.latitude_rad, self.longitude_rad, self.aim.terrain_height_m.v)).ravel()
