"""When a person looks and for how long a handle is out, from the instants at which it left its rest.

The ship's computer reads the handles once a cycle. A pilot whose interval is 1.05 s and one whose interval is 1.2 s
fly alike in cycles of 0.2 s: what is seen is a number of cycles, and the figure lies anywhere within the last of them.
"""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats
from kazbek.catalogue.pilot import PilotModel
from kazbek.views.pilot.decisions import CYCLE_s, Pushes
from kazbek.views.pilot.estimate import LEAST, ROWS, Estimate

_TOLERANCE = 1e-6  # of a cycle


def cycles(seconds: Floats) -> np.ndarray:
    """Cycles of the computer until so many seconds have passed."""
    return np.ceil(np.asarray(seconds) / CYCLE_s - _TOLERANCE).astype(int)


def timing(flown: list[Pushes], trained: PilotModel) -> Estimate:
    """Decision interval, reaction, and length of a push after it."""
    gaps = np.concatenate([one.gaps_s for one in flown])
    lengths = np.concatenate([one.lengths_s for one in flown])
    shortest = gaps[gaps <= 1.5 * np.quantile(gaps, 0.1)]
    single = lengths[lengths < 1.5 * np.median(lengths)]
    reactions = np.array([one.react_s for one in flown if one.react_s is not None])
    p, chance = trained.pilot, np.random.default_rng(len(gaps))
    react_s = _within(reactions, chance) if len(reactions) else chance.normal(p.react_s.v, p.react_s.sigma, ROWS)
    react_s = np.maximum(react_s, p.react_s.lo or LEAST)
    out_s = _within(single, chance) + CYCLE_s * cycles(react_s) - react_s  # it begins within a cycle
    rows = np.column_stack((_within(shortest, chance), react_s, out_s))
    return Estimate(
        ("decide_s", "react_s", "pulse_s"), np.maximum(rows, LEAST), (p.decide_s.v, p.react_s.v, p.pulse_s.v)
    )


def _within(seen_s: Floats, chance: np.random.Generator) -> Floats:
    """(ROWS,) what may have been where whole cycles were seen: a median with its error, then evenly within the last."""
    sigma = 1.2533 * np.std(seen_s) / np.sqrt(len(seen_s))
    drawn: Floats = np.median(seen_s) + sigma * chance.standard_normal(ROWS) - CYCLE_s * chance.uniform(size=ROWS)
    return drawn
