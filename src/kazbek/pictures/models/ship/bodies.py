"""Soyuz MS in all the states it is seen in, each in BODY about its centre of mass, or the capsule in its own axes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kazbek.pictures.fire.plasma import SHIELD_FIRST
from kazbek.pictures.models.capsule import landing
from kazbek.pictures.models.capsule.canopy import main_canopy
from kazbek.pictures.models.mesh import Model, moved
from kazbek.pictures.models.ship.look import SoyuzShip
from kazbek.pictures.models.ship.orbital import orbital_module
from kazbek.pictures.models.ship.service import service_module
from kazbek.pictures.models.ship.whole import CENTRE_OF_MASS_X_m

_FOOT_m = -CENTRE_OF_MASS_X_m
_LINES_m = (0.012, 0.05)  # radii of the canopy's lines: wider than in life, where they would vanish


def bodies() -> dict[str, tuple[Callable[[], Model], Mapping[str, Any]]]:
    """Every body by name, and what a page must know of it."""
    ship = SoyuzShip()
    jets = [[list(map(float, jet.at_m)), list(map(float, jet.along)), jet.radius_m] for jet in ship.small_jets()]
    return {
        "ship": (ship.whole, {"eye_m": ship.eye_m.tolist(), "probe_m": ship.probe_m, "main_m": -3.4, "jets": jets}),
        "folded": (lambda: ship.whole(arrays_deployed=False), {}),
        "orbital": (lambda: moved(orbital_module(), x=_FOOT_m), {}),
        "service": (lambda: moved(service_module(), x=_FOOT_m), {}),
        "capsule": (lambda: landing.capsule("entering"), {"C_WIND_BODY": SHIELD_FIRST.tolist()}),
        "landed": (lambda: landing.capsule("landed"), {}),
        "canopy": (lambda: main_canopy(1.0, _LINES_m), {"area_m2": landing.CANOPY_AREA_m2, "hitch_m": 2.36}),
    }
