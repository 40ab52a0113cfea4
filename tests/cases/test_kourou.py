"""Soyuz-2.1b from Kourou by the user's manual: the case of ``data/cases`` is met (`tests/checks`), and could fail."""

import pytest

from kazbek.base.figures import with_value
from kazbek.catalogue.launcher import Launcher
from kazbek.checks.ascent import ascent_cases

SHAPE_m_s = 5.0  # of the first speed: far below its gate of 70 m/s


@pytest.fixture(scope="module")
def launcher():
    return Launcher.named("soyuz-st-b")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("core.thrust_vac_N", 921_900.0),  # as several tables have it, against its own specific impulse
        ("third.propellant_kg", 33_000.0),  # 10 t more on top
        ("aero.drag_ratio", 1.9),
    ],
)
def test_a_wrong_launcher_is_found(launcher, path, value):
    wrong = with_value(launcher, path, value)
    assert not all(found.within for found in ascent_cases(wrong))


@pytest.mark.parametrize(("key", "value"), [("tip_to_s", 20.0), ("settled_s", 60.0), ("bend_s", 25.0)])
def test_the_shape_of_the_programme_does_not_make_the_speeds(launcher, key, value):
    """No pitch programme is published: with both heights held, its shape moves the speeds by metres per second."""
    speeds = [[*ascent_cases(each)][-2:] for each in (launcher, with_value(launcher, f"pitch.{key}", value))]
    for usual, other in zip(*speeds, strict=True):
        assert other.got == pytest.approx(usual.got, abs=SHAPE_m_s * 1e-3)
