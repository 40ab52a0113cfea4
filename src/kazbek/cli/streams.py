"""Standard output and error that may be closed, full, or read by somebody who leaves: the command goes on."""

from __future__ import annotations

import errno
import io
import os
import sys
import textwrap
from typing import Any, TextIO

_NUMBERS = {"stdin": 0, "stdout": 1, "stderr": 2}


class _Outlet(io.FileIO):
    """An open file number that takes everything, and remembers the first reason why something was lost."""

    fault: OSError | None = None

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data) or 0
        except OSError as fault:
            self.fault = self.fault or fault
            return memoryview(data).nbytes


_outlets: dict[str, _Outlet] = {}


def open_streams() -> None:
    """Give the process all three streams: a missing one leads nowhere, so that no other file takes its number."""
    for name, number in _NUMBERS.items():
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(number, "r" if name == "stdin" else "w", encoding="utf-8", closefd=False))
        elif name != "stdin":
            setattr(sys, name, _taking_everything(name, number))


def _taking_everything(name: str, number: int) -> Any:
    """A stream in UTF-8 (Windows has code pages without Δ and °) over an outlet."""
    stream = getattr(sys, name)
    errors = "surrogateescape" if name == "stdout" else "backslashreplace"
    if sys.platform == "win32" and stream.isatty():  # its console is no file
        stream.reconfigure(encoding="utf-8", errors=errors)
        return stream
    stream.flush()
    _outlets[name] = _Outlet(number, "wb", closefd=False)
    lines = name == "stderr" or stream.isatty()
    return io.TextIOWrapper(io.BufferedWriter(_outlets[name]), "utf-8", errors, line_buffering=lines)


def lost() -> str:
    """Why something of standard output was lost, in the system's words; empty when all went, or its reader left."""
    sys.stdout.flush()
    fault = _outlets["stdout"].fault if "stdout" in _outlets else None
    left = fault is not None and (isinstance(fault, BrokenPipeError) or _pipe_gone_on_windows(fault))
    return "" if fault is None or left else os.strerror(fault.errno or 0).lower()


def _pipe_gone_on_windows(fault: OSError) -> bool:
    return sys.platform == "win32" and fault.errno == errno.EINVAL


def columns_of(stream: TextIO) -> int | None:
    """The width of the terminal that `stream` goes to; None in a file, a pipe, or where it does not say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or None if stream.isatty() else None
    except (OSError, ValueError):
        return None


def fitted(text: str, stream: TextIO) -> str:
    """`text` folded between words where a terminal would break it inside one; as it is in a file."""
    columns = columns_of(stream)
    return text if columns is None else "\n".join(_folded(line, columns) for line in text.split("\n"))


def _folded(line: str, columns: int) -> str:
    if len(line) <= columns:
        return line
    under = line[: len(line) - len(line.lstrip())]
    return "\n".join(
        textwrap.wrap(line, columns, subsequent_indent=under, break_long_words=False, break_on_hyphens=False)
    )
