"""A record that is still being written: looked at twice a second, and kept in memory as far as it has come."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from kazbek.base.errors import KazbekError
from kazbek.base.places import PARTIAL
from kazbek.record.leg import RecordedLeg
from kazbek.record.read import load_record, load_unfinished
from kazbek.record.record import Record
from kazbek.web.watch.watched import Watched

_LOOK_s = 0.5
_TO_END_s = 10.0  # that a flight has to end by itself when nobody watches any more


@dataclass
class Follower:
    """Follows ``DIR.partial`` until it is ``DIR``; its legs stay watchable whatever becomes of the folder.

    Attributes
    ----------
    directory : where the finished record will be
    running : whether somebody still writes; None where nobody can tell
    """

    directory: Path
    running: Callable[[], bool] | None = None
    watched: Watched = field(default_factory=lambda: Watched(None, complete=False))
    _kept: dict[tuple[str, str], RecordedLeg] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Look until it is whole or will not become so."""
        threading.Thread(target=self._follow, daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stop.set()

    def _follow(self) -> None:
        while not self._stop.is_set() and not self.watched.complete:
            self.look()
            self._stop.wait(_LOOK_s)

    def look(self) -> None:
        """Take what is there now."""
        ended = self.running is not None and not self.running()  # asked first: what it wrote last is read after
        try:
            if (self.directory / "summary.json").is_file():
                self._take(load_record(self.directory), complete=True)
                return
            self._take(load_unfinished(self.directory.with_name(f"{self.directory.name}{PARTIAL}")), complete=False)
        except KazbekError:
            pass  # not there yet, or in the middle of being written
        if ended and not self.watched.complete:
            self.watched.change(
                complete=True, working="", fault=self.watched.fault or "the flight ended before its end"
            )

    def _take(self, record: Record, *, complete: bool) -> None:
        known = self.watched.record
        flights = tuple(
            replace(flight, legs=tuple(self._held(flight.name, leg) for leg in flight.legs))
            for flight in record.flights
            if flight.legs or flight.bookkeeping
        )
        fresh = replace(record, flights=flights, text=record.mission_text)
        same = known is not None and [len(f.events) for f in known.flights] == [len(f.events) for f in flights]
        if not flights or (same and not complete):
            return
        self.watched.change(record=fresh, complete=complete, working="" if complete else self.watched.working)

    def _held(self, flight: str, leg: RecordedLeg) -> RecordedLeg:
        """The leg with its columns in memory; the same object each time."""
        known = self._kept.get((flight, leg.name))
        if known is None or known.rows != leg.rows:
            known = replace(leg, source=dict(leg))
            self._kept[flight, leg.name] = known
        return known


@dataclass
class LiveFlight:
    """A mission flown in a process of its own while it is watched.

    Attributes
    ----------
    mission : a bundled mission, or a mission file
    directory : where its record goes
    """

    mission: str
    directory: Path
    follower: Follower = field(init=False)
    _process: subprocess.Popen[str] | None = None

    def start(self) -> Watched:
        """Begin to fly and to look."""
        command = [sys.executable, "-m", "kazbek", "fly", self.mission, "--out", str(self.directory)]
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        self._process = process
        self.follower = Follower(self.directory, lambda: process.poll() is None)
        self.follower.watched.change(working="getting ready to fly")
        threading.Thread(target=self._listen, daemon=True).start()
        self.follower.start()
        return self.follower.watched

    def _listen(self) -> None:
        """What the flight says while it flies; its last words are why it ended, if it ended badly."""
        assert self._process is not None
        assert self._process.stderr is not None
        last = ""
        with self._process.stderr as said:
            for line in said:
                last = line.strip() or last
                self.follower.watched.change(working=last)
        status = self._process.wait()
        if status not in (0, 3):
            told = f"the flying process was ended by signal {-status}" if status < 0 else last or f"status {status}"
            self.follower.watched.change(fault=told)

    def stop(self) -> None:
        """End the flight, by SIGTERM first where it still flies; what it has finished it keeps."""
        self.follower.stop()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_TO_END_s)
            except subprocess.TimeoutExpired:
                self._process.kill()
