"""Sun, dark and contacts aboard in October 2021 against an independent computation by SGP4 from element sets.

Minutes per orbit and minutes heard are those of a table computed apart, with a cylindrical shadow and five sites at 5°:
gates 0.3 min and 2 min. The sunrises of 14 October are to 15 s, a step and a half of both computations.
"""

from __future__ import annotations

import pytest

from kazbek.base.epoch import Epoch
from kazbek.crew.film.light import StationLight
from kazbek.crew.film.script import Film
from kazbek.track.station import StationTrack

TABLE = [
    (5, 58.6, 34.3, 10, 153),
    (6, 59.3, 33.6, 11, 152),
    (7, 60.2, 32.8, 11, 147),
    (8, 61.1, 31.8, 11, 154),
    (9, 62.3, 30.7, 9, 150),
    (10, 63.7, 29.3, 12, 159),
    (11, 65.2, 27.8, 11, 148),
    (12, 66.8, 26.2, 11, 161),
    (13, 68.3, 24.7, 9, 149),
    (14, 69.4, 23.7, 12, 162),
    (15, 69.7, 23.4, 11, 146),
    (16, 69.3, 23.8, 12, 161),
    (17, 68.1, 25.1, None, None),
]


@pytest.fixture(scope="module")
def track():
    return StationTrack.from_files(["iss_2021-10-01.xml.gz"])


@pytest.mark.parametrize(("day", "sun_min", "dark_min", "contacts", "heard_min"), TABLE)
def test_a_day_s_light_and_contacts(track, day, sun_min, dark_min, contacts, heard_min):
    start = Epoch.from_utc(f"2021-10-{day:02d}")
    light = StationLight(track, start, start + 86_400.0)
    assert light.per_orbit_min() == pytest.approx((sun_min, dark_min), abs=0.3)
    if contacts is not None:
        sites = [(site.latitude_deg.v, site.longitude_deg.v) for site in Film.named("soyuz-ms-19").site]
        heard = light.contacts(sites)
        assert len(heard) == contacts
        assert sum(span.minutes for span in heard) == pytest.approx(heard_min, abs=2.0)


def test_the_cupola_scene_saw_four_sunrises_and_five_sunsets(track):
    light = StationLight(track, Epoch.from_utc("2021-10-14T07:00"), Epoch.from_utc("2021-10-14T13:30"))
    known = [Epoch.from_utc(f"2021-10-14T{clock}") for clock in ("07:39:40", "09:12:40", "10:45:50", "12:18:50")]
    assert [e - k for e, k in zip(light.sunrises(), known, strict=True)] == pytest.approx([0.0] * 4, abs=15.0)
    assert len(light.sunsets()) == 5
    assert light.sunlit.mean() == pytest.approx(0.75, abs=0.005)
