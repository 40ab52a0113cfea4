"""Beats: the moments of a record worth a picture and a sentence or two."""

from __future__ import annotations

import string
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kazbek.base.data import bundled, names_in
from kazbek.base.errors import unknown
from kazbek.mission.load import Record, RecordedFlight
from kazbek.views.story.known import Strings, Word, known_at


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
    times: Counter[str] = Counter()
    for event in flight.events:
        key = "burn" if event["name"].startswith("burn_") else event["name"]
        if key not in words:
            continue
        times[key] += 1
        known = known_at(record, flight, event, words)
        if key == "liftoff":
            yield _beat("on_the_pad", words["on_the_pad"], flight, event, known)
        yield _beat(key, words.get(f"{key}_{times[key]}", words[key]), flight, event, known)


def _beat(key: str, template: Mapping[str, Any], flight: RecordedFlight, event: Mapping[str, Any],
          known: Mapping[str, Word]) -> Beat:
    sentences = [_filled(text, known) for text in (template["text"], *template.get("more", ()))]
    return Beat(key, flight.name, flight.summary["ship"], event["utc"], event["met_s"],
                _filled(template["title"], known) or event["name"], template["alt"], tuple(s for s in sentences if s))


def _filled(template: str, known: Mapping[str, Word]) -> str:
    """The sentence, or nothing when the record lacks one of its values."""
    needed = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    return template.format_map(known) if needed <= known.keys() else ""
