"""Profiles as data: what is bundled holds together, and every slip in a user's own file is one sentence."""

from __future__ import annotations

from importlib import resources

import pytest

from kazbek.base.data import names_in
from kazbek.base.errors import DataError
from kazbek.catalogue.profile import Profile

BUNDLED = resources.files("kazbek.data").joinpath("profiles")


@pytest.mark.parametrize("name", names_in("profiles"))
def test_bundled_profiles_end_beside_the_station(name):
    """Where the first brake begins by its own range, and slower than the brakes can take."""
    profile = Profile.named(name)
    range_m = float((profile.arrival.r_RTN_m**2).sum()) ** 0.5
    assert range_m == pytest.approx(profile.brake[0].range_m.v, abs=10.0)
    assert float((profile.arrival.v_RTN_m_s**2).sum()) ** 0.5 < profile.plan.brakes_delta_v_m_s.v


@pytest.mark.parametrize("name", [name for name in names_in("profiles") if Profile.named(name).ship == "soyuz-ms"])
def test_brakes_are_mission_controls(name):
    """As many as in the plan of MS-18, and where it has them."""
    assert [brake.range_m.v for brake in Profile.named(name).brake] == [2170.0, 1040.0, 630.0]


def test_slots_hang_on_the_planned_contact():
    """Moved as a whole: the first brake 30.2 min before contact, the transfer 75.4 min (nine two-orbit flights)."""
    profile = Profile.named("2-orbit")
    for contact_s in (10_900.0, 11_700.0):
        timed = profile.timed(contact_s)
        assert timed.arrival.at_s == contact_s - 1812.0
        assert timed.burn[-1].at_s == contact_s - 4524.0
    fixed = Profile.named("1-orbit")
    assert fixed.timed(1.0).arrival.at_s == fixed.arrival.at_s


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("before_contact_s = { v = 7374.0", "before_contact_s = { v = 5000.0", ["order of time"]),
        (
            "before_contact_s = { v = 7374.0",
            "ignition_s = { v = 100.0 , src = 'estimate' }\nbefore_contact_s = { v = 7374.0",
            ["one of", "to_next_frac"],
        ),
        ('rule = "sunset"', 'rule = "fixed"', ["sunset"]),
        ('engine = "main"', 'engine = "steam"', ["steam", "main", "thrusters"]),
        ("jets = 2\n", "", ["jets"]),
        ("jets = 2\n", "jets = -2\n", ["jets", "-2"]),
        ("after_separation_s = {", "after_seperation_s = {", ["after_seperation_s", "after_separation_s"]),
        ('sigma = 150.0, src = "KOS" }', 'sigma = 150.0, src = "hearsay" }', ["hearsay", "KOS"]),
    ],
)
def test_slips_are_one_sentence(tmp_path, old, new, words):
    text = BUNDLED.joinpath("2-orbit.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Profile.named(str(path))
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_a_chase_needs_two_burns(tmp_path):
    text = BUNDLED.joinpath("2-orbit.toml").read_text(encoding="utf-8")
    first, *_, last = text.split("[[burn]]")
    path = tmp_path / "mine.toml"
    path.write_text(first + "[[burn]]" + last, encoding="utf-8")
    with pytest.raises(DataError, match="two burns at least"):
        Profile.named(str(path))


def test_an_unknown_profile_names_the_nearest():
    with pytest.raises(DataError, match='did you mean "34-orbit"'):
        Profile.named("34-orbits")


def test_the_first_burn_is_a_share_of_the_time_to_the_next():
    """0.44 of the way to the second burn, which stands 7 374 s before contact: MS-28's plan has 0.44 to 0.46."""
    timed = Profile.named("2-orbit").timed(11_000.0)
    assert timed.burn[1].at_s == 11_000.0 - 7374.0
    assert timed.burn[0].at_s == pytest.approx(0.44 * timed.burn[1].at_s)
    liftoff_to_separation_s, first_s, second_s = 529.3, 34.5 * 60.0, 3938.0  # MS-28, from lift-off
    planned = (first_s - liftoff_to_separation_s) / (second_s - liftoff_to_separation_s)
    assert planned == pytest.approx(0.44, abs=0.03)
