"""When the two planes meet: how the ship's orbit turns under the Earth's bulge during a chase, against the station's.

The ship is to be coplanar with the station at arrival, through the node (an inclination cannot be mended by waiting on
the pad). The lower orbit's node runs west faster, so at separation the ship's node must lie east of the station's by
what it loses on the way: 0.04° in two orbits, up to 0.9° in two days. Osculating nodes swing by 0.05° within minutes;
compared at arrival, where ship and station are at one place, the swing is the same for both.
"""

from __future__ import annotations

import math

from kazbek.base import orbit
from kazbek.base.constants import EGM2008_J2, EGM2008_RADIUS_m
from kazbek.base.state import State
from kazbek.flight.chase.targeter import Chase, Targeted, flown_to_arrival
from kazbek.orbit.propagate import Forces


def node_offset_rad(chase: Chase, start: State, forces: Forces, burns: Targeted, *, cd_area_m2: float = 0.0) -> float:
    """Ship's node less the station's at arrival, were the burns flown without their part across the plane."""
    along = burns.delta_v_RTN_m_s.copy()
    along[:, 2] = 0.0
    ship = flown_to_arrival(chase, start, forces, along, cd_area_m2=cd_area_m2)
    return wrapped_rad(orbit.node_rad(ship) - orbit.node_rad(chase.station_rv))


def drift_rad(chase: Chase, start: State) -> float:
    """The same turning in closed form: what the ship's node gains on the station's (negative: it falls behind).

    An orbit lower by δa runs ahead by ``(3/2) n δa/a`` and turns by ``(7/2) Ω' δa/a`` more than the station's; whatever
    the climb between, the two go together: ``drift = (7/3) (Ω'/n) · (angle gained)``, some half a second of lift-off
    for each degree. Taken at the mean of both orbits.
    """
    a_m = 0.5 * (orbit.semi_major_axis_m(start.rv_GCRF) + orbit.semi_major_axis_m(chase.station_rv))
    return (
        7.0
        / 3.0
        * node_rate_rad_s(a_m, orbit.inclination_rad(chase.station_rv))
        / orbit.mean_motion_rad_s(a_m)
        * chase.laps_rad
    )


def node_rate_rad_s(a_m: float, inclination_rad: float) -> float:
    """Rate of the node of a circular orbit: ``−(3/2) J2 (R/a)² n cos i`` (Kozai 1959)."""
    n = orbit.mean_motion_rad_s(a_m)
    return -1.5 * EGM2008_J2 * (EGM2008_RADIUS_m / a_m) ** 2 * n * math.cos(inclination_rad)


def wrapped_rad(angle_rad: float) -> float:
    """The same angle within −π to π."""
    return (angle_rad + math.pi) % (2.0 * math.pi) - math.pi
