"""Reading a record back: numpy columns, pandas or xarray on request, nothing flown again.

record = kazbek.load("kazbek-records/soyuz-ms-19")
height_m = record["up"]["ascent"]["height_m"]
chase = record["up"]["phasing"].to_pandas()
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.channels import CHANNELS
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, MissingExtra, unknown
from kazbek.record.write import FORMAT

_Keys = Mapping[str, Any]  # a key, and the keys of each item where it holds a list
_EVENT: _Keys = dict.fromkeys(("name", "utc", "met_s", "values"))
_LEG: _Keys = dict.fromkeys(("flight", "leg", "phase", "outcome", "start_utc", "end_utc", "rows"))
_ROW: _Keys = dict.fromkeys(
    ("flight", "quantity", "unit", "predicted", "sigma", "flown", "difference", "tolerance", "within", "source")
)
_FLIGHT: _Keys = {**dict.fromkeys(("name", "ship", "outcome", "crew")), "events": _EVENT}
_SUMMARY: _Keys = {**dict.fromkeys(("mission", "outcome", "station")), "flights": _FLIGHT, "comparison": _ROW}


@dataclass(frozen=True)
class RecordedLeg(Mapping[str, NDArray[Any]]):
    """One leg's telemetry: a mapping from channel names to read-only numpy columns, read when first asked for.

    Attributes
    ----------
    flight, name : where it belongs
    entry : its line in the manifest (phase, outcome, start_utc, end_utc, rows)
    """

    flight: str
    name: str
    entry: Mapping[str, Any] = field(repr=False)
    path: Path = field(repr=False)

    @cached_property
    def _columns(self) -> dict[str, NDArray[Any]]:
        import pyarrow.parquet as pq

        try:
            table = pq.read_table(self.path)
        except FileNotFoundError:
            raise DataError(f"{self.path} is missing", cure="fly the mission again") from None
        except (OSError, ValueError):
            raise DataError(
                f"{self.path} cannot be read as telemetry: it is no whole Parquet file", cure="fly the mission again"
            ) from None
        columns = {name: table[name].to_numpy() for name in table.column_names}
        for column in columns.values():
            column.flags.writeable = False
        return columns

    def __getitem__(self, channel: str) -> NDArray[Any]:
        if channel not in self._columns:
            raise unknown("channel", channel, self._columns, where=f"leg {self.flight}/{self.name}")
        return self._columns[channel]

    def __contains__(self, channel: object) -> bool:
        return channel in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    @property
    def utc(self) -> NDArray[np.datetime64]:
        """Instants as ``datetime64[ns]`` in UTC."""
        t_ns = self["tai_ns"]
        start = np.datetime64(Epoch(int(t_ns[0])).utc.rstrip("Z"), "ns")
        instants: NDArray[np.datetime64] = start + (t_ns - t_ns[0]).astype("timedelta64[ns]")
        return instants

    def to_pandas(self) -> Any:
        """A pandas DataFrame indexed by UTC (extra ``tables``)."""
        try:
            import pandas
        except ImportError:
            raise MissingExtra("tables", "to_pandas()") from None
        index = pandas.DatetimeIndex(self.utc, name="utc")
        return pandas.DataFrame({name: np.array(column) for name, column in self.items()}, index=index)

    def to_xarray(self) -> Any:
        """An xarray Dataset over UTC, units and meanings in the attributes (extra ``tables``)."""
        try:
            import xarray
        except ImportError:
            raise MissingExtra("tables", "to_xarray()") from None
        variables = {}
        for name, column in self.items():
            channel = CHANNELS.get(name)
            about = (
                {}
                if channel is None
                else {"units": channel.unit, "frame": channel.frame, "long_name": channel.sentence}
            )
            variables[name] = ("utc", np.array(column), about)
        return xarray.Dataset(variables, coords={"utc": self.utc}, attrs={"flight": self.flight, "leg": self.name})


@dataclass(frozen=True)
class RecordedFlight(Mapping[str, RecordedLeg]):
    """One flight of a record: a mapping from leg names to legs.

    Attributes
    ----------
    name : of the flight
    summary : its part of ``summary.json`` (ship, crew, outcome, events)
    legs : in order of time
    """

    name: str
    summary: Mapping[str, Any] = field(repr=False)
    legs: tuple[RecordedLeg, ...]

    def __getitem__(self, leg: str) -> RecordedLeg:
        found = next((item for item in self.legs if item.name == leg), None)
        if found is None:
            raise unknown("leg", leg, list(self), where=f'flight "{self.name}"')
        return found

    def __contains__(self, leg: object) -> bool:
        return any(item.name == leg for item in self.legs)

    def __iter__(self) -> Iterator[str]:
        return (leg.name for leg in self.legs)

    def __len__(self) -> int:
        return len(self.legs)

    @property
    def events(self) -> list[dict[str, Any]]:
        """Events in order of time, as in the contract."""
        return list(self.summary["events"])

    def event(self, name: str) -> dict[str, Any]:
        """The first event of that name; an unknown one is a DataError with the nearest."""
        found = next((e for e in self.events if e["name"] == name), None)
        if found is None:
            raise unknown("event", name, {e["name"] for e in self.events}, where=f'flight "{self.name}"')
        return found


@dataclass(frozen=True)
class Record(Mapping[str, RecordedFlight]):
    """A record: a mapping from flight names to flights.

    Attributes
    ----------
    directory : where it lies
    manifest : versions, seed, what-ifs, digests, credibility
    summary : the document of ``kazbek fly --json``
    flights : in order of time
    """

    directory: Path
    manifest: Mapping[str, Any] = field(repr=False)
    summary: Mapping[str, Any] = field(repr=False)
    flights: tuple[RecordedFlight, ...]

    def __getitem__(self, flight: str) -> RecordedFlight:
        found = next((item for item in self.flights if item.name == flight), None)
        if found is None:
            raise unknown("flight", flight, list(self), where=str(self.directory))
        return found

    def __contains__(self, flight: object) -> bool:
        return any(item.name == flight for item in self.flights)

    def __iter__(self) -> Iterator[str]:
        return (flight.name for flight in self.flights)

    def __len__(self) -> int:
        return len(self.flights)

    @property
    def mission_text(self) -> str:
        """The mission file as flown; a DataError where it is gone."""
        path = self.directory / "mission.toml"
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            raise DataError(f"{path} is missing or cannot be read", cure="fly the mission again") from None


def load_record(directory: str | Path) -> Record:
    """Open a record.

    Raises
    ------
    DataError
        not a record, an unfinished one, or one of a format this kazbek does not know.
    """
    folder = Path(directory)
    if not folder.exists():
        raise DataError(f"no such record: {folder}", cure=_suggestion(folder))
    if not (folder / "manifest.json").is_file():
        raise DataError(
            f"{folder} is not a record: it holds no manifest.json",
            allowed="a folder written by kazbek fly",
            cure=_suggestion(folder),
        )
    manifest = _read_json(folder / "manifest.json")
    if manifest.get("format") != FORMAT:
        raise DataError(
            f"{folder} has record format {manifest.get('format')}",
            allowed=f"format {FORMAT}",
            cure="fly the mission again with this version of kazbek",
        )
    if not manifest.get("complete") or not (folder / "summary.json").is_file():
        raise DataError(f"{folder} is half-written: its run did not finish", cure="fly the mission again")
    summary = _read_json(folder / "summary.json")
    _check_keys(summary, _SUMMARY, folder / "summary.json")
    _check_keys(manifest, {"mission": None, "legs": _LEG}, folder / "manifest.json")
    return Record(folder, manifest, summary, tuple(_flight(folder, manifest, part) for part in summary["flights"]))


def _check_keys(document: Any, keys: _Keys, file: Path, path: str = "") -> None:
    """Everything that reading a record relies on is there; a list has one of `keys` in each place."""
    if not isinstance(document, Mapping):
        raise DataError(f'{file}: "{path}" is no JSON object', cure="fly the mission again")
    for key, inner in keys.items():
        if key not in document:
            raise DataError(f'{file}: "{path}{key}" is missing', cure="fly the mission again")
        if inner is None:
            continue
        if not isinstance(document[key], list):
            raise DataError(f'{file}: "{path}{key}" is no list', cure="fly the mission again")
        for index, item in enumerate(document[key]):
            _check_keys(item, inner, file, f"{path}{key}.{index}.")


def _flight(folder: Path, manifest: Mapping[str, Any], part: Mapping[str, Any]) -> RecordedFlight:
    name = part["name"]
    legs = tuple(
        RecordedLeg(name, entry["leg"], entry, folder / "telemetry" / name / f"{entry['leg']}.parquet")
        for entry in manifest["legs"]
        if entry["flight"] == name
    )
    return RecordedFlight(name, part, legs)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        raise DataError(f"{path} cannot be read as JSON", cure="fly the mission again") from None
    except OSError as fault:
        raise DataError(f"cannot read {path}: {(fault.strerror or 'it is no file').lower()}") from None
    if not isinstance(document, dict):
        raise DataError(f"{path} is not part of a record", allowed="a JSON object")
    return document


def _suggestion(folder: Path) -> str:
    """The newest record nearby, if any."""
    places = [folder, folder.parent, Path("kazbek-records")]
    records = [m.parent for place in places if place.is_dir() for m in place.glob("*/manifest.json")]
    finished = [r for r in records if not r.name.endswith(".partial")]
    return f"did you mean {max(finished, key=lambda r: r.stat().st_mtime)}?" if finished else ""
