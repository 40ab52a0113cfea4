"""docs/toughness.md names the test of every defect, and what it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| (\d+) \|.*\| ([^|]+) \|$", (ROOT / "docs" / "toughness.md").read_text(encoding="utf-8"), re.MULTILINE
)


def test_every_defect_is_held_by_something_that_is_there():
    assert [int(number) for number, _ in ROWS] == list(range(1, 21))
    for _, held in ROWS:
        for name in re.findall(r"`([^`]+)`", held):
            assert (ROOT / ("" if name.startswith(".ci") else "tests") / name).is_file(), name
