"""A record as plain tables: one CSV per leg and one of all events, for spreadsheets and any other program."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from kazbek.exchange.oem import ccsds_utc
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record


def write_csv(record: Record, folder: Path) -> list[Path]:
    """Write ``<flight>/<leg>.csv`` and ``events.csv``.

    Columns are named as in the record, units in the names; instants are given as UTC and as the record's ``tai_ns``.
    Numbers keep every digit; an absent value is an empty cell.
    """
    paths = [_write_leg(leg, folder / flight.name) for flight in record.values() for leg in flight.values()]
    return [*paths, _write_events(record, folder)]


def _write_leg(leg: RecordedLeg, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{leg.name}.csv"
    utc = [f"{ccsds_utc(ns)}Z" for ns in leg["tai_ns"].tolist()]
    columns = [["" if value != value else repr(value) for value in leg[name].tolist()] for name in leg]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["utc", *leg])
        writer.writerows(zip(utc, *columns))
    return path


def _write_events(record: Record, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "events.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["flight", "name", "utc", "met_s", "values"])
        for flight in record.values():
            for event in flight.events:
                elapsed_s = flight.met_s(event.epoch)
                met_s = "" if elapsed_s is None else repr(elapsed_s)
                values = json.dumps(dict(event.values), ensure_ascii=False)
                writer.writerow([_plain(flight.name), _plain(event.name), event.utc, met_s, values])
    return path


def _plain(text: str) -> str:
    """A cell of text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
