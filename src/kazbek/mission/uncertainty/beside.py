"""Sigmas of a mission's flights, found on a thread of their own while the flights after them are flown."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from kazbek.base.leg import Outcome
from kazbek.mission.flown import FlownFlight
from kazbek.mission.prepare import Prepared
from kazbek.mission.uncertainty.across import sigmas_across
from kazbek.mission.uncertainty.first_order import sigmas
from kazbek.mission.uncertainty.first_order_down import sigmas_home
from kazbek.record.compare import compare


class SigmasBeside:
    """One sigma of what is predicted of each flight of a nominal mission that history knows.

    A context: what was begun and is not wanted any more, because an error ends the mission, is dropped.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1)  # its work goes side by side already
        self._begun: dict[str, Future[Mapping[str, float]]] = {}

    def __enter__(self) -> SigmasBeside:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def begin(self, ready: Prepared, flown: FlownFlight) -> None:
        """Begin with a flight of a mission that was flown; nothing where there are no sigmas to find."""
        if ready.seed is None and flown.outcome is not Outcome.SCRUBBED and compare([flown.recorded()]):
            self._begun[flown.flight.name] = self._pool.submit(_sigmas, ready, flown)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to wait for."""
        return not self._begun

    def found(self) -> dict[tuple[str, str], float]:
        """Sigmas by flight and quantity; waits until all of them are found."""
        return {(flight, name): by for flight, one in self._begun.items() for name, by in one.result().items()}


def _sigmas(ready: Prepared, flown: FlownFlight) -> Mapping[str, float]:
    """One sigma of what is predicted of one flight."""
    if flown.flight.goes_up:
        return sigmas(ready.up(flown.flight), flown)
    if flown.flight.goes_across:
        return sigmas_across(ready.across(flown.flight), flown)
    found = None if ready.homeward is None else ready.homeward.sigmas(flown.flight.name)
    return sigmas_home(ready.down(flown.flight), flown.legs) if found is None else found
