"""Which figures decide a result: three opinions beside each other, from the runs as they were flown.

rank    Spearman's rank correlation (scipy.stats): monotone effects
pawn    Pianosi and Wagener, Environmental Modelling & Software 67 (2015) 1-11 and 108 (2018) 197-207: the greatest
        distance between the distribution of the result and that within slices of one figure, the median over slices
first   the slope of a straight line in all figures at once, in sigmas of the result: what a first-order pass over
        the sigmas says (decision 0050), here from the runs
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats, Matrix, Vector

_SLICES = 10
_DUMMIES = 100  # figures that do nothing: what PAWN says of them is its noise
_APART = (
    5.0  # standard deviations; with a hundred figures and a dozen results one report in a hundred names a wrong one
)
_LEAST_RUNS = 100  # below, slices hold fewer than ten runs


@dataclass(frozen=True, slots=True)
class Effect:
    """What one figure does to one result.

    Attributes
    ----------
    rank, pawn, first : see above
    noise : what rank and PAWN, in this order, hardly ever say of a figure that does nothing
    """

    key: str
    rank: float
    pawn: float
    first: float
    noise: tuple[float, float]

    @property
    def counts(self) -> bool:
        """Whether it stands out of the noise of either."""
        return abs(self.rank) > self.noise[0] or self.pawn > self.noise[1]


def effects(draws: Matrix, keys: tuple[str, ...], result: Vector, seed: int = 0) -> list[Effect]:
    """What each figure does to a result, the strongest first; none for fewer than a hundred runs with a result.

    Parameters
    ----------
    draws : (n, keys) numbers of the runs in sigmas
    result : (n,) NaN where a run has none
    """
    whole = ~np.isnan(result)
    z, y = draws[whole], result[whole]
    if len(y) < _LEAST_RUNS or np.ptp(y) == 0.0:
        return []
    ranks = _ranked(y)
    rank = np.array([np.corrcoef(_ranked(column), ranks)[0, 1] for column in z.T])
    dummies = np.random.default_rng(seed).standard_normal((_DUMMIES, len(y)))
    nothing = np.array([pawn(dummy, y) for dummy in dummies])
    noise = _APART / math.sqrt(len(y) - 1), float(nothing.mean() + _APART * nothing.std(ddof=1))
    first = _slopes(z, y)
    found = [Effect(k, float(r), pawn(column, y), f, noise) for k, r, column, f in zip(keys, rank, z.T, first)]
    return sorted(found, key=lambda effect: -max(effect.pawn, abs(effect.rank)))


def pawn(figure: Vector, result: Vector, slices: int = _SLICES) -> float:
    """The median, over slices of a figure with as many runs each, of the distance after Kolmogorov and Smirnov between
    the result's distribution in the slice and in all runs."""
    order = np.argsort(figure, kind="stable")
    levels = np.sort(result)
    whole = np.arange(1, len(levels) + 1) / len(levels)
    far = []
    for part in np.array_split(order, slices):
        inside = np.searchsorted(np.sort(result[part]), levels, side="right") / len(part)
        far.append(float(np.abs(inside - whole).max()))
    return float(np.median(far))


def _ranked(x: Floats) -> Floats:
    from scipy.stats import rankdata

    ranks: Floats = rankdata(x)
    return ranks


def _slopes(z: Matrix, y: Vector) -> list[float]:
    """Of the least-squares line, in sigmas of the result; NaN with too few runs for so many figures."""
    if len(y) < 2 * (z.shape[1] + 1):
        return [float("nan")] * z.shape[1]
    A = np.column_stack((np.ones(len(y)), z))
    slopes = np.linalg.lstsq(A, (y - y.mean()) / y.std(), rcond=None)[0][1:]
    return [float(slope) for slope in slopes]
