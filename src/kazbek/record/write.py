"""The record of a flight, format 1: written leg by leg into ``DIR.partial``, renamed to ``DIR`` at the end.

    mission.toml                        the mission file as flown
    manifest.json                       versions, seed, what-ifs, digests of every data file, legs, credibility
    events.json                         every event with its values
    summary.json                        the same document as ``kazbek fly --json``
    planned.json                        campaign, film and days aboard, where the mission names plans of them
    own/<file>                          the data files that the mission brought along
    telemetry/<flight>/<leg>.parquet    columns of :mod:`kazbek.base.channels`, units in each field's metadata

A fault removes ``DIR.partial``, Ctrl-C too where no leg is finished; otherwise it stays, and the next run names it.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from kazbek.base.channels import CHANNELS
from kazbek.base.files import FolderHold
from kazbek.base.leg import Event
from kazbek.base.places import check_new_folder, writing
from kazbek.base.version import __version__
from kazbek.record.digests import OWN_FOLDER, document_text, manifest_text, sha256
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedColumn, RecordedLeg
from kazbek.record.partial import beside, remove, remove_empty, take
from kazbek.record.plans import PLANS, Plans, plans_text

FORMAT = 1
CREDIBILITY = (
    "Computed by kazbek from public figures, each with its source or marked estimate. Checked against the flights of "
    "two crews of 2021, published worked examples and other programs (run: kazbek check). "
    "Not for flight decisions."
)


def default_directory(mission: str) -> Path:
    """``kazbek-records/<mission>-<UTC of run>`` below the working directory."""
    now = dt.datetime.now(dt.UTC)
    return Path("kazbek-records") / f"{mission}-{now:%Y%m%dT%H%M%S.%f}"[:-3]


class Recorder:
    """Writes one record; made by :func:`recording`."""

    def __init__(
        self, directory: Path, manifest: Mapping[str, Any], mission_text: str, folder: Path | None = None
    ) -> None:
        directory = directory if directory.name not in ("", "..") else directory.resolve()  # "." has no name of its own
        check_new_folder(directory, "out")
        self.directory = directory
        self.partial = beside(directory)
        self.manifest = {**whole_manifest(manifest), "complete": False, "pid": os.getpid()}
        self._events: list[dict[str, Any]] = []
        self._digests: dict[str, str] = {}
        self._made = [p for p in self.partial.parents if not p.exists()]  # deepest first
        self._held: FolderHold | None = None
        try:
            self._open(mission_text, folder)
        except BaseException:
            self.remove()
            raise

    def _open(self, mission_text: str, folder: Path | None) -> None:
        with writing(f"the record into {self.directory}"):
            self._held = take(self.partial, self.directory)
            self._label()  # first of all: it lets a later run remove what a kill leaves
            (self.partial / "telemetry").mkdir()
            self._write("mission.toml", mission_text)
            for name in self.manifest.get("own", ()):
                self._copy((folder or Path()) / name, f"{OWN_FOLDER}/{name}")
            self._save()

    def _save(self) -> None:
        self._write("events.json", document_text({"format": FORMAT, "events": self._events}))
        self._label()

    def _label(self) -> None:
        _write(self.partial / "manifest.json", manifest_text(self.manifest, self._digests))

    def _write(self, name: str, text: str) -> None:
        _write(self.partial / name, text)
        self._digests[name] = sha256(text.encode("utf-8"))

    def _copy(self, file: Path, name: str) -> None:
        """Keep a file that the mission names."""
        content = file.read_bytes()
        (self.partial / name).parent.mkdir(parents=True, exist_ok=True)
        (self.partial / name).write_bytes(content)
        self._digests[name] = sha256(content)

    def leg(self, flight: RecordedFlight, leg: RecordedLeg) -> None:
        """Write one leg's telemetry and events, so that they survive a crash."""
        with writing(f"the record into {self.directory}"):
            folder = self.partial / "telemetry" / flight.name
            folder.mkdir(exist_ok=True)
            file = folder / f"{leg.name}.parquet"
            write_parquet(file, leg)
            self._digests[file.relative_to(self.partial).as_posix()] = sha256(file.read_bytes())
            self.manifest["legs"].append(leg_entry(leg))
            self._add(flight, leg.name, leg.events)

    def bookkeeping(self, flight: RecordedFlight) -> None:
        """Write the events that no leg carries."""
        with writing(f"the record into {self.directory}"):
            self._add(flight, "", flight.bookkeeping)

    def planned(self, plans: Plans) -> None:
        """Write what was planned around the flights, where there is something."""
        if plans:
            with writing(f"the record into {self.directory}"):
                self._write(PLANS, plans_text(plans))
                self._label()

    def _add(self, flight: RecordedFlight, leg: str, events: tuple[Event, ...]) -> None:
        self._events += [
            {"flight": flight.name, "leg": leg, **flight.event_json(event), "tai_ns": event.epoch.tai_ns}
            for event in events
        ]
        self._events.sort(key=lambda event: event["tai_ns"])
        self._save()

    def finish(self, summary: Mapping[str, Any]) -> Path:
        """Write the summary and give the record its name."""
        with writing(f"the record into {self.directory}"):
            self.manifest["complete"] = True
            self._write("summary.json", document_text(summary))
            self._save()
            if self.directory.is_dir():
                self.directory.rmdir()  # empty: renaming onto it fails on Windows
            self.partial.rename(self.directory)
        if self._held is not None:
            self._held.let_go()
            self._held = None
        return self.directory

    def leave(self) -> None:
        """Keep the legs that are finished; without one there is nothing to keep."""
        if self._held is not None and self.manifest["legs"]:
            self.manifest["complete"] = False
            self._label()
            self._held.let_go()
            self._held = None

    def remove(self) -> None:
        """Leave nothing behind of a record that was not finished."""
        if self._held is not None:
            remove(self.partial)
            self._held.let_go()
        remove_empty(self._made)


