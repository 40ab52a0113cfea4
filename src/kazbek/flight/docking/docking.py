"""From station-keeping down the port's axis to contact, hooks and hatch; by hand when both sets of Kurs are lost."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.catalogue.spacecraft import Capture
from kazbek.flight.docking.kernels.guidance import Mode, from_port, in_port
from kazbek.flight.docking.kernels.loops import End
from kazbek.flight.docking.kurs import Kurs, KursLoss
from kazbek.flight.docking.session import CloseFlight, CloseScene
from kazbek.flight.phase import Scene

_FENCE_s = 2400.0
_WAITS_s = 1800.0  # break-offs


@dataclass(frozen=True, slots=True)
class Contact:
    """How the probe met the cone: speed along the axis and across it, and how far off the axis."""

    closing_speed_m_s: float
    lateral_speed_m_s: float
    miss_m: float

    def faults(self, capture: Capture) -> list[tuple[str, float, str]]:
        """What lies outside the envelope of the latches: (name, by how much, words)."""
        found = []
        low, high = capture.closing_min_m_s.v, capture.closing_max_m_s.v
        sliding, miss = capture.lateral_max_m_s.v, capture.miss_max_m.v
        if self.closing_speed_m_s > high:
            found.append(
                (
                    "closing_speed_m_s",
                    self.closing_speed_m_s - high,
                    f"closing at {self.closing_speed_m_s:.3f} m/s, more than {high:.2f} m/s",
                )
            )
        if self.closing_speed_m_s < low:
            found.append(
                (
                    "closing_speed_m_s",
                    self.closing_speed_m_s - low,
                    f"closing at {self.closing_speed_m_s:.3f} m/s, less than {low:.2f} m/s",
                )
            )
        if self.lateral_speed_m_s > sliding:
            found.append(
                (
                    "lateral_speed_m_s",
                    self.lateral_speed_m_s - sliding,
                    f"sliding at {self.lateral_speed_m_s:.3f} m/s, more than {sliding:.2f} m/s",
                )
            )
        if self.miss_m > miss:
            found.append(("miss_m", self.miss_m - miss, f"{self.miss_m:.2f} m off the axis, more than {miss:.2f} m"))
        return found


@dataclass(frozen=True)
class Docking:
    """Final approach to one port. Drawn: what the pilot sees, when it is flown by hand.

    Attributes
    ----------
    close : ship, station, port, plan and pilot
    kurs_loss : the failure of Kurs in this flight, if any
    """

    name: ClassVar[str] = "docking"

    close: CloseScene
    kurs_loss: KursLoss | None = None

    def fly(self, start: State, scene: Scene, chance: np.random.Generator | None = None) -> Leg:
        """To the opening of the hatch (DOCKED), or to a contact that the latches do not hold (MISSED)."""
        span_s = 2.0 * _FENCE_s + _WAITS_s + self.close.plan.after_contact.hatch_s.v
        flight = self.close.open(start, scene.station, span_s, chance, telemetry=scene.telemetry)
        end = self._final(flight, Kurs(self.kurs_loss, start.tally.radio_sets_lost))
        if end != End.DONE:
            return flight.given_up(self.name, end)
        contact = self._contact(flight)
        flight.say(
            "docking_contact",
            closing_speed_m_s=contact.closing_speed_m_s,
            lateral_speed_m_s=contact.lateral_speed_m_s,
            miss_m=contact.miss_m,
            delta_v_total_m_s=flight.tally.burns_delta_v_m_s,
            pulses_delta_v_m_s=flight.delta_v_m_s - flight.tally.burns_delta_v_m_s,
            propellant_kg=flight.propellant_kg,
            port=self.close.port,
        )
        faults = contact.faults(self.close.ship.capture)
        if faults:
            return flight.leg(
                self.name,
                Outcome.MISSED,
                "contact outside what the latches hold: " + ", ".join(words for _, _, words in faults),
                {name: off for name, off, _ in faults},
            )
        return self._docked(flight)

    def _final(self, flight: CloseFlight, kurs: Kurs) -> End:
        """Down the axis, broken off at each loss of Kurs."""
        flight.say("final_approach", port_distance_m=flight.port_distance_m)
        while not kurs.gone:
            armed = kurs.armed_m
            end = flight.guided(Mode.FINAL, stop_m=armed if armed is not None else 0.0, fence_s=_FENCE_s)
            if end != End.KURS_LOST:
                return end
            at_m = flight.port_distance_m
            kurs.lose(flight, at_m)
            back_m = at_m + self.close.plan.breakoff.back_m.v
            for part in (flight.go_to(back_m), flight.hold(kurs.wait_s(flight), back_m)):
                if part != End.DONE:
                    return part
        flight.say("manual_control", port_distance_m=flight.port_distance_m)
        return flight.guided(Mode.FINAL, stop_m=0.0, fence_s=_FENCE_s, by_hand=True)

    def _contact(self, flight: CloseFlight) -> Contact:
        place = from_port(flight.guide, tuple(flight.x_RTN_m))
        speed = in_port(flight.guide, tuple(flight.v_RTN_m_s))
        return Contact(-speed[0], math.hypot(speed[1], speed[2]), math.hypot(place[1], place[2]))

    def _docked(self, flight: CloseFlight) -> Leg:
        """The leg with the ship on her port until the hatch opens."""
        after, contact_s = self.close.plan.after_contact, flight.t_s
        flight.stay_docked(contact_s + after.hooks_s.v)
        flight.say("hooks_closed")
        flight.stay_docked(contact_s + after.hatch_s.v)
        flight.say("hatch_open")
        return flight.leg(self.name, Outcome.DOCKED)
