"""The validation table as a page of the docs: ``kazbek check --markdown > docs/validation.md``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kazbek.views.timeline import figure_text

_HEAD = """\
# Validation

Every number below is computed by `kazbek check` on the machine that runs it, by the code that flies missions, from
bundled data alone; this page is its output (`kazbek check --markdown`). "Used" is the part of the tolerance that the
difference takes. For flights the authority begins with what the agreement is worth: *predicted* (nothing of this flight
went in), *fitted* (a figure was chosen so, once, for all flights), *aim* (guidance steers there), *input*.

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
            yield "| case | quantity | expected | kazbek | tolerance | unit | used | authority |"
            yield "|---|---|---:|---:|---:|---|---:|---|"
        used = abs(case["got"] - case["expected"]) / case["tolerance"] if case["tolerance"] else 0.0
        yield (
            f"| {case['name']} | {case['quantity']} | {figure_text(case['expected'])} | {figure_text(case['got'])} "
            f"| {case['tolerance']:.3g} | {case['unit']} | {f'{used:.0%}' if case['within'] else '**missed**'} "
            f"| {case['authority']} |"
        )
