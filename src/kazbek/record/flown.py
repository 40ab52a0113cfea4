"""What flying a mission leaves: flights, each with its legs and events. Frozen, and the same whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.mission.file import Flight, Mission


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

    def met_s(self, epoch: Epoch) -> float | None:
        """Seconds since this ship's lift-off."""
        return None if self.liftoff is None else epoch - self.liftoff


@dataclass(frozen=True, slots=True)
class Row:
    """One line of predicted against flown; instants are UTC strings, their differences seconds.

    `role` is predicted, fitted, aim or input: see :mod:`kazbek.record.compare`.
    """

    flight: str
    quantity: str
    role: str
    unit: str
    predicted: float | str
    sigma: float | None
    flown: float | str
    difference: float
    tolerance: float
    source: str

    @property
    def within(self) -> bool:
        """Whether the difference is inside the gate."""
        return abs(self.difference) <= self.tolerance

    def json(self) -> dict[str, Any]:
        """The row in the words of the contract."""
        return {
            "flight": self.flight,
            "quantity": self.quantity,
            "unit": self.unit,
            "predicted": self.predicted,
            "sigma": self.sigma,
            "flown": self.flown,
            "difference": self.difference,
            "tolerance": self.tolerance,
            "within": self.within,
            "role": self.role,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """One number, or one ending, that a what-if changes; None where the event does not happen."""

    flight: str
    quantity: str
    nominal: float | str | None
    changed: float | str | None

    def json(self) -> dict[str, Any]:
        """With the difference, where both are numbers."""
        both = isinstance(self.nominal, float) and isinstance(self.changed, float)
        return {
            "flight": self.flight,
            "quantity": self.quantity,
            "nominal": self.nominal,
            "changed": self.changed,
            "difference": self.changed - self.nominal if both else None,
        }  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class FlownMission:
    """A mission as flown.

    Attributes
    ----------
    mission : the decisions
    flights : in order of their days, as far as the mission went
    outcome : of the mission: that of its last flight, or the first that lost a crew
    station : source, times covered and whether it was propagated, of the station files used
    notes : sentences about the inputs (propagated beyond a file, gaps between files, predicted Earth orientation)
    comparison : predicted against flown, where history knows the flight
    what_if : differences to the flight without the changes that were asked for
    record : where the record lies, if one was written
    not_flown : the flights that are missing because of how the one before ended, in a sentence
    """

    mission: Mission
    flights: tuple[FlownFlight, ...]
    outcome: Outcome
    station: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    comparison: tuple[Row, ...] = ()
    what_if: tuple[Difference, ...] = ()
    record: Path | None = None
    not_flown: str = ""


def mission_outcome(flights: tuple[FlownFlight, ...]) -> Outcome:
    """LOST if any crew was; otherwise how the last flight ended."""
    if any(flight.outcome is Outcome.LOST for flight in flights):
        return Outcome.LOST
    return flights[-1].outcome if flights else Outcome.MISSED


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
        return leg.start.but(epoch=epoch) if epoch > leg.start.epoch else leg.start
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
