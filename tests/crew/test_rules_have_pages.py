"""A page per rule, with its demand, its source and a sentence of the kind it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kazbek.crew.rules import RULES, Rule

PAGES = Path(__file__).parents[2] / "docs" / "rules"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_page(rule: Rule) -> None:
    page = (PAGES / f"{rule.name}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {rule.name}\n")
    assert rule.demands[1:] in page
    assert rule.source in page
    assert "\n> " in page
    assert f"[{rule.name}]({rule.name}.md)" in (PAGES / "index.md").read_text(encoding="utf-8")


def test_no_page_without_a_rule() -> None:
    assert {p.stem for p in PAGES.glob("*.md")} == {rule.name for rule in RULES} | {"index"}
