"""The station's track for the start of a scenario: read from its files once, then kept for the instants asked for."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats
from kazbek.flight.docking.kept import kept, sources_of
from kazbek.mission.file import Mission
from kazbek.mission.manifest import digest
from kazbek.orbit.arc import Track
from kazbek.track.files.which import find_station_file

_CODE = ("base", "laws", "world", "orbit", "track")  # what a track is computed by


@dataclass(frozen=True)
class KeptTrack:
    """A track whose answers are kept under a hash of the station's files, the code and the instants.

    Attributes
    ----------
    files : what the answers depend on
    read : the track itself, for what is not kept yet
    """

    files: tuple[bytes, ...]
    read: Callable[[], Track]

    @classmethod
    def of(cls, mission: Mission, read: Callable[[], Track]) -> KeptTrack:
        """The track of a mission's station."""
        named = (find_station_file(name, mission.folder) for name in mission.plan.station.track)
        files = tuple(digest(file).encode() for file in named)
        return cls((*files, mission.plan.station.name.encode(), _code()), read)

    def rv(self, tai_ns: NDArray[np.int64]) -> Floats:
        """(n, 6) position and velocity in GCRF at instants."""
        instants = np.ascontiguousarray(tai_ns, dtype=np.int64)
        return kept((b"track", *self.files, instants.tobytes()), lambda: self.read().rv(instants))


@functools.cache
def _code() -> bytes:
    return sources_of(*_CODE)
