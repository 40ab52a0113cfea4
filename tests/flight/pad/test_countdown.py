"""The count of a Soyuz-2.1a: masses balance, engines reach the weight at contact, and the published plan of MS-19."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad

from kazbek.base.constants import G0_m_s2
from kazbek.base.data import load
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Outcome
from kazbek.catalogue.countdown import CountdownPlan
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.site import Site
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.ignition import build_up
from kazbek.flight.pad.countdown import Countdown, CountStop
from kazbek.flight.pad.loading import columns, fillings
from kazbek.flight.phase import Scene
from kazbek.world.wind import Wind

LAUNCHER = load("launchers", "soyuz-2.1a", Launcher)
COUNT = load("countdowns", "soyuz-2.1a", CountdownPlan)
ASCENT = Ascent(LAUNCHER, 7152.0, Site.named("baikonur-31"))
LIFTOFF = Epoch.from_utc("2021-10-05T08:55:02.442Z")


def countdown(stop: CountStop | None = None) -> Countdown:
    return Countdown(COUNT, LAUNCHER, LIFTOFF, ASCENT.on_pad, stop)


def flown(stop: CountStop | None = None, wind: Wind | None = None):
    count = countdown(stop)
    return count.fly(count.start(), Scene(wind=wind))


def test_the_count_ends_where_the_ascent_starts_to_the_bit():
    """Lift-off is predicted beforehand, and the count never moves it."""
    end, start = flown().end, ASCENT.on_pad(LIFTOFF)
    assert end.epoch == start.epoch
    assert end.mass_kg == start.mass_kg
    assert (end.r_GCRF_m == start.r_GCRF_m).all()


def test_ms_19_s_loading_and_crew_day_lie_within_the_spread_of_the_templates():
    """Roscosmos, 5 October 2021: loading from 04:15 to 05:50 UTC; NASA's table: boarding at 2:30, hatch at 2:00."""
    events = {event.name: event for event in flown().events}
    assert events["loading_start"].epoch.utc[:16] == "2021-10-05T04:15"
    closed = max(-tank.to_before_s.v for tank in COUNT.loading.tank)
    assert (LIFTOFF + closed).utc[:16] == "2021-10-05T05:50"
    for name, template_s, spread_s in (
        ("crew_boarding", 9000.0, 720.0),
        ("boarding_hatch_closed", 7200.0, 120.0),
        ("escape_armed", 1800.0, 60.0),
        ("launch_key", 375.0, 1.0),
        ("launch_command", 20.0, 1.0),
    ):
        assert LIFTOFF - events[name].epoch == pytest.approx(template_s, abs=spread_s)


def test_tanks_of_a_stage_add_up_to_what_the_launcher_s_file_says():
    for stage, of in LAUNCHER.stages.items():
        assert sum(tank.mass_kg.v for tank in COUNT.loading.tank if tank.stage == stage) == pytest.approx(
            of.propellant_kg.v, abs=0.5
        )


def test_what_boils_away_is_the_integral_of_the_rate():
    """By quadrature, to 1 part in 10⁶; 0.2 kg/s from a full core tank is q A / L."""
    core = next(f for f in fillings(COUNT.loading, LAUNCHER) if (f.tank.stage, f.tank.fluid) == ("core", "oxygen"))
    assert core.boil_kg_s == pytest.approx(500.0 * 85.0 / 213e3)
    by_quadrature, _ = quad(lambda t: core.boil_kg_s * float(core.full_frac(np.array(t))), -16000.0, 0.0, limit=400)
    assert float(core.boiled_kg(np.array(0.0))) == pytest.approx(by_quadrature, rel=1e-6)


def test_a_full_launcher_holds_what_was_loaded_and_has_room_left():
    t_s = np.array([-12000.0, -180.0, 0.0])
    loads = columns(fillings(COUNT.loading, LAUNCHER), t_s)
    oxygen_kg = 4 * 27_900.0 + 63_800.0 + 15_740.0
    assert loads["oxygen_kg"][2] == pytest.approx(oxygen_kg, abs=1.0)
    assert loads["oxygen_kg"][1] > oxygen_kg  # topped up by what boils until lift-off
    assert loads["ullage_frac"][2] == pytest.approx(0.041, abs=0.005)
    assert (np.diff(loads["ullage_frac"][:2]) < 0.0).all()


def test_contact_is_where_thrust_equals_weight_and_the_burn_is_the_launcher_s():
    mass_kg = ASCENT.on_pad(LIFTOFF).mass_kg
    up = build_up(LAUNCHER.ignition, LAUNCHER, mass_kg)
    assert float(up.thrust_N(np.array(0.0))) == pytest.approx(mass_kg * G0_m_s2, rel=1e-9)
    burnt_kg = 4 * 735.0 + 535.0
    assert float(up.burnt_kg(np.array(0.0))) == pytest.approx(burnt_kg, abs=0.01)
    by_quadrature, _ = quad(
        lambda t: up.flow_kg_s * float(up.level_frac(np.array(t))), -20.0, 0.0, points=[-16.0, -6.0]
    )
    assert by_quadrature == pytest.approx(burnt_kg, rel=1e-4)
    assert 0.0 < up.second_frac < up.contact_frac < 1.0
    assert 0.0 < up.full_s < 1.0


