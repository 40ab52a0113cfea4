"""A flight up whose launcher fails: the ascent cut where the escape is commanded, then the phases of the way down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.chance import PhaseChance
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.escape import EscapePlan
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.pad.countdown import Countdown
from kazbek.flight.phase import Chances, Scene, fly_phases
from kazbek.mission.aborts.command import EscapeCommand, mode_at
from kazbek.mission.aborts.result import result_of, touchdown_values
from kazbek.mission.aborts.round import WayRound, way_round
from kazbek.mission.aborts.ways import LIFT_UP_rad, WayDown
from kazbek.mission.flown import cut, state_at


@dataclass(frozen=True)
class FailedFlight:
    """One flight that ends in an escape.

    Attributes
    ----------
    ascent : with the fault in the launcher's sequence, under the programme planned without
    count : the count before it; None where none is on file
    """

    command: EscapeCommand
    plan: EscapePlan
    capsule: Capsule
    ship: Spacecraft
    ascent: Ascent
    count: Countdown | None
    scene: Scene
    chances: Chances | None = None

    def legs(self, liftoff: Epoch) -> Iterator[Leg]:
        """The count and the ascent as far as they come, then the escape to the ground.

        With telemetry whatever the scene says: the state at the command and the loads on the crew are read from it.
        """
        return replace(self, scene=replace(self.scene, telemetry=True))._legs(liftoff)

    def _legs(self, liftoff: Epoch) -> Iterator[Leg]:
        before = list(self._before(liftoff))
        yield from before
        if before and before[-1].outcome is Outcome.LOST:
            return
        at = liftoff + self.command.t_s
        start = before[-1].end if before else self.ascent.on_pad(at)
        happened = {event.name for leg in before for event in leg.events}
        mode = mode_at(self.plan, happened)
        if mode is None:
            return
        way = WayDown(
            self.plan,
            mode,
            self.capsule,
            self.ascent.pad,
            LIFT_UP_rad if mode.steered else None,
            {"cause": self.command.fault.title, **self.command.told},
        )
        whole_ship = replace(start, mass_kg=self.ascent.payload_kg, propellant_kg=self.ascent.payload_propellant_kg)
        yield from self._away(way_round(way, self.ship, whole_ship) or way, whole_ship)

    def _away(self, way: WayDown | WayRound, start: State) -> Iterator[Leg]:
        """The legs of the way off; the last one tells what they add up to."""
        flown: list[Leg] = []
        for leg in fly_phases(way.phases(), start, self.scene, self.chances):
            flown.append(leg)
            if leg.name not in ("landing", "to_orbit"):
                yield without_aim(leg)
            elif leg.name == "to_orbit":
                yield self._in_orbit(leg) if isinstance(way, WayRound) and way.ignition is None else leg
        if flown[-1].name == "landing":
            yield self._landed(flown)

    def _in_orbit(self, leg: Leg) -> Leg:
        """The ship is up by its own engine and stays."""
        spent_m_s = float(leg.events[-1].values["delta_v_m_s"])
        reason = f"{self.command.fault.title}; in orbit after {spent_m_s:.0f} m/s of the ship's own engine"
        return replace(leg, outcome=Outcome.ABORTED_CREW_SAFE, reason=reason, shortfall={"delta_v_m_s": spent_m_s})

    def _landed(self, flown: list[Leg]) -> Leg:
        result = result_of(flown, self.plan, self.ascent.pad)
        leg = without_aim(flown[-1])
        events = tuple(
            replace(event, values={**event.values, **touchdown_values(result)}) if event.name == "touchdown" else event
            for event in leg.events
        )
        reason = f"{self.command.fault.title}; {result.sentence}"
        shortfall = {"peak_load_g": max(result.escape_load_g, result.entry_load_g), "range_m": result.range_m}
        return replace(leg, events=events, outcome=result.outcome, reason=reason, shortfall=shortfall)

    def _before(self, liftoff: Epoch) -> Iterator[Leg]:
        """The count, cut by a fault on the pad; else the ascent, cut at the command."""
        at = liftoff + self.command.t_s
        if self.count is not None:
            count = self.count.fly(self.count.start(), self.scene, self._chance(self.count.name))
            if at <= liftoff:
                yield self._cut(count, liftoff, self.ascent.on_pad(at))
                return
            yield count
        if at <= liftoff:
            return
        flown = self.ascent.fly(self.ascent.on_pad(liftoff), self.scene, self._chance(self.ascent.name))
        if flown.end.epoch <= at and flown.outcome is Outcome.LOST:
            yield flown
            return
        yield self._cut(flown, liftoff, attitude_kept(flown, at))

    def _cut(self, leg: Leg, liftoff: Epoch, end: State) -> Leg:
        """The leg as far as the command; its fault tells what failed."""
        command = self.command
        fault = Event("fault", liftoff + command.fault_s, {"system": command.fault.system})
        known = leg.first("fault")
        told = fault if known is None else replace(known, values={**fault.values, **known.values})
        others = tuple(e for e in leg.events if e.name not in ("fault", *command.fault.keeps))
        taken = cut(replace(leg, events=others), Event("abort", end.epoch))
        events = tuple(sorted((*taken.events, told), key=lambda event: event.epoch))
        reason = f"{command.fault.title}; an escape is commanded {command.delay_s:.1f} s later"
        return replace(taken, end=end, events=events, outcome=Outcome.MISSED, reason=reason)

    def _chance(self, name: str) -> PhaseChance | None:
        return None if self.chances is None else self.chances(name)


def attitude_kept(leg: Leg, epoch: Epoch) -> State:
    """The state within a leg with the attitude of that instant, turned evenly between rows."""
    state = state_at(leg, epoch)
    t_ns = leg.telemetry["tai_ns"]
    share = (epoch.tai_ns - t_ns) / 1e9
    q: Vector = np.array([np.interp(0.0, -share, leg.telemetry[f"q_BODY_GCRF_{c}"]) for c in "wxyz"])
    return replace(state, q_BODY_GCRF=q / np.linalg.norm(q))


def without_aim(leg: Leg) -> Leg:
    """The leg without misses of an aim: an escape has none."""
    events = tuple(
        replace(event, values={key: value for key, value in event.values.items() if key != "miss_m"})
        for event in leg.events
    )
    return replace(leg, events=events)
