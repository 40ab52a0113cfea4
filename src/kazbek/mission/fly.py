"""Flying a mission, with its record, with history beside it, and with what-ifs.

flown = fly("soyuz-ms-19", out="ms-19")
flown.flights[0].first("docking_contact").epoch.utc
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from kazbek.base.errors import OutOfRange
from kazbek.base.events import known_event
from kazbek.base.leg import Leg
from kazbek.mission.equipment import Changes
from kazbek.mission.file import Mission
from kazbek.mission.prepare import Prepared, prepare
from kazbek.mission.run import Watcher, fold
from kazbek.mission.summary import manifest, summary
from kazbek.mission.uncertainty.first_order import sigmas
from kazbek.mission.uncertainty.first_order_down import sigmas_home
from kazbek.record.compare import compare
from kazbek.record.flown import FlownFlight, FlownMission
from kazbek.record.whatif import differences
from kazbek.record.write import Recorder, recording


def fly(
    mission: str | Mission,
    *,
    out: str | Path | None = None,
    until: str | None = None,
    seed: int | None = None,
    changes: Changes | None = None,
    watch: Watcher | None = None,
    sigma: bool = True,
) -> FlownMission:
    """Fly a mission.

    Parameters
    ----------
    mission : a bundled name, the path of a mission file, or one already read
    out : folder for the record; none is written without it
    until : stop at the first such event in mission time
    seed : draw every figure from its sigma; nominal without it
    changes : what-ifs, ``{"launcher.core.thrust_vac_N": 970000.0}``
    sigma : whether to find one sigma of each prediction that history is set beside

    Raises
    ------
    KazbekError
        bad input, in one sentence. A lost mission is a result, not an error.
    """
    watch = watch or Watcher()
    until = known_event(until) if until is not None else None
    ready = prepare(mission, changes, seed)
    book: Any = nullcontext(None)
    if out is not None:
        book = recording(Path(out), manifest(ready), ready.mission.text)
    with book as recorder:
        flown = _compared(ready, _folded(ready, until, _recorded(watch, recorder)), watch, sigma)
        if changes:
            watch.working("flying without the changes")
            nominal = fold(prepare(ready.mission, None, seed), until)
            flown = replace(flown, what_if=differences(nominal, flown))
        if recorder is not None:
            flown = replace(flown, record=recorder.directory)
            recorder.finish(summary(flown))
    return flown


def _folded(ready: Prepared, until: str | None, watch: Watcher) -> FlownMission:
    """The fold; where a what-if leads out of arithmetic itself, that is bad input and not a defect."""
    try:
        return fold(ready, until, watch)
    except (ArithmeticError, ValueError) as fault:
        if not ready.changes:
            raise
        keys = ", ".join(f"{key} = {value:g}" for key, value in ready.changes.items())
        raise OutOfRange(
            f"with {keys} nothing can be flown ({str(fault).lower()})",
            allowed="figures that something could be built to",
        ) from None


def _compared(ready: Prepared, flown: FlownMission, watch: Watcher, sigma: bool) -> FlownMission:
    """With history beside it and, for a nominal flight that history knows, one sigma of each prediction."""
    rows = compare(flown.flights)
    if rows and sigma and ready.seed is None:
        watch.working("finding one sigma of what is predicted")
        spread = {
            (flight.flight.name, quantity): one
            for flight in flown.flights
            for quantity, one in _sigmas(ready, flight).items()
        }
        rows = tuple(replace(row, sigma=spread.get((row.flight, row.quantity))) for row in rows)
    return replace(flown, comparison=rows)


def _sigmas(ready: Prepared, flown: FlownFlight) -> dict[str, float]:
    """One sigma of what is predicted of one flight."""
    flight = flown.flight
    if flight.goes_up:
        return sigmas(ready.up(flight), flown)
    return sigmas_home(ready.down(flight), flown.legs)


def _recorded(watch: Watcher, recorder: Recorder | None) -> Watcher:
    """The watcher, after the recorder has written each leg."""
    if recorder is None:
        return watch

    def leg(flight: FlownFlight, flown: Leg) -> None:
        recorder.leg(flight, flown)
        watch.leg(flight, flown)

    def stay(flight: FlownFlight) -> None:
        recorder.bookkeeping(flight)
        watch.stay(flight)

    return replace(watch, leg=leg, stay=stay)
