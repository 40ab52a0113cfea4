"""A flight down: which passage of the day, then undocking, deorbit, entry, parachutes and landing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kazbek.base.chance import chance_at
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Leg, Outcome
from kazbek.craft.capsule import Capsule
from kazbek.craft.spacecraft import Spacecraft
from kazbek.craft.station import Station
from kazbek.mission.file import Flight
from kazbek.mission.homecoming import Descent, Homecoming
from kazbek.phases.deorbit import Deorbit
from kazbek.phases.entry import Entry
from kazbek.phases.landing import Landing
from kazbek.phases.parachutes import Parachutes
from kazbek.phases.undocking import Undocking
from kazbek.world.scene import Scene
from kazbek.world.station import StationTrack
from kazbek.world.zone import Zone


@dataclass(frozen=True)
class FlightDown:
    """One flight from a port to a zone.

    Attributes
    ----------
    port : where the ship is docked that day
    seed : None for a nominal flight; else the burn and steering planned for it meet a flight drawn from its sigmas
    """

    flight: Flight
    ship: Spacecraft
    capsule: Capsule
    station: Station
    zone: Zone
    track: StationTrack
    port: str
    seed: int | None = None

    @cached_property
    def planned(self) -> Descent | None:
        """The way home of the flight's day that passes closest to the aim; None when no passage can land."""
        home = Homecoming(self.track, self.ship, self.capsule, self.station, self.zone, self.port)
        found = home.opportunities(Epoch.from_utc(self.flight.date), 1.0, revolutions=self.flight.revolutions_to_burn)
        return min(found, key=lambda descent: abs(descent.reference.cross_m), default=None)

    @property
    def why_not(self) -> str:
        """The sentence for a day without an opportunity."""
        return f"no revolution on {self.flight.date} can land in {self.zone.name}"

    def legs(self) -> Iterator[Leg]:
        """The phases from undocking to touchdown; whoever takes them stops when one departs from plan."""
        planned = self.planned
        if planned is None:
            return
        if self.seed is None:
            yield from planned.legs
            return
        undocked, braked = planned.legs[0], planned.event("deorbit_burn_start")
        scene = Scene(self.track)
        leg = Undocking(self.ship, self.capsule, self.station, self.port).fly(
            undocked.start, scene, self._chance("undocking"))
        yield leg
        for phase in (Deorbit(self.ship, self.capsule, braked.epoch, planned.delta_v_m_s),
                      Entry(self.capsule, self.zone), Parachutes(self.capsule, self.zone),
                      Landing(self.capsule, self.zone)):
            if leg.outcome is not Outcome.REACHED:
                return
            leg = phase.fly(leg.end, scene, self._chance(type(phase).__name__.lower()))
            yield leg

    def _chance(self, phase: str) -> np.random.Generator:
        return chance_at(self.seed or 0, 0, f"{self.flight.name}/{phase}")
