"""A record in other people's formats, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from kazbek.base.errors import DataError, WrongPlace, unknown
from kazbek.base.files import clear_strays, hold
from kazbek.base.places import check_folder, writing
from kazbek.exchange.atom import write_atom
from kazbek.exchange.captions import write_srt, write_vtt
from kazbek.exchange.czml import write_czml
from kazbek.exchange.kml import write_kml
from kazbek.exchange.netcdf import write_netcdf
from kazbek.exchange.oem import write_oem
from kazbek.exchange.programme import write_ics
from kazbek.exchange.table import write_csv
from kazbek.record.read import as_record
from kazbek.record.record import Record

_APART = ".kazbek-export-"
Writer = Callable[[Record, Path], list[Path]]
WRITERS: dict[str, Writer] = {
    "oem": write_oem,
    "csv": write_csv,
    "kml": write_kml,
    "czml": write_czml,
    "netcdf": write_netcdf,
    "vtt": write_vtt,
    "srt": write_srt,
    "ics": write_ics,
    "atom": write_atom,
}


def export(record: Record | str | Path, to: str, out: str | Path | None = None) -> list[Path]:
    """Write a record as files that other tools open.

    Parameters
    ----------
    record : as flown or loaded, or its folder
    to : ``oem`` (a segment per coast arc), ``csv`` (a table per leg, one of events), ``kml``, ``czml``,
        ``netcdf``, ``vtt`` and ``srt`` (commentary), ``ics`` (the programme) or ``atom`` (changes of state)
    out : folder; ``export`` inside the record's own without it

    Raises
    ------
    DataError
        an unknown format (the nearest is given), no record, nothing to write, a file of that name is there already, or
        the folder cannot be written.
    WrongPlace
        no `out`, and the record was never written.

    Examples
    --------
    >>> import kazbek
    >>> [path.name for path in kazbek.export(record, "csv", folder)]
    ['countdown.csv', 'ascent.csv', 'events.csv']
    """
    if to not in WRITERS:
        raise unknown("format", to, WRITERS)
    record = as_record(record)
    folder = _folder(record, out)
    check_folder(folder, "out")
    try:
        with writing(f"into {folder}"):
            folder.mkdir(parents=True, exist_ok=True)
            clear_strays(folder, _APART)
            return _written(WRITERS[to], record, folder)
    finally:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()  # nothing was written


def _folder(record: Record, out: str | Path | None) -> Path:
    if out is not None:
        return Path(out)
    if record.directory is None:
        raise WrongPlace(f"{record.where} lies in no folder yet", cure="give `out`, or save the record first")
    return record.directory / "export"


def _written(writer: Writer, record: Record, folder: Path) -> list[Path]:
    """The files, made apart from the user's own until all of them are whole."""
    with TemporaryDirectory(prefix=_APART, dir=folder) as apart:
        held = hold(Path(apart))
        files = [file.relative_to(apart) for file in writer(record, Path(apart))]
        moved = _moved(files, Path(apart), folder)
        if held is not None:
            held.let_go()
        return moved


def _moved(files: list[Path], apart: Path, folder: Path) -> list[Path]:
    """The files in their folder, which may hold others already but none of their names."""
    there = [folder / file for file in files if (folder / file).exists()]
    if there:
        raise DataError(f"{there[0]} exists already", cure="choose another `out`, or remove it")
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (apart / file).rename(folder / file)
    return [folder / file for file in files]
