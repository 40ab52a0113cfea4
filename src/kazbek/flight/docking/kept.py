"""Arrays that depend on files alone and take a second to compute: kept in the cache under a hash of those files."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from kazbek.base.types import Floats
from kazbek.laws.compiled import cache_root

_FOLDER = "arrays"


def kept(key: Iterable[bytes], make: Callable[[], Floats]) -> Floats:
    """The array of a key: from the cache, else made and kept there for the next time, to the same bits.

    A cache that cannot be read or written is no fault: the array is made.
    """
    whole = hashlib.sha256()
    for part in key:
        whole.update(hashlib.sha256(part).digest())
    root = cache_root()
    file = None if root is None else root / _FOLDER / f"{whole.hexdigest()}.npy"
    with contextlib.suppress(OSError, ValueError, EOFError):
        if file is not None and file.is_file():
            found: Floats = np.load(file, allow_pickle=False)
            return found
    made = make()
    if file is not None:
        with contextlib.suppress(OSError):
            _keep(file, made)
    return made


def _keep(file: Path, array: Floats) -> None:
    """Whole or not at all, whoever else writes it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.stem}.{os.getpid()}.npy")
    np.save(fresh, array)
    os.replace(fresh, file)


def sources_of(*folders: str) -> bytes:
    """A digest of the sources of some of kazbek's own folders: other code, other arrays."""
    package, whole = Path(__file__).parents[2], hashlib.sha256()
    for folder in folders:
        for file in sorted((package / folder).rglob("*.py")):
            whole.update(file.read_bytes())
    return whole.digest()
