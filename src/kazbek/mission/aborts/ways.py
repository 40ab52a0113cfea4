"""The phases of an escape: off the launcher, through the air, under canopies, to the ground; one tuple a way off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from kazbek.base.chance import PhaseChance
from kazbek.base.data import Datum
from kazbek.base.leg import Leg, Value
from kazbek.base.state import State
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.escape import EscapeMode, EscapePlan
from kazbek.catalogue.site import Site
from kazbek.catalogue.zone import Aim, Zone
from kazbek.flight.descent.entry import Entry
from kazbek.flight.descent.landing import Landing
from kazbek.flight.descent.parachutes import Parachutes
from kazbek.flight.escape.escape import Escape
from kazbek.flight.phase import Phase, Scene
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.geodesy import geodetic_from_itrf
from kazbek.world.land import Land, Terrain

LIFT_UP_rad = 0.0
_LEVEL_m = 0.02  # ground as level as that: a fiftieth of where the last engines fire
_TRIES = 5


@dataclass(frozen=True)
class Decided:
    """A phase that is decided by the state it starts from. Drawn: what that phase draws.

    Attributes
    ----------
    of : the phase, from the state
    """

    name: str
    of: Callable[[State], Phase]

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """As the phase that the state decides."""
        return self.of(start).fly(start, scene, chance)


@dataclass(frozen=True)
class ToTheGround:
    """Canopies down to the ground that lies where they come down. Drawn: what they draw."""

    name: ClassVar[str] = "parachutes"

    way: WayDown

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """First over the ground below the command; again while it lies at another height where that way ends."""
        ground_m = terrain_below(start).height_m
        capsule = self.way.hung(height_m(start) - ground_m)
        for _ in range(_TRIES):
            leg = Parachutes(capsule, self.way.zone(ground_m)).fly(start, scene, chance)
            before_m, ground_m = ground_m, terrain_below(leg.end).height_m
            if abs(ground_m - before_m) < _LEVEL_m:
                break
        return leg


@dataclass(frozen=True)
class WayDown:
    """One way off a launcher and down.

    Attributes
    ----------
    bank_rad : of the lift all the way down, 0 up, π down; None: the capsule spins and has none
    told : what the command tells of its fault
    """

    plan: EscapePlan
    mode: EscapeMode
    capsule: Capsule
    pad: Site
    bank_rad: float | None = None
    told: Mapping[str, Value] = field(default_factory=dict)

    def phases(self) -> tuple[Phase, ...]:
        """From the command to the ground."""
        return (Escape(self.plan, self.mode, self.capsule, self.told), *self.fall())

    def fall(self) -> tuple[Phase, ...]:
        """From the capsule let go to the ground."""
        return (self.entry, *self.landing())

    def landing(self) -> tuple[Phase, ...]:
        """From the command of the parachutes to the ground, over the terrain that is there."""
        return (
            ToTheGround(self),
            Decided("landing", lambda state: Landing(self.capsule, self.zone(terrain_below(state).height_m))),
        )

    @property
    def entry(self) -> Entry:
        """Through the air, aimed at nothing."""
        return Entry(self.capsule, self.zone(0.0), self.bank_rad is None, held_bank_rad=self.bank_rad)

    def zone(self, terrain_m: float) -> Zone:
        """Distances count from the pad, heights from the ground below."""
        figure = Datum(v=0.0, src="derived")
        height = figure.model_copy(update={"v": terrain_m})
        aim = Aim(
            latitude_deg=self.pad.latitude_deg,
            longitude_deg=self.pad.longitude_deg,
            terrain_height_m=height,
            radius_m=figure,
        )
        return Zone(name=self.pad.name, aim=aim)

    def hung(self, above_m: float) -> Capsule:
        """The capsule with its canopies as planned; the main at once where they are commanded low above the ground."""
        low = self.plan.parachutes
        return _main_at_once(self.capsule, low.main_opens_s) if above_m < low.height_m.v else self.capsule


def _main_at_once(capsule: Capsule, opens_s: Datum) -> Capsule:
    """The capsule without its drogues, its main canopies opening so soon after the command."""
    canopies = tuple(
        canopy.model_copy(update={"opens_s": opens_s}) if canopy.role == "main" else canopy
        for canopy in capsule.parachutes.canopy
        if canopy.role != "drogue"
    )
    parachutes = capsule.parachutes.model_copy(update={"canopy": canopies})
    return capsule.model_copy(update={"parachutes": parachutes})


def terrain_below(state: State) -> Terrain:
    """What lies below a state."""
    latitude, longitude, _ = _geodetic(state)
    return Land.bundled().at(latitude, longitude)


def height_m(state: State) -> float:
    """Of a state above the ellipsoid."""
    return _geodetic(state)[2]


def _geodetic(state: State) -> tuple[float, float, float]:
    latitude, longitude, height = geodetic_from_itrf(
        itrf_from_gcrf(state.epoch, state.r_GCRF_m, state.v_GCRF_m_s)[0]
    ).tolist()
    return latitude, longitude, height
