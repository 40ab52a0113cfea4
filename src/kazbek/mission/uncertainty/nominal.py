"""The flight that derivatives are taken at, and how another one differs from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kazbek.base.data import DataFile, figures
from kazbek.base.epoch import Epoch
from kazbek.base.figures import with_datum
from kazbek.base.leg import Event, Leg
from kazbek.base.state import State
from kazbek.flight.phase import Phase, fly_phases
from kazbek.mission.equipment import Equipment
from kazbek.mission.up import FlightUp

Quantities = dict[str, float]  # "docking_contact_utc" -> seconds since the nominal lift-off, others in their own unit

Work = Callable[[], "Quantities | None"]


@dataclass(frozen=True, slots=True)
class NominalFlight:
    """A flight up as flown.

    Attributes
    ----------
    values : every quantity of its events
    """

    up: FlightUp
    liftoff: Epoch
    legs: tuple[Leg, ...]
    values: Quantities

    def leg(self, name: str) -> Leg:
        """The leg of that name."""
        return next(leg for leg in self.legs if leg.name == name)

    def before(self, phase: str) -> list[Leg]:
        """The legs before a phase."""
        names = [leg.name for leg in self.legs]
        return list(self.legs[: names.index(phase)])

    def flown(self, phases: Sequence[Phase], start: State) -> list[Leg]:
        """Legs of other phases, or of the same from another state, without telemetry."""
        return list(fly_phases(phases, start, self.up.scene.without_telemetry()))

    def change(self, legs: Iterable[Leg]) -> Quantities:
        """What other legs change, of what they reach."""
        return self.change_of([event for leg in legs for event in leg.events])

    def change_of(self, events: Iterable[Event]) -> Quantities:
        """The same from events."""
        other = quantities(events, self.liftoff, self.liftoff)
        return {name: value - self.values[name] for name, value in other.items() if name in self.values}


def quantities(events: Iterable[Event], liftoff: Epoch, origin: Epoch) -> Quantities:
    """First event of each name: its instant (s from `origin`), its ``met_s`` and its numbers."""
    found: Quantities = {}
    for event in events:
        if f"{event.name}_utc" in found:
            continue
        found[f"{event.name}_utc"] = event.epoch - origin
        found[f"{event.name}_met_s"] = event.epoch - liftoff
        for key, value in event.values.items():
            if not isinstance(value, str | bool):
                found[f"{event.name}_{key}"] = float(value)
    return found


def phases_of(up: FlightUp, first: str, end: str | None = None) -> list[Phase]:
    """The phases of a flight from `first` up to, and without, `end`."""
    phases = list(up.phases())
    names = [phase.name for phase in phases]
    return phases[names.index(first) : None if end is None else names.index(end)]


def moved(
    equipment: Equipment, prefix: str, wanted: tuple[str, ...] = ("",), without: tuple[str, ...] = ()
) -> Iterator[tuple[str, Equipment]]:
    """(path, equipment) with one figure after another moved up by its sigma (down where it would leave its bounds)."""
    part: DataFile = equipment.parts()[prefix]
    for path, datum in figures(part):
        if datum.sigma == 0.0 or not path.startswith(wanted) or (without and path.startswith(without)):
            continue
        up = datum.v + datum.sigma
        value = up if datum.bounds(path).hold(up) else datum.v - datum.sigma
        if datum.bounds(path).hold(value):
            yield path, equipment.replace(prefix, with_datum(part, path, datum.model_copy(update={"v": value})))
