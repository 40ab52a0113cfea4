"""A pilot with hidden parameters stands for a person: its flights give them back, and bracket its next flights.

Eight flights from 50 m with drifting station and noise; one person here, many in ``benchmarks/pilots.py``.
A quantile of n flights
is taken so that the next one lies below it as often as it says (Weibull: k of n + 1).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from beside_record import record_of_legs
from near_station import TRACK, beside, close_scene

from kazbek.base.errors import DataError
from kazbek.base.figures import with_value
from kazbek.base.leg import Leg
from kazbek.base.state import Tally
from kazbek.catalogue.pilot import PilotModel
from kazbek.flight.docking.beside import facing
from kazbek.flight.docking.docking import Docking
from kazbek.flight.phase import Scene
from kazbek.views.pilot.file import pilot_text
from kazbek.views.pilot.fit import FittedPilot, fit_pilot

HIDDEN = {
    "pilot.decide_s": 1.55,
    "pilot.react_s": 0.25,
    "pilot.pulse_s": 0.65,
    "pilot.deadband_m_s": 0.022,
    "pilot.closing_deadband_m_s": 0.03,
    "approach.settle_s": 12.0,
    "approach.closing_m_s.0": 0.10,
    "approach.closing_m_s.1": 0.10,
    "approach.closing_m_s.2": 0.20,
}
FLIGHTS, DRAWS = 8, 50


def person() -> PilotModel:
    model = PilotModel.named("trained")
    for key, value in HIDDEN.items():
        model = with_value(model, key, value)
    return model


def docking(pilot: PilotModel, seed: int, *, telemetry: bool = False) -> Leg:
    chance = np.random.default_rng(seed)
    scene = replace(close_scene(), pilot=pilot)
    ship = scene.beside(beside(np.array((-200.0, 0.0, 0.0)), np.zeros(3)), TRACK, 60.0, scene.draws(None))
    berth = ship.world.berth
    x = berth.r_RTN + (50.0 + ship.ship.guide.tip_m) * berth.C_PORT_RTN[0]
    start = replace(facing(ship, beside(x, np.zeros(3)), x), tally=Tally(radio_sets_lost=2))
    return Docking(scene).fly(start, Scene(TRACK, telemetry=telemetry), chance)


def figures(leg: Leg) -> list[float]:
    contact = next(event for event in leg.events if event.name == "docking_contact")
    speed, miss = (float(contact.values[key]) for key in ("closing_speed_m_s", "miss_m"))
    return [speed, miss, contact.epoch - leg.start.epoch, leg.start.propellant_kg - leg.end.propellant_kg]


@pytest.fixture(scope="module")
def learnt() -> FittedPilot:
    legs = [docking(person(), seed, telemetry=True) for seed in range(FLIGHTS)]
    return fit_pilot([record_of_legs([leg]) for leg in legs], "learnt")


def test_the_hidden_parameters_come_back_within_their_intervals(learnt: FittedPilot) -> None:
    found = {figure.name: figure for figure in learnt.figures}
    for key, hidden in HIDDEN.items():
        figure = found[key.partition(".")[2]]
        assert figure.value == pytest.approx(hidden, abs=2.6 * figure.sigma), key  # 99 %
        if key != "pilot.react_s":  # no order to fly by hand came: nothing tells it
            assert abs(figure.value - hidden) < abs(figure.trained - hidden), key
            assert figure.sigma < 0.2 * hidden, key
    assert learnt.pushes > 200


def test_its_flights_bracket_the_next_ones_and_the_trained_pilot_s_do_not(learnt: FittedPilot) -> None:
    to_come = np.array([figures(docking(person(), 500 + k)) for k in range(60)])

    def held(flown: np.ndarray) -> float:
        low, high = np.quantile(flown, (0.05, 0.95), axis=0, method="weibull")
        return float(((to_come >= low) & (to_come <= high)).mean())

    drawn = [learnt.drawn(np.random.default_rng(9000 + k)) for k in range(DRAWS)]
    assert held(np.array([figures(docking(pilot, 1000 + k)) for k, pilot in enumerate(drawn)])) > 0.8
    assert held(np.array([figures(docking(learnt.model, 1000 + k)) for k in range(DRAWS)])) > 0.75
    trained = PilotModel.named("trained")
    assert held(np.array([figures(docking(trained, 1000 + k)) for k in range(20)])) < 0.5


def test_the_file_reads_back_and_says_what_it_rests_on(learnt: FittedPilot, tmp_path: Path) -> None:
    file = tmp_path / "learnt.toml"
    file.write_text(pilot_text(learnt.model), encoding="utf-8")
    again = PilotModel.named(str(file))
    assert again.pilot.decide_s.v == pytest.approx(learnt.model.pilot.decide_s.v, abs=1e-6)
    assert again.approach.closing_m_s[2].src == "fitted on 8 flights"
    assert again.pilot.eye_m.src == "SDT"
    row = learnt.json()["figures"][0]
    assert row["low"] < row["value"] < row["high"]


def test_without_flights_or_hands_there_is_nothing_to_learn() -> None:
    with pytest.raises(DataError, match="5 or more"):
        fit_pilot([])
    idle = docking(person(), 0, telemetry=True)
    columns = {**idle.telemetry, **{f"hand_push_{axis}_frac": 0.0 * idle.telemetry["tai_ns"] for axis in "xyz"}}
    with pytest.raises(DataError, match="0 pushes"):
        fit_pilot([record_of_legs([replace(idle, telemetry=columns)])])
