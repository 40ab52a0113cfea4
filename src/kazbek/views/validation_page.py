"""The validation table as a page of the docs: ``kazbek check --markdown > docs/validation.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kazbek.views.figures import shown

_HEAD = """\
# Validation

Every number below is computed by `kazbek check` on the machine that runs it, by the code that flies missions, from
bundled data alone; this page is its output (`kazbek check --markdown`). "Used" is the part of the tolerance that the
difference takes. The role says what the agreement is worth: *predicted* (nothing of this number went in), *fitted* (a
figure was chosen so, once, for all flights), *aim* (guidance steers there), *input* (a decision or a planned slot).

The tests hold more: `tests/cases` has one file per subject, each case with its authority, its tolerance and why."""


def page(cases: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of Markdown: a table of published numbers, then one per flight."""
    yield _HEAD
    section = ""
    for case in cases:
        flown = case["name"].startswith("soyuz-")
        title = case["name"] if flown else "Published numbers"
        if title != section:
            section = title
            yield f"\n## {title}\n"
            yield "| case | quantity | expected | kazbek | tolerance | unit | used | role | authority |"
            yield "|---|---|---:|---:|---:|---|---:|---|---|"
        used = abs(case["got"] - case["expected"]) / case["tolerance"] if case["tolerance"] else 0.0
        spread = case["tolerance"] / 10.0 or 1e-9
        yield (
            f"| {case['name']} | {case['quantity']} | {shown(case['expected'], spread)} | {shown(case['got'], spread)} "
            f"| {case['tolerance']:.3g} | {case['unit']} | {f'{used:.0%}' if case['within'] else '**missed**'} "
            f"| {case['role']} | {case['authority']} |"
        )
