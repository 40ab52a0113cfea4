"""Columns of numbers as bytes that a page reads without a parser: a header, then each column whole.

4 bytes     length of the header, little-endian
header      JSON: {"rows": n, "columns": [[name, "f8" | "f4", offset of its first byte]]}, blanks to a multiple of 8
columns     little-endian, each beginning at a multiple of 8

In a folder that is exported a third kind, "d2", keeps files small: a column counted in steps, as second differences in
64-bit floats, all of which are whole numbers: smooth channels become runs of small ones. Its entry ends with the step.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_EXACT = ("t_s", "r_GCRF", "v_GCRF", "station_r_", "station_v_", "q_ITRF", "mass_kg")
_STEPS = (
    ("t_s", 2.0**-24),
    ("r_GCRF", 2.0**-10),
    ("station_r_", 2.0**-10),
    ("v_GCRF", 2.0**-20),
    ("station_v_", 2.0**-20),
)
_FINE = 2.0**-20  # of the greatest value of any other column


def packed(columns: Mapping[str, NDArray[Any]], *, small: bool = False) -> bytes:
    """The file of some columns of equal length; times, places and speeds with 64 bits, the rest with 32.

    `small` counts in steps instead: 1 mm, 1 µm/s, 0.1 µs, and a millionth of any other column's greatest value.
    """
    rows = len(next(iter(columns.values()))) if columns else 0
    stored = {name: _stored(name, np.asarray(column), small) for name, column in columns.items()}
    sizes = {name: -(-len(body) // 8) * 8 for name, (_, body) in stored.items()}
    kinds = {name: kind for name, (kind, _) in stored.items()}
    header = b""
    for _ in range(3):  # the offsets are part of the header whose length they count from
        header, before = _header(rows, kinds, sizes, 4 + len(header)), header
        if len(header) == len(before):
            break
    body = (stored[name][1].ljust(sizes[name], b"\0") for name in columns)
    return b"".join((len(header).to_bytes(4, "little"), header, *body))


def _stored(name: str, column: NDArray[Any], small: bool) -> tuple[tuple[str, float | None], bytes]:
    """Kind (with its step) and bytes of a column."""
    if small and len(column) and np.isfinite(column).all() and not name.startswith("q_ITRF"):
        step = next((step for start, step in _STEPS if name.startswith(start)), 0.0)
        step = step or float(np.exp2(np.ceil(np.log2(np.abs(column).max() or 1.0)))) * _FINE
        counts = np.round(column.astype(np.float64) / step)
        return ("d2", step), np.diff(counts, n=2, prepend=(0.0, 0.0)).astype("<f8").tobytes()
    kind = "f8" if name.startswith(_EXACT) else "f4"
    return (kind, None), column.astype(f"<{kind}").tobytes()


def _header(rows: int, kinds: Mapping[str, tuple[str, float | None]], sizes: Mapping[str, int], start: int) -> bytes:
    start = -(-start // 8) * 8
    told: list[list[Any]] = []
    for name, (kind, step) in kinds.items():
        told.append([name, kind, start] if step is None else [name, kind, start, step])
        start += sizes[name]
    text = json.dumps({"rows": rows, "columns": told}, separators=(",", ":")).encode()
    return text + b" " * (-(4 + len(text)) % 8)


def unpacked(file: bytes) -> dict[str, NDArray[Any]]:
    """The columns of a packed file."""
    header = json.loads(file[4 : 4 + int.from_bytes(file[:4], "little")])
    return {name: _column(file, header["rows"], *about) for name, *about in header["columns"]}


def _column(file: bytes, rows: int, kind: str, at: int, step: float = 0.0) -> NDArray[Any]:
    if kind != "d2":
        return np.frombuffer(file, f"<{kind}", rows, at)
    return np.cumsum(np.cumsum(np.frombuffer(file, "<f8", rows, at))) * step
