"""Time as schedules count it: whole units of five minutes."""

from __future__ import annotations

UNIT_s = 300
PER_HOUR = 3600 // UNIT_s
PER_DAY = 24 * PER_HOUR


def units(hours: float) -> int:
    """Whole units that hold so many hours."""
    return -int(-hours * PER_HOUR // 1)


def nearest_units(hours: float) -> int:
    """Whole units closest to so many hours."""
    return round(hours * PER_HOUR)
