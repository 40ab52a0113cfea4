"""Ways home and their sigmas, found by a second process while this one flies up.

A flight home hangs on the station's track, on its day and on what it flies with, and on nothing of the flight up, so
its numbers are the same to the last digit in either process. Whatever the second one cannot give, this one finds
itself, and so says what is wrong. Imports little: the second is to begin before this one loads what it flies with.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from kazbek.base.process import children_without_ctrl_c, follow_parent
from kazbek.mission.file import Mission

if TYPE_CHECKING:
    from kazbek.base.leg import Leg
    from kazbek.mission.down import FlightDown, WayHome


class Homeward:
    """What the second process finds of a nominal mission, by the names of flights; each answer is waited for."""

    def __init__(self, answers: Connection) -> None:
        self._ways: Future[Mapping[str, WayHome]] = Future()
        self._sigmas: Future[Mapping[str, Mapping[str, float]]] = Future()
        threading.Thread(target=_listen, args=(answers, (self._ways, self._sigmas)), daemon=True).start()

    def way(self, flight: str) -> WayHome | None:
        """A flight home as flown; None where it was not."""
        found = self._ways.result().get(flight)
        return None if found is None else replace(found, legs=[_read_only(leg) for leg in found.legs])

    def sigmas(self, flight: str) -> Mapping[str, float] | None:
        """One sigma of what is predicted of a flight home."""
        return self._sigmas.result().get(flight)


@contextmanager
def homeward(mission: Mission, wind: str | None) -> Iterator[Homeward | None]:
    """Begin with the ways home of a mission; None, and nothing is begun, where one process is as quick.

    Only for programs whose ``__main__`` may be imported again, as the command line's: a process is spawned.
    """
    ways = {flight.way for flight in mission.flights}
    if not {"up", "down"} <= ways or _cores() < 2:
        yield None
        return
    spawning = multiprocessing.get_context("spawn")
    answers, theirs = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_serve, args=(theirs, mission, wind), daemon=True)
    try:
        with children_without_ctrl_c():
            process.start()
        theirs.close()
        yield Homeward(answers)
    finally:
        if process.pid is not None:
            process.kill()
            process.join()


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _listen(answers: Connection, asked: Sequence[Future[Any]]) -> None:
    """Take answers as they come, so that nobody waits to be heard; nothing is an answer, too."""
    for future in asked:
        try:
            future.set_result(answers.recv())
        except Exception:  # whatever it was comes up again, and is said, where the first process does the same
            future.set_result({})


def _read_only(leg: Leg) -> Leg:
    """The leg with its arrays read-only again: on the way between processes they forget it."""
    return replace(leg, start=leg.start.replace(), end=leg.end.replace())


def _serve(answers: Connection, mission: Mission, wind: str | None) -> None:
    """In the second process: the flights home as flown, then their sigmas."""
    from kazbek.mission.uncertainty.first_order_down import sigmas_home

    follow_parent()
    gc.disable()  # it ends in seconds
    with answers, suppress(Exception):
        found = [(down, down.way_home()) for down in _downs(mission, wind)]
        flown = [(down, way, tuple(way.legs)) for down, way in found if way is not None]
        answers.send({down.flight.name: replace(way, legs=legs) for down, way, legs in flown})
        answers.send({down.flight.name: sigmas_home(down, legs) for down, _, legs in flown})


def _downs(mission: Mission, wind: str | None) -> list[FlightDown]:
    """The flights home; none on a machine that has no kernels yet, where both processes would compile."""
    from kazbek.laws.compiled import compiled_before
    from kazbek.mission.prepare import prepare

    if not compiled_before("flight.descent.kernels.entry", "laws.dop853"):
        return []
    ready = prepare(mission, wind=wind)
    return [ready.down(flight) for flight in mission.flights if flight.way == "down"]
