"""Wind: calm by default, otherwise a profile by height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kazbek.base.errors import OutOfRange
from kazbek.kernels.atmosphere import WindProfile

_FASTEST_m_s = 200.0  # jet-stream records lie near 110 m/s, the mesosphere's near 170 m/s


@dataclass(frozen=True, slots=True)
class Wind:
    """Wind over the ground, where the air goes to, by height above the ellipsoid; constant outside the profile.

    Attributes
    ----------
    profile : rows of (height_m, east_m_s, north_m_s), heights rising
    """

    profile: tuple[tuple[float, float, float], ...] = ((0.0, 0.0, 0.0),)

    def __post_init__(self) -> None:
        rows = np.array(self.profile, dtype=np.float64)
        if rows.ndim != 2 or rows.shape[1] != 3 or not np.isfinite(rows).all():
            raise OutOfRange("a wind profile that is not rows of numbers", allowed="(height_m, east_m_s, north_m_s)")
        if (np.diff(rows[:, 0]) <= 0.0).any():
            raise OutOfRange("a wind profile whose heights do not rise", cure="sort its rows by height")
        fastest = float(np.hypot(rows[:, 1], rows[:, 2]).max())
        if fastest > _FASTEST_m_s:
            raise OutOfRange(f"a wind of {fastest:.0f} m/s", allowed=f"up to {_FASTEST_m_s:.0f} m/s")

    @classmethod
    def of(cls, heights_m: Sequence[float], east_m_s: Sequence[float], north_m_s: Sequence[float]) -> Wind:
        """From three sequences of equal length."""
        return cls(tuple(zip(map(float, heights_m), map(float, east_m_s), map(float, north_m_s), strict=True)))

    @property
    def kernel(self) -> WindProfile:
        """The same as arrays for a kernel."""
        rows = np.array(self.profile, dtype=np.float64)
        return WindProfile(*(np.ascontiguousarray(rows[:, k]) for k in range(3)))


CALM = Wind()
