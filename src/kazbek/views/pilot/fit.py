"""`kazbek pilot fit`: how a person flies, as a pilot file with intervals, from records of that person's flights.

Intervals and lengths come from when a handle was out. Deadbands, the closing speed by distance and how fast an offset
is taken out come from an ordered probit of all looks: along each axis

    P(push) = Phi((wanted - speed - deadband) / noise),   P(push back) = Phi((speed - wanted - deadband) / noise),

wanted = -offset / settle across the axis and -closing(distance) along it. It starts from the trained pilot's file, its
sigmas are the prior; one sigma of the answer is the curvature of the posterior. Source of the form: McKelvey & Zavoina,
J. Math. Sociology 4 (1975) 103.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kazbek.base.errors import DataError
from kazbek.base.types import Floats
from kazbek.catalogue.pilot import PilotModel
from kazbek.record.read import as_record
from kazbek.record.record import Record
from kazbek.views.grade.course import courses
from kazbek.views.pilot.decisions import CYCLE_s, Pushes

_Z90 = 1.645  # of a central interval of 90 %
_GRID_s = CYCLE_s / np.sqrt(12.0)
_LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a pilot: value, one sigma, and the trained pilot's."""

    name: str
    value: float
    sigma: float
    trained: float

    def json(self) -> dict[str, Any]:
        """With its central interval of 90 %."""
        low, high = self.value - _Z90 * self.sigma, self.value + _Z90 * self.sigma
        return {"name": self.name, "value": self.value, "low": low, "high": high, "trained": self.trained}


@dataclass(frozen=True)
class FittedPilot:
    """A pilot learnt from flights.

    Attributes
    ----------
    model : what flies
    figures : those that were learnt
    flights, pushes : how many it rests on
    """

    model: PilotModel
    figures: tuple[Figure, ...]
    flights: int
    pushes: int

    def drawn(self, chance: np.random.Generator) -> PilotModel:
        """The pilot of one flight: every figure that was learnt moved within its interval."""
        moved = {
            f.name: Figure(f.name, max(f.value + f.sigma * float(chance.standard_normal()), _LEAST), f.sigma, f.trained)
            for f in self.figures
        }
        return _with(self.model, moved, self.model.name, self.flights)

    def json(self) -> dict[str, Any]:
        """One document."""
        rows = [figure.json() for figure in self.figures]
        return {"pilot": self.model.name, "flights": self.flights, "pushes": self.pushes, "figures": rows}


def fit_pilot(records: Iterable[Record | str | Path], name: str = "mine") -> FittedPilot:
    """A pilot from records of one person's dockings by hand.

    Parameters
    ----------
    records : as flown or loaded, or their folders; five or more say something
    name : of the pilot

    Raises
    ------
    DataError
        no record, or one without a docking by hand.

    Examples
    --------
    >>> import kazbek
    >>> kazbek.fit_pilot([mine, another]).figures[0]  # doctest: +SKIP
    Figure(name='decide_s', value=1.2, ...)
    """
    flown = [Pushes.of(courses(as_record(record))[0]) for record in records]
    if not flown:
        raise DataError("no record to learn from", allowed="records of dockings by hand, five or more")
    trained = PilotModel.named("trained")
    found = [*_timing(flown, trained), *_switching(flown, trained)]
    model = _with(trained, {figure.name: figure for figure in found}, name, len(flown))
    return FittedPilot(model, tuple(found), len(flown), sum(len(one.onsets) for one in flown))


def _timing(flown: list[Pushes], trained: PilotModel) -> list[Figure]:
    """Decision interval, reaction, length of a push."""
    gaps = np.concatenate([one.gaps_s for one in flown])
    shortest = gaps[gaps <= 1.5 * np.quantile(gaps, 0.1)]
    lengths = np.concatenate([one.lengths_s for one in flown])
    decide, pulse = float(np.median(shortest)), float(np.median(lengths))
    single = lengths[lengths < 1.5 * pulse]
    reactions = np.array([one.react_s for one in flown if one.react_s is not None])
    p = trained.pilot
    react = (
        Figure("react_s", float(np.median(reactions)), _spread(reactions), p.react_s.v)
        if len(reactions)
        else Figure("react_s", p.react_s.v, p.react_s.sigma, p.react_s.v)
    )
    return [
        Figure("decide_s", decide, _spread(shortest), p.decide_s.v),
        react,
        Figure("pulse_s", pulse, _spread(single), p.pulse_s.v),
    ]


def _spread(values: Floats) -> float:
    """One sigma of a median on the grid of the computer's cycle."""
    return float(np.hypot(_GRID_s, np.std(values) / np.sqrt(len(values))))


