"""A capsule as a blunt cone under its canopies, by its data file; x to the apex and up the lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats
from kazbek.catalogue.canopy import Canopy
from kazbek.catalogue.capsule import Capsule
from kazbek.pictures.models.mesh import Mesh, Model, aimed, bars, dome, gathered, lathe, moved, sheet, tube

_SLIM = 0.95  # height against diameter
_LINES = 24
_SPREAD_rad = 0.46  # by which canopies side by side lean outwards
_THICK_m = 0.06  # between a canopy's outside and its inside


@dataclass(frozen=True)
class PlainCapsule:
    """A capsule without a model of its own.

    Attributes
    ----------
    capsule : its data: the frontal area, and the canopies
    """

    capsule: Capsule

    @property
    def radius_m(self) -> float:
        """Of the shield."""
        return float(np.sqrt(self.capsule.entry.area_m2.v / np.pi))

    @property
    def height_m(self) -> float:
        """Of the capsule."""
        return 2.0 * _SLIM * self.radius_m

    @property
    def canopy_radius_m(self) -> float:
        """Of one main canopy as a half-sphere of its cloth's area."""
        return _radius_m(self._mains[0])

    @property
    def riser_m(self) -> float:
        """Height over the capsule's foot at which the lines part."""
        return self.height_m + 0.3 * self.canopy_radius_m

    @property
    def top_m(self) -> float:
        """Height of the canopies' skirts over the capsule's foot."""
        return self.height_m + 2.0 * self.canopy_radius_m

    @property
    def scale(self) -> float:
        """How much larger than one of 1 000 m² its canopy is."""
        return float(np.sqrt(self._mains[0].area_m2.v / 1000.0))

    @property
    def _mains(self) -> tuple[Canopy, ...]:
        return self.capsule.parachutes.of("main")

    def body(self, material: str = "white", shield: str = "ablator") -> Model:
        """The capsule alone."""
        r, h = self.radius_m, self.height_m
        low = [(0.18 * r * (1.0 - np.sqrt(1.0 - (s / r) ** 2)), s) for s in np.linspace(0.0, 0.95 * r, 8)]
        return (
            lathe([*low, (0.2 * r, r)], shield),
            lathe(((0.2 * r, r), (0.85 * h, 0.42 * r), *dome(0.85 * h, 0.15 * h, 0.42 * r, 0.2 * r, 4)), material),
            lathe(((h, 0.2 * r), (h, 0.0)), material),
        )

    @property
    def C_WIND_BODY(self) -> Floats:
        """(3, 3) how it flies in the air that comes at it: shield first."""
        return np.diag((-1.0, -1.0, 1.0))

    def entering(self) -> Model:
        """The burning body about its middle."""
        return moved(self.body("char_6", "char_3"), x=-0.5 * self.height_m)

    def hanging(self, line_radii_m: tuple[float, float]) -> Model:
        """Under its main canopies; x up."""
        return self._under_canopies(line_radii_m[1])

    def settling(self, line_radii_m: tuple[float, float]) -> Model:
        """The same at the ground."""
        return self._under_canopies(line_radii_m[1])

    def _under_canopies(self, line_m: float) -> Model:
        hitch = np.array((self.height_m, 0.0, 0.0))
        parts: list[Mesh] = list(self.body("char_6", "char_3"))
        for axis, canopy in self._leaning():
            parts += aimed(_canopy(_radius_m(canopy), line_m), axis, hitch)
        return gathered(parts)

    def _leaning(self) -> list[tuple[Floats, Canopy]]:
        """Each canopy with the unit direction from the capsule to it."""
        hung = [canopy for canopy in self._mains for _ in range(canopy.count)]
        lean = 0.0 if len(hung) == 1 else _SPREAD_rad * (1.0 + 0.15 * (len(hung) - 2))
        turns = 2.0 * np.pi * np.arange(len(hung)) / len(hung)
        axes = [np.array((np.cos(lean), np.sin(lean) * np.cos(a), np.sin(lean) * np.sin(a))) for a in turns]
        return list(zip(axes, hung))

    def on_the_ground(self) -> Model:
        """Upright where it came down, its canopies behind it as flat heaps; z up, origin on the ground."""
        up = np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))
        standing = tuple(mesh.placed(up, (0.0, 0.0, 0.0)) for mesh in self.body("char_6", "char_3"))
        heaps = [_heap(_radius_m(canopy), k) for k, (_, canopy) in enumerate(self._leaning())]
        return gathered((*standing, *(mesh for heap in heaps for mesh in heap)))


def _radius_m(canopy: Canopy) -> float:
    return float(np.sqrt(canopy.area_m2.v / (2.0 * np.pi)))


def _canopy(radius_m: float, line_m: float) -> Model:
    """A half-sphere of cloth on lines twice as long as it is wide; x up, the lines' lower end at the origin."""
    foot = 2.0 * radius_m
    outside = _half_sphere(radius_m, foot)
    inside = _half_sphere(radius_m - _THICK_m, foot)[:, ::-1]
    rim = outside[0, :: max(1, outside.shape[1] // _LINES)]
    riser = tube((0.0, 0.0, 0.0), (0.3 * radius_m, 0.0, 0.0), 2.0 * line_m, "line", 6)
    low = np.tile((0.3 * radius_m, 0.0, 0.0), (len(rim), 1))
    return (
        sheet(outside, "canopy_white"),
        sheet(inside, "canopy_white_inside"),
        bars(low, rim, 2.0 * line_m, "line"),
        riser,
    )


def _half_sphere(radius_m: float, foot_m: float) -> Floats:
    """(rows, columns, 3) from the rim to the vent."""
    up, turn = np.meshgrid(np.linspace(0.0, 0.49 * np.pi, 14), np.linspace(0.0, 2.0 * np.pi, 49), indexing="ij")
    across = radius_m * np.cos(up)
    return np.stack((foot_m + radius_m * np.sin(up), across * np.sin(turn), across * np.cos(turn)), axis=-1)


def _heap(radius_m: float, k: int) -> Model:
    """A spent canopy on the ground, drawn out behind the capsule; z up."""
    share, turn = np.meshgrid(np.linspace(0.0, 1.0, 8), np.linspace(0.0, 2.0 * np.pi, 33), indexing="ij")
    x = (1.2 + 0.8 * k) * radius_m + 0.6 * radius_m * (1.0 - share) * np.cos(turn)
    y = (2.0 * (k % 2) - 1.0 if k else 0.0) * 0.4 * radius_m + 0.4 * radius_m * (1.0 - share) * np.sin(turn)
    z = 0.03 + 0.25 * share + 0.05 * np.sin(9.0 * turn) * (1.0 - share)
    lines = bars(np.array([[0.5, 0.0, 0.8]]), np.array([[0.7 * radius_m, float(y.mean()), 0.05]]), 0.04, "line")
    return (sheet(np.stack((x, y, z), axis=-1), "canopy_white"), *moved((lines,)))
