"""Screenplays in Fountain and Final Draft as scenes: heading, who speaks, eighths of a page."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
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
    lengths: list[int | None] = []
    script = root.find("Content")  # the title page has a content of its own
    for paragraph in () if script is None else script.iter("Paragraph"):
        said = "".join(part.text or "" for part in paragraph.findall("Text")).strip()
        if paragraph.get("Type") == "Scene Heading":
            number, properties = paragraph.get("Number"), paragraph.find("SceneProperties")
            pieces.append((f"{said} #{number}#" if number else said, [], []))
            lengths.append(None if properties is None else _eighths(properties.get("Length", "")))
        elif pieces and said:
            pieces[-1][1].extend([*_wrapped(said), ""])
            if paragraph.get("Type") == "Character":
                pieces[-1][2].append(said.split("(")[0].strip())
    return _told(pieces, lengths)


def _eighths(length: str) -> int | None:
    """Final Draft's own length of a scene, ``1 3/8`` pages; None where there is none."""
    found = re.fullmatch(r"(?:(\d{1,4})\s*)?(?:([0-7])/8)?", length.strip())
    eighths = 0 if found is None else 8 * int(found[1] or 0) + int(found[2] or 0)
    return eighths or None


def _wrapped(text: str) -> list[str]:
    """Lines of some 60 characters, as a page has them."""
    return [text[k : k + 60] for k in range(0, len(text), 60)] or [""]


def _told(
    pieces: list[tuple[str, list[str], list[str]]], lengths: Sequence[int | None] = ()
) -> tuple[ScriptScene, ...]:
    """The scenes; a length that the file does not give is counted in lines."""
    scenes = []
    for place, ((heading, body, cast), given) in enumerate(itertools.zip_longest(pieces, lengths), start=1):
        number = _NUMBER.search(heading)
        lines = sum(max(1, math.ceil(len(line) / 60)) for line in body) + 2
        eighths = given or max(1, math.ceil(lines / _LINES_A_PAGE * 8.0))
        name = number[1].strip() if number else str(place)
        scenes.append(ScriptScene(name, _NUMBER.sub("", heading).strip(), tuple(dict.fromkeys(cast)), eighths))
    return tuple(scenes)
