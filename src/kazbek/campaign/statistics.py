"""What a number of runs allows to be said: intervals of rates, bounds of quantiles, ellipses that were counted.

No distribution is assumed: rates after Clopper and Pearson (Biometrika 26, 1934), quantiles by order statistics (David
and Nagaraja, Order Statistics, 2003, section 7.1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Integers, Vector

_HALVINGS = 52
_MOST_RUNS = 1 << 40


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened, with the interval that holds its probability with a given confidence."""

    value: float
    low: float
    high: float
    hits: int
    runs: int


def rate(hits: int, runs: int, confidence: float = 0.95) -> Rate:
    """A rate with its two-sided interval after Clopper and Pearson; one-sided bounds where nothing or all was hit.

    >>> rate(0, 10_000).high
    0.000368...
    """
    tail = (1.0 - confidence) / 2.0
    low = 0.0 if hits == 0 else 1.0 - _most_likely(runs - hits, runs, tail)
    high = 1.0 if hits == runs else _most_likely(hits, runs, tail)
    return Rate(hits / runs, low, high, hits, runs)


def _most_likely(hits: int, runs: int, tail: float) -> float:
    """The probability under which so few hits come about with a chance of `tail`.

    By bisection of the binomial sum: ``kazbek campaign status`` answers at once, and loading SciPy takes longer.
    """
    k = np.arange(hits + 1)
    ways = math.lgamma(runs + 1) - _ln_factorial(k) - _ln_factorial(runs - k)
    low, high = hits / runs, 1.0
    for _ in range(_HALVINGS):
        p = 0.5 * (low + high)
        terms = ways + k * math.log(p) + (runs - k) * math.log1p(-p)
        low, high = (p, high) if float(np.exp(terms).sum()) > tail else (low, p)
    return 0.5 * (low + high)


def _ln_factorial(k: Integers) -> Vector:
    steps = np.log(np.maximum(np.arange(int(k.max(initial=0)) + 1), 1.0))
    found: Vector = np.cumsum(steps)[k]
    return found


def runs_needed(reliability: float, confidence: float, failures: int = 0) -> int:
    """The fewest runs that show a reliability with a confidence when so many of them fail.

    >>> runs_needed(0.99865, 0.90), runs_needed(0.99865, 0.90, failures=1)
    (1705, 2880)
    """
    from scipy import special

    low, high = failures + 1, _MOST_RUNS
    while low < high:
        runs = (low + high) // 2
        if special.betainc(runs - failures, failures + 1, reliability) <= 1.0 - confidence:
            high = runs
        else:
            low = runs + 1
    return low


@dataclass(frozen=True, slots=True)
class Bound:
    """A quantile of the runs, and the values between which the true quantile lies with a given confidence.

    `low` or `high` is infinite where there are too few runs to bound it.
    """

    value: float
    low: float
    high: float
    order: int
    runs: int


def quantile(values: Vector, probability: float, confidence: float = 0.95) -> Bound:
    """A quantile with its two-sided interval by order statistics; `order` is the one that bounds it from above.

    Parameters
    ----------
    values : (n,) NaN is left out
    """
    sorted_ = np.sort(values[~np.isnan(values)])
    n, tail = len(sorted_), (1.0 - confidence) / 2.0
    if n == 0:
        return Bound(math.nan, -math.inf, math.inf, 0, 0)
    above = _order(n, probability, 1.0 - tail)
    below = n + 1 - _order(n, 1.0 - probability, 1.0 - tail)
    return Bound(
        float(np.quantile(sorted_, probability)),
        float(sorted_[below - 1]) if below >= 1 else -math.inf,
        float(sorted_[above - 1]) if above <= n else math.inf,
        above,
        n,
    )


def upper_order(runs: int, probability: float, confidence: float = 0.95) -> int:
    """Which of the sorted runs bounds a quantile from above, one-sided; more than `runs` where none does.

    >>> [upper_order(10_000, p) for p in (0.5, 0.99, 0.99865)]
    [5083, 9917, 9993]
    """
    return _order(runs, probability, confidence)


def _order(n: int, probability: float, confidence: float) -> int:
    """The least k with P(fewer than k of n lie below the quantile) >= `confidence`: order k is then above it."""
    from scipy import special

    low, high = 1, n + 1
    while low < high:
        k = (low + high) // 2
        if special.bdtr(k - 1, n, probability) >= confidence:
            high = k
        else:
            low = k + 1
    return low


@dataclass(frozen=True, slots=True)
class Ellipse:
    """A region about the mean with the axes of the covariance, made so large that it holds a share of the runs.

    Attributes
    ----------
    centre : (2,) ; axes : semi-axes, the longer first ; angle_rad : of the longer one from the first coordinate
    share : of the runs inside, as counted
    normal_ratio : its size over that of a normal cloud; 1 where the runs are normal
    """

    centre: Vector
    axes: Vector
    angle_rad: float
    share: float
    normal_ratio: float


def ellipse(points: Vector, share: float) -> Ellipse:
    """The ellipse (n, 2) points fill to a share; axes by covariance, size by counting."""
    centre, covariance = points.mean(axis=0), np.cov(points.T)
    sizes, axes = np.linalg.eigh(covariance)
    away = points - centre
    distance = np.sqrt(np.einsum("ni,ij,nj->n", away, np.linalg.inv(covariance), away))
    reach = float(np.sort(distance)[math.ceil(share * len(points)) - 1])
    longer = axes[:, 1]
    return Ellipse(
        centre,
        reach * np.sqrt(sizes[::-1]),
        math.atan2(longer[1], longer[0]),
        float(np.mean(distance <= reach)),
        reach / math.sqrt(-2.0 * math.log(1.0 - share)),
    )


@dataclass(frozen=True, slots=True)
class Paired:
    """The mean difference of pairs of runs with the same numbers, and its standard error; `gain`: how many times fewer
    runs the pairs need than runs of their own would."""

    mean: float
    error: float
    gain: float
    runs: int


def paired(changed: Vector, as_was: Vector) -> Paired:
    """Compare two campaigns run by run; pairs with a NaN are left out."""
    whole = ~(np.isnan(changed) | np.isnan(as_was))
    a, b = changed[whole], as_was[whole]
    difference = a - b
    n = len(difference)
    spread, apart = np.var(difference, ddof=1), np.var(a, ddof=1) + np.var(b, ddof=1)
    gain = float(apart / spread) if spread > 0.0 else math.inf
    return Paired(float(difference.mean()), float(np.sqrt(spread / n)), gain, n)
