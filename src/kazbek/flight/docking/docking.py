"""From station-keeping down the port's axis to contact, hooks and hatch; by hand when both sets of Kurs are lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kazbek.base.chance import PhaseChance
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.flight.docking.contact import Contact, decided
from kazbek.flight.docking.failures import SETS
from kazbek.flight.docking.kernels.columns import PROBE_DEAD, Occurrence, Part
from kazbek.flight.docking.near_flight import NearFlight, begun_near
from kazbek.flight.docking.session import CloseScene
from kazbek.flight.phase import Scene

_FENCE_s = 6600.0
_MET = (Occurrence.CONTACT, Occurrence.BOUNCED, Occurrence.PASSED)


@dataclass(frozen=True)
class Docking:
    """Final approach to one port, in six degrees of freedom.

    Drawn: places and directions of the jets, errors of Kurs and gyros, the station's attitude, what the pilot sees.

    Attributes
    ----------
    close : ship, station, port, plan, pilot and failures
    """

    name: ClassVar[str] = "docking"

    close: CloseScene

    def fly(self, start: State, scene: Scene, chance: PhaseChance | None = None) -> Leg:
        """To the opening of the hatch (DOCKED), to a contact that the latches do not hold (MISSED), or LOST."""
        return self.flown_on(self._begun(start, scene, chance))

    def handed_over(self, start: State, scene: Scene) -> NearFlight | None:
        """A nominal flight as it stands when somebody takes the handles; None where nobody does on the way."""
        flight = self._begun(start, scene, None)
        return flight if flight.until((*_MET, Occurrence.HANDS), _FENCE_s) is Occurrence.HANDS else None

    def _begun(self, start: State, scene: Scene, chance: PhaseChance | None) -> NearFlight:
        """The flight as it stands on the port's axis."""
        span_s = _FENCE_s + self.close.plan.after_contact.hatch_s.v + 60.0
        flight = begun_near(self.close, start, scene, span_s, Part.FINAL, chance)
        flight.say("final_approach", port_distance_m=flight.port_distance_m)
        if self.close.sets_gone(start) >= SETS:
            flight.say("manual_control", port_distance_m=flight.port_distance_m)
        return flight

    def flown_on(self, flight: NearFlight) -> Leg:
        """The leg of a flight from where it stands."""
        end = flight.until(_MET, _FENCE_s)
        if end not in _MET:
            return flight.given_up(self.name, end)
        self.tell_contact(flight)
        return self.docked(flight) if end is Occurrence.CONTACT else self.not_caught(flight, end)

    def tell_contact(self, flight: NearFlight) -> None:
        """Record the contact as an event."""
        flight.say(
            "docking_contact",
            flight.contact_s,
            **Contact.of(flight.s).values,
            delta_v_total_m_s=flight.tally.burns_delta_v_m_s,
            pulses_delta_v_m_s=flight.delta_v_m_s - flight.tally.burns_delta_v_m_s,
            propellant_kg=flight.propellant_kg,
            port=self.close.port,
        )

    def not_caught(self, flight: NearFlight, end: Occurrence) -> Leg:
        """A head that was pushed out of the cone or went by it, with what decided that and when."""
        contact = Contact.of(flight.s)
        capture = self.close.ship.capture
        faults = contact.faults(capture)
        words = [said for _, _, said in faults]
        if flight.s[PROBE_DEAD] > 0.0:
            words.append("the probe was not ready")
        flight.say("bounce_off" if end is Occurrence.BOUNCED else "missed_contact", flight.contact_s)
        shortfall = {name: off for name, off, _ in faults}
        leg = flight.leg(
            self.name, Outcome.MISSED, "contact outside what the latches hold: " + ", ".join(words), shortfall
        )
        moment = decided(faults[0][0], capture, leg.telemetry, leg.events[-1].epoch.tai_ns) if faults else None
        if moment is None:
            return leg
        ago_s, away_m = moment
        return flight.leg(
            self.name,
            Outcome.MISSED,
            f"{leg.reason}; last within the limit {ago_s:.0f} s before, {away_m:.1f} m from the port",
            shortfall,
        )

    def docked(self, flight: NearFlight) -> Leg:
        """The leg with the ship on its port until the hatch opens."""
        after = self.close.plan.after_contact
        flight.until((Occurrence.HOOKED,), after.hooks_s.v + 10.0)
        flight.stay_docked(flight.contact_s + after.hatch_s.v)
        flight.say("hatch_open")
        return flight.leg(self.name, Outcome.DOCKED)
