"""One sigma of what is predicted: a first-order pass over the sigmas in the data files.

    σ² = Σ (∂q/∂p · σ_p)²      over the figures p of a flight's data files, each moved by its own sigma

Figures are taken as independent. Each is moved where it first acts, and what lies before stays as flown:

    launcher, pad                the ascent is planned anew; lift-off follows by its derivative with respect to the end
                                 of the ascent (seven numbers); contact follows lift-off and separation
    ship, profile                chase, brakes, fly-around and docking are flown anew from the same separation
    approach, pilot, station     what follows is flown anew from the phase in which the figure first acts

Not included: the station's orbit, the air, what the crew decides, and the error of the models themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import DataFile, figures, with_datum
from kazbek.base.epoch import Epoch
from kazbek.base.errors import KazbekError
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.base.threads import side_by_side
from kazbek.flight.chase.phasing import Phasing
from kazbek.flight.phase import Phase, fly_phases
from kazbek.flight.separation import Insertion
from kazbek.mission.equipment import Equipment
from kazbek.mission.flown import FlownFlight
from kazbek.mission.up import FlightUp

Quantities = dict[str, float]  # "docking_contact_utc" -> seconds since the nominal lift-off, others in their own unit

Work = Callable[[], "Quantities | None"]

_SHIP = ("main_engine.", "thrusters.", "size.drag", "mass.launch_kg")
_PROFILE = ("contact.sunset.evening", "contact.sunset.late", "contact.after_separation", "burn.", "arrival.", "brake.")
_APPROACH = ("brakes.", "flyaround.", "stationkeeping.", "final.", "breakoff.", "control.")
_FIRST_FELT = {"stationkeeping.": "approach", "control.": "approach", "breakoff.": "approach", "final.": "docking"}
_INSERTION_STEPS = np.array((1.0, 1e3, 1e3, 1e3, 1.0, 1.0, 1.0))  # s, m, m/s: small for the orbit, large for rounding


@dataclass(frozen=True, slots=True)
class _Nominal:
    """The flight the derivatives are taken at."""

    up: FlightUp
    liftoff: Epoch
    legs: tuple[Leg, ...]
    values: Quantities


def sigmas(up: FlightUp, flown: FlownFlight) -> dict[str, float]:
    """One sigma for each quantity of a nominal flight up, as far as it was flown.

    Returns
    -------
    dict
        ``"liftoff_utc"``, ``"core_separation_met_s"``, ``"docking_contact_delta_v_total_m_s"`` … in s or their own unit
    """
    if flown.liftoff is None:
        return {}
    nominal = _Nominal(up, flown.liftoff, flown.legs, quantities(flown.events, flown.liftoff, flown.liftoff))
    variance: dict[str, float] = defaultdict(float)
    for effect in _effects(nominal):
        for name, change in effect.items():
            variance[name] += change * change
    return {name: float(np.sqrt(total)) for name, total in variance.items() if name in nominal.values}


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


def _effects(nominal: _Nominal) -> list[Quantities]:
    """What each figure changes, one after the other; they are flown side by side."""
    names = [leg.name for leg in nominal.legs]
    work = list(_of_ascent(nominal))
    if "rendezvous" in names:
        work += [*_of_chase(nominal), *_of_approach(nominal)]
    return [effect for effect in side_by_side(work) if effect is not None]


def _of_ascent(nominal: _Nominal) -> Iterator[Work]:
    """Launcher and pad."""
    slope = _liftoff_by_insertion(nominal)
    for prefix in ("launcher", "pad"):
        for _, equipment in _moved(nominal.up.planned, prefix):
            up = replace(nominal.up, planned=equipment, actual=equipment, near=nominal.up)
            yield partial(_by_ascent, nominal, up, slope)


def _by_ascent(nominal: _Nominal, up: FlightUp, slope: NDArray[np.float64]) -> Quantities | None:
    """What another launcher or pad changes; None where one moved out of its range has no first order."""
    start = up.ascent.on_pad(nominal.liftoff)
    try:
        leg = up.ascent.fly(start, up.scene.without_telemetry())
        later_s = float(slope @ (_row(up.insertion) - _row(nominal.up.insertion)))
    except KazbekError:
        return None
    return _shifted(nominal, leg, later_s) if leg.outcome is Outcome.REACHED else None


def _shifted(nominal: _Nominal, ascent: Leg, later_s: float) -> Quantities:
    """Changes when the ascent is another and lift-off comes `later_s`; what follows keeps its slots from separation."""
    change = _change(nominal, quantities(ascent.events, nominal.liftoff, nominal.liftoff))
    separation_s = change.get("spacecraft_separation_met_s", 0.0)
    for name in nominal.values:
        if name not in change and name.endswith(("_utc", "_met_s")):
            change[name] = separation_s
        if name.endswith("_utc"):
            change[name] += later_s
    return change


def _liftoff_by_insertion(nominal: _Nominal) -> NDArray[np.float64]:
    """Derivative of lift-off with respect to the end of the ascent, (7,): seconds per s, m and m/s."""
    window, profile = nominal.up.window, nominal.up.planned.profile
    assert profile is not None
    row = _row(nominal.up.insertion)
    mass_kg = nominal.up.insertion.mass_kg
    base = window.start_of(profile, nominal.liftoff).liftoff
    slopes = []
    for k, step in enumerate(_INSERTION_STEPS):
        moved = row.copy()
        moved[k] += step
        other = replace(window, insertion=Insertion(moved[0], moved[1:4], moved[4:7], mass_kg))
        slopes.append((other.start_of(profile, nominal.liftoff).liftoff - base) / step)
    return np.array(slopes)


def _row(insertion: Insertion) -> NDArray[np.float64]:
    return np.concatenate(((insertion.t_s,), insertion.r_ITRF_m, insertion.v_ITRF_m_s))


def _of_chase(nominal: _Nominal) -> Iterator[Work]:
    """Ship and profile. Slots of burns move the chase alone, brakes what comes after it; the rest moves both."""
    ascent = next(leg for leg in nominal.legs if leg.name == "ascent").end
    flown = next(leg for leg in nominal.legs if leg.name == "phasing")
    chase = next(phase for phase in nominal.up.phases() if isinstance(phase, Phasing))
    guess = chase.targeted(ascent, nominal.up.scene)
    for prefix, wanted in (("ship", _SHIP), ("profile", _PROFILE)):
        for path, equipment in _moved(nominal.up.actual, prefix, wanted):
            up = replace(nominal.up, actual=equipment)
            if path.startswith("brake."):
                yield partial(_by_phases, nominal, _phases(up, "rendezvous"), flown.end, [flown])
            else:
                phases = _phases(up, "phasing", "rendezvous" if path.startswith("burn.") else None)
                phases = [replace(p, guess=guess) if isinstance(p, Phasing) else p for p in phases]
                yield partial(_by_phases, nominal, phases, ascent, [])


def _of_approach(nominal: _Nominal) -> Iterator[Work]:
    """Plan of the approach, pilot, and the station's geometry."""
    starts = {leg.name: leg.start for leg in nominal.legs}
    manual = any(event.name == "manual_control" for leg in nominal.legs for event in leg.events)
    here = (f"ports.{nominal.up.flight.port}.", "centre_of_mass_STN.", "attitude.")
    for prefix, wanted in (("approach", _APPROACH), ("station", here), ("pilot", ("",))):
        if prefix != "pilot" or manual:
            for path, equipment in _moved(nominal.up.actual, prefix, wanted):
                first = "rendezvous" if prefix == "pilot" else _first_felt(path, starts)
                phases = _phases(replace(nominal.up, actual=equipment), first)
                before = [leg for leg in nominal.legs if leg.start.epoch < starts[first].epoch]
                yield partial(_by_phases, nominal, phases, starts[first], before)


