"""What follows when a phase ends otherwise than planned."""

from __future__ import annotations

from kazbek.base.leg import Leg, Outcome

_ON_THE_LAUNCHER = ("countdown", "ascent")


def flight_ends(leg: Leg) -> Outcome | None:
    """How the flight ends with this leg; None when the next phase of the plan follows.

    A chase that does not close or an approach that misses leaves a healthy ship in orbit with its crew: the flight ends
    there as missed, with the shortfall in numbers. A launcher that fails is followed by the crew's escape.
    """
    return None if leg.outcome is Outcome.REACHED or escapes(leg) else leg.outcome


def escapes(leg: Leg) -> bool:
    """Whether the crew leaves its launcher after this leg."""
    return leg.outcome is Outcome.MISSED and leg.name in _ON_THE_LAUNCHER and leg.first("fault") is not None
