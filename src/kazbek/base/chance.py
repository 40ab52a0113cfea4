"""Random numbers that depend on the place of use alone, never on order, workers or a phase added later."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import numpy as np


def chance_at(seed: int, run: int, place: str) -> np.random.Generator:
    """The generator for one place (``"ascent/core/thrust"``) of one run of one campaign.

    The stream is ``Philox`` keyed by (seed, run, crc32(place)), so run 417 can be flown alone.
    """
    key = np.random.SeedSequence([seed, run, zlib.crc32(place.encode())])
    return np.random.Generator(np.random.Philox(key))


def chances(seed: int, run: int, flight: str) -> Callable[[str], np.random.Generator]:
    """For each phase of a flight its own generator, by the name of the phase."""

    def of(phase: str) -> np.random.Generator:
        return chance_at(seed, run, f"{flight}/{phase}")

    return of
