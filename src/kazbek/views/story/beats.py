"""Beats: the moments of a record worth a picture and a sentence or two."""

from __future__ import annotations

import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kazbek.base.data import bundled, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import unknown
from kazbek.base.leg import Event, Outcome
from kazbek.mission.equipment import equipment_of
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record
from kazbek.views.figures import rounded
from kazbek.views.story.burns import burn_kind
from kazbek.views.story.cabins import in_the_cabin
from kazbek.views.story.days import planned_days
from kazbek.views.story.known import Strings, Word, known_at, mark_of, words_for
from kazbek.views.story.moments import moments
from kazbek.views.story.quantity import Mark
from kazbek.views.story.shooting import shooting

_CHAPTERS = {
    **dict.fromkeys(
        (
            "day_on_the_ground",
            "rollout",
            "erection",
            "pad_at_dusk",
            "loading_start",
            "tanks_full",
            "crew_boarding",
            "boarding_hatch_closed",
            "launch_key",
        ),
        "ground",
    ),
    **dict.fromkeys(("burn", "in_the_cabin", "kurs_acquisition"), "chase"),
    **dict.fromkeys(
        ("flyaround", "stationkeeping", "final_approach", "kurs_lost", "manual_control", "docking_contact"), "arrival"
    ),
    **dict.fromkeys(
        ("hatch_open", "day_aboard", "shooting_begins", "seats_swapped", "take_in_sun", "take_in_dark"), "stay"
    ),
}
_NUMBERED = re.compile(r"^(burn|stage)_\d+(.*)$")  # burn_3 is told as a burn, stage_2_separation as a stage_separation
AT_ONCE_s = 15.0  # an abort so soon after an event is its consequence
_AS_PLANNED = (Outcome.DOCKED, Outcome.LANDED, Outcome.REACHED)


@dataclass(frozen=True, slots=True)
class Beat:
    """One moment of the story.

    Attributes
    ----------
    key : the event (``liftoff``), ``on_the_pad``, or a moment found in the record; repeated events share it
    flight, ship : whose moment it is
    epoch : the instant
    met_s : since this ship's lift-off, or None
    title, alt : words; `alt` says what the picture shows
    sentences : with marked numbers (see :mod:`kazbek.views.story.quantity`)
    chapter : the title of the chapter it belongs to
    mark : whether the instant is computed or an estimate
    """

    key: str
    flight: str
    ship: str
    epoch: Epoch
    met_s: float | None
    title: str
    alt: str
    sentences: tuple[str, ...]
    chapter: str = ""
    mark: Mark = Mark.COMPUTED

    @property
    def utc(self) -> str:
        """The instant as text."""
        return self.epoch.utc

    @property
    def second_utc(self) -> str:
        """The instant to the nearest second, as the sentences tell it."""
        return rounded(self.utc)[:19]


def strings(language: str = "en") -> Strings:
    """The sentences of one language.

    Raises
    ------
    DataError
        for a language that there is none of.
    """
    known = names_in("strings")
    if language not in known:
        raise unknown("language", language, known)
    return tomllib.loads(bundled("strings", f"{language}.toml").read_text(encoding="utf-8"))


def beats(record: Record, language: str = "en") -> tuple[Beat, ...]:
    """Every beat found in the record, in order of time."""
    words = strings(language)
    found = [beat for flight in record.flights for beat in _of_flight(record, flight, words)]
    return tuple(sorted(found, key=lambda beat: (beat.epoch, beat.key != "on_the_pad")))


def endings(record: Record, language: str = "en") -> tuple[str, ...]:
    """A sentence for each flight that did not end as planned, and one for those not flown."""
    about = strings(language)["_"]
    ended = [flight for flight in record.flights if flight.outcome not in _AS_PLANNED and flight.reason]
    said = [
        about["ended"].format(ship=flight.ship, outcome=flight.outcome.replace("_", " "), reason=flight.reason)
        for flight in ended
    ]
    return (*said, *([f"{record.not_flown}."] if record.not_flown else ()))


def _of_flight(record: Record, flight: RecordedFlight, words: Strings) -> Iterator[Beat]:
    times: Counter[str] = Counter()
    fitted = equipment_of(record, flight.name)
    words = words_for(words, fitted)
    happened = (
        *flight.events,
        *moments(flight),
        *in_the_cabin(record, flight),
        *shooting(record, flight),
        *planned_days(record, flight),
    )
    for event in sorted(happened, key=lambda event: event.epoch):
        key = _NUMBERED.sub(r"\1\2", event.name)
        if key not in words:
            continue
        known = known_at(record, flight, event, words, fitted)
        if key == "liftoff":
            yield _beat("on_the_pad", words["on_the_pad"], flight, event, known, words)
        kind = burn_kind(flight, event) if key == "burn" else _as_it_went(key, flight, event, words)
        times[kind] += 1
        yield _beat(key, _entry(words, kind, times[kind], known), flight, event, known, words)


def _entry(words: Strings, kind: str, time: int, known: Mapping[str, Word]) -> Mapping[str, Any]:
    """What is said the `time`-th time: the entry of that number, or the last one before that the record can fill."""
    numbered = (words.get(f"{kind}_{n}") for n in range(time, 1, -1))
    return next((entry for entry in numbered if entry and _filled(entry["text"], known)), words[kind])


def _as_it_went(key: str, flight: RecordedFlight, event: Event, words: Strings) -> str:
    """The entry for an event that ends in an abort at once (``strapon_separation_failed``), or of a flight from port to
    port (``manual_control_across``), where there is one.
    """
    if flight.way == "across" and f"{key}_across" in words:
        return f"{key}_across"
    failed = f"{key}_failed"
    gone = failed in words and any(
        other.name == "abort" and 0.0 <= other.epoch - event.epoch < AT_ONCE_s for other in flight.events
    )
    return failed if gone else key


def _beat(
    key: str,
    template: Mapping[str, Any],
    flight: RecordedFlight,
    event: Event,
    known: Mapping[str, Word],
    words: Strings,
) -> Beat:
    sentences = [_filled(text, known) for text in (template["text"], *template.get("more", ()))]
    return Beat(
        key,
        flight.name,
        flight.ship,
        event.epoch,
        flight.met_s(event.epoch),
        _filled(template["title"], known) or event.name,
        template.get("alt") or words[key]["alt"],
        tuple(s for s in sentences if s),
        _chapter(key, flight, words),
        mark_of(event),
    )


def _chapter(key: str, flight: RecordedFlight, words: Strings) -> str:
    """Up, the chase, the arrival, the stay; a flight home, or from port to port, goes by its own name."""
    if key in _CHAPTERS and flight.way != "across":
        return str(words["_"][_CHAPTERS[key]])
    if any(event.name == "liftoff" for event in flight.events):
        return str(words["_"]["up"])
    return flight.name.replace("-", " ").replace("_", " ").capitalize()


def _filled(template: str, known: Mapping[str, Word]) -> str:
    """The sentence, or nothing when the record lacks one of its values."""
    needed = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    return template.format_map(known) if needed <= known.keys() else ""
