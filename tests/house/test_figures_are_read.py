"""Every figure in every data file is read by something: an ear on them while missions fly, land, fail and are drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from figures_read import listening, path_of
from test_data_files import MODELS

from kazbek.base.chance import Sampling, chances
from kazbek.base.data import figures, load, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.figures import with_value
from kazbek.base.leg import Outcome
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.crew.film import parts, shoot
from kazbek.crew.film.ask import ask as film
from kazbek.crew.timetable.ask import ask as timetable
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.chase.contact import planned_contact
from kazbek.flight.descent.deorbit import BrakingFault
from kazbek.flight.descent.plan import DescentFailures
from kazbek.flight.docking.failures import CloseFailure
from kazbek.flight.docking.inputs import guide_of
from kazbek.flight.docking.relocation import PortToPort
from kazbek.flight.docking.rendezvous import Rendezvous
from kazbek.flight.pad.countdown import CountStop
from kazbek.flight.phase import fly_phases
from kazbek.ground.ask import ask as campaign
from kazbek.ground.day import ask_day
from kazbek.mission.aborts.map import Escapes
from kazbek.mission.landing import landing_search
from kazbek.mission.plan import Failure
from kazbek.mission.prepare import Prepared, prepare
from kazbek.mission.recycle import before_launch_day
from kazbek.mission.search import window
from kazbek.mission.station.across import FlightAcross
from kazbek.mission.up import FlightUp, check_failures
from kazbek.pictures.models.plain.capsule import PlainCapsule
from kazbek.pictures.models.plain.launcher import PlainLauncher
from kazbek.pictures.models.plain.ship import PlainShip
from kazbek.pictures.models.plain.station import plain_station
from kazbek.track.station import StationTrack
from kazbek.views.timeline import clock_text
from kazbek.world.wind import Wind

UP = np.array((1.0, 0.0, 0.0))  # in RTN


def _up() -> None:
    """MS-19 from the pad to the hatch, Kurs lost twice, each phase drawing its errors; then as plain bodies."""
    ready = prepare("soyuz-ms-19")
    up = ready.up(ready.mission.flights[0])
    start = up.start()
    assert start is not None
    assert up.planned.profile is not None
    evening = with_value(up.planned.profile, "contact.sunset.turn_beta_deg", -80.0)  # contact after sunset, not before
    assert [*up.window.opportunities([evening], start.liftoff - 3600.0, 0.1)]
    _launch_day(ready, up, start.liftoff)
    legs = [*fly_phases(up.phases(), up.ascent.on_pad(start.liftoff), up.scene, chances(5, 0, "up"))]
    assert legs[-1].name == "docking"
    rendezvous = up.phases()[2]
    assert isinstance(rendezvous, Rendezvous)
    lost = replace(rendezvous.close, failures=(CloseFailure("kurs", 700.0, 2),))
    far = replace(rendezvous, close=lost).fly(legs[1].end, up.scene)
    assert far.outcome is Outcome.MISSED  # where nobody docks by hand
    moved = PortToPort(replace(rendezvous.close, port="poisk-zenith"), up.flight.port).fly(legs[-1].end, up.scene)
    assert moved.name == "relocation"
    assert FlightAcross(up.flight, up.planned, up.actual, up.track, from_port=up.flight.port).as_filed[1] > 0.0
    parts = up.planned
    clock_text(start.liftoff, parts.clocks)
    assert parts.launcher is not None
    PlainShip.of(parts.ship).whole()
    PlainLauncher(parts.launcher, parts.ship.size.length_m.v).stack()
    plain_station(parts.station)


def _launch_day(ready: Prepared, up: FlightUp, liftoff: Epoch) -> None:
    """The days before, a count that ends in lift-off, one in a storm, and one for each fault it watches for."""
    assert len(before_launch_day(ready.mission, up, liftoff)) == 2
    count = up.countdown(liftoff)
    assert count is not None
    assert count.fly(count.start(), up.scene).outcome is Outcome.REACHED
    alone = replace(count, stop=CountStop("launcher.power", -20.0), rendezvous=False)
    assert alone.fly(alone.start(), up.scene).outcome is Outcome.SCRUBBED
    storm = Wind(((100.0, 40.0, 0.0), (15_000.0, 120.0, 0.0)))
    assert count.fly(count.start(), replace(up.scene, wind=storm)).outcome is Outcome.SCRUBBED
    for fault in count.count.fault:
        at_s = -0.5 * (fault.from_before_s.v + fault.until_before_s.v)
        failure = Failure(system=fault.system, at_s=at_s, clears_after_s=9_000.0)
        stopped = replace(up, flight=up.flight.model_copy(update={"failure": (failure,)}))
        check_failures(stopped.flight, stopped.planned)
        late = stopped.countdown(liftoff)
        assert late is not None
        assert late.fly(late.start(), up.scene).outcome is not Outcome.REACHED


def _escapes() -> None:
    """MS-19's crew off its launcher on the pad, under the tower, with the fairing and above it, each phase drawn."""
    ready = prepare("soyuz-ms-19")
    up = replace(ready.up(ready.mission.flights[0]), sampling=Sampling(5))
    faults = (("pad_fire", -90.0), ("engine_out", 60.0), ("strapon_separation", 117.8), ("third_stage_locks", 288.6))
    nominal = ready.up(ready.mission.flights[0])
    assert Escapes.of(nominal, Epoch.from_utc("2021-10-05T08:55:02Z")).row(520.0).mode == "single_orbit"
    for system, at_s in faults:
        failure = Failure(system=system, at_s=at_s, which="core" if system == "engine_out" else "")
        flight = up.flight.model_copy(update={"failure": (failure,)})
        failed = replace(up, flight=flight).failed(Epoch.from_utc("2021-10-05T08:55:02Z"))
        assert failed is not None
        assert [*failed.legs(Epoch.from_utc("2021-10-05T08:55:02Z"))][-1].name == "landing"


