"""Ways home and their sigmas, found by a second process while this one flies up.

A flight home hangs on the station's track, on its day and on what it flies with, and on nothing of the flight up, so
its numbers are the same to the last digit in either process. Whatever the second one cannot give, this one finds
itself, and so says what is wrong. Imports little: the second is to begin before this one loads what it flies with.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from kazbek.base.process import deaf_children, worker_pool
from kazbek.mission.file import Mission

if TYPE_CHECKING:
    from kazbek.base.leg import Leg
    from kazbek.mission.down import FlightDown, WayHome

T = TypeVar("T")


class Homeward:
    """What the second process finds of a nominal mission, by the names of flights; each answer is waited for."""

    def __init__(self, ways: Future[Mapping[str, WayHome]], sigmas: Future[Mapping[str, Mapping[str, float]]]) -> None:
        self._ways, self._sigmas = ways, sigmas

    def way(self, flight: str) -> WayHome | None:
        """A flight home as flown; None where it was not."""
        return _answer(self._ways).get(flight)

    def sigmas(self, flight: str) -> Mapping[str, float] | None:
        """One sigma of what is predicted of a flight home."""
        return _answer(self._sigmas).get(flight)


@contextmanager
def homeward(mission: Mission, wind: str | None) -> Iterator[Homeward | None]:
    """Begin with the ways home of a mission; None, and nothing is begun, where one process is as quick.

    Only for programs whose ``__main__`` may be imported again, as the command line's: a process is spawned.
    """
    ways = {flight.way for flight in mission.flights}
    if not {"up", "down"} <= ways or _cores() < 2:
        yield None
        return
    before, pool = set(multiprocessing.active_children()), worker_pool(1, gc.disable)  # it ends in seconds
    try:
        with deaf_children():
            begun = Homeward(pool.submit(_ways, mission, wind), pool.submit(_all_sigmas, mission, wind))
        yield begun
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - before:
            child.kill()


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _answer(asked: Future[Mapping[str, T]]) -> Mapping[str, T]:
    try:
        return asked.result()
    except Exception:  # whatever it was comes up again, and is said, where the first process does the same
        return {}


def _ways(mission: Mission, wind: str | None) -> Mapping[str, WayHome]:
    """In the second process: the flights home, flown."""
    from kazbek.mission.down import WayHome

    return {
        down.flight.name: WayHome(route.legs[0].start.epoch, route.hatch_closed, legs)
        for down, legs in _flown(mission, wind)
        if (route := down.route) is not None
    }


def _all_sigmas(mission: Mission, wind: str | None) -> Mapping[str, Mapping[str, float]]:
    """In the second process: their sigmas."""
    from kazbek.mission.uncertainty.first_order_down import sigmas_home

    return {down.flight.name: sigmas_home(down, legs) for down, legs in _flown(mission, wind)}


_kept: list[tuple[FlightDown, tuple[Leg, ...]]] = []


def _flown(mission: Mission, wind: str | None) -> list[tuple[FlightDown, tuple[Leg, ...]]]:
    """Flown once, though asked for twice."""
    from kazbek.laws.compiled import compiled_before
    from kazbek.mission.prepare import prepare

    if not _kept and compiled_before("flight.descent.kernels.entry", "laws.dop853"):  # else both would compile
        ready = prepare(mission, wind=wind)
        downs = [ready.down(flight) for flight in mission.flights if flight.way == "down"]
        _kept.extend((down, tuple(down.legs())) for down in downs)
    return _kept
