"""What was done in the cockpit, by tick: with the seed it gives the same flight to the bit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from kazbek.base.errors import DataError
from kazbek.flight.docking.kernels import columns as col

FORMAT = 1
LOG = "cockpit.jsonl"  # inside a record
AXES = 6
_FULL = 127  # of an int8 axis
KEYS: dict[str, tuple[int | None, int, int]] = {
    "sets": (col.SETS, 0, 3),
    "loop": (col.LOOP, 0, 2),
    "rud_pulse": (col.RUD_PULSE, 0, 1),
    "ruo_pulse": (col.RUO_PULSE, 0, 1),
    "retreat": (col.RETREAT, 0, 1),
    "kurs": (col.KURS, 0, 3),
    "gyro": (col.GYRO, 0, 1),
    "probe": (None, 0, 1),  # looked at, and told
    "antenna": (None, 0, 1),
    "go": (None, 0, 1),  # the word to dock is asked for
    "drift": (None, 0, 1),  # the instructor's: the station leaves its attitude and drifts within its dead band
}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What changed at a tick: axes as int8 (fore, right, down; roll, pitch, yaw), keys by name, a failure's row."""

    tick: int
    axes: tuple[int, ...] | None = None
    keys: tuple[tuple[str, int], ...] = ()
    failure: tuple[float, ...] | None = None

    @classmethod
    def checked(cls, tick: int, said: Any) -> LogEntry:
        """From what a page sent.

        Raises
        ------
        DataError
            anything that is not axes in −127..127 and keys within their range.
        """
        if not isinstance(said, dict) or not set(said) <= {"axes", "keys"}:
            raise DataError("a command is axes and keys")
        axes, keys = said.get("axes"), said.get("keys", {})
        if axes is not None and not (
            isinstance(axes, list) and len(axes) == AXES and all(type(a) is int and abs(a) <= _FULL for a in axes)
        ):
            raise DataError("axes are six whole numbers", allowed=f"-{_FULL} to {_FULL}")
        if not isinstance(keys, dict):
            raise DataError("keys are a table")
        for name, value in keys.items():
            if name not in KEYS or type(value) is not int or not KEYS[name][1] <= value <= KEYS[name][2]:
                raise DataError(f"no such key or value: {name!r}", allowed=", ".join(KEYS))
        return cls(tick, None if axes is None else tuple(axes), tuple(sorted(keys.items())))

    def apply(self, command: NDArray[np.float64]) -> None:
        """Set handles and keys."""
        if self.axes is not None:
            command[col.RUD : col.RUD + 3] = [a / _FULL for a in self.axes[:3]]
            command[col.RUO : col.RUO + 3] = [a / _FULL for a in self.axes[3:]]
        for name, value in self.keys:
            column = KEYS[name][0]
            if column is not None:
                command[column] = value

    def json(self) -> str:
        """One line of the log."""
        said: dict[str, Any] = {"tick": self.tick}
        if self.axes is not None:
            said["axes"] = list(self.axes)
        if self.keys:
            said["keys"] = dict(self.keys)
        if self.failure is not None:
            said["failure"] = list(self.failure)
        return json.dumps(said, separators=(",", ":"))

    @classmethod
    def parsed(cls, said: dict[str, Any]) -> LogEntry:
        """From one line of the log."""
        failure = said.get("failure")
        body = {key: said[key] for key in ("axes", "keys") if key in said}
        entry = cls.checked(int(said["tick"]), body)
        return entry if failure is None else cls(entry.tick, failure=tuple(float(x) for x in failure))


def digest(row: NDArray[np.float64]) -> str:
    """SHA-256 of a state's row."""
    return hashlib.sha256(np.ascontiguousarray(row).tobytes()).hexdigest()


@dataclass
class Log:
    """The header and all entries of one flight; with a file, written through at every entry.

    Attributes
    ----------
    header : what the flight began from: scenario or mission and event, seed, version
    entries : in order of ticks
    """

    header: dict[str, Any]
    entries: list[LogEntry] = field(default_factory=list)
    file: TextIO | None = None
    path: Path | None = None
    branches: int = 0

    def open(self, path: Path) -> None:
        """Begin to write."""
        self.path = path
        self.file = path.open("w", encoding="utf-8")
        self._line(json.dumps({"format": FORMAT, **self.header}))

    def add(self, entry: LogEntry) -> None:
        """Add an entry, and write it at once."""
        self.entries.append(entry)
        self._line(entry.json())

    def mark(self, tick: int, row: NDArray[np.float64]) -> None:
        """Write the digest of the state at a tick."""
        self._line(json.dumps({"tick": tick, "sha256": digest(row)}))

    @property
    def sha256(self) -> str:
        """Of the header and all entries: what a branch names as its parent."""
        lines = [json.dumps(self.header, sort_keys=True), *(entry.json() for entry in self.entries)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def branch(self, tick: int, row: NDArray[np.float64], at: int) -> Log:
        """End this log, kept beside the new one under a number, and begin another that knows its parent."""
        begun = Log({**self.header, "parent": self.sha256, "branched_at_tick": at}, branches=self.branches + 1)
        if self.path is not None:
            self.close(tick, row)
            stem = self.path.name.removesuffix(".cockpit.jsonl")
            self.path.replace(self.path.with_name(f"{stem}.branch-{begun.branches}.cockpit.jsonl"))
            begun.open(self.path)
        return begun

    def close(self, tick: int, row: NDArray[np.float64]) -> None:
        """Write the end, and close."""
        if self.file is not None:
            self._line(json.dumps({"tick": tick, "sha256": digest(row), "end": True}))
            self.file.close()
            self.file = None

    def _line(self, text: str) -> None:
        if self.file is not None:
            self.file.write(text + "\n")
            self.file.flush()


@dataclass(frozen=True)
class Read:
    """A log from disk: header, entries, digests by tick, and the last tick that is known."""

    header: dict[str, Any]
    entries: tuple[LogEntry, ...]
    digests: tuple[tuple[int, str], ...]
    last_tick: int
    whole: bool  # whether its end was written


def read(path: Path) -> Read:
    """A log from disk; one that ends in the middle of a line, as a kill leaves it, is read up to there.

    Raises
    ------
    DataError
        a file that is no log.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as fault:
        raise DataError(f"cannot read {path}: {(fault.strerror or str(fault)).lower()}") from None
    except UnicodeDecodeError:
        raise DataError(f"{path} is no log of a cockpit: it is not in UTF-8") from None
    said = list(_documents(lines))
    if not said or said[0].get("format") != FORMAT:
        raise DataError(f"{path} is no log of a cockpit", allowed=f"format {FORMAT}")
    try:
        entries = tuple(LogEntry.parsed(one) for one in said[1:] if "sha256" not in one)
        digests = tuple((int(one["tick"]), str(one["sha256"])) for one in said[1:] if "sha256" in one)
    except (KeyError, TypeError, ValueError) as fault:
        raise DataError(f"{path} is damaged: {fault!r}") from None
    last = max([0, *(entry.tick for entry in entries), *(tick for tick, _ in digests)])
    header = {key: value for key, value in said[0].items() if key != "format"}
    return Read(header, entries, digests, last, any(one.get("end") for one in said))


def _documents(lines: list[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            document = json.loads(line)
        except json.JSONDecodeError:
            return
        if not isinstance(document, dict):
            return
        yield document
