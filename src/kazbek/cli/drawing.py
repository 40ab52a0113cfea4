"""Progress of pictures or flights on stderr: a bar with the time left on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self

_BETWEEN_LINES_s = 10.0


class Drawing:
    """Call it with (what, finished, in all) at the start of a task and after every piece; `act` is what is done."""

    def __init__(self, act: str = "draw") -> None:
        self._act = act
        self._what = ""
        self._started = self._told = 0.0
        self._at_first = 0
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("time left"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self._what:
            self._what, self._at_first = what, done
            self._started = self._told = time.monotonic()
            if self._bar is not None:
                self._task = self._bar.add_task(what, total=total, completed=done)
            else:
                kept = f", {done} kept from an earlier run" if done else ""
                self.note(f"{what}: {total} to {self._act}{kept}")
        elif self._bar is not None:
            self._bar.update(self._task, completed=done)
        else:
            self._line(done, total)

    def note(self, sentence: str) -> None:
        """A sentence about what was left out."""
        print(sentence, file=sys.stderr, flush=True)

    def _line(self, done: int, total: int) -> None:
        now = time.monotonic()
        if done == total or now - self._told >= _BETWEEN_LINES_s:
            self._told = now
            left_s = (now - self._started) / max(done - self._at_first, 1) * (total - done)
            minutes, seconds = divmod(round(left_s), 60)
            self.note(f"{self._what}: {done} of {total}, about {minutes}:{seconds:02d} left")
