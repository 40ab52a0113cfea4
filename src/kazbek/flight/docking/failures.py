"""What can fail beside a station, as a flight's plan says it, and as the kernels read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.errors import DataError, unknown
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.docking.kernels.columns import FAULTS, Health
from kazbek.flight.docking.kernels.programme import FAILURE, Fails, When

SETS = 2  # of the approach radio, aboard and at the station

SYSTEMS: dict[str, tuple[Fails, str]] = {
    "kurs": (Fails.KURS, "a set of the approach radio aboard, each time the probe comes as near"),
    "kurs-station": (Fails.KURS_STATION, "the station's set that answers the one in use"),
    "jet": (Fails.JET, "one jet: `which` names it, `manifold` its set, `stuck` when it does not stop"),
    "manifold": (Fails.MANIFOLD, "all jets of one manifold"),
    "main-engine": (Fails.MAIN, "the main engine: brakes are flown on the jets"),
    "gyro": (Fails.GYRO, "the set of rate gyros in use"),
    "periscope": (Fails.SIGHT, "the pilot's view through the periscope"),
    "television": (Fails.TV, "the television picture"),
    "headlight": (Fails.LAMP, "the headlight"),
    "handle": (Fails.AXIS, "one axis of a hand controller: `which` names it"),
    "computer": (Fails.COMPUTER, "the ship's computer; the analogue loop is left"),
    "probe": (Fails.PROBE, "the probe is not ready, its latches do not catch"),
    "propellant": (Fails.PROPELLANT, "`lost_kg` of propellant"),
    "communication": (Fails.COMM, "calls from the ground"),
    "retreat": (Fails.RETREAT, "the automatic retreat is set off"),
}
AXES = ("fore", "right", "down", "roll", "pitch", "yaw")  # of the two handles


@dataclass(frozen=True, slots=True)
class CloseFailure:
    """One failure of a flight's plan.

    Attributes
    ----------
    system : one of ``SYSTEMS``
    at_range_m : probe to port when it happens
    sets : of Kurs: how many sets are lost, one each time the ship comes as near
    which : the jet's name, or the handle's axis
    manifold : 1 or 2
    stuck : whether the jet does not stop, instead of not starting
    lost_kg : of propellant
    """

    system: str
    at_range_m: float
    sets: int = 1
    which: str = ""
    manifold: int = 1
    stuck: bool = False
    lost_kg: float = 0.0

    def rows(self, ship: Spacecraft, sets_lost: int = 0) -> list[tuple[float, ...]]:
        """The kernels' rows of it; for Kurs one a set that is still to be lost.

        Raises
        ------
        DataError
            an unknown system, jet or axis; the nearest is given.
        """
        if self.system not in SYSTEMS:
            raise unknown("system", self.system, SYSTEMS)
        what = SYSTEMS[self.system][0]
        row = (float(what), float(self._which(ship, what)), float(When.RANGE), self.at_range_m, self._how(what))
        return [row] * (max(0, min(self.sets, SETS) - sets_lost) if what is Fails.KURS else 1)

    def _which(self, ship: Spacecraft, what: Fails) -> int:
        if what is Fails.JET:
            return ship.jets.number(self.which, min(self.manifold, int(ship.jets.manifolds_count.v)))
        if what is Fails.AXIS:
            if self.which not in AXES:
                raise unknown("axis", self.which, AXES)
            return AXES.index(self.which)
        return self.manifold - 1 if what is Fails.MANIFOLD else -1

    def _how(self, what: Fails) -> float:
        if what is Fails.PROPELLANT:
            return self.lost_kg
        return float(Health.OPEN if what is Fails.JET and self.stuck else Health.DEAD)


def failure_rows(failures: Sequence[CloseFailure], ship: Spacecraft, sets_lost: int = 0) -> NDArray[np.float64]:
    """(n, FAILURE) rows of the kernels.

    Raises
    ------
    DataError
        more failures than the kernels hold, or one that names nothing known.
    """
    rows = [row for failure in failures for row in failure.rows(ship, sets_lost)]
    if len(rows) > FAULTS:
        raise DataError(f"{len(rows)} failures in one flight", allowed=f"up to {FAULTS}")
    return np.array(rows, dtype=np.float64).reshape(-1, FAILURE)
