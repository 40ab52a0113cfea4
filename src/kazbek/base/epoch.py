"""An instant: integer nanoseconds of TAI. UTC, TT and leap seconds live here and at the doors, nowhere else."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
import warnings
from dataclasses import dataclass
from typing import overload

import erfa
import numpy as np

from kazbek.base.errors import DataError

_NS = 1_000_000_000
DAY_ns = 86_400 * _NS
ORIGIN_MJD = 51_544  # 2000-01-01, so that 64 bits reach from 1972 to 2262
_TT_MINUS_TAI_NS = 32_184_000_000
MJD0_JD = 2_400_000.5
_MJD0 = dt.date(1858, 11, 17)
_FIRST_MJD, _LAST_MJD = 41_317, 123_000  # 1972-01-01, when UTC took whole leap seconds; 2195

_CALENDAR = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DAY_OF_YEAR = re.compile(r"(\d{4})-(\d{3})(?!\d)", re.ASCII)
_CLOCK = re.compile(r"[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d*))?)?(?:Z|\+00:?00)?", re.ASCII)
_LONGEST = 80  # of an instant in writing


@functools.lru_cache(maxsize=4096)
def _leap_seconds(mjd: int) -> int:
    """TAI − UTC in seconds on the UTC day `mjd` (SOFA ``iauDat``)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "dubious year" past the last announced leap second: the last value holds
        y, m, d, _ = erfa.jd2cal(MJD0_JD, float(mjd))
        return round(float(erfa.dat(int(y), int(m), int(d), 0.0)))


def mjd_of(date: dt.date) -> int:
    """The Modified Julian Date of a day of the calendar."""
    return date.toordinal() - _MJD0.toordinal()


