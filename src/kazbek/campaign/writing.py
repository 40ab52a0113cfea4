"""Files of a campaign written whole or not at all, and what the system says of them as one sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kazbek.base.errors import DataError


def written_safely(file: Path, content: bytes) -> None:
    """Write a file so that it is there whole, or not at all, even when the power fails."""
    fresh = file.with_name(f".{file.name}.new")
    try:
        with fresh.open("wb") as sink:
            sink.write(content)
            sink.flush()
            os.fsync(sink.fileno())
        os.replace(fresh, file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        number = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def sentences(folder: Path) -> Iterator[None]:
    """Turn what the operating system says into one sentence."""
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            said, cure = f"the disk is full while writing {folder}", "make room, then: kazbek campaign resume"
        else:
            said = f"cannot write the campaign into {folder}: {(fault.strerror or str(fault)).lower()}"
            cure = "choose a folder that may be written"
        raise DataError(said, cure=f"{cure}; finished parts are kept") from None
