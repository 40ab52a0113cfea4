"""Whether fitted pilots bracket the next flights of those they were fitted to.

    python benchmarks/pilots.py [PERSONS]

Each person is a pilot model with parameters drawn at random, which the fit does not know. Eight of its dockings from
50 m are fitted; then a hundred flights of pilots drawn from the fit, and of the fitted file, are set beside twenty of
the person's next. Printed: how many of these lie within the central 90 % (contact speed, miss, time, propellant), with
the scatter from person to person. Some 20 s of one core for each person.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "views"))
from beside_record import record_of_legs
from test_pilot_fit import docking, figures

from kazbek.base.figures import with_value
from kazbek.catalogue.pilot import PilotModel
from kazbek.views.pilot.fit import fit_pilot

LEARNT, DRAWN, TO_COME = 8, 100, 20
RANGES = {
    "pilot.decide_s": (0.8, 1.8),
    "pilot.react_s": (0.15, 0.45),
    "pilot.pulse_s": (0.4, 0.7),
    "pilot.deadband_m_s": (0.012, 0.025),
    "pilot.closing_deadband_m_s": (0.018, 0.032),
    "approach.settle_s": (6.0, 13.0),
    "approach.closing_m_s.0": (0.09, 0.14),
    "approach.closing_m_s.1": (0.09, 0.15),
    "approach.closing_m_s.2": (0.16, 0.30),
}


def person(number: int) -> PilotModel:
    """A pilot with hidden parameters."""
    chance = np.random.default_rng((77, number))
    model = PilotModel.named("trained")
    for key, (low, high) in RANGES.items():
        model = with_value(model, key, float(chance.uniform(low, high)))
    return model


def held(number: int) -> tuple[float, float]:
    """Shares of a person's next flights within what the drawn pilots, and the fitted file, fly."""
    own, first = person(number), 10_000 * number
    legs = [docking(own, first + k, telemetry=True) for k in range(LEARNT)]
    fitted = fit_pilot([record_of_legs([leg]) for leg in legs])
    to_come = np.array([figures(docking(own, first + 500 + k)) for k in range(TO_COME)])

    def share(pilots: list[PilotModel]) -> float:
        flown = np.array([figures(docking(pilot, first + 2000 + k)) for k, pilot in enumerate(pilots)])
        low, high = np.quantile(flown, (0.05, 0.95), axis=0, method="weibull")
        return float(((to_come >= low) & (to_come <= high)).mean())

    drawn = [fitted.drawn(np.random.default_rng((9, number, k))) for k in range(DRAWN)]
    return share(drawn), share([fitted.model] * DRAWN)


def main() -> None:
    """Print a row for each person and the means."""
    persons = int(sys.argv[1]) if len(sys.argv) > 1 else 18
    rows = []
    for number in range(persons):
        rows.append(held(number))
        print(f"person {number:>2}: drawn pilots {rows[-1][0]:.1%}, the file {rows[-1][1]:.1%}", flush=True)
    mean, error = np.mean(rows, axis=0), np.std(rows, axis=0) / np.sqrt(persons)
    print(f"drawn pilots hold {mean[0]:.1%} ± {error[0]:.1%}, the file {mean[1]:.1%} ± {error[1]:.1%} of 90 %")


if __name__ == "__main__":
    main()
