"""The validation table of ``kazbek check``: published numbers next to what kazbek computes, on this machine, now.

Every case names its authority, and runs the code that flies missions, on bundled data alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from kazbek.base.epoch import Epoch


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table.

    Attributes
    ----------
    name : what was computed
    authority : who published the expected value
    quantity, unit : of expected, got and tolerance
    """

    name: str
    authority: str
    quantity: str
    unit: str
    expected: float
    got: float
    tolerance: float

    @property
    def within(self) -> bool:
        """Whether kazbek agrees."""
        return abs(self.got - self.expected) <= self.tolerance

    def json(self) -> dict[str, Any]:
        """The line in the words of the contract."""
        return {
            "name": self.name,
            "authority": self.authority,
            "quantity": self.quantity,
            "unit": self.unit,
            "expected": self.expected,
            "got": self.got,
            "tolerance": self.tolerance,
            "within": self.within,
        }


def validation() -> Iterator[tuple[str, Callable[[], list[Case]]]]:
    """(what is next, how to compute it), so that a door can say what it is doing."""
    from kazbek.checks.flights import flight_cases
    from kazbek.checks.landing import entry_cases, landing_cases
    from kazbek.checks.orbit import geodesy_cases, stk_cases, two_body_cases
    from kazbek.checks.station import station_cases

    yield "time scales", lambda: list(_time())
    yield "Earth's rotation", lambda: list(_rotation())
    yield "geodetic coordinates", lambda: list(geodesy_cases())
    yield "standard atmosphere", lambda: list(_atmosphere())
    yield "two bodies", lambda: list(two_body_cases())
    yield "a rigid body over the ellipsoid", lambda: list(_rigid_body())
    yield "another program's orbit", lambda: list(stk_cases())
    yield "the station's orbit", lambda: list(station_cases())
    yield "a ballistic entry", lambda: list(entry_cases())
    yield "a landing", lambda: list(landing_cases())
    yield "Soyuz MS-18", lambda: list(flight_cases("soyuz-ms-18"))
    yield "Soyuz MS-19 and the landings", lambda: list(flight_cases("soyuz-ms-19"))


def check() -> tuple[Case, ...]:
    """The whole table of ``kazbek check``."""
    return tuple(case for _, compute in validation() for case in compute())


def _time() -> Iterator[Case]:
    seconds = Epoch.from_utc("2017-01-01") - Epoch.from_utc("2016-12-31")
    yield Case("leap second of 2016-12-31", "IERS Bulletin C 52", "length of the day", "s", 86_401.0, seconds, 0.0)
    tt1, tt2 = Epoch.from_utc("2007-04-05T12:00:00Z").tt_jd
    yield Case(
        "UTC to TT",
        "SOFA, Tools for Earth Attitude, 5.1",
        "TT 2007-04-05",
        "d (MJD)",
        54_195.500754444444444,
        (tt1 - 2_400_000.5) + tt2,
        1e-9,
    )


def _rotation() -> Iterator[Case]:
    from kazbek.world.earth import C_ITRF_GCRF

    published = np.array(
        (
            (0.973104317697536, 0.230363826239128, -0.000703163481769),
            (-0.230363800456036, 0.973104570632801, 0.000118545368117),
            (0.000711560162594, 0.000046626402444, 0.999999745754024),
        )
    )
    turn = C_ITRF_GCRF(Epoch.from_utc("2007-04-05T12:00:00Z")) @ published.T
    skew = (turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1])
    angle_rad = float(np.linalg.norm(skew)) / 2.0
    yield Case(
        "GCRF to ITRF, IAU 2006/2000A",
        "SOFA, Tools for Earth Attitude, 5.6 (Earth orientation of its day)",
        "angle between the matrices",
        "mas",
        0.0,
        float(np.degrees(angle_rad)) * 3.6e6,
        1.0,
    )


def _atmosphere() -> Iterator[Case]:
    from kazbek.laws.atmosphere import us76

    table = ((10_000.0, 223.252, 4.1351e-1), (30_000.0, 226.509, 1.8410e-2), (70_000.0, 219.585, 8.2829e-5))
    for height_m, temperature_K, density_kg_m3 in table:
        density, _, temperature, _ = us76(height_m)
        name, authority = f"US Standard Atmosphere, {height_m / 1000:.0f} km", "NOAA-S/T 76-1562, table I"
        yield Case(name, authority, "temperature", "K", temperature_K, float(temperature), 0.001)
        yield Case(name, authority, "density", "kg/m³", density_kg_m3, float(density), 1e-4 * density_kg_m3)


def _rigid_body() -> Iterator[Case]:
    """Dragless sphere dropped from 30 000 ft over the equator: after 30 s."""
    from kazbek.laws.geodesy import geodetic
    from kazbek.laws.rigid_body import Body, Planet, fall

    foot_m, slug_kg = 0.3048, 14.593_902_937
    planet = Planet(3.986_004_418e14, 6_378_137.0, 1.082_629_82e-3, 7.292_115e-5)
    sphere = Body(slug_kg, 3.6 * slug_kg * foot_m**2 * np.eye(3), 0.0)
    start = np.zeros(13)
    start[0] = planet.radius_m + 30_000.0 * foot_m
    start[4] = planet.spin_rad_s * start[0]
    start[6:10] = np.sqrt(0.5), 0.0, -np.sqrt(0.5), 0.0
    end = fall(planet, sphere, start, 0.01, 3000)
    _, _, height_m = geodetic(*end[:3])
    yield Case(
        "dragless sphere, 30 s",
        "NESC, NASA/TM-2015-218675, case 01",
        "height",
        "m",
        15_598.904_355_123_64 * foot_m,
        float(height_m),
        1e-3,
    )
