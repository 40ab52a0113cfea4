"""The validation table as a page of the docs: ``kazbek check --markdown > docs/validation.md``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kazbek.mission.file import mission_names
from kazbek.views.figures import shown

_HEAD = """\
# Validation

Every number below is computed by `kazbek check` on the machine that runs it, by the code that flies missions, from
bundled data alone; this page is its output (`kazbek check --markdown`). "Used" is the part of the tolerance that the
difference takes. The role says what the agreement is worth: *predicted* (nothing of this number went in), *fitted* (a
figure was chosen so, once, for all flights), *aim* (guidance steers there), *input* (a decision or a planned slot).

The tests hold more: `tests/cases` has one file per subject, each case with its authority, its tolerance and why."""


def page(cases: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Lines of Markdown: a table of published numbers, one per flight, and how honest the sigmas of the flights are."""
    cases, missions = list(cases), set(mission_names())
    yield _HEAD
    section = ""
    for case in cases:
        flown = case["name"].partition(",")[0] in missions
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
            f"| {_tolerance(case['tolerance'])} | {case['unit']} | {f'{used:.0%}' if case['within'] else '**missed**'} "
            f"| {case['role']} | {case['authority']} |"
        )
    yield from _honesty([case for case in cases if case.get("sigma") and case["role"] == "predicted"])


def _is_own(case: Mapping[str, Any]) -> bool:
    """Whether a line's authority is what that very flight did or was planned to do."""
    return bool(case["authority"].startswith(("flown", "planned", "mission control")))


def _honesty(cases: list[Mapping[str, Any]]) -> Iterator[str]:
    """By quantity, the root mean square of (kazbek − published) / sigma: one where the sigmas are honest."""
    by_quantity: dict[str, list[float]] = {}
    others: list[float] = []
    for case in cases:
        off = (case["got"] - case["expected"]) / case["sigma"]
        (by_quantity.setdefault(case["quantity"], []) if _is_own(case) else others).append(off)
    if not by_quantity:
        return
    yield "\n## Are the sigmas honest?\n"
    yield "Root mean square of (kazbek − published) / sigma over all flights known, predictions only: 1 where a"
    yield "sigma is honest, less where it is too wide. A verdict wants ten values: no quantity has them alone.\n"
    yield "| quantity | values | rms |"
    yield "|---|---:|---:|"
    for quantity, offs in by_quantity.items():
        yield f"| {quantity} | {len(offs)} | {_rms(offs):.2f} |"
    pooled = [off for offs in by_quantity.values() for off in offs]
    yield f"| **all together** | {len(pooled)} | **{_rms(pooled):.2f}** |"
    if others:  # a general budget, another rocket's pressure: not this flight's own figure, and said all the same
        both = [*pooled, *others]
        yield f"| with lines whose authority is no figure of that flight | {len(both)} | {_rms(both):.2f} |"


def _rms(values: list[float]) -> float:
    return math.sqrt(sum(value * value for value in values) / len(values))


def _tolerance(of: float) -> str:
    """Three figures; whole and grouped from a thousand on."""
    return f"{of:,.0f}" if of >= 1000.0 else f"{of:.3g}"
