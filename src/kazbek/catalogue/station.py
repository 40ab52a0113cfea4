"""A station as built: its mass, its attitude against the local axes, its docking ports."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, model_validator

from kazbek.base.bounds import Direction, Place_m
from kazbek.base.data import Datum, Frozen, load
from kazbek.base.errors import unknown
from kazbek.base.frames import cross
from kazbek.base.types import Matrix, Vector
from kazbek.catalogue.drawn import DrawnFile
from kazbek.catalogue.mating import check_kind


class StationMass(Frozen):
    """Mass and drag figures, used where a station file gives none."""

    total_kg: Datum
    drag_area_m2: Datum
    drag_cd: Datum


class StationPoint(Frozen):
    """A point in STN."""

    x_m: Datum
    y_m: Datum
    z_m: Datum

    @property
    def r_STN_m(self) -> Vector:
        """(3,) the point."""
        return np.array((self.x_m.v, self.y_m.v, self.z_m.v))


class Attitude(Frozen):
    """Turn of STN against the local axes (x forward, z down): yaw, then pitch, then roll."""

    yaw_deg: Datum
    pitch_deg: Datum
    roll_deg: Datum


class Sway(Frozen):
    """How far the attitude drifts to each side of the flown one, and how fast."""

    deadband_deg: Datum
    rate_deg_s: Datum


class HullRod(Frozen):
    """A part of the station's outline, in STN: a rod with round ends."""

    name: str
    from_m: Place_m
    to_m: Place_m
    radius_m: Datum


class Port(StationPoint):
    """A docking port: PORT has x out of the station along `out_STN` and z away from `up_STN`."""

    title: str = ""
    kind: Annotated[str, AfterValidator(check_kind)]
    available: dt.date | None = None
    taken_from: dt.date | None = None
    out_STN: Direction
    up_STN: Direction

    @model_validator(mode="after")
    def _square(self) -> Port:
        out, up = np.array(self.out_STN), np.array(self.up_STN)
        if abs(np.linalg.norm(out) - 1.0) > 1e-9 or abs(np.linalg.norm(up) - 1.0) > 1e-9 or abs(out @ up) > 1e-9:
            raise ValueError("out_STN and up_STN must be unit vectors at right angles")
        return self

    @property
    def C_PORT_STN(self) -> Matrix:
        """(3, 3) rotation from STN into PORT."""
        x, z = np.array(self.out_STN), -np.array(self.up_STN)
        return np.array((x, cross(z, x), z))

    def open_on(self, date: dt.date) -> bool:
        """Whether the port exists and nothing permanent is on it."""
        return (self.available is None or self.available <= date) and (
            self.taken_from is None or date < self.taken_from
        )


class Station(DrawnFile):
    """One station, read from ``data/stations`` or from a user's own file.

    Attributes
    ----------
    usual_port : the port of a ship whose own nobody names; without it, the first that is listed
    departure_port : the port a ship leaves where nobody names it; without it, the usual one
    known_as : its numbers in catalogues, as station files have them
    """

    known_as: tuple[str, ...] = ()
    usual_port: str = ""
    departure_port: str = ""
    mass: StationMass
    centre_of_mass_STN: StationPoint
    attitude: Attitude
    sway: Sway
    hull: tuple[HullRod, ...]
    ports: dict[str, Port]

    @classmethod
    def named(cls, name: str) -> Station:
        """The bundled station of that name, or the one in a ``.toml`` file."""
        return load("stations", name, cls)

    def port(self, name: str) -> Port:
        """The port of that name; an unknown one is a DataError with the nearest."""
        if name not in self.ports:
            raise unknown("port", name, self.ports, where=f"station {self.name}")
        return self.ports[name]

    def some_port(self, name: str | None) -> str:
        """The port asked for, else the usual one; an unknown one is a DataError with the nearest."""
        chosen = name or self.usual_port or next(iter(self.ports))
        self.port(chosen)
        return chosen

    @property
    def C_STN_RTN(self) -> Matrix:
        """(3, 3) rotation from the RTN axes of the station's orbit into STN."""
        local_from_RTN = np.array(((0.0, 1.0, 0.0), (0.0, 0.0, -1.0), (-1.0, 0.0, 0.0)))
        y, p, r = (math.radians(a.v) for a in (self.attitude.yaw_deg, self.attitude.pitch_deg, self.attitude.roll_deg))
        yaw = np.array(((math.cos(y), math.sin(y), 0), (-math.sin(y), math.cos(y), 0), (0, 0, 1)))
        pitch = np.array(((math.cos(p), 0, -math.sin(p)), (0, 1, 0), (math.sin(p), 0, math.cos(p))))
        roll = np.array(((1, 0, 0), (0, math.cos(r), math.sin(r)), (0, -math.sin(r), math.cos(r))))
        turned: Matrix = roll @ pitch @ yaw @ local_from_RTN
        return turned

    def r_RTN_m(self, port: str) -> Vector:
        """(3,) the port's position from the centre of mass, in RTN."""
        arm: Vector = self.C_STN_RTN.T @ (self.port(port).r_STN_m - self.centre_of_mass_STN.r_STN_m)
        return arm

    def C_PORT_RTN(self, port: str) -> Matrix:
        """(3, 3) rotation from RTN into PORT."""
        turned: Matrix = self.port(port).C_PORT_STN @ self.C_STN_RTN
        return turned
