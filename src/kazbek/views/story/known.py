"""What the record knows at an event: the words and numbers a sentence may use."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from typing import Any

import numpy as np

from kazbek.base.channels import CHANNELS
from kazbek.base.data import bundled, names_in
from kazbek.base.epoch import Epoch
from kazbek.mission.load import Record, RecordedFlight
from kazbek.views.story.quantity import Clock, Mark, Quantity

Event = Mapping[str, Any]
Word = str | Quantity | Clock
Strings = Mapping[str, Mapping[str, Any]]

_ESTIMATED = ("hatch_open", "seats_swapped")  # their instants follow from usual durations, not from a computation
_ENDS = {"deorbit_burn_start": "deorbit_burn_end"}  # what a burn came to is known at its end


def known_at(record: Record, flight: RecordedFlight, event: Event, words: Strings) -> dict[str, Word]:
    """Everything a sentence about `event` may name, by placeholder."""
    values: dict[str, Any] = {}
    for other in flight.events:
        if other["utc"] == event["utc"] or other is _end_of(flight, event):
            values |= other["values"]
    values |= event["values"]
    return {**_channels_at(flight, event["utc"]), **_of_values(values, words, flight), **_of_instant(event),
            **_of_flown(record, flight, event), **_of_people(record, flight, event, words)}


def _end_of(flight: RecordedFlight, event: Event) -> Event | None:
    end = _ENDS.get(event["name"])
    return next((e for e in flight.events if e["name"] == end and e["utc"] > event["utc"]), None)


def _of_values(values: Mapping[str, Any], words: Strings, flight: RecordedFlight) -> dict[str, Word]:
    known: dict[str, Word] = {}
    for name, value in values.items():
        if isinstance(value, str):
            known[name] = _port_title(value) if name == "port" else value
        elif isinstance(value, int | float) and not isinstance(value, bool):
            known[name] = Quantity(float(value), Mark.COMPUTED)
    engine = words.get("engine", {}).get(str(values.get("engine")))
    if engine is not None:
        known["engine_words"] = engine["words"]
    return known


def _of_instant(event: Event) -> dict[str, Word]:
    mark = Mark.ESTIMATE if event["name"] in _ESTIMATED else Mark.COMPUTED
    known: dict[str, Word] = {"utc": Clock(event["utc"], mark)}
    if event["met_s"] is not None:
        known["met_s"] = Quantity(event["met_s"], mark)
    if event["name"].startswith("burn_"):
        known["number"] = event["name"].removeprefix("burn_")
    return known


def _of_flown(record: Record, flight: RecordedFlight, event: Event) -> dict[str, Word]:
    """What was flown at the same event, where the record's comparison knows it."""
    wanted = (flight.name, f"{event['name']}_utc")
    row = next((r for r in record.summary["comparison"] if (r["flight"], r["quantity"]) == wanted), None)
    if row is None:
        return {}
    return {"flown_utc": Clock(row["flown"], Mark.FLOWN), "miss_s": Quantity(abs(row["difference"]), Mark.COMPUTED)}


def _of_people(record: Record, flight: RecordedFlight, event: Event, words: Strings) -> dict[str, Word]:
    plan = tomllib.loads(record.mission_text)
    decided: dict[str, Any] = next((f for f in plan["flight"] if f["name"] == flight.name), {})
    crew = [str(person) for person in flight.summary["crew"]]
    commanders = [c["name"] for c in decided.get("crew", ()) if c.get("role") == "commander"]
    conjunction = str(words["_"]["and"])
    known: dict[str, Word] = {"ship": flight.summary["ship"]}
    if crew:
        known |= {"crew": listed(crew, conjunction), "commander": (commanders or crew)[0],
                  "crew_short": listed([name.split()[-1] for name in crew], conjunction)}
    if "pad" in decided:
        known["pad"] = _title("sites", str(decided["pad"]))
    if "port" in decided:
        known.setdefault("port", _port_title(str(decided["port"])))
    return known | _of_swap(plan, flight.summary["ship"], event, conjunction)


def _of_swap(plan: Mapping[str, Any], ship: str, event: Event, conjunction: str) -> dict[str, Word]:
    """The other ship of a swap and whose seats it keeps."""
    swap = next((s for s in plan.get("swap", ()) if str(s["date"]) == event["utc"][:10]), None)
    others = [] if swap is None else [(name, people) for name, people in swap["to"].items() if name != ship]
    if event["name"] != "seats_swapped" or not others:
        return {}
    return {"swapped_ship": others[0][0], "swapped_crew": listed(others[0][1], conjunction)}


def listed(names: list[str], conjunction: str) -> str:
    """``A, B and C``."""
    return f"{', '.join(names[:-1])} {conjunction} {names[-1]}" if len(names) > 1 else "".join(names)


def _title(kind: str, name: str) -> str:
    """The title of a bundled thing; a user's own keeps its name."""
    if name not in names_in(kind):
        return name
    return str(tomllib.loads(bundled(kind, f"{name}.toml").read_text(encoding="utf-8")).get("title") or name)


def _port_title(name: str) -> str:
    for station in names_in("stations"):
        port = tomllib.loads(bundled("stations", f"{station}.toml").read_text(encoding="utf-8"))["ports"].get(name)
        if port is not None:
            return str(port.get("title") or name)
    return name


def _channels_at(flight: RecordedFlight, utc: str) -> dict[str, Word]:
    """Every channel of the leg that holds the instant, linear between rows, and the speed along the orbit."""
    tai_ns = Epoch.from_utc(utc).tai_ns
    for leg in flight.legs:
        t = leg["tai_ns"]
        if t[0] <= tai_ns <= t[-1] + 1000:
            seconds, at = (t - t[0]) / 1e9, (tai_ns - t[0]) / 1e9
            names = [name for name in leg if name in CHANNELS and name != "tai_ns"]
            values = {name: float(np.interp(at, seconds, leg[name])) for name in names}
            if "v_GCRF_x_m_s" in values:
                values["orbit_speed_m_s"] = math.hypot(*(values[f"v_GCRF_{axis}_m_s"] for axis in "xyz"))
            return {name: Quantity(value, Mark.COMPUTED) for name, value in values.items()}
    return {}
