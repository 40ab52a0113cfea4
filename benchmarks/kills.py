"""kazbek killed by hand: SIGKILL, SIGTERM and Ctrl-C at random instants of each kind of work that takes a while.

python benchmarks/kills.py 25                        25 kills of each kind, seed 1
python benchmarks/kills.py 10 --work export --seed 7

After each kill nothing that was finished may be lost, no half file carries a finished one's name, the same command does
its work, and no process is left after five seconds. A failing kill is printed with its kind, seed and number.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from kills import (
    SIGNALS,
    Work,
    compiling,
    drawing,
    drawing_lots,
    exporting,
    flying,
    kill,
    known_record,
    measured,
    showing,
)

WORKS: dict[str, Callable[[Path], Work]] = {
    "fly": lambda place: flying(place / "fly"),
    "gallery": lambda place: drawing(place / "gallery", known_record(place)),
    "export": lambda place: exporting(place / "export", known_record(place), "csv"),
    "watch": lambda place: showing(place / "watch", known_record(place)),
    "campaign": lambda place: drawing_lots(place / "campaign"),
    "compile": lambda place: compiling(place / "compile"),
}


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("count", type=int)
    ask.add_argument("--work", choices=WORKS)
    ask.add_argument("--seed", type=int, default=1)
    asked = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="kazbek-kills-") as place:
        chosen = [asked.work] if asked.work else list(WORKS)
        return 1 if sum(_series(name, Path(place), asked.seed, asked.count) for name in chosen) else 0


def _series(name: str, place: Path, seed: int, count: int) -> int:
    """So many runs that were killed (a run that was quicker than its kill is not counted); the faults among them."""
    work, chance = measured(WORKS[name](place)), random.Random(f"{name} {seed}")
    ends: Counter[str] = Counter()
    kills = number = 0
    while kills < count:
        sent, share, number = chance.choice(SIGNALS), chance.uniform(0.0, 1.1), number + 1
        ending, faults = kill(work, sent, share)
        if faults:
            told = f"{name} {seed} {number}: {sent.name} at {share:.3f}: {'; '.join(faults)}: {ending}"
            print(told, file=sys.stderr, flush=True)
            ends["failed"] += 1
            kills += 1
            continue
        kills += ending.number is not None
        ends[f"{ending.number.name} {ending.status}" if ending.number is not None else "was quicker"] += 1
    print(f"{name:8s} {kills} kills: {dict(sorted(ends.items()))}", flush=True)
    return ends["failed"]


if __name__ == "__main__":
    sys.exit(main())
