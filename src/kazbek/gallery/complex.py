"""The station with the ships that stand at it, in forward, left, up of its path about its centre of mass."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import numpy as np

from kazbek.base.types import Floats
from kazbek.catalogue.berths import berths_of
from kazbek.catalogue.station import Station
from kazbek.gallery.framing import ORIGIN
from kazbek.pictures.camera.viewfinder import Setting
from kazbek.pictures.models.built import SHIP, STATION, docked_ship, whole_station
from kazbek.pictures.models.mesh import Model, moved, placed
from kazbek.pictures.models.plain.station import plain_station

_RTN_TO_TNR = np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))
_Berth = tuple[str, str]  # the port that is left free, and the day, such as "2021-10-05"


@dataclass(frozen=True, eq=False)
class Complex:
    """A station as it is built, and who stood where on the day of a picture.

    Attributes
    ----------
    built : its data: attitude, ports, the model it is drawn as
    """

    built: Station
    _drawn: dict[_Berth, Model] = field(default_factory=dict, repr=False)
    _settings: dict[_Berth, Setting] = field(default_factory=dict, repr=False)

    @property
    def C_TNR_STN(self) -> Floats:
        """(3, 3) the station's flown attitude."""
        turn: Floats = _RTN_TO_TNR @ self.built.C_STN_RTN.T
        return turn

    def port(self, name: str) -> tuple[Floats, Floats]:
        """(3,) a port's place and (3,) the unit direction out of it."""
        return _RTN_TO_TNR @ self.built.r_RTN_m(name), _RTN_TO_TNR @ self.built.C_PORT_RTN(name)[0]

    def neighbours(self, free_port: str, day: str) -> Model:
        """The ships of the kind that flies that stood at other ports on the day."""
        built: Model = ()
        for stay in berths_of(self.built.name).at(day):
            if stay.model == SHIP and stay.port != free_port:
                berth = self.built.port(stay.port)
                built += docked_ship(tuple(berth.r_STN_m), berth.out_STN, berth.up_STN)
        return self._in_attitude(built)

    def whole(self, free_port: str, day: str) -> Model:
        """The station of the day in its flown attitude, with every ship that was docked, and none at `free_port`."""
        berth = (free_port, day)
        if berth not in self._drawn:
            self._drawn[berth] = self._in_attitude(self._body(*berth)) + self.neighbours(*berth)
        return self._drawn[berth]

    def setting(self, free_port: str, day: str) -> Setting:
        """The same complex, light enough to be looked at from many places."""
        berth = (free_port, day)
        if berth not in self._settings:
            self._settings[berth] = Setting.of(self.whole(*berth))
        return self._settings[berth]

    def _body(self, free_port: str, day: str) -> Model:
        if self.built.model != STATION:
            return plain_station(self.built)
        stays = berths_of(self.built.name).at(day)
        return whole_station(day, visitors=tuple(stay.model for stay in stays if stay.port != free_port))

    def _in_attitude(self, built: Model) -> Model:
        return placed(moved(built, *(-self.built.centre_of_mass_STN.r_STN_m)), self.C_TNR_STN, ORIGIN)


def complex_of(built: Station) -> Complex:
    """The same object for the same data, so that each picture of a station uses what the one before built."""
    return _complex(built.model_dump_json())


@functools.lru_cache(maxsize=4)
def _complex(data: str) -> Complex:
    return Complex(Station.model_validate_json(data))
