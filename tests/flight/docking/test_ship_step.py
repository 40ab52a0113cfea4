"""The one step of a ship: momentum, propellant, and that autopilot and pilot fly with nothing else."""

from __future__ import annotations

import math

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange
from kazbek.base.frames import quaternions
from kazbek.base.state import State
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.pilot import PilotModel
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.flight.docking.inputs import guide_by_hand, pilot_figures
from kazbek.flight.docking.kernels.guidance import Mode, jets, wanted
from kazbek.flight.docking.kernels.loops import look
from kazbek.flight.docking.kernels.pilot import MEMORY, hands
from kazbek.flight.docking.kernels.step import from_rtn, to_rtn
from kazbek.flight.docking.session import CloseScene
from kazbek.flight.docking.step import Command, Proximity

EPOCH = Epoch.from_utc("2021-10-05T12:00:00Z")
SHIP = Spacecraft.named("soyuz-ms")
LEVEL = np.array((1.0, 0.0, 0.0, 0.0))


class FarTrack:
    """A station a million kilometres out, all but at rest: gravity and turning are next to nothing."""

    def rv(self, tai_ns: np.ndarray) -> np.ndarray:
        rv = np.tile((1e9, 0.0, 0.0, 0.0, 1e-6, 0.0), (len(tai_ns), 1))
        rv[:, 1] = 1e-15 * (tai_ns - EPOCH.tai_ns)
        return rv


class LowTrack:
    """A circular orbit at 420 km."""

    def rv(self, tai_ns: np.ndarray) -> np.ndarray:
        a, n = 6_798_137.0, 1.126e-3
        s = n * (tai_ns - EPOCH.tai_ns) / 1e9
        zero = np.zeros(len(s))
        return np.array((a * np.cos(s), a * np.sin(s), zero, -a * n * np.sin(s), a * n * np.cos(s), zero)).T


FAR = Proximity.of(SHIP, FarTrack(), EPOCH, 600.0)
REST = State(EPOCH, (1e9, 0.0, 0.0), (0.0, 1e-6, 0.0), 7000.0, 500.0)


def speed_gained(start: State, end: State) -> np.ndarray:
    return end.v_GCRF_m_s - start.v_GCRF_m_s


@settings(max_examples=40, deadline=None)
@given(
    levels=st.tuples(st.integers(-3, 3), st.integers(-1, 1), st.integers(-1, 1)),
    on_s=st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0)),
    main_on_s=st.floats(0.0, 1.0),
)
def test_impulse_is_force_times_time_and_propellant_its_share(
    levels: tuple[int, int, int], on_s: tuple[float, float, float], main_on_s: float
) -> None:
    end = FAR.step(REST, Command(LEVEL, levels, on_s, main_on_s), 1.0)
    axial, lateral = (0.0, 280.0, 560.0, 790.0), (0.0, 260.0)
    impulse = np.array(
        [math.copysign(table[abs(k)], k) * on for table, k, on in zip((axial, lateral, lateral), levels, on_s)]
    )
    burnt = np.abs(impulse).sum() / (290.0 * G0_m_s2) + 2950.0 * main_on_s / (302.0 * G0_m_s2)
    impulse[0] += 2950.0 * main_on_s
    np.testing.assert_allclose(speed_gained(REST, end), impulse / (7000.0 - burnt / 2.0), rtol=1e-6, atol=1e-9)
    assert REST.mass_kg - end.mass_kg == pytest.approx(burnt, abs=1e-9)
    assert REST.propellant_kg - end.propellant_kg == pytest.approx(burnt, abs=1e-9)


def test_a_long_burn_gives_what_tsiolkovsky_says() -> None:
    state = REST
    for _ in range(100):
        state = FAR.step(state, Command(LEVEL, main_on_s=2.0), 2.0)
    law = 302.0 * G0_m_s2 * math.log(REST.mass_kg / state.mass_kg)
    assert speed_gained(REST, state)[0] == pytest.approx(law, rel=1e-7)


def test_dry_tanks_give_only_what_they_hold() -> None:
    nearly = REST.but(propellant_kg=0.5)
    end = FAR.step(nearly, Command(LEVEL, main_on_s=10.0), 10.0)
    assert end.propellant_kg == pytest.approx(0.0, abs=1e-12)
    assert speed_gained(nearly, end)[0] == pytest.approx(0.5 * 302.0 * G0_m_s2 / 7000.0, rel=1e-3)
    silent = FAR.step(end, Command(LEVEL, main_on_s=10.0), 10.0)
    assert silent.mass_kg == end.mass_kg
    np.testing.assert_allclose(speed_gained(end, silent), 0.0, atol=1e-4)


