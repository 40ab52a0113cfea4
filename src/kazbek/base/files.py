"""Writing beside what is the user's own: files whole or not at all, folders held by one process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A name to write to; it becomes `path` at the end, and goes when anything fails.

    A link stays one, with the new content behind it; a device or a pipe is written as it is.
    """
    path = path.resolve() if path.is_symlink() else path
    if path.exists() and not path.is_file():
        yield path
        return
    fresh = path.with_name(f".{path.stem}.{os.getpid()}.new{path.suffix}")
    try:
        yield fresh
        os.replace(fresh, path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


class FolderHold:
    """A folder that this process alone works in, until it is let go or the process ends, however it ends."""

    def __init__(self, number: int) -> None:
        self._number = number

    def let_go(self) -> None:
        """The folder is anybody's again."""
        if self._number >= 0:
            os.close(self._number)
            self._number = -1


def hold(folder: Path) -> FolderHold | None:
    """Take an existing folder for this process; None where another process has it.

    The lock is the operating system's (``flock`` on the folder), so that a killed process leaves none. Where there are
    no such locks, on Windows and some network drives, everybody gets the folder.
    """
    try:
        import fcntl

        number = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    except ImportError:
        return FolderHold(-1)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(number)
        return None
    except OSError:  # a file system without locks
        return FolderHold(number)
    if os.fstat(number).st_ino != os.stat(folder).st_ino:  # it was renamed or replaced meanwhile
        os.close(number)
        return None
    return FolderHold(number)


def is_own_folder(folder: Path) -> bool:
    """Whether `folder` is a folder itself, and not a link to one."""
    return folder.is_dir() and not folder.is_symlink()


def clear_strays(folder: Path, prefix: str) -> None:
    """Remove what killed exports left in `folder`: folders under kazbek's own `prefix` that nobody holds."""
    for stray in folder.glob(f"{prefix}*"):
        held = hold(stray) if is_own_folder(stray) else None
        if held is not None:
            shutil.rmtree(stray, ignore_errors=True)
            held.let_go()
