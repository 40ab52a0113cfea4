"""Sobol' indices from blocks of flights: which share of a result's variance each factor brings.

first   what would go if the factor were known: V[E(y | x)] / V[y]
total   what would stay if everything else were known, its work together with others included

The first after Saltelli et al., Computer Physics Communications 181 (2010) 259-270, table 2 (b), of results less their
mean; the total after Jansen, the same journal 117 (1999) 35-43. Intervals by bootstrap over blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Matrix, Vector
from kazbek.campaign.sensitivity.blocks import REST

_RESAMPLES = 1000
_LEAST_BLOCKS = 16
_INTERVAL = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Share:
    """An index and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Index:
    """What one factor brings; `blocks` whole ones were counted."""

    factor: str
    first: Share
    total: Share
    blocks: int


def sobol_indices(y: Matrix, factors: Sequence[str], seed: int = 0) -> list[Index]:
    """The indices of each factor, the greatest total first; none for fewer than sixteen whole blocks.

    Parameters
    ----------
    y : (blocks, factors + 2) results of A, B, and A with one factor after the other taken from B; a block with a NaN
        is left out
    factors : their names

    Examples
    --------
    >>> x = np.random.default_rng(1).uniform(size=(4000, 2, 2))
    >>> y = x[:, [0, 1, 1, 0], 0] + 2.0 * x[:, [0, 1, 0, 1], 1]
    >>> [round(index.first.value, 1) for index in sobol_indices(y, ("x", "y"))]
    [0.8, 0.2]
    """
    whole = y[~np.isnan(y).any(axis=1)]
    if len(whole) < _LEAST_BLOCKS or np.ptp(whole[:, :2]) == 0.0:
        return []
    chosen = np.random.default_rng(seed).integers(len(whole), size=(_RESAMPLES, len(whole)))
    again = np.array([_shares(whole[rows]) for rows in chosen])
    spread = (_shares(whole), *np.quantile(again, _INTERVAL, axis=0))

    def share(kind: int, k: int) -> Share:
        value, low, high = (float(table[kind, k]) for table in spread)
        return Share(value, low, high)

    found = [Index(name, share(0, k), share(1, k), len(whole)) for k, name in enumerate(factors)]
    return sorted(found, key=lambda index: -index.total.value)


def _shares(y: Matrix) -> Matrix:
    """(2, factors) first and total."""
    off = y - y[:, :2].mean()
    a, b, mixed = off[:, :1], off[:, 1:2], off[:, 2:]
    variance = float(np.mean(off[:, :2] ** 2))
    first = np.mean(b * (mixed - a), axis=0) / variance
    total = np.mean((a - mixed) ** 2, axis=0) / (2.0 * variance)
    return np.array((first, total))


def indices_of(values: Vector, patterns: Sequence[str]) -> tuple[Index, ...]:
    """The indices of a column of a campaign, its runs in order; a block that is not whole is left out."""
    size = len(patterns) + 3
    blocks = len(values) // size
    return tuple(sobol_indices(values[: blocks * size].reshape(blocks, size), (*patterns, REST)))
