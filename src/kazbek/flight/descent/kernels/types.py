"""The shapes that the kernels of the descent read and write, and the columns of their rows."""

from __future__ import annotations

from typing import NamedTuple

from kazbek.base.types import Array
from kazbek.laws.atmosphere import AirGrid, WindProfile


class AirAndWind(NamedTuple):
    """Air and wind for kernels that count their seconds from one instant."""

    air: AirGrid
    wind: WindProfile
    density_factor: float = 1.0  # how much denser the air is than the grid says


class Until(NamedTuple):
    """Where a fall ends, and in what steps it is flown."""

    stop_height_m: float  # above the ellipsoid
    limit_s: float  # the fence behind it
    step_s: float


class Work(NamedTuple):
    """Working memory of one flight, made once."""

    before: Array  # (n,) the state a step starts from
    u: Array  # (n,) where a law is asked
    k: Array  # (4, n) its answers
    ahead: Array  # (n,) the state of a predictor
    tried: Array  # (4, n) its answers


# Columns of the rows of a coast: instant, state (7), thrust
T_s, R_m, V_m_s, MASS_kg, THRUST_N = 0, 1, 4, 7, 8
COAST_COLUMNS = 9
# Columns of the rows of an entry: instant, place and velocity over the ground, and what goes with them
BANK_rad, LOAD_m_s2, DENSITY_kg_m3, HEAT_FLUX_W_m2, HEAT_LOAD_J_m2 = 7, 8, 9, 10, 11
ENTRY_COLUMNS = 12
# Columns of the rows under canopies: instant, east, north, height and their rates (6), load, inflated area, mass
HEIGHT_m, HANGING_LOAD_m_s2, CANOPY_AREA_m2, HANGING_kg = 3, 7, 8, 9
CANOPY_COLUMNS = 10
# Columns of the rows of burns
START_s, END_s, FORCE_N, FLOW_kg_s = 0, 1, 2, 3

PLACE, VELOCITY, STATE = slice(1, 4), slice(4, 7), slice(1, 7)  # of all three kinds of rows
