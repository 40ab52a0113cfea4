"""Six degrees of freedom in the validation table: the NESC's check cases over the equator."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from kazbek.base.constants import EARTH_ROTATION_rad_s, WGS84_A_m, WGS84_GM_m3_s2
from kazbek.checks.case import Case
from kazbek.checks.published import Published, published

FOOT_m, SLUG_kg = 0.3048, 14.593_902_937
_J2, _ROUND_RADIUS_m = 1.082_629_82e-3, 20_902_254.530_5 * FOOT_m
_STEP_s = 0.01
_BRICK_kg, _BRICK_AREA_ft2, _BRICK_ft = 0.155_404_754 * SLUG_kg, 0.222_22, (0.333_33, 0.666_67, 0.333_33)
_BRICK_kg_m2 = np.diag((0.001_894_22, 0.006_211_019, 0.007_194_665)) * SLUG_kg * FOOT_m**2
_SPHERE_kg_m2 = 3.6 * SLUG_kg * FOOT_m**2 * np.eye(3)


def rigid_body_cases() -> Iterator[Case]:
    """All cases of the file."""
    for known in published("rigid_body").values():
        yield from flown(known)


def flown(known: Published) -> Iterator[Case]:
    """One case."""
    got = _after(known.given)
    yield from known.against(*(got[row.quantity] for row in known.row))


def planet_of(given: Mapping[str, Any]) -> Any:
    """The planet a case is flown over."""
    from kazbek.laws.rigid_body import Planet

    kind = given.get("planet", "ellipsoid")
    spin_rad_s = 0.0 if kind == "round at rest" else EARTH_ROTATION_rad_s
    wind_m_s, shear_1_s = given.get("wind_ft_s", 0.0) * FOOT_m, given.get("shear_1_s", 0.0)
    if kind == "ellipsoid":
        return Planet(WGS84_GM_m3_s2, WGS84_A_m, _J2, spin_rad_s, False, wind_m_s, shear_1_s)
    return Planet(WGS84_GM_m3_s2, _ROUND_RADIUS_m, 0.0, spin_rad_s, True, wind_m_s, shear_1_s)


def body_of(name: str) -> Any:
    """The body a case drops: a sphere with or without drag, a brick with or without damping (coefficients of −1)."""
    from kazbek.laws.rigid_body import Body

    if "sphere" in name:
        cd_area_m2 = 0.0 if "dragless" in name else 0.1 * 0.196_349_5 * FOOT_m**2
        return Body(SLUG_kg, _SPHERE_kg_m2, cd_area_m2, np.zeros(3))
    damping_ft4 = 0.25 * _BRICK_AREA_ft2 * np.square(_BRICK_ft) if "damped" in name else np.zeros(3)
    return Body(_BRICK_kg, _BRICK_kg_m2, 0.0, damping_ft4 * FOOT_m**4)


def start_of(given: Mapping[str, Any], planet: Any) -> np.ndarray:
    """On the equator at longitude 0, body axes north-east-down; velocity over the ground, rates against inertial."""
    r = np.array((planet.radius_m + given.get("height_ft", 0.0) * FOOT_m, 0.0, 0.0))
    over_ground = [given.get(f"{way}_ft_s", 0.0) for way in ("up", "east", "north")]
    v = np.array(over_ground) * FOOT_m + np.cross((0.0, 0.0, planet.spin_rad_s), r)
    q_NED = (math.sqrt(0.5), 0.0, -math.sqrt(0.5), 0.0)
    return np.concatenate((r, v, q_NED, np.radians(given.get("rates_deg_s", (0.0, 0.0, 0.0)))))


def _after(given: Mapping[str, Any]) -> dict[str, float]:
    """Every quantity that the report prints, in its units."""
    from kazbek.base.frames import C_PAD_ITRF
    from kazbek.laws.geodesy import geodetic
    from kazbek.laws.rigid_body import fall

    planet, time_s = planet_of(given), given["time_s"]
    end = fall(planet, body_of(given["body"]), start_of(given, planet), _STEP_s, round(time_s / _STEP_s))
    turn = planet.spin_rad_s * time_s
    C = np.array(((math.cos(turn), math.sin(turn), 0.0), (-math.sin(turn), math.cos(turn), 0.0), (0.0, 0.0, 1.0)))
    r = C @ end[:3]
    v = C @ end[3:6] - np.cross((0.0, 0.0, planet.spin_rad_s), r)
    latitude_rad, longitude_rad, height_m = geodetic(*r)
    if planet.round:
        latitude_rad, height_m = math.asin(r[2] / np.linalg.norm(r)), np.linalg.norm(r) - planet.radius_m
    east, north, up = C_PAD_ITRF(latitude_rad, longitude_rad) @ v / FOOT_m
    roll, pitch, yaw = np.degrees(end[10:])
    return {
        "height": float(height_m) / FOOT_m,
        "longitude": math.degrees(longitude_rad),
        "latitude": math.degrees(latitude_rad),
        "eastward speed": float(east),
        "northward speed": float(north),
        "downward speed": -float(up),
        "roll rate": float(roll),
        "pitch rate": float(pitch),
        "yaw rate": float(yaw),
    }
