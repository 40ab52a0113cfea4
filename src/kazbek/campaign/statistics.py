"""What a number of runs allows to be said: bounds of quantiles, ellipses that were counted, paired differences.

No distribution is assumed: quantiles by order statistics (David and Nagaraja, Order Statistics, 2003, section 7.1).
Rates are in :mod:`kazbek.campaign.rates`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Vector

_MOST_RUNS = 1 << 40


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

    `value` is the least one that so large a share of the runs does not exceed.

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
        float(np.quantile(sorted_, probability, method="inverted_cdf")),
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
    """The mean difference of pairs of runs with the same numbers.

    Attributes
    ----------
    error : its standard error ; low, high : its 95 % interval, by Student's t
    gain : how many times fewer runs the pairs need than runs of their own would
    """

    mean: float
    error: float
    low: float
    high: float
    gain: float
    runs: int


def paired(changed: Vector, as_was: Vector) -> Paired:
    """Compare two campaigns run by run; pairs with a NaN are left out. Fewer than two pairs bound nothing."""
    from scipy import special

    whole = ~(np.isnan(changed) | np.isnan(as_was))
    a, b = changed[whole], as_was[whole]
    difference = a - b
    n = len(difference)
    if n < 2:
        return Paired(float(difference.mean()) if n else math.nan, math.inf, -math.inf, math.inf, math.nan, n)
    spread, apart = np.var(difference, ddof=1), np.var(a, ddof=1) + np.var(b, ddof=1)
    gain = float(apart / spread) if spread > 0.0 else math.inf
    mean, error = float(difference.mean()), float(np.sqrt(spread / n))
    reach = float(special.stdtrit(n - 1, 0.975)) * error
    return Paired(mean, error, mean - reach, mean + reach, gain, n)
