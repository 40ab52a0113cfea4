"""One thing said: when, about which event, in which words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kazbek.base.epoch import Epoch

_SHORTEST_s = 2.0  # that a caption is seen
_WORDS_A_SECOND = 2.6
_PAUSE_s = 0.2


class CueKind(StrEnum):
    """A steady report gives way to a call, a call to an interrupt."""

    REPORT = "report"
    CALL = "call"
    INTERRUPT = "interrupt"


_RANK = {CueKind.REPORT: 0, CueKind.CALL: 1, CueKind.INTERRUPT: 2}


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that is said.

    Attributes
    ----------
    id : the event it says, or the report's name; a slip moves `start` and leaves it
    flight : whose
    start, end : from when to when it is heard
    kind : report, call or interrupt
    text : in one language
    """

    id: str
    flight: str
    start: Epoch
    end: Epoch
    kind: CueKind
    text: str


def spoken(identity: str, flight: str, start: Epoch, kind: CueKind, text: str) -> Cue:
    """A cue as long as its words take."""
    takes_s = max(_SHORTEST_s, len(text.split()) / _WORDS_A_SECOND)
    return Cue(identity, flight, start, start + takes_s, kind, text)


def one_at_a_time(cues: Iterable[Cue]) -> tuple[Cue, ...]:
    """In order of time, none over another: who matters less gives way; of equals the earlier is cut or the later waits.

    An interrupt is never cut and never waits.
    """
    kept: list[Cue] = []
    for cue in sorted(cues, key=lambda cue: (cue.start, -_RANK[cue.kind])):
        if kept and cue.start < kept[-1].end:
            last = kept[-1]
            if _RANK[cue.kind] < _RANK[last.kind]:
                continue
            if cue.start - last.start < _SHORTEST_s + _PAUSE_s:
                if _RANK[cue.kind] > _RANK[last.kind]:
                    kept.pop()
                else:
                    later = last.end + _PAUSE_s
                    cue = replace(cue, start=later, end=later + (cue.end - cue.start))
            else:
                kept[-1] = replace(last, end=cue.start - _PAUSE_s)
        kept.append(cue)
    return tuple(kept)
