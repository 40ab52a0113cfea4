"""The record of a mission: what flying leaves. One shape, whether it was just flown or is read from disk.

record = kazbek.fly("soyuz-ms-19", out="ms-19")        record = kazbek.load("ms-19")
record["up"]["ascent"]["height_m"]                     a numpy column, read-only
record["up"].event("docking_contact").epoch.utc        an event, with its values
record.outcome, record.comparison, record.summary      how it ended, against history, as one document
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError, unknown
from kazbek.base.leg import Event, Outcome
from kazbek.record.digests import FILES, content_of, damaged, is_as_written
from kazbek.record.flight import RecordedFlight, track_of
from kazbek.record.html import card
from kazbek.record.partial import is_whole, wants_its_name
from kazbek.record.plans import plans_in
from kazbek.record.rows import Difference, Row
from kazbek.record.tables import stacked, tree
from kazbek.record.write import recording


@dataclass(frozen=True, eq=False, repr=False)
class Record(Mapping[str, RecordedFlight]):
    """A mission as flown: a mapping from flight names to flights, in order of their days.

    Attributes
    ----------
    mission : its name
    flights : as far as the mission went
    outcome : of the mission: that of its last flight, or the first that lost a crew
    station : source, times covered and whether it was propagated, of the station files used
    manifest : versions, seed, what-ifs, digests of every data file, credibility
    comparison : predicted against flown, where history knows the flight
    what_if : differences to the flight without the changes that were asked for
    not_flown : the flights that are missing because of how the one before ended, in a sentence
    directory : where it lies on disk, or None
    folder : where relative paths of its mission file start, or None
    text : the mission file as flown; read from `directory` where it is not given
    plans : what was planned around each flight; read from `directory` where it is not given
    """

    mission: str
    flights: tuple[RecordedFlight, ...]
    outcome: Outcome
    station: Mapping[str, Any]
    manifest: Mapping[str, Any]
    comparison: tuple[Row, ...] = ()
    what_if: tuple[Difference, ...] = ()
    not_flown: str = ""
    directory: Path | None = None
    folder: Path | None = None
    text: str | None = None
    plans: Mapping[str, tuple[Event, ...]] | None = None

    def __getitem__(self, flight: str) -> RecordedFlight:
        found = next((item for item in self.flights if item.name == flight), None)
        if found is None:
            raise unknown("flight", flight, list(self), where=self.where)
        return found

    def __contains__(self, flight: object) -> bool:
        return any(item.name == flight for item in self.flights)

    def __iter__(self) -> Iterator[str]:
        return (flight.name for flight in self.flights)

    def __len__(self) -> int:
        return len(self.flights)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        place = f", in {self.directory}" if self.directory is not None else ""
        return f"<Record {self.mission} {self.outcome}: {', '.join(self) or 'no flight'}{place}>"

    def _repr_html_(self) -> str:
        rows = [(f.name, f.ship, f.outcome.replace("_", " "), *_ends(f), ", ".join(f.crew)) for f in self.flights]
        columns = ("flight", "ship", "outcome", "from, UTC", "until, UTC", "crew")
        inside = sum(row.within for row in self.comparison)
        against = (
            f"{inside} of {len(self.comparison)} rows against history within their gates" if self.comparison else ""
        )
        legs = [leg for flight in self.flights for leg in flight.legs]
        heading = f"{self.mission}: {self.outcome.replace('_', ' ')}"
        return card(heading, columns, rows, track_of(legs, self.mission), against)

    @property
    def where(self) -> str:
        """What to call it in a message: its folder, or the mission."""
        return str(self.directory) if self.directory is not None else f"the record of {self.mission}"

    @property
    def events(self) -> tuple[Event, ...]:
        """Everything that happened, all flights together, in order of time."""
        return tuple(sorted((e for flight in self.flights for e in flight.events), key=lambda event: event.epoch))

    @cached_property
    def planned(self) -> Mapping[str, tuple[Event, ...]]:
        """Campaign, film and days aboard as planned (``kazbek.base.events.PLANNED``), by flight; maybe empty."""
        if self.plans is not None or self.directory is None:
            return self.plans or {}
        return plans_in(self.directory, self.manifest)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about the inputs: propagated beyond a file, gaps between files, predicted Earth orientation."""
        return (*self.station.get("notes", ()), *self.folder_notes)

    @property
    def folder_notes(self) -> tuple[str, ...]:
        """Sentences about the folder it lies in: without digests, or never given its name."""
        if self.directory is None:
            return ()
        bare = f"{self.directory} carries no digests of its files: damage cannot be seen."
        nameless = f"{wants_its_name(self.directory)}."
        return (*((bare,) if FILES not in self.manifest else ()), *((nameless,) if is_whole(self.directory) else ()))

    @cached_property
    def mission_text(self) -> str:
        """The mission file as flown; a DataError where it is gone."""
        if self.text is not None:
            return self.text
        file = (self.directory or Path()) / "mission.toml"
        content = content_of(file)
        if not is_as_written(content, file.name, self.manifest.get(FILES)):
            raise damaged(file)
        try:
            return content.decode("utf-8")
        except ValueError:
            raise DataError(f"{file} is no text", cure="fly the mission again") from None

    @cached_property
    def decisions(self) -> Mapping[str, Any]:
        """What the mission file says, as plain tables; a DataError where it cannot be read."""
        try:
            return tomllib.loads(self.mission_text)
        except tomllib.TOMLDecodeError as fault:
            raise DataError(
                f"{self.where}: mission.toml cannot be read: {fault}", cure="fly the mission again"
            ) from None

    @property
    def title(self) -> str:
        """What the mission file calls the mission."""
        return str(self.decisions.get("title") or self.mission)

    def decided(self, flight: str) -> Mapping[str, Any]:
        """What the mission file says of one flight; empty where it says nothing."""
        found: Mapping[str, Any] = next((f for f in self.decisions.get("flight", ()) if f.get("name") == flight), {})
        return found

    @property
    def summary(self) -> dict[str, Any]:
        """The document of ``kazbek fly --json``."""
        document: dict[str, Any] = {
            "mission": self.mission,
            "outcome": str(self.outcome),
            "record": None if self.directory is None else str(self.directory),
            "station": dict(self.station),
            "flights": [flight.json() for flight in self.flights],
            "comparison": [row.json() for row in self.comparison],
        }
        if self.not_flown:
            document["not_flown"] = self.not_flown
        if self.what_if:
            document["what_if"] = [difference.json() for difference in self.what_if]
        return document

    def save(self, directory: str | Path) -> Record:
        """Write it into a new or empty folder, format 1 (``docs/record.md``).

        Returns
        -------
        Record
            the record on disk.

        Raises
        ------
        DataError
            the folder exists and is not empty, cannot be written, or the disk is full.
        """
        about = {"mission": self.mission, **self.manifest}
        with recording(Path(directory), about, self.mission_text, self.folder) as recorder:
            recorder.planned(self.planned)
            for flight in self.flights:
                recorder.bookkeeping(flight)
                for leg in flight.legs:
                    recorder.leg(flight, leg)
            written = replace(self, directory=recorder.directory)
            recorder.finish(written.summary)
        return written

    def plot(self, look: str = "light") -> Any:
        """Every plot it has the legs for, by name; a notebook shows them (extra ``plots``)."""
        import kazbek  # the package itself knows the floors above this one

        return kazbek.plots(self, look)

    def to_pandas(self) -> Any:
        """All legs in one pandas DataFrame, indexed by flight, leg and UTC (extra ``tables``)."""
        return stacked({flight.name: flight.to_pandas() for flight in self.flights if flight.legs}, "flight")

    def to_xarray(self) -> Any:
        """An xarray DataTree with a Dataset per leg, flights as branches (extra ``tables``)."""
        legs = [leg for flight in self.flights for leg in flight.legs]
        return tree({f"{leg.flight}/{leg.name}": leg.to_xarray() for leg in legs}, self.mission)


def mission_outcome(flights: tuple[RecordedFlight, ...]) -> Outcome:
    """LOST if any crew was; otherwise how the last flight ended."""
    if any(flight.outcome is Outcome.LOST for flight in flights):
        return Outcome.LOST
    return flights[-1].outcome if flights else Outcome.MISSED


def _ends(flight: RecordedFlight) -> tuple[str, str]:
    """When its first and its last event were, to the second."""
    if not flight.events:
        return "", ""
    return flight.events[0].utc[:19], flight.events[-1].utc[:19]
