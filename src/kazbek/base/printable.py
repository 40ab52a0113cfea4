"""Text from files and command lines, made safe to show: a name is data, and must not steer a terminal."""

from __future__ import annotations

import unicodedata

_STEERS = frozenset(("Cc", "Cs", "Zl", "Zp"))  # control, half a character, line and paragraph separators
_TURNING = frozenset(map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def steers(text: str) -> list[str]:
    """The characters of `text` that a terminal or a reader of lines would obey rather than show.

    Marks that turn the direction of writing are among them, joiners and soft hyphens are not: languages need those.
    """
    return [] if text.isprintable() else [c for c in text if _obeyed(c)]


def _obeyed(character: str) -> bool:
    return character in _TURNING or unicodedata.category(character) in _STEERS


def printable(text: str) -> str:
    """`text` with such characters written out, as ``\\x1b``; line ends and tabs too."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(c) if _obeyed(c) else c for c in text)


def printable_lines(text: str) -> str:
    """The same for text of several lines."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
