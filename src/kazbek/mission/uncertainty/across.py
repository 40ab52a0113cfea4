"""What figures of ship, plan, pilot and station change of a flight from port to port: flown anew with each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from kazbek.base.state import State
from kazbek.base.threads import side_by_side
from kazbek.mission.equipment import Equipment
from kazbek.mission.flown import FlownFlight
from kazbek.mission.station.across import FlightAcross
from kazbek.mission.uncertainty.nominal import Quantities, moved, quantities

WANTED = {
    "approach": ("relocation.", "final.", "control."),
    "pilot": ("",),
    "ship": ("inertia.", "jets.", "undocking.spring"),
    "station": ("centre_of_mass_STN.", "attitude."),
}


def sigmas_across(across: FlightAcross, flown: FlownFlight) -> Mapping[str, float]:
    """One sigma for each quantity of a nominal flight from port to port; when it undocks is a decision."""
    if not flown.legs:
        return {}
    start, left = flown.legs[0].start, across.undocking
    nominal = quantities(flown.legs[0].events, left, left)
    others = [replace(across, actual=other, as_planned=across, telemetry=False) for other in _others(across.actual)]
    variance: dict[str, float] = defaultdict(float)
    for other in side_by_side(partial(_flown, other, start) for other in others):
        for name in nominal.keys() & other.keys():
            variance[name] += (other[name] - nominal[name]) ** 2
    return {name: float(np.sqrt(total)) for name, total in variance.items()}


def _others(equipment: Equipment) -> Iterator[Equipment]:
    """The equipment with one figure after another off by its sigma."""
    for prefix, wanted in WANTED.items():
        yield from (other for _, other in moved(equipment, prefix, wanted))


def _flown(across: FlightAcross, start: State) -> Quantities:
    return quantities([event for leg in across.legs(start) for event in leg.events], across.undocking, across.undocking)
