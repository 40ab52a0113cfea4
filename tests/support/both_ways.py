"""What a program says whose kernels are compiled, and whose kernels are plain Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys


def compiled_and_plain(program: str) -> tuple[list[float], list[float]]:
    """The JSON list that `program` prints, with numba's compiler and without it."""

    def said(without_jit: str) -> list[float]:
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "NUMBA_DISABLE_JIT": without_jit},
        )
        return json.loads(done.stdout)

    return said("0"), said("1")
