"""Parts flown by the workers of a Dask cluster (extra ``cluster``): they send back what they flew, it is written here.

Dask forgets what a dying worker had finished, so nothing is left with it: a part travels home with its receipt and is
written at once. A part whose worker dies comes back as such; here it is cut in two, as :mod:`pool` does.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from kazbek.base.errors import DataError, MissingExtra
from kazbek.campaign.chunk import FlownPart, Span, fly_chunk, killed_part, split
from kazbek.campaign.flights import Flights
from kazbek.campaign.probe import probe, refused
from kazbek.campaign.question import Question

_PATIENCE_s = 60
_LOCAL = "local:"


class Cluster:
    """The workers behind a scheduler; ``local:2`` starts two of one's own."""

    def __init__(self, question: Question, folder: Path, address: str) -> None:
        self.question, self.folder, self.address = question, folder, address
        self._own: Any = None
        self._client: Any = None

    def __enter__(self) -> Self:
        """Connect, and probe every worker.

        Raises
        ------
        DataError
            no scheduler answers, or a worker would fly other bits.
        MissingExtra
            Dask is not installed.
        """
        distributed = _distributed()
        try:
            if self.address.startswith(_LOCAL):
                count = int(self.address.removeprefix(_LOCAL))
                self._own = distributed.LocalCluster(count, threads_per_worker=1, dashboard_address=None)
            self._client = distributed.Client(self._own or self.address, timeout=_PATIENCE_s)
        except (OSError, ValueError) as fault:
            self.__exit__()
            said = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise DataError(
                f"`dask` {self.address}: {said}", allowed="tcp://HOST:PORT of a scheduler, or local:2"
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._client, self._own):
            if one is not None:
                one.close()

    def fly(self, spans: Sequence[Span]) -> Iterator[FlownPart]:
        """Parts as they are flown, in whatever order."""
        distributed = _distributed()
        self._check()
        waiting: dict[Any, Span] = {self._given(span): span for span in spans}
        alone = set[Span]()
        arriving = distributed.as_completed(list(waiting))
        for future in arriving:
            span = waiting.pop(future)
            try:
                part = future.result()
            except distributed.KilledWorker:
                for again in self._again(span, alone):
                    if isinstance(again, FlownPart):
                        yield again
                    else:
                        fresh = self._given(again)
                        waiting[fresh] = again
                        arriving.add(fresh)
                continue
            yield part
            future.release()

    def _again(self, span: Span, alone: set[Span]) -> Iterator[Span | FlownPart]:
        """What becomes of a part that ended its workers."""
        if span in alone or span[1] - span[0] == 1:
            yield killed_part(self.question.design, span[0])
        else:
            yield from split(span)

    def _given(self, span: Span) -> Any:
        return self._client.submit(fly_part, self.question, str(self.folder), span, pure=False, retries=0)

    def _check(self) -> None:
        for theirs in self._client.run(probe_of, self.question, str(self.folder)).values():
            refused(dict(self.question.versions), theirs)


@functools.lru_cache(maxsize=1)
def _flights(text: str, folder: str) -> Flights:
    import json

    return Flights(Question.read(json.loads(text)), Path(folder))


def _of(question: Question, folder: str) -> Flights:
    """The flights of a campaign, planned once in a worker."""
    import json

    return _flights(json.dumps(question.json(), sort_keys=True), folder)


def fly_part(question: Question, folder: str, span: Span) -> FlownPart:
    """In a worker: fly one part."""
    return fly_chunk(_of(question, folder), span)


def probe_of(question: Question, folder: str) -> dict[str, Any]:
    """In a worker: what it is."""
    return probe(_of(question, folder))


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise MissingExtra("cluster", "a campaign on a Dask cluster") from None
    return distributed
