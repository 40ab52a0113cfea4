"""Thrust that builds up through contact of lift-off: against the closed form of an even rise."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Leg, Outcome
from kazbek.catalogue.launcher import Ignition, Launcher
from kazbek.catalogue.site import Site
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.ignition import build_up
from kazbek.flight.phase import Scene

LIFTOFF = Epoch.from_utc("2021-10-05T08:55:02.442Z")
LAUNCHER = Launcher.named("soyuz-2.1a")


def flown(launcher: Launcher) -> Leg:
    ascent = Ascent(launcher, 7152.0, Site.named("baikonur-31"))
    return ascent.fly(ascent.on_pad(LIFTOFF), Scene())


@pytest.fixture(scope="module")
def rising() -> Leg:
    return flown(LAUNCHER)


@pytest.fixture(scope="module")
def at_once() -> Leg:
    return flown(LAUNCHER.model_copy(update={"ignition": None, "countdown": ""}))


def test_contact_is_where_thrust_equals_weight_and_speed_follows_the_rise(rising: Leg) -> None:
    """v = ½ (ΣT l̇ / m) t² while the level rises evenly; 0.02 m/s for the air, the burn and the turning Earth."""
    t, up = rising.telemetry, build_up(LAUNCHER.ignition, LAUNCHER, rising.start.mass_kg)
    k = int(np.argmax(t["throttle_frac"] >= 1.0 - 1e-12))
    full_s = float(t["met_s"][k])
    assert t["load_m_s2"][0] == pytest.approx(G0_m_s2, rel=2e-3)  # gravitation without the Earth's turning
    assert full_s == pytest.approx(up.full_s, abs=0.01)  # in the air of the pad, 104 m above the sea
    push_N = 4 * LAUNCHER.stages["strapon"].thrust_vac_N.v + LAUNCHER.stages["core"].thrust_vac_N.v
    speed_m_s = 0.5 * push_N * up.rise_frac_s / rising.start.mass_kg * full_s**2
    assert t["speed_ITRF_m_s"][k] == pytest.approx(speed_m_s, abs=0.02)
    mean_frac = 0.5 * (t["throttle_frac"][0] + 1.0)
    assert t["mass_kg"][0] - t["mass_kg"][k] == pytest.approx(up.flow_kg_s * mean_frac * full_s, abs=1e-6)


def test_a_launcher_without_build_up_starts_at_full_thrust(at_once: Leg) -> None:
    assert at_once.telemetry["throttle_frac"][0] == 1.0
    assert at_once.telemetry["load_m_s2"][0] == pytest.approx(1.37 * G0_m_s2, rel=5e-3)


def test_the_build_up_costs_what_the_changelog_says(rising: Leg, at_once: Leg) -> None:
    """Both reach orbit; the rise costs some 0.14 s at cut-off, and no more than the cyclograms' spread of 0.25 s."""
    assert rising.outcome is at_once.outcome is Outcome.REACHED
    later_s = rising.end.epoch - at_once.end.epoch
    assert 0.10 < later_s < 0.20


def test_levels_that_cannot_follow_one_another_are_one_sentence() -> None:
    text = """
    first_before_s = { v = 2.0, src = "estimate" }
    first_frac = { v = 0.05, src = "estimate" }
    second_before_s = { v = 6.0, src = "estimate" }
    rise_s = { v = 1.5, src = "estimate" }
    """
    with pytest.raises(ValueError, match="must fall"):
        Ignition.model_validate(tomllib.loads(text))
