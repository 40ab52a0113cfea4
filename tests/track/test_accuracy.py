"""How well station files know the place along the track, against sets and ephemerides that overlap."""

import pytest

from kazbek.base.epoch import Epoch
from kazbek.track.accuracy import Accuracy
from kazbek.track.station import StationTrack


@pytest.mark.parametrize(("days", "km"), [(0.57, 3.5), (2.0, 9.0), (3.0, 17.0)])
def test_an_element_set_grows_stale(days, km):
    """3 to 4 km after half a day, 9 km after two, 17 km after three, before its epoch as after it."""
    for sense in (-1.0, 1.0):
        assert Accuracy.figures().of_elements_m(sense * days) / 1e3 == pytest.approx(km, rel=0.1)


def test_a_track_says_how_stale_it_is():
    """MS-28's set is of 2.4 days after lift-off; the ephemeris of MS-19 of four days before."""
    elements = StationTrack.from_file("iss_2025-11-29.tle")
    assert elements.along_sigma_m(Epoch.from_utc("2025-11-27T09:28:00Z")) == pytest.approx(12.3e3, rel=0.1)
    ephemeris = StationTrack.from_file("iss_2021-10-01.xml.gz")
    assert ephemeris.along_sigma_m(Epoch.from_utc("2021-10-05T13:00:00Z")) == pytest.approx(2.5e3, rel=0.1)
