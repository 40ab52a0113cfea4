"""Figures of the user's own on which arithmetic fails: bad input, reported in one sentence, and no defect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kazbek.base.errors import OutOfRange
from kazbek.mission.file import Mission

_KEYS = ("launcher", "pad", "profile", "approach", "pilot", "zone", "capsule", "spacecraft")


@contextmanager
def told_by(figures: Sequence[str]) -> Iterator[None]:
    """Blame the user's own figures for an overflow or a division by zero on the way.

    Parameters
    ----------
    figures : the changed figures, or the files they stand in; where there are none, kazbek itself is to blame

    Raises
    ------
    OutOfRange
        with what the arithmetic said.
    """
    try:
        yield
    except (ArithmeticError, ValueError) as fault:
        if not figures:
            raise
        raise OutOfRange(
            f"with {', '.join(figures)} nothing can be flown ({str(fault).lower()})",
            allowed="figures that something could be built to",
        ) from None


def own_files(mission: Mission) -> list[str]:
    """Data files that a mission brings along."""
    named = [getattr(flight, key, "") for flight in mission.plan.flight for key in _KEYS]
    named.append(mission.plan.station.name)
    return [name for name in dict.fromkeys(named) if isinstance(name, str) and name.endswith(".toml")]
