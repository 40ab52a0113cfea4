"""A ship as a drum with a dome, two wings and a nozzle, by its data file. BODY about the centre of mass."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats
from kazbek.catalogue.spacecraft import Size, Spacecraft
from kazbek.pictures.directions import unit
from kazbek.pictures.fire.glow import Plume, thruster_plume
from kazbek.pictures.models.mesh import Model, box, dome, gathered, lathe, moved, tube

AFT = np.array((-1.0, 0.0, 0.0))
_FOUR_WAYS = np.sqrt(0.5) * np.array(((1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)))  # across the body
_NOSE_frac, _TAIL_frac = 0.28, 0.45  # of the length: what is before and behind the capsule in the middle
_FLOWN_m = 0.08  # thickness of a wing
_GAP_m = 3.0  # between parts that have come apart


@dataclass(frozen=True)
class PlainShip:
    """A ship without a model of its own.

    Attributes
    ----------
    size : of its data file
    """

    size: Size

    @classmethod
    def of(cls, ship: Spacecraft) -> PlainShip:
        """By a ship's data."""
        return cls(ship.size)

    @property
    def probe_m(self) -> float:
        """Tip of the probe ahead of the centre of mass."""
        return self.size.probe_tip_ahead_m.v

    @property
    def foot_m(self) -> float:
        """End of the ship, against the centre of mass (negative)."""
        return self.probe_m - self.size.length_m.v

    @property
    def radius_m(self) -> float:
        """Of the body."""
        return self.size.diameter_m.v / 2.0

    @property
    def span_m(self) -> float:
        """Over both wings."""
        return self.size.array_span_m.v

    def whole(self, *, arrays_deployed: bool = True) -> Model:
        """The ship."""
        return gathered((*self._nose(), *self._middle(), *self._tail(), *self._wings(arrays_deployed)))

    def apart(self) -> Model:
        """Its three parts after the separation."""
        tail = (*self._tail(), *self._wings(True))
        return gathered((*moved(self._nose(), x=_GAP_m), *self._middle(), *moved(tail, x=-_GAP_m)))

    @property
    def _seams_m(self) -> tuple[float, float]:
        """Where nose and tail part from the capsule in the middle."""
        length = self.size.length_m.v
        return self.foot_m + _TAIL_frac * length, self.probe_m - _NOSE_frac * length

    def _nose(self) -> Model:
        """A ball-like module and the probe."""
        _, seam = self._seams_m
        r, bow = 0.8 * self.radius_m, self.probe_m - 0.12 * self.size.length_m.v
        hull = [(seam, 0.0), (seam, 0.9 * r), (seam + 0.1 * (bow - seam), r), (bow - 0.5 * (bow - seam), r)]
        return (
            lathe([*hull, *dome(hull[-1][0], bow - hull[-1][0], r, 0.3 * r, 6), (bow, 0.0)], "white"),
            tube((bow, 0.0, 0.0), (self.probe_m, 0.0, 0.0), 0.05 * self.radius_m + 0.03, "metal"),
        )

    def _middle(self) -> Model:
        """The capsule: a blunt cone."""
        foot, seam = self._seams_m
        return (lathe(((foot, 0.0), (foot, 0.85 * self.radius_m), (seam, 0.35 * self.radius_m), (seam, 0.0)), "grey"),)

    def _tail(self) -> Model:
        """The drum with the main engine."""
        foot, seam = self.foot_m, self._seams_m[0]
        bell = 0.3 * self.radius_m
        return (
            lathe(((foot, 0.0), (foot, self.radius_m), (seam, 0.9 * self.radius_m), (seam, 0.0)), "white"),
            lathe(((foot - 1.2 * bell, bell), (foot - 1.2 * bell, 1.02 * bell), (foot, 0.5 * bell)), "nozzle"),
        )

    def _wings(self, deployed: bool) -> Model:
        """Two rectangles of the arrays' area across their span; folded, two boards along the drum."""
        reach = self.span_m / 2.0 - self.radius_m
        if reach <= 0.0:
            return ()
        chord = max(self.size.array_area_m2.v / (2.0 * reach), 0.1)
        x = 0.5 * (self.foot_m + self._seams_m[0])
        if deployed:
            at, board = self.radius_m + reach / 2.0, (chord, reach, _FLOWN_m)
        else:
            at, board = self.radius_m + 0.1, (min(reach, 0.9 * (self._seams_m[0] - self.foot_m)), 0.2, chord)
        return tuple(box((x, side * at, 0.0), board, "cells") for side in (1.0, -1.0))

    def main_jets(self) -> tuple[Plume, ...]:
        """The main engine's jet."""
        return (thruster_plume(np.array((self.foot_m - 0.4 * self.radius_m, 0.0, 0.0)), AFT, 1.0),)

    def small_jets(self) -> tuple[Plume, ...]:
        """The jets of four thrusters beside it."""
        r = 0.9 * self.radius_m
        return tuple(thruster_plume(np.array((self.foot_m, *(r * across))), AFT, 0.35) for across in _FOUR_WAYS)

    def braking_jets(self, C: Floats, here: Floats) -> tuple[Plume, ...]:
        """The jets of four thrusters that push against the nose's way, of a ship turned by `C` at `here`."""
        x, r = self._seams_m[0], 0.9 * self.radius_m
        return tuple(
            thruster_plume(here + C @ np.array((x, *(r * across))), unit(C @ np.array((1.0, *(0.35 * across)))), 0.3)
            for across in _FOUR_WAYS
        )

    @property
    def eye_m(self) -> Floats:
        """(3,) where a pilot's view begins: beside the nose, on the crew's feet's side."""
        return np.array((self._seams_m[1], 0.0, 1.1 * self.radius_m))

    @property
    def headlight_m(self) -> Floats:
        """(3,) a lamp beside the probe."""
        return np.array((self.probe_m - 0.12 * self.size.length_m.v, 0.0, 0.5 * self.radius_m))

    def along_a_wing(self) -> Iterator[tuple[Floats, Floats, float]]:
        """Places just off a wing's tip, what to look at from there, and which side it is."""
        middle, reach = 0.5 * (self.foot_m + self._seams_m[0]), 1.3 * self.span_m / 2.0
        for side, x, z in itertools.product((1.0, -1.0), (-0.6, 0.6), (-1.1, 1.1)):
            yield np.array((middle + x, side * reach, z)), np.array((middle, 0.0, 0.0)), side
