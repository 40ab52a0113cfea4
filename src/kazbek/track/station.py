"""The station's orbit as it was known beforehand: from files, each used where it is most accurate.

    track = StationTrack.from_files(["iss_2021-10-01.xml.gz", "iss_2021-10-17.oem"])
    track.rv(tai_ns)                 (n, 6) in GCRF, m and m/s
    track.at(epoch)                  a State
    track.account(start, end)        what an answer over that span rests on

Inside an ephemeris states are interpolated; outside, up to 3 days either side, kazbek propagates. An element set
becomes an orbit of kazbek's own force model (:mod:`element_orbit`), good for 8 days either side of its epoch. Of
several files later ones take over where they begin to know; in a gap the nearer one answers. Nothing is blended, and
every jump is measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.data import names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, OutOfRange
from kazbek.base.frames import C_RTN_GCRF
from kazbek.base.state import State
from kazbek.base.toml_file import Path_or_package
from kazbek.base.types import Array, Nanoseconds, Vector
from kazbek.catalogue.station import Station
from kazbek.orbit.arc import rv_at
from kazbek.track.accuracy import Accuracy
from kazbek.track.element_source import ElementSource
from kazbek.track.ephemeris_source import EphemerisSource
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.oem import Ballistics, Oem
from kazbek.track.files.which import find_station_file, read_station_file
from kazbek.track.interpolation import runs
from kazbek.track.overlaps import check_overlaps
from kazbek.track.reboosts import Reboost
from kazbek.track.sources import Source

_MINUTE_ns = 60_000_000_000


@dataclass(frozen=True, slots=True)
class Jump:
    """Where one source takes over from another: the later one minus the earlier one, in the earlier one's RTN."""

    epoch: Epoch
    before: str
    after: str
    r_RTN_m: Vector
    v_RTN_m_s: Vector

    def __str__(self) -> str:
        r_km = self.r_RTN_m / 1e3
        return (
            f"{self.after} takes over from {self.before} at {self.epoch}: the station jumps {r_km[0]:+.2f} km up, "
            f"{r_km[1]:+.2f} km forward, {r_km[2]:+.2f} km across"
        )


@dataclass(frozen=True, slots=True)
class Account:
    """What an answer over a span rests on.

    Attributes
    ----------
    source : names of the station files used, in order of time
    covers : first and last instant those files cover (an element set: 8 days either side of its epoch)
    propagated : whether any of it was propagated rather than interpolated
    notes : a sentence for each propagation, gap and jump, for burns found, and for files that are not what most are
    """

    source: str
    covers: tuple[Epoch, Epoch]
    propagated: bool
    notes: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """The ``station`` object of the command line's JSON."""
        return {"source": self.source, "covers": [epoch.utc for epoch in self.covers], "propagated": self.propagated}


