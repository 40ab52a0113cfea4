"""What one station file knows of the station's orbit, whatever its kind: the questions a track puts to it."""

from __future__ import annotations

from typing import Protocol

from kazbek.base.epoch import Epoch
from kazbek.base.types import Array, Nanoseconds
from kazbek.track.files.oem import Ballistics


class Source(Protocol):
    """One span of knowledge of the station's orbit.

    Attributes
    ----------
    file : name of the station file
    ballistics : of the station
    start, end : what it covers
    reach_s : how far outside it may be asked
    """

    @property
    def file(self) -> str: ...
    @property
    def ballistics(self) -> Ballistics: ...
    @property
    def start(self) -> Epoch: ...
    @property
    def end(self) -> Epoch: ...
    @property
    def reach_s(self) -> float: ...

    def outside_s(self, tai_ns: Nanoseconds) -> Array:
        """How far each instant lies from where this source begins to know; 0 inside."""
        ...

    def rv(self, tai_ns: Nanoseconds) -> Array:
        """Positions (m) and velocities (m/s) in GCRF, (n, 6)."""
        ...

    def note(self, start: Epoch, end: Epoch) -> str:
        """One sentence on how it answers from `start` to `end`; empty when it simply knows."""
        ...

    def remarks(self, start: Epoch, end: Epoch) -> tuple[str, ...]:
        """Sentences on what the file itself is like: how it was made, and the burns in it between two instants."""
        ...
