"""A flight down: which passage of the day, then undocking, deorbit, entry, parachutes and landing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kazbek.base.chance import chance_at
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.base.leg import Leg, Outcome
from kazbek.catalogue.canopy import Role
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.deorbit import BrakingFault, Deorbit
from kazbek.flight.descent.entry import Entry
from kazbek.flight.descent.landing import Landing
from kazbek.flight.descent.landing_search import Homecoming
from kazbek.flight.descent.parachutes import Parachutes
from kazbek.flight.descent.route import Descent
from kazbek.flight.descent.undocking import Undocking
from kazbek.flight.phase import Scene
from kazbek.mission.equipment import Outfit
from kazbek.mission.file import Failure, Flight
from kazbek.track.station import StationTrack
from kazbek.world.air import Air

_NEEDS = {
    "main_engine": "after_s",
    "braking_cutoff": "after_s",
    "steering": "below_m",
    "main_parachute": "",
    "reserve_parachute": "",
    "soft_landing_engines": "",
}


@dataclass(frozen=True)
class FlightDown:
    """One flight from a port to a zone.

    Attributes
    ----------
    planned_with : what undocking, burn and steering are planned with, and what the guidance believes
    actual : what flies, the same unless figures were drawn from their sigmas
    port : where the ship is docked that day
    seed : None for a nominal flight
    """

    flight: Flight
    planned_with: Outfit
    actual: Outfit
    track: StationTrack
    port: str
    seed: int | None = None

    @cached_property
    def planned(self) -> Descent | None:
        """The way home of the flight's day that passes closest to the aim; None when no passage can land."""
        ship, capsule, zone = self.parts
        home = Homecoming(self.track, ship, capsule, self.planned_with.station, zone, self.port)
        found = home.opportunities(Epoch.from_utc(self.flight.date), 1.0, revolutions=self.flight.revolutions_to_burn)
        return min(found, key=lambda descent: abs(descent.reference.cross_m), default=None)

    @property
    def parts(self) -> tuple[Spacecraft, Capsule, Zone]:
        """Ship, capsule and zone it is planned with."""
        return _complete(self.planned_with)

    @property
    def why_not(self) -> str:
        """The sentence for a day without an opportunity."""
        _, _, zone = self.parts
        return f"no revolution on {self.flight.date} can land in {zone.name}"

    def legs(self) -> Iterator[Leg]:
        """The phases from undocking to touchdown; whoever takes them stops when one departs from plan."""
        planned = self.planned
        if planned is None:
            return
        if self.seed is None and not self.flight.failure:
            yield from (_with_fallbacks(leg, planned) for leg in planned.legs)
            return
        (ship, capsule, ground), (_, believed, zone) = _complete(self.actual), self.parts
        zone = _over(zone, ground)
        undocked, braked = planned.legs[0], planned.event("deorbit_burn_start")
        scene = Scene(self.track, air=Air.of(undocked.start.epoch, planned.legs[-1].end.epoch))
        leg = Undocking(ship, capsule, self.actual.station, self.port).fly(undocked.start, scene)
        yield leg
        error_m_s = capsule.deorbit.delta_v_m_s.v - believed.deorbit.delta_v_m_s.v
        for phase in (
            Deorbit(ship, capsule, braked.epoch, planned.delta_v_m_s + error_m_s, self._braking_fault()),
            Entry(believed, zone, spin_below_m=self._spin_below_m(), real=capsule),
            *self._last_phases(capsule, zone),
        ):
            if leg.outcome is not Outcome.REACHED:
                return
            leg = phase.fly(leg.end, scene, self._chance(leg.name))
            yield leg

    def _failed(self, system: str) -> Failure | None:
        return next((failure for failure in self.flight.failure if failure.system == system), None)

    def _braking_fault(self) -> BrakingFault | None:
        for system, thrusters_finish in (("main_engine", True), ("braking_cutoff", False)):
            failure = self._failed(system)
            if failure is not None:
                return BrakingFault(failure.after_s or 0.0, thrusters_finish)
        return None

    def _spin_below_m(self) -> float:
        failure = self._failed("steering")
        return 0.0 if failure is None else failure.below_m or 0.0

    def _last_phases(self, capsule: Capsule, zone: Zone) -> tuple[Parachutes, Landing]:
        main, reserve = (self._failed(f"{name}_parachute") is not None for name in ("main", "reserve"))
        canopy: Role | None = "main" if not main else None if reserve else "reserve"
        return (
            Parachutes(capsule, zone, main_fails=main, reserve_fails=reserve),
            Landing(capsule, zone, canopy, self._failed("soft_landing_engines") is not None),
        )

    def _chance(self, phase: str) -> np.random.Generator | None:
        return None if self.seed is None else chance_at(self.seed, 0, f"{self.flight.name}/after-{phase}")


def _with_fallbacks(leg: Leg, planned: Descent) -> Leg:
    """The leg, its separation of the modules telling what else could have followed."""
    events = tuple(
        replace(event, values={**event.values, **planned.fallbacks()}) if event.name == "module_separation" else event
        for event in leg.events
    )
    return replace(leg, events=events)


def _complete(outfit: Outfit) -> tuple[Spacecraft, Capsule, Zone]:
    assert outfit.capsule is not None
    assert outfit.zone is not None
    return outfit.ship, outfit.capsule, outfit.zone


def _over(aim: Zone, ground: Zone) -> Zone:
    """The aim of one zone over the terrain of another."""
    return aim.model_copy(update={"aim": aim.aim.model_copy(update={"terrain_height_m": ground.aim.terrain_height_m})})


def check_failures_home(flight: Flight) -> None:
    """Failures that kazbek knows how to fly on the way home.

    Raises
    ------
    DataError
        an unknown system, or one without the figure that says when it fails.
    """
    for failure in flight.failure:
        if failure.system not in _NEEDS:
            raise unknown("system", failure.system, _NEEDS, where=f'failure of flight "{flight.name}"')
        figure = _NEEDS[failure.system]
        if figure and getattr(failure, figure) is None:
            raise DataError(
                f'failure of flight "{flight.name}": {failure.system} without {figure}',
                allowed=f'{{ system = "{failure.system}", {figure} = … }}',
            )
