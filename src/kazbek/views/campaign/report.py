"""The report of a campaign as lines and as JSON."""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kazbek.campaign.pairs import Pairs
from kazbek.campaign.results import Footprint, Measure, Results
from kazbek.campaign.statistics import Bound, Paired
from kazbek.views.campaign.status import status_text
from kazbek.views.timeline import COLUMNS

_UNITS = ("_m_s", "_J_m2", "_W_m2", "_kg", "_deg", "_km", "_m", "_s", "_g")
_CELL = 29
_TWICE = re.compile(r"\b(\w+(?: \w+)?) \1\b")  # the load of a peak load
_ASKED = {
    "scatter": "how flights differ from one another (what is not known was kept at its value)",
    "knowledge": "how well the flight is known (what differs from flight to flight was kept at its value)",
    "both": "both at once: what is not known, and how flights differ",
}


def report_text(folder: Path, found: Results) -> Iterator[str]:
    """The whole report for a terminal."""
    for line in _told(folder, found):
        hang = len(line) - len(line.lstrip(" -"))
        yield from textwrap.wrap(line, COLUMNS, subsequent_indent=" " * (hang or 2), break_on_hyphens=False) or [""]


def _told(folder: Path, found: Results) -> Iterator[str]:
    asked = found.question
    yield f"{asked.mission}: {asked.runs} runs, seed {asked.seed}, {asked.sample} numbers for {len(asked.keys)} figures"
    yield f"Question answered: {question_text(found)}."
    yield from (f"Failure given: {fault}" for fault in asked.fail)
    if asked.sobol:
        yield f"Laid out for Sobol' indices of {', '.join(asked.sobol)}: blocks of {len(asked.sobol) + 3} runs."
    if asked.until:
        yield f"Ended by the rule {asked.until}: its interval covers a little less than 95 %."
    yield ""
    yield from status_text(folder, found.status)
    if found.reasons:
        yield ""
        yield "Why flights ended otherwise:"
        yield from (f"  {count:>7}  {reason}" for reason, count in found.reasons)
    yield ""
    if found.pairs is not None:
        yield from pairs_text(found.pairs)
        yield ""
    yield "Results, with 95 % bounds by order statistics. Planned: every number at its median, in the mean wind"
    yield "of the month. The column of a result is called by its words and unit: up_docking_contact_miss_m."
    yield f"    {_cells(('median', '99 % of runs below', '99.865 % below'))}"
    for quantity in found.quantities:
        yield from _quantity_text(quantity)
    for footprint in found.footprints:
        yield ""
        yield from footprint_text(footprint)
    yield ""
    yield "Not dispersed:"
    yield from (f"  - {sentence}" for sentence in asked.undispersed)


def question_text(found: Results) -> str:
    """Which question was asked."""
    asked = found.question
    worlds = f", {asked.runs // asked.inner} worlds of {asked.inner} flights" if asked.inner else ""
    return _ASKED[asked.draw] + worlds


def _quantity_text(quantity: Measure) -> Iterator[str]:
    planned = "" if quantity.planned is None else f" (planned {number_text(quantity.planned)})"
    yield f"  {words(quantity.column)}{planned}"
    yield f"    {_cells(map(bound_text, quantity.quantiles.values()))}"
    for effect in quantity.effects[:3]:
        first = "" if math.isnan(effect.first) else f", first order {effect.first:+.2f}"
        yield f"      decided by {effect.key}: rank {effect.rank:+.2f}, PAWN {effect.pawn:.2f}{first}"
    yield from (f"      {line}" for line in indices_text(quantity))


def _cells(texts: Iterable[str]) -> str:
    return "  ".join(text.ljust(_CELL) for text in texts).rstrip()


def pairs_text(pairs: Pairs) -> Iterator[str]:
    """What a campaign changes against another one with the same numbers."""
    yield f"Against {pairs.against}, run by run ({pairs.runs} runs of both): mean differences, 95 % intervals"
    count = sum(pairs.ended_otherwise.values())
    yield f"  {count or 'no'} run{'' if count == 1 else 's'} ended otherwise"
    yield from (f"  {times:>7}  {ends}" for times, ends in ended_otherwise(pairs))
    for name, found in pairs.columns.items():
        if found.runs:
            yield f"  {words(name)}"
            yield f"      {difference_text(found)}"


def ended_otherwise(pairs: Pairs) -> Iterator[tuple[int, str]]:
    """How many runs ended as told there, and as told here."""
    for (there, here), times in pairs.ended_otherwise.items():
        yield times, f"{there.replace('_', ' ')} there, {here.replace('_', ' ')} here"


def difference_text(found: Paired) -> str:
    """A mean difference, its interval, and what pairing was worth."""
    if found.runs < 2:
        return f"{found.mean:+.4g}, one pair"
    if found.low == found.high:
        return f"{found.mean:+.4g} in each of {found.runs} pairs" if found.mean else f"none in {found.runs} pairs"
    worth = f", {found.gain:.3g} times fewer runs than unpaired" if 1.0 < found.gain < math.inf else ""
    return f"{found.mean:+.4g} ({found.low:+.4g} to {found.high:+.4g}), {found.runs} pairs{worth}"