@dataclass(frozen=True)
class StationTrack:
    """The orbit of the station from one or several files.

    Attributes
    ----------
    sources : in the order of the files; where two know, the later one counts
    """

    sources: tuple[Source, ...]

    @classmethod
    def from_file(
        cls, path: Path_or_package | str, base: Path | None = None, *, built: Station | None = None
    ) -> StationTrack:
        """The track of one file: a path, or the name of a bundled one. As :meth:`from_files`."""
        return cls.from_files([path], base, built=built)

    @classmethod
    def from_files(
        cls, paths: Iterable[Path_or_package | str], base: Path | None = None, *, built: Station | None = None
    ) -> StationTrack:
        """The track of several files; names are looked up relative to `base`, then among kazbek's own.

        `built` is the station whose path they tell: its mass and drag count where a file gives none.

        Raises
        ------
        DataError
            one sentence for whatever is wrong with a file.
        """
        found = (find_station_file(path, base) if isinstance(path, str) else path for path in paths)
        sources = tuple(source for path in found for source in sources_of(read_station_file(path), path.name, built))
        if not sources:
            raise DataError("no station file", allowed="one or more, oldest first")
        return cls(sources)

    @property
    def source(self) -> str:
        """Names of the files."""
        return ", ".join(dict.fromkeys(source.file for source in self.sources))

    @property
    def covers(self) -> tuple[Epoch, Epoch]:
        """First and last instant the files cover."""
        return min(source.start for source in self.sources), max(source.end for source in self.sources)

    @cached_property
    def reboosts(self) -> tuple[Reboost, ...]:
        """Burns of the station found in the ephemerides themselves, in order of time, each once."""
        found = [
            (reboost, source)
            for source in self.sources
            if isinstance(source, EphemerisSource)
            for reboost in source.reboosts
        ]
        return tuple(
            sorted(
                (reboost for reboost, source in found if self._source_at(reboost.start) is source),
                key=lambda reboost: reboost.start,
            )
        )

    def rv(self, tai_ns: Nanoseconds) -> Array:
        """Positions (m) and velocities (m/s) in GCRF at instants (n,), shape (n, 6).

        Raises
        ------
        OutOfRange
            for an instant that no file reaches.
        """
        tai_ns = np.atleast_1d(np.asarray(tai_ns, dtype=np.int64))
        chosen = self._chosen(tai_ns)
        if len(chosen) and (chosen == chosen[0]).all():
            return self.sources[int(chosen[0])].rv(tai_ns)
        out = np.empty((len(tai_ns), 6))
        for index in np.unique(chosen).tolist():
            out[chosen == index] = self.sources[index].rv(tai_ns[chosen == index])
        return out

    def at(self, epoch: Epoch) -> State:
        """The station's state at an instant, its mass as the file says. Raises as :meth:`rv`."""
        rv = rv_at(self, epoch)
        return State(epoch, rv[:3], rv[3:], self._source_at(epoch).ballistics.mass_kg)

    def along_sigma_m(self, epoch: Epoch) -> float:
        """One sigma of the station's place along its track at an instant. Raises as :meth:`rv`."""
        source, known = self._source_at(epoch), Accuracy.figures()
        if isinstance(source, EphemerisSource):
            return known.of_ephemeris_m((epoch - source.start) / SECONDS_PER_DAY_s)
        middle_s = 0.5 * ((epoch - source.start) + (epoch - source.end))  # an element set covers as much either side
        return known.of_elements_m(middle_s / SECONDS_PER_DAY_s)

    def require(self, start: Epoch, end: Epoch | None = None) -> None:
        """Make sure that files reach from `start` to `end`, computing nothing. Raises as :meth:`rv`."""
        self._chosen(_minutes(start, end))

    def account(self, start: Epoch, end: Epoch | None = None) -> Account:
        """What an answer from `start` to `end` rests on. Raises as :meth:`rv`."""
        instants = _minutes(start, end)
        chosen = self._chosen(instants)
        spans = runs(chosen)
        used = [self.sources[int(chosen[first])] for first, _ in spans]
        carried = [
            source.note(Epoch(int(instants[first])), Epoch(int(instants[last - 1])))
            for source, (first, last) in zip(used, spans)
        ]
        jumps = [str(jump) for jump in self._jumps(instants, chosen)]
        remarks = [
            remark
            for source, (first, last) in zip(used, spans)
            for remark in source.remarks(Epoch(int(instants[first])), Epoch(int(instants[last - 1])))
        ]
        covers = min(source.start for source in used), max(source.end for source in used)
        return Account(
            ", ".join(dict.fromkeys(source.file for source in used)),
            covers,
            any(carried),
            tuple(dict.fromkeys(note for note in (*remarks, *carried, *jumps) if note)),
        )

    def jumps(self, start: Epoch, end: Epoch) -> tuple[Jump, ...]:
        """Every change of source between two instants."""
        instants = _minutes(start, end)
        return self._jumps(instants, self._chosen(instants))

    def _jumps(self, instants: Nanoseconds, chosen: NDArray[np.int64]) -> tuple[Jump, ...]:
        return tuple(
            self._jump(int(chosen[k - 1]), int(chosen[k]), self._takeover(instants[k - 1], instants[k]))
            for k, _ in runs(chosen)[1:]
        )

    def _takeover(self, before_ns: int, after_ns: int) -> Epoch:
        """The instant between two at which another source answers first, by bisection."""
        old = self._source_at(Epoch(int(before_ns)))
        while after_ns - before_ns > 1:
            middle_ns = (before_ns + after_ns) // 2
            if self._source_at(Epoch(int(middle_ns))) is old:
                before_ns = middle_ns
            else:
                after_ns = middle_ns
        return Epoch(int(after_ns))

    def _jump(self, before: int, after: int, epoch: Epoch) -> Jump:
        old, new = self.sources[before], self.sources[after]
        instant = np.array([epoch.tai_ns])
        a, b = old.rv(instant)[0], new.rv(instant)[0]
        C = C_RTN_GCRF(a[:3], a[3:])
        return Jump(epoch, old.file, new.file, C @ (b[:3] - a[:3]), C @ (b[3:] - a[3:]))

    def _source_at(self, epoch: Epoch) -> Source:
        return self.sources[int(self._chosen(np.array([epoch.tai_ns]))[0])]

    def _chosen(self, tai_ns: Nanoseconds) -> NDArray[np.int64]:
        """Index of the source that answers at each instant: one that knows, the last listed; else the nearest."""
        far_s = np.array([source.outside_s(tai_ns) for source in self.sources])
        reach_s = np.array([source.reach_s for source in self.sources])[:, None]
        far_s[far_s > reach_s] = np.inf
        chosen = len(self.sources) - 1 - np.argmin(far_s[::-1], axis=0)
        lost = np.flatnonzero(np.isinf(far_s[chosen, np.arange(len(tai_ns))]))
        if len(lost):
            raise self._unknown(Epoch(int(tai_ns[lost[0]])))
        return chosen

    def _unknown(self, epoch: Epoch) -> OutOfRange:
        spans = "; ".join(f"{source.start} to {source.end} ({source.file})" for source in self.sources)
        return OutOfRange(
            f"no station file reaches {epoch}",
            allowed=f"{spans}; an ephemeris also 3 days either side",
            cure="give a station file nearer to that date",
        )


