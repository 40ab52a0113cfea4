"""What a flight is drawn with: the models that its data files name, and plain bodies of their own size for the rest."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from kazbek.base.errors import unknown
from kazbek.base.types import Floats
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.drawn import DrawnFile
from kazbek.gallery.complex import Complex, complex_of
from kazbek.mission.equipment import Equipment, equipment
from kazbek.mission.file import mission_from
from kazbek.mission.stay import port_beside
from kazbek.pictures.fire.glow import Plume
from kazbek.pictures.models.built import MODELS, ShapedCapsule, ShapedShip
from kazbek.pictures.models.mesh import Model
from kazbek.pictures.models.plain.capsule import PlainCapsule
from kazbek.pictures.models.plain.launcher import PlainLauncher
from kazbek.pictures.models.plain.ship import PlainShip
from kazbek.record.record import Record


class ShipLook(Protocol):
    """A ship in BODY about its centre of mass, metres."""

    @property
    def probe_m(self) -> float: ...
    @property
    def span_m(self) -> float: ...
    @property
    def eye_m(self) -> Floats: ...
    @property
    def headlight_m(self) -> Floats: ...
    def whole(self, *, arrays_deployed: bool = True) -> Model: ...
    def apart(self) -> Model: ...
    def main_jets(self) -> tuple[Plume, ...]: ...
    def small_jets(self) -> tuple[Plume, ...]: ...
    def braking_jets(self, C: Floats, here: Floats) -> tuple[Plume, ...]: ...
    def along_a_wing(self) -> Iterator[tuple[Floats, Floats, float]]: ...


class CapsuleLook(Protocol):
    """A capsule burning, under its canopies and at the ground."""

    @property
    def scale(self) -> float: ...
    @property
    def riser_m(self) -> float: ...
    @property
    def top_m(self) -> float: ...
    @property
    def C_WIND_BODY(self) -> Floats: ...
    def entering(self) -> Model: ...
    def hanging(self, line_radii_m: tuple[float, float]) -> Model: ...
    def settling(self, line_radii_m: tuple[float, float]) -> Model: ...


@dataclass(frozen=True)
class Cast:
    """The models of one flight.

    Attributes
    ----------
    parts : the data files it flies with
    free_port : where it docks, or what it leaves
    """

    parts: Equipment
    free_port: str

    def model(self, part: str) -> str:
        """The name of the model of a launcher, pad, capsule or zone; empty where it is to be a plain body, or absent.

        Raises
        ------
        DataError
            for a model that nobody has built.
        """
        file = self.parts.parts().get(part)
        name = file.model if isinstance(file, DrawnFile) else ""
        if name and name not in MODELS[part]:
            raise unknown("model", name, MODELS[part], where=f"{part} {file.name if file else ''}")
        return name

    @cached_property
    def ship(self) -> ShipLook:
        """The ship."""
        return ShapedShip() if self.model("ship") else PlainShip.of(self.parts.ship)

    @cached_property
    def station(self) -> Complex:
        """The station and who stands at it."""
        self.model("station")
        return complex_of(self.parts.station)

    @cached_property
    def capsule(self) -> CapsuleLook:
        """What comes down of the ship."""
        data = self.parts.capsule or Capsule.named(self.parts.ship.name)
        return ShapedCapsule() if data.model else PlainCapsule(data)

    @cached_property
    def launcher(self) -> PlainLauncher:
        """The launcher as a plain body."""
        assert self.parts.launcher is not None
        return PlainLauncher(self.parts.launcher, self.parts.ship.size.length_m.v)


@functools.lru_cache(maxsize=8)
def cast_of(record: Record, flight: str) -> Cast:
    """The models of a flight of a record.

    Raises
    ------
    DataError
        where its data files cannot be read any more, or name a model that nobody has built.
    """
    mission = mission_from(record.mission_text, record.folder, f"{record.where}: mission.toml")
    decided = mission.decided(flight)
    if decided is None:
        raise unknown("flight", flight, (f.name for f in mission.flights), where="the record's mission")
    return Cast(equipment(mission, decided), port_beside(mission, decided))
