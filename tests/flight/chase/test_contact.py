"""When contact is planned: orbital sunset at the station, and the flights the rule is judged by.

Planned contacts: russianspaceweb.com and prnewswire.com (Progress), Roscosmos (MS-18, MS-19); their sunsets were
computed with other code. Progress flights are in the fit of the evening class, MS-18 and MS-19 in that of the late one;
element sets of the Progress flights are not bundled, so the rule is asked with their sunsets.
"""

from __future__ import annotations

import numpy as np
import pytest

from kazbek.base.epoch import Epoch
from kazbek.catalogue.profile import Profile
from kazbek.flight.chase.contact import planned_contact, sunset_between
from kazbek.track.station import StationTrack
from kazbek.world.sun_moon import sun_GCRF_m, suns_GCRF_m

TWO = Profile.named("2-orbit")


@pytest.mark.parametrize(
    ("track", "liftoff", "sunset_met_s", "planned_met_s"),
    [
        ("iss_2021-04-08.tle", "2021-04-09T07:42:40.5Z", 12_690.0, 12_319.0),  # MS-18, in the fit
        ("iss_2021-10-01.xml.gz", "2021-10-05T08:55:02.4Z", 12_225.0, 11_834.0),  # MS-19, in the fit
        ("iss_2025-11-29.tle", "2025-11-27T09:27:57.4Z", 11_915.0, 11_433.0),  # MS-28, outside it
    ],
)
def test_contacts_before_sunset(track, liftoff, sunset_met_s, planned_met_s):
    """β −29° to −34°: the sunset to 15 s, the planned contact to the rule's 2 min."""
    liftoff = Epoch.from_utc(liftoff)
    found = planned_contact(TWO.contact, StationTrack.from_file(track), liftoff + 529.3)
    assert found.rule == "sunset"
    assert found.sunset is not None
    assert found.sunset - liftoff == pytest.approx(sunset_met_s, abs=15.0)
    assert -40.0 < found.beta_deg < -20.0
    assert found.epoch - liftoff == pytest.approx(planned_met_s, abs=120.0)


@pytest.mark.parametrize(
    ("flight", "sunset_met_s", "planned_met_s"),
    [
        ("Progress MS-11", 12_015.0, 12_205.0),
        ("Progress MS-12", 12_040.0, 12_254.0),
        ("Progress MS-15", 11_860.0, 12_090.0),
        ("Progress MS-20", 12_420.0, 12_613.0),
    ],
)
def test_the_evening_class(flight, sunset_met_s, planned_met_s):
    """3.45 ± 0.32 min after sunset."""
    sunset = TWO.contact.sunset
    assert sunset is not None
    assert sunset.from_s.v + 529.0 < sunset_met_s < sunset.to_s.v + 529.0
    assert sunset_met_s + sunset.evening_s.v == pytest.approx(planned_met_s, abs=30.0)


@pytest.mark.parametrize(
    ("profile", "flight", "sunset_met_s", "flown_met_s"),
    [
        ("4-orbit", "MS-05", 22_496.0, 22_412.0),
        ("4-orbit", "MS-06", 20_128.0, 20_278.0),
        ("4-orbit", "MS-12", 20_884.0, 20_812.0),
        ("4-orbit", "MS-13", 22_619.0, 22_769.0),
        ("34-orbit", "MS-01", 181_700.0, 181_760.0),
        ("34-orbit", "MS-03", 178_631.0, 178_667.0),
        ("34-orbit", "MS-08", 179_527.0, 179_737.0),
        ("34-orbit", "MS-09", 179_422.0, 179_308.0),
        ("34-orbit", "MS-25", 181_682.0, 181_610.0),
    ],
)
def test_longer_flights_touch_about_sunset_too(profile, flight, sunset_met_s, flown_met_s):
    """In no fit: contact as flown (spacefacts.de, NASA) to 5 min of two orbits' rule; sunsets from element sets."""
    plan = Profile.named(profile)
    sunset, two = plan.contact.sunset, TWO.contact.sunset
    assert sunset is not None
    assert two is not None
    assert sunset.evening_s.v == two.evening_s.v
    assert sunset.from_s.v + 529.0 < sunset_met_s < sunset.to_s.v + 529.0
    back = plan.arrival.before_contact_s
    assert back is not None
    expected_s = sunset_met_s + sunset.evening_s.v - back.v + plan.plan.brake_to_contact_s.v
    assert expected_s == pytest.approx(flown_met_s, abs=300.0)


