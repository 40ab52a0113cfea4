"""Random numbers that depend on the place of use alone, never on order, workers or a phase added later."""

from __future__ import annotations

import zlib

import numpy as np


def chance_at(seed: int, run: int, place: str) -> np.random.Generator:
    """The generator for one place (``"ascent/core/thrust"``) of one run of one campaign.

    The stream is ``Philox`` keyed by (seed, run, crc32(place)), so run 417 can be flown alone.
    """
    key = np.random.SeedSequence([seed, run, zlib.crc32(place.encode())])
    return np.random.Generator(np.random.Philox(key))
