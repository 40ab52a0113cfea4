"""A flight while it is flown: its decisions, and its phases with the states that the next ones start from.

What remains of it for everybody else is a :class:`~kazbek.record.flight.RecordedFlight`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.mission.plan import Flight
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import recorded_legs


@dataclass(frozen=True, slots=True)
class FlownFlight:
    """One ship, from its first event to its last.

    Attributes
    ----------
    flight : the decisions
    legs : the phases as flown
    outcome : how it ended
    liftoff : of this ship, None where the lift-off is not part of the mission
    reason : for a departure from plan, one sentence with the shortfall in numbers
    shortfall : the same figures for programs, names with unit suffixes
    bookkeeping : events that no phase flies (hatches, liners, reboosts of the station)
    """

    flight: Flight
    legs: tuple[Leg, ...]
    outcome: Outcome
    liftoff: Epoch | None
    reason: str = ""
    shortfall: Mapping[str, float] = field(default_factory=dict)
    bookkeeping: tuple[Event, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened, in order of time."""
        flown = [event for leg in self.legs for event in leg.events]
        return tuple(sorted((*flown, *self.bookkeeping), key=lambda event: event.epoch))

    def first(self, name: str) -> Event | None:
        """The first event of that name, if any."""
        return next((event for event in self.events if event.name == name), None)

    def recorded(self) -> RecordedFlight:
        """As the record has it."""
        return RecordedFlight(
            name=self.flight.name,
            ship=self.flight.ship,
            crew=self.flight.names,
            outcome=self.outcome,
            legs=recorded_legs(self.flight.name, self.legs),
            liftoff=self.liftoff,
            reason=self.reason,
            shortfall=dict(self.shortfall),
            bookkeeping=self.bookkeeping,
            way=self.flight.way,
            date=self.flight.date,
        )


def cut(leg: Leg, event: Event) -> Leg:
    """The leg up to an event in it: later telemetry and events go, and it ends in the state of that instant."""
    rows = leg.telemetry["tai_ns"] <= event.epoch.tai_ns
    telemetry = {name: column[rows].copy() for name, column in leg.telemetry.items()}
    events = tuple(e for e in leg.events if e.epoch <= event.epoch)
    return replace(
        leg,
        end=state_at(leg, event.epoch),
        telemetry=telemetry,
        events=events,
        outcome=Outcome.REACHED,
        reason="",
        shortfall={},
    )


def state_at(leg: Leg, epoch: Epoch) -> State:
    """State within a leg: cubic Hermite in position between telemetry rows, linear in mass."""
    if epoch >= leg.end.epoch:
        return leg.end
    t_ns = np.asarray(leg.telemetry["tai_ns"], dtype=np.int64)
    if "r_GCRF_x_m" not in leg.telemetry or len(t_ns) < 2 or epoch.tai_ns <= t_ns[0]:
        return leg.start.replace(epoch=epoch) if epoch > leg.start.epoch else leg.start
    k = min(int(np.searchsorted(t_ns, epoch.tai_ns)), len(t_ns) - 1)
    h_s = (t_ns[k] - t_ns[k - 1]) / 1e9
    u = (epoch.tai_ns - t_ns[k - 1]) / (t_ns[k] - t_ns[k - 1])
    r = np.array([leg.telemetry[f"r_GCRF_{a}_m"][k - 1 : k + 1] for a in "xyz"])
    v = np.array([leg.telemetry[f"v_GCRF_{a}_m_s"][k - 1 : k + 1] for a in "xyz"])
    position = (
        r[:, 0] * (1 + 2 * u) * (1 - u) ** 2
        + v[:, 0] * h_s * u * (1 - u) ** 2
        + r[:, 1] * u * u * (3 - 2 * u)
        + v[:, 1] * h_s * u * u * (u - 1)
    )
    velocity = (r[:, 1] - r[:, 0]) * 6 * u * (1 - u) / h_s + v[:, 0] * (1 - u) * (1 - 3 * u) + v[:, 1] * u * (3 * u - 2)
    mass = leg.telemetry.get("mass_kg")
    mass_kg = leg.start.mass_kg if mass is None else float(mass[k - 1] * (1 - u) + mass[k] * u)
    return State(epoch, position, velocity, mass_kg, leg.start.propellant_kg)
