"""US Standard Atmosphere 1976 (NOAA-S/T 76-1562) above the heights that the table of ``kazbek check`` holds."""

import pytest

from kazbek.base.epoch import Epoch
from kazbek.laws.atmosphere import air_at, geopotential_m, us76
from kazbek.world.air import Air


def test_top_of_the_range():
    density, pressure, temperature, _ = us76(86_000.0)
    assert density == pytest.approx(6.958e-6, rel=1e-4)
    assert pressure == pytest.approx(3.7338e-1, rel=1e-4)
    assert temperature == pytest.approx(186.87, abs=0.005)  # kinetic; the molecular-scale one is 186.946


def test_geopotential():
    assert geopotential_m(86_000.0) == pytest.approx(84_852.0, abs=0.1)  # table 4 ends there
    assert geopotential_m(11_019.0) == pytest.approx(11_000.0, abs=0.5)


def test_standard_air_above_86_km():
    start = Epoch.from_utc("2021-10-05")
    grid = Air.standard().grid(start)
    assert air_at(grid, 0.0, 400e3, 0.3, 1.0)[0] == pytest.approx(2.803e-12, rel=1e-9)
    assert air_at(grid, 5e5, 120e3, -1.0, 4.0)[0] == pytest.approx(2.222e-8, rel=1e-9)
    assert air_at(grid, 0.0, 1_000_001.0, 0.3, 1.0)[0] == 0.0
