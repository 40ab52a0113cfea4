"""One sigma of what is predicted: a first-order pass over the sigmas in the data files.

    σ² = Σ (∂q/∂p · σ_p)²      over the figures p of a flight's data files, each moved by its own sigma

Figures are taken as independent. Each is moved where it first acts, and what lies before stays as flown:

    launcher, pad                the ascent is planned anew; lift-off follows by its derivative with respect to the end
                                 of the ascent (seven numbers); contact follows lift-off and separation
    ship, profile                chase, brakes, fly-around and docking are flown anew from the same separation
    approach, pilot, station     brakes, fly-around and docking are flown anew from the same first brake

Not included: the station's orbit, the air, what the crew decides, and the error of the models themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import DataFile, figures, with_value
from kazbek.base.epoch import Epoch
from kazbek.base.errors import KazbekError
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.flight.phase import fly_phases
from kazbek.flight.separation import Insertion
from kazbek.mission.equipment import Outfit
from kazbek.mission.flown import FlownFlight
from kazbek.mission.up import FlightUp

Quantities = dict[str, float]  # "docking_contact_utc" -> seconds since the nominal lift-off, others in their own unit

_SHIP = ("main_engine.", "thrusters.", "size.drag", "mass.launch_kg")
_PROFILE = ("burn.", "arrival.", "brake.")
_APPROACH = ("brakes.", "flyaround.", "stationkeeping.", "final.", "breakoff.", "control.")
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


def _effects(nominal: _Nominal) -> Iterator[Quantities]:
    names = [leg.name for leg in nominal.legs]
    yield from _of_ascent(nominal)
    if "rendezvous" in names:
        yield from _of_chase(nominal)
        yield from _of_approach(nominal)


def _of_ascent(nominal: _Nominal) -> Iterator[Quantities]:
    """Launcher and pad."""
    slope = _liftoff_by_insertion(nominal)
    planned = _row(nominal.up.insertion)
    for prefix in ("launcher", "pad"):
        for _, outfit in _moved(nominal.up.planned, prefix):
            up = replace(nominal.up, planned=outfit, actual=outfit)
            try:
                leg = next(up.legs(nominal.liftoff))
                later_s = float(slope @ (_row(up.insertion) - planned))
            except KazbekError:
                continue  # a pad or a launcher moved out of its range has no first order
            if leg.outcome is Outcome.REACHED:
                yield _shifted(nominal, leg, later_s)


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


def _of_chase(nominal: _Nominal) -> Iterator[Quantities]:
    """Ship and profile. Slots of burns move the chase alone, brakes what comes after it; the rest moves both."""
    ascent, flown = nominal.legs[0], next(leg for leg in nominal.legs if leg.name == "phasing")
    for prefix, wanted in (("ship", _SHIP), ("profile", _PROFILE)):
        for path, outfit in _moved(nominal.up.actual, prefix, wanted):
            up = replace(nominal.up, actual=outfit)
            if path.startswith("brake."):
                legs = [flown, *_flown(up, "rendezvous", None, flown.end)]
            else:
                legs = _flown(up, "phasing", "rendezvous" if path.startswith("burn.") else None, ascent.end)
            if legs[0].outcome is Outcome.REACHED:
                yield _change_of_legs(nominal, legs)


def _of_approach(nominal: _Nominal) -> Iterator[Quantities]:
    """Plan of the approach, pilot, and the station's geometry."""
    chase = next(leg for leg in nominal.legs if leg.name == "phasing")
    manual = any(event.name == "manual_control" for leg in nominal.legs for event in leg.events)
    here = (f"ports.{nominal.up.flight.port}.", "centre_of_mass_STN.", "attitude.")
    for prefix, wanted in (("approach", _APPROACH), ("station", here), ("pilot", ("",))):
        if prefix != "pilot" or manual:
            for _, outfit in _moved(nominal.up.actual, prefix, wanted):
                yield _change_of_legs(
                    nominal, _flown(replace(nominal.up, actual=outfit), "rendezvous", None, chase.end)
                )


def _flown(up: FlightUp, first: str, end: str | None, start: State) -> list[Leg]:
    """The phases from `first` up to, and without, `end`; their columns are not wanted."""
    phases = list(up.phases())
    names = [phase.name for phase in phases]
    wanted = phases[names.index(first) : None if end is None else names.index(end)]
    return list(fly_phases(wanted, start, up.scene.without_telemetry()))


def _change_of_legs(nominal: _Nominal, legs: Sequence[Leg]) -> Quantities:
    events = [event for leg in legs for event in leg.events]
    return _change(nominal, quantities(events, nominal.liftoff, nominal.liftoff))


def _change(nominal: _Nominal, other: Quantities) -> Quantities:
    return {name: value - nominal.values[name] for name, value in other.items() if name in nominal.values}


def _moved(outfit: Outfit, prefix: str, wanted: tuple[str, ...] = ("",)) -> Iterator[tuple[str, Outfit]]:
    """(path, outfit) with one figure after another moved up by its sigma (down where it would leave its bounds)."""
    part: DataFile = outfit.parts()[prefix]
    for path, datum in figures(part):
        if datum.sigma == 0.0 or not path.startswith(wanted):
            continue
        up = datum.v + datum.sigma
        value = up if datum.bounds(path).hold(up) else datum.v - datum.sigma
        try:
            moved = with_value(part, path, value)
        except KazbekError:
            continue
        yield path, outfit.but(prefix, moved)
