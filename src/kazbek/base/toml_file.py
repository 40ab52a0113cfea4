"""TOML files as people write them: every way to fail is one sentence that names the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError
from kazbek.base.printable import steers
from kazbek.base.text import decoded, file_bytes

Path_or_package = Path | Traversable

_MOST_BYTES = 2 * 1024 * 1024  # the largest of kazbek's own data files holds 30 kB
_DEEPEST = 40  # the TOML parser and everything behind it recurse
_LARGEST = 10**300


def read_text(path: Path_or_package) -> str:
    """A TOML file's text: UTF-8, or UTF-16 as Windows PowerShell writes it; other encodings in comments only.

    Raises
    ------
    DataError
        for a file that cannot be read, or is no text.
    """
    try:
        read = decoded(file_bytes(path, _MOST_BYTES))
    except ValueError as fault:
        raise DataError(f"cannot read {path}: it is no text ({fault})", allowed="TOML in UTF-8") from None
    if not read.known and not _plain(read.text):
        raise DataError(
            f"cannot read {path}: line {read.line} is not in UTF-8",
            allowed="TOML in UTF-8",
            cure="save it as UTF-8 in the editor",
        )
    return read.text


def read_toml(path: Path_or_package, *, one_line: bool = False) -> dict[str, Any]:
    """Parse one TOML file. Arguments as, and raises as, :func:`read_text` and :func:`parsed_toml`."""
    return parsed_toml(read_text(path), str(path), one_line=one_line)


def parsed_toml(text: str, where: str, *, one_line: bool = False) -> dict[str, Any]:
    """What a TOML text says.

    Parameters
    ----------
    one_line : whether values of text must be one line each, as everything must that becomes a name

    Raises
    ------
    DataError
        for a text that is not TOML, that no parser can hold (numbers of thousands of digits, lists in lists in lists),
        or that holds control characters.
    """
    try:
        return _parsed(text, "" if one_line else "\n")
    except tomllib.TOMLDecodeError as fault:
        raise DataError(f"{where} is not valid TOML: {fault}{_line_of(str(fault), text)}") from None
    except RecursionError:
        raise DataError(f"{where} is nested too deeply", allowed=f"up to {_DEEPEST} levels") from None
    except (ValueError, OverflowError):
        raise DataError(f"{where} holds a number too long to read", allowed="up to 300 digits") from None
    except DataError as fault:
        raise DataError(f"{where}: {fault.what}", allowed=fault.allowed, cure=fault.cure) from None


def _parsed(text: str, lines: str) -> dict[str, Any]:
    found = tomllib.loads(text)
    _check(found, lines)
    return found


def _check(found: Any, lines: str, level: int = 0) -> None:
    """Depth, size of numbers, and that every text is printable (names go to files and terminals)."""
    if level > _DEEPEST:
        raise RecursionError
    if isinstance(found, int) and not isinstance(found, bool) and abs(found) > _LARGEST:
        raise OverflowError
    if isinstance(found, str):
        _refuse_steering(found, lines)
    if isinstance(found, dict):
        for key, value in found.items():
            _check(key, "", level + 1)
            _check(value, lines, level + 1)
    elif isinstance(found, list):
        for value in found:
            _check(value, lines, level + 1)


def _refuse_steering(text: str, lines: str) -> None:
    """Control characters, line ends, and marks that turn the direction of writing; rare blanks are harmless."""
    bad = next((c for c in steers(text) if c not in lines), "")
    if bad:
        shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:40])
        raise DataError(f'"{shown}" holds the control character U+{ord(bad):04X}', allowed="printable text on one line")


def _plain(text: str) -> bool:
    """Whether everything that a TOML text says, beside its comments, is ASCII."""
    try:
        return all(word.isascii() for word in _words(_parsed(text, "\n")))
    except (ValueError, OverflowError, RecursionError, DataError):
        return False


def _words(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for key, value in found.items():
            yield key
            yield from _words(value)
    elif isinstance(found, list):
        for value in found:
            yield from _words(value)
    elif isinstance(found, str):
        yield found


def _line_of(fault: str, text: str) -> str:
    """The line that tomllib complains about, to be shown in the message."""
    found = re.search(r"at line (\d+)", fault)
    lines = text.splitlines()
    return f': "{lines[int(found[1]) - 1].strip()[:200]}"' if found and int(found[1]) <= len(lines) else ""
