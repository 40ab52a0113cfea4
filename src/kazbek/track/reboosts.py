"""Reboosts found in an ephemeris itself: where neighbouring states are not joined by free fall, thrust acted.

No header or table of events is read. Each state is carried to the next by gravity (EGM2008 36×36, Sun, Moon); what is
left over in velocity is thrust, drag (0.2 mm/s in 4 min) and the difference of gravity models (below 1 mm/s).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.base.frames import C_RTN_GCRF, Vector
from kazbek.laws.ephemeris import free_fall_residuals
from kazbek.laws.forces import Thrust, ThrustFrame
from kazbek.orbit.propagate import forces_over
from kazbek.track.interpolation import runs

Array = NDArray[np.float64]
Nanoseconds = NDArray[np.int64]

_DEGREE = 36  # of JSC's own ephemerides: with it the states agree best
_TOLERANCE = 1e-10
_FREE_m_s2, _FREE_m_s = 2e-5, 5e-4  # seven times what free fall leaves over, and the rounding of velocities
_NO_STATION_m_s = 50.0  # more than this between two states is no burn of a station: a damaged state, or other units
_SAME_PATH_m = 20.0  # over 4 min; force models part by 0.3 m
_NO_PUSH = Thrust(0.0, int(ThrustFrame.OFF), 0.0, 0.0, 0.0, 0.0, 0.0)


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


def thrusting(
    tai_ns: Nanoseconds, rv: Array, where: str = "the ephemeris"
) -> tuple[NDArray[np.bool_], tuple[Reboost, ...]]:
    """Whether thrust acted between a state and the next, (n − 1,), and the reboosts, in order of time.

    Parameters
    ----------
    tai_ns, rv : (n,) instants and (n, 6) states in GCRF
    where : the file, for messages

    Raises
    ------
    DataError
        where a state lies so far from where the one before leads that no burn explains it.
    """
    forces = forces_over(Epoch(int(tai_ns[0])), Epoch(int(tai_ns[-1])), degree=_DEGREE)
    gained = np.empty((len(tai_ns) - 1, 6))
    times_s = (tai_ns - forces.reference.tai_ns) / 1e9
    free_fall_residuals(times_s, np.ascontiguousarray(rv), forces.field, _NO_PUSH, _TOLERANCE, gained)
    size_m_s = np.linalg.norm(gained[:, 3:], axis=1)
    _check_one_orbit(tai_ns, gained, size_m_s, where)
    burning = size_m_s > _FREE_m_s2 * np.diff(times_s) + _FREE_m_s
    return burning, tuple(_reboost(tai_ns, rv, gained, first, last) for first, last in runs(burning) if burning[first])


def _check_one_orbit(tai_ns: Nanoseconds, gained: Array, size_m_s: Array, where: str) -> None:
    """Refuse states that thrust cannot have parted: a burn of Δv in an interval Δt moves a body by Δv Δt at most."""
    apart_m = np.linalg.norm(gained[:, :3], axis=1)
    length_s = np.diff(tai_ns) / 1e9
    most_m = 1.5 * size_m_s * length_s + _SAME_PATH_m * np.maximum(1.0, length_s / 240.0) ** 2
    torn = np.flatnonzero(~((size_m_s <= _NO_STATION_m_s) & (apart_m <= most_m)))  # NaN too: a path into the ground
    if len(torn):
        k = int(torn[0])
        raise DataError(
            f"{where}: the state of {Epoch(int(tai_ns[k + 1]))} lies {apart_m[k]:.4g} m and "
            f"{size_m_s[k]:.4g} m/s from where the one before leads",
            allowed=f"what a burn of up to {_NO_STATION_m_s:.0f} m/s explains",
            cure="a state is damaged, or not in km and km/s",
        )


def _reboost(tai_ns: Nanoseconds, rv: Array, gained: Array, first: int, last: int) -> Reboost:
    delta_v_RTN_m_s = sum((C_RTN_GCRF(rv[k, :3], rv[k, 3:]) @ gained[k, 3:] for k in range(first, last)), np.zeros(3))
    return Reboost(
        Epoch(int(tai_ns[first])), Epoch(int(tai_ns[last])), delta_v_RTN_m_s, float(np.linalg.norm(delta_v_RTN_m_s))
    )
