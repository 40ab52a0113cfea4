"""Reading a record back, format 1: documents at once, telemetry when first asked for, nothing flown again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import BaseModel

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.base.leg import Event, Outcome
from kazbek.record.digests import FILES, OWN_FOLDER, check_manifest, content_of, damaged, is_as_written
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg, Stored
from kazbek.record.partial import beside, is_whole, wants_its_name
from kazbek.record.record import Record
from kazbek.record.rows import Difference, Row
from kazbek.record.shapes import Events, Manifest, Summary, check_shape
from kazbek.record.write import FORMAT

_Json = Mapping[str, Any]


def load_record(directory: str | Path) -> Record:
    """Open a record written by ``kazbek fly`` or :meth:`Record.save`.

    Parameters
    ----------
    directory : the folder it was written into

    Raises
    ------
    DataError
        not a record, an unfinished one, or one of a format this kazbek does not know.

    Examples
    --------
    >>> import kazbek
    >>> record.save(folder)
    <Record soyuz-ms-19 reached: up, in ...>
    >>> kazbek.load(folder)["up"].event("liftoff").epoch
    <Epoch 2021-10-05T08:55:02...>
    """
    folder = Path(directory)
    manifest = _manifest(folder)
    summary = _document(folder / "summary.json", Summary, manifest.get(FILES))
    return Record(
        mission=str(summary["mission"]),
        flights=_flights(folder, manifest, summary),
        outcome=_outcome(summary["outcome"], folder / "summary.json"),
        station=summary["station"],
        manifest=manifest,
        comparison=tuple(_row(row) for row in summary["comparison"]),
        what_if=tuple(_difference(row) for row in summary.get("what_if", ())),
        not_flown=summary.get("not_flown", ""),
        directory=folder,
        folder=_own_folder(folder, manifest),
    )


def _own_folder(folder: Path, manifest: _Json) -> Path:
    """Where the mission's own data files lie; in early records beside the record's."""
    apart = any(name.startswith(f"{OWN_FOLDER}/") for name in manifest.get(FILES) or ())
    return folder / OWN_FOLDER if apart else folder


def load_unfinished(directory: str | Path) -> Record:
    """What is whole of a record that is being written, or whose run was cut short: ``DIR.partial``.

    Its flights are those with something in them, each as far as it went and, as long as nobody knows better, REACHED.

    Raises
    ------
    DataError
        no such folder, a format this kazbek does not know, or files in the middle of being written: ask again.
    """
    folder = Path(directory)
    if not (folder / "manifest.json").is_file():
        raise DataError(f"{folder} is no unfinished record", allowed="DIR.partial beside what kazbek fly writes")
    manifest = _parsed(content_of(folder / "manifest.json"), folder / "manifest.json")
    if manifest.get("format") != FORMAT:
        raise DataError(f"{folder} has record format {manifest.get('format')}", allowed=f"format {FORMAT}")
    happened = _document(folder / "events.json", Events, manifest.get(FILES))["events"]
    begun = {str(entry["flight"]) for entry in (*manifest["legs"], *happened)}
    parts = [
        {
            "name": entry["name"],
            "ship": entry["ship"],
            "crew": [person["name"] for person in entry["crew"]],
            "outcome": str(Outcome.REACHED),
            "events": [event for event in happened if event["flight"] == entry["name"]],
        }
        for entry in manifest.get("flights", ())
        if entry["name"] in begun
    ]
    flights = _flights(folder, manifest, {"flights": parts})
    name = str(manifest.get("mission", folder.name))
    return Record(name, flights, Outcome.REACHED, {}, manifest, directory=folder, folder=folder)


def as_record(record: Record | str | Path) -> Record:
    """A record as it is, or the one that lies in a folder."""
    return record if isinstance(record, Record) else load_record(record)


@contextmanager
def on_disk(record: Record) -> Iterator[Record]:
    """The record where other processes can read it: where it lies, else in a folder for as long as it is needed."""
    if record.directory is not None:
        yield record
        return
    with TemporaryDirectory(prefix="kazbek-") as apart:
        yield record.save(Path(apart) / record.mission)


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a whole record."""
    if not _is_there(folder):
        nameless = beside(folder)
        cure = wants_its_name(nameless) if _is_there(nameless) and is_whole(nameless) else _suggestion(folder)
        raise DataError(f"no such record: {folder}", cure=cure)
    if not (folder / "manifest.json").is_file():
        raise DataError(
            f"{folder} is not a record: it holds no manifest.json",
            allowed="a folder written by kazbek fly",
            cure=_suggestion(folder),
        )
    text = content_of(folder / "manifest.json")
    manifest = _parsed(text, folder / "manifest.json")
    if manifest.get("format") != FORMAT:
        raise DataError(
            f"{folder} has record format {manifest.get('format')}",
            allowed=f"format {FORMAT}",
            cure="fly the mission again with this version of kazbek",
        )
    if not manifest.get("complete") or not (folder / "summary.json").is_file():
        raise DataError(f"{folder} is half-written: its run did not finish", cure="fly the mission again")
    check_shape(manifest, Manifest, folder / "manifest.json")
    check_manifest(manifest, text, folder / "manifest.json")
    return manifest


