"""What a rule finds, and what a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kazbek.crew.plan import Dated
from kazbek.crew.timeline import Span, Timeline


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule is broken: by whom, in which ship, from when to when (an open end is None), in one sentence."""

    rule: str
    person: str
    ship: str
    start: Dated
    end: Dated | None
    sentence: str


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule could not answer for `person` or `ship`, because something is not on file."""

    rule: str
    person: str
    ship: str
    sentence: str


Finding = Violation | NotChecked


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes
    ----------
    name : as in the answer and in ``docs/rules/<name>.md``
    demands : what it asks for, in one sentence
    source : who says so, or "kazbek's assumption"
    check : finds everything that breaks it, and everything it cannot answer for
    """

    name: str
    demands: str
    source: str
    check: Callable[[Timeline], Iterator[Finding]]


def when_words(span: Span) -> str:
    """``from 2021-10-17 01:14 UTC to 2022-03-30``, for sentences."""
    if span.end is not None and str(span.end) == str(span.start):
        return f"on {span.start}"
    return f"from {span.start} to {span.end}" if span.end is not None else f"from {span.start} on"


def broken(rule: str, person: str, ship: str, span: Span, sentence: str) -> Violation:
    """A violation over `span`; the sentence gets its full stop."""
    return Violation(rule, person, ship, span.start, span.end, sentence + ".")
