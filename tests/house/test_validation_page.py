"""The validation page of the docs lists the cases that ``kazbek check`` runs."""

from pathlib import Path

import pytest

from kazbek.base.data import names_in
from kazbek.checks.published import published
from kazbek.views.validation_page import page

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"


@pytest.mark.parametrize("subject", names_in("cases"))
def test_the_page_lists_every_published_number(subject):
    text = PAGE.read_text(encoding="utf-8")
    rows = [(known.name, row.quantity) for known in published(subject).values() for row in known.row]
    assert rows
    assert [row for row in rows if f"| {row[0]} | {row[1]} |" not in text] == []


def test_a_missed_case_is_loud():
    case = {
        "name": "n",
        "authority": "a",
        "quantity": "q",
        "unit": "m",
        "expected": 1.0,
        "got": 2.0,
        "tolerance": 0.1,
        "within": False,
        "role": "predicted",
    }
    assert "**missed**" in "\n".join(page([case]))