def _is_there(folder: Path) -> bool:
    try:
        return folder.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _flights(folder: Path, manifest: _Json, summary: _Json) -> tuple[RecordedFlight, ...]:
    happened = _events(folder, manifest, summary)
    decided = {str(entry["name"]): entry for entry in manifest.get("flights", ())}
    flights: list[RecordedFlight] = []
    for part in summary["flights"]:
        name = str(part["name"])
        day = decided.get(name, {}).get("date")
        flight = RecordedFlight(
            name=name,
            ship=str(part["ship"]),
            crew=tuple(part["crew"]),
            outcome=_outcome(part["outcome"], folder / "summary.json"),
            legs=tuple(
                _leg(folder, entry, happened, manifest.get(FILES))
                for entry in manifest["legs"]
                if entry["flight"] == name
            ),
            reason=part.get("reason", ""),
            shortfall=part.get("shortfall", {}),
            bookkeeping=happened.get((name, ""), ()),
            way=decided.get(name, {}).get("way", ""),
            date=dt.date.fromisoformat(day) if day else None,
            liftoff=_liftoff(part, happened, flights),
        )
        flights.append(flight)
    return tuple(flights)


def _events(folder: Path, manifest: _Json, summary: _Json) -> dict[tuple[str, str], tuple[Event, ...]]:
    """Events by flight and leg, to the nanosecond; without ``events.json`` by flight alone, as the summary has them."""
    found: dict[tuple[str, str], tuple[Event, ...]] = {}
    if FILES not in manifest and not (folder / "events.json").is_file():
        for part in summary["flights"]:
            instants = [(event, Epoch.from_utc(event["utc"])) for event in part["events"]]
            found[part["name"], ""] = tuple(Event(event["name"], at, event["values"]) for event, at in instants)
        return found
    document = _document(folder / "events.json", Events, manifest.get(FILES))
    for event in document["events"]:
        key = (event["flight"], event["leg"])
        found[key] = (*found.get(key, ()), Event(event["name"], Epoch(event["tai_ns"]), event["values"]))
    return found


def _liftoff(
    part: _Json, happened: Mapping[tuple[str, str], tuple[Event, ...]], before: list[RecordedFlight]
) -> Epoch | None:
    """Of the ship: in this flight, in its flight up before, else counted back from what happened to it."""
    events = [event for (flight, _), events in happened.items() if flight == part["name"] for event in events]
    own = next((event.epoch for event in events if event.name == "liftoff"), None)
    flew = (flight for flight in before if flight.ship == part["ship"] and flight.outcome is not Outcome.SCRUBBED)
    up = next((flight.liftoff for flight in flew), None)
    if own or up:
        return own or up
    counted = next((event for event in part["events"] if event["met_s"] is not None), None)
    return None if counted is None else Epoch.from_utc(counted["utc"]) - float(counted["met_s"])


def _leg(
    folder: Path,
    entry: _Json,
    happened: Mapping[tuple[str, str], tuple[Event, ...]],
    digests: Mapping[str, str] | None,
) -> RecordedLeg:
    flight, name = str(entry["flight"]), str(entry["leg"])
    start, end = (
        Epoch(entry[f"{which}_tai_ns"]) if f"{which}_tai_ns" in entry else Epoch.from_utc(entry[f"{which}_utc"])
        for which in ("start", "end")
    )
    return RecordedLeg(
        flight,
        name,
        str(entry["phase"]),
        _outcome(entry["outcome"], folder / "manifest.json"),
        start,
        end,
        int(entry["rows"]),
        happened.get((flight, name), ()),
        Stored(folder, f"telemetry/{flight}/{name}.parquet", digests),
    )


def _outcome(word: Any, file: Path) -> Outcome:
    try:
        return Outcome(word)
    except ValueError:
        raise unknown("outcome", str(word), [str(known) for known in Outcome], where=str(file)) from None


def _row(row: _Json) -> Row:
    return Row(**{"role": "predicted", **{field.name: row[field.name] for field in fields(Row) if field.name in row}})


def _difference(row: _Json) -> Difference:
    return Difference(row["flight"], row["quantity"], row["nominal"], row["changed"])


def _document(file: Path, shape: type[BaseModel], digests: Mapping[str, str] | None) -> dict[str, Any]:
    content = content_of(file)
    document = _parsed(content, file)
    check_shape(document, shape, file)
    if not is_as_written(content, file.name, digests):
        raise damaged(file)
    return document


def _parsed(content: bytes, path: Path) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise DataError(f"{path} cannot be read as JSON", cure="fly the mission again") from None
    if not isinstance(document, dict):
        raise DataError(f"{path} is not part of a record", allowed="a JSON object")
    return document


def _suggestion(folder: Path) -> str:
    """The newest record nearby, if any."""
    places = [place for place in (folder, folder.parent, Path("kazbek-records")) if _is_there(place)]
    records = [m.parent for place in places if place.is_dir() for m in place.glob("*/manifest.json")]
    finished = [r for r in records if not r.name.endswith(".partial")]
    return f"did you mean {max(finished, key=lambda r: r.stat().st_mtime)}?" if finished else ""
