"""A flight up: when to lift off, then ascent, chase, brakes, fly-around and docking, one from the end of the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, NoConvergence, unknown
from kazbek.base.leg import Leg
from kazbek.catalogue.approach import Radio
from kazbek.catalogue.countdown import Fault
from kazbek.catalogue.escape import EscapePlan
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.ascent.plan import happened_s
from kazbek.flight.chase.launch_search import LaunchSearch, Start
from kazbek.flight.chase.phasing import Phasing
from kazbek.flight.chase.targeter import Targeted
from kazbek.flight.docking.approach import Approach
from kazbek.flight.docking.docking import Docking
from kazbek.flight.docking.failures import SYSTEMS
from kazbek.flight.docking.rendezvous import Rendezvous
from kazbek.flight.docking.session import CloseScene
from kazbek.flight.pad.countdown import Countdown, CountStop
from kazbek.flight.phase import Phase, Scene, fly_phases
from kazbek.flight.separation import Insertion
from kazbek.mission.aborts.command import check_instant, check_modes, command_of
from kazbek.mission.aborts.failed import FailedFlight
from kazbek.mission.equipment import Equipment, EquippedFlight
from kazbek.mission.plan import Failure, Flight
from kazbek.mission.station.close import check_has_range, check_rows, close_scene, radio_of


@dataclass(frozen=True)
class FlightUp(EquippedFlight):
    """One flight from a pad to a port; what it is planned with decides lift-off and every programme.

    Attributes
    ----------
    near : a flight much like this one, from whose programme the search for this one starts
    """

    near: FlightUp | None = None

    def start(self) -> Start | None:
        """Lift-off on the flight's day: the first opportunity that closes, else the first; None without any."""
        return self._start

    @cached_property
    def _start(self) -> Start | None:
        if self.as_planned is not None:
            return self.as_planned.start()
        _, _, profile = _complete(self.planned)
        found = self.window.opportunities([profile], Epoch.from_utc(self.flight.date), 1.0)
        starts = [start for opportunity in found for start in opportunity.starts]
        return next((start for start in starts if start.closes), starts[0] if starts else None)

    @cached_property
    def planned_ascent(self) -> Ascent:
        """The ascent as planned; solved for once."""
        if self.as_planned is not None:
            return self.as_planned.planned_ascent
        return self._ascent(self.planned)

    @cached_property
    def planned_burns(self) -> Targeted | None:
        """The burns of the chase as planned, from which a drawn one starts its search; None where there are none."""
        if self.as_planned is not None:
            return self.as_planned.planned_burns
        start, (_, _, profile) = self.start(), _complete(self.planned)
        if start is None or not start.closes:
            return None
        try:
            return Phasing(profile, self.planned.ship).targeted(self.window.separation(start.liftoff), self.scene)
        except NoConvergence:
            return None

    @cached_property
    def ascent(self) -> Ascent:
        """The ascent as flown: the launcher as it is, under the programme planned."""
        return self.planned_ascent if self.sampling is None else self._ascent(self.actual, self.planned_ascent)

    @property
    def window(self) -> LaunchSearch:
        """The search that finds lift-off."""
        _, pad, _ = _complete(self.planned)
        return LaunchSearch(self.track, pad, self.insertion, self.planned.ship)

    @cached_property
    def insertion(self) -> Insertion:
        """The end of the ascent as planned, in the wind that is known."""
        if self.as_planned is not None:
            return self.as_planned.insertion
        return self.planned_ascent.insertion(self.planned.wind)

    @property
    def scene(self) -> Scene:
        """The surroundings of its phases."""
        return Scene(self.track, wind=self.actual.wind, telemetry=self.telemetry)

    def _ascent(self, equipment: Equipment, planned_as: Ascent | None = None) -> Ascent:
        launcher, pad, _ = _complete(equipment)
        mass, size = equipment.ship.mass, equipment.ship.size
        return Ascent(
            launcher,
            mass.launch_kg.v,
            pad,
            payload_propellant_kg=mass.propellant_kg.v,
            payload_cd_area_m2=size.cd_area_m2,
            planned_as=planned_as,
            near=self.near.planned_ascent if self.near else None,
        )

    def phases(self) -> tuple[Phase, ...]:
        """From lift-off to the opening of the hatch."""
        _, _, profile = _complete(self.actual)
        close = self.close_scene
        return (
            self.ascent,
            Phasing(profile, self.actual.ship, None if self.sampling is None else self.planned_burns),
            Rendezvous(close, profile.brake, profile.execution),
            Approach(close),
            Docking(close),
        )

    def countdown(self, liftoff: Epoch) -> Countdown | None:
        """The count to a lift-off; None for a launcher whose launch day is not on file."""
        count, launcher = self.actual.countdown, self.actual.launcher
        if count is None or launcher is None:
            return None
        stops = (f for f in self.flight.failure if f.at_s is not None and count.stopping(f.system) is not None)
        stop = next((CountStop(f.system, f.at_s, f.clears_after_s) for f in stops if f.at_s is not None), None)
        return Countdown(count, launcher, liftoff, self.ascent.on_pad, stop)

    def legs(self, liftoff: Epoch) -> Iterator[Leg]:
        """The phases as flown, the count first where there is one; the last one is the first that departs from plan.

        Where the launcher fails, the crew's way off it follows.
        """
        failed = self.failed(liftoff)
        if failed is not None:
            return failed.legs(liftoff)
        count = self.countdown(liftoff)
        phases = self.phases() if count is None else (count, *self.phases())
        start = self.ascent.on_pad(liftoff) if count is None else count.start()
        return fly_phases(phases, start, self.scene, self.chances)

    def failed(self, liftoff: Epoch) -> FailedFlight | None:
        """The flight with a launcher that fails; None where it does not."""
        plan, capsule = self.actual.escape, self.actual.capsule
        failure = launcher_failure(self.flight, plan)
        if plan is None or capsule is None or failure is None:
            return None
        drawn = None if self.chances is None else self.chances("fault")
        command, planned = command_of(plan, failure, drawn), self.planned_ascent
        check_instant(command, planned.launcher, happened_s(planned.launcher, planned.plan.flown))
        ascent = replace(self.ascent, launcher=command.failing(self.ascent.launcher), planned_as=self.planned_ascent)
        count = self.countdown(liftoff)
        return FailedFlight(command, plan, capsule, self.actual.ship, ascent, count, self.scene, self.chances)

    @property
    def close_scene(self) -> CloseScene:
        """Who flies where beside the station, and what is going to fail there."""
        return close_scene(self.flight, self.actual)


