"""A flight down: which passage of the day, then undocking, deorbit, entry, parachutes and landing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.base.leg import Leg
from kazbek.base.state import State
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.deorbit import BrakingFault
from kazbek.flight.descent.landing_search import LandingSearch
from kazbek.flight.descent.plan import DescentFailures, DescentPlan
from kazbek.flight.descent.refused import Refused
from kazbek.flight.descent.route import Descent
from kazbek.flight.phase import fly_phases
from kazbek.mission.equipment import Equipment, EquippedFlight
from kazbek.mission.plan import Failure, Flight

NEEDS = {
    "main_engine": "after_s",
    "braking_cutoff": "after_s",
    "steering": "below_m",
    "main_parachute": "",
    "reserve_parachute": "",
    "soft_landing_engines": "",
}


@dataclass(frozen=True, slots=True)
class WayHome:
    """One way home: when the hatch closes, when the ship undocks, and the legs as flown or as they are being flown."""

    undocking: Epoch
    hatch_closed: Epoch
    legs: Iterable[Leg]


@dataclass(frozen=True)
class FlightDown(EquippedFlight):
    """One flight from a port to a zone.

    Attributes
    ----------
    port : where the ship is docked that day
    """

    port: str = field(kw_only=True)

    @cached_property
    def route(self) -> Descent | None:
        """The way home of the flight's day that passes closest to the aim; None when no passage can land."""
        if self.as_planned is not None:
            return self.as_planned.route
        found = (way for way in self._ways if isinstance(way, Descent))
        return min(found, key=lambda descent: abs(descent.reference.cross_m), default=None)

    @cached_property
    def _ways(self) -> tuple[Descent | Refused, ...]:
        """What each passage of the flight's day offers."""
        if self.as_planned is not None:
            return self.as_planned._ways
        ship, capsule, zone = self.parts
        home = LandingSearch(self.track, ship, capsule, self.planned.station, zone, self.port, self.planned.wind)
        return tuple(home.ways(Epoch.from_utc(self.flight.date), 1.0, revolutions=self.flight.revolutions_to_burn))

    def way_home(self) -> WayHome | None:
        """The way home, to be flown; None when no passage can land."""
        route = self.route
        return None if route is None else WayHome(route.legs[0].start.epoch, route.hatch_closed, self.legs())

    @property
    def parts(self) -> tuple[Spacecraft, Capsule, Zone]:
        """Ship, capsule and zone it is planned with."""
        return _complete(self.planned)

    @property
    def why_not(self) -> str:
        """The sentence for a day without an opportunity, with what keeps each passage from landing."""
        _, _, zone = self.parts
        each = "".join(f"; {way.near.utc[11:16]}: {way.why}" for way in self._ways if isinstance(way, Refused))
        return f"no revolution on {self.flight.date} can land in {zone.name}{each}"

    def plan(self, route: Descent) -> DescentPlan:
        """What is flown: the planned way home with the ship as it is, and with what fails."""
        return replace(route.plan, ship=self.actual.ship, failures=self._failures())

    def legs(self) -> Iterator[Leg]:
        """The phases from undocking to touchdown; the last one is the first that departs from plan."""
        route = self.route
        if route is None:
            return
        phases, start = self.plan(route).phases(), self._start(route)
        for leg in fly_phases(
            phases, start, replace(route.scene, wind=self.actual.wind, telemetry=self.telemetry), self.chances
        ):
            yield _with_fallbacks(leg, route) if self.sampling is None and not self.flight.failure else leg

    def _start(self, route: Descent) -> State:
        """The ship on its port; what it weighs after its months there is drawn."""
        docked, home_mass = route.legs[0].start, route.plan.capsule.deorbit.home_mass_kg
        if self.chances is None:
            return docked
        return docked.replace(mass_kg=home_mass.drawn(self.chances("docked"), "capsule.deorbit.home_mass_kg"))

    def _failed(self, system: str) -> Failure | None:
        return next((failure for failure in self.flight.failure if failure.system == system), None)

    def _braking_fault(self) -> BrakingFault | None:
        for system, thrusters_finish in (("main_engine", True), ("braking_cutoff", False)):
            failure = self._failed(system)
            if failure is not None:
                return BrakingFault(failure.after_s or 0.0, thrusters_finish)
        return None

    def _failures(self) -> DescentFailures:
        spin = self._failed("steering")
        return DescentFailures(
            self._braking_fault(),
            0.0 if spin is None else spin.below_m or 0.0,
            self._failed("main_parachute") is not None,
            self._failed("reserve_parachute") is not None,
            self._failed("soft_landing_engines") is not None,
        )


def _with_fallbacks(leg: Leg, route: Descent) -> Leg:
    """The leg, its separation of the modules telling what else could have followed."""
    events = tuple(
        replace(event, values={**event.values, **route.fallbacks()}) if event.name == "module_separation" else event
        for event in leg.events
    )
    return replace(leg, events=events)


def _complete(equipment: Equipment) -> tuple[Spacecraft, Capsule, Zone]:
    assert equipment.capsule is not None
    assert equipment.zone is not None
    return equipment.ship, equipment.capsule, equipment.zone


def check_failures_home(flight: Flight) -> None:
    """Failures that kazbek knows how to fly on the way home.

    Raises
    ------
    DataError
        an unknown system, or one without the figure that says when it fails.
    """
    for failure in flight.failure:
        if failure.system not in NEEDS:
            raise unknown("system", failure.system, NEEDS, where=f'failure of flight "{flight.name}"')
        figure = NEEDS[failure.system]
        if figure and getattr(failure, figure) is None:
            raise DataError(
                f'failure of flight "{flight.name}": {failure.system} without {figure}',
                allowed=f'{{ system = "{failure.system}", {figure} = … }}',
            )
