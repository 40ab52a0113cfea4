"""Figures learnt together: pilots that could have flown as was seen, a row each, drawn from the posterior."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from kazbek.base.types import Floats

LEAST = 1e-4
ROWS = 1000
_CHAINS_EACH, _GENERATIONS = 4, 500  # chains for each parameter
_LOST = 5.0  # of minus the log of the posterior, for each parameter
_SMALL = 1e-3  # of a prior's sigma: what keeps the chains from a plane of their own


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a pilot: median, one sigma, central 90 %, and the trained pilot's."""

    name: str
    value: float
    sigma: float
    low: float
    high: float
    trained: float

    def json(self) -> dict[str, Any]:
        """As the document has it."""
        return {key: getattr(self, key) for key in ("name", "value", "low", "high", "trained")}


@dataclass(frozen=True, eq=False)
class Estimate:
    """Figures whose errors belong together.

    Attributes
    ----------
    names : (n,)
    rows : (m, n) draws of their posterior
    trained : (n,) the trained pilot's
    """

    names: tuple[str, ...]
    rows: Floats
    trained: tuple[float, ...]

    def figures(self) -> Iterator[Figure]:
        """One by one."""
        low, middle, high = np.quantile(self.rows, (0.05, 0.5, 0.95), axis=0).tolist()
        sigma = np.std(self.rows, axis=0).tolist()
        for told in zip(self.names, middle, sigma, low, high, self.trained, strict=True):
            yield Figure(*told)

    def drawn(self, chance: np.random.Generator) -> dict[str, float]:
        """The figures of one pilot that could have flown as was seen."""
        row = self.rows[int(chance.integers(len(self.rows)))]
        return {name: float(value) for name, value in zip(self.names, row, strict=True)}


def posterior(unlikely: Callable[[Floats], Floats], prior: list[tuple[float, float]]) -> Floats:
    """(ROWS, n) draws of positive parameters by chains that learn their steps from one another (DE-MC).

    Sources: ter Braak, Statistics and Computing 16 (2006) 239; chains that are lost, Vrugt, Int. J. Nonlinear Sci.
    Numer. Simul. 10 (2009) 273. The first half is thrown away.

    Parameters
    ----------
    unlikely : minus the log of the likelihood of (k, n) parameters
    prior : mean and sigma of each parameter
    """
    mean, sigma = np.array(prior).T
    count, n = _CHAINS_EACH * len(mean), len(mean)
    chance = np.random.default_rng(n)

    def cost(x: Floats) -> Floats:
        told: Floats = unlikely(np.maximum(x, LEAST)) + 0.5 * np.sum(((x - mean) / sigma) ** 2, axis=1)
        return np.where(np.any(x < LEAST, axis=1), np.inf, told)

    chains = np.maximum(mean + sigma / 3.0 * chance.standard_normal((count, n)), LEAST)
    costs, kept = cost(chains), []
    for generation in range(_GENERATIONS):
        pairs = np.array([chance.permutation(count - 1)[:2] for _ in range(count)])
        pairs += pairs >= np.arange(count)[:, None]  # two others
        far = 1.0 if generation % 10 == 9 else 2.38 / np.sqrt(2.0 * n)
        steps = far * (chains[pairs[:, 0]] - chains[pairs[:, 1]])
        tried = chains + steps + _SMALL * sigma * chance.standard_normal((count, n))
        new = cost(tried)
        better = np.log(chance.uniform(size=count)) < costs - new
        chains, costs = np.where(better[:, None], tried, chains), np.where(better, new, costs)
        if (
            generation % 50 == 49 and generation < _GENERATIONS // 2
        ):  # a chain left far behind starts again from the best
            lost = costs > costs.min() + _LOST * n
            chains, costs = np.where(lost[:, None], chains[costs.argmin()], chains), np.where(lost, costs.min(), costs)
        kept.append(chains)
    rows: Floats = chance.permutation(np.concatenate(kept[_GENERATIONS // 2 :]))[:ROWS]
    return rows
