"""Time, the Earth's rotation and ellipsoid, and the standard air, in the validation table."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.checks.case import Case
from kazbek.checks.published import case, published


def time_cases() -> Iterator[Case]:
    """A leap second, and UTC to TT."""
    leap, tt = case("time", "leap_second"), case("time", "utc_to_tt")
    yield from leap.against(Epoch.from_utc(leap.given["then_utc"]) - Epoch.from_utc(leap.given["first_utc"]))
    day, part = Epoch.from_utc(tt.given["utc"]).tt_jd
    yield from tt.against((day - 2_400_000.5) + part)


def rotation_cases() -> Iterator[Case]:
    """The angle between the matrix of the cookbook and ours."""
    from kazbek.world.earth import C_ITRF_GCRF

    known = case("earth", "rotation")
    turn = C_ITRF_GCRF(Epoch.from_utc(known.given["utc"])) @ np.array(known.given["C_ITRF_GCRF"]).T
    skew = (turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1])
    yield from known.against(math.degrees(float(np.linalg.norm(skew)) / 2.0) * 3.6e6)


def geodesy_cases() -> Iterator[Case]:
    """From ITRF to latitude, longitude, height."""
    from kazbek.world.geodesy import geodetic_from_itrf

    known = case("earth", "geodetic")
    latitude_rad, longitude_rad, height_m = geodetic_from_itrf(known.vector_m("r_ITRF_km"))
    yield from known.against(math.degrees(latitude_rad), math.degrees(longitude_rad), height_m)


def air_cases() -> Iterator[Case]:
    """The standard atmosphere against its own table."""
    from kazbek.laws.atmosphere import us76

    for known in published("air").values():
        density, pressure, temperature, sound = us76(known.given["height_m"])
        yield from known.against(temperature, pressure, density, sound)
