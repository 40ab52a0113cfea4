"""Reboosts found in an ephemeris itself: where neighbouring states are not joined by free fall, thrust acted.

No header or table of events is read: what is left over beside free fall (:mod:`free_fall`), and is no damage
(:mod:`damaged`), is thrust.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF
from kazbek.base.types import Array, Nanoseconds, Vector
from kazbek.track.damaged import burning, check_states
from kazbek.track.free_fall import FreeFall
from kazbek.track.interpolation import runs


@dataclass(frozen=True, slots=True)
class Reboost:
    """A burn of the station.

    Attributes
    ----------
    start, end : the states between which thrust acted
    delta_v_RTN_m_s : (3,) velocity gained, summed in the RTN of each instant
    delta_v_m_s : its size
    """

    start: Epoch
    end: Epoch
    delta_v_RTN_m_s: Vector
    delta_v_m_s: float

    def __str__(self) -> str:
        return f"{self.start} to {self.end}, {self.delta_v_m_s:.2f} m/s"


def thrusting(
    tai_ns: Nanoseconds, rv: Array, where: str = "the ephemeris", rounding: tuple[float, float] = (0.0, 0.0)
) -> tuple[NDArray[np.bool_], tuple[Reboost, ...]]:
    """Whether thrust acted between a state and the next, (n − 1,), and the reboosts, in order of time.

    Parameters
    ----------
    tai_ns, rv : (n,) instants and (n, 6) states in GCRF
    where : the file, for messages
    rounding : one unit in the last digit of positions (m) and velocities (m/s)

    Raises
    ------
    DataError
        where a state lies so far from where the ones beside it lead that no burn explains it.
    """
    fall = FreeFall.of(tai_ns, rv, rounding)
    check_states(fall, where)
    acted = burning(fall)
    return acted, reboosts_in(fall, acted)


def reboosts_in(fall: FreeFall, acted: NDArray[np.bool_]) -> tuple[Reboost, ...]:
    """The burns that some intervals make: neighbours are one."""
    return tuple(_reboost(fall, first, last) for first, last in runs(acted) if acted[first])


def _reboost(fall: FreeFall, first: int, last: int) -> Reboost:
    delta_v_RTN_m_s = sum(
        (C_RTN_GCRF(fall.rv[k, :3], fall.rv[k, 3:]) @ fall.gained[k, 3:] for k in range(first, last)), np.zeros(3)
    )
    return Reboost(
        Epoch(int(fall.tai_ns[first])),
        Epoch(int(fall.tai_ns[last])),
        delta_v_RTN_m_s,
        float(np.linalg.norm(delta_v_RTN_m_s)),
    )
