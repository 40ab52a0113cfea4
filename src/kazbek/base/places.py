"""Places to write to: what cannot be written is refused in one sentence, before any work is done for it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kazbek.base.errors import DataError

PARTIAL = ".partial"  # what is unfinished is called by its name and this
_LONGEST_NAME = 255  # bytes, on every common file system
_ROOM = len(PARTIAL) + 25  # what kazbek appends while it writes


def check_new_name(path: Path, parameter: str) -> None:
    """Refuse a name that could not be written, before any work is done.

    Raises
    ------
    DataError
        it is no UTF-8, holds a zero byte, is too long, or is a name for unfinished work.
    """
    for part in path.parts:
        try:
            size = len(part.encode("utf-8"))
        except UnicodeEncodeError:
            raise DataError(f"`{parameter}` {path} is not UTF-8", cure="choose a name of other letters") from None
        if "\0" in part or size > _LONGEST_NAME - _ROOM:
            raise DataError(
                f"`{parameter}` holds a name of {size} bytes"
                if "\0" not in part
                else f"`{parameter}` holds a zero byte",
                allowed=f"names of up to {_LONGEST_NAME - _ROOM} bytes",
            )
    if path.name.lower().endswith(PARTIAL):
        raise DataError(
            f"`{parameter}` {path}", allowed=f"a name that does not end in {PARTIAL}, as unfinished work does"
        )


def check_file(path: Path, parameter: str) -> None:
    """Refuse a file that could not be written, before any work is done.

    Raises
    ------
    DataError
        a name that cannot be written, a folder of that name, no folder above it, or one that may not be written into.
    """
    check_new_name(path, parameter)
    path = Path(os.path.realpath(path))
    if os.path.isdir(path):
        why = "it is a folder"
    elif os.path.exists(path) and not os.path.isfile(path):  # a device or a pipe
        why = "" if os.access(path, os.W_OK) else "permission denied"
    else:
        why = _why_not_into(path.parent)
    _refuse(path, why, parameter)


def check_folder(path: Path, parameter: str) -> None:
    """Refuse a folder that could not be made or written into, before any work is done; it may hold others' files.

    Raises
    ------
    DataError
        a name that cannot be written, a file in the way, or a folder that may not be written into.
    """
    check_new_name(path, parameter)
    there = next(place for place in (path, *path.absolute().parents) if os.path.exists(place))
    _refuse(path, _why_not_into(there), parameter)


def check_new_folder(path: Path, parameter: str) -> None:
    """Refuse a folder that is not free for new work, before any work is done.

    Raises
    ------
    DataError
        as :func:`check_folder`, and a link, or a folder that holds something.
    """
    allowed = "a new or an empty folder"
    if path.is_symlink() or os.path.isfile(path):
        raise DataError(f"`{parameter}` {path} is a {'link' if path.is_symlink() else 'file'}", allowed=allowed)
    check_folder(path, parameter)
    with writing(str(path), parameter):
        if path.is_dir() and any(path.iterdir()):
            cure = f"choose another `{parameter}`, or remove it"
            raise DataError(f"`{parameter}` {path} exists and is not empty", allowed=allowed, cure=cure)


def _why_not_into(folder: Path) -> str:
    if not os.path.exists(folder):
        return f"there is no folder {folder}"
    if not os.path.isdir(folder):
        return f"{folder} is a file"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"nothing may be written into {folder}"


def _refuse(path: Path, why: str, parameter: str) -> None:
    if why:
        raise DataError(f"cannot write {path}: {why}", cure=f"choose another `{parameter}`")


@contextmanager
def writing(what: str, parameter: str = "out", *, when_full: str = "", when_refused: str = "") -> Iterator[None]:
    """Say in one sentence what the operating system refuses while `what` is written.

    Parameters
    ----------
    parameter : what another place can be given by
    when_full, when_refused : what to do, where that is not to choose another place

    Raises
    ------
    DataError
        in place of an OSError.
    """
    try:
        yield
    except OSError as fault:
        cure = f"choose another `{parameter}`"
        if fault.errno in (errno.ENOSPC, errno.EDQUOT):
            full = when_full or f"make room, or {cure}"
            raise DataError(f"the disk is full while writing {what}", cure=full) from None
        said = f"cannot write {what}: {(fault.strerror or str(fault)).lower()}"
        raise DataError(said, cure=when_refused or cure) from None
