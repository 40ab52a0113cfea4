"""Orbits of the validation table: worked examples of textbooks, and what other programs flew."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.state import State
from kazbek.checks.case import Case
from kazbek.checks.published import Published, case, published

_STK_START = Epoch.from_utc("2004-06-01T12:00:00Z")
_STK_MASS_kg, _STK_CR_AREA_m2, _STK_CD_AREA_m2 = 1000.0, 1.2 * 20.0, 2.2 * 20.0
_FREEFLYER_ISP_s = 300.0 * 9.81 / 9.806_65


def two_body_cases() -> Iterator[Case]:
    """Kepler's and Lambert's problems."""
    from kazbek.laws.two_body.kepler import eccentric_anomaly, fall
    from kazbek.laws.two_body.lambert import lambert

    known = case("two_bodies", "kepler_equation")
    E_rad = eccentric_anomaly(np.radians(known.given["mean_anomaly_deg"]), known.given["eccentricity"])
    yield from known.against(float(np.degrees(E_rad)) % 360.0)
    known = case("two_bodies", "kepler_hyperbola")
    yield from known.against(
        eccentric_anomaly(np.radians(known.given["mean_anomaly_deg"]), known.given["eccentricity"])
    )
    known = case("two_bodies", "kepler_problem")
    GM = known.given["GM_km3_s2"] * 1e9
    r, v = fall(known.vector_m("r_km"), known.vector_m("v_km_s"), known.given["time_s"], GM)
    yield from known.against(_off(r, known.vector_m("then_r_km")), _off(v, known.vector_m("then_v_km_s")))
    known = case("two_bodies", "lambert")
    GM = known.given["GM_km3_s2"] * 1e9
    v1, v2, _ = lambert(known.vector_m("r1_km"), known.vector_m("r2_km"), known.given["time_s"], GM, 0, 0, 0)
    yield from known.against(_off(v1, known.vector_m("v1_km_s")), _off(v2, known.vector_m("v2_km_s")))


def stk_cases() -> Iterator[Case]:
    """One day of five orbits: two bodies, Sun, Moon, solar pressure, drag."""
    for key, known in published("orbits").items():
        if not key.startswith("burn"):
            yield from known.against(_off_after_a_day_m(known))


def burn_cases() -> Iterator[Case]:
    """A finite burn of two hours in inertial and turning axes."""
    from kazbek.laws.forces import ActiveForces, ThrustFrame
    from kazbek.orbit.propagate import burn, forces_over

    for key, known in published("orbits").items():
        if not key.startswith("burn"):
            continue
        given = known.given
        forces = forces_over(_STK_START, _STK_START + given["duration_s"], degree=0).replace(act=ActiveForces.NONE)
        start = State(_STK_START, known.vector_m("r_km"), known.vector_m("v_km_s"), given["mass_kg"])
        end = burn(
            start,
            forces,
            force_N=10.0,
            isp_s=_FREEFLYER_ISP_s,
            aim=ThrustFrame[given["aim"]],
            direction=given["direction"],
            duration_s=given["duration_s"],
            tolerance=1e-13,
        ).end
        yield from known.against(_off(end.r_GCRF_m, known.vector_m("then_r_km")), end.mass_kg)


def _off_after_a_day_m(known: Published) -> float:
    """Distance from where STK was after a day."""
    from kazbek.laws.forces import ActiveForces
    from kazbek.orbit.propagate import coast, forces_over
    from kazbek.world.air import Air
    from kazbek.world.earth import C_EME2000_GCRF, C_GCRF_EME2000
    from kazbek.world.space_weather import Indices

    until, acts = _STK_START + 86_400.0, known.given["act"]
    air = Air.of(_STK_START, until, Indices(150.0, 150.0, 15.0, "given")) if acts == "AIR" else None
    forces = forces_over(_STK_START, until, degree=0, air=air)
    forces = forces.replace(act=ActiveForces.NONE if acts == "TWO" else ActiveForces[acts])
    r, v = (C_GCRF_EME2000 @ known.vector_m(key) for key in ("r_km", "v_km_s"))
    end = coast(
        State(_STK_START, r, v, _STK_MASS_kg),
        until,
        forces,
        cd_area_m2=_STK_CD_AREA_m2,
        cr_area_m2=_STK_CR_AREA_m2,
        tolerance=1e-13,
    ).end
    return _off(C_EME2000_GCRF @ end.r_GCRF_m, known.vector_m("then_r_km"))


def _off(got: object, expected: np.ndarray) -> float:
    return float(np.linalg.norm(np.asarray(got) - expected))
