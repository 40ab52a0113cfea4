"""One leg of a record: telemetry by channel, read-only, in memory or read from disk when first asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.base.leg import Event, Leg, Outcome, leg_line
from kazbek.record.digests import DamagedRecord, content_of, is_as_written
from kazbek.record.html import card, curve
from kazbek.record.tables import dataset, frame

RecordedColumn = NDArray[Any]
_ROUNDED_ns = 1000  # an instant that went through text is rounded to the microsecond


@dataclass(frozen=True, eq=False, repr=False)
class RecordedLeg(Mapping[str, RecordedColumn]):
    """One leg: a mapping from channel names (:mod:`kazbek.base.channels`) to read-only numpy columns of equal length.

    Attributes
    ----------
    flight, name : where it belongs; a phase flown twice is ``docking`` and ``docking-2``
    phase : what was flown (``ascent``, ``phasing`` …)
    outcome : how it ended
    start, end : instants
    rows : length of the columns
    events : in order of time
    source : the columns themselves, or what reads them from disk
    """

    flight: str
    name: str
    phase: str
    outcome: Outcome
    start: Epoch
    end: Epoch
    rows: int
    events: tuple[Event, ...]
    source: Mapping[str, RecordedColumn] | Stored

    @cached_property
    def _columns(self) -> Mapping[str, RecordedColumn]:
        return self.source.columns() if isinstance(self.source, Stored) else self.source

    def __getitem__(self, channel: str) -> RecordedColumn:
        if channel not in self._columns:
            raise unknown("channel", channel, self._columns, where=f"leg {self.flight}/{self.name}")
        return self._columns[channel]

    def __contains__(self, channel: object) -> bool:
        return channel in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return leg_line(self.name, self.outcome, self.end - self.start, self.rows, len(self.events))

    def _repr_html_(self) -> str:
        rows = [(f"{event.epoch - self.start:.1f}", event.name, event.utc) for event in self.events]
        channels = f"{len(self)} channels: {', '.join(self)}"
        return card(repr(self).strip("<>"), ("s", "event", "UTC"), rows, self._picture(), channels)

    def _picture(self) -> str:
        """Height, else range to the station, over the leg."""
        shown = next((name for name in ("height_m", "range_m") if name in self), None)
        if shown is None:
            return ""
        km = self[shown] / 1e3
        name = shown.removesuffix("_m")
        ends = (f"{name} {float(np.nanmin(km)):,.1f} km", f"{float(np.nanmax(km)):,.1f} km")
        return curve((self["tai_ns"] - self["tai_ns"][0]) / 1e9, km, f"{name} of leg {self.name}", *ends)

    @property
    def utc(self) -> NDArray[np.datetime64]:
        """Instants as ``datetime64[ns]`` in UTC."""
        t_ns = self["tai_ns"]
        start = np.datetime64(Epoch(int(t_ns[0])).utc.rstrip("Z"), "ns")
        instants: NDArray[np.datetime64] = start + (t_ns - t_ns[0]).astype("timedelta64[ns]")
        return instants

    def covers(self, epoch: Epoch, *, after_s: float = 0.0) -> bool:
        """Whether its telemetry begins before `epoch` and ends no more than `after_s` before it."""
        first_ns, last_ns = int(self["tai_ns"][0]), int(self["tai_ns"][-1])
        return first_ns - _ROUNDED_ns <= epoch.tai_ns <= last_ns + _ROUNDED_ns + round(after_s * 1e9)

    def at(self, epoch: Epoch) -> dict[str, float]:
        """Every channel at an instant, linear between rows; the nearer end outside them.

        >>> leg = record["up"]["ascent"]
        >>> round(leg.at(leg.start + 60.0)["mach"], 1)
        1.4
        """
        t_ns = self["tai_ns"]
        seconds, at_s = (t_ns - t_ns[0]) / 1e9, (epoch.tai_ns - int(t_ns[0])) / 1e9
        return {name: float(np.interp(at_s, seconds, column)) for name, column in self.items() if name != "tai_ns"}

    def to_pandas(self) -> Any:
        """A pandas DataFrame indexed by UTC (extra ``tables``)."""
        return frame(self, self.utc)

    def to_xarray(self) -> Any:
        """An xarray Dataset over UTC, units and meanings in the attributes (extra ``tables``)."""
        about = {"flight": self.flight, "leg": self.name, "phase": self.phase, "outcome": str(self.outcome)}
        return dataset(self, self.utc, about)


def recorded_legs(flight: str, legs: Iterable[Leg]) -> tuple[RecordedLeg, ...]:
    """The legs of one flight as the record names them, from those flown."""
    times: Counter[str] = Counter()
    recorded = []
    for leg in legs:
        times[leg.name] += 1
        name = leg.name if times[leg.name] == 1 else f"{leg.name}-{times[leg.name]}"
        rows = len(leg.telemetry["tai_ns"])
        start, end = leg.start.epoch, leg.end.epoch
        recorded.append(RecordedLeg(flight, name, leg.name, leg.outcome, start, end, rows, leg.events, leg.telemetry))
    return tuple(recorded)


@dataclass(frozen=True, slots=True)
class Stored:
    """Telemetry on disk: the record's folder, the Parquet file in it, and the digests of the record's files, if any."""

    folder: Path
    name: str
    digests: Mapping[str, str] | None

    def columns(self) -> dict[str, RecordedColumn]:
        """All columns, read-only; a DataError where the file is not as it was written."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        file_path = self.folder / self.name
        content = content_of(file_path)
        if not is_as_written(content, self.name, self.digests):
            raise DamagedRecord(
                f"{file_path} cannot be read as telemetry: it is no whole Parquet file, or not the one written",
                cure="take a copy that is whole, or fly the mission again",
            )
        try:
            with pq.ParquetFile(pa.BufferReader(content)) as file:
                table = file.read(use_threads=False)  # threads still starting as a short command ends abort it
            columns: dict[str, RecordedColumn] = {name: _column(table[name]) for name in table.column_names}
        except (OSError, ValueError, pa.ArrowException):
            raise DamagedRecord(
                f"{file_path} cannot be read as telemetry: it is no whole Parquet file",
                cure="fly the mission again",
            ) from None
        for column in columns.values():
            column.flags.writeable = False
        _check(columns, file_path)
        return columns


def _check(columns: Mapping[str, RecordedColumn], file: Path) -> None:
    """Refuse what no leg of kazbek's has: no instants, instants that go back, columns of text."""
    t_ns = columns.get("tai_ns")
    rising = t_ns is not None and t_ns.dtype.kind == "i" and t_ns.size > 0 and bool((np.diff(t_ns) >= 0).all())
    strange = [name for name, column in columns.items() if column.dtype.kind not in "fiub"]
    if not rising or strange:
        what = f'column "{strange[0]}" holds no numbers' if strange else '"tai_ns" is missing, or its instants go back'
        raise DataError(f"{file}: {what}", allowed="telemetry as kazbek writes it", cure="fly the mission again")


def _column(chunks: Any) -> RecordedColumn:
    """A column of pyarrow as numpy, its memory shared; ``to_numpy`` would import pandas first."""
    whole = chunks.combine_chunks()
    dtype = np.dtype(whole.type.to_pandas_dtype())
    if dtype.kind not in "fi" or whole.null_count:
        return np.array(whole.to_pylist())
    return np.frombuffer(whole.buffers()[1], dtype, len(whole), whole.offset * dtype.itemsize)