def test_mass_is_conserved_from_the_first_drop_to_lift_off():
    leg = flown()
    t = leg.telemetry
    aboard_kg = t["oxygen_kg"] + t["kerosene_kg"] + t["peroxide_kg"]
    dry_kg = leg.start.mass_kg
    burnt_kg = countdown().build_up.burnt_kg(t["met_s"])
    assert t["mass_kg"] == pytest.approx(dry_kg + aboard_kg - burnt_kg, abs=0.01)
    assert dry_kg < 60_000.0
    assert len(np.unique(t["tai_ns"])) == len(t["tai_ns"])


@pytest.mark.parametrize(
    ("scrubbed", "rendezvous", "tried_again"),
    [
        ("1969-01-13", False, "1969-01-14"),  # Soyuz 4, which flew first and was met
        ("2006-07-17", False, "2006-07-18"),  # MetOp-A, Soyuz-2.1a with a daily window
        ("2006-07-18", False, "2006-07-19"),
        ("2006-10-17", False, "2006-10-18"),
        ("2006-10-18", False, "2006-10-19"),
        ("2016-04-27", False, "2016-04-28"),  # the first from Vostochny
        ("2017-10-12", True, "2017-10-14"),  # Progress MS-07
        ("2018-02-11", True, "2018-02-13"),  # Progress MS-08
        ("2024-03-21", True, "2024-03-23"),  # Soyuz MS-25
    ],
)
def test_the_day_of_the_next_try_of_every_dated_scrub(scrubbed: str, rendezvous: bool, tried_again: str) -> None:
    """All dated scrubs on file that were tried again: 24 h without a rendezvous, two days with one."""
    days = COUNT.recycle.days(rendezvous=rendezvous)
    assert dt.date.fromisoformat(scrubbed) + dt.timedelta(days=days) == dt.date.fromisoformat(tried_again)


def test_a_scrub_without_a_rendezvous_says_24_h() -> None:
    count = replace(countdown(CountStop("launcher.power", -20.0)), rendezvous=False)
    assert "the next try is 24 h later" in count.fly(count.start(), Scene()).reason


def test_a_voltage_dip_at_20_s_is_a_scrub_as_on_21_march_2024():
    leg = flown(CountStop("launcher.power", -20.0))
    assert leg.outcome is Outcome.SCRUBBED
    assert leg.events[-1].name == "scrub"
    assert LIFTOFF - leg.events[-1].epoch == pytest.approx(20.0)
    assert "automatic sequence" in leg.reason
    assert leg.end.mass_kg > 300_000.0  # the rocket stands there loaded


def test_a_fault_cleared_within_the_reserve_of_the_count_is_a_hold_and_costs_nothing():
    leg = flown(CountStop("pad.measurements", -15000.0, clears_after_s=600.0))
    assert leg.outcome is Outcome.REACHED
    assert any(event.name == "hold" and event.values["hold_s"] == 600.0 for event in leg.events)
    assert leg.end.epoch == LIFTOFF


@pytest.mark.parametrize(("at_s", "clears_after_s"), [(-3600.0, 60.0), (-15000.0, 3000.0)])
def test_a_hold_too_late_or_too_long_for_the_reserve_is_a_scrub(at_s, clears_after_s):
    assert flown(CountStop("pad.measurements", at_s, clears_after_s)).outcome is Outcome.SCRUBBED


def test_a_wind_that_forbids_the_launch_says_so():
    jet = Wind(((0.0, 3.0, 0.0), (2000.0, 10.0, 0.0), (9000.0, 90.0, 0.0), (20000.0, 10.0, 0.0)))
    leg = flown(wind=jet)
    assert leg.outcome is Outcome.SCRUBBED
    assert "wind of 90 m/s below 15 km forbids the launch" in leg.reason
    assert flown(wind=Wind(((0.0, 3.0, 0.0), (9000.0, 40.0, 0.0)))).outcome is Outcome.REACHED


def test_a_launcher_whose_burn_fits_no_level_still_burns_it():
    """A drawn `pad_burn_kg` may be anything; the mass at lift-off is the launcher's own."""
    core = LAUNCHER.stages["core"]
    little = core.pad_burn_kg.model_copy(update={"v": 0.0})
    stages = {name: stage.model_copy(update={"pad_burn_kg": little}) for name, stage in LAUNCHER.stages.items()}
    bare = LAUNCHER.model_copy(update={"stages": stages})
    count = replace(countdown(), launcher=bare)
    leg = count.fly(count.start(), Scene())
    assert leg.end.mass_kg == ASCENT.on_pad(LIFTOFF).mass_kg
