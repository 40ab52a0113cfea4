"""The shapes that the ascent kernel reads and writes: sequence, rocket, ground, law, aim, rows.

Axes    L of `kazbek.flight.ascent.kernels.forces`: ITRF at lift-off, kept fixed among the stars.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from kazbek.base.types import Array


class AscentStatus(IntEnum):
    """How a flight through the kernel ended."""

    FLYING = -1  # not yet
    DONE = 0  # the event asked for, or all of them
    DEPLETED = 1  # the guided stage ran dry before cut-off
    GROUND = 2  # it fell back, or never left
    OVERDUE = 3  # the fence in time, or a full buffer
    ASTRAY = 4  # the closed loop found no way to its aim


class Trigger(IntEnum):
    """What makes an event happen."""

    AT = 0  # so many seconds after lift-off
    AFTER = 1  # so many seconds after another event
    APPARENT_VELOCITY = 2  # so many m/s gained; or the depletion of the stage that was to give them
    GUIDED = 3  # the closed loop has reached its aim


class Sequence(IntEnum):
    """Columns of the sequence, one row an event: its trigger, then what it does."""

    TRIGGER = 0
    VALUE = 1
    AFTER = 2  # row of the event that must come before, -1 for none
    STAGE = 3  # whose throttle changes, -1 for none
    THROTTLE = 4
    DROP_STAGE = 5  # that leaves with what is still in its tanks, -1 for none
    DROP_kg = 6
    AREA_m2 = 7  # reference area of drag from then on, 0 for no change
    TURN_END = 8  # 1 where the gravity turn gives way to the linear-tangent law
    GUIDE = 9  # 1 where the closed loop takes over


class Rocket(NamedTuple):
    """Stages as (S,) arrays, equal blocks taken together; `carried_kg` is whatever is not a stage."""

    thrust_vac_N: Array
    exit_area_m2: Array
    flow_kg_s: Array
    propellant_kg: Array
    empty_kg: Array
    throttle: Array  # at lift-off
    tank: Array  # (S,) whose propellant it burns: its own place, or that of the stage beside which it is an engine
    carried_kg: float
    aero: Array  # (M, 5) Mach, Cd, its slope, Cn per radian, its slope
    area_m2: float
    slew_rad_s: float
    rise_frac_s: float  # of full flow a second, from lift-off to full thrust; 0: at full thrust from lift-off
    sequence: Array  # (K, 10)


class Ground(NamedTuple):
    """The pad in L, and the column of air above it (see ``fill_air``)."""

    r_m: Array
    up: Array
    east: Array
    north: Array
    air: Array
    air_step_m: float


class Column(NamedTuple):
    """The column of air alone, as the innermost law takes it: each array handed on costs a count of its references."""

    rows: Array  # (H, 4), columns LN_DENSITY …
    step_m: float


class AttitudeLaw(NamedTuple):
    """Attitude before the closed loop.

    With one row of `directions`: vertical; from `tip_from_s` to `tip_to_s` tipped smoothly by `tip_rad` towards the
    azimuth; until `settled_s` blended into the direction of the air-relative velocity, which is kept (gravity turn);
    and from the event so marked on, without sideslip, tan(pitch) over the local horizon is that of the moment, plus
    `tan_step` let in smoothly over `tan_step_s`, plus `tan_rate_s` times the time since. With more rows: those
    directions in L, linear between rows `directions_step_s` apart.
    """

    azimuth_rad: float
    tip_from_s: float
    tip_to_s: float
    settled_s: float
    tip_rad: float
    tan_rate_s: float
    tan_step: float
    tan_step_s: float
    directions: Array
    directions_step_s: float


class CutoffAim(NamedTuple):
    """Cut-off wanted: radius, inertial speed, flight-path angle; `normal` (3,) along the orbital momentum in L."""

    r_m: float
    v_m_s: float
    gamma_rad: float
    normal: Array


class Run(NamedTuple):
    """How far to fly and in what steps."""

    step_s: float  # of integration; rows fall on its multiples and on both sides of every event
    late_step_s: float  # the same once the gravity turn has ended
    last_row: int  # of the sequence, flown up to and with it; -1: all of it
    keep_rows: bool  # whether to write the flight; events are written always


class Sheet(NamedTuple):
    """What a flight writes."""

    flight: Array  # (N, 20) rows
    events: Array  # (K, 20) the row just before each event, NaN where it did not happen
    memory: Array  # (MEMORY,) of the closed loop
    left_kg: Array  # (S,) usable propellant of each stage at the end


class Stack(NamedTuple):
    """The rocket as it stands: arrays that change as events happen."""

    when_s: Array  # (K,) instants of the events so far, NaN for those to come
    throttle: Array  # (S,)
    attached: Array  # (S,) 1 until dropped
    left_kg: Array  # (S,)
    body: Array  # (4,) MASS, AREA, CONTACT, RISE


LN_DENSITY, SOUND_m_s, EAST_m_s, NORTH_m_s = 0, 1, 2, 3  # columns of `Ground.air`
MACH_NODE, CD, CD_SLOPE, CN, CN_SLOPE = 0, 1, 2, 3, 4  # columns of `Rocket.aero`
# columns of `Stack.body`: total mass (kg), reference area of drag (m²), of full flow at lift-off, its rise in a second
MASS, AREA, CONTACT, RISE = 0, 1, 2, 3


class AscentSetup(NamedTuple):
    """Everything that stays the same on one flight, and where it is written."""

    rocket: Rocket
    law: AttitudeLaw
    aim: CutoffAim
    run: Run
    sheet: Sheet
    stack: Stack


class Pointing(NamedTuple):
    """Where the long axis points: `Law` with its directions worked out. Vectors are tuples in L."""

    held: bool  # the axis is given from outside: stored directions, or the closed loop
    up: tuple[float, float, float]
    level: tuple[float, float, float]  # towards the azimuth
    tip_from_s: float
    tip_to_s: float
    settled_s: float
    tip_rad: float
    bent_s: float  # when the gravity turn ended; infinite before
    tangent: float  # of the pitch over the local horizon at that moment
    tan_rate_s: float
    tan_step: float
    tan_step_s: float


class AscentInstant(NamedTuple):
    """An instant of the flight; vectors are tuples in L."""

    t_s: float
    r: tuple[float, float, float]
    v: tuple[float, float, float]
    w_m_s: float  # apparent velocity


class Push(NamedTuple):
    """What the closed loop counts on: the engines that burn now, and those that burn on when some of them stop."""

    accel_m_s2: float
    exhaust_m_s: float
    until_m_s: float  # velocity still to be gained when they stop; infinite where all burn to cut-off
    later_ratio: float  # of the thrust then to the thrust now
    later_exhaust_m_s: float


class Burning(NamedTuple):
    """What acts over one step: engines together at full flow, how they come up, mass at its start, reference area."""

    thrust_vac_N: float
    exit_area_m2: float
    flow_kg_s: float
    mass_kg: float
    area_m2: float
    contact_frac: float = 1.0  # of full flow at lift-off
    rise_frac_s: float = 0.0  # by which it rises in a second, up to full flow


class ClosedLoop(NamedTuple):
    """The closed loop between its passes."""

    on: bool
    passed_s: float  # instant of the last pass
    cutoff_s: float  # as expected by it
    gained: tuple[float, float, float]  # velocity that thrust added since


# Columns of a row of the flight
T_s, R_m, V_m_s, MASS_kg, THRUST_N, DRAG_N, Q_Pa, MACH, ALPHA_rad, LOAD_m_s2, DENSITY_kg_m3, W_m_s, B, THROTTLE = (
    0,
    1,
    4,
    7,
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
    19,
)
COLUMNS = 20
