"""Runs laid out for Sobol' indices: blocks of flights that differ in one factor at a time.

After Saltelli et al., Computer Physics Communications 181 (2010) 259-270. A factor is the figures whose keys match one
pattern; the last one, "everything else", is all other figures and the noise within the flights. A block of d factors
holds d + 2 runs: A, B, then A with one factor after the other taken from B. Blocks do not depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import numpy as np

from kazbek.base.errors import OutOfRange, unknown
from kazbek.base.types import Flags, Floats, Integers
from kazbek.campaign.design import Design

REST = "everything else"
MOST_FACTORS = 12
_OTHER = "block B/"  # before the keys of the second flight of a block


@dataclass(frozen=True)
class Blocks:
    """A design of blocks.

    Attributes
    ----------
    of : the design of one flight; its `runs` are those of the whole campaign
    patterns : of keys, ``*`` for any letters; a key belongs to the first that it matches
    """

    of: Design
    patterns: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the figures that are drawn."""
        return self.of.keys

    @property
    def size(self) -> int:
        """Runs of a block."""
        return len(self.patterns) + 3

    def uniforms(self, first: int, count: int) -> Floats:
        """(count, keys) numbers between 0 and 1 from run `first` on."""
        runs = np.arange(first, first + count)
        start, blocks = first // self.size, -(-self.of.runs // self.size)
        keys = (*self.keys, *(f"{_OTHER}{key}" for key in self.keys))
        both = replace(self.of, keys=keys, runs=blocks).uniforms(start, int(runs[-1]) // self.size - start + 1)
        a, b = (half[runs // self.size - start] for half in np.hsplit(both, 2))
        taken: Floats = np.where(self._is_from_b(runs % self.size), b, a)
        return taken

    def rows(self, first: int, count: int) -> list[dict[str, float]]:
        """For each run its number by key."""
        return [dict(zip(self.keys, row)) for row in self.uniforms(first, count).tolist()]

    def stream(self, run: int) -> int:
        """Runs with one stream share the noise within their flights, which belongs to everything else."""
        block, place = divmod(run, self.size)
        return 2 * block + (place in (1, self.size - 1))

    def _is_from_b(self, place: Integers) -> Flags:
        """(runs, keys) whether a number is that of B."""
        factors = np.array([factor_of(key, self.patterns) for key in self.keys])
        return (place[:, None] == 1) | (place[:, None] == factors + 2)


def factor_of(key: str, patterns: Sequence[str]) -> int:
    """Which factor a key belongs to; the last one where no pattern matches."""
    return next((k for k, pattern in enumerate(patterns) if fnmatchcase(key, pattern)), len(patterns))


def check_patterns(patterns: Sequence[str], keys: Sequence[str]) -> None:
    """Each pattern has keys of its own.

    Raises
    ------
    DataError
        for one that no key matches; the nearest key is named.
    OutOfRange
        for too many.
    """
    if len(patterns) > MOST_FACTORS:
        raise OutOfRange(f"`sobol` with {len(patterns)} patterns", allowed=f"at most {MOST_FACTORS}")
    met = {factor_of(key, patterns) for key in keys}
    for k, pattern in enumerate(patterns):
        if k not in met:
            raise unknown("key", pattern, keys, where="`sobol`")
