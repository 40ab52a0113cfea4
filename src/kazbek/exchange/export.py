"""A record in other people's formats, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kazbek.base.errors import DataError, unknown
from kazbek.exchange.czml import write_czml
from kazbek.exchange.kml import write_kml
from kazbek.exchange.netcdf import write_netcdf
from kazbek.exchange.oem import write_oem
from kazbek.exchange.table import write_csv
from kazbek.mission.load import Record, load_record

WRITERS: dict[str, Callable[[Record, Path], list[Path]]] = {
    "oem": write_oem, "csv": write_csv, "kml": write_kml, "czml": write_czml, "netcdf": write_netcdf}


def export(record: Record | str | Path, to: str, out: str | Path | None = None) -> list[Path]:
    """Write a record as files that other tools open.

    Parameters
    ----------
    record : as loaded, or its folder
    to : ``oem`` (a segment per coast arc), ``csv`` (a table per leg, one of events), ``kml``, ``czml`` or ``netcdf``
    out : folder; ``export`` inside the record without it

    Raises
    ------
    DataError
        an unknown format (the nearest is given), no record, nothing to write, or a folder that cannot be written.
    """
    if to not in WRITERS:
        raise unknown("format", to, WRITERS)
    record = record if isinstance(record, Record) else load_record(record)
    folder = Path(out) if out is not None else record.directory / "export"
    try:
        return WRITERS[to](record, folder)
    except OSError as fault:
        raise DataError(f"cannot write into {folder}: {(fault.strerror or str(fault)).lower()}",
                        cure="choose another --out") from None
