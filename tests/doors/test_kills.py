"""Killed at seeded instants, politely and not: nothing finished is lost, nobody is left behind.

A few of the kills that ``benchmarks/kills.py`` does by the hundred.
"""

from __future__ import annotations

import random
import signal
import sys
from pathlib import Path

import pytest
from kills import drawing, exporting, flying, kill, measured, showing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and process groups")


def test_an_export_killed_anywhere(small_record: Path, tmp_path: Path) -> None:
    work, chance = measured(exporting(tmp_path / "e", small_record, "csv")), random.Random(19)
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        assert kill(work, number, chance.uniform(0.3, 1.0)).faults == []


def test_a_flight_killed_anywhere(tmp_path: Path) -> None:
    """The last one about when the record is written."""
    work = measured(flying(tmp_path / "f", "max_q"))
    for number, share in ((signal.SIGINT, 0.5), (signal.SIGKILL, 0.97)):
        assert kill(work, number, share).faults == []


def test_a_page_for_watching_killed_anywhere(small_record: Path, tmp_path: Path) -> None:
    """Its folder appears at once and whole; a second run takes away what the first left."""
    work = measured(showing(tmp_path / "w", small_record))
    for number, share in ((signal.SIGKILL, 0.9), (signal.SIGTERM, 0.6)):
        assert kill(work, number, share).faults == []


def test_a_gallery_killed_twice_goes_on(small_record: Path, tmp_path: Path) -> None:
    """Its workers end with it; pictures that were finished are neither lost nor drawn again."""
    work = drawing(tmp_path / "g", small_record)
    work.took_s = 6.0
    for number in (signal.SIGKILL, signal.SIGINT):
        assert kill(work, number, 1.0).faults == []
