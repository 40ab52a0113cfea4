"""The mission of a campaign, planned once; any run of it flown as a row or as a whole record."""

from __future__ import annotations

import functools
import os
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kazbek.base.chance import Sampling, Spread
from kazbek.base.errors import DataError, KazbekError
from kazbek.campaign.faults import failing
from kazbek.campaign.question import Question
from kazbek.campaign.rows import ERROR, Row, failed_row, row_of
from kazbek.mission.manifest import digest, files_used
from kazbek.mission.prepare import Prepared, prepare
from kazbek.mission.run import run_flights
from kazbek.track.files.which import find_station_file

_planned: dict[Hashable, Prepared] = {}  # of this process, the last one


@dataclass(frozen=True)
class Flights:
    """What a campaign flies.

    Attributes
    ----------
    question : as asked
    folder : the campaign's, from which its own files are found
    """

    question: Question
    folder: Path

    @property
    def ready(self) -> Prepared:
        """The mission as planned, its failures among it; planned once in a process."""
        asked = self.question
        mission = failing(asked.loaded(self.folder), asked.fail)
        wind = None if self.wind is None else str(self.wind)
        key = (asked.text, str(mission.folder), asked.fail, wind, *sorted(asked.changes.items()))
        if key not in _planned:
            _planned.clear()
            _planned[key] = prepare(mission, asked.changes or None, None, wind, mean_wind=True)
        return _planned[key]

    @property
    def wind(self) -> Path | None:
        """The profile of the wind that is planned with; the campaign's folder need not be there yet."""
        wind = self.question.wind
        return None if wind is None else Path(os.path.normpath(self.folder.resolve() / wind))

    def row(self, run: int, table: Mapping[str, float] | None = None) -> Row:
        """One run as a row; one that cannot be flown says why, and ends nothing."""
        try:
            return self._flown(run, self.question.sampling(run, table))
        except KazbekError as fault:
            return failed_row(run, ERROR, str(fault))
        except Exception as fault:  # a defect: recorded with its run, which can be flown alone
            return failed_row(run, ERROR, f"{type(fault).__name__}: {fault}")

    def several(self, first: int, count: int) -> list[Row]:
        """Runs `first`, `first` + 1 …"""
        tables = self.question.design.rows(first, count)
        return [self.row(first + k, table) for k, table in enumerate(tables)]

    @functools.cached_property
    def median(self) -> tuple[tuple[str, ...], Row]:
        """The keys of the figures that are drawn, and the row of the flight with every number at its median."""
        asked: dict[str, None] = {}
        row = self._flown(0, Sampling(self.question.seed, 0, Spread(self.question.draw), asked=asked))
        return tuple(sorted(asked)), row

    def files(self) -> dict[str, str]:
        """SHA-256 of every data file, by name.

        Raises
        ------
        DataError
            one cannot be read any more.
        """
        mission = self.ready.mission
        tracks = {f"tracks/{name}": find_station_file(name, mission.folder) for name in mission.plan.station.track}
        wind = {} if self.wind is None else {f"wind/{self.wind.name}": self.wind}
        used = {**files_used(mission, mission.flights), **tracks, **wind}
        try:
            return {name: digest(path) for name, path in used.items()}
        except OSError as fault:
            raise DataError(f"cannot read {fault.filename}: {(fault.strerror or str(fault)).lower()}") from None

    def _flown(self, run: int, sampling: Sampling) -> Row:
        flown = run_flights(self.ready.drawn(sampling, telemetry=False))
        return row_of(run, [flight.recorded() for flight in flown])
