"""Every kernel says the same compiled and as plain Python: the compiler changes nothing but the speed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kernel_samples import SAMPLES


@pytest.fixture(scope="module")
def plain() -> dict[str, list[float]]:
    """The samples from a process in which numba does not compile."""
    program = Path(__file__).parents[1] / "support" / "kernel_samples.py"
    done = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    answers: dict[str, list[float]] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("name", SAMPLES)
def test_compiled_kernels_say_what_plain_python_says(name: str, plain: dict[str, list[float]]) -> None:
    # Arithmetic is strict; only the libraries' sines and powers may differ in the last digit.
    assert [float(x) for x in SAMPLES[name]()] == pytest.approx(plain[name], rel=1e-11, abs=1e-11)
