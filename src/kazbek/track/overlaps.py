"""Segments of one ephemeris over the same hours must say the same: nobody can know which of two is meant."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.track.ephemeris_source import EphemerisSource
from kazbek.track.interpolation import interpolant

_SAME_m = 10.0  # interpolation near the ends of segments differs by decimetres
_INSTANTS = 25


def check_overlaps(segments: Sequence[EphemerisSource]) -> None:
    """Compare segments where their useable spans overlap.

    Raises
    ------
    DataError
        where two of them put the station at two places.
    """
    for one, other in itertools.combinations(segments, 2):
        start, end = max(one.start, other.start), min(one.end, other.end)
        if start >= end:
            continue
        instants = np.linspace(start.tai_ns, end.tai_ns, _INSTANTS).astype(np.int64)
        apart_m = np.linalg.norm(_positions(one, instants) - _positions(other, instants), axis=1)
        k = int(np.argmax(apart_m))
        if not apart_m[k] <= _SAME_m:
            raise DataError(
                f"{one.file}: two segments lie {apart_m[k] / 1e3:.4g} km apart at {Epoch(int(instants[k]))}",
                allowed=f"up to {_SAME_m:.0f} m where segments overlap",
                cure="ask its producer which of them holds",
            )


def _positions(source: EphemerisSource, tai_ns: NDArray[np.int64]) -> NDArray[np.float64]:
    """As the states say, whatever joins them."""
    states = source.segment
    between = np.zeros(len(states.tai_ns) - 1, dtype=bool)
    return interpolant(states.tai_ns, states.rv_GCRF, between).rv(tai_ns)[:, :3]
