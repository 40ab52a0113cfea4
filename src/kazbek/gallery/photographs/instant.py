"""When a photograph was taken, on the mission's clock."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError

_BEFORE_days, _AFTER_days = 730, 365  # selection and training before a mission, ceremonies after it
_DAY_s = 86_400.0


@dataclass(frozen=True, slots=True)
class MissionSpan:
    """The mission's first and last event."""

    first: Epoch
    last: Epoch

    def holds(self, instant: Epoch) -> bool:
        """Whether a photograph of that instant can belong to the mission."""
        return self.first - instant <= _BEFORE_days * _DAY_s and instant - self.last <= _AFTER_days * _DAY_s


def zone_of(name: str) -> dt.tzinfo | None:
    """``+05:00`` or ``Asia/Qyzylorda``; None for nothing.

    Raises
    ------
    DataError
        no such zone.
    """
    offset = re.fullmatch(r"([+-])(\d\d):(\d\d)", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return dt.timezone(dt.timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DataError(f'no time zone "{name}"', allowed="+05:00, or a name such as Asia/Qyzylorda") from None


def instant_of(taken: str, zone: dt.tzinfo | None, span: MissionSpan) -> Epoch | None:
    """The instant written in `taken`; a day alone counts from its midnight (UTC). None where nothing is written.

    Raises
    ------
    DataError
        no instant, one without a zone, or one that cannot belong to the mission.
    """
    if not taken:
        return None
    try:
        read = dt.datetime.fromisoformat(taken)
    except ValueError:
        raise DataError(f"its instant {taken} cannot be", allowed="such as 2021-10-05T13:55:02+05:00") from None
    if is_day(taken):
        read = read.replace(tzinfo=dt.UTC)
    elif read.tzinfo is None:
        if zone is None:
            raise DataError(f"its instant {taken} has no time zone", cure='say `zone = "+05:00"` in photographs.toml')
        read = read.replace(tzinfo=zone)
    instant = Epoch.from_utc(read.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z")
    if not span.holds(instant):
        raise DataError(
            f"its instant {instant.utc[:16]}Z cannot be of this mission",
            allowed=f"{_BEFORE_days // 365} years before its first event to {_AFTER_days // 365} after its last",
        )
    return instant


def is_day(taken: str) -> bool:
    """Whether only a day is written."""
    return re.fullmatch(r"\d{4}-?\d\d-?\d\d", taken) is not None
