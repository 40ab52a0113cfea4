"""A launch pad as data: where it is, and the plane in which its launchers may leave."""

from __future__ import annotations

import math

from pydantic import model_validator

from kazbek.base.data import Datum, Frozen, load
from kazbek.catalogue.clock import Clock, clocks_at
from kazbek.catalogue.drawn import DrawnFile
from kazbek.catalogue.usual import Usual


class LaunchPlane(Frozen):
    """The directions in which launchers may leave, and the plane into which the ascent leads, fixed to the ground.

    Attributes
    ----------
    node_west_of_pad_deg : from the pad west to the ascending node of the inserted orbit, both as they lie at lift-off
        (the node osculating at separation, in the ITRF axes of the instant of lift-off); a launcher's own goes first
    azimuth_from_deg, azimuth_to_deg : clockwise from north, over the ground; every direction without them
    """

    node_west_of_pad_deg: Datum | None = None
    azimuth_from_deg: Datum | None = None
    azimuth_to_deg: Datum | None = None

    @model_validator(mode="after")
    def _both_ends(self) -> LaunchPlane:
        if (self.azimuth_from_deg is None) != (self.azimuth_to_deg is None):
            raise ValueError("azimuth_from_deg and azimuth_to_deg belong together")
        return self

    def allows(self, azimuth_deg: float) -> bool:
        """Whether a launcher may leave towards an azimuth from 0 to 360."""
        if self.azimuth_from_deg is None or self.azimuth_to_deg is None:
            return True
        low, high = self.azimuth_from_deg.v % 360.0, self.azimuth_to_deg.v % 360.0
        return low <= azimuth_deg <= high if low <= high else azimuth_deg >= low or azimuth_deg <= high

    @property
    def words(self) -> str:
        """The directions it allows."""
        if self.azimuth_from_deg is None or self.azimuth_to_deg is None:
            return "0° to 360°"
        return f"{self.azimuth_from_deg.v:g}° to {self.azimuth_to_deg.v:g}°"


class Site(DrawnFile):
    """A pad, read from ``data/sites`` or from a user's own file. Heights are above the WGS-84 ellipsoid.

    Without a node in its corridor the ascent takes the plane that needs no yaw. `usual` is what leaves from it and
    where to, `wind` a file of the wind over it, `climate` one of `data/climates`.
    """

    latitude_deg: Datum
    longitude_deg: Datum
    height_m: Datum
    utc_offset_h: Datum
    corridor: LaunchPlane | None = None
    usual: Usual | None = None
    wind: str = ""
    climate: str = ""
    clock_name: str = ""
    clock: tuple[Clock, ...] = ()

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """Mission control's clock, or whose else counts here, then its own."""
        return clocks_at(self.clock, self.clock_name, self.utc_offset_h)

    @model_validator(mode="after")
    def _on_earth(self) -> Site:
        if not (abs(self.latitude_deg.v) <= 90.0 and abs(self.longitude_deg.v) <= 180.0):
            raise ValueError(
                f"latitude {self.latitude_deg.v}°, longitude {self.longitude_deg.v}°: allowed −90 to 90 and −180 to 180"
            )
        return self

    @classmethod
    def named(cls, name: str) -> Site:
        """A bundled pad, or one from a TOML path."""
        return load("sites", name, cls)

    @property
    def latitude_rad(self) -> float:
        """Geodetic."""
        return math.radians(self.latitude_deg.v)

    @property
    def longitude_rad(self) -> float:
        """East positive."""
        return math.radians(self.longitude_deg.v)
