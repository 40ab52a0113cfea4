"""What can be wrong, said so that a person can act on it.

    KazbekError
    ├── DataError      a file or a key is wrong
    ├── OutOfRange     a value lies outside what is allowed
    ├── NoConvergence  a search ended without an answer
    ├── WrongPlace     asked for in the wrong place or order
    └── MissingExtra   an optional dependency is not installed

    KazbekWarning      the answer stands, and something about it should be known

Every message has four parts: what, how much (with its unit), what is allowed, what to do. Loss of the mission is
not an error: it is a value (see :mod:`kazbek.base.leg`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kazbek.base.printable import printable


class KazbekError(Exception):
    """A fault of the input, told in one sentence.

    Parameters
    ----------
    what : the offending thing with its value and unit, e.g. ``"`days` -3"``. A parameter of the caller's stands
        between backticks; the command line prints its option there (`as_options`)
    allowed : what would have been accepted
    cure : what to do about it
    """

    def __init__(self, what: str, *, allowed: str = "", cure: str = "") -> None:
        self.what, self.allowed, self.cure = what, allowed, cure
        sentence = "; ".join(part for part in (what, f"allowed: {allowed}" if allowed else "", cure) if part)
        sentence = printable(" ".join(sentence.split()))
        super().__init__(sentence if sentence.endswith((".", "?", "!")) else sentence + ".")


class DataError(KazbekError):
    """A file, or a key in it, cannot be used."""


class OutOfRange(KazbekError):
    """A value lies outside what is allowed."""


class NoConvergence(KazbekError):
    """A search ended without an answer; the message carries tries and residual."""


class WrongPlace(KazbekError):
    """Asked for in the wrong place or order."""


class MissingExtra(KazbekError):
    """An optional dependency is not installed."""

    def __init__(self, extra: str, needed_for: str) -> None:
        self.extra = extra
        super().__init__(
            f"{needed_for} needs an extra that is not installed", cure=f'run: pip install "kazbek[{extra}]"'
        )


class KazbekWarning(UserWarning):
    """The answer stands, and something about how it came about should be known; told in one sentence."""


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name closest to `name`, for the "did you mean" half of a message."""
    names = list(known)
    if not names:
        return ""
    return max(names, key=lambda k: difflib.SequenceMatcher(None, name.lower(), k.lower()).ratio())


def unknown(kind: str, name: str, known: Iterable[str], *, where: str = "") -> DataError:
    """The error for a name that is not known: names it, the nearest one, and all that are allowed."""
    names = sorted(known)
    place = f" in {where}" if where else ""
    return DataError(
        f'unknown {kind} "{name}"{place}',
        allowed=", ".join(names),
        cure=f'did you mean "{nearest(name, names)}"?' if names else "",
    )
