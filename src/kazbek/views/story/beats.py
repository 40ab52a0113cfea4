"""Beats: the moments of a record worth a picture and a sentence or two."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kazbek.base.channels import CHANNELS
from kazbek.base.data import bundled, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import unknown
from kazbek.mission.load import Record, RecordedFlight
from kazbek.views.story.quantity import Clock, Mark, Quantity

Strings = Mapping[str, Mapping[str, Any]]
Word = str | Quantity | Clock


@dataclass(frozen=True, slots=True)
class Beat:
    """One moment of the story.

    Attributes
    ----------
    key : the event (``liftoff``), or ``on_the_pad``; repeated events share it
    flight, ship : whose moment it is
    utc : the instant
    met_s : since this ship's lift-off, or None
    title, alt : words; `alt` says what the picture shows
    sentences : with marked numbers (see :mod:`kazbek.views.story.quantity`)
    """

    key: str
    flight: str
    ship: str
    utc: str
    met_s: float | None
    title: str
    alt: str
    sentences: tuple[str, ...]


def strings(language: str = "en") -> Strings:
    """The sentences of one language."""
    known = names_in("strings")
    if language not in known:
        raise unknown("language", language, known)
    return tomllib.loads(bundled("strings", f"{language}.toml").read_text(encoding="utf-8"))


def beats(record: Record, language: str = "en") -> tuple[Beat, ...]:
    """Every beat found in the record, in order of time."""
    words = strings(language)
    found = [beat for flight in record.flights for beat in _of_flight(record, flight, words)]
    return tuple(sorted(found, key=lambda beat: (beat.utc, beat.key != "on_the_pad")))


def _of_flight(record: Record, flight: RecordedFlight, words: Strings) -> Iterator[Beat]:
    for event in flight.events:
        known = {
            **_channels_at(flight, event["utc"]),
            **_of_event(event),
            **_of_flown(record, flight, event),
            **_of_people(record, flight),
        }
        if event["name"] == "liftoff":
            yield _beat("on_the_pad", flight, event, words, {**known, "liftoff": known["utc"]})
        key = "burn" if event["name"].startswith("burn_") else event["name"]
        if key in words:
            yield _beat(key, flight, event, words, known)


def _beat(
    key: str, flight: RecordedFlight, event: Mapping[str, Any], words: Strings, known: Mapping[str, Word]
) -> Beat:
    template = words[key]
    sentences = [_filled(text, known) for text in (template["text"], *template.get("more", ()))]
    return Beat(
        key,
        flight.name,
        flight.summary["ship"],
        event["utc"],
        event["met_s"],
        _filled(template["title"], known) or event["name"],
        template["alt"],
        tuple(s for s in sentences if s),
    )


def _filled(template: str, known: Mapping[str, Word]) -> str:
    """The sentence, or nothing when the record lacks one of its values."""
    needed = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    return template.format_map(known) if needed <= known.keys() else ""


def _of_event(event: Mapping[str, Any]) -> dict[str, Word]:
    values: dict[str, Word] = {
        name: value if isinstance(value, str) else Quantity(float(value), Mark.COMPUTED)
        for name, value in event["values"].items()
    }
    values["utc"] = Clock(event["utc"], Mark.COMPUTED)
    if event["met_s"] is not None:
        values["met_s"] = Quantity(event["met_s"], Mark.COMPUTED)
    if event["name"].startswith("burn_"):
        values["number"] = event["name"].removeprefix("burn_")
    return values


def _of_flown(record: Record, flight: RecordedFlight, event: Mapping[str, Any]) -> dict[str, Word]:
    """What was flown at the same event, where the record's comparison knows it."""
    wanted = (flight.name, f"{event['name']}_utc")
    row = next((r for r in record.summary["comparison"] if (r["flight"], r["quantity"]) == wanted), None)
    if row is None:
        return {}
    return {"flown_utc": Clock(row["flown"], Mark.FLOWN), "miss_s": Quantity(abs(row["difference"]), Mark.COMPUTED)}


def _of_people(record: Record, flight: RecordedFlight) -> dict[str, Word]:
    plan = tomllib.loads(record.mission_text)
    decided: dict[str, Any] = next((f for f in plan["flight"] if f["name"] == flight.name), {})
    crew = [str(person) for person in flight.summary["crew"]]
    commanders = [c["name"] for c in decided.get("crew", ()) if c.get("role") == "commander"]
    commander = (commanders or crew or [""])[0]
    names: dict[str, Word] = {
        "ship": flight.summary["ship"],
        "crew": _listed(crew),
        "commander": commander,
        "crew_short": _listed([name.split()[-1] for name in crew]),
    }
    names |= {key: str(decided[key]) for key in ("pad", "port", "zone", "profile") if key in decided}
    for ship, people in (plan.get("swap") or [{}])[0].get("to", {}).items():
        if ship != flight.summary["ship"]:
            names |= {"ship_down": ship, "crew_down": _listed(people)}
    return names


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def _channels_at(flight: RecordedFlight, utc: str) -> dict[str, Word]:
    """Every channel of the leg that holds the instant, linear between rows."""
    tai_ns = Epoch.from_utc(utc).tai_ns
    for leg in flight.legs:
        t = leg["tai_ns"]
        if t[0] <= tai_ns <= t[-1] + 1000:
            seconds = (t - t[0]) / 1e9
            at = (tai_ns - t[0]) / 1e9
            return {
                name: Quantity(float(np.interp(at, seconds, leg[name])), Mark.COMPUTED)
                for name in leg
                if name in CHANNELS and name != "tai_ns"
            }
    return {}
