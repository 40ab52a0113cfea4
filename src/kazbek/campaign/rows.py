"""One run as one row: how it ended, when each event came, and the figures of each event.

up_docking_contact_at_s                     seconds from the flight's first event: lift-off, or undocking
film_crew_home_touchdown_miss_m             a figure of the first event of that name
outcome, ended_in, reason                   of the mission; up_outcome of a flight
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kazbek.base.errors import unknown

if TYPE_CHECKING:
    from kazbek.base.types import Vector
    from kazbek.record.flight import RecordedFlight

Row = dict[str, Any]

_FIRST = ("run", "outcome", "ended_in", "reason")
ERROR, KILLED = "error", "killed"  # outcomes of runs that kazbek could not fly to an end
FAILED = (ERROR, KILLED)
_AS_PLANNED = ("docked", "landed", "reached")


def row_of(run: int, flights: Sequence[RecordedFlight]) -> Row:
    """The row of a flown run."""
    from kazbek.record.record import mission_outcome

    last = flights[-1]
    ended = last.legs[-1].name if last.legs else ""
    row: Row = {"run": run, "outcome": str(mission_outcome(tuple(flights))), "ended_in": f"{last.name}/{ended}"}
    row["reason"] = last.reason
    for flight in flights:
        row |= _of_flight(flight)
    return row


def failed_row(run: int, outcome: str, reason: str) -> Row:
    """The row of a run that could not be flown."""
    return {"run": run, "outcome": outcome, "ended_in": "", "reason": reason}


def _of_flight(flight: RecordedFlight) -> Row:
    word = column_word(flight.name)
    row: Row = {f"{word}_outcome": str(flight.outcome)}
    events = [event for leg in flight.legs for event in leg.events]
    if not events:
        return row
    start = flight.liftoff if flight.way == "up" and flight.liftoff is not None else events[0].epoch
    for event in events:
        stem = f"{word}_{event.name}"
        if f"{stem}_at_s" in row:
            continue
        row[f"{stem}_at_s"] = event.epoch - start
        for key, value in event.values.items():
            if not isinstance(value, str):
                row[f"{stem}_{key}"] = float(value)
    return row


def column_word(flight: str) -> str:
    """A flight's name as columns begin: hyphens would need quotes in SQL."""
    return flight.replace("-", "_")


def digest(row: Mapping[str, Any]) -> str:
    """Sixteen bytes of SHA-256 over a row, in hexadecimal, whatever file it stands in."""
    known = {name: value for name, value in row.items() if value is not None}
    text = json.dumps(known, sort_keys=True, ensure_ascii=False, allow_nan=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def digest_of(digests: Iterable[str]) -> str:
    """SHA-256 over the digests of rows sorted by run."""
    whole = hashlib.sha256()
    for one in digests:
        whole.update(one.encode())
    return whole.hexdigest()


def parquet(rows: Sequence[Mapping[str, Any]], metadata: Mapping[str, str]) -> bytes:
    """Rows as a Parquet file: typed columns in a fixed order, nothing where a run has no such event."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = sorted({name for row in rows for name in row} - set(_FIRST))
    columns = {name: [row.get(name) for row in rows] for name in (*_FIRST, *names) if name in rows[0] or name in names}
    arrays = {name: pa.array(column, _type(name)) for name, column in columns.items()}
    table = pa.table(arrays).replace_schema_metadata(dict(metadata))
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def _type(name: str) -> Any:
    import pyarrow as pa

    if name in ("run", "world"):
        return pa.int64()
    return pa.string() if name in _FIRST or name.endswith("_outcome") else pa.float64()


def number_names(row: Mapping[str, Any]) -> list[str]:
    """The columns of a row that hold numbers."""
    return [name for name, value in row.items() if not isinstance(value, str)]


def number_columns(table: Any) -> list[str]:
    """Those of a table of rows."""
    import pyarrow as pa

    return [field.name for field in table.schema if not pa.types.is_string(field.type)]


def numbers(table: Any, name: str, where: str = "") -> Vector:
    """(n,) values of one column of a table of rows, NaN where a run has none.

    Raises
    ------
    DataError
        for a column that no run has, or one of words; the nearest is named.
    """
    known = number_columns(table)
    if name not in known:
        raise unknown("column", name, known, where=where)
    values: Vector = table.column(name).to_numpy(zero_copy_only=False).astype("float64")
    return values


def lost(row: Mapping[str, Any]) -> bool:
    """Whether the mission did not go as planned."""
    return row["outcome"] not in _AS_PLANNED
