"""What figures of the approach plan, of the station and of the pilot change: flown anew from where each first acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from kazbek.base.leg import Leg
from kazbek.catalogue.pilot import PilotModel
from kazbek.flight.docking.docking import Docking
from kazbek.flight.docking.near_flight import NearFlight
from kazbek.mission.uncertainty.arrival import BRAKES
from kazbek.mission.uncertainty.nominal import NominalFlight, Quantities, Work, moved, phases_of

WANTED = {"approach": ("flyaround.", "stationkeeping.", "final.", "breakoff.", "control.")}
FIRST_FELT = {"approach": "approach", "station": "rendezvous"}  # `final` too: the last cycle before it orders by it


def of_docking(nominal: NominalFlight) -> Iterator[Work]:
    """Plan of the approach, the station's geometry, and a pilot who took over."""
    here = (f"ports.{nominal.up.flight.port}.", "centre_of_mass_STN.", "attitude.")
    for prefix, wanted in (*WANTED.items(), ("station", here)):
        for _, equipment in moved(nominal.up.actual, prefix, wanted, BRAKES.get(prefix, ())):
            first = FIRST_FELT[prefix]
            phases = phases_of(replace(nominal.up, actual=equipment), first)
            yield partial(_flown_from, nominal, first, partial(nominal.flown, phases, nominal.leg(first).start))
    yield from _of_pilot(nominal)


def _flown_from(nominal: NominalFlight, first: str, fly: partial[list[Leg]]) -> Quantities:
    return nominal.change([*nominal.before(first), *fly()])


def _of_pilot(nominal: NominalFlight) -> Iterator[Work]:
    """The pilot's figures, from the moment of taking the handles on; none where the autopilot flew to the end."""
    by_hand = [leg.name for leg in nominal.legs if leg.first("manual_control")]
    if not by_hand:
        return
    docking = next(phase for phase in nominal.up.phases() if isinstance(phase, Docking))
    handed = None
    if by_hand == [docking.name]:
        handed = docking.handed_over(nominal.leg(docking.name).start, nominal.up.scene.without_telemetry())
    for _, equipment in moved(nominal.up.actual, "pilot"):
        if handed is not None and isinstance(equipment.pilot, PilotModel):
            other = partial(_by_hand, docking, handed, equipment.pilot)
            yield partial(_flown_from, nominal, docking.name, other)
        else:
            phases = phases_of(replace(nominal.up, actual=equipment), by_hand[0])
            fly = partial(nominal.flown, phases, nominal.leg(by_hand[0]).start)
            yield partial(_flown_from, nominal, by_hand[0], fly)


def _by_hand(docking: Docking, handed: NearFlight, pilot: PilotModel) -> list[Leg]:
    return [docking.flown_on(handed.in_hands_of(pilot))]
