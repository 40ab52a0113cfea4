"""Random numbers that depend on the place of use alone, never on order, workers or a phase added later.

    chance = Sampling(seed=1, run=417).of("up")("phasing")
    chance.figure("capsule.entry.area_m2", datum)       depends on (seed, run, key) alone
    chance.noise(datum)                                 the next number of the phase's own stream

Each figure has its own numbers: one more key changes no other draw. Two spreads are kept apart (`Spread`): `scatter`,
by which flights differ, and what is not known, which is the same for all flights of one real vehicle.
"""

from __future__ import annotations

import functools
import hashlib
import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from kazbek.base.data import Datum

_BLOCK = 4  # numbers that Philox makes at a count
_TOGETHER = 64  # runs whose numbers of one key are made at once: what a worker flies next to each other
NOT_KNOWN = "not known/"  # begins the keys of what is not known


def chance_at(seed: int, run: int, place: str) -> np.random.Generator:
    """The generator for one place (``"ascent/core/thrust"``) of one run of one campaign.

    The stream is ``Philox`` keyed by (seed, run, crc32(place)), so run 417 can be flown alone.
    """
    key = np.random.SeedSequence([seed, run, zlib.crc32(place.encode())])
    return np.random.Generator(np.random.Philox(key))


def chances(seed: int, run: int, flight: str) -> Callable[[str], PhaseChance]:
    """For each phase of a flight its own random numbers, by the name of the phase."""
    return Sampling(seed, run).of(flight)


class Spread(StrEnum):
    """Which question is asked."""

    SCATTER = "scatter"  # how do flights differ from one another?
    KNOWLEDGE = "knowledge"  # how well is the flight known?
    BOTH = "both"  # both at once: what is not known outside, flights inside


