"""Spoilt inputs by the thousand: each is read or refused in one sentence, in time; a failing one is printed whole.

Any of them comes again by its target, seed and number (``benchmarks/fuzz.py``, which also tries millions).
"""

from __future__ import annotations

import pytest
from fuzz_targets import TARGETS, tried

SEED = 2021
NUMBERS = {
    "oem": 6000,
    "oem xml": 4000,
    "tle": 12000,
    "omm": 4000,
    "mission": 1200,
    "launcher": 1200,
    "film": 3000,
    "film xml": 3000,
    "wind": 4000,
    "mission tables": 60,
    "launcher tables": 120,
    "ground": 100,
    "jobs": 200,
    "days": 150,
    "films": 100,
    "crew plan": 60,
    "profile": 100,
    "capsule": 80,
    "station": 120,
    "countdown": 80,
    "escape": 100,
    "campaign": 200,
    "photograph": 400,
    "photograph's words": 200,
    "photographs' words": 200,
}
BLOCKS = 2


@pytest.mark.parametrize("block", range(BLOCKS))
@pytest.mark.parametrize("target", TARGETS)
def test_spoilt_inputs_are_read_or_refused(target: str, block: int) -> None:
    """Authority: the promise that bad input is one sentence. Some of the mutants must be sound, most must not."""
    ends = [tried(target, SEED, number)[0] for number in range(block, NUMBERS[target], BLOCKS)]
    assert 0 < ends.count("read") < len(ends)