@contextmanager
def recording(
    directory: Path, manifest: Mapping[str, Any], mission_text: str, folder: Path | None = None
) -> Iterator[Recorder]:
    """Open a record; what ends the block before :meth:`Recorder.finish` removes it.

    Only an interruption (Ctrl-C, or what a library made of it) keeps ``DIR.partial`` where a leg is finished.

    The mission's own data files, ``manifest["own"]``, are copied from its `folder`, so that the record can be told and
    drawn without them.

    Raises
    ------
    DataError
        the directory exists and is not empty, cannot be written, or the disk is full.
    """
    recorder = Recorder(directory, manifest, mission_text, folder)
    try:
        yield recorder
    except BaseException as fault:
        if _is_interruption(fault):
            recorder.leave()
        raise
    finally:
        recorder.remove()


def _is_interruption(fault: BaseException | None) -> bool:
    """numba makes a SystemError of Ctrl-C in a kernel, an import may make an ImportError of it."""
    while fault is not None and not isinstance(fault, KeyboardInterrupt):
        fault = fault.__cause__ or fault.__context__
    return fault is not None


def whole_manifest(about: Mapping[str, Any], flights: Iterable[RecordedFlight] = ()) -> dict[str, Any]:
    """The manifest of a record: what `about` says, with the versions of this run where it names none, and the legs."""
    return {
        "format": FORMAT,
        "complete": True,
        **versions(),
        "credibility": CREDIBILITY,
        **about,
        "legs": [leg_entry(leg) for flight in flights for leg in flight.legs],
    }


def versions() -> dict[str, Any]:
    """What computed the record, Earth's orientation and the air among it."""
    packages = ("numpy", "numba", "pyerfa", "astropy-iers-data", "pymsis", "sgp4")
    return {
        "kazbek": __version__,
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in packages},
        "platform": f"{platform.system()} {platform.machine()}",
    }


def leg_entry(leg: RecordedLeg) -> dict[str, Any]:
    """The leg's line in the manifest."""
    return {
        "flight": leg.flight,
        "leg": leg.name,
        "phase": leg.phase,
        "outcome": str(leg.outcome),
        "start_utc": leg.start.utc,
        "end_utc": leg.end.utc,
        "start_tai_ns": leg.start.tai_ns,
        "end_tai_ns": leg.end.tai_ns,
        "rows": leg.rows,
    }


def write_parquet(path: Path, leg: RecordedLeg) -> None:
    """One leg's telemetry; unit, frame and sentence of each column in its field's metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields, arrays = [], []
    for name, column in leg.items():
        channel = CHANNELS[name]
        array = _array(column)
        fields.append(
            pa.field(
                name, array.type, metadata={"unit": channel.unit, "frame": channel.frame, "sentence": channel.sentence}
            )
        )
        arrays.append(array)
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata={"leg": leg.phase, "format": str(FORMAT)}))
    with path.open("wb") as sink:
        pq.write_table(table, sink)


def _array(column: RecordedColumn) -> Any:
    """The column for pyarrow, its memory shared; ``pa.array`` would import pandas first, which takes up to a second."""
    import pyarrow as pa

    if column.dtype.kind not in "fi":
        return pa.array(column)
    whole = np.ascontiguousarray(column)
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), [None, pa.py_buffer(whole)])


def _write(path: Path, text: str) -> None:
    """Write whole or not at all."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)
