"""A record as NetCDF, one file per leg: the classic format, which every reader takes, written without a library.

Source: NetCDF User's Guide, appendix B, *The NetCDF Classic Format Specification* (64-bit offset variant, CDF-2);
attributes after the CF conventions 1.10. Everything is big-endian and padded to four bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kazbek.base.channels import CHANNELS
from kazbek.base.epoch import Epoch
from kazbek.base.version import __version__
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record

_DIMENSION, _VARIABLE, _ATTRIBUTE = 0x0A, 0x0B, 0x0C
_CHAR, _DOUBLE = 2, 6
_DIMENSION_NAME = "time"


def write_netcdf(record: Record, folder: Path) -> list[Path]:
    """Write ``<flight>/<leg>.nc``: every column over time, with unit, frame and meaning as attributes.

    Time is in SI seconds since the leg's first row (64-bit floats keep nanoseconds over a month). It rises from row to
    row, as CF wants of a coordinate: where an instant stands twice in the record, before and after an event, the row
    after it is written.
    """
    return [_write_leg(record, leg, folder / flight.name) for flight in record.values() for leg in flight.values()]


def _write_leg(record: Record, leg: RecordedLeg, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{leg.name}.nc"
    all_ns = np.asarray(leg["tai_ns"])
    kept = np.append(np.diff(all_ns) > 0, True)
    tai_ns = all_ns[kept]
    columns = {_DIMENSION_NAME: (tai_ns - tai_ns[0]) / 1e9}
    columns |= {name: np.asarray(leg[name], dtype=np.float64)[kept] for name in leg if name != "tai_ns"}
    start = Epoch(int(tai_ns[0])).utc.rstrip("Z")
    about = {
        _DIMENSION_NAME: {
            "units": f"seconds since {start}",
            "standard_name": "time",
            "calendar": "standard",
            "axis": "T",
            "long_name": "SI seconds since the first row (UTC in units)",
        }
    }
    about |= {name: _about(name) for name in columns if name != _DIMENSION_NAME}
    overall = {
        "Conventions": "CF-1.10",
        "title": f"{record.mission}, flight {leg.flight}, leg {leg.name}",
        "source": f"kazbek {__version__}",
        "first_tai_ns": str(int(tai_ns[0])),
        "comment": "Computed, not tracked; not for flight decisions.",
    }
    path.write_bytes(classic(columns, about, overall))
    return path


def _about(name: str) -> dict[str, str]:
    channel = CHANNELS[name]
    return {"units": channel.unit or "1", "frame": channel.frame, "long_name": channel.sentence}


def classic(
    columns: Mapping[str, NDArray[np.float64]], about: Mapping[str, Mapping[str, str]], overall: Mapping[str, str]
) -> bytes:
    """The bytes of a file with columns of equal length over one dimension, ``time``."""
    count = len(next(iter(columns.values())))
    size = 8 * count
    head = (
        b"CDF\x02"
        + struct.pack(">i", 0)
        + struct.pack(">ii", _DIMENSION, 1)
        + _text(_DIMENSION_NAME)
        + struct.pack(">i", count)
        + _attributes(overall)
    )
    entries = [
        _text(name) + struct.pack(">ii", 1, 0) + _attributes(about[name]) + struct.pack(">ii", _DOUBLE, size)
        for name in columns
    ]
    begin = len(head) + 8 + sum(len(entry) + 8 for entry in entries)  # each entry ends in its 8-byte offset
    variables = b"".join(entry + struct.pack(">q", begin + k * size) for k, entry in enumerate(entries))
    data = b"".join(np.ascontiguousarray(column, dtype=">f8").tobytes() for column in columns.values())
    return head + struct.pack(">ii", _VARIABLE, len(entries)) + variables + data


def _text(words: str) -> bytes:
    """Length, UTF-8 bytes, padding."""
    raw = words.encode()
    return struct.pack(">i", len(raw)) + raw + b"\0" * (-len(raw) % 4)


def _attributes(values: Mapping[str, str]) -> bytes:
    told = {name: value for name, value in values.items() if value}
    if not told:
        return struct.pack(">ii", 0, 0)
    return struct.pack(">ii", _ATTRIBUTE, len(told)) + b"".join(
        _text(name) + struct.pack(">i", _CHAR) + _text(value) for name, value in told.items()
    )
