"""What an interrupted command keeps, said in one sentence as it leaves."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kazbek.cli import signals
from kazbek.record.partial import beside

PICTURES = "the pictures drawn so far, and the same command goes on from there"
LEGS = "the legs flown so far; the same command flies anew and removes it"


@contextmanager
def kept(folder: Path, what: str, whole: str) -> Iterator[None]:
    """On Ctrl-C, say what of `folder` is left, and leave with the status shells know.

    Parameters
    ----------
    folder : where the command writes
    what : what ``folder.partial`` holds then
    whole : what is said where `folder` lies there under its own name
    """
    try:
        yield
    except BaseException as fault:
        if not (signals.heard() or isinstance(fault, KeyboardInterrupt)):  # a library may call it something else
            raise
        signals.ended()
        partial = beside(folder)
        said = (
            f"{partial} keeps {what}."
            if partial.is_dir()
            else f"{folder} {whole}."
            if folder.is_dir() and any(folder.iterdir())
            else "nothing was left behind."
        )
        print(f"kazbek: interrupted; {said}", file=sys.stderr, flush=True)
        raise SystemExit(signals.status()) from None
