"""How long a stranger waits: import, help, a flight to docking, the whole mission, ten days of lift-off windows.

    python benchmarks/doors.py

Every door is a process of its own, kernels compiled beforehand, and is given as a multiple of what it takes Python to
start and load numba on the same machine in the same run: a slow or busy machine slows both alike.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

DOORS = (
    ("import kazbek", ("-c", "import kazbek"), 0.3),
    ("kazbek --help", ("-m", "kazbek.cli", "--help"), 0.6),
    (
        "kazbek fly soyuz-ms-19 to docking",
        ("-m", "kazbek.cli", "fly", "soyuz-ms-19", "--until", "docking_contact", "--json"),
        10.0,
    ),
    ("kazbek fly soyuz-ms-19, both landings", ("-m", "kazbek.cli", "fly", "soyuz-ms-19", "--json"), 5.0),
    (
        "kazbek window over 10 days",
        (
            "-m",
            "kazbek.cli",
            "window",
            "--station",
            "iss_2021-10-01.xml.gz",
            "--pad",
            "baikonur-31",
            "--start",
            "2021-10-02",
            "--days",
            "10",
            "--json",
        ),
        10.0,
    ),
)
TURNS = 3


def seconds(arguments: tuple[str, ...]) -> float:
    """Best of some turns, after one that compiles."""
    best = float("inf")
    for turn in range(TURNS + 1):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], cwd=folder, check=True, capture_output=True)
            took = time.perf_counter() - start
        best = min(best, took) if turn else best
    return best


def main() -> None:
    """Print the table."""
    unit_s = seconds(("-c", "import numba"))
    print(f"{'Python with numba loaded':<40} {unit_s:6.2f} s")
    for name, arguments, goal_s in DOORS:
        took_s = seconds(arguments)
        print(f"{name:<40} {took_s:6.2f} s  {took_s / unit_s:5.1f} times as long; goal {goal_s:g} s")


if __name__ == "__main__":
    main()
