"""What a station further along its track than its file says changes: the chase is flown anew behind it.

Its plane, and so lift-off, stays: files are wrong along the track first, by kilometres a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Outcome
from kazbek.flight.phase import fly_phases
from kazbek.mission.uncertainty.nominal import NominalFlight, Quantities, Work, phases_of
from kazbek.orbit.arc import Track, rv_at
from kazbek.track.station import StationTrack


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A station so many nanoseconds further along its track."""

    track: Track
    by_ns: int

    def rv(self, tai_ns: NDArray[np.int64]) -> NDArray[np.float64]:
        """(n, 6) position and velocity in GCRF."""
        return self.track.rv(tai_ns + self.by_ns)


def along_sigma_s(track: StationTrack, epoch: Epoch) -> float:
    """One sigma of where the station is along its track, as the time that it takes for that way."""
    return track.along_sigma_m(epoch) / float(np.linalg.norm(rv_at(track, epoch)[3:]))


def of_station(nominal: NominalFlight) -> Iterator[Work]:
    """One sigma along the track, by the age of the station's file."""
    yield partial(_chased_anew, nominal)


def _chased_anew(nominal: NominalFlight) -> Quantities | None:
    track = nominal.up.track
    ahead = _Ahead(track, round(along_sigma_s(track, nominal.liftoff) * 1e9))
    scene = replace(nominal.up.scene.without_telemetry(), track=ahead)
    legs = list(fly_phases(phases_of(nominal.up, "phasing"), nominal.leg("ascent").end, scene))
    return nominal.change(legs) if legs[0].outcome is Outcome.REACHED else None
