"""A flight from one port of the station to another: by hand, with everybody aboard who would go home in the ship."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.leg import Leg
from kazbek.base.state import State, Tally
from kazbek.flight.docking.relocation import PortToPort, docked
from kazbek.flight.phase import Scene, fly_phases
from kazbek.mission.equipment import Equipment, EquippedFlight
from kazbek.mission.station.close import close_scene


@dataclass(frozen=True)
class FlightAcross(EquippedFlight):
    """One flight from port to port.

    Attributes
    ----------
    from_port : where the ship is that day
    """

    from_port: str = field(kw_only=True)

    @property
    def undocking(self) -> Epoch:
        """When the springs push: a decision, for no law of the orbit tells it."""
        assert self.flight.time_utc is not None
        return Epoch.from_utc(f"{self.flight.date.isoformat()}T{self.flight.time_utc.isoformat()}Z")

    @property
    def hatch_closed(self) -> Epoch | None:
        """When the crew is aboard behind a closed hatch; None without a crew."""
        capsule = self.actual.capsule
        return None if capsule is None else self.undocking - capsule.undocking.hatch_closed_before_s.v

    def legs(self, before: State | None = None) -> Iterator[Leg]:
        """The flight, from undocking to the opening of the hatch.

        Parameters
        ----------
        before : the ship at the end of its flight before; without it the ship is as it arrives by its data file

        Raises
        ------
        DataError
            a free flight planned shorter than the way takes, a plan without relocations, or a ship of which nobody
            knows how much propellant it has left.
        """
        scene = Scene(self.track, telemetry=self.telemetry)
        yield from fly_phases((self._phase(self.actual, self.wait_s),), self.start(before), scene, self.chances)

    def start(self, before: State | None) -> State:
        """The ship on its port before the springs push."""
        tally = Tally() if before is None else Tally(radio_sets_lost=before.tally.radio_sets_lost)
        mass_kg, left_kg = self.as_filed if before is None else (before.mass_kg, before.propellant_kg)
        return docked(
            close_scene(self.flight, self.actual, self.from_port), self.track, self.undocking, mass_kg, left_kg, tally
        )

    @cached_property
    def wait_s(self) -> float:
        """How much longer than for its checks the ship waits where it has backed off to, so that its plan is kept.

        Raises
        ------
        DataError
            for a free flight planned shorter than the way takes.
        """
        if self.as_planned is not None:
            return self.as_planned.wait_s
        if self.flight.free_flight_s is None:
            return 0.0
        leg = self._phase(self.planned, 0.0).fly(self.start(None), Scene(self.track, telemetry=False))
        contact = leg.first("docking_contact")
        quickest_s = 0.0 if contact is None else contact.epoch - leg.start.epoch
        if self.flight.free_flight_s < quickest_s:
            raise DataError(
                f'flight "{self.flight.name}": free_flight_s = {self.flight.free_flight_s:g} is less than the way from '
                f"{self.from_port} to {self.flight.to_port} takes",
                allowed=f"at least {quickest_s:.0f}, or none",
            )
        return self.flight.free_flight_s - quickest_s

    def _phase(self, equipment: Equipment, wait_s: float) -> PortToPort:
        return PortToPort(close_scene(self.flight, equipment), self.from_port, wait_s)

    @property
    def as_filed(self) -> tuple[float, float]:
        """Mass and propellant (kg) of a ship that has been there since before the mission.

        Raises
        ------
        DataError
            for a ship whose file does not say how much propellant it has left.
        """
        mass = self.planned.ship.mass
        if mass.docked_propellant_kg is None:
            raise DataError(
                f"{self.planned.ship.name} does not say how much propellant a ship has left that is docked when the "
                "mission begins",
                allowed="mass.docked_propellant_kg",
            )
        left_kg = mass.docked_propellant_kg.v
        return mass.launch_kg.v - mass.propellant_kg.v + left_kg, left_kg
