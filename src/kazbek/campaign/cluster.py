"""Parts flown by the workers of a Dask cluster (extra ``cluster``): they send back what they flew, it is written here.

Dask forgets what a dying worker had finished, so nothing is left with it: a part travels home with its receipt and is
written at once. A part whose worker dies is cut in two, as in :mod:`pool`. Dask blames a death on every part that the
worker had been given, so a run that is left alone is flown once more with nothing beside it before it is blamed.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import json
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from kazbek.base.errors import DataError, KazbekError, MissingExtra
from kazbek.base.process import children_without_ctrl_c
from kazbek.campaign.chunk import FlownPart, Span, fly_chunk, killed_part, split
from kazbek.campaign.flights import Flights
from kazbek.campaign.probe import facts, refused
from kazbek.campaign.question import Question

_PATIENCE_s = 30
_LOCAL = "local:"
_SCHEDULERS = "tcp://HOST:PORT of a scheduler, or local:2"


class Cluster:
    """The workers behind a scheduler; ``local:2`` starts two of one's own."""

    def __init__(self, question: Question, folder: Path, address: str) -> None:
        self.question, self.folder, self.address = question, folder.resolve(), address
        self._own: Any = None
        self._client: Any = None

    def __enter__(self) -> Self:
        """Connect.

        Raises
        ------
        DataError
            no scheduler answers.
        MissingExtra
            Dask is not installed.
        """
        distributed = _distributed()
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what went wrong is said here, in one sentence
        try:
            if self.address.startswith(_LOCAL):
                self._own = _own_cluster(int(self.address.removeprefix(_LOCAL)))
            self._client = distributed.Client(self._own or self.address, timeout=_PATIENCE_s)
        except (OSError, ValueError) as fault:
            self.__exit__()
            said = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise DataError(
                f"`dask` {self.address}: {said}",
                allowed=_SCHEDULERS,
                cure=f"start one, then: kazbek campaign resume {self.folder}",
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._client, self._own):
            if one is not None:
                one.close()

    def wait(self) -> None:
        """Until a worker has joined.

        Raises
        ------
        DataError
            the scheduler is gone.
        """
        try:
            self._client.wait_for_workers(1)
        except OSError:
            raise self._gone() from None

    def fly(self, spans: Sequence[Span]) -> Iterator[FlownPart]:
        """Parts as they are flown, in whatever order.

        Raises
        ------
        DataError
            the scheduler is gone; a worker would fly other bits, or cannot fly. What has come is kept.
        """
        waiting: dict[Any, Span] = {self._given(span): span for span in spans}
        suspects: list[Span] = []
        arriving = _distributed().as_completed(list(waiting))
        for future in arriving:
            span = waiting.pop(future)
            part = self._come(future)
            if part is not None:
                yield part
            elif span[1] - span[0] == 1:
                suspects.append(span)
            else:
                fresh = {self._given(half): half for half in split(span)}
                waiting |= fresh
                arriving.update(list(fresh))
        for span in suspects:
            yield self._come(self._given(span)) or killed_part(self.question.design, span[0])

    def _given(self, span: Span) -> Any:
        return self._client.submit(fly_part, self.question, str(self.folder), span, pure=False, retries=0)

    def _come(self, future: Any) -> FlownPart | None:
        """The part that a worker flew; None where it died of it."""
        from distributed.comm.core import CommClosedError

        try:
            part: FlownPart = future.result()
        except _distributed().KilledWorker:
            return None
        except KazbekError:
            raise
        except (CommClosedError, concurrent.futures.CancelledError, asyncio.CancelledError):
            raise self._gone() from None
        except Exception as fault:
            raise DataError(
                f"a worker of `dask` {self.address} cannot fly: {type(fault).__name__}: {fault}",
                cure="give it the same kazbek and packages; finished parts are kept",
            ) from None
        future.release()
        return part

    def _gone(self) -> DataError:
        return DataError(
            f"the scheduler at `dask` {self.address} is gone",
            cure="start one again, then: kazbek campaign resume; finished parts are kept",
        )


def _own_cluster(count: int) -> Any:
    import dask

    told = {"distributed.scheduler.allowed-failures": 0}  # the first death is told, and the part cut
    with dask.config.set(told), children_without_ctrl_c():
        return _distributed().LocalCluster(count, threads_per_worker=1, dashboard_address=None)


def fly_part(question: Question, folder: str, span: Span) -> FlownPart:
    """In a worker: fly one part.

    Raises
    ------
    DataError
        this worker would fly other bits.
    """
    return fly_chunk(_flights(json.dumps(question.json(), sort_keys=True), folder), span)


@functools.lru_cache(maxsize=1)
def _flights(text: str, folder: str) -> Flights:
    """The flights of a campaign, planned and probed once in a worker, whenever it joined."""
    flights = Flights(Question.read(json.loads(text)), Path(folder))
    refused(flights.question, facts(flights))
    return flights


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise MissingExtra("cluster", "a campaign on a Dask cluster") from None
    return distributed
