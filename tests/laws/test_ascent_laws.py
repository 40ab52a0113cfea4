"""What must hold on any ascent: energy and momentum without thrust, steps that do not matter, masses that add up."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kazbek.base.constants import EGM2008_J2, EGM2008_GM_m3_s2, EGM2008_RADIUS_m
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.site import Site
from kazbek.flight.ascent.ascent import Ascent
from kazbek.flight.ascent.inputs import ground_of, rocket_of
from kazbek.flight.ascent.kernels.loop import fly_ascent
from kazbek.flight.ascent.kernels.types import COLUMNS, MASS_kg, R_m, Run, Sheet, T_s
from kazbek.flight.ascent.kernels.upfg import MEMORY
from kazbek.laws.zonal import zonal_coast

_J3, _J4 = -math.sqrt(7.0) * 9.57161207093473e-7, -3.0 * 5.39965866638991e-7


def energy(r: tuple[float, ...], v: tuple[float, ...]) -> float:
    """Kinetic and potential energy per mass in the zonal field (J/kg)."""
    d = math.hypot(*r)
    s, k = r[2] / d, EGM2008_RADIUS_m / d
    p2, p3, p4 = 0.5 * (3 * s**2 - 1), 0.5 * (5 * s**3 - 3 * s), (35 * s**4 - 30 * s**2 + 3) / 8
    potential = EGM2008_GM_m3_s2 / d * (1 - EGM2008_J2 * k**2 * p2 - _J3 * k**3 * p3 - _J4 * k**4 * p4)
    return 0.5 * sum(x * x for x in v) - potential


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 1.5), st.floats(-0.3, 0.3), st.floats(0.95, 1.1), st.floats(0.0, 6.28))
def test_free_flight_keeps_energy_and_momentum_about_the_axis(i: float, gamma: float, speed: float, u: float) -> None:
    r0 = 6.6e6
    v0 = speed * math.sqrt(EGM2008_GM_m3_s2 / r0)
    cu, su, ci, si = math.cos(u), math.sin(u), math.cos(i), math.sin(i)
    r = (r0 * cu, r0 * su * ci, r0 * su * si)
    out, ahead = np.array(r) / r0, np.array((-su, cu * ci, cu * si))
    v = tuple(float(x) for x in v0 * (math.sin(gamma) * out + math.cos(gamma) * ahead))
    rn, vn = zonal_coast(r, v, 600.0, 5.0)
    # Runge–Kutta of fourth order at 5 s: 1e-10 of the energy in ten minutes.
    assert energy(rn, vn) == pytest.approx(energy(r, v), rel=1e-9)
    assert rn[0] * vn[1] - rn[1] * vn[0] == pytest.approx(r[0] * v[1] - r[1] * v[0], rel=1e-9, abs=1.0)


@pytest.fixture(scope="module")
def ascent() -> Ascent:
    return Ascent(Launcher.named("soyuz-2.1a"), 7152.0, Site.named("baikonur-31"))


def flown(ascent: Ascent, step_s: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    plan = ascent.plan
    rows, events = np.empty((8000, COLUMNS)), np.empty((len(ascent.launcher.sequence), COLUMNS))
    memory, left = np.zeros(MEMORY), np.empty(3)
    run, sheet = Run(step_s, step_s, -1, True), Sheet(rows, events, memory, left)
    rocket, ground = rocket_of(ascent.launcher, 7152.0), ground_of(ascent.pad)
    n, _ = fly_ascent(rocket, ground, plan.programme.law, plan.aim, run, sheet)
    return rows[:n], events, left


def test_steps_of_one_second_are_exact_to_decimetres(ascent: Ascent) -> None:
    """Open loop: position at core separation; closed loop: the instant of cut-off."""
    names = [h.event for h in ascent.launcher.sequence]
    coarse, fine = flown(ascent, 1.0)[1], flown(ascent, 0.125)[1]
    core, cut = names.index("core_separation"), names.index("third_stage_cutoff")
    assert np.linalg.norm(coarse[core, R_m : R_m + 3] - fine[core, R_m : R_m + 3]) < 0.2
    assert coarse[cut, T_s] == pytest.approx(fine[cut, T_s], abs=0.02)


def test_masses_add_up(ascent: Ascent) -> None:
    """Lift-off mass = ship + everything dropped + everything burnt, to the gram."""
    rows, _, left = flown(ascent, 1.0)
    launcher = ascent.launcher
    dropped = sum(s.count * s.empty_kg for s in launcher.stages.values()) + sum(e.v for e in launcher.elements.values())
    loaded = sum(s.count * s.usable_kg for s in launcher.stages.values())
    assert rows[0, MASS_kg] == pytest.approx(7152.0 + dropped + loaded, abs=1e-3)
    last_with_stage = rows[-1, MASS_kg] - 7152.0 - launcher.stages["third"].empty_kg
    assert last_with_stage == pytest.approx(left[2], abs=1e-3)
    assert (np.diff(rows[:, MASS_kg]) <= 1e-9).all()
