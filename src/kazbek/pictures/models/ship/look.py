"""Soyuz MS as pictures ask for it: the ship about its centre of mass, its jets, its lamp and its periscope."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.directions import unit
from kazbek.pictures.fire.glow import Plume, thruster_plume
from kazbek.pictures.models.capsule import landing
from kazbek.pictures.models.mesh import Model, moved
from kazbek.pictures.models.ship.orbital import PROBE_TIP_X_m, orbital_module
from kazbek.pictures.models.ship.service import service_module
from kazbek.pictures.models.ship.whole import CENTRE_OF_MASS_X_m, about_centre_of_mass, soyuz

_AFT = np.array((-1.0, 0.0, 0.0))


@dataclass(frozen=True)
class SoyuzShip:
    """Everything in BODY about the centre of mass, metres."""

    probe_m: float = PROBE_TIP_X_m - CENTRE_OF_MASS_X_m
    span_m: float = 10.7

    @property
    def eye_m(self) -> Floats:
        """(3,) the periscope's upper mirror."""
        return np.array((0.72, 0.0, 1.50))

    @property
    def headlight_m(self) -> Floats:
        """(3,) the lamp beside the docking collar."""
        return np.array((3.2, 0.0, 1.2))

    def whole(self, *, arrays_deployed: bool = True) -> Model:
        """The ship."""
        return about_centre_of_mass(soyuz(arrays_deployed=arrays_deployed))

    def apart(self) -> Model:
        """Its three modules after the separation."""
        foot = -CENTRE_OF_MASS_X_m
        return (
            moved(orbital_module(), x=foot + 3.0)
            + moved(landing.capsule(), x=0.4)
            + moved(service_module(), x=foot - 3.2)
        )

    def main_jets(self) -> tuple[Plume, ...]:
        """The main engine's jet."""
        return (thruster_plume(np.array((-3.4, 0.0, 0.0)), _AFT, 1.0),)

    def small_jets(self) -> tuple[Plume, ...]:
        """The four thrusters beside the main engine."""
        return tuple(
            thruster_plume(np.array((-3.1, 1.22 * np.cos(a), 1.22 * np.sin(a))), _AFT, 0.35)
            for a in (0.985, 2.556, 4.127, 5.698)
        )

    def braking_jets(self, C: Floats, here: Floats) -> tuple[Plume, ...]:
        """The forward thrusters around the transfer compartment, past the bow of a ship turned by `C` at `here`."""
        nose: Floats = C[:, 0]
        around = [unit(a * C[:, 1] + b * C[:, 2]) for a in (1.0, -1.0) for b in (1.0, -1.0)]
        return tuple(thruster_plume(here - 0.8 * nose + 1.2 * c, unit(nose + 0.35 * c), 0.3) for c in around)

    def along_a_wing(self) -> Iterator[tuple[Floats, Floats, float]]:
        """Places just off a wing's tip, what to look at from there, and which side it is."""
        for side, x, z in itertools.product((1.0, -1.0), (-3.4, -2.2), (-1.1, 1.1)):
            yield np.array((x, side * 6.9, z)), np.array((-1.2, 0.0, 0.0)), side
