"""A launcher as drums one on the other, by its data file: x up the long axis, origin at the foot of the lowest stage.

A stage's length and diameter are the file's; where it gives none, the drum is one that holds the stage's propellant.
Stages that burn at lift-off beside a later one stand around it; `count` blocks of one stage stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kazbek.base.types import Floats
from kazbek.catalogue.launcher import Launcher, Stage
from kazbek.pictures.fire.jet import Jet, exhaust
from kazbek.pictures.models.mesh import Model, dome, gathered, lathe, moved, placed

_BULK_kg_m3 = 700.0  # of propellants with their tanks and engines, by eye
_SLENDER = 7.0  # length against diameter of a drum whose size nobody gives
_BACK = np.array((-1.0, 0.0, 0.0))
_APART_frac = 0.35  # of its length that a part has fallen behind in the picture of its separation


@dataclass(frozen=True, slots=True)
class _Drum:
    """One stage in place: its blocks' feet at `at_m` (count, 3)."""

    name: str
    length_m: float
    radius_m: float
    at_m: Floats

    def model(self, apart: tuple[float, float] = (0.0, 0.0)) -> Model:
        """The blocks; let go, so far behind and so far out from the axis."""
        nozzle = 0.55 * self.radius_m
        block = (
            lathe(
                (
                    (0.0, 0.0),
                    (0.0, self.radius_m),
                    (0.93 * self.length_m, self.radius_m),
                    *dome(0.93 * self.length_m, 0.07 * self.length_m, self.radius_m, 0.75 * self.radius_m, 4),
                    (self.length_m, 0.0),
                ),
                "white",
                32,
            ),
            lathe(((0.0, self.radius_m), (0.05 * self.length_m, self.radius_m + 0.01)), "rocket_dark", 32),
            lathe(((-0.9 * nozzle, nozzle), (-0.9 * nozzle, 1.03 * nozzle), (0.0, 0.6 * nozzle)), "metal", 20),
        )
        behind, out = apart
        places = self.at_m + np.array((-behind, 0.0, 0.0)) + out * _outwards(self.at_m)
        return tuple(mesh for place in places for mesh in moved(block, *place))


def _outwards(at_m: Floats) -> Floats:
    """Unit vectors (n, 3) from the long axis to each place; nothing on the axis."""
    across = at_m * np.array((0.0, 1.0, 1.0))
    away: Floats = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-9)
    return away


@dataclass(frozen=True)
class PlainLauncher:
    """A launcher without a model of its own.

    Attributes
    ----------
    launcher : its data
    ship_length_m : of what stands under the fairing
    """

    launcher: Launcher
    ship_length_m: float

    @cached_property
    def drums(self) -> tuple[_Drum, ...]:
        """The stages in place, from the ground up."""
        sizes = {name: _size_m(stage) for name, stage in self._blocks.items()}
        beside = self._beside()
        foot, found = 0.0, []
        for name, stage in self._blocks.items():
            length, radius = sizes[name]
            if name in beside:
                core = next(after for after in list(sizes)[list(sizes).index(name) :] if after not in beside)
                ring = sizes[core][1] + radius
                found.append(_Drum(name, length, radius, _ring_m(stage.count, ring)))
                continue
            ring = 0.0 if stage.count == 1 else radius / np.sin(np.pi / stage.count)
            found.append(_Drum(name, length, radius, _ring_m(stage.count, ring) + (foot, 0.0, 0.0)))
            foot += length
        return tuple(found)

    @property
    def _blocks(self) -> dict[str, Stage]:
        """Stages with tanks of their own."""
        return {name: stage for name, stage in self.launcher.stages.items() if not stage.tanks_of}

    def _beside(self) -> set[str]:
        """Stages that stand around a later one: all that burn at lift-off but the last of these."""
        lit = [name for name in self._blocks if name in self.launcher.burning_at_liftoff]
        return set(lit[:-1])

    @property
    def nose_foot_m(self) -> float:
        """Height of the top stage's top, on which the ship stands."""
        return max(float(drum.at_m[0, 0]) + drum.length_m for drum in self.drums)

    @property
    def height_m(self) -> float:
        """To the tip of the fairing."""
        return self.nose_foot_m + 1.5 * self.ship_length_m

    def stack(self, gone: frozenset[str] = frozenset(), *, ship: Model = ()) -> Model:
        """Whatever is still attached; without a fairing `ship` is seen, its foot on the top stage."""
        parts = [mesh for drum in self.drums if drum.name not in gone for mesh in drum.model()]
        return gathered((*parts, *(self._fairing() if not gone & self._nose_parts() else ship)))

    def last_stage(self) -> Model:
        """The stage the ship stands on."""
        return self.drums[-1].model()

    def parting(self, let_go: frozenset[str]) -> Model:
        """What has just been let go, falling behind."""
        parts: list[Model] = [
            drum.model((_APART_frac * drum.length_m + 4.0, 6.0)) for drum in self.drums if drum.name in let_go
        ]
        if let_go & self._nose_parts():
            half = placed(self._fairing(), np.eye(3), (-0.5 * self.ship_length_m, 0.0, 0.0))
            parts += [moved(half, y=side * 4.0 * self._top_radius_m) for side in (1.0, -1.0)]
        return tuple(mesh for part in parts for mesh in part)

    def _nose_parts(self) -> set[str]:
        return {name for name in self.launcher.elements if "fairing" in name}

    @property
    def _top_radius_m(self) -> float:
        return self.drums[-1].radius_m

    def _fairing(self) -> Model:
        foot, r = self.nose_foot_m, 1.05 * self._top_radius_m
        shoulder = foot + self.ship_length_m
        profile = [(foot, 0.0), (foot, r), (shoulder, r), *dome(shoulder, self.height_m - shoulder, r, 0.05, 9)]
        return (lathe([*profile, (self.height_m, 0.0)], "grey", 32),)

    def jets(self, burning: frozenset[str], pressure_frac: float) -> tuple[Jet, ...]:
        """Flames of the stages that burn, in the launcher's own axes."""
        lit = {self.launcher.stages[name].tanks_of or name for name in burning}
        return tuple(jet for drum in self.drums if drum.name in lit for jet in _flames(drum, pressure_frac))


def _flames(drum: _Drum, pressure_frac: float) -> Iterator[Jet]:
    radius = 0.55 * drum.radius_m
    for place in drum.at_m:
        yield exhaust(place + radius * _BACK, _BACK, radius, pressure_frac, flame_m=2.4 * drum.length_m)


def _size_m(stage: Stage) -> tuple[float, float]:
    """Length and radius of one block."""
    volume_m3 = (stage.propellant_kg.v + stage.dry_mass_kg.v) / _BULK_kg_m3
    diameter = stage.diameter_m.v if stage.diameter_m else (4.0 * volume_m3 / (np.pi * _SLENDER)) ** (1.0 / 3.0)
    length = stage.length_m.v if stage.length_m else volume_m3 / (np.pi * diameter**2 / 4.0)
    return float(length), float(diameter) / 2.0


def _ring_m(count: int, radius_m: float) -> Floats:
    """(count, 3) places on a ring about the long axis."""
    angle = 2.0 * np.pi * np.arange(count) / count
    return np.column_stack((np.zeros(count), radius_m * np.cos(angle), radius_m * np.sin(angle)))
