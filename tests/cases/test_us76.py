"""US Standard Atmosphere 1976 against its own table (NOAA-S/T 76-1562, table I, geometric altitude)."""

import pytest

from kazbek.base.epoch import Epoch
from kazbek.laws.atmosphere import air_at, geopotential_m, us76
from kazbek.world.air import Air

# height m, temperature K, pressure Pa, density kg/m³, speed of sound m/s (printed to five figures)
TABLE = (
    (0.0, 288.150, 1.01325e5, 1.2250, 340.29),
    (5_000.0, 255.676, 5.4048e4, 7.3643e-1, 320.55),
    (10_000.0, 223.252, 2.6500e4, 4.1351e-1, 299.53),
    (20_000.0, 216.650, 5.5293e3, 8.8910e-2, 295.07),
    (30_000.0, 226.509, 1.1970e3, 1.8410e-2, 301.71),
    (40_000.0, 250.350, 2.8714e2, 3.9957e-3, 317.19),
    (50_000.0, 270.650, 7.9779e1, 1.0269e-3, 329.80),
    (60_000.0, 247.021, 2.1958e1, 3.0968e-4, 315.07),
    (70_000.0, 219.585, 5.2209, 8.2829e-5, 297.06),
    (80_000.0, 198.639, 1.0524, 1.8458e-5, 282.54),
)


@pytest.mark.parametrize(("height_m", "temperature_K", "pressure_Pa", "density_kg_m3", "sound_m_s"), TABLE)
def test_table(height_m, temperature_K, pressure_Pa, density_kg_m3, sound_m_s):
    density, pressure, temperature, sound = us76(height_m)
    last_figure = 1e-4  # one unit of the fifth figure, at worst
    assert temperature == pytest.approx(temperature_K, abs=0.0006)
    assert pressure == pytest.approx(pressure_Pa, rel=last_figure)
    assert density == pytest.approx(density_kg_m3, rel=last_figure)
    assert sound == pytest.approx(sound_m_s, abs=0.006)


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
