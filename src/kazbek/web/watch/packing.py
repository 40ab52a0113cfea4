"""Columns of numbers as bytes that a page reads without a parser: a header, then each column whole.

4 bytes     length of the header, little-endian
header      JSON: {"rows": n, "columns": [[name, "f8" | "f4", offset of its first byte]]}, blanks to a multiple of 8
columns     little-endian, each beginning at a multiple of 8
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

_EXACT = ("t_s", "r_", "v_", "station_r_", "station_v_", "q_ITRF", "mass_kg")


def packed(columns: Mapping[str, NDArray[Any]]) -> bytes:
    """The file of some columns of equal length; times, places and speeds with 64 bits, the rest with 32."""
    kinds = {name: "f8" if name.startswith(_EXACT) else "f4" for name in columns}
    rows = len(next(iter(columns.values()))) if columns else 0
    sizes = {name: -(-rows * int(kind[1]) // 8) * 8 for name, kind in kinds.items()}
    header = b""
    for _ in range(3):  # the offsets are part of the header whose length they count from
        header, before = _header(rows, kinds, sizes, 4 + len(header)), header
        if len(header) == len(before):
            break
    body = (np.asarray(columns[name], f"<{kind}").tobytes().ljust(sizes[name], b"\0") for name, kind in kinds.items())
    return b"".join((len(header).to_bytes(4, "little"), header, *body))


def _header(rows: int, kinds: Mapping[str, str], sizes: Mapping[str, int], start: int) -> bytes:
    start = -(-start // 8) * 8
    told = []
    for name, kind in kinds.items():
        told.append([name, kind, start])
        start += sizes[name]
    text = json.dumps({"rows": rows, "columns": told}, separators=(",", ":")).encode()
    return text + b" " * (-(4 + len(text)) % 8)


def unpacked(file: bytes) -> dict[str, NDArray[Any]]:
    """The columns of a packed file."""
    header = json.loads(file[4 : 4 + int.from_bytes(file[:4], "little")])
    return {name: np.frombuffer(file, f"<{kind}", header["rows"], at) for name, kind, at in header["columns"]}
