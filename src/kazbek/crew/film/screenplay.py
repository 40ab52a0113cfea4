"""Screenplays in Fountain and Final Draft as scenes: heading, who speaks, eighths of a page."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError
from kazbek.base.text import decoded, file_bytes

_LINES_A_PAGE = 55.0
_HEADING = re.compile(r"^(INT|EXT|EST|INT\.?/EXT|I/E)[. ].*", re.IGNORECASE)
_FORCED = re.compile(r"^\.(?=[^.])")
_CUE = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ0-9 .'\-]*(\(.*\))?\^?$")
_NUMBER = re.compile(r"\s*#([^#]+)#\s*$")
_MOST_bytes = 20 * 2**20


@dataclass(frozen=True, slots=True)
class ScriptScene:
    """What a screenplay says of a scene: its number or place in the script, heading, speakers, length."""

    id: str
    heading: str
    cast: tuple[str, ...]
    eighths: int


def read(path: Path) -> tuple[ScriptScene, ...]:
    """The scenes of a screenplay: ``.fountain`` or ``.txt``, or ``.fdx``.

    Raises
    ------
    DataError
        a file that cannot be read, or has no scene heading.
    """
    try:
        read = decoded(file_bytes(path, _MOST_bytes))
    except ValueError as fault:
        raise DataError(f"{path} is no text ({fault})", allowed="UTF-8") from None
    if not read.known:
        raise DataError(f"{path}: line {read.line} is not in UTF-8", cure="save it as UTF-8 in the editor")
    scenes = _final_draft(read.text, path) if path.suffix.lower() == ".fdx" else _fountain(read.text)
    if not scenes:
        raise DataError(f"{path} has no scene heading", allowed="lines such as INT. CUPOLA - DAY")
    return scenes


def _fountain(text: str) -> tuple[ScriptScene, ...]:
    """By the rules of fountain.io: a heading begins INT, EXT, EST, I/E or with one dot; a cue is a line in capitals."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    pieces: list[tuple[str, list[str]]] = []
    lines = [line.strip() for line in text.splitlines()]
    for before, line in zip(["", *lines], lines, strict=False):
        if not before and (_HEADING.match(line) or _FORCED.match(line)):
            pieces.append((_FORCED.sub("", line), []))
        elif pieces:
            pieces[-1][1].append(line)
    return _told([(heading, body, _speakers(body)) for heading, body in pieces])


def _speakers(body: list[str]) -> list[str]:
    """Cues: capitals after an empty line, with something said below."""
    found = []
    for before, line, after in zip(["", *body], body, [*body[1:], ""], strict=False):
        if not before and after and (line.startswith("@") or _CUE.match(line)) and not line.endswith("TO:"):
            found.append(line.lstrip("@").split("(")[0].rstrip("^ ").strip())
    return found


def _final_draft(text: str, path: Path) -> tuple[ScriptScene, ...]:
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Any = fromstring(text)
    except (ParseError, ValueError) as fault:
        raise DataError(f"{path} is not a Final Draft file: {fault}") from None
    pieces: list[tuple[str, list[str], list[str]]] = []
    for paragraph in root.iter("Paragraph"):
        said = "".join(part.text or "" for part in paragraph.iter("Text")).strip()
        if paragraph.get("Type") == "Scene Heading":
            number = paragraph.get("Number")
            pieces.append((f"{said} #{number}#" if number else said, [], []))
        elif pieces:
            pieces[-1][1].extend([*_wrapped(said), ""])
            if paragraph.get("Type") == "Character" and said:
                pieces[-1][2].append(said.split("(")[0].strip())
    return _told(pieces)


def _wrapped(text: str) -> list[str]:
    """Lines of some 60 characters, as a page has them."""
    return [text[k : k + 60] for k in range(0, len(text), 60)] or [""]


def _told(pieces: list[tuple[str, list[str], list[str]]]) -> tuple[ScriptScene, ...]:
    scenes = []
    for place, (heading, body, cast) in enumerate(pieces, start=1):
        number = _NUMBER.search(heading)
        lines = sum(max(1, math.ceil(len(line) / 60)) for line in body) + 2
        eighths = max(1, math.ceil(lines / _LINES_A_PAGE * 8.0))
        name = number[1].strip() if number else str(place)
        scenes.append(ScriptScene(name, _NUMBER.sub("", heading).strip(), tuple(dict.fromkeys(cast)), eighths))
    return tuple(scenes)
