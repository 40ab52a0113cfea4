"""What opens at once: neither the library nor the list of missions waits for numpy, numba or SciPy."""

import subprocess
import sys

import pytest

SLOW = {"numpy", "numba", "scipy", "pandas", "pyarrow"}


@pytest.mark.parametrize("module", ["kazbek", "kazbek.cli.verbs", "kazbek.mission.file"])
def test_a_light_module_imports_nothing_slow(module):
    asked = f"import sys, {module}; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert SLOW.isdisjoint(loaded)
