"""Orbits of the validation table: worked examples of textbooks, and another program's orbit of the station."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.state import State
from kazbek.checks.table import Case

_VALLADO_GM, _CURTIS_GM = 398_600.4418e9, 398_600.0e9


def two_body_cases() -> Iterator[Case]:
    """Kepler's and Lambert's problems."""
    from kazbek.laws.kepler import eccentric_anomaly, fall
    from kazbek.laws.lambert import lambert

    E_deg = float(np.degrees(eccentric_anomaly(np.radians(235.4), 0.4))) % 360.0
    yield Case("Kepler's equation", "Vallado, example 2-1", "eccentric anomaly", "deg", 220.512074767522, E_deg, 1e-9)
    r, v = fall(_km(1131.340, -2282.343, 6672.423), _km(-5.64305, 4.30333, 2.42879), 2400.0, _VALLADO_GM)
    yield Case(
        "Kepler's problem",
        "Vallado, example 2-4",
        "position, off",
        "m",
        0.0,
        _off(r, _km(-4219.7527, 4363.0292, -3958.7666)),
        0.1,
    )
    yield Case(
        "Kepler's problem",
        "Vallado, example 2-4",
        "velocity, off",
        "m/s",
        0.0,
        _off(v, _km(3.689866, -1.916735, -6.112511)),
        1e-3,
    )
    v1, v2, _ = lambert(_km(5000.0, 10_000.0, 2100.0), _km(-14_600.0, 2500.0, 7000.0), 3600.0, _CURTIS_GM, 0, 0, 0)
    for name, got, printed in (
        ("departure", v1, _km(-5.9925, 1.9254, 3.2456)),
        ("arrival", v2, _km(-3.3125, -4.1966, -0.38529)),
    ):
        yield Case(
            "Lambert's problem", "Curtis, example 5.2", f"velocity at {name}, off", "m/s", 0.0, _off(got, printed), 0.1
        )


def geodesy_cases() -> Iterator[Case]:
    """From ITRF to latitude, longitude, height."""
    from kazbek.world.geodesy import geodetic_from_itrf

    latitude, _, height_m = geodetic_from_itrf(_km(6524.834, 6862.875, 6448.296))
    yield Case(
        "geodetic coordinates", "Vallado, example 3-3", "latitude", "deg", 34.352496, float(np.degrees(latitude)), 2e-6
    )
    yield Case("geodetic coordinates", "Vallado, example 3-3", "height", "m", 5_085_220.0, float(height_m), 10.0)


def stk_cases() -> Iterator[Case]:
    """One day of an orbit like the station's, as STK computed it for GMAT's acceptance tests (2004-06-01)."""
    from kazbek.laws.forces import Act
    from kazbek.orbit.propagate import coast, forces_over
    from kazbek.world.earth import C_EME2000_GCRF, C_GCRF_EME2000

    start = Epoch.from_utc("2004-06-01T12:00:00Z")
    state = State(
        start,
        C_GCRF_EME2000 @ _km(-4453.783586, -5038.203756, -426.384456),
        C_GCRF_EME2000 @ _km(3.831888, -2.887221, -6.018232),
        1.0,
    )
    authority = "STK 2007, acceptance tests of GMAT"
    for name, act, after_a_day, tolerance_m in (
        ("two bodies", Act.NONE, (-553.92183171980878, 4781.29376923496150, 4728.22632641190280), 1e-4),
        ("with the Sun", Act.SUN, (-553.92714117292280, 4781.29133783715130, 4728.22733306576990), 1e-3),
        ("with the Moon", Act.MOON, (-553.96868015604696, 4781.26084435746450, 4728.25114198650500), 5e-3),
    ):
        forces = forces_over(start, start + 86_400.0, degree=0).but(act=act)
        end = coast(state, start + 86_400.0, forces, tolerance=1e-13).end
        yield Case(
            f"one day at 350 km, {name}",
            authority,
            "position, off",
            "m",
            0.0,
            _off(C_EME2000_GCRF @ end.r_GCRF_m, _km(*after_a_day)),
            tolerance_m,
        )


def _km(*values: float) -> np.ndarray:
    return np.array(values) * 1e3


def _off(got: object, expected: np.ndarray) -> float:
    return float(np.linalg.norm(np.asarray(got) - expected))
