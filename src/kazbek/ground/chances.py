"""The chance of holding the date: ten thousand campaigns drawn from the spreads of the site's figures.

Each draw runs the plan's own order: an activity begins when it is planned, or when what it waits for is done and its
clock allows. The reserve is there to be used. Every figure is drawn from a stream of its own, so that one more activity
does not change the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kazbek.base.chance import chance_at
from kazbek.base.data import Datum
from kazbek.base.types import Integers
from kazbek.ground.plan import Plan
from kazbek.ground.site_file import ActivityRow
from kazbek.scheduling.problem import Span
from kazbek.scheduling.units import PER_DAY, PER_HOUR, units

DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Chance:
    """What the drawn campaigns did.

    Attributes
    ----------
    draws : how many
    ready_frac : of them ready for launch day in time
    held_frac : of them lifted off on the date: ready, and no scrub
    slip_days : days by which launch day began late in half, nine tenths and 99 of 100 draws
    """

    draws: int
    ready_frac: float
    held_frac: float
    slip_days: tuple[float, float, float]

    @property
    def sigma_frac(self) -> float:
        """One sigma of `held_frac` from the number of draws alone."""
        return float(np.sqrt(self.held_frac * (1.0 - self.held_frac) / self.draws))


def chance_of_holding(plan: Plan, seed: int = 0, draws: int = DRAWS) -> Chance:
    """Draw the mission's own campaign `draws` times."""
    site = plan.site
    ready = _launch_days(plan, seed, draws) - plan.starts["launch_day"]
    on_time = ready <= 0
    scrubbed = chance_at(seed, 0, "ground/scrub").random(draws) < site.luck.scrub_ratio.v
    half, most, nearly_all = np.quantile(np.maximum(ready, 0) / PER_DAY, (0.5, 0.9, 0.99))
    held = float(np.mean(on_time & ~scrubbed))
    return Chance(draws, float(np.mean(on_time)), held, (float(half), float(most), float(nearly_all)))


def _launch_days(plan: Plan, seed: int, draws: int) -> Integers:
    """When launch day could begin in each draw."""
    rows = {row.id: row for row in plan.site.rows(plan.own.kind)}
    allowed = {a.id: a.calendar for a in plan.problem.activities}
    starts: dict[str, Integers] = {}
    ends: dict[str, Integers] = {}
    for name in sorted(rows, key=lambda name: plan.starts[name]):
        if plan.starts[name] > plan.starts["launch_day"]:
            continue
        row = rows[name]
        start = np.full(draws, plan.starts[name], dtype=np.int64)
        for lag in row.after:
            if lag.id in starts:
                since = ends[lag.id] if lag.measured_from == "end" else starts[lag.id]
                start = np.maximum(start, since + (units(lag.least_h.v) if lag.least_h is not None else 0))
        if row.wind_below_m_s is not None:
            windy = chance_at(seed, 0, f"ground/{name}/wind").random(draws) < plan.site.luck.wind_stop_ratio.v
            start = np.where(windy, (start // PER_DAY + 1) * PER_DAY, start)
        starts[name] = start if name == "launch_day" else _next_allowed(allowed[name], start)
        ends[name] = starts[name] + _drawn(row, seed, draws)
    return starts["launch_day"]


def _drawn(row: ActivityRow, seed: int, draws: int) -> Integers:
    datum: Datum = row.duration_h
    bounds = datum.bounds("duration_h")
    hours = datum.v + datum.sigma * chance_at(seed, 0, f"ground/{row.id}/duration").standard_normal(draws)
    return np.ceil(np.clip(hours, bounds.low, bounds.high) * PER_HOUR - 1e-9).astype(np.int64)


def _next_allowed(spans: tuple[Span, ...] | None, start: Integers) -> Integers:
    if spans is None:
        return start
    first, last = np.array(spans, dtype=np.int64).T
    place = np.minimum(np.searchsorted(last, start), len(last) - 1)
    return np.maximum(start, first[place])


def spread(chance: Chance) -> Mapping[str, float]:
    """The figures for a document."""
    half, most, nearly_all = chance.slip_days
    return {
        "draws": chance.draws,
        "ready": round(chance.ready_frac, 4),
        "held": round(chance.held_frac, 4),
        "sigma": round(chance.sigma_frac, 4),
        "slip_days_50": round(half, 2),
        "slip_days_90": round(most, 2),
        "slip_days_99": round(nearly_all, 2),
    }
