"""What the record knows at an event: the words and numbers a sentence may use.

Some words are empty and only there to be asked for: a sentence that begins with ``{in_sunlight}`` is told in sunlight.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from kazbek.base.channels import CHANNELS
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event
from kazbek.catalogue.drawn import DrawnFile
from kazbek.mission.equipment import Equipment
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record
from kazbek.views.story.burns import burn_figures
from kazbek.views.story.chosen import chosen_for
from kazbek.views.story.quantity import ClockTime, Mark, Quantity
from kazbek.world.earth import C_ITRF_GCRF
from kazbek.world.sun_moon import in_sunlight, sun_GCRF_m

Word = str | Quantity | ClockTime
Strings = Mapping[str, Mapping[str, Any]]

ESTIMATED = (  # their instants follow from rules and usual durations, from plans, or from an invented script
    "day_on_the_ground",
    "day_aboard",
    "rollout",
    "erection",
    "loading_start",
    "tanks_full",
    "crew_boarding",
    "boarding_hatch_closed",
    "launch_key",
    "hatch_open",
    "hatch_closed",
    "seats_swapped",
    "shooting_begins",
    "take_in_sun",
    "take_in_dark",
)
_PEOPLE_TOLD = ("rollout", "boarding_hatch_closed", "in_the_cabin")  # where it is told who was chosen
_PORTS = ("port", "from_port", "to_port")
_ENDS = {"deorbit_burn_start": "deorbit_burn_end", "plasma_start": "plasma_end"}  # what it came to is known at its end


def known_at(
    record: Record, flight: RecordedFlight, event: Event, words: Strings, fitted: Equipment | None = None
) -> dict[str, Word]:
    """Everything a sentence about `event` may name, by placeholder; `fitted` is what the flight flew with."""
    values: dict[str, Any] = {}
    for other in flight.events:
        if other.epoch == event.epoch or other is _end_of(flight, event):
            values |= other.values
    values |= event.values
    end = _end_of(flight, event)
    if end is not None:
        values["lasting_s"] = end.epoch - event.epoch
    return {
        **_of_telemetry(flight, event),
        **_of_values(values, words, fitted),
        **_of_instant(flight, event),
        **_of_flown(record, flight, event, words),
        **_of_people(record, flight, event, words, fitted),
    }


def words_for(words: Strings, fitted: Equipment | None) -> Strings:
    """The sentences for a flight: those that fit anyone, and in their place those of the models its data files name."""
    if fitted is None:
        return words
    models = [part.model for part in fitted.parts().values() if isinstance(part, DrawnFile)]
    own = [item for model in models for item in words.get("model", {}).get(model, {}).items()]
    told = dict(words)
    for key, entry in own:
        told[key] = {**told.get(key, {}), **entry}
    return told


def mark_of(event: Event) -> Mark:
    """Whether the event's instant is computed or an estimate."""
    return Mark.ESTIMATE if event.name in ESTIMATED else Mark.COMPUTED


def _end_of(flight: RecordedFlight, event: Event) -> Event | None:
    end = _ENDS.get(event.name)
    return next((e for e in flight.events if e.name == end and e.epoch > event.epoch), None)


def _of_values(values: Mapping[str, Any], words: Strings, fitted: Equipment | None) -> dict[str, Word]:
    known: dict[str, Word] = {}
    for name, value in values.items():
        if isinstance(value, str):
            known[name] = _port_words(value, words, fitted) if name in _PORTS else value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            known[name] = Quantity(float(value), Mark.COMPUTED)
    engine = words.get("engine", {}).get(str(values.get("engine")))
    if engine is not None:
        known["engine_words"] = engine["words"]
    return known


def _of_instant(flight: RecordedFlight, event: Event) -> dict[str, Word]:
    mark, met_s = mark_of(event), flight.met_s(event.epoch)
    known: dict[str, Word] = {"utc": ClockTime(event.utc, mark)}
    if met_s is not None:
        known["met_s"] = Quantity(met_s, mark)
    number = re.fullmatch(r"(?:burn|stage)_(\d+).*", event.name)
    return known | ({"number": number[1]} if number else {})


def _of_flown(record: Record, flight: RecordedFlight, event: Event, words: Strings) -> dict[str, Word]:
    """What was flown at the same event, where the record's comparison knows it."""
    wanted = (flight.name, f"{event.name}_utc")
    row = next((row for row in record.comparison if (row.flight, row.quantity) == wanted), None)
    if row is None or row.difference == 0.0:  # a decision, and no prediction
        return {}
    return {
        "flown_utc": ClockTime(str(row.flown), Mark.FLOWN),
        "miss_s": Quantity(abs(row.difference), Mark.COMPUTED),
        "flown_side": str(words["_"]["earlier" if row.difference > 0.0 else "later"]),
    }