def uniforms(seed: int, key: str, first: int, count: int) -> NDArray[np.float64]:
    """Numbers between 0 and 1, (count,), of runs `first`, `first` + 1 … for one key: Philox, counted by the run."""
    word = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "little")
    stream = np.random.Philox(key=np.array((seed, word), dtype=np.uint64), counter=first)
    raw = stream.random_raw(_BLOCK * count)[::_BLOCK]
    return ((raw >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


@functools.lru_cache(maxsize=4096)
def _neighbours(seed: int, key: str, block: int) -> NDArray[np.float64]:
    """The numbers of all runs of one block, (_TOGETHER,): setting up a stream costs as much as a hundred numbers."""
    return uniforms(seed, key, block * _TOGETHER, _TOGETHER)


@dataclass(frozen=True, slots=True)
class Sampling:
    """One drawn run.

    Attributes
    ----------
    seed, run : of the campaign, and of the run within it
    spread : which question is asked
    world : the run that stands for what is not known; flights of one world share it. The run itself without it
    table : key -> number between 0 and 1 of a design (Sobol, Latin hypercube); other keys are drawn from the seed
    stream : the run whose noise within flights it shares; its own without
    asked : filled with each key that is asked for, where given; every number is then its median, and noise is silent
    """

    seed: int
    run: int = 0
    spread: Spread = Spread.BOTH
    world: int | None = None
    table: Mapping[str, float] = field(default_factory=dict)
    stream: int | None = None
    asked: dict[str, None] | None = None

    def of(self, flight: str) -> Callable[[str], PhaseChance]:
        """For each phase of a flight its own random numbers, by the name of the phase."""
        return functools.partial(PhaseChance, self, flight)

    def figure(self, key: str, path: str, datum: Datum, group: tuple[str, float] = ("", 0.0)) -> float:
        """The value of a figure in this run: within its bounds, by the inverse of the truncated normal distribution.

        Parameters
        ----------
        key : the figure in this mission
        path : its path in its data file, by which it is bounded
        group : key of the number that it shares with others, and the correlation with them
        """
        unknown, scatter = self._sizes(datum.sigma, datum.scatter)
        value = datum.v
        if unknown == scatter == 0.0:
            return value
        bounds = datum.bounds(path)
        for size, word in ((unknown, NOT_KNOWN), (scatter, "")):
            if size > 0.0:
                value = _truncated(value, size, bounds.low, bounds.high, self._together(key, word, *group))
        return value

    def deviation(self, key: str, sigma: float, scatter: float) -> float:
        """A deviation from zero that nothing bounds, its `sigma` and the `scatter` within it as a datum has them."""
        from scipy.special import ndtri

        sizes = zip(self._sizes(sigma, scatter), (NOT_KNOWN, ""))
        return sum(size * float(ndtri(self._uniform(key, word))) for size, word in sizes if size > 0.0)

    def size(self, datum: Datum) -> float:
        """One sigma of what differs from draw to draw within one flight."""
        return 0.0 if self.asked is not None else math.hypot(*self._sizes(datum.sigma, datum.scatter))

    def json(self) -> dict[str, Any]:
        """What a record says of it."""
        world = {} if self.world is None else {"world": self.world}
        return {"seed": self.seed, "run": self.run, "draw": str(self.spread), **world}

    @property
    def noisy(self) -> bool:
        """Whether flights differ; what is not known holds for all of them."""
        return self.spread is not Spread.KNOWLEDGE and self.asked is None

    def _sizes(self, sigma: float, scatter: float) -> tuple[float, float]:
        """What is not known of a figure, and by how much flights differ, as far as asked for."""
        unknown = math.sqrt(max(sigma * sigma - scatter * scatter, 0.0))
        return (0.0 if self.spread is Spread.SCATTER else unknown), (
            0.0 if self.spread is Spread.KNOWLEDGE else scatter
        )

    def _together(self, key: str, word: str, group: str, correlation: float) -> float:
        """The number of a figure, where it shares some of it with a group."""
        if not group:
            return self._uniform(key, word)
        from scipy.special import ndtr, ndtri

        common, own = (float(ndtri(self._uniform(name, word))) for name in (group, key))
        return float(ndtr(math.sqrt(correlation) * common + math.sqrt(1.0 - correlation) * own))

    def _uniform(self, key: str, word: str) -> float:
        key = word + key
        if self.asked is not None:
            self.asked[key] = None
            return 0.5
        if key in self.table:
            return self.table[key]
        run = self.run if not word or self.world is None else self.world
        block, at = divmod(run, _TOGETHER)
        return float(_neighbours(self.seed, key, block)[at])


class PhaseChance(np.random.Generator):
    """The random numbers of one phase: a generator of its own, and the figures of the flight that it is part of."""

    def __init__(self, sampling: Sampling, place: str, phase: str) -> None:
        run = sampling.run if sampling.stream is None else sampling.stream
        super().__init__(chance_at(sampling.seed, run, f"{place}/{phase}").bit_generator)
        self._sampling, self._place = sampling, place

    def figure(self, path: str, datum: Datum) -> float:
        """The value of a figure in this run, under its path beginning with its part: ``capsule.entry.area_m2``."""
        return self._sampling.figure(f"{self._place}/{path}", path, datum)

    def deviation(self, path: str, sigma: float, scatter: float) -> float:
        """As :meth:`Sampling.deviation`."""
        return self._sampling.deviation(f"{self._place}/{path}", sigma, scatter)

    def noise(self, datum: Datum) -> float:
        """The next deviation of something that comes out differently each time, from the phase's own stream."""
        return self._sampling.size(datum) * float(self.standard_normal())

    def share(self, datum: Datum) -> float:
        """How much of a figure's sigma differs from draw to draw in this run, 0 to 1."""
        return self._sampling.size(datum) / datum.sigma if datum.sigma > 0.0 else 0.0

    @property
    def noisy(self) -> bool:
        """Whether instruments, pilots and burns differ from flight to flight."""
        return self._sampling.noisy


def noise_of(chance: np.random.Generator | None) -> np.random.Generator | None:
    """The stream of noise of a phase; None where nothing is drawn, or only what is not known."""
    return None if isinstance(chance, PhaseChance) and not chance.noisy else chance


def _truncated(mean: float, size: float, low: float, high: float, uniform: float) -> float:
    """The number of a normal distribution cut off at its bounds that has `uniform` of it below."""
    from scipy.special import ndtr, ndtri

    least, greatest = float(ndtr((low - mean) / size)), float(ndtr((high - mean) / size))
    value = mean + size * float(ndtri(least + uniform * (greatest - least)))
    return min(max(value, low), high)
