"""Commentary as tracks that players read: WebVTT (W3C, 2019) and SubRip.

Each flight has tracks of its own. Time 0 is a whole second, one to two minutes before the first thing said; a note says
which UTC that is, and an identity stands over each cue, so that a slip moves the cue and keeps its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.broadcast.calls import commentary, languages
from kazbek.broadcast.cue import Cue, CueKind
from kazbek.record.record import Record

_MINUTE_s = 60.0


def write_vtt(record: Record, folder: Path) -> list[Path]:
    """``<flight>.<language>.vtt`` per flight and language, ``<flight>.metadata.vtt`` beside them.

    Raises
    ------
    DataError
        when nothing in the record is spoken about.
    """
    files = _tracks(record, folder, "vtt")
    for flight, cues in _by_flight(commentary(record, languages()[0])):
        files.append(_written(folder / f"{flight}.metadata.vtt", metadata(cues)))
    return files


def write_srt(record: Record, folder: Path) -> list[Path]:
    """``<flight>.<language>.srt`` per flight and language; raises as :func:`write_vtt`."""
    return _tracks(record, folder, "srt")


def _tracks(record: Record, folder: Path, kind: str) -> list[Path]:
    files = []
    for language in languages():
        for flight, cues in _by_flight(commentary(record, language)):
            text = vtt(cues, language) if kind == "vtt" else srt(cues)
            files.append(_written(folder / f"{flight}.{language}.{kind}", text))
    if not files:
        raise DataError(f"{record.where} holds nothing that is spoken about", cure="fly further")
    return files


def _written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


def _by_flight(cues: Iterable[Cue]) -> list[tuple[str, list[Cue]]]:
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        found.setdefault(cue.flight, []).append(cue)
    return list(found.items())


def zero_of(cues: Sequence[Cue]) -> Epoch:
    """Time 0 of a track: a whole second (a whole minute of TAI), one to two minutes before its first cue."""
    first = cues[0].start - _MINUTE_s
    return Epoch(first.tai_ns // (60 * 10**9) * (60 * 10**9))


def vtt(cues: Sequence[Cue], language: str) -> str:
    """The text of a WebVTT file of captions."""
    zero = zero_of(cues)
    blocks = [f"WEBVTT\nKind: captions\nLanguage: {language}", f"NOTE 00:00:00.000 is {zero.utc}"]
    for cue in cues:
        said = escaped(cue.text)
        text = f"<b>{said}</b>" if cue.kind is CueKind.INTERRUPT else said
        blocks.append(f"{cue.id}\n{_span(cue, zero, '.')}\n{text}")
    return "\n\n".join(blocks) + "\n"


def metadata(cues: Sequence[Cue]) -> str:
    """The same cues as WebVTT metadata: UTC, TAI and identity as JSON, for joining with a video's own clock."""
    zero = zero_of(cues)
    blocks = ["WEBVTT\nKind: metadata", f"NOTE 00:00:00.000 is {zero.utc}"]
    for cue in cues:
        about = {"id": cue.id, "utc": cue.start.utc, "tai_ns": str(cue.start.tai_ns), "kind": str(cue.kind)}
        blocks.append(f"{cue.id}\n{_span(cue, zero, '.')}\n{json.dumps(about)}")
    return "\n\n".join(blocks) + "\n"


def srt(cues: Sequence[Cue]) -> str:
    """The text of a SubRip file."""
    zero = zero_of(cues)
    blocks = [f"{number}\n{_span(cue, zero, ',')}\n{cue.text}" for number, cue in enumerate(cues, 1)]
    return "\n\n".join(blocks) + "\n"


def _span(cue: Cue, zero: Epoch, point: str) -> str:
    return f"{clock_text(cue.start - zero, point)} --> {clock_text(cue.end - zero, point)}"


def clock_text(seconds: float, point: str = ".") -> str:
    """``01:02:03.456``."""
    ms = round(seconds * 1000.0)
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{point}{ms % 1000:03d}"


def escaped(text: str) -> str:
    """Text that a WebVTT reader takes for no markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
