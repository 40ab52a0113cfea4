"""Flying a mission, with its record, with history beside it, and with what-ifs."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError
from kazbek.base.events import known_event
from kazbek.mission.changes import Changes
from kazbek.mission.file import Mission
from kazbek.mission.flown import FlownFlight
from kazbek.mission.manifest import manifest
from kazbek.mission.own_figures import own_files, told_by
from kazbek.mission.prepare import Prepared, prepare
from kazbek.mission.progress import Progress
from kazbek.mission.recorded import record_of
from kazbek.mission.run import run_flights
from kazbek.mission.uncertainty.beside import SigmasBeside
from kazbek.mission.uncertainty.homeward import Homeward
from kazbek.record.compare import compare
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record
from kazbek.record.rows import Difference, Row
from kazbek.record.whatif import differences
from kazbek.record.write import Recorder, recording
from kazbek.world.wind import Wind


def fly(
    mission: str | Mission,
    *,
    out: str | Path | None = None,
    until: str | None = None,
    seed: int | None = None,
    changes: Changes | None = None,
    wind: Wind | str | None = None,
    progress: Progress | None = None,
    sigma: bool = True,
    homeward: Homeward | None = None,
) -> Record:
    """Fly a mission.

    Parameters
    ----------
    mission : a bundled name, the path of a mission file, or one already read
    out : folder for the record; none is written without it (:meth:`Record.save` writes it later)
    until : stop at the first such event in mission time
    seed : draw every figure from its sigma; nominal without it
    changes : what-ifs, ``{"launcher.core.thrust_vac_N": 970000.0}``
    wind : of every flight over its pad or zone, or the path of its profile, whatever the mission's files say
    progress : who is told while it flies
    sigma : whether to find one sigma of each prediction that history is set beside
    homeward : a second process that was begun with the ways home of the same mission and wind, as the command line does

    Returns
    -------
    Record
        what was flown, in memory; `directory` says where it was written. A lost mission is a result, not an error.

    Raises
    ------
    KazbekError
        bad input, in one sentence.

    Examples
    --------
    >>> import kazbek
    >>> record = kazbek.fly("soyuz-ms-19", until="max_q", sigma=False)
    >>> record["up"]["ascent"]
    <Leg ascent reached 63... s, 65 rows, 2 events>
    >>> record["up"].event("liftoff").epoch
    <Epoch 2021-10-05T08:55:02...>
    """
    until = known_event(until) if until is not None else None
    ready = replace(prepare(mission, changes, seed, wind), homeward=homeward)
    return fly_prepared(ready, out=out, until=until, wind=wind, progress=progress, sigma=sigma)


def fly_prepared(
    ready: Prepared,
    *,
    out: str | Path | None = None,
    until: str | None = None,
    wind: Wind | str | None = None,
    progress: Progress | None = None,
    sigma: bool = True,
) -> Record:
    """Fly a mission that is read and planned; parameters and errors as :func:`fly` has them."""
    progress = progress or Progress()
    about = manifest(ready)
    book: Any = (
        nullcontext(None) if out is None else recording(Path(out), about, ready.mission.text, ready.mission.folder)
    )
    with book as recorder, SigmasBeside() as spread:
        told = _told(progress, recorder)
        flown, what_if = what_is_flown(ready, until, replace(told, over=spread.begin) if sigma else told, wind)
        record = replace(record_of(ready, flown, about), what_if=what_if)
        for note in record.notes:
            progress.note(note)
        record = replace(record, comparison=_comparison(record, spread, progress))
        if recorder is not None:
            recorder.planned(record.plans or {})
            record = replace(record, directory=recorder.directory)
            recorder.finish(record.summary)
    return record


def what_is_flown(
    ready: Prepared, until: str | None, told: Progress, wind: Wind | str | None = None
) -> tuple[tuple[FlownFlight, ...], tuple[Difference, ...]]:
    """The flights of a prepared mission, and what its changes do, where it has any."""
    return _what_if(ready, until, told, wind) if ready.changes else (_flown(ready, until, told), ())


def _what_if(
    ready: Prepared, until: str | None, told: Progress, wind: Wind | str | None
) -> tuple[tuple[FlownFlight, ...], tuple[Difference, ...]]:
    """The flights with the changes, told once it is known that the changes do something, and what they do.

    Raises
    ------
    DataError
        for changes that change nothing: whoever asked would take that for an answer.
    """
    flown = _flown(ready, until, Progress(told.working, note=told.note))
    told.working("flying without the changes")
    nominal = run_flights(prepare(ready.mission, None, ready.sampling, wind), until)
    found = differences([flight.recorded() for flight in nominal], [flight.recorded() for flight in flown])
    if not found:
        keys = ", ".join(f"{key} = {value:g}" for key, value in ready.changes.items())
        raise DataError(
            f"`changes` {keys} changes nothing that is flown",
            allowed="figures that act on what is flown, with a value that they do not have already",
        )
    for flight in flown:
        told.flight(flight.flight, ready.planned[flight.flight.name].clocks)
        _retell(flight.recorded(), told)
        told.over(ready, flight)
    return flown, found


def _retell(flight: RecordedFlight, told: Progress) -> None:
    """Tell a flight that was flown in silence."""
    if flight.bookkeeping:
        told.stay(flight)
    for leg in flight.legs:
        told.leg(flight if leg is flight.legs[-1] else replace(flight, reason=""), leg)


def _flown(ready: Prepared, until: str | None, progress: Progress) -> tuple[FlownFlight, ...]:
    """The flights; where a what-if leads out of arithmetic itself, that is bad input and not a defect."""
    changed = [f"{key} = {value:g}" for key, value in ready.changes.items()]
    with told_by(changed or own_files(ready.mission)):
        return run_flights(ready, until, progress)


def _comparison(record: Record, spread: SigmasBeside, progress: Progress) -> tuple[Row, ...]:
    """Predicted against history and, where it was asked for, one sigma of what is predicted."""
    rows = compare(record.flights)
    if spread.is_empty:
        return rows
    progress.working("finding one sigma of what is predicted")
    found = spread.found()
    return tuple(replace(row, sigma=found.get((row.flight, row.quantity))) for row in rows)


def _told(progress: Progress, recorder: Recorder | None) -> Progress:
    """The same progress, after the recorder has written each leg."""
    if recorder is None:
        return progress

    def leg(flight: RecordedFlight, flown: RecordedLeg) -> None:
        recorder.leg(flight, flown)
        progress.leg(flight, flown)

    def stay(flight: RecordedFlight) -> None:
        recorder.bookkeeping(flight)
        progress.stay(flight)

    return replace(progress, leg=leg, stay=stay)
