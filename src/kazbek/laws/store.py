"""Where compiled kernels are kept: a file each, written whole or not at all, checked before it is used.

numba's own cache is not used: where its folder cannot be written it goes to ``__pycache__``, in which an edited law is
not seen; a file cut short stops every later run; and of two processes that compile at once one loses its entries.
"""

from __future__ import annotations

import functools
import hashlib
import os
import pickle
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

from numba.core.caching import _Cache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

from kazbek.base.errors import KazbekWarning

_DIGEST = hashlib.sha256
_STALE_s = 3600.0  # an unfinished file this old belongs to a process that was killed


class KernelStore(_Cache):  # type: ignore[misc]
    """The compiled forms of one kernel, as numba asks for them.

    Parameters
    ----------
    law : the kernel as written
    folder : where its files lie, named after the sources; None keeps nothing
    """

    def __init__(self, law: Any, folder: Path | None) -> None:
        self._law, self._folder = law, folder

    @property
    def cache_path(self) -> str | None:
        """The folder, for numba's own reports."""
        return None if self._folder is None else str(self._folder)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled kernel for these argument types, or None when it has to be compiled."""
        target_context.refresh()
        if self._folder is None:
            return None
        file = self._file(sig, target_context.codegen())
        try:
            whole = file.read_bytes()
        except OSError:
            return None
        digest, payload = whole[: _DIGEST().digest_size], whole[_DIGEST().digest_size :]
        if _DIGEST(payload).digest() == digest:
            with suppress(Exception):  # whole, and yet of no use to this numba: compiled anew below
                return CompileResult._rebuild(target_context, *pickle.loads(payload))
        _dropped(file)
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep a compiled kernel; where that cannot be, it serves this process alone, and a warning says so once."""
        if data.library.has_dynamic_globals or any(not lifted.can_cache for lifted in data.lifted):
            warnings.warn(
                f"kernel {self._law.__qualname__} takes a large global array: it cannot be kept", stacklevel=2
            )
            return
        if self._folder is None:
            not_kept("no folder for them is known")
            return
        payload = dumps(data._reduce())
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(self._file(sig, data.codegen), _DIGEST(payload).digest() + payload)
        except OSError as fault:
            not_kept(f"{self._folder.parent}: {(fault.strerror or str(fault)).lower()}")

    def enable(self) -> None:
        """Part of what numba expects; there is nothing to switch."""

    def disable(self) -> None:
        """Part of what numba expects; there is nothing to switch."""

    def flush(self) -> None:
        """Forget all compiled forms of this kernel file."""
        for file in self._folder.glob("*.nbc") if self._folder is not None else ():
            _dropped(file)

    def _file(self, sig: Any, codegen: Any) -> Path:
        assert self._folder is not None
        law = self._law
        told = repr((law.__qualname__, law.__code__.co_firstlineno, str(sig), codegen.magic_tuple()))
        key = _DIGEST(told.encode() + law.__code__.co_code).hexdigest()
        return self._folder / f"{law.__name__}-{key[:16]}.nbc"


@functools.cache  # numba resets what warnings have been shown
def not_kept(reason: str) -> None:
    """Warn, once, that compiled kernels serve this run alone."""
    warnings.warn(
        f"compiled kernels cannot be kept ({reason}), so each run compiles them anew; set KAZBEK_CACHE to a folder "
        "that can be written.",
        KazbekWarning,
        stacklevel=3,
    )


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all; what killed processes left beside it goes."""
    for stray in file.parent.glob("*.new"):
        if time.time() - stray.stat().st_mtime > _STALE_s:
            _dropped(stray)
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        fresh.write_bytes(content)
        os.replace(fresh, file)
    except BaseException:
        _dropped(fresh)
        raise


def _dropped(file: Path) -> None:
    with suppress(OSError):  # another process was quicker, or the folder is read-only: it is compiled in any case
        file.unlink(missing_ok=True)
