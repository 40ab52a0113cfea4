"""The modules put together."""

from __future__ import annotations

import functools

from kazbek.pictures.models.mesh import Model, moved
from kazbek.pictures.models.ship.descent import descent_module_insulated
from kazbek.pictures.models.ship.orbital import orbital_module
from kazbek.pictures.models.ship.service import service_module

CENTRE_OF_MASS_X_m = 3.0  # from the foot of the service module


@functools.cache
def soyuz(*, arrays_deployed: bool = True) -> Model:
    """The whole ship."""
    return service_module(arrays_deployed=arrays_deployed) + descent_module_insulated() + orbital_module()


def about_centre_of_mass(model: Model) -> Model:
    """The same model with its origin at the centre of mass, as poses in a record have it."""
    return moved(model, x=-CENTRE_OF_MASS_X_m)
