"""A place for compiled kernels where the user has none: imported before any kernel, whose place is settled then.

Otherwise kazbek warns that it compiles at every run, and warnings are errors in the tests.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from kazbek.laws.compiled import cache_root


def _can_be_written(folder: Path | None) -> bool:
    if folder is None:
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


if not _can_be_written(cache_root()):
    os.environ["KAZBEK_CACHE"] = tempfile.mkdtemp(prefix="kazbek-kernels-")  # processes that this one starts use it too
    atexit.register(shutil.rmtree, os.environ["KAZBEK_CACHE"], ignore_errors=True)