def _of_people(
    record: Record, flight: RecordedFlight, event: Event, words: Strings, fitted: Equipment | None
) -> dict[str, Word]:
    decided, crew = record.decided(flight.name), list(flight.crew)
    commanders = [c["name"] for c in decided.get("crew", ()) if c.get("role") == "commander"]
    conjunction = str(words["_"]["and"])
    known: dict[str, Word] = {"ship": flight.ship}
    if crew:
        known |= {"crew": listed(crew, conjunction), "commander": (commanders or crew)[0]}
    if event.name in _PEOPLE_TOLD:
        known |= _of_chosen(record, flight.ship, conjunction)
    if "pad" in decided:
        pad = None if fitted is None else fitted.pad
        known["pad"] = (pad.title or pad.name) if pad is not None else str(decided["pad"])
    if "port" in decided:
        known["port"] = _port_words(str(decided["port"]), words, fitted)
    names = {e.name for e in flight.events}
    if "docking_contact" in names:
        known["by_hand" if "manual_control" in names else "by_itself"] = ""
    return known | _of_swap(record.decisions, flight.ship, event, conjunction)


def _of_chosen(record: Record, ship: str, conjunction: str) -> dict[str, Word]:
    """Backups, selection, console."""
    return {
        name: listed(value, conjunction) if isinstance(value, list) else value
        for name, value in chosen_for(record, ship).items()
    }


def _of_swap(plan: Mapping[str, Any], ship: str, event: Event, conjunction: str) -> dict[str, Word]:
    """The other ship of a swap and whose seats it keeps."""
    swap = next((s for s in plan.get("swap", ()) if str(s["date"]) == event.utc[:10]), None)
    others = [] if swap is None else [(name, people) for name, people in swap["to"].items() if name != ship]
    if event.name != "seats_swapped" or not others:
        return {}
    ships = set(swap["to"]) if swap else set()
    down = _of_seats(plan, ships, up=False, name="sat_down")
    other, crew = others[0]
    told = f"{other}: " in down.get("sat_down", "")
    kept = {} if told else {"swapped_ship": other, "swapped_crew": listed(crew, conjunction)}
    return {**kept, **_of_seats(plan, ships, up=True, name="sat_up"), **down}


def _of_seats(plan: Mapping[str, Any], ships: set[str], *, up: bool, name: str) -> dict[str, str]:
    """Who sits where in the flights of some ships that go up, or come down; nothing where no seat is named."""
    told = []
    for flight in plan.get("flight", ()):
        seated = [f"{one['name']} ({one['seat']})" for one in flight.get("crew", ()) if one.get("seat")]
        if flight["ship"] in ships and ("launcher" in flight) is up and seated:
            told.append(f"{flight['ship']}: {', '.join(seated)}")
    return {name: "; ".join(told)} if told else {}


def listed(names: list[str], conjunction: str) -> str:
    """``A, B and C``."""
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}" if len(names) > 1 else "".join(names)


def _port_words(name: str, words: Strings, fitted: Equipment | None) -> str:
    """The port as the language says it, else by its title in the station's file."""
    said = words.get("port", {}).get(name)
    if said is not None:
        return str(said["words"])
    port = None if fitted is None else fitted.station.ports.get(name)
    return name if port is None else port.title or name


def _of_telemetry(flight: RecordedFlight, event: Event) -> dict[str, Word]:
    """Every channel of the leg that holds the instant, linear between rows, with what follows from them."""
    values = _channels_at(flight, event.epoch)
    if event.name.startswith("burn_"):
        values |= burn_figures(flight, event)
    known: dict[str, Word] = {name: Quantity(value, Mark.COMPUTED) for name, value in values.items()}
    if "r_GCRF_x_m" in values:
        C = C_ITRF_GCRF(event.epoch)
        r_m, sun_m = C @ np.array([values[f"r_GCRF_{axis}_m"] for axis in "xyz"]), C @ sun_GCRF_m(event.epoch)
        known["in_sunlight" if in_sunlight(r_m, sun_m) else "in_shadow"] = ""
    return known


def _channels_at(flight: RecordedFlight, epoch: Epoch) -> dict[str, float]:
    legs = flight.legs_at(epoch)
    if not legs:
        return {}
    values = {name: value for name, value in legs[0].at(epoch).items() if name in CHANNELS}
    if "v_GCRF_x_m_s" in values:
        values["orbit_speed_m_s"] = math.hypot(*(values[f"v_GCRF_{axis}_m_s"] for axis in "xyz"))
    return values
