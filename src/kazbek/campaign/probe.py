"""Whether a worker flies the same bits: its versions, sources, data files, processor, and the row of one flight."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import kazbek
from kazbek.base.errors import DataError
from kazbek.base.version import __version__
from kazbek.campaign.flights import Flights
from kazbek.campaign.question import Question
from kazbek.campaign.rows import digest

_PACKAGES = ("numpy", "numba", "scipy")


def versions() -> dict[str, Any]:
    """What decides the bits, as far as names can say it."""
    return {
        "kazbek": __version__,
        "sources": _sources(),
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in _PACKAGES},
    }


def probe(flights: Flights) -> dict[str, Any]:
    """Versions, and the digest of the flight with every number at its median: processors differ in the last bits."""
    return {**versions(), "flight": digest(flights.median[1])}


def facts(flights: Flights) -> dict[str, Any]:
    """What a worker says of itself: its probe, and digests of its data files, whose scatter the probe does not see."""
    return {**probe(flights), **flights.files()}


def refused(question: Question, theirs: Mapping[str, Any]) -> None:
    """Refuse a worker that would fly other bits.

    Raises
    ------
    DataError
        naming the first difference.
    """
    for name, value in {**question.versions, **question.files}.items():
        if theirs.get(name) != value:
            what = "flies other last digits (another processor)" if name == "flight" else f"has another {name}"
            raise DataError(
                f"a worker {what}: {str(theirs.get(name))[:16]}, here {str(value)[:16]}",
                cure="give it the same kazbek, data, packages and kind of processor; finished parts are kept",
            )


def _sources() -> str:
    """SHA-256 over kazbek's own Python files."""
    root = Path(kazbek.__file__).parent
    whole = hashlib.sha256()
    for file in sorted(root.rglob("*.py")):
        whole.update(file.relative_to(root).as_posix().encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()[:16]
