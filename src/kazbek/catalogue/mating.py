"""Which docking mechanisms fit each other: ``NAME-probe`` into ``NAME-cone``, ``NAME-ring`` onto ``NAME-ring``."""

from __future__ import annotations

ENDS = {"probe": "cone", "cone": "probe", "ring": "ring"}


def is_kind(kind: str) -> bool:
    """Whether a kind of mechanism has a name, and is a probe, a cone or a capture ring."""
    name, _, end = kind.rpartition("-")
    return bool(name) and end in ENDS


def mates(one: str, other: str) -> bool:
    """Whether two mechanisms dock with each other."""
    name, _, end = one.rpartition("-")
    return is_kind(one) and other == f"{name}-{ENDS[end]}"


def check_kind(kind: str) -> str:
    """`kind` itself; a ValueError for one that is none."""
    if not is_kind(kind):
        raise ValueError(f'"{kind}", allowed: NAME-probe, NAME-cone or NAME-ring')
    return kind
