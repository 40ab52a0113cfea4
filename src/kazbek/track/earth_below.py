"""Whether states fall over the Earth they claim: the frame and the clock of an ephemeris, seen in its free fall.

The field of gravity turns with the Earth. States in another frame than REF_FRAME says, or on another clock than
TIME_SYSTEM says, fall as if the Earth below them were turned: its flattening shows a wrong axis (EME2000 taken for a
frame of date: 0.12°), its unevenness a wrong angle about the axis (TAI taken for UTC: 37 s, 0.15°). The turn that makes
the states fall best is found by least squares on what free fall leaves over, with a drag along the track. NASA's states
of 8 h give the axis to 0.0001° and the angle to 0.005°, which is 1 s of a clock.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import EARTH_ROTATION_rad_s
from kazbek.base.errors import DataError
from kazbek.base.types import Array
from kazbek.track.files.frames import rotated
from kazbek.track.free_fall import FreeFall

_MOST = 400  # intervals looked at
_FEWEST = 30  # two hours
_NUDGE_rad = 1e-3
_CERTAIN = 10.0  # standard errors
_AXIS_rad, _ANGLE_rad = 5e-4, 6e-4  # half of what is told apart: 21 years of precession 2.1e-3, GPS for UTC 1.3e-3
_BETTER = 0.85  # of the misses before, for the angle, which the unevenness shows but weakly


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn of the Earth under which some states fall best.

    Attributes
    ----------
    rad, sigma_rad : (3,) about the axes of GCRF, and its standard errors
    better : misses after as a part of the misses before
    """

    rad: Array
    sigma_rad: Array
    better: float

    @property
    def axis_rad(self) -> float:
        """How far the Earth's axis is turned."""
        return float(np.hypot(*self.rad[:2]))

    @property
    def clock_s(self) -> float:
        """The turn about the axis as an error of the clock: positive when the states are late."""
        return float(self.rad[2] / EARTH_ROTATION_rad_s)


def check_earth_below(fall: FreeFall, quiet: NDArray[np.bool_], frame: str, scale: str, where: str) -> None:
    """Refuse states that fall over another Earth than theirs.

    Parameters
    ----------
    quiet : (n − 1,) intervals without thrust
    frame, scale : REF_FRAME and TIME_SYSTEM of the file

    Raises
    ------
    DataError
        what is turned, by how much, and which frame or clock would explain it.
    """
    turn = None if fall.law.is_even else turn_below(fall, quiet)  # simple propagators take the axis from their frame
    if turn is None:
        return
    if turn.axis_rad > max(_AXIS_rad, _CERTAIN * float(turn.sigma_rad[:2].max())):
        raise DataError(
            f"{where}: its states do not fall in {frame}: the Earth's axis they feel lies {_deg(turn.axis_rad)} off, "
            f"{turn.axis_rad * 6800.0:.0f} km in orbit",
            cure=_other_frame(frame),
        )
    if (
        not fall.law.is_even
        and abs(turn.rad[2]) > max(_ANGLE_rad, _CERTAIN * float(turn.sigma_rad[2]))
        and turn.better < _BETTER
    ):
        raise DataError(
            f"{where}: its states fall as if the Earth were turned by {_deg(abs(turn.rad[2]))}, or its clock "
            f"{abs(turn.clock_s):.0f} ± {turn.sigma_rad[2] / EARTH_ROTATION_rad_s:.0f} s "
            f"{'late' if turn.clock_s > 0.0 else 'early'}: TIME_SYSTEM is not {scale}, or REF_FRAME not {frame}",
            cure=_other_scale(scale),
        )


def turn_below(fall: FreeFall, quiet: NDArray[np.bool_]) -> Turn | None:
    """The turn, from the first intervals without thrust; None where there are too few."""
    count = min(_MOST, len(quiet))
    chosen = quiet[:count]
    if chosen.sum() < _FEWEST:
        return None
    tai_ns, rv, step_s = fall.tai_ns[: count + 1], fall.rv[: count + 1], fall.step_s[:count, None]
    own = fall.gained[:count, 3:] / step_s

    def slope(axis: int) -> Array:
        C = _small_turn(axis)
        return (fall.gained_between(tai_ns, rotated(C, rv))[:, 3:] @ C / step_s - own) / _NUDGE_rad

    forward = rv[:count, 3:] / np.linalg.norm(rv[:count, 3:], axis=1)[:, None]
    weight = np.sqrt(step_s / step_s.max())  # rounding is the same in a short interval
    columns = [(weight * column)[chosen].ravel() for column in (slope(0), slope(1), slope(2), forward)]
    matrix, wanted = np.column_stack(columns), -(weight * own)[chosen].ravel()
    found, *_ = np.linalg.lstsq(matrix, wanted, rcond=None)
    left = wanted - matrix @ found
    variance = float(left @ left) / (len(wanted) - 4) * np.diag(np.linalg.pinv(matrix.T @ matrix))
    without_turn = wanted - matrix[:, 3] * (matrix[:, 3] @ wanted) / (matrix[:, 3] @ matrix[:, 3])
    better = float(np.sqrt((left @ left) / max(without_turn @ without_turn, 1e-300)))
    return Turn(found[:3], np.sqrt(variance[:3]), better)


def _small_turn(axis: int) -> Array:
    """Rotation of vectors by the nudge about one axis."""
    C = np.eye(3)
    j, k = (axis + 1) % 3, (axis + 2) % 3
    c, s = np.cos(_NUDGE_rad), np.sin(_NUDGE_rad)
    C[j, j], C[j, k], C[k, j], C[k, k] = c, -s, s, c
    return C


def _deg(angle_rad: float) -> str:
    return f"{np.degrees(angle_rad):.3f}°"


def _other_frame(frame: str) -> str:
    if frame == "TEME":
        return "EME2000 or ICRF labelled TEME looks like this: ask its producer, or write REF_FRAME = EME2000 if it is"
    return "TEME or TOD labelled as another frame looks like this: ask its producer, or write REF_FRAME = TEME if it is"


def _other_scale(scale: str) -> str:
    """Which clocks under another's label would explain the turn."""
    return (
        f"another clock labelled {scale} looks like this (in 2021 TAI is 37 s, GPS 18 s and TT 69 s ahead of UTC): "
        "ask its producer"
    )
