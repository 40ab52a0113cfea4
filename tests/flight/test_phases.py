"""One contract for all phases: name and `fly(start, scene, chance)`; the same flight with and without telemetry."""

import importlib
import inspect
import pkgutil

import pytest

import kazbek.flight
from kazbek.base.chance import chances
from kazbek.base.epoch import Epoch
from kazbek.base.errors import WrongPlace
from kazbek.base.leg import Outcome
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.phase import Phase, Scene, fly_phases
from kazbek.mission.landing import landing_search
from kazbek.track.station import StationTrack

NAMES = {
    "countdown",
    "ascent",
    "phasing",
    "rendezvous",
    "approach",
    "docking",
    "relocation",
    "escape",
    "to_orbit",
    "undocking",
    "deorbit",
    "entry",
    "parachutes",
    "landing",
}


def phase_classes():
    """Every class below kazbek.flight that has a name and flies."""
    modules = [
        m.name for m in pkgutil.walk_packages(kazbek.flight.__path__, "kazbek.flight.") if ".kernels" not in m.name
    ]
    found = {
        thing
        for name in modules
        for _, thing in inspect.getmembers(importlib.import_module(name), inspect.isclass)
        if thing.__module__.startswith("kazbek.flight") and "fly" in vars(thing) and "name" in vars(thing)
    }
    return sorted(found - {Phase}, key=lambda c: c.name)


def test_there_are_fourteen():
    assert {c.name for c in phase_classes()} == NAMES


@pytest.mark.parametrize("phase", phase_classes(), ids=lambda c: c.name)
def test_every_phase_keeps_the_contract(phase):
    assert inspect.signature(phase.fly) == inspect.signature(Phase.fly)
    assert "rawn" in inspect.getdoc(phase) + inspect.getdoc(phase.fly)  # what it draws, or that nothing is drawn


@pytest.fixture(scope="module")
def way():
    track = StationTrack.from_file("iss_2021-10-17.oem")
    search = landing_search(track, "soyuz-ms", "iss", "zhezkazgan", "nauka-nadir")
    return search.descent(Epoch.from_utc("2021-10-17T03:41:46"), undock=Epoch.from_utc("2021-10-17T01:14:00"))


@pytest.mark.parametrize("drawn", [None, chances(5, 3, "home")], ids=["nominal", "drawn"])
def test_without_telemetry_ends_and_events_are_the_same(way, drawn):
    start = way.legs[0].start
    told = list(fly_phases(way.plan.phases(), start, way.scene, drawn))
    quick = list(fly_phases(way.plan.phases(), start, way.scene.without_telemetry(), drawn))
    assert told[-1].outcome is Outcome.LANDED
    for one, other in zip(told, quick, strict=True):
        assert one.events == other.events
        assert (one.end.rv_GCRF == other.end.rv_GCRF).all()
        assert one.end.tally == other.end.tally
        assert list(other.telemetry) == ["tai_ns"]


def test_the_search_and_the_chain_fly_the_same(way):
    again = list(fly_phases(way.plan.phases(), way.legs[0].start, way.scene))
    for one, other in zip(again, way.legs, strict=True):
        assert one.events == other.events
        assert all((one.telemetry[name] == other.telemetry[name]).all() for name in one.telemetry)


def test_every_phase_home_draws_its_own(way):
    """A phase that ignored its chance would leave the same end state for two seeds."""
    scene = way.scene.without_telemetry()
    for phase, leg in zip(way.plan.phases(), way.legs, strict=True):
        ends = [phase.fly(leg.start, scene, chances(seed, 0, "home")(phase.name)).end for seed in (1, 2)]
        assert (ends[0].rv_GCRF != ends[1].rv_GCRF).any(), phase.name


def test_an_ascent_starts_on_its_pad(way):
    from kazbek.catalogue.launcher import Launcher
    from kazbek.catalogue.site import Site

    ascent = Ascent(Launcher.named("soyuz-2.1a"), 7152.0, Site.named("baikonur-31"))
    with pytest.raises(WrongPlace, match="from baikonur-31"):
        ascent.fly(way.legs[0].start, Scene())


def test_a_phase_beside_a_station_needs_one():
    with pytest.raises(WrongPlace, match="scene"):
        _ = Scene().station
