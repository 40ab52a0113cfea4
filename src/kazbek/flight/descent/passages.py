"""When a station passes over a place."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.types import Vector
from kazbek.track.station import StationTrack
from kazbek.world.earth import rv_ITRF

_SAMPLE_s = 30.0


@dataclass(frozen=True, slots=True)
class Passage:
    """An instant at which the ground track comes closest to a place, to half a minute, and how close (m)."""

    epoch: Epoch
    off_m: float


def passages(track: StationTrack, place_ITRF_m: Vector, first: Epoch, last: Epoch) -> tuple[Passage, ...]:
    """All between two instants, one a revolution."""
    n = math.ceil((last - first) / _SAMPLE_s)
    tai_ns = first.tai_ns + np.arange(n + 1, dtype=np.int64) * round(_SAMPLE_s * 1e9)
    r = rv_ITRF(tai_ns, track.rv(tai_ns))[:, :3]
    radius_m = float(np.linalg.norm(place_ITRF_m))
    off_m = radius_m * np.arccos(np.clip(r @ place_ITRF_m / np.linalg.norm(r, axis=1) / radius_m, -1.0, 1.0))
    closest = np.flatnonzero((off_m[1:-1] < off_m[:-2]) & (off_m[1:-1] <= off_m[2:])) + 1
    return tuple(Passage(Epoch(int(tai_ns[k])), float(off_m[k])) for k in closest)
