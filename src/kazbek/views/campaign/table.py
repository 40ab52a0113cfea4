"""An Arrow table as lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_MOST = 1000


def table_text(table: Any) -> Iterator[str]:
    """Names of columns and rows, numbers to seven digits, columns aligned."""
    names, rows = table.column_names, [list(row.values()) for row in table.slice(0, _MOST).to_pylist()]
    cells = [names, *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[k]) for row in cells) for k in range(len(names))]
    for row in cells:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths)).rstrip()
    if table.num_rows > _MOST:
        yield f"{table.num_rows - _MOST} more rows; a LIMIT, or --json, gives what you want of them"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.7g}"
    return "" if value is None else str(value)
