"""Predicted against flown. The only file of kazbek that opens ``data/history``: take that folder away and nothing else
changes.

One row of the table is one quantity of one flight: what was flown (or, where the source says so, planned by mission
control), the gate it is held to, and the source. Its role says how much the agreement is worth:

    predicted   computed from decisions and data that know nothing of it
    fitted      a constant in the data files was chosen so that flights like this come out right
    aim         guidance steers to it; the row shows that it gets there
    input       a decision or a planned slot in the data files
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping

from kazbek.base.data import bundled
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.leg import Event
from kazbek.record.flight import RecordedFlight
from kazbek.record.rows import Row


def compare(flights: Iterable[RecordedFlight]) -> tuple[Row, ...]:
    """Rows for every quantity of `flights` that history knows; none when there is no history."""
    history = list(_history())
    return tuple(row for flight in flights for row in _rows(flight, history))


def _history() -> Iterator[dict[str, str]]:
    folder = bundled("history")
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".csv"):
            yield from csv.DictReader(file.read_text(encoding="utf-8").splitlines())


def _rows(flight: RecordedFlight, history: list[dict[str, str]]) -> Iterator[Row]:
    decided = (flight.ship, flight.way, flight.date.isoformat() if flight.date else "")
    mode = "manual" if flight.first("manual_control") else "automatic"
    for known in history:
        if (known["ship"], known["kind"], known["date"]) != decided or known["mode"] not in ("", mode):
            continue  # another day or another ship is another flight
        event = flight.first(known["event"])
        row = event and _row(flight, event, known)
        if row:
            yield row


def _row(flight: RecordedFlight, event: Event, known: Mapping[str, str]) -> Row | None:
    name, quantity = flight.name, f"{known['event']}_{known['value']}"
    tolerance, source = float(known["tolerance"]), known["source"]
    flown_sigma = float(known["flown_sigma"] or 0.0)
    if known["value"] == "utc":
        flown = Epoch.from_utc(known["flown"])
        return Row(
            name,
            quantity,
            known["role"],
            known["unit"],
            event.epoch.utc,
            None,
            flown.utc,
            event.epoch - flown,
            tolerance,
            source,
            flown_sigma,
        )
    predicted = flight.met_s(event.epoch) if known["value"] == "met_s" else event.values.get(known["value"])
    if predicted is None:
        return None
    if isinstance(predicted, str):
        raise DataError(f'{quantity} = "{predicted}" is not a number', allowed="a number to compare with history")
    value, was = float(predicted), float(known["flown"])
    return Row(
        name, quantity, known["role"], known["unit"], value, None, was, value - was, tolerance, source, flown_sigma
    )
