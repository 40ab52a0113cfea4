"""How often something happened, with an interval; without NumPy, so that ``kazbek campaign status`` answers at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

_HALVINGS = 52
_LEAST_SHARE = 1e-17  # of the sum so far: smaller terms change no digit


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened, with the interval that holds its probability with a given confidence."""

    value: float
    low: float
    high: float
    hits: int
    runs: int


def rate(hits: int, runs: int, confidence: float = 0.95) -> Rate:
    """A rate with its two-sided interval after Clopper and Pearson (Biometrika 26, 1934).

    No distribution is assumed; where nothing or all was hit one of the two bounds is 0 or 1.

    >>> rate(0, 10_000).high
    0.000368...
    """
    tail = (1.0 - confidence) / 2.0
    low = 0.0 if hits == 0 else 1.0 - _most_likely(runs - hits, runs, tail)
    high = 1.0 if hits == runs else _most_likely(hits, runs, tail)
    return Rate(hits / runs, low, high, hits, runs)


def _most_likely(hits: int, runs: int, tail: float) -> float:
    """The probability under which so few hits come about with a chance of `tail`, by bisection of the binomial sum."""
    ln_ways = math.lgamma(runs + 1) - math.lgamma(hits + 1) - math.lgamma(runs - hits + 1)
    low, high = hits / runs, 1.0
    for _ in range(_HALVINGS):
        p = 0.5 * (low + high)
        low, high = (p, high) if _so_few(hits, runs, p, ln_ways) > tail else (low, p)
    return 0.5 * (low + high)


def _so_few(hits: int, runs: int, p: float, ln_ways: float) -> float:
    """The chance of `hits` or fewer, for p above hits / runs: terms fall from the last one down."""
    term = math.exp(ln_ways + hits * math.log(p) + (runs - hits) * math.log1p(-p))
    total, k = term, hits
    while k > 0 and term > _LEAST_SHARE * total:
        term *= k * (1.0 - p) / ((runs - k + 1) * p)
        total += term
        k -= 1
    return total