@pytest.mark.parametrize(
    ("flight", "beta_deg", "sunset_met_s", "planned_met_s"),
    [
        ("MS-16", -55.0, 178_183.0, 178_494.0),
        ("MS-18", -9.0, 178_124.0, 178_408.0),
        ("MS-19", -52.0, 182_184.0, 182_420.0),
        ("MS-21", -12.0, 181_631.0, 181_731.0),
        ("MS-24", -3.0, 182_270.0, 182_510.0),
        ("MS-25", -44.0, 179_133.0, 179_330.0),
        ("MS-28", -24.0, 181_659.0, 182_143.0),
        ("MS-29", -8.0, 180_483.0, 180_757.0),
        ("MS-30", 28.0, 178_224.0, 178_713.0),
        ("MS-31", 68.0, 179_773.0, 179_660.0),
        ("MS-32", 43.0, 177_860.0, 178_374.0),
    ],
)
def test_cargo_of_two_days_keeps_to_sunset_whatever_the_sun(flight, beta_deg, sunset_met_s, planned_met_s):
    """In no fit: eleven plans (NASA, TASS) to two sigmas; sunsets from element sets not bundled."""
    sunset = Profile.named("34-orbit-cargo").contact.sunset
    assert sunset is not None
    assert sunset.from_s.v + 529.0 < sunset_met_s < sunset.to_s.v + 529.0
    assert sunset.turn_beta_deg.v < beta_deg
    assert sunset_met_s + sunset.evening_s.v == pytest.approx(planned_met_s, abs=2.0 * sunset.evening_s.sigma)


def test_windows_of_one_sunset_follow_one_another():
    """The 34th orbit begins where the 33rd ends, and neither holds two sunsets (an orbit is 5 570 to 5 580 s)."""
    first, second = (Profile.named(f"{n}-orbit").contact.sunset for n in (33, 34))
    assert first is not None
    assert second is not None
    assert first.to_s.v == second.from_s.v
    for sunset in (first, second):
        assert 5560.0 <= sunset.to_s.v - sunset.from_s.v <= 5585.0


def test_four_orbits_keep_their_hour_when_the_sun_is_low():
    """MS-19's day, β −30°, a quarter of an hour later, so that a sunset lies in reach: the rule says nothing."""
    four, track = Profile.named("4-orbit"), StationTrack.from_file("iss_2021-10-01.xml.gz")
    separation = Epoch.from_utc("2021-10-05T09:18:52Z")
    found = planned_contact(four.contact, track, separation)
    assert found.beta_deg < -10.0
    assert found.rule == "fixed: the Sun is below the plane"
    assert found.epoch - separation == four.contact.after_separation_s.v


class _Circling:
    """A station on a circle of 6 798 km whose plane holds the Sun."""

    def __init__(self, epoch: Epoch) -> None:
        sun = np.asarray(sun_GCRF_m(epoch)).ravel()
        self.x = sun / np.linalg.norm(sun)
        self.y = np.cross((0.0, 0.0, 1.0), self.x)
        self.y /= np.linalg.norm(self.y)
        self.epoch, self.r_m, self.n_rad_s = epoch, 6_798e3, 1.1e-3

    def rv(self, tai_ns):
        angle = self.n_rad_s * (np.asarray(tai_ns)[:, None] - self.epoch.tai_ns) / 1e9
        r = self.r_m * (np.cos(angle) * self.x + np.sin(angle) * self.y)
        v = self.r_m * self.n_rad_s * (np.cos(angle) * self.y - np.sin(angle) * self.x)
        return np.hstack((r, v))


def test_sunset_is_where_the_cylinder_begins():
    """In a plane that holds the Sun, the shadow begins at 180° − asin(6 378 / 6 798) from it."""
    noon = Epoch.from_utc("2021-10-05T12:00:00Z")
    station = _Circling(noon)
    expected_s = (np.pi - np.arcsin(6_378.0 / 6_798.0)) / station.n_rad_s
    found = sunset_between(station, noon, noon + 5000.0)
    assert found is not None
    assert found - noon == pytest.approx(expected_s, abs=0.5)  # the Sun itself moves by 0.02° meanwhile
    assert sunset_between(station, found + 10.0, found + 2000.0) is None


def test_without_a_sunset_in_reach_the_usual_time_stands():
    noon = Epoch.from_utc("2021-10-05T12:00:00Z")
    separation = noon - TWO.contact.sunset.from_s.v
    found = planned_contact(TWO.contact, _Circling(noon), separation)
    assert found.rule == "fixed: no sunset in reach"
    assert found.epoch - separation == TWO.contact.after_separation_s.v


def test_the_kept_path_of_the_sun_is_the_theory_to_a_centimetre():
    """Authority: ERFA's epv00, instant by instant, over eleven days and so across the edges of fitted spans."""
    tai_ns = Epoch.from_utc("2021-10-05T00:00:00Z").tai_ns + np.arange(96, dtype=np.int64) * 10_000_000_000_000
    theory = np.array([np.ravel(sun_GCRF_m(Epoch(int(t)))) for t in tai_ns])
    assert np.abs(suns_GCRF_m(tai_ns) - theory).max() < 0.01