def _switching(flown: list[Pushes], trained: PilotModel) -> list[Figure]:
    """Deadbands, closing speed by distance, how fast an offset is taken out, noise."""
    decide, react = (figure.value for figure in _timing(flown, trained)[:2])
    parts = [one.looks(decide, react) for one in flown]
    place, speed, act = (np.concatenate([part[k] for part in parts]) for k in range(3))
    at_m, p, slope = np.array(trained.approach.at_m), trained.pilot, trained.approach

    def across(x: Floats) -> float:
        wanted = np.clip(-place[:, 1:] / x[0], -slope.lateral_m_s.v, slope.lateral_m_s.v)
        return _unlikely(wanted - speed[:, 1:], act[:, 1:], x[1], x[2])

    def along(x: Floats) -> float:
        wanted = -np.interp(place[:, 0], at_m, x[2:])
        return _unlikely(wanted - speed[:, 0], act[:, 0], x[0], x[1])

    noise = (0.01, 0.01)
    side = _posterior(across, [_of(slope.settle_s), _of(p.deadband_m_s), noise])
    down = _posterior(along, [_of(p.closing_deadband_m_s), noise, *(_of(v) for v in slope.closing_m_s)])
    grain = p.see_m_s.v / np.sqrt(12.0)  # speeds are seen no finer than that
    found = [
        Figure("settle_s", *side[0], slope.settle_s.v),
        Figure("deadband_m_s", side[1][0], float(np.hypot(side[1][1], grain)), p.deadband_m_s.v),
        Figure("rate_sigma_m_s", side[2][0], float(np.hypot(side[2][1], grain)), p.rate_sigma_m_s.v),
        Figure("closing_deadband_m_s", down[0][0], float(np.hypot(down[0][1], grain)), p.closing_deadband_m_s.v),
    ]
    closing = enumerate(zip(down[2:], slope.closing_m_s, strict=True))
    return [*found, *(Figure(f"closing_m_s.{k}", *pair, was.v) for k, (pair, was) in closing)]


def _of(datum: Any) -> tuple[float, float]:
    """Prior of a figure: the trained pilot's, three of its sigmas wide."""
    return datum.v, 3.0 * datum.sigma


def _unlikely(change: Floats, act: Floats, deadband: float, noise: float) -> float:
    """Minus the log of the probability of these decisions."""
    from scipy.special import log_ndtr, ndtr  # type: ignore[import-untyped]  # heavy

    up, down = (change - deadband) / noise, (-change - deadband) / noise
    rest = np.log(np.maximum(1.0 - ndtr(up) - ndtr(down), 1e-12))
    return -float(np.sum(np.where(act > 0.0, log_ndtr(up), np.where(act < 0.0, log_ndtr(down), rest))))


def _posterior(unlikely: Callable[[Floats], float], prior: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """(value, sigma) of each parameter; all are positive."""
    from scipy.optimize import minimize

    mean, sigma = np.array(prior).T
    scale = mean.copy()

    def cost(x: Floats) -> float:
        value = np.maximum(x * scale, _LEAST)
        return unlikely(value) + 0.5 * float(np.sum(((value - mean) / sigma) ** 2))

    best = minimize(
        cost, np.ones(len(mean)), method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-5, "fatol": 1e-6}
    )
    curvature = _hessian(cost, best.x)
    spread = np.sqrt(np.maximum(np.diag(np.linalg.pinv(curvature)), 0.0))
    return [(float(max(v, _LEAST)), float(s)) for v, s in zip(best.x * scale, spread * scale, strict=True)]


def _hessian(cost: Callable[[Floats], float], x: Floats, h: float = 1e-3) -> Floats:
    """(n, n) second derivatives by central differences."""
    n, e = len(x), np.eye(len(x)) * h

    def second(i: int, j: int) -> float:
        corners = [cost(x + a * e[i] + b * e[j]) for a, b in ((1, 1), (1, -1), (-1, 1), (-1, -1))]
        return (corners[0] - corners[1] - corners[2] + corners[3]) / (4.0 * h * h)

    return np.array([[second(i, j) for j in range(n)] for i in range(n)])


def _with(trained: PilotModel, found: Mapping[str, Figure], name: str, flights: int) -> PilotModel:
    """The trained pilot with what was learnt in its place."""
    counted = f"{flights} flight{'' if flights == 1 else 's'}"
    src = f"fitted on {counted}"

    def learnt(key: str, datum: Any) -> Any:
        figure = found.get(key)
        return datum if figure is None else datum.model_copy(update=_changed(figure, src))

    pilot = trained.pilot.model_copy(update={k: learnt(k, v) for k, v in trained.pilot})
    closing = tuple(learnt(f"closing_m_s.{k}", v) for k, v in enumerate(trained.approach.closing_m_s))
    settle = learnt("settle_s", trained.approach.settle_s)
    approach = trained.approach.model_copy(update={"closing_m_s": closing, "settle_s": settle})
    title = f"A pilot learnt from {counted}"
    return trained.model_copy(update={"name": name, "title": title, "pilot": pilot, "approach": approach})


def _changed(figure: Figure, src: str) -> dict[str, Any]:
    return {"v": figure.value, "sigma": figure.sigma, "scatter": 0.0, "src": src, "lo": None}
