"""The models that pages draw, as binary glTF; made in a second on the user's machine, so that the wheel stays small."""

from __future__ import annotations

import functools
from collections.abc import Callable

from kazbek.pictures.models.glb import glb
from kazbek.pictures.models.mesh import Model


def _ship() -> Model:
    from kazbek.pictures.models.ship import soyuz

    return soyuz()


def _station() -> Model:
    from kazbek.pictures.models.station import station

    return station("2021-10-05")


# Where the station's model has its ports (STN); pages place it so that the port in question is where geometry has it.
PORTS_STN_m = {
    "rassvet-nadir": (-13.2, 0.0, 8.1),
    "poisk-zenith": (-26.1, 0.0, -6.1),
    "nauka-nadir": (-26.1, 0.0, 13.7),
    "zvezda-aft": (-37.6, 0.0, 0.0),
    "prichal-nadir": (-26.1, 0.0, 18.7),
}
MESHES: dict[str, Callable[[], Model]] = {"ship": _ship, "station": _station}


@functools.cache
def mesh(name: str) -> bytes:
    """The file of one of ``MESHES``."""
    return glb(MESHES[name](), name)
