"""Every bundled data file loads by its own model: units in names, sources present, no key nobody knows."""

import pytest

from kazbek.base.data import bundled, figures, load, names_in
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.countdown import CountdownPlan
from kazbek.catalogue.escape import EscapePlan
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.pilot import PilotModel
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.catalogue.zone import Zone
from kazbek.crew.film.script import Film
from kazbek.crew.timetable.jobs import SingleJobs
from kazbek.ground.site_file import GroundSite

MODELS = {
    "launchers": Launcher,
    "sites": Site,
    "spacecraft": Spacecraft,
    "stations": Station,
    "capsules": Capsule,
    "approaches": ApproachPlan,
    "pilots": PilotModel,
    "profiles": Profile,
    "zones": Zone,
    "ground": GroundSite,
    "films": Film,
    "jobs": SingleJobs,
    "countdowns": CountdownPlan,
    "escapes": EscapePlan,
}
FILES = [(folder, name) for folder in MODELS for name in names_in(folder)]


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_a_data_file_loads_under_its_own_name(folder, name):
    thing = load(folder, name, MODELS[folder])
    assert thing.name == name
    assert all(about.strip() for about in thing.sources.values())


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_every_figure_says_where_it_is_from(folder, name):
    thing = load(folder, name, MODELS[folder])
    for path, datum in figures(thing):
        assert datum.src in thing.sources or datum.src.startswith(("estimate", "derived", "fitted on ")), path


def test_the_names_of_the_contract_are_there():
    assert "soyuz-2.1a" in names_in("launchers")
    assert "baikonur-31" in names_in("sites")
    assert "zhezkazgan" in names_in("zones")
    assert {"2-orbit", "4-orbit", "34-orbit"} <= set(names_in("profiles"))
    ports = set(load("stations", "iss", Station).ports)
    assert {"rassvet-nadir", "poisk-zenith", "nauka-nadir", "zvezda-aft", "prichal-nadir"} <= ports
    assert {"soyuz-ms-18", "soyuz-ms-19", "demo-four-orbit", "demo-two-day"} <= set(names_in("missions"))


def test_no_data_file_names_the_machine_it_was_made_on():
    for folder in (f for f in bundled().iterdir() if f.is_dir()):
        for file in folder.iterdir():
            if file.name.endswith((".toml", ".md", ".csv")):
                text = file.read_text(encoding="utf-8")
                assert "/home/" not in text, file.name
                assert "../shared" not in text, file.name