def test_the_push_follows_the_attitude() -> None:
    q = quaternions(np.array(((0.0, 0.6, 0.8),)), np.array(((0.0, -0.8, 0.6),)))[0]
    end = FAR.step(REST, Command(q, levels=(1, 0, 0), on_s=(1.0, 0.0, 0.0)), 1.0)
    gained = speed_gained(REST, end)
    np.testing.assert_allclose(gained / np.linalg.norm(gained), (0.0, 0.6, 0.8), atol=1e-5)
    np.testing.assert_allclose(end.q_BODY_GCRF, q)


def test_a_step_is_pure_and_halves_compose() -> None:
    command = Command(LEVEL, levels=(2, 1, -1), on_s=(4.0, 4.0, 4.0))
    half = Command(LEVEL, levels=(2, 1, -1), on_s=(2.0, 2.0, 2.0))
    once, again = FAR.step(REST, command, 4.0), FAR.step(REST, command, 4.0)
    assert (once.rv_GCRF == again.rv_GCRF).all()
    twice = FAR.step(FAR.step(REST, half, 2.0), half, 2.0)
    np.testing.assert_allclose(once.v_GCRF_m_s, twice.v_GCRF_m_s, atol=1e-9)
    assert once.mass_kg == pytest.approx(twice.mass_kg, abs=1e-12)


@pytest.mark.parametrize("dt_s", [0.0, -1.0, 11.0, math.nan])
def test_impossible_steps_are_refused(dt_s: float) -> None:
    with pytest.raises(OutOfRange, match="allowed: above 0 to 10 s"):
        FAR.step(REST, Command(LEVEL), dt_s)


def test_beyond_the_track_is_refused() -> None:
    late = FAR.step(REST, Command(LEVEL), 1.0).but(epoch=EPOCH + 700.0)
    with pytest.raises(OutOfRange, match="longer station track"):
        FAR.step(late, Command(LEVEL), 1.0)


@pytest.mark.parametrize("by_hand", [False, True])
def test_autopilot_and_pilot_fly_with_this_step_and_nothing_else(by_hand: bool) -> None:
    """The compiled loop, and the same guidance calling `step` from outside, go the same way."""
    model = PilotModel.named("trained")
    close = CloseScene(SHIP, Station.named("iss"), "rassvet-nadir", ApproachPlan.named("kurs"), model)
    start = _on_the_axis(close)
    flight = close.open(start, LowTrack(), 600.0)
    flight.guided(Mode.FINAL, fence_s=60.0, by_hand=by_hand)
    loop = flight.leg("test", "reached")  # type: ignore[arg-type]
    craft, state = flight.craft, start
    pilot, guide = pilot_figures(model), guide_by_hand(model, close.guide) if by_hand else close.guide
    memory, noise, dt_s = np.zeros(MEMORY), np.zeros((1, 4)), 0.1 if by_hand else 0.5
    for k in range(round(60.0 / dt_s)):
        t, y = k * dt_s, craft.relative(state)
        x, w = to_rtn(craft.nodes, t, y)
        nose, down = look(guide, Mode.FINAL.value, x)
        if by_hand:
            levels, held = hands(guide, pilot, Mode.FINAL.value, 0.0, t, dt_s, x, w, nose, down, noise, memory)
            on = (held, held, held)
        else:
            change = np.array(wanted(guide, Mode.FINAL.value, 0.0, x)) - w
            body = (change @ nose, change @ np.cross(down, nose), change @ down)
            levels, on = jets(craft.engines, guide, body, guide.final_deadband_m_s, state.mass_kg, dt_s)
        axes = np.array((from_rtn(craft.nodes, t, nose), from_rtn(craft.nodes, t, down)))
        state = craft.step(state, Command(quaternions(axes[:1], axes[1:])[0], levels, on), dt_s)
    assert state.mass_kg < start.mass_kg
    np.testing.assert_allclose(state.r_GCRF_m, loop.end.r_GCRF_m, atol=1e-5)
    np.testing.assert_allclose(state.v_GCRF_m_s, loop.end.v_GCRF_m_s, atol=1e-7)
    assert state.mass_kg == pytest.approx(loop.end.mass_kg, abs=1e-9)


def _on_the_axis(close: CloseScene) -> State:
    """60 m below the port, closing slowly, a little off."""
    rv = LowTrack().rv(np.array([EPOCH.tai_ns]))[0]
    x = close.guide.r_port + 64.2 * close.guide.C_PORT_RTN[0] + np.array((0.0, 0.6, -0.4))
    turning = np.cross((0.0, 0.0, 1.126e-3), x)
    return State(EPOCH, rv[:3] + x, rv[3:] + turning + np.array((0.2, 0.0, 0.0)), 6800.0, 540.0)
