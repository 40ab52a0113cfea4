"""The README's times are those of the validation page: the flown instant and what `kazbek check` says it is late by."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLOCK = re.compile(r"\d\d:\d\d:\d\d(?:\.\d)?")
ROWS = [
    ("MS-19 lift-off", "soyuz-ms-19, up", "lift-off, late"),
    ("MS-28 lift-off", "soyuz-ms-28, up", "lift-off, late"),
    ("MS-28 docking", "soyuz-ms-28, up", "docking contact, late"),
    ("MS-19 docking", "soyuz-ms-19, up", "docking contact, late"),
    ("MS-18 braking burn", "soyuz-ms-19, film-crew-home", "deorbit burn start, late"),
    ("MS-18 landing", "soyuz-ms-19, film-crew-home", "touchdown, late"),
    ("MS-19 landing", "soyuz-ms-19, commander-home", "touchdown, late"),
]


def cells(page: str, *starts: str) -> list[str]:
    """The cells of the table's row whose first ones begin so."""
    rows = [[cell.strip() for cell in line.strip("| \n").split("|")] for line in page.splitlines() if line[:1] == "|"]
    (row,) = [r for r in rows if all(cell.startswith(start) for cell, start in zip(r, starts, strict=False))]
    return row


def seconds(text: str) -> float:
    (said,) = CLOCK.findall(text)
    hours, minutes, rest = said.split(":")
    return 3600.0 * int(hours) + 60.0 * int(minutes) + float(rest)


@pytest.mark.parametrize(("row", "case", "quantity"), ROWS)
def test_a_time_in_the_readme_is_late_by_what_the_page_says(row: str, case: str, quantity: str) -> None:
    """To a second: both are rounded, lift-offs to tenths."""
    _, ours, flown, *_ = cells((ROOT / "README.md").read_text(encoding="utf-8"), row)
    late_s = float(cells((ROOT / "docs" / "validation.md").read_text(encoding="utf-8"), case, quantity)[3])
    assert seconds(ours) - seconds(flown) == pytest.approx(late_s, abs=0.11 if "." in ours else 1.0)
