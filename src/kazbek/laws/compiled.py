"""How kernels are compiled: once per machine, strict arithmetic, and never from a stale cache.

numba looks only at the file of the function it calls: edit a law in another kernel file and the old one keeps flying.
So each kernel file caches into a folder named after a hash of its own source, of every kernel file it imports, and of
the constants of nature where it takes any.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import numba.core.config

numba_config: Any = numba.core.config

F = TypeVar("F", bound=Callable[..., Any])

_PACKAGE = Path(__file__).parent.parent
_CONSTANTS = _PACKAGE / "base" / "constants.py"
_IMPORTS = re.compile(r"^from kazbek\.([\w.]+) import (\([^)]*\)|.+)$", re.MULTILINE)
_ROOMS = re.compile(r"laws\.|pictures\.|flight\.\w+\.kernels\.")  # where numba kernels live


def _cache_root() -> Path:
    if "KAZBEK_CACHE" in os.environ:
        return Path(os.environ["KAZBEK_CACHE"])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "kazbek"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/kazbek"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "kazbek"


def _source(name: str) -> Path:
    return _PACKAGE.joinpath(*name.split(".")).with_suffix(".py")


def _with_imports(name: str, seen: set[str]) -> set[str]:
    """Dotted names below ``kazbek`` of the kernel files that `name` is built from, itself included."""
    source = _source(name)
    if name in seen or not _ROOMS.match(name) or not source.is_file():
        return seen
    seen.add(name)
    for where, names in _IMPORTS.findall(source.read_text(encoding="utf-8")):
        for found in (where, *(f"{where}.{imported}" for imported in re.findall(r"\w+", names))):
            _with_imports(found, seen)
    return seen


@functools.cache
def cache_dir(name: str) -> Path:
    """Where the kernels of file `name` are kept on this machine, for exactly these sources and this numba."""
    digest = hashlib.sha256(f"{numba.__version__} {sys.version_info[:2]}".encode())
    digest.update(Path(__file__).read_bytes())  # how they are compiled
    for module in sorted(_with_imports(name, set())):
        source = _source(module).read_bytes()
        digest.update(source)
        if b"kazbek.base.constants" in source:  # compiled in as numbers: they are part of the law
            digest.update(_CONSTANTS.read_bytes())
    return _cache_root() / f"{name}-{digest.hexdigest()[:12]}"


def kernel(law: F) -> F:
    """Compile `law` with numba on first use and keep the result on disk for this machine.

    Arithmetic is strict (no ``fastmath``): the same run gives the same digits. Other Python threads run meanwhile.
    """
    theirs, name = numba_config.CACHE_DIR, law.__module__.removeprefix("kazbek.")
    numba_config.CACHE_DIR = str(cache_dir(name))  # numba reads it at decoration only
    try:
        compiled: Any = numba.njit(cache=True, fastmath=False, nogil=True, error_model="numpy")(law)
        return compiled  # type: ignore[no-any-return]
    finally:
        numba_config.CACHE_DIR = theirs


def compiled_before(*names: str) -> bool:
    """Whether this machine already holds compiled kernels of these kernel files."""
    return all(any(cache_dir(name).rglob("*.nbc")) for name in names)
