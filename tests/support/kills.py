"""kazbek killed at any instant: what must still be whole then, for each kind of work that takes a while.

A kind of work is looked at after every kill, and what is not as it should be is collected for a test to find empty. It
begins anew where it says so, and goes on from what was left otherwise, as a person would who gives the command again.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import kazbek
from kazbek.base.errors import DataError
from kazbek.record.digests import FILES, sha256
from kazbek.record.partial import is_whole
from kazbek.record.record import Record

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
POLITE = {signal.SIGTERM: 143, signal.SIGINT: 130}
ORPHANS_s = 5.0
MISSION = "soyuz-ms-19"


@dataclass(frozen=True)
class Ending:
    """How one run ended.

    Attributes
    ----------
    number : the signal that was sent; None where the run was quicker
    status : of the process, as subprocess gives it
    said : standard error
    orphans : processes of its group that still ran after five seconds
    """

    number: signal.Signals | None
    status: int
    said: str
    orphans: list[int]

    @property
    def finished(self) -> bool:
        """Whether the command did its work."""
        return self.status == 0


def run(arguments: list[str], number: signal.Signals | None, after_s: float, cache: Path | None = None) -> Ending:
    """kazbek in a process group of its own; Ctrl-C goes to the whole group, as a terminal sends it."""
    settings = os.environ if cache is None else {**os.environ, "KAZBEK_CACHE": str(cache)}
    running = subprocess.Popen(
        [sys.executable, "-m", "kazbek", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=settings,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a script's background jobs ignore it
    )
    sent = None
    try:
        _, said = running.communicate(timeout=None if number is None else after_s)
    except subprocess.TimeoutExpired:
        sent = number
        (os.killpg if number is signal.SIGINT else os.kill)(running.pid, sent or signal.SIGKILL)
        _, said = _end_of(running)
    return Ending(sent, running.returncode, said, _orphans(running.pid))


def _end_of(running: subprocess.Popen[str]) -> tuple[str, str]:
    try:
        return running.communicate(timeout=60.0)
    finally:
        running.kill()


def _orphans(group: int) -> list[int]:
    until = time.monotonic() + ORPHANS_s
    while (left := _members(group)) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def _members(group: int) -> list[int]:
    """Running processes of a group; elsewhere than on Linux only whether there is one."""
    if sys.platform != "linux":
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return []
        return [group]
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of_group = file.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(of_group) == group and state != "Z":  # a dead one that nobody has counted yet
            found.append(int(file.parent.name))
    return found


class Faults(list[str]):
    """What is not as it should be."""

    def want(self, holds: object, what: str) -> None:
        """Note `what` should have been, where it is not."""
        if not holds:
            self.append(f"not so: {what}")


def look_at_ending(ending: Ending, faults: Faults) -> None:
    """A status that shells know, one sentence, nobody left behind."""
    faults.want(not ending.orphans, "no process is left")
    if ending.number is None or ending.finished:
        return
    if ending.number is signal.SIGKILL:
        faults.want(ending.status == -signal.SIGKILL, "the status is that of SIGKILL")
    else:
        unheard = ending.status == -ending.number and not ending.said  # before Python runs anything of kazbek
        faults.want(unheard or ending.status == POLITE[ending.number], "the status is what shells know")
        faults.want(
            unheard or ending.said.count("kazbek: interrupted") == 1, "one sentence says that it was interrupted"
        )
    faults.want("Traceback" not in ending.said, "no traceback")


@dataclass
class Work:
    """One kind of work.

    Attributes
    ----------
    place : a folder for it alone
    arguments : of kazbek
    look : given how a run ended, collects what is not as it should be; whether the next run begins anew
    cache : where kernels are kept; the user's own without it
    took_s : once, undisturbed
    seen : what was finished by the last kill, until it begins anew
    """

    place: Path
    arguments: Callable[[], list[str]]
    look: Callable[[Ending, Faults], bool]
    cache: Path | None = None
    took_s: float = 0.0
    seen: dict[str, Any] = field(default_factory=dict)


class Killed(NamedTuple):
    """How a run ended, and what is not as it should be afterwards."""

    ending: Ending
    faults: Faults


def kill(work: Work, number: signal.Signals, share: float) -> Killed:
    """Run it, kill it at a share of its usual time, and look at what is left."""
    ending, faults = run(work.arguments(), number, share * work.took_s, work.cache), Faults()
    look_at_ending(ending, faults)
    anew = work.look(ending, faults)
    if anew or faults:
        _begin_anew(work)
    return Killed(ending, faults)


def _begin_anew(work: Work) -> None:
    work.seen.clear()
    shutil.rmtree(work.place)
    work.place.mkdir()


def measured(work: Work) -> Work:
    """The work done once undisturbed, and how long that took.

    Raises
    ------
    RuntimeError
        where even that does not go as it should.
    """
    begin = time.monotonic()
    ending = run(work.arguments(), None, 0.0, work.cache)
    work.took_s = time.monotonic() - begin
    faults = Faults()
    if not ending.finished or not work.look(ending, faults) or faults:
        raise RuntimeError(f"undisturbed: {ending}; {faults}")
    _begin_anew(work)
    return work


def flying(place: Path, until: str = "") -> Work:
    """`fly`: a record is whole, or it has no name; what was flown by then is kept, but for nothing nothing is."""
    place.mkdir()
    out, partial = place / "r", place / "r.partial"
    known: dict[str, Any] = {}

    def look(ending: Ending, faults: Faults) -> bool:
        faults.want({path.name for path in place.iterdir()} <= {"r", "r.partial"}, "nothing else lies there")
        if is_whole(partial):  # killed before it got its name
            partial.rename(out)
        if out.exists():
            found = numbers(kazbek.load(out))
            faults.want(not partial.exists(), "nothing unfinished beside a whole record")
            faults.want(known.setdefault("numbers", found) == found, "the record is the one flown undisturbed")
            return True
        legs = legs_kept(partial, faults)
        if ending.number in POLITE:
            faults.want(partial.exists() == bool(legs), "what is left holds a leg")
            faults.want((str(partial) in ending.said) == bool(legs), "it says where finished legs are")
        kazbek.load(known_record(place.parent)).save(out)
        faults.want(not partial.exists(), "what is left is no obstacle")
        return True

    more = ["--until", until] if until else []
    return Work(place, lambda: ["fly", MISSION, "--out", str(out), *more], look)


def known_record(folder: Path) -> Path:
    """A small record to export, to draw, and to save over what is left."""
    if not (folder / "known").exists():
        kazbek.fly(MISSION, out=folder / "known", until="max_q", sigma=False)
    return folder / "known"


def numbers(record: Record) -> list[tuple[str, str, str, str]]:
    """Every bit of every column, as digests."""
    return [
        (flight.name, leg.name, name, sha256(column.tobytes()))
        for flight in record.flights
        for leg in flight.legs
        for name, column in leg.items()
    ]


def legs_kept(partial: Path, faults: Faults) -> list[str]:
    """The legs that a half-written record names, each of which must be whole; nobody takes it for a finished one."""
    if not (partial / "manifest.json").exists():
        return []
    manifest = json.loads((partial / "manifest.json").read_text(encoding="utf-8"))
    faults.want(manifest["complete"] is False, "the manifest says that it is unfinished")
    with suppress(DataError):
        faults.append(f"{kazbek.load(partial)} passes for a finished record")
    files: Mapping[str, str] = manifest[FILES]
    legs = [f"telemetry/{leg['flight']}/{leg['leg']}.parquet" for leg in manifest["legs"]]
    for leg in legs:
        faults.want(sha256((partial / leg).read_bytes()) == files[leg], f"{leg} is whole")
    return legs


def drawing(place: Path, record: Path) -> Work:
    """`gallery`: pictures that were finished stay as they are, and the end is what it would have been."""
    place.mkdir()
    target, partial = place / "g", place / "g.partial"
    known: dict[str, bytes] = {}
    finished: dict[str, Any] = {}

    def look(ending: Ending, faults: Faults) -> bool:
        faults.want({path.name for path in place.iterdir()} <= {"g", "g.partial"}, "nothing else lies there")
        if target.exists():
            found = contents(target)
            faults.want((known or found) == found, "the gallery is the one drawn before")
            known.update(found)
        here = target if target.exists() else partial
        small = sorted(here.rglob("*-small.jpg"))
        stamps = {path.name: (path.stat().st_mtime_ns, path.stat().st_size) for path in small}
        faults.want(finished.items() <= stamps.items(), "no finished picture is lost or drawn again")
        for path in small:
            name, content = str(path.relative_to(here)), path.read_bytes()
            faults.want(known.get(name, content) == content, f"{name} is whole")
        faults.want("keeps the pictures" not in ending.said or partial.exists(), "pictures said to be kept are there")
        finished.update(stamps)
        return target.exists()

    return Work(place, lambda: ["gallery", str(record), "--draft", "--out", str(target)], look, seen=finished)


def contents(folder: Path) -> dict[str, bytes]:
    """All that lies below a folder; the instant at which a file says that it was made is no content."""
    made = re.compile(rb"CREATION_DATE = \S+")
    return {
        str(path.relative_to(folder)): made.sub(b"", path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    }


def exporting(place: Path, record: Path, to: str) -> Work:
    """`export`: every file under its name is whole; strays of a killed run go with the next one."""
    place.mkdir()
    out = place / "e"
    known: dict[str, bytes] = {}

    def look(ending: Ending, faults: Faults) -> bool:
        found = contents(out) if out.exists() else {}
        here = {name: content for name, content in found.items() if not name.startswith(".kazbek-export-")}
        if ending.finished:
            faults.want((known or found) == here == found, "a finished export is whole and alone")
            known.update(here)
        faults.want(here.items() <= known.items(), "every file under its name is whole")
        if ending.number in POLITE:
            faults.want(here == found, "no strays are left")
        return ending.finished or bool(here)

    return Work(place, lambda: ["export", str(record), "--to", to, "--out", str(out)], look)


def compiling(place: Path) -> Work:
    """The first compile: whatever a kill left of the kernels, the next run flies the same."""
    place.mkdir()
    known: dict[str, Any] = {}
    flown = place / "r"

    def look(ending: Ending, faults: Faults) -> bool:
        if not flown.exists():
            return False
        found = numbers(kazbek.load(flown))
        faults.want(known.setdefault("numbers", found) == found, "the same is flown by whatever kernels are left")
        return True

    return Work(place, lambda: ["fly", MISSION, "--until", "max_q", "--out", str(flown)], look, place / "cache")


def showing(place: Path, record: Path) -> Work:
    """`watch --export`: the page's folder is whole, or has no name; what a killed run left goes with the next one."""
    place.mkdir()
    out = place / "w"
    known: list[set[str]] = []

    def look(ending: Ending, faults: Faults) -> bool:
        here = {path.name for path in place.iterdir()}
        if ending.number in POLITE or ending.finished:
            faults.want(here <= {"w"}, "no strays are left")
        if out.exists():
            known.append({path.name for path in out.iterdir()})
            faults.want(known[-1] == known[0], "the page's folder is whole")
        return out.exists()

    return Work(place, lambda: ["watch", str(record), "--export", str(out)], look)


def drawing_lots(place: Path) -> Work:
    """`campaign fly`: a campaign that can be gone on with, or none; what it says of that is so."""
    place.mkdir()
    out = place / "c"

    def look(ending: Ending, faults: Faults) -> bool:
        begun, said = (out / "campaign.json").exists(), "finished parts are kept" in ending.said
        if ending.number in POLITE and not ending.finished and ending.said:
            faults.want(out.exists() == begun == said, "what is said of the campaign is so")
        return True

    return Work(place, lambda: ["campaign", "fly", MISSION, "--runs", "40", "--chunk", "10", "--out", str(out)], look)
