"""Files of a campaign written whole or not at all, and what the system says of them as one sentence."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path

from kazbek.base.places import writing

_KEPT = "finished parts are kept"


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


def sentences(folder: Path) -> AbstractContextManager[None]:
    """Turn what the operating system says into one sentence."""
    return writing(
        f"the campaign into {folder}",
        when_full=f"make room, then: kazbek campaign resume; {_KEPT}",
        when_refused=f"choose a folder that may be written; {_KEPT}",
    )