def _searches() -> None:
    """Lift-offs by every profile."""
    assert window("iss_2021-10-01.xml.gz", "baikonur-31", "2021-10-05", 0.6).opportunities


def _another_programme() -> None:
    """A launcher with verniers out of a corridor, drawn as a plain body, and an approach with a stop."""
    ship, launcher = Spacecraft.named("shenzhou"), Launcher.named("cz-2f")
    PlainLauncher(launcher, ship.size.length_m.v).stack()
    assert Ascent(launcher, ship.mass.launch_kg.v, Site.named("jiuquan-91")).plan.programme.met
    guide = guide_of(ApproachPlan.named("shenzhou"), ship, Station.named("tiangong"), "tianhe-forward")
    assert guide.stops_m.tolist() == [30.0]
    assert [module.name for module in Capsule.named("shenzhou").left_in_orbit] == ["orbital module"]
    track, contact = (
        StationTrack.from_file("tiangong_2025-11-02.tle"),
        Profile.named("shenzhou-6.5h").towards(UP).contact,
    )
    begun = Epoch.from_utc("2025-11-01")
    rules = {planned_contact(contact, track, begun + 900.0 * k).rule for k in range(7)}
    assert len(rules) == 2  # the Sun ahead within a revolution, and not


def _home() -> None:
    """MS-18's way home in a wind, then the same with an engine, the steering and the main canopy lost."""
    wind = Wind(((350.0, 3.0, 0.0),))
    home = landing_search("iss_2021-10-17.oem", None, None, "zhezkazgan", "nauka-nadir", wind)
    found = next(iter(home.opportunities(Epoch.from_utc("2021-10-17"), 0.3)))
    found.fallbacks()
    assert found.hatch_closed < found.legs[0].start.epoch
    clock_text(found.event("touchdown").epoch, home.zone.clocks)
    failing = DescentFailures(BrakingFault(140.0, True), 60_000.0, True, False, False)
    plan = replace(found.plan, failures=failing)
    assert [*fly_phases(plan.phases(), found.legs[0].start, found.scene, chances(5, 0, "home"))][-1].name == "landing"
    home.descent(found.event("deorbit_burn_start").epoch)
    PlainCapsule(home.capsule).on_the_ground()


def test_every_figure_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (parts, shoot):  # what is read does not hang on how good a board is looked for
        monkeypatch.setattr(module, "EFFORT", 0.2)
    with listening(monkeypatch) as heard:
        _up()
        _home()
        _searches()
        _escapes()
        _another_programme()
        campaign("soyuz-ms-19", wind=["2021-10-02=24"])
        ask_day("soyuz-ms-19")
        shooting = film("soyuz-ms-19")
        shooting.contacts(shooting.schedule.film.first)
        timetable("soyuz-ms-19", start="2021-10-14", days=1, film=False)
    known = {path_of(model, path) for folder, model in MODELS.items() for path in _paths(folder, model)}
    missing = sorted(known - heard)
    assert not missing, ", ".join(missing)


def _paths(folder: str, model: type) -> list[str]:
    return [path for name in names_in(folder) for path, _ in figures(load(folder, name, model))]


def test_the_ear_hears_what_is_asked_for_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(monkeypatch) as heard:
        zone = load("zones", "zhezkazgan", MODELS["zones"])
        assert zone.aim.radius_m.v > 0.0
        assert [*figures(zone)]
    assert "Zone aim.radius_m" in heard
    assert "Zone utc_offset_h" not in heard
