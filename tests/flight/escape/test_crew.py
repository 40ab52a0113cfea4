"""Classes of what a crew bears: by load, and one worse where the place is hard; estimates, but in order."""

import dataclasses
import math

import pytest

from kazbek.base.constants import G0_m_s2
from kazbek.base.data import load
from kazbek.catalogue.escape import EscapePlan
from kazbek.flight.escape.crew import Strain, crew_class, hardships, survived
from kazbek.world.land import Land, Terrain

LIMITS = load("escapes", "soyuz-ms", EscapePlan).crew
STEPPE = Terrain("Kazakhstan", False, 300.0, 50.0)
CALM = Strain(6.7 * G0_m_s2, 8.0, True, STEPPE, 1800.0)


@pytest.mark.parametrize(
    ("load_g", "name"),
    [(6.7, "safe"), (16.0, "injury unlikely"), (21.3, "injury likely"), (23.0, "not survivable")],
)
def test_flown_loads_fall_into_their_classes(load_g, name):
    """MS-10 6.7 g, none hurt; T-10-1 14 to 17 g, bruised; 18-1 21.3 g, one injured."""
    assert crew_class(dataclasses.replace(CALM, load_m_s2=load_g * G0_m_s2), LIMITS) == name
    assert survived(name) == (load_g < 22.0)


def test_a_hard_touchdown_or_jolt_is_not_survived_whatever_the_load():
    assert crew_class(dataclasses.replace(CALM, landed=False), LIMITS) == "not survivable"
    assert crew_class(dataclasses.replace(CALM, response_ratio=47.0), LIMITS) == "not survivable"


def test_a_slope_and_a_long_time_afloat_are_one_class_worse_and_never_worse_than_that():
    slope = dataclasses.replace(CALM, place=Terrain("Russia", False, 1500.0, 1200.0))
    afloat = dataclasses.replace(CALM, place=Terrain("Pacific Ocean", True, 0.0, 0.0), rescue_s=10 * 3600.0)
    soon = dataclasses.replace(afloat, rescue_s=3 * 3600.0)
    assert [crew_class(s, LIMITS) for s in (slope, afloat, soon)] == ["injury unlikely", "injury unlikely", "safe"]
    assert hardships(slope, LIMITS) == ("on a slope",)
    hard = dataclasses.replace(slope, load_m_s2=20.0 * G0_m_s2)
    assert crew_class(hard, LIMITS) == "injury likely"


@pytest.mark.parametrize(
    ("latitude_deg", "longitude_deg", "name", "height_m"),
    [
        (45.9, 63.3, "Kazakhstan", 110.0),
        (50.83, 83.42, "Kazakhstan", 1200.0),  # Soyuz 18-1 lay 1 200 m high, hard by the border
        (43.4, 137.1, "Sea of Japan", 0.0),
        (28.5, -81.4, "United States of America", 30.0),
        (49.8, 73.1, "Kazakhstan", 550.0),
    ],
)
def test_the_table_of_land_and_sea_knows_places(latitude_deg, longitude_deg, name, height_m):
    place = Land.bundled().at(math.radians(latitude_deg), math.radians(longitude_deg))
    assert place.name == name
    assert place.height_m == pytest.approx(height_m, abs=150.0)
