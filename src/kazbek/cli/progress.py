"""Progress of a flight: a line per event as it happens, and on a terminal what is being computed."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Self, TextIO

from kazbek.base.printable import printable_lines
from kazbek.catalogue.clock import Clock
from kazbek.cli.streams import columns_of, fitted
from kazbek.mission.plan import Flight
from kazbek.mission.progress import Progress
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record
from kazbek.views.timeline import COLUMNS, columns_text, comparison_text, event_text, flight_text, what_if_text

_FLIGHT_KERNELS = (
    "flight.ascent.kernels.loop",
    "flight.chase.kernels.burns",
    "flight.docking.kernels.foresight",
    "laws.dop853",
)
_SOON_s = 2.0  # what takes less needs no word on a stream that is not a terminal


def compiling() -> str:
    """What to add to a progress line on a machine that has not flown before."""
    from kazbek.laws.compiled import compiled_before

    ready = compiled_before(*_FLIGHT_KERNELS)
    return "" if ready else " (compiling kernels first, once per machine: about a minute)"


class Telling:
    """Writes the timeline to `stream`, progress and notes to standard error.

    Progress is a spinner on a terminal; elsewhere a line for each step that takes longer than two seconds.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self._columns = min(columns_of(stream) or COLUMNS, COLUMNS)
        self._stop: Callable[[], None] = lambda: None
        self._begun: Flight | None = None
        self._clocks: tuple[Clock, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.working("")

    def progress(self) -> Progress:
        """What flying calls."""
        return Progress(self.working, self.flight, self.leg, self.stay, self.note)

    def working(self, what: str) -> None:
        """Say what is being computed; an empty text ends it."""
        self._stop()
        self._stop = lambda: None
        if not what:
            return
        text = f"{what}{compiling()} …"
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.text import Text

            status = Console(stderr=True).status(Text(text))
            status.start()
            self._stop = status.stop
        else:
            timer = threading.Timer(_SOON_s, self.note, (text,))
            timer.daemon = True
            timer.start()
            self._stop = timer.cancel

    def note(self, sentence: str) -> None:
        """A sentence about the inputs."""
        print(fitted(printable_lines(sentence), sys.stderr), file=sys.stderr, flush=True)

    def flight(self, flight: Flight, clocks: tuple[Clock, ...]) -> None:
        """A flight begins; its heading waits for something to stand under it."""
        self._begun, self._clocks = flight, clocks

    def _heading(self) -> None:
        if self._begun is None:
            return
        flight, self._begun = self._begun, None
        self._line("")
        self._line(flight_text(flight.name, flight.ship, flight.names))
        self._line(columns_text(self._clocks))

    def leg(self, flight: RecordedFlight, leg: RecordedLeg) -> None:
        """A phase was flown: its events, and why it departed from plan if it did."""
        self.working("")
        self._heading()
        for event in leg.events:
            self._line(event_text(event, flight.met_s(event.epoch), self._clocks, self._columns))
        if flight.reason:
            self._line(f"  {flight.reason}")

    def stay(self, flight: RecordedFlight) -> None:
        """What happened at the station before a flight home."""
        self.working("")
        self._heading()
        for event in flight.bookkeeping:
            self._line(event_text(event, flight.met_s(event.epoch), self._clocks, self._columns))

    def end(self, record: Record) -> None:
        """The comparison, the outcome, and where the record lies."""
        self.working("")
        for flight in record.flights:
            if not flight.events:
                self._line(f"{flight.name}, {flight.ship}: {flight.outcome}, {flight.reason}.")
        if record.not_flown:
            self._line(f"{record.not_flown}.")
        self._line("")
        for line in comparison_text(record.comparison):
            self._line(line)
        for line in what_if_text(record.what_if) if record.what_if else ():
            self._line(line)
        self._line(f"Outcome: {record.outcome.replace('_', ' ')}.")
        if record.directory is not None:
            self._line(f"Record: {record.directory}")

    def _line(self, text: str) -> None:
        print(fitted(printable_lines(text), self.stream), file=self.stream, flush=True)
