"""The station with the ships that stand at it, in forward, left, up of its path about its centre of mass."""

from __future__ import annotations

import functools

import numpy as np

from kazbek.catalogue.station import Station
from kazbek.gallery.framing import ORIGIN, Floats
from kazbek.pictures.camera.viewfinder import Setting
from kazbek.pictures.models.mesh import Model, moved, placed
from kazbek.pictures.models.station import at_berth, docked_soyuz, soyuz_berths, station

_RTN_TO_TNR = np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))


@functools.cache
def _iss() -> Station:
    return Station.named("iss")


def C_TNR_STN() -> Floats:
    """(3, 3) the station's flown attitude."""
    turn: Floats = _RTN_TO_TNR @ _iss().C_STN_RTN.T
    return turn


def port(name: str) -> tuple[Floats, Floats]:
    """(3,) a port's place and (3,) the unit direction out of it."""
    return _RTN_TO_TNR @ _iss().r_RTN_m(name), _RTN_TO_TNR @ _iss().C_PORT_RTN(name)[0]


@functools.cache
def neighbours(free_port: str, day: str) -> Model:
    """The Soyuz that stood at ports other than `free_port` on a day such as "2021-10-05"."""
    built: Model = ()
    for name in soyuz_berths(day):
        if name != free_port:
            berth = _iss().port(name)
            built += docked_soyuz(tuple(berth.r_STN_m), berth.out_STN, berth.up_STN)
    return _in_attitude(built)


@functools.cache
def complex_of(free_port: str, day: str) -> Model:
    """The station of a day in its flown attitude, with all who were docked, but nobody at `free_port`."""
    visitors = tuple(berth.visitor for berth in at_berth(day) if berth.port != free_port)
    return _in_attitude(station(day, visitors=visitors)) + neighbours(free_port, day)


@functools.cache
def setting_of(free_port: str, day: str) -> Setting:
    """The same complex, light enough to be looked at from many places."""
    return Setting.of(complex_of(free_port, day))


def _in_attitude(built: Model) -> Model:
    return placed(moved(built, *(-_iss().centre_of_mass_STN.r_STN_m)), C_TNR_STN(), ORIGIN)
