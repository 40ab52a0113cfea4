"""The station put together for a day, with who stood at it."""

from __future__ import annotations

import functools

import numpy as np

from kazbek.catalogue.berths import berths_of
from kazbek.pictures.models.mesh import Mesh, Model, Point, gathered, moved, stood
from kazbek.pictures.models.ship import PROBE_TIP_X_m, soyuz
from kazbek.pictures.models.station.american import (
    FORWARD_PORT_X_m,
    HARMONY_PORTS_X_m,
    UNITY_PORTS_X_m,
    ZENITH_PORT_Z_m,
    american_spine,
    quest,
    z1_truss,
)
from kazbek.pictures.models.station.arms import canadarm2
from kazbek.pictures.models.station.laboratories import columbus, kibo
from kazbek.pictures.models.station.nauka import PORT_Z_m, nauka, prichal
from kazbek.pictures.models.station.radiators import radiators
from kazbek.pictures.models.station.russian import NODE_X_m, ZVEZDA_X_m, poisk, rassvet, zarya, zvezda
from kazbek.pictures.models.station.tranquility import tranquility
from kazbek.pictures.models.station.truss import inner_truss
from kazbek.pictures.models.station.visitors import DRAGON_NOSE_m, cygnus, dragon, progress
from kazbek.pictures.models.station.wings import outer_truss

VISITORS = ("progress-poisk", "dragon", "cygnus")  # docked in October 2021 beside the Soyuz
_GUESTS = ("progress-poisk", "progress-nauka", "progress-aft", "dragon", "cygnus")
_STACK_X_m = 2.2  # the modules count from 2.2 m aft of the middle of the truss (ports of the data file: NASA IGOAL)
_PROBE_IN_m = 0.5  # how far a docked ship's probe reaches into the port

_PLACES: dict[
    str, tuple[tuple[float, float, float], tuple[float, float, float]]
] = {  # port: place among the modules, way out
    "poisk-zenith": ((NODE_X_m, 0.0, -5.3), (0.0, 0.0, -1.0)),
    "nauka-nadir": ((NODE_X_m, 0.0, PORT_Z_m), (0.0, 0.0, 1.0)),
    "zvezda-aft": ((ZVEZDA_X_m[0], 0.0, 0.0), (-1.0, 0.0, 0.0)),
    "harmony-zenith": ((HARMONY_PORTS_X_m, 0.0, ZENITH_PORT_Z_m), (0.0, 0.0, -1.0)),
    "harmony-forward": ((FORWARD_PORT_X_m, 0.0, 0.0), (1.0, 0.0, 0.0)),
    "unity-nadir": ((UNITY_PORTS_X_m, 0.0, 2.45), (0.0, 0.0, 1.0)),
}


@functools.lru_cache(maxsize=8)
def station(
    epoch_utc: str = "2021-10-05", *, visitors: tuple[str, ...] | None = None, arrays_turned_rad: float = 0.0
) -> Model:
    """The whole complex on a day, in STN; no Soyuz: those are the flights' own (see :func:`docked_soyuz`).

    Parameters
    ----------
    epoch_utc : ISO 8601; decides who is docked where, and whether Prichal is there yet
    visitors : which of those ships to draw, by their models in ``data/berths/iss.csv``; None for all
    arrays_turned_rad : how far the outer truss is turned about its axis, from cells to zenith towards cells forward
    """
    return gathered((*structure(arrays_turned_rad), *company(epoch_utc, visitors)))


def company(epoch_utc: str, visitors: tuple[str, ...] | None = None) -> Model:
    """What hangs on the station on a day and not on others: Prichal once it has come, and `visitors` as above."""
    parts: list[Mesh] = []
    stays = berths_of("iss").at(epoch_utc)
    if any(stay.model == "prichal" for stay in stays):
        parts += moved(prichal(), x=_STACK_X_m)
    for stay in stays:
        if stay.model in _GUESTS and (visitors is None or stay.model in visitors):
            parts += moved(_guest(stay.model, *_PLACES[stay.port]), x=_STACK_X_m)
    return tuple(parts)


@functools.lru_cache(maxsize=2)
def structure(turned_rad: float = 0.0) -> Model:
    """What does not change with the day."""
    modules = (
        zvezda(),
        zarya(),
        poisk(),
        rassvet(),
        nauka(),
        american_spine(),
        quest(),
        z1_truss(),
        columbus(),
        kibo(),
        tranquility(),
        canadarm2(),
    )
    trusses = (inner_truss(), outer_truss(1.0, turned_rad), outer_truss(-1.0, turned_rad), radiators())
    stack = moved(tuple(mesh for module in modules for mesh in module), x=_STACK_X_m)
    return (*stack, *(mesh for part in trusses for mesh in part))


def _guest(model: str, port_m: Point, out: Point) -> Model:
    """One of the other ships at its port."""
    inwards, belly = -np.asarray(out), _belly(out)
    if model == "cygnus":
        return stood(cygnus(), out, belly, port_m)
    if model == "dragon":
        return stood(dragon(), inwards, belly, np.asarray(port_m) - inwards * DRAGON_NOSE_m)
    return stood(progress(), inwards, belly, np.asarray(port_m) - inwards * (PROBE_TIP_X_m - _PROBE_IN_m))


def docked_soyuz(port_m: Point, out: Point, up: Point | None = None) -> Model:
    """A Soyuz with its probe in the port at `port_m` that opens along `out`; its crew's feet away from `up`."""
    inwards = -np.asarray(out, dtype=float)
    belly = _belly(out) if up is None else -np.asarray(up, dtype=float)
    return stood(soyuz(), inwards, belly, np.asarray(port_m) - inwards * (PROBE_TIP_X_m - _PROBE_IN_m))


def _belly(out: Point) -> tuple[float, float, float]:
    """Aft for a ship that stands up or down, down for one that lies along the station's axis."""
    return (0.0, 0.0, 1.0) if abs(float(np.asarray(out)[0])) > 0.5 else (-1.0, 0.0, 0.0)
