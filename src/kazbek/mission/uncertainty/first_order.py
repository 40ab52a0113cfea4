"""One sigma of what is predicted: a first-order pass over the sigmas in the data files.

    σ² = Σ (∂q/∂p · σ_p)²      over the figures p of a flight's data files, each moved by its own sigma

Figures are taken as independent. Each is moved where it first acts, and what lies before stays as flown:

    launcher, pad                the ascent is planned anew; lift-off follows by its derivative with respect to the end
                                 of the ascent (seven numbers); contact follows lift-off and separation (`ascent.py`)
    ship, profile, brakes        chase and brakes are flown anew from the same separation; what follows from the few
                                 directions in which their arrivals differ (`arrival.py`)
    approach, pilot, station     what follows is flown anew from where the figure first acts (`docking.py`)
    the station's place          along its track, by the age of its file: the chase is flown anew (`station.py`)

Not included: the air of the chase (metres), what the crew decides, and the error of the models themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from kazbek.base.threads import side_by_side
from kazbek.mission.flown import FlownFlight
from kazbek.mission.uncertainty.arrival import ROW, arrivals, of_arrival
from kazbek.mission.uncertainty.ascent import of_ascent
from kazbek.mission.uncertainty.docking import of_docking
from kazbek.mission.uncertainty.nominal import NominalFlight, Quantities, quantities
from kazbek.mission.uncertainty.station import of_station
from kazbek.mission.up import FlightUp


def sigmas(up: FlightUp, flown: FlownFlight) -> dict[str, float]:
    """One sigma for each quantity of a nominal flight up, as far as it was flown.

    Returns
    -------
    dict
        ``"liftoff_utc"``, ``"core_separation_met_s"``, ``"docking_contact_delta_v_total_m_s"`` … in s or their own unit
    """
    if flown.liftoff is None:
        return {}
    nominal = NominalFlight(up, flown.liftoff, flown.legs, quantities(flown.events, flown.liftoff, flown.liftoff))
    variance: dict[str, float] = defaultdict(float)
    for effect in _effects(nominal):
        for name, change in effect.items():
            variance[name] += change * change
    return {name: float(np.sqrt(total)) for name, total in variance.items() if name in nominal.values}


def _effects(nominal: NominalFlight) -> Iterator[Quantities]:
    """What each figure changes; they are flown side by side."""
    names = [leg.name for leg in nominal.legs]
    if "rendezvous" not in names:
        yield from _done(side_by_side(of_ascent(nominal)))
        return
    arrived = [found for found in side_by_side(arrivals(nominal)) if found is not None]
    yield from (change for change, _ in arrived)
    work = [*of_ascent(nominal), *of_station(nominal)]
    if "approach" in names:
        differences = [difference for _, difference in arrived if difference is not None]
        work += [*of_arrival(nominal, np.array(differences).reshape(-1, ROW)), *of_docking(nominal)]
    yield from _done(side_by_side(work))


def _done(effects: list[Quantities | None]) -> Iterator[Quantities]:
    return (effect for effect in effects if effect is not None)
