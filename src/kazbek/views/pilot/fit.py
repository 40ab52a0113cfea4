"""`kazbek pilot fit`: how a person flies, as a pilot file with intervals, from records of that person's flights.

Intervals and lengths come from when a handle was out (``timing.py``), deadbands, speeds and noise from every look,
whether it led to a push or not (``switching.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kazbek.base.errors import DataError
from kazbek.catalogue.pilot import PilotModel
from kazbek.record.read import as_record
from kazbek.record.record import Record
from kazbek.views.pilot.decisions import Looks, Pushes
from kazbek.views.pilot.estimate import Estimate, Figure
from kazbek.views.pilot.switching import across, along
from kazbek.views.pilot.timing import cycles, timing

_FEWEST = 5  # flights


@dataclass(frozen=True)
class FittedPilot:
    """A pilot learnt from flights.

    Attributes
    ----------
    model : what flies
    estimates : what was learnt, by what was learnt together
    flights, pushes : how many it rests on
    """

    model: PilotModel
    estimates: tuple[Estimate, ...]
    flights: int
    pushes: int

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What was learnt, one by one."""
        return tuple(figure for estimate in self.estimates for figure in estimate.figures())

    def drawn(self, chance: np.random.Generator) -> PilotModel:
        """One of the pilots that could have flown as was seen, all figures moved together.

        Flights of pilots so drawn are the predictive distribution of the person's next flights.
        """
        values = {name: value for one in self.estimates for name, value in one.drawn(chance).items()}
        moved = {f.name: replace(f, value=values[f.name]) for f in self.figures}
        return _with(self.model, moved, self.model.name, self.flights)

    def json(self) -> dict[str, Any]:
        """One document."""
        rows = [figure.json() for figure in self.figures]
        return {"pilot": self.model.name, "flights": self.flights, "pushes": self.pushes, "figures": rows}


def fit_pilot(records: Iterable[Record | str | Path], name: str = "mine") -> FittedPilot:
    """A pilot from records of one person's dockings by hand.

    Parameters
    ----------
    records : as flown or loaded, or their folders; five or more
    name : of the pilot

    Raises
    ------
    DataError
        fewer than five records, or one without a docking by hand.

    Examples
    --------
    >>> import kazbek
    >>> kazbek.fit_pilot(mine).figures[0]  # doctest: +SKIP
    Figure(name='decide_s', value=1.2, ...)
    """
    flown = [Pushes.of(as_record(record)) for record in records]
    if len(flown) < _FEWEST:
        raise DataError(
            f"{len(flown)} dockings by hand to learn from",
            allowed=f"{_FEWEST} or more of one person",
            cure="fly some more with kazbek cockpit",
        )
    trained = PilotModel.named("trained")
    when = timing(flown, trained)
    every, before, _ = cycles(np.median(when.rows, axis=0))
    looks = Looks.all_of(flown, int(every), int(before))
    found = (when, across(looks, trained), along(looks, trained))
    figures = {figure.name: figure for one in found for figure in one.figures()}
    model = _with(trained, figures, name, len(flown))
    return FittedPilot(model, found, len(flown), sum(len(one.onsets) for one in flown))


def _with(trained: PilotModel, found: Mapping[str, Figure], name: str, flights: int) -> PilotModel:
    """The trained pilot with what was learnt in its place."""
    counted = f"{flights} flights"
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
