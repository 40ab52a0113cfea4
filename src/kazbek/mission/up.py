"""A flight up: when to lift off, then ascent, chase, brakes, fly-around and docking, one from the end of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kazbek.base.chance import chance_at
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.base.leg import Leg
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.pilot import PilotModel
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.chase.launch_search import Start, Window
from kazbek.flight.chase.phasing import Phasing
from kazbek.flight.docking.approach import Approach
from kazbek.flight.docking.docking import Docking
from kazbek.flight.docking.kurs import KursLoss
from kazbek.flight.docking.rendezvous import Rendezvous
from kazbek.flight.docking.session import CloseScene
from kazbek.flight.phase import Scene
from kazbek.mission.equipment import Outfit
from kazbek.mission.file import Flight
from kazbek.track.station import StationTrack
from kazbek.world.air import Air

_SYSTEMS = ("kurs",)
_KURS_REACH_m = 200e3


@dataclass(frozen=True)
class FlightUp:
    """One flight from a pad to a port.

    Attributes
    ----------
    planned : what the flight was planned with; decides lift-off and every programme
    actual : what it flies with, the same unless figures were drawn from their sigmas
    seed : None for a nominal flight
    """

    flight: Flight
    planned: Outfit
    actual: Outfit
    track: StationTrack
    seed: int | None = None

    def start(self) -> Start | None:
        """Lift-off on the flight's day: the first opportunity that closes, else the first; None without any."""
        _, _, profile = _complete(self.planned)
        found = self.window.opportunities([profile], Epoch.from_utc(self.flight.date), 1.0)
        starts = [start for opportunity in found for start in opportunity.starts]
        return next((start for start in starts if start.closes), starts[0] if starts else None)

    @cached_property
    def planned_ascent(self) -> Ascent:
        """The ascent as planned; solved for once."""
        return self._ascent(self.planned)

    @property
    def window(self) -> Window:
        """The search that finds lift-off."""
        _, pad, _ = _complete(self.planned)
        return Window(self.track, pad, self.planned_ascent.insertion(), self.planned.ship)

    def _ascent(self, outfit: Outfit, planned_as: Ascent | None = None) -> Ascent:
        launcher, pad, _ = _complete(outfit)
        mass, size = outfit.ship.mass, outfit.ship.size
        return Ascent(
            launcher,
            mass.launch_kg.v,
            pad,
            payload_propellant_kg=mass.propellant_kg.v,
            payload_cd_area_m2=size.drag_cd.v * size.drag_area_m2.v,
            planned_as=planned_as,
        )

    def legs(self, liftoff: Epoch) -> Iterator[Leg]:
        """The phases from lift-off to the opening of the hatch; whoever takes them stops when one departs from plan."""
        ascent = self.ascent_leg(liftoff)
        yield ascent
        chase = self.chase_leg(ascent)
        yield chase
        yield from self.close_legs(chase)

    def ascent_leg(self, liftoff: Epoch) -> Leg:
        """From lift-off to separation."""
        planned = self.planned_ascent
        return (planned if self.seed is None else self._ascent(self.actual, planned)).fly(liftoff, Scene(self.track))

    def chase_leg(self, ascent: Leg) -> Leg:
        """From separation to the first brake."""
        _, _, profile = _complete(self.actual)
        start = ascent.end.epoch
        scene = Scene(self.track, air=Air.of(start, start + profile.arrival.after_separation_s.v))
        return Phasing(profile, self.actual.ship).fly(ascent.end, scene, self._chance("phasing"))

    def close_legs(self, chase: Leg) -> Iterator[Leg]:
        """Brakes, fly-around, final approach: the phases beside the station."""
        (_, _, profile), scene = _complete(self.actual), Scene(self.track)
        close, loss = self._close_scene(), self._kurs_loss()
        burns = 1 + sum(event.name.startswith("burn_") for event in chase.events)
        leg = Rendezvous(close, profile.brake, burns, _spent_m_s([chase]), loss, profile.execution).fly(
            chase.end, scene, self._chance("rendezvous")
        )
        yield leg
        burns_m_s, lost = _spent_m_s([chase, leg]), _sets_lost(leg)
        leg = Approach(close, loss, burns_m_s, lost).fly(leg.end, scene, self._chance("approach"))
        yield leg
        lost += _sets_lost(leg)
        yield Docking(close, loss, _last_m_s(leg, burns_m_s), lost, burns_m_s).fly(
            leg.end, scene, self._chance("docking")
        )

    def _close_scene(self) -> CloseScene:
        outfit = self.actual
        if not isinstance(outfit.approach, ApproachPlan) or not isinstance(outfit.pilot, PilotModel):
            raise DataError("a flight up needs an approach plan and a pilot")
        return CloseScene(outfit.ship, outfit.station, self.flight.port, outfit.approach, outfit.pilot)

    def _kurs_loss(self) -> KursLoss | None:
        return next((KursLoss(f.at_range_m or 0.0, f.sets) for f in self.flight.failure if f.system == "kurs"), None)

    def _chance(self, place: str) -> np.random.Generator | None:
        return None if self.seed is None else chance_at(self.seed, 0, f"{self.flight.name}/{place}")


def _complete(outfit: Outfit) -> tuple[Launcher, Site, Profile]:
    """Launcher, pad and profile of an outfit that goes up."""
    if outfit.launcher is None or outfit.pad is None or not isinstance(outfit.profile, Profile):
        raise DataError("a flight up needs a launcher, a pad and a profile")
    return outfit.launcher, outfit.pad, outfit.profile


def _spent_m_s(legs: list[Leg]) -> float:
    """Velocity change of the numbered burns."""
    return sum(
        float(event.values["delta_v_m_s"]) for leg in legs for event in leg.events if event.name.startswith("burn_")
    )


def _sets_lost(leg: Leg) -> int:
    """Sets of the approach radio lost in a phase."""
    return sum(event.name == "kurs_lost" for event in leg.events)


def _last_m_s(leg: Leg, otherwise: float) -> float:
    """What the leg's telemetry says was spent since separation."""
    column = leg.telemetry.get("delta_v_m_s")
    return otherwise if column is None or not len(column) else float(column[-1])


def check_failures(flight: Flight) -> None:
    """Failures that kazbek knows how to fly.

    Raises
    ------
    DataError
        an unknown system, or one without the range at which it fails.
    """
    for failure in flight.failure:
        if failure.system not in _SYSTEMS:
            raise unknown("system", failure.system, _SYSTEMS, where=f'failure of flight "{flight.name}"')
        if failure.at_range_m is None:
            raise DataError(
                f'failure of flight "{flight.name}": {failure.system} without at_range_m',
                allowed='{ system = "kurs", at_range_m = 40.0, sets = 2 }',
            )
        if failure.at_range_m > _KURS_REACH_m:
            raise DataError(
                f'failure of flight "{flight.name}": {failure.system} with at_range_m = {failure.at_range_m:g}',
                allowed=f"up to {_KURS_REACH_m:g}, where Kurs finds the station",
            )