def indices_text(quantity: Measure) -> Iterator[str]:
    """Sobol' indices with their intervals; nothing where the runs are not laid out for them."""
    for index in quantity.indices:
        alone, total = (
            f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})" for share in (index.first, index.total)
        )
        yield f"Sobol' of {index.factor}: alone {alone}, with others {total}, {index.blocks} blocks"


def words(column: str) -> str:
    """A column for people: ``up_docking_contact_miss_m`` as ``up docking contact miss, m``."""
    if column.endswith("_at_s"):
        return f"{column.removesuffix('_at_s').replace('_', ' ')}, s from the flight's start"
    unit = next((unit for unit in _UNITS if column.endswith(unit)), "")
    plain = _TWICE.sub(r"\1", column.removesuffix(unit).replace("_", " "))
    return f"{plain}, {unit[1:].replace('_', '/')}" if unit else plain


def bound_text(bound: Bound) -> str:
    """A quantile and its bounds; a bound that too few runs allow is told as such."""
    if bound.runs == 0:
        return "none"
    high = number_text(bound.high) if math.isfinite(bound.high) else "unbounded"
    low = number_text(bound.low) if math.isfinite(bound.low) else "unbounded"
    return f"{number_text(bound.value)} ({low} to {high})"


def number_text(value: float) -> str:
    """Four or five figures, or all before the point: never a power of ten for a height in metres."""
    return f"{value:.0f}" if abs(value) >= 1e4 else f"{value:.{5 if abs(value) >= 100.0 else 4}g}"


def footprint_text(footprint: Footprint) -> Iterator[str]:
    """Ellipses that were counted."""
    latitude, longitude = footprint.centre_deg
    yield f"Footprint of {footprint.flight}: centre {latitude:.4f}°N {longitude:.4f}°E"
    for share, ellipse in footprint.ellipses.items():
        a, b = (axis / 1e3 for axis in ellipse.axes)
        yield (
            f"  {100 * share:g} % within {a:.2f} × {b:.2f} km (semi-axes), the longer one "
            f"{math.degrees(ellipse.angle_rad) % 180.0:.0f}° from east; {ellipse.normal_ratio:.2f} of a normal cloud's"
        )


def report_json(found: Results) -> dict[str, Any]:
    """The document of ``kazbek campaign report --json``."""
    return {
        "mission": found.question.mission,
        "question": question_text(found),
        "draw": found.question.draw,
        "sample": found.question.sample,
        "seed": found.question.seed,
        "status": found.status.json(),
        "reasons": [{"reason": reason, "runs": count} for reason, count in found.reasons],
        "ends": [_rate_json(where, rate) for where, rate in found.ends.items()],
        "quantities": [_quantity_json(quantity) for quantity in found.quantities],
        "footprints": [_footprint_json(footprint) for footprint in found.footprints],
        "undispersed": list(found.question.undispersed),
    } | ({} if found.pairs is None else {"against": _pairs_json(found.pairs)})


def _pairs_json(pairs: Pairs) -> dict[str, Any]:
    ends = [{"there": there, "here": here, "runs": n} for (there, here), n in pairs.ended_otherwise.items()]
    columns = [
        {"column": name, "mean": _number(p.mean), "low": _number(p.low), "high": _number(p.high), "runs": p.runs}
        for name, p in pairs.columns.items()
    ]
    return {"campaign": pairs.against, "runs": pairs.runs, "ended_otherwise": ends, "differences": columns}


def _rate_json(where: str, rate: Any) -> dict[str, Any]:
    return {"ended_in": where, "value": rate.value, "low": rate.low, "high": rate.high}


def _quantity_json(quantity: Measure) -> dict[str, Any]:
    bounds = [
        {"level": level, "value": _number(b.value), "low": _number(b.low), "high": _number(b.high), "runs": b.runs}
        for level, b in quantity.quantiles.items()
    ]
    effects = [
        {"key": e.key, "rank": e.rank, "pawn": e.pawn, "first_order": _number(e.first)} for e in quantity.effects
    ]
    indices = [
        {"factor": i.factor, "first": asdict(i.first), "total": asdict(i.total), "blocks": i.blocks}
        for i in quantity.indices
    ]
    told = {"column": quantity.column, "planned": quantity.planned, "quantiles": bounds, "effects": effects}
    return told | ({"sobol": indices} if indices else {})


def _footprint_json(footprint: Footprint) -> dict[str, Any]:
    ellipses = [
        {"share": share, "semi_axes_m": e.axes.tolist(), "angle_rad": e.angle_rad, "normal_ratio": e.normal_ratio}
        for share, e in footprint.ellipses.items()
    ]
    return {"flight": footprint.flight, "centre_deg": list(footprint.centre_deg), "ellipses": ellipses}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
