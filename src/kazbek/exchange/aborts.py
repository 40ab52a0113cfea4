"""An abort map as a table for other programs: CSV or Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError
from kazbek.base.files import written_whole
from kazbek.base.places import check_file, writing


def check_table(file: Path) -> None:
    """Whether a table can be written there.

    Raises
    ------
    DataError
        the file ends otherwise, or is at a place where none can be written.
    """
    if file.suffix not in _MAKERS:
        raise DataError(f"`table` {file}", allowed="a file that ends in .csv or .parquet")
    check_file(file, "table")


def write_table(rows: Sequence[Mapping[str, Any]], file: Path) -> Path:
    """Write rows with the same columns, CSV or Parquet by the file's ending.

    Raises
    ------
    DataError
        the file ends otherwise, or cannot be written.
    """
    check_table(file)
    raw = _MAKERS[file.suffix](rows)
    with writing(str(file), "table"), written_whole(file) as fresh:
        fresh.write_bytes(raw)
    return file


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(rows[0])
    writer.writerows(["" if value is None else value for value in row.values()] for row in rows)
    return text.getvalue().encode()


def _parquet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({name: [row[name] for row in rows] for name in rows[0]})
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


_MAKERS = {".csv": _csv, ".parquet": _parquet}
