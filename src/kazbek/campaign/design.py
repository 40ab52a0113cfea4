"""How the numbers of a campaign are laid out: at random, a scrambled Sobol sequence, or a Latin hypercube.

One dimension for each figure that is drawn. Random and Sobol numbers of a run do not depend on how many runs there are;
those of a hypercube do. Noise within a flight (instruments, the pilot) is random in all three.
"""

from __future__ import annotations

import functools
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from kazbek.base.chance import NOT_KNOWN, uniforms
from kazbek.base.types import Floats, Integers

SAMPLES = ("random", "sobol", "lhs")
_LEAST = 2.0**-54  # no number of a design is 0 or 1: their normal numbers are infinite


@dataclass(frozen=True)
class Design:
    """Numbers between 0 and 1 for each run and key.

    Attributes
    ----------
    inner : flights that share what is not known, for the nested draw; 0 where none do
    """

    seed: int
    sample: str
    keys: tuple[str, ...]
    runs: int
    inner: int = 0

    def uniforms(self, first: int, count: int) -> Floats:
        """(count, keys) from run `first` on."""
        if self.sample == "random":
            columns = [self._random(key, first, count) for key in self.keys]
            return np.array(columns).reshape(len(self.keys), count).T
        table = np.empty((count, len(self.keys)))
        for shared in (True, False) if self.inner else (False,):
            columns_of = [k for k, key in enumerate(self.keys) if self._is_shared(key) is shared]
            wanted = np.arange(first, first + count)
            wanted = wanted // self.inner if shared else wanted
            if columns_of:
                table[:, columns_of] = self._laid_out(len(columns_of), wanted, shared)
        return np.clip(table, _LEAST, 1.0 - 2.0**-53)

    def rows(self, first: int, count: int) -> list[dict[str, float]]:
        """For each run its number by key."""
        return [dict(zip(self.keys, row)) for row in self.uniforms(first, count).tolist()]

    def stream(self, run: int) -> None:
        """Each run has noise of its own."""

    def _is_shared(self, key: str) -> bool:
        return bool(self.inner) and key.startswith(NOT_KNOWN)

    def _random(self, key: str, first: int, count: int) -> Floats:
        if not self._is_shared(key):
            return uniforms(self.seed, key, first, count)
        world, last = first // self.inner, (first + count - 1) // self.inner
        numbers = uniforms(self.seed, key, world, last - world + 1)
        taken: Floats = numbers[np.arange(first, first + count) // self.inner - world]
        return taken

    def _laid_out(self, width: int, wanted: Integers, shared: bool) -> Floats:
        """(runs, width) points of a design for the numbers `wanted`, which ascend."""
        total = self.runs // self.inner if shared else self.runs
        if self.sample == "lhs":
            whole: Floats = _hypercube(width, self.seed, total)[wanted]
            return whole
        first, last = int(wanted[0]), int(wanted[-1])
        points: Floats = _sobol(width, self.seed, first, last - first + 1)[wanted - first]
        return points


def _sobol(width: int, seed: int, first: int, count: int) -> Floats:
    engine = _qmc().Sobol(width, scramble=True, seed=np.random.default_rng(seed))
    if first:
        engine.fast_forward(first)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # balance needs a power of two: said in the report
        found: Floats = engine.random(count)
    return found


@functools.lru_cache(maxsize=2)
def _hypercube(width: int, seed: int, total: int) -> Floats:
    found: Floats = _qmc().LatinHypercube(width, seed=np.random.default_rng(seed)).random(total)
    return found


def _qmc() -> Any:
    from scipy.stats import qmc

    return qmc
