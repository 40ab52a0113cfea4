"""Wind: calm by default, otherwise a profile by height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kazbek.base.errors import DataError, OutOfRange
from kazbek.laws.atmosphere import WindProfile

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

    @classmethod
    def from_file(cls, path: str | Path) -> Wind:
        """From a CSV file: a line ``height_m,east_m_s,north_m_s``, then a row per height, lowest first.

        Raises
        ------
        DataError
            when the file cannot be read as such rows.
        OutOfRange
            for heights that do not rise, or a wind faster than any known.
        """
        head = "height_m,east_m_s,north_m_s"
        try:
            lines = [line.strip() for line in Path(path).read_text(encoding="utf-8").splitlines()]
        except (OSError, UnicodeDecodeError) as fault:
            raise DataError(f"cannot read the wind in {path}: {getattr(fault, 'strerror', None) or fault}") from None
        rows = [line for line in lines if line and not line.startswith("#")]
        if not rows or rows[0].replace(" ", "") != head:
            raise DataError(f"{path} is not a wind profile", allowed=f'a first line "{head}"')
        found = []
        for row in rows[1:]:
            try:
                height_m, east_m_s, north_m_s = (float(part) for part in row.split(","))
            except ValueError:
                raise DataError(f'{path}: "{row}" is not a row of a wind profile', allowed=head) from None
            found.append((height_m, east_m_s, north_m_s))
        if not found:
            raise DataError(f"{path} holds no wind", allowed="at least one row")
        return cls(tuple(found))

    @property
    def kernel(self) -> WindProfile:
        """The same as arrays for a kernel."""
        rows = np.array(self.profile, dtype=np.float64)
        return WindProfile(*(np.ascontiguousarray(rows[:, k]) for k in range(3)))


CALM = Wind()