@dataclass(frozen=True, slots=True, order=True, repr=False)
class Epoch:
    """An instant on the TAI scale.

    Attributes
    ----------
    tai_ns : integer nanoseconds since 2000-01-01T00:00:00 TAI

    Adding a number adds seconds (rounded to the nanosecond); subtracting two epochs gives seconds as a float.

    >>> liftoff = Epoch.from_utc("2021-10-05T08:55:02.442Z")
    >>> (liftoff + 529.2).utc
    '2021-10-05T09:03:51.642000Z'
    >>> Epoch.from_utc("2017-01-01") - Epoch.from_utc("2016-12-31")
    86401.0
    """

    tai_ns: int

    @classmethod
    def from_utc(cls, text: str | dt.date | dt.datetime) -> Epoch:
        """Read UTC: a date, ``YYYY-MM-DDTHH:MM[:SS[.fff…]][Z]``, or the same with a day of year (``2021-274T…``).

        A second may have any number of digits (rounded to the nanosecond); ``+00:00`` is ``Z``.

        Raises
        ------
        DataError
            when `text` is not such an instant, or lies before 1972 or after 2195.
        """
        text = _iso(text)
        date = _CALENDAR.match(text) or _DAY_OF_YEAR.match(text)
        clock = _CLOCK.fullmatch(text, date.end()) if date and len(text) <= _LONGEST else None
        if date is None or (clock is None and text[date.end() :].rstrip("Z")):
            raise _unreadable(text)
        mjd = _mjd_read(date, text)
        if not _FIRST_MJD <= mjd <= _LAST_MJD:
            raise DataError(f'instant "{text}" lies outside the years kazbek knows', allowed="1972 to 2195")
        h, m, s, ns = _clock_fields(clock)
        day_s = 86_400 + _leap_seconds(mjd + 1) - _leap_seconds(mjd)
        if not _on_the_clock(h, m, s, day_s):
            raise _unreadable(text)
        seconds = (mjd - ORIGIN_MJD) * 86_400 + h * 3600 + m * 60 + s + _leap_seconds(mjd)
        return cls(seconds * _NS + ns)

    @classmethod
    def from_tt_jd(cls, jd1: float, jd2: float = 0.0) -> Epoch:
        """From a two-part Julian date of Terrestrial Time."""
        day = np.floor(jd1 - MJD0_JD)
        frac = (jd1 - MJD0_JD - day) + jd2
        return cls(int(day - ORIGIN_MJD) * DAY_ns + round(frac * DAY_ns) - _TT_MINUS_TAI_NS)

    @classmethod
    def from_utc_jd(cls, jd1: float, jd2: float = 0.0) -> Epoch:
        """From a two-part quasi Julian date of UTC (SOFA's convention; used by element sets)."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "dubious year" past the last announced leap second: the last value holds
            tai1, tai2 = erfa.utctai(jd1, jd2)
        return cls.from_tt_jd(float(tai1), float(tai2)) + 32.184

    @property
    def utc(self) -> str:
        """``YYYY-MM-DDTHH:MM:SS.ffffffZ``, rounded to the microsecond."""
        mjd, ns = self._utc_day()
        us = (ns + 500) // 1000
        day_us = (86_400 + _leap_seconds(mjd + 1) - _leap_seconds(mjd)) * 1_000_000
        if us >= day_us:
            mjd, us = mjd + 1, us - day_us
        seconds, us = divmod(us, 1_000_000)
        leap = max(0, seconds - 86_399)
        h, rest = divmod(seconds - leap, 3600)
        date = _MJD0 + dt.timedelta(days=mjd)
        return f"{date.isoformat()}T{h:02d}:{rest // 60:02d}:{rest % 60 + leap:02d}.{us:06d}Z"

    @property
    def utc_datetime(self) -> dt.datetime:
        """An aware datetime in UTC (a leap second shows as the second before it)."""
        text = self.utc.replace(":60.", ":59.")
        return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))

    @property
    def tt_jd(self) -> tuple[float, float]:
        """Two-part Julian date of Terrestrial Time: (midnight, fraction of a day)."""
        day, ns = divmod(self.tai_ns + _TT_MINUS_TAI_NS, DAY_ns)
        return MJD0_JD + ORIGIN_MJD + day, ns / DAY_ns

    @property
    def utc_mjd(self) -> tuple[int, float]:
        """UTC day as a Modified Julian Date, and the seconds elapsed in that day."""
        mjd, ns = self._utc_day()
        return mjd, ns / _NS

    def _utc_day(self) -> tuple[int, int]:
        """UTC day (MJD) and the nanoseconds elapsed in it, leap second included."""
        mjd = self.tai_ns // DAY_ns + ORIGIN_MJD
        ns = self.tai_ns - (mjd - ORIGIN_MJD) * DAY_ns - _leap_seconds(mjd) * _NS
        if ns < 0:
            mjd -= 1
            ns = self.tai_ns - (mjd - ORIGIN_MJD) * DAY_ns - _leap_seconds(mjd) * _NS
        return mjd, ns

    def __add__(self, seconds: float) -> Epoch:
        whole = int(seconds)  # keeps the nanosecond over years
        return Epoch(self.tai_ns + whole * _NS + round((seconds - whole) * _NS))

    @overload
    def __sub__(self, other: Epoch) -> float: ...
    @overload
    def __sub__(self, other: float) -> Epoch: ...
    def __sub__(self, other: Epoch | float) -> Epoch | float:
        if isinstance(other, Epoch):
            return (self.tai_ns - other.tai_ns) / _NS
        return self + -other

    def __str__(self) -> str:
        return self.utc

    def __repr__(self) -> str:
        return f"<Epoch {self.utc}>"


def _iso(value: str | dt.date | dt.datetime) -> str:
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(dt.UTC).replace(tzinfo=None)
        return value.isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value.strip()


def _mjd_read(date: re.Match[str], text: str) -> int:
    """The day of a calendar date, or of a year and its day."""
    parts = [int(g) for g in date.groups()]
    try:
        if len(parts) == 3:
            return mjd_of(dt.date(*parts))
        if 1 <= parts[1] <= 365 + calendar.isleap(parts[0]):
            return mjd_of(dt.date(parts[0], 1, 1)) + parts[1] - 1
    except ValueError:
        pass
    raise _unreadable(text)


def _on_the_clock(h: int, m: int, s: int, day_s: int) -> bool:
    """Whether a clock shows that on a day of so many seconds; 23:59:60 where there is a leap second."""
    return h < 24 and m < 60 and h * 3600 + m * 60 + s < day_s and (s < 60 or (h, m) == (23, 59))


def _clock_fields(clock: re.Match[str] | None) -> tuple[int, int, int, int]:
    if clock is None:
        return 0, 0, 0, 0
    h, m, s, frac = clock.groups()
    frac = frac or "0"
    return int(h), int(m), int(s or 0), int(frac[:9].ljust(9, "0")) + (frac[9:10] >= "5")


def _unreadable(text: str) -> DataError:
    return DataError(
        f'"{text[:_LONGEST]}" is not an instant',
        allowed="YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS.ffffffZ (UTC)",
        cure="for example 2021-10-05T08:55:02Z",
    )


def stamp_utc() -> str:
    """What the machine's clock says, ``YYYY-MM-DDTHH:MM:SS.ffffffZ``: a label, never an input, for it may be wrong."""
    return f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%S.%f}Z"