def launcher_failure(flight: Flight, plan: EscapePlan | None) -> Failure | None:
    """The failure of a flight that ends its ascent, if there is one."""
    if plan is None:
        return None
    return next((failure for failure in flight.failure if plan.failing(failure.system) is not None), None)


def _complete(equipment: Equipment) -> tuple[Launcher, Site, Profile]:
    """Launcher, pad and profile of an equipment that goes up."""
    if equipment.launcher is None or equipment.pad is None or not isinstance(equipment.profile, Profile):
        raise DataError("a flight up needs a launcher, a pad and a profile")
    return equipment.launcher, equipment.pad, equipment.profile


def check_starts(planned: Equipment) -> None:
    """Whether the main engine can be started as often as the profile wants, and once more for the way home.

    Raises
    ------
    DataError
        where it cannot.
    """
    _, _, profile = _complete(planned)
    wanted = 1 + sum(burn.engine == "main" for burn in (*profile.burn, *profile.brake))
    starts = planned.ship.main_engine.starts_count.v
    if wanted > starts:
        raise DataError(
            f"profile {profile.name} starts the main engine {wanted} times, the way home included",
            allowed=f"at most {starts:g}, the starts of {planned.ship.name}",
        )


def check_escape(planned: Equipment) -> None:
    """Whether the escape of a launcher goes with its sequence.

    Raises
    ------
    DataError
        where it does not.
    """
    if planned.escape is not None:
        check_modes(planned.escape, _complete(planned)[0])


def check_failures(flight: Flight, planned: Equipment) -> None:
    """Failures that kazbek knows how to fly: of Kurs, and those that the launcher's countdown knows.

    Raises
    ------
    DataError
        an unknown system, or one without the range at which it fails.
    """
    count = planned.countdown
    plan = planned.escape
    counted = [fault.system for fault in count.fault] if count is not None else []
    ending = [fault.system for fault in plan.fault] if plan is not None else []
    radio = radio_of(planned)
    known = (*radio.own(SYSTEMS), *counted, *ending)
    for failure in flight.failure:
        if failure.system not in known:
            raise unknown("system", failure.system, known, where=f'failure of flight "{flight.name}"')
        fault = count.stopping(failure.system) if count is not None else None
        if fault is not None:
            _check_stop(flight, failure, fault)
            continue
        if plan is not None and plan.failing(failure.system) is not None:
            command_of(plan, failure).failing(_complete(planned)[0])
            continue
        _check_range(flight, failure, _complete(planned)[2].plan.kurs_acquisition_range_m.v, radio)
    check_rows(flight, planned)


def _check_range(flight: Flight, failure: Failure, reach_m: float, radio: Radio) -> None:
    """A failure beside the station comes at a range, within the reach of its radio."""
    check_has_range(flight, failure)
    if (failure.at_range_m or 0.0) > reach_m:
        raise DataError(
            f'failure of flight "{flight.name}": {failure.system} with at_range_m = {failure.at_range_m:g}',
            allowed=f"up to {reach_m:g}, where {radio.title} finds the station",
        )


def _check_stop(flight: Flight, failure: Failure, fault: Fault) -> None:
    """A fault of the countdown needs an instant at which it is watched for."""
    first_s, last_s = -fault.from_before_s.v, -fault.until_before_s.v
    if failure.at_s is None or not first_s <= failure.at_s <= last_s:
        given = "without at_s" if failure.at_s is None else f"with at_s = {failure.at_s:g}"
        raise DataError(
            f'failure of flight "{flight.name}": {failure.system} {given}',
            allowed=f"{first_s:g} to {last_s:g}, seconds from lift-off, while it is watched",
        )
