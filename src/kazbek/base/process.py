"""Worker processes that do not outlive the one that started them."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


def worker_pool(count: int, begin: Callable[..., None] | None = None, *given: Any) -> ProcessPoolExecutor:
    """Processes for work to be spread over, none of which outlives this one; each calls ``begin(*given)`` first.

    They start with the first task: submit those inside `children_without_ctrl_c`.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(count, multiprocessing.get_context("spawn"), _begun, (begin, given))


def _begun(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    follow_parent()
    if begin is not None:
        begin(*given)


def follow_parent() -> None:
    """In a worker: end as soon as the process that started it has, however that was; and leave Ctrl-C to it."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        _die_when_the_parent_dies()
        if os.getppid() != parent.pid:
            os._exit(1)
    threading.Thread(target=_leave_after, args=(parent,), daemon=True).start()


def _die_when_the_parent_dies() -> None:
    """Ask the kernel for it: a long kernel or renderer holds the interpreter, and a thread waits for its turn."""
    import ctypes

    pr_set_pdeathsig = 1
    ctypes.CDLL(None, use_errno=True).prctl(pr_set_pdeathsig, signal.SIGKILL)


def _leave_after(parent: Any) -> None:
    parent.join()
    os._exit(1)


@contextmanager
def children_without_ctrl_c() -> Iterator[None]:
    """Processes started inside do not hear Ctrl-C, not even while they start; this one hears it afterwards."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # beside the first child it would start now, and let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's search for cycles of garbage: a tenth of the time of work that ends in seconds."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
