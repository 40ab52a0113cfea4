"""A user's file as text, whoever wrote it: regular files up to a size, UTF-8, UTF-16 and UTF-32 with their marks.

Windows PowerShell writes UTF-16, Excel a byte order mark, web pages blanks that do not break. What a text means does
not depend on these, so they are taken away here, once for every reader. An 8-bit encoding cannot be told from its
bytes: such a text is handed out as Latin-1 and marked, so that a reader lets it pass where it says nothing that counts.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from kazbek.base.errors import DataError

MOST_BYTES = 16 * 1024 * 1024  # five times NASA's ephemeris of 15 days as XML
_MARKS = (  # UTF-32 before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8"),
)
_BLANKS = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2007\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))), " "
)
_NO_WIDTH = dict.fromkeys((0x200B, 0x2060))
_NO_LINE_ENDS = dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), " ")  # to str.splitlines; 0x85 is … of Windows
_PADDING = "\0\x1a"  # DOS ended its files so, tapes and mailers fill their blocks
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_OPENED = re.compile(r"/dev/(stdin|fd/\d+)|/proc/(self|\d+)/fd/\d+")  # a pipe somebody holds open already


@dataclass(frozen=True, slots=True)
class Text:
    """What a file says.

    Attributes
    ----------
    text : with byte order marks gone, also inside (files put together have them there)
    known : whether the encoding is certain; else letters beyond ASCII are guesses
    line : the first line with a letter beyond ASCII, counted from 1, for messages; 0 where there is none
    """

    text: str
    known: bool = True
    line: int = 0


def file_bytes(path: object, most: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file (or of what ``/dev/stdin`` holds), at most so many.

    Raises
    ------
    DataError
        for a file that is missing, a folder, a device or a named pipe, too large, or that cannot be read.
    """
    try:
        if isinstance(path, Path):
            _check_regular(path)
        with path.open("rb") as stream:  # type: ignore[attr-defined]
            data = _at_most(stream, most)
    except FileNotFoundError:
        raise DataError(f"no such file: {path}") from None
    except IsADirectoryError:
        raise DataError(f"{path} is a directory, not a file") from None
    except OSError as fault:  # permissions; on Windows also a directory
        raise DataError(f"cannot read {path}: {(fault.strerror or 'it is no file').lower()}") from None
    except ValueError:  # a name with a NUL in it
        raise DataError(f"{str(path)!r} is no name of a file") from None
    if len(data) > most:
        raise DataError(f"{path} is larger than {most // 2**20} MB", allowed=f"files up to {most // 2**20} MB")
    return data


def _at_most(stream: io.BufferedIOBase, most: int) -> bytes:
    """All there is (a pipe hands it out in pieces), or one byte more than `most`."""
    pieces, left = [], most + 1
    while left > 0 and (piece := stream.read(min(left, 1 << 20))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _check_regular(path: Path) -> None:
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError
    if stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and _OPENED.fullmatch(str(path))):
        return
    kind = "a named pipe" if stat.S_ISFIFO(mode) else "a device"
    raise DataError(f"{path} is {kind}", allowed="a regular file")


def decoded(data: bytes, declared: str = "") -> Text:
    """The text of some bytes.

    Parameters
    ----------
    declared : the encoding that the text names itself (XML does)

    Raises
    ------
    ValueError
        when the bytes are no text: control characters, or a broken UTF-16.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _without_mark(data)
    known = True
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding and encoding != "utf-8":
            raise ValueError(f"no {encoding.upper()}") from None
        text, known = _eight_bit(data, declared)
    text = _without_padding(text if text.isascii() else text.replace("\ufeff", ""))
    if found := _CONTROL.search(text):
        raise ValueError(f"control character U+{ord(found[0]):04X}")
    return Text(text, known, _first_foreign(text))


def _without_padding(text: str) -> str:
    bare = text.rstrip()
    return (bare.rstrip(_PADDING + " \t\r\n") or bare) if bare.endswith(tuple(_PADDING)) else text


def plain_blanks(text: str) -> str:
    """The same with every kind of blank written as an ordinary one (pages on the web are full of others).

    Lines end in CR or LF alone: a comment goes on behind a form feed or the three points of Windows.
    """
    if text.isascii() and "\x0b" not in text and "\x0c" not in text:
        return text
    return text.translate(_BLANKS | _NO_LINE_ENDS).translate(_NO_WIDTH)


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark shows as ASCII with a zero byte beside each letter."""
    head = data[:400]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) >= 4 and max(even, odd) > 0.4 * len(head) and min(even, odd) == 0:
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _eight_bit(data: bytes, declared: str) -> tuple[str, bool]:
    try:
        return (data.decode(declared), True) if declared else (data.decode("latin-1"), False)
    except (LookupError, UnicodeDecodeError, ValueError):
        return data.decode("latin-1"), False


def _first_foreign(text: str) -> int:
    found = _FOREIGN.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0
