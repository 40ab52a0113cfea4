"""What follows when a phase ends otherwise than planned."""

from __future__ import annotations

from kazbek.base.leg import Leg, Outcome


def flight_ends(leg: Leg) -> Outcome | None:
    """How the flight ends with this leg; None when the next phase of the plan follows.

    A chase that does not close or an approach that misses leaves a healthy ship in orbit with its crew: the flight ends
    there as missed, with the shortfall in numbers.
    """
    return None if leg.outcome is Outcome.REACHED else leg.outcome
