"""A ship moved from port to port by the model pilot, against how long it took those who did.

Flown by hand: 18 to 42 minutes (TMA-16M 18, TMA-9 and MS-13 24, TMA-16 25, MS-17 34, TM-12 42); back-off 30 to 40 m
(TMA-5, MS-13, MS-17). The spread is the gate; nothing is fitted on one flight.
"""

from __future__ import annotations

import numpy as np
import pytest
from near_station import EPOCH, TRACK, close_scene

from kazbek.base.chance import chances
from kazbek.base.errors import DataError
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.flight.docking.relocation import PortToPort, docked
from kazbek.flight.phase import Scene

PAIRS = [("rassvet-nadir", "poisk-zenith"), ("zvezda-aft", "poisk-zenith"), ("poisk-zenith", "zvezda-aft")]


def on(port: str) -> State:
    return docked(close_scene(port), TRACK, EPOCH, 6890.0, 590.0)


def moved(pair: tuple[str, str], seed: int | None = None, wait_s: float = 0.0) -> Leg:
    left, reached = pair
    chance = None if seed is None else chances(seed, 0, "across")("relocation")
    return PortToPort(close_scene(reached), left, wait_s).fly(on(left), Scene(TRACK), chance)


def minutes(leg: Leg) -> float:
    contact = next(event for event in leg.events if event.name == "docking_contact")
    return (contact.epoch - leg.start.epoch) / 60.0


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_a_relocation_takes_as_long_as_it_took(pair: tuple[str, str], seed: int | None) -> None:
    leg = moved(pair, seed)
    assert leg.outcome is Outcome.DOCKED, leg.reason
    assert 18.0 < minutes(leg) < 42.0


def test_it_says_from_where_to_where_and_backs_off_as_far_as_they_did() -> None:
    leg = moved(PAIRS[0])
    event = next(event for event in leg.events if event.name == "relocation")
    assert event.values == {"from_port": "rassvet-nadir", "to_port": "poisk-zenith"}
    assert [e.name for e in leg.events][:3] == ["undocking", "relocation", "manual_control"]
    assert [e.name for e in leg.events][-1] == "hatch_open"
    away = np.linalg.norm([leg.telemetry[f"r_RTN_{axis}_m"] for axis in "RTN"], axis=0)
    assert 40.0 < away.max() < 70.0  # never far from the station: 40 m from ports that are some 10 m from its centre
    assert (np.diff(leg.telemetry["tai_ns"]) > 0).all()


def test_the_rotation_of_a_relocation_is_steady() -> None:
    leg = moved(PAIRS[1])
    rates = np.degrees([leg.telemetry[f"w_BODY_{axis}_rad_s"] for axis in "xyz"])
    assert np.abs(rates).max() < 1.2  # no faster than the handle commands, noise and jets on top


def test_a_plan_without_relocations_is_refused() -> None:
    scene = close_scene("poisk-zenith")
    bare = scene.plan.model_copy(update={"relocation": None})
    other = type(scene)(scene.ship, scene.station, scene.port, bare, scene.pilot)
    with pytest.raises(DataError, match=r"no \[relocation\]"):
        PortToPort(other, "rassvet-nadir").fly(on("rassvet-nadir"), Scene(TRACK))


def test_a_wait_by_hand_answers_no_noise() -> None:
    """Twenty minutes more at the stop cost 0.1 kg a minute, and little more where speeds are only seen to be wrong:
    0.27 to 0.62 in ten flights, 0.38 in the mean."""
    assert more_kg_min(None) < 0.15
    assert np.mean([more_kg_min(seed) for seed in range(4)]) < 0.5


def more_kg_min(seed: int | None) -> float:
    """Propellant that the wait costs."""
    waited, straight = moved(PAIRS[1], seed, wait_s=1200.0), moved(PAIRS[1], seed)
    assert waited.outcome is Outcome.DOCKED
    assert minutes(waited) - minutes(straight) == pytest.approx(20.0, abs=2.0)
    return (straight.end.mass_kg - waited.end.mass_kg) / 20.0
