"""Telling a flight while it flies: a line per event as it happens, and on a terminal what is being computed."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TextIO

from kazbek.base.leg import Leg
from kazbek.mission.file import Flight
from kazbek.mission.flown import FlownFlight
from kazbek.mission.fly import Watcher
from kazbek.mission.record import event_json
from kazbek.views.timeline import columns_text, comparison_text, event_text, flight_text


class Telling:
    """Writes the timeline to `stream`, progress and notes to standard error.

    Progress is a spinner on a terminal, and a line per step where standard error is a file.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self._status: Any = None

    def watcher(self) -> Watcher:
        """What the fold calls."""
        return Watcher(self.working, self.flight, self.leg, self.note)

    def working(self, what: str) -> None:
        """Say what is being computed; an empty text ends it."""
        if self._status is not None:
            self._status.stop()
            self._status = None
        if not what:
            return
        if not sys.stderr.isatty():
            self.note(f"{what} …")
            return
        from rich.console import Console

        self._status = Console(stderr=True).status(f"{what} …")
        self._status.start()

    def note(self, sentence: str) -> None:
        """A sentence about the inputs."""
        print(sentence, file=sys.stderr, flush=True)

    def flight(self, flight: Flight) -> None:
        """A flight begins."""
        self._line("")
        self._line(flight_text(flight.name, flight.ship, flight.names))
        self._line(columns_text())

    def leg(self, flight: FlownFlight, leg: Leg) -> None:
        """A phase was flown: its events, and why it departed from plan if it did."""
        self.working("")
        for event in leg.events:
            self._line(event_text(event_json(flight, event)))
        if leg.reason:
            self._line(f"  {leg.reason}")

    def end(self, document: Mapping[str, Any]) -> None:
        """The comparison, the outcome, and where the record lies."""
        self.working("")
        self._line("")
        for line in comparison_text(document["comparison"]):
            self._line(line)
        self._line(f"Outcome: {document['outcome'].replace('_', ' ')}.")
        if document["record"]:
            self._line(f"Record: {document['record']}")

    def _line(self, text: str) -> None:
        with suppress(BrokenPipeError):
            print(text, file=self.stream, flush=True)
