"""The station with the ships that stand at it, in forward, left, up of its path about its centre of mass."""

from __future__ import annotations

import functools

import numpy as np

from kazbek.craft.station import Station
from kazbek.views.gallery.framing import ORIGIN, Floats
from kazbek.views.scene.mesh import Model, moved, placed
from kazbek.views.scene.sight import Setting
from kazbek.views.scene.station import VISITORS, docked_soyuz, station

BERTHS = ("rassvet-nadir", "nauka-nadir")  # a Soyuz stands at each, but for the one the picture shows apart
_RTN_TO_TNR = np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))


@functools.cache
def _iss() -> Station:
    return Station.named("iss")


def C_TNR_STN() -> Floats:
    """(3, 3) the station's flown attitude."""
    turn: Floats = _RTN_TO_TNR @ _iss().C_STN_RTN.T
    return turn


def in_complex(r_STN_m: Floats) -> Floats:
    """A place (3,) or places (n, 3) of the station, from its centre of mass in TNR."""
    place: Floats = (np.asarray(r_STN_m) - _iss().centre_of_mass_STN.r_STN_m) @ C_TNR_STN().T
    return place


def port(name: str) -> tuple[Floats, Floats]:
    """(3,) a port's place and (3,) the unit direction out of it."""
    return _RTN_TO_TNR @ _iss().r_RTN_m(name), _RTN_TO_TNR @ _iss().C_PORT_RTN(name)[0]


@functools.cache
def neighbours(free_port: str) -> Model:
    """The Soyuz at the berths other than `free_port`."""
    built: Model = ()
    for name in BERTHS:
        if name != free_port:
            berth = _iss().port(name)
            built += docked_soyuz(tuple(berth.r_STN_m), berth.out_STN)
    return _in_attitude(built)


@functools.cache
def complex_of(free_port: str) -> Model:
    """The station in its flown attitude, with a Soyuz at each berth other than `free_port`."""
    taken = {"poisk-zenith": "progress-poisk"}.get(free_port)  # the cargo ship that is not there then
    return _in_attitude(station(visitors=tuple(v for v in VISITORS if v != taken))) + neighbours(free_port)


@functools.cache
def setting_of(free_port: str) -> Setting:
    """The same complex, light enough to be looked at from many places."""
    return Setting.of(complex_of(free_port))


def _in_attitude(built: Model) -> Model:
    return placed(moved(built, *(-_iss().centre_of_mass_STN.r_STN_m)), C_TNR_STN(), ORIGIN)
