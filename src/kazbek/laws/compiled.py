"""How kernels are compiled: once per machine, strict arithmetic, and never from a stale cache.

Each kernel file keeps its compiled kernels in a folder named after a hash of its own source and of every file of kazbek
that it imports, constants of nature among them: edit a law and all that is built from it is compiled anew.
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

from kazbek.laws import enum_index
from kazbek.laws.store import KernelStore

if tuple(map(int, numba.__version__.split(".")[:2])) < (0, 68):
    enum_index.allow()

F = TypeVar("F", bound=Callable[..., Any])

_PACKAGE = Path(__file__).parent.parent
_IMPORTS = re.compile(r"^(?:from kazbek\.([\w.]+) import (\([^)]*\)|.+)|import kazbek\.([\w.]+).*)$", re.MULTILINE)
_HERE = ("laws.compiled", "laws.store", "laws.enum_index")  # part of every hash; what they import is no part of a law


def cache_root() -> Path | None:
    """The folder for compiled kernels: ``KAZBEK_CACHE``, else below ``NUMBA_CACHE_DIR``, else the user's own cache.

    None where none is set and no home folder is known.
    """
    if os.environ.get("KAZBEK_CACHE"):
        return Path(os.environ["KAZBEK_CACHE"]).absolute()
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"]).absolute() / "kazbek"
    try:
        return _users_own() / "kazbek"
    except RuntimeError:  # no HOME, and the user is in no list of users
        return None


def _users_own() -> Path:
    """Where programs keep what can be made again, after the custom of the system."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches"
    given, home = Path(os.environ.get("XDG_CACHE_HOME", "")), os.environ.get("HOME", "/")
    if given.is_absolute():
        return given
    if not home.startswith("/"):
        raise RuntimeError("HOME is empty, or means another place in every folder")
    return Path.home() / ".cache"


def _source(name: str) -> Path:
    return _PACKAGE.joinpath(*name.split(".")).with_suffix(".py")


def _with_imports(name: str, seen: set[str]) -> set[str]:
    """Dotted names below ``kazbek`` of the files that kernel file `name` is built from, itself included."""
    source = _source(name)
    if name in seen or not source.is_file():
        return seen
    seen.add(name)
    if name in _HERE:
        return seen
    for where, names, whole in _IMPORTS.findall(source.read_text(encoding="utf-8")):
        for found in (where or whole, *(f"{where}.{imported}" for imported in re.findall(r"\w+", names))):
            _with_imports(found, seen)
    return seen


@functools.cache
def cache_dir(name: str) -> Path | None:
    """Where the kernels of file `name` are kept on this machine, for exactly these sources, Python and numba.

    None where there is no place, or where the sources cannot be read (a package in a zip file).
    """
    root, files = cache_root(), _with_imports(name, set())
    if root is None or not files:
        return None
    digest = hashlib.sha256(f"{numba.__version__} {sys.version_info[:2]}".encode())
    for module in sorted(files):
        digest.update(_source(module).read_bytes())
    return root / f"{name}-{digest.hexdigest()[:12]}"


def kernel(law: F) -> F:
    """Compile `law` with numba on first use and keep the result on disk for this machine.

    Arithmetic is strict (no ``fastmath``): the same run gives the same digits. Other Python threads run meanwhile.
    """
    return _compiled(law, counts=True)


def lean_kernel(law: F) -> F:
    """A kernel that makes, cuts and returns no array: compiled without counting references to those it is given.

    Where arrays travel in `NamedTuple` arguments through many small functions the counting takes half of the time.
    """
    return _compiled(law, counts=False)


def _compiled(law: F, *, counts: bool) -> F:
    options: dict[str, Any] = {"fastmath": False, "nogil": True, "error_model": "numpy", "_nrt": counts}
    compiled: Any = numba.njit(**options)(law)
    if compiled is not law:  # NUMBA_DISABLE_JIT leaves it as it is
        compiled._cache = KernelStore(law, cache_dir(law.__module__.removeprefix("kazbek.")))
    return compiled  # type: ignore[no-any-return]


def compiled_before(*names: str) -> bool:
    """Whether this machine already holds compiled kernels of these kernel files."""
    folders = [cache_dir(name) for name in names]
    return all(folder is not None and any(folder.glob("*.nbc")) for folder in folders)
