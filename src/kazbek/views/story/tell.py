"""The story as text, Markdown or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kazbek.record.record import Record
from kazbek.views.story.beats import Beat, beats, endings, strings
from kazbek.views.story.quantity import LEGEND, Mark, plain, rendered

_SYNTAX = re.compile(r"[\\`*_\[\]<>&|~$]")  # a backslash before punctuation makes text of it (CommonMark 2.4)


def as_text(record: Record, language: str = "en") -> Iterator[str]:
    """Lines for a terminal; a number that is not computed is followed by where it comes from."""
    chapter = ""
    for beat in beats(record, language):
        if beat.chapter != chapter:
            yield from ([""] if chapter else [])
            chapter = beat.chapter
            yield f"{chapter}, {beat.utc[:10]}"
        yield f"{beat.second_utc}Z  {plain(beat.title)}"
        yield from (f"    {plain(sentence)}" for sentence in beat.sentences)
    yield from endings(record, language)
    yield ""
    yield LEGEND


def as_markdown(record: Record, language: str = "en") -> Iterator[str]:
    """Markdown; numbers that are not computed carry a raised letter."""
    words = strings(language)["_"]
    yield f"# {_told(record.mission)}"
    chapter = ""
    for beat in beats(record, language):
        if beat.chapter != chapter:
            chapter = beat.chapter
            yield f"\n## {_told(chapter)}"
        yield f"\n### {_told(beat.title)}\n\n*{beat.second_utc}Z, {_told(beat.ship)}*\n"
        yield " ".join(map(_told, beat.sentences))
    yield from (f"\n{_told(sentence)}" for sentence in endings(record, language))
    yield f"\n---\n{words['legend']}. {words['disclaimer']}"


def as_json(record: Record, language: str = "en") -> list[dict[str, Any]]:
    """One object per beat; numbers are marked in the sentences as in the text."""
    return [_object(beat) for beat in beats(record, language)]


def _object(beat: Beat) -> dict[str, Any]:
    return {
        "beat": beat.key,
        "chapter": beat.chapter,
        "flight": beat.flight,
        "ship": beat.ship,
        "utc": beat.utc,
        "met_s": beat.met_s,
        "title": plain(beat.title),
        "sentences": [plain(s) for s in beat.sentences],
        "alt": beat.alt,
    }


def _told(sentence: str) -> str:
    """A sentence whose names are text and no Markdown."""
    return rendered(_SYNTAX.sub(r"\\\g<0>", sentence), _raised)


def _raised(text: str, mark: Mark) -> str:
    return text if mark is Mark.COMPUTED else f"{text}<sup>{mark[0]}</sup>"
