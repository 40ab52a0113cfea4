"""The models that pages draw, as binary glTF; made in a second on the user's machine, so that the wheel stays small."""

from __future__ import annotations

import functools
from collections.abc import Callable

from kazbek.pictures.models.glb import glb
from kazbek.pictures.models.mesh import Model


def _ship() -> Model:
    from kazbek.pictures.models.built import whole_ship

    return whole_ship()


def _station() -> Model:
    from kazbek.pictures.models.built import whole_station

    return whole_station("2021-10-05")


MESHES: dict[str, Callable[[], Model]] = {"ship": _ship, "station": _station}


@functools.cache
def mesh(name: str) -> bytes:
    """The file of one of ``MESHES``."""
    return glb(MESHES[name](), name)
