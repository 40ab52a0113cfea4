"""Ctrl-C, SIGTERM and a closed terminal: heard once, they end the command wherever it is.

Python turns a signal into an exception at the next chance, and libraries may turn that into another one, or swallow
it: so what was heard is remembered, and said again until the command has ended.
"""

from __future__ import annotations

import atexit
import signal
import sys
from types import FrameType, TracebackType
from typing import Any

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_AGAIN_s = 4.0  # longer than leaving takes, with all that has to be removed
_SOON_s = 0.01
_heard: signal.Signals | None = None
_over = False


def listen() -> None:
    """From now on these signals raise KeyboardInterrupt, except where the shell told us to ignore one."""
    global _heard, _over
    _heard, _over = None, False
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _hear)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _say_again)
    sys.unraisablehook = _swallowed
    sys.excepthook = _printed
    atexit.unregister(_ignored_from_now_on)
    atexit.register(_ignored_from_now_on)


def heard() -> bool:
    """Whether the command was told to end."""
    return _heard is not None


def status() -> int:
    """The exit status that shells know: 130 for Ctrl-C, 143 for SIGTERM."""
    return 128 + int(_heard or signal.SIGINT)


def ended() -> None:
    """The command has ended: nothing more is heard."""
    global _over
    _over = True
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0.0)


def _ignored_from_now_on() -> None:
    """Python lays its handlers down before the process is gone: what has done its work must not die of a signal."""
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is _hear:
            signal.signal(number, signal.SIG_IGN)


def leave(status: int) -> None:
    """End an interrupted process with this exit status.

    Not by SystemExit: a KeyboardInterrupt that once passed through ``exec`` of a string (dataclasses are made so) makes
    CPython end the process by SIGINT, whoever caught it.
    """
    import contextlib
    import os

    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # closed, missing or full: said already
            stream.flush()
    os._exit(status)


def _printed(kind: type[BaseException], fault: BaseException, at: TracebackType | None) -> None:
    """Compiled modules that import others print what stops them, and go on as if it were a missing library."""
    if not (issubclass(kind, KeyboardInterrupt) and heard()):
        sys.__excepthook__(kind, fault, at)


def _swallowed(about: Any) -> None:
    """An exception came where Python can only report it, in a destructor say: ours is said again at once."""
    if not isinstance(about.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(about)
    elif hasattr(signal, "setitimer") and not _over:
        signal.setitimer(signal.ITIMER_REAL, _SOON_s, _AGAIN_s)


def _hear(number: int, frame: FrameType | None) -> None:
    global _heard
    if _over:
        return
    if _heard is None:
        _heard = signal.Signals(number)
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, _AGAIN_s, _AGAIN_s)
    raise KeyboardInterrupt


def _say_again(number: int, frame: FrameType | None) -> None:
    if _heard is not None and not _over:
        raise KeyboardInterrupt
