"""Worker processes that fly parts: each has one part in hand, so that it is known which one a dying worker held.

A part that ends its worker is cut in two until the run is found that does it; a run that does it twice alone is
recorded as killed. Workers are started anew, and end when this process does.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError
from kazbek.base.process import children_without_ctrl_c, follow_parent
from kazbek.campaign.chunk import FlownPart, Span, fly_chunk, killed_part, split
from kazbek.campaign.flights import Flights
from kazbek.campaign.probe import facts, refused
from kazbek.campaign.question import Question

_BEFORE_ITS_FIRST = 3  # workers that may die before they have flown anything


@dataclass
class _Worker:
    """One process, the pipe to it, and the part it flies."""

    process: Any
    pipe: Any
    span: Span | None = None


@dataclass
class Pool:
    """Processes of this machine.

    Attributes
    ----------
    count : of workers
    life : what a worker does
    """

    question: Question
    folder: Path
    count: int
    life: Callable[[Any, Question, Path], None] | None = None
    _workers: list[_Worker] = field(default_factory=list)
    _stillborn: int = 0

    def fly(self, spans: Sequence[Span]) -> Iterator[FlownPart]:
        """Parts as they are flown, in whatever order.

        Raises
        ------
        DataError
            for workers of another version, or that end before they fly.
        """
        waiting, alone = deque(spans), set[Span]()
        try:
            while waiting or any(worker.span for worker in self._workers):
                self._keep_busy(waiting)
                by_pipe: dict[Any, _Worker] = {worker.pipe: worker for worker in self._workers}
                for pipe in connection.wait(by_pipe):
                    worker = by_pipe[pipe]
                    try:
                        said: Any = worker.pipe.recv()
                    except (EOFError, OSError):
                        yield from self._died(worker, waiting, alone)
                        continue
                    if isinstance(said, FlownPart):
                        worker.span = None
                        yield said
                        self._give(worker, waiting)
                    else:
                        self._check(said)
                        self._give(worker, waiting)
        finally:
            self.close()

    def close(self) -> None:
        """End all workers; what they have in hand is lost."""
        for worker in self._workers:
            worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
        self._workers = []

    def _keep_busy(self, waiting: deque[Span]) -> None:
        busy = sum(worker.span is not None for worker in self._workers)
        while len(self._workers) < min(self.count, busy + len(waiting)):
            self._workers.append(self._begun())

    def _begun(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        process = context.Process(target=self.life or work, args=(theirs, self.question, self.folder), daemon=True)
        with children_without_ctrl_c():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _give(self, worker: _Worker, waiting: deque[Span]) -> None:
        if waiting:
            worker.span = waiting.popleft()
            worker.pipe.send(worker.span)

    def _check(self, theirs: dict[str, Any]) -> None:
        self._stillborn = 0
        refused(self.question, theirs)

    def _died(self, worker: _Worker, waiting: deque[Span], alone: set[Span]) -> Iterator[FlownPart]:
        """A worker is gone: its part is cut down, or was one run that has done so before."""
        self._workers.remove(worker)
        worker.process.join()
        worker.pipe.close()
        if worker.span is None:
            self._stillborn += 1
            if self._stillborn >= _BEFORE_ITS_FIRST:
                raise DataError(
                    f"{self._stillborn} workers ended before they flew (exit status {worker.process.exitcode})",
                    cure="fly with `workers` 1 to see why",
                )
        elif worker.span in alone:
            yield killed_part(self.question.design, worker.span[0])
        else:
            halves = split(worker.span)
            alone.update(span for span in halves if halves == [worker.span])
            waiting.extendleft(reversed(halves))


def work(pipe: Any, question: Question, folder: Path) -> None:
    """The life of a worker: say what it is, then fly what it is told to."""
    follow_parent()
    flights = Flights(question, folder)
    pipe.send(facts(flights))
    while True:
        try:
            span = pipe.recv()
        except EOFError:
            return
        pipe.send(fly_chunk(flights, span))
