"""Fuzzing by hand: millions of spoilt inputs, their ends counted, time and memory watched.

python benchmarks/fuzz.py 100000                       every target, seed 1
python benchmarks/fuzz.py 100000 --target oem --seed 7
python benchmarks/fuzz.py 1 --target tle --number 4711     one of them again
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from fuzz_targets import TARGETS, tried
from mutants import mutant


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("count", type=int)
    ask.add_argument("--target", choices=TARGETS)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--number", type=int)
    asked = ask.parse_args()
    if asked.number is not None:
        sys.stdout.buffer.write(mutant(asked.target, asked.seed, asked.number))
        return 0
    warnings.simplefilter("error")  # as in the tests
    failed = 0
    for target in [asked.target] if asked.target else TARGETS:
        failed += _series(target, asked.seed, asked.count)
    return 1 if failed else 0


def _series(target: str, seed: int, count: int) -> int:
    ends: Counter[str] = Counter()
    longest_s, begin = 0.0, time.perf_counter()
    for number in range(count):
        try:
            end, took_s = tried(target, seed, number)
        except AssertionError as fault:
            end, took_s = "failed", 0.0
            print(str(fault)[:1500], file=sys.stderr, flush=True)
        ends[end] += 1
        longest_s = max(longest_s, took_s)
    peak_MB = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent_s = time.perf_counter() - begin
    print(
        f"{target:9s} {count} inputs: {dict(ends)}; longest {longest_s:.2f} s, peak {peak_MB:.0f} MB, {spent_s:.0f} s",
        flush=True,
    )
    return ends["failed"]


if __name__ == "__main__":
    sys.exit(main())
