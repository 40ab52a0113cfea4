"""Text from files and command lines, made safe to show: a name is data, and must not steer a terminal."""

from __future__ import annotations

import unicodedata

_STEERS = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control, format (direction of writing), surrogates, line separators


def steers(text: str) -> list[str]:
    """The characters of `text` that a terminal or a reader of lines would obey rather than show."""
    return [c for c in text if not c.isascii() or not c.isprintable() if unicodedata.category(c) in _STEERS]


def printable(text: str) -> str:
    """`text` with such characters written out, as ``\\x1b``; line ends and tabs too."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(c) if unicodedata.category(c) in _STEERS else c for c in text)


def printable_lines(text: str) -> str:
    """The same for text of several lines."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _escaped(character: str) -> str:
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
