"""What the runs of a campaign allow to be said, ready to be shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from kazbek.base.types import Matrix, Vector
from kazbek.campaign.pairs import Pairs, paired_columns
from kazbek.campaign.question import Question
from kazbek.campaign.rates import Rate, rate
from kazbek.campaign.rows import numbers
from kazbek.campaign.sensitivity.effects import Effect, effects
from kazbek.campaign.sensitivity.sobol import Index, indices_of
from kazbek.campaign.statistics import Bound, Ellipse, ellipse, quantile
from kazbek.campaign.status import Status, status_of
from kazbek.campaign.store import Store

LEVELS = (0.5, 0.99, 0.99865)
_TOLD = (
    "third_stage_cutoff_at_s",
    "spacecraft_separation_min_height_m",
    "spacecraft_separation_max_height_m",
    "docking_contact_at_s",
    "docking_contact_closing_speed_m_s",
    "docking_contact_lateral_speed_m_s",
    "docking_contact_miss_m",
    "docking_contact_delta_v_total_m_s",
    "docking_contact_propellant_kg",
    "peak_load_peak_load_g",
    "touchdown_miss_m",
    "touchdown_speed_m_s",
    "touchdown_injury_risk",
)
_EARTH_m_per_deg = 111_195.0


@dataclass(frozen=True, slots=True)
class Footprint:
    """Where one flight came down: east and north of the mean of the runs, and the ellipses that hold 90 and 99 %."""

    flight: str
    east_north_m: Matrix
    centre_deg: tuple[float, float]
    ellipses: dict[float, Ellipse]


@dataclass(frozen=True, slots=True)
class Measure:
    """One result over the runs: quantiles with bounds, the value of the planned flight, and what decides it.

    In a study for Sobol' indices values and quantiles are of the two flights of each block that share no number.
    """

    column: str
    values: Vector
    planned: float | None
    quantiles: dict[float, Bound]
    effects: tuple[Effect, ...]
    indices: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """A campaign as its report tells it."""

    question: Question
    status: Status
    reasons: tuple[tuple[str, int], ...]
    ends: dict[str, Rate]
    quantities: tuple[Measure, ...]
    footprints: tuple[Footprint, ...]
    pairs: Pairs | None = None


def results_of(store: Store, columns: tuple[str, ...] = (), against: Store | None = None) -> Results:
    """Read a campaign and reckon.

    Parameters
    ----------
    columns : more columns of the rows to be told
    against : a campaign with the same numbers, compared run by run
    """
    question, parts = store.question, store.parts()  # once: more may come while it is read
    rows, draws = store.rows(parts=parts), store.rows("draws", parts=parts)
    keys = tuple(name for name in draws.column_names if name != "run")
    z = np.column_stack([draws.column(key).to_numpy() for key in keys]) if keys else np.empty((rows.num_rows, 0))
    named = tuple(dict.fromkeys([name for name in rows.column_names if name.endswith(_TOLD)] + [*columns]))
    quantities = tuple(_quantity(question, name, numbers(rows, name, "`column`"), z, keys) for name in named)
    ends = Counter(rows.column("ended_in").to_pylist())
    reasons = Counter(_plain(reason) for reason in rows.column("reason").to_pylist() if reason)
    return Results(
        question,
        status_of(store),
        tuple(reasons.most_common(12)),
        {where: rate(count, rows.num_rows) for where, count in sorted(ends.items())},
        quantities,
        tuple(_footprints(rows)),
        None if against is None else paired_columns(store, against, named),
    )


def _quantity(question: Question, name: str, values: Vector, z: Matrix, keys: tuple[str, ...]) -> Measure:
    planned = question.nominal.get(name)
    indices: tuple[Index, ...] = ()
    if question.sobol:
        indices = indices_of(values, question.sobol)
        alone = np.arange(len(values)) % (len(question.sobol) + 3) < 2  # A and B of each block
        values, z = values[alone], z[alone]
    found = tuple(effect for effect in effects(z, keys, values) if effect.counts)[:6]
    return Measure(name, values, planned, {level: quantile(values, level) for level in LEVELS}, found, indices)


def _footprints(rows: Any) -> list[Footprint]:
    found = []
    for name in rows.column_names:
        if not name.endswith("_touchdown_latitude_deg"):
            continue
        flight = name.removesuffix("_touchdown_latitude_deg")
        degrees = np.column_stack((numbers(rows, name), numbers(rows, f"{flight}_touchdown_longitude_deg")))
        degrees = degrees[~np.isnan(degrees).any(axis=1)]
        if len(degrees) < 10:
            continue
        centre = degrees.mean(axis=0)
        north, east = ((degrees - centre) * _EARTH_m_per_deg).T
        points = np.column_stack((east * np.cos(np.radians(centre[0])), north))
        ellipses = {share: ellipse(points, share) for share in (0.9, 0.99)}
        found.append(Footprint(flight, points, (float(centre[0]), float(centre[1])), ellipses))
    return found


def _plain(reason: str) -> str:
    """A reason without its numbers, so that the same ones can be counted."""
    words = ["…" if any(letter.isdigit() for letter in word) else word for word in reason.split()]
    return " ".join(words)
