"""The validation page of the docs lists the cases that ``kazbek check`` runs."""

from pathlib import Path

from kazbek.checks.table import validation
from kazbek.views.validation_page import page

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"


def test_the_page_lists_every_case_of_published_numbers():
    text = PAGE.read_text(encoding="utf-8")
    cases = [case.json() for what, compute in validation() if "Soyuz" not in what for case in compute()]
    missing = [(c["name"], c["quantity"]) for c in cases if f"| {c['name']} | {c['quantity']} |" not in text]
    assert missing == []


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
    }
    assert "**missed**" in "\n".join(page([case]))
