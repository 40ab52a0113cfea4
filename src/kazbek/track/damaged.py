"""States that thrust cannot have parted: a digit lost in storage is found by its neighbours, and the state named.

Across a true burn positions and velocities agree with each other: a gain Δv in an interval Δt moves the body along Δv
by up to Δv Δt. A damaged state breaks that rule on at least one side, and leaving it out joins its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError
from kazbek.track.free_fall import FreeFall

_NO_STATION_m_s = 50.0  # more than this between two states is no burn of a station: a damaged state, or other units
_SURE = 1.5  # times what rounding and the law of gravity explain; less is neither damage nor quite free fall
_HEALED = 0.5  # a state is to blame when the path without it misses by less than half of what it does with it
_TURN_rad_s = 2.5e-4  # a fifth of the orbital rate: how far thrust held to the horizon turns way from gain
_CURE = "fetch the file again, or ask its producer"


def check_states(fall: FreeFall, where: str) -> None:
    """Refuse an ephemeris in which a state cannot be where it is said to be.

    Raises
    ------
    DataError
        the state, or the interval, and by how much it is off.
    """
    if fall.is_no_orbit:
        raise DataError(
            f"{where}: its states follow no gravity that kazbek knows: one lies {_by(fall, _middle(fall))} from where "
            "the one before leads, and so do most",
            allowed="a round orbit about the Earth, with small burns",
            cure="frame, units or time are other than the file says, a coarse theory made it, or it was measured",
        )
    torn = np.flatnonzero(~(fall.worst <= _SURE)).tolist()
    for k in _suspects(torn, len(fall.gained)):
        if _heals(fall, k):
            raise _damaged(fall, k, where)
    for k in torn:
        if not _is_burn(fall, k):
            raise _damaged(fall, 0, where) if k == 0 and 1 not in torn else _apart(fall, k, where)
    _check_ends(fall, torn, where)


def _middle(fall: FreeFall) -> int:
    """The interval that misses by the middle amount."""
    return int(np.argsort(fall.unevenness_m)[len(fall.gained) // 2])


def burning(fall: FreeFall) -> NDArray[np.bool_]:
    """Whether thrust acted between a state and the next, (n − 1,)."""
    found = fall.worst > 1.0
    for k in np.flatnonzero(found).tolist():
        found[k] = _is_burn(fall, k)
    return found


def _suspects(torn: list[int], count: int) -> Iterator[int]:
    """States, not the first or last, beside a torn interval, each once, in order."""
    return (k for k in sorted({k for i in torn for k in (i, i + 1)}) if 0 < k < count)


def _heals(fall: FreeFall, k: int) -> bool:
    """Whether the neighbours of state k agree with one another, and not with it."""
    kept, beside = [k - 1, k + 1], slice(k - 1, k + 1)
    step_s = float(fall.step_s[beside].sum())
    without = fall.gained_between(fall.tai_ns[kept], fall.rv[kept])[0]
    miss_m_s = float(np.linalg.norm(without[3:]))
    uneven_m = float(np.linalg.norm(without[:3] - 0.5 * step_s * without[3:]))
    limit_m_s = float(fall.limit_m_s[beside].sum())
    limit_m = float(fall.apart_m[beside].max()) * (step_s / float(fall.step_s[beside].max())) ** 2
    if not (miss_m_s <= limit_m_s and uneven_m <= limit_m):
        return False
    with_m_s = float(np.linalg.norm(fall.gained[beside, 3:], axis=1).max())
    with_m = float(fall.unevenness_m[beside].max())
    return miss_m_s / limit_m_s + uneven_m / limit_m <= _HEALED * (with_m_s / limit_m_s + with_m / limit_m)


def _is_burn(fall: FreeFall, k: int) -> bool:
    """Whether the way made in interval k goes with the speed gained: along it, and by a part of Δv Δt."""
    way_m, gain_m_s, step_s = fall.gained[k, :3], fall.gained[k, 3:], float(fall.step_s[k])
    size_m_s = float(np.linalg.norm(gain_m_s))
    if not 0.0 < size_m_s <= _NO_STATION_m_s:
        return False
    along_m = float(way_m @ gain_m_s) / size_m_s
    across_m = float(np.linalg.norm(way_m - along_m * gain_m_s / size_m_s))
    slack_m = fall.apart_m[k] + _TURN_rad_s * step_s * size_m_s * step_s
    return bool(across_m <= slack_m and -slack_m <= along_m <= size_m_s * step_s + slack_m)


def _check_ends(fall: FreeFall, torn: list[int], where: str) -> None:
    """The first state and the last have one neighbour: a gain at that very instant is damage and no burn."""
    last = len(fall.gained) - 1
    way_m = np.linalg.norm(fall.gained[:, :3], axis=1)
    if last in torn and way_m[last] <= fall.apart_m[last]:
        raise _damaged(fall, last + 1, where)
    back = fall.gained_between(fall.tai_ns[1::-1], fall.rv[1::-1])[0]
    if 0 in torn and np.linalg.norm(back[:3]) <= fall.apart_m[0]:
        raise _damaged(fall, 0, where)


def _damaged(fall: FreeFall, k: int, where: str) -> DataError:
    leads = "from where the one after comes from" if k == 0 else "from where the one before leads"
    return DataError(
        f"{where}: the state of {Epoch(int(fall.tai_ns[k]))} does not fit the states beside it: it lies "
        f"{_by(fall, max(k - 1, 0))} {leads}",
        allowed="what a burn of the station explains: speed gained, and way made with it",
        cure=f"a digit of it is wrong: {_CURE}",
    )


def _apart(fall: FreeFall, k: int, where: str) -> DataError:
    return DataError(
        f"{where}: the state of {Epoch(int(fall.tai_ns[k + 1]))} lies {_by(fall, k)} from where the one before leads",
        allowed=f"what a burn of up to {_NO_STATION_m_s:.0f} m/s explains: speed gained, and way made with it",
        cure="a state is damaged, or not in km and km/s",
    )


def _by(fall: FreeFall, k: int) -> str:
    way_m, gain_m_s = np.linalg.norm(fall.gained[k, :3]), np.linalg.norm(fall.gained[k, 3:])
    return f"{way_m:.4g} m and {gain_m_s:.4g} m/s"
