"""Epoch: UTC with leap seconds, to the nanosecond. Authority: IERS Bulletin C, SOFA's ``iauDat``, CCSDS date forms."""

import datetime as dt

import erfa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError

NS_1972, NS_2100 = -883_612_790_000_000_000, 3_155_760_037_000_000_000


def test_leap_second_of_2016_lasts_one_second():
    """IERS Bulletin C 52: TAI − UTC went from 36 s to 37 s at the end of 2016-12-31."""
    before, leap, after = (
        Epoch.from_utc(t) for t in ("2016-12-31T23:59:59Z", "2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")
    )
    assert (leap - before, after - leap) == (1.0, 1.0)
    assert leap.utc == "2016-12-31T23:59:60.000000Z"


def test_tt_is_ahead_of_utc_by_69_184_s_in_2021():
    """TT − UTC = 32.184 s + 37 s (IAU 1991, IERS)."""
    jd1, jd2 = Epoch.from_utc("2021-10-05").tt_jd
    assert jd1 == 2459492.5
    assert jd2 * 86400.0 == pytest.approx(69.184, abs=1e-9)


@pytest.mark.filterwarnings("ignore:ERFA function")  # "dubious year": no leap second is announced that far ahead
@given(st.integers(NS_1972, NS_2100))
def test_utc_agrees_with_sofa(ns):
    epoch = Epoch(ns - ns % 1000)
    utc1, utc2 = erfa.taiutc(2451544.5, (ns - ns % 1000) / 86_400e9)
    year, month, day, fields = erfa.d2dtf("UTC", 6, utc1, utc2)
    sofa = f"{year:04d}-{month:02d}-{day:02d}T{fields['h']:02d}:{fields['m']:02d}:{fields['s']:02d}"
    sofa_epoch = Epoch.from_utc(f"{sofa}.{fields['f']:06d}Z")
    assert abs(sofa_epoch - epoch) < 5e-6  # a double Julian date resolves some 4 µs over a century


@given(st.integers(NS_1972, NS_2100))
def test_there_and_back(ns):
    epoch = Epoch(ns - ns % 1000)
    assert Epoch.from_utc(epoch.utc) == epoch
    assert abs(Epoch.from_tt_jd(*epoch.tt_jd) - epoch) < 2e-9 * 10


def test_day_of_year_and_dates_are_read():
    assert Epoch.from_utc("2021-274T17:27:25.130Z").utc == "2021-10-01T17:27:25.130000Z"
    assert Epoch.from_utc(dt.date(2021, 10, 5)) == Epoch.from_utc("2021-10-05T00:00")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2021-02-30",
        "2021-10-05T24:00:00",
        "2021-10-05T08:60",
        "2021-367",
        "2021-10-05T08:55:60Z",
        "2021-10-05T08:55:02+03:00",
        "1950-01-01",
        "20211005",
    ],
)
def test_what_is_no_instant_is_refused_in_one_sentence(text):
    with pytest.raises(DataError) as fault:
        Epoch.from_utc(text)
    assert text in str(fault.value)
    assert str(fault.value).endswith(".")
