"""Wind: calm by default, otherwise a profile by height."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kazbek.base.errors import DataError, OutOfRange
from kazbek.base.text import decoded, file_bytes, plain_blanks
from kazbek.laws.atmosphere import WindProfile

_NEAR_GROUND_m = 100.0  # as high as masts that measure wind stand, and as much as a geoid may be off
_FASTEST_m_s = 200.0  # jet-stream records lie near 110 m/s, the mesosphere's near 170 m/s
_HEAD = "height_m,east_m_s,north_m_s"
_MOST_BYTES = 1 << 20  # a sounding at every metre to 40 km
_NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*", re.ASCII)


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
        rows = _rows(path)
        if not rows or rows[0].replace(" ", "") != _HEAD:
            found = f' (it begins "{rows[0][:60]}")' if rows else " (it is empty)"
            raise DataError(f"{path} is not a wind profile{found}", allowed=f'a first line "{_HEAD}"')
        profile = tuple(_row(row, path) for row in rows[1:])
        if not profile:
            raise DataError(f"{path} holds no wind", allowed="at least one row")
        try:
            return cls(profile)
        except OutOfRange as fault:
            raise OutOfRange(f"{path}: {fault.what}", allowed=fault.allowed, cure=fault.cure) from None

    def from_the_ground(self, ground_m: float, place: str) -> Wind:
        """Itself, where its lowest row is near the ground at a place; below it the wind would be made up.

        Raises
        ------
        OutOfRange
            for a profile that begins more than 100 m above the ground.
        """
        above_m = self.profile[0][0] - ground_m
        if above_m > _NEAR_GROUND_m:
            raise OutOfRange(
                f"a wind profile that begins at {self.profile[0][0]:g} m, {above_m:.0f} m above the ground at {place}",
                allowed=f"a lowest row at most {_NEAR_GROUND_m:g} m above it",
                cure="add a row for the wind at the ground",
            )
        return self

    @property
    def kernel(self) -> WindProfile:
        """The same as arrays for a kernel."""
        rows = np.array(self.profile, dtype=np.float64)
        return WindProfile(*(np.ascontiguousarray(rows[:, k]) for k in range(3)))


def _rows(path: str | Path) -> list[str]:
    """Lines of a file that are neither blank nor comments; UTF-8 or UTF-16, with or without a mark."""
    try:
        text = plain_blanks(decoded(file_bytes(Path(path), _MOST_BYTES)).text)
    except ValueError as fault:
        raise DataError(f"cannot read the wind in {path}: it is no text ({fault})") from None
    except DataError as fault:
        raise DataError(f"cannot read the wind: {fault.what}", allowed=fault.allowed, cure=fault.cure) from None
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _row(row: str, path: str | Path) -> tuple[float, float, float]:
    parts = row.split(",")
    if len(parts) != 3 or not all(map(_NUMBER.fullmatch, parts)):
        raise DataError(f'{path}: "{row[:60]}" is not a row of a wind profile', allowed=f"three numbers: {_HEAD}")
    return float(parts[0]), float(parts[1]), float(parts[2])


CALM = Wind()