def _minutes(start: Epoch, end: Epoch | None) -> Nanoseconds:
    """Instants a minute apart, both ends among them."""
    last_ns = start.tai_ns if end is None else end.tai_ns
    return np.append(np.arange(start.tai_ns, last_ns, _MINUTE_ns, dtype=np.int64), last_ns)


def sources_of(found: Oem | ElementSet, file: str, built: Station | None = None) -> list[Source]:
    """What a station file knows, by its segments.

    Parameters
    ----------
    found, file : what was read, and the file's name for messages
    built : the station, for its mass and drag where the file gives none

    Raises
    ------
    DataError
        when segments over the same hours disagree.
    """
    if not isinstance(found, Oem):
        return [ElementSource(file, _ballistics_of(built, found.catalogue_number), found)]
    body = found.ballistics or _ballistics_of(built, found.object_id)
    sources: list[EphemerisSource] = []
    for segment in found.segments:
        body = segment.ballistics or body
        sources.append(EphemerisSource(file, body, segment))
    check_overlaps(sources)
    return [*sources]


def _ballistics_of(built: Station | None, object_id: str) -> Ballistics:
    """Mass and drag of the station named, else of the bundled one that goes by that number, else of any.

    What an element set knows of drag is a factor fitted on top, so that there the figures stand for a size only.
    """
    bundled = [Station.named(name) for name in names_in("stations")] if built is None else [built]
    mass = next((station for station in bundled if object_id in station.known_as), bundled[0]).mass
    return Ballistics(mass.total_kg.v, mass.drag_area_m2.v, mass.drag_cd.v)