def _first_felt(path: str, flown: Container[str]) -> str:
    """The phase in which a figure of the approach plan or of the station first acts, of those flown."""
    found = next((phase for prefix, phase in _FIRST_FELT.items() if path.startswith(prefix)), "rendezvous")
    return found if found in flown else "rendezvous"


def _phases(up: FlightUp, first: str, end: str | None = None) -> list[Phase]:
    """The phases of a flight from `first` up to, and without, `end`."""
    phases = list(up.phases())
    names = [phase.name for phase in phases]
    return phases[names.index(first) : None if end is None else names.index(end)]


def _by_phases(nominal: _Nominal, phases: list[Phase], start: State, before: list[Leg]) -> Quantities | None:
    """What other phases from a state on change, after legs as they were."""
    legs = [*before, *fly_phases(phases, start, nominal.up.scene.without_telemetry())]
    chased = next((leg.outcome is Outcome.REACHED for leg in legs if leg.name == "phasing"), True)
    return _change_of_legs(nominal, legs) if chased else None


def _change_of_legs(nominal: _Nominal, legs: Sequence[Leg]) -> Quantities:
    events = [event for leg in legs for event in leg.events]
    return _change(nominal, quantities(events, nominal.liftoff, nominal.liftoff))


def _change(nominal: _Nominal, other: Quantities) -> Quantities:
    return {name: value - nominal.values[name] for name, value in other.items() if name in nominal.values}


def _moved(equipment: Equipment, prefix: str, wanted: tuple[str, ...] = ("",)) -> Iterator[tuple[str, Equipment]]:
    """(path, equipment) with one figure after another moved up by its sigma (down where it would leave its bounds)."""
    part: DataFile = equipment.parts()[prefix]
    for path, datum in figures(part):
        if datum.sigma == 0.0 or not path.startswith(wanted):
            continue
        up = datum.v + datum.sigma
        value = up if datum.bounds(path).hold(up) else datum.v - datum.sigma
        if datum.bounds(path).hold(value):
            yield path, equipment.replace(prefix, with_datum(part, path, datum.model_copy(update={"v": value})))
