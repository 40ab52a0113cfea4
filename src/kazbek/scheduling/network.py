"""The time lags alone, as a graph: earliest and latest starts, and the shortest chain of lags that cannot be met.

No solver is needed for these: they are longest paths (Bellman and Ford), with starts moved to the nearest allowed one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from kazbek.scheduling.problem import Lag, Problem, Span

_NO_PATH = -(2**60)
_ROUNDS = 1000  # a plan settles within some tens; lags that go round for ever do not


class Stuck(Exception):
    """No starts meet the lags; says at which activity that shows."""


def earliest(problem: Problem, not_before: Mapping[str, int] | None = None) -> dict[str, int]:
    """The earliest start of every activity by lags and calendars, resources aside.

    Raises
    ------
    Stuck
        when some activity would have to start after the horizon.
    """
    begin = {a.id: max(0, (not_before or {}).get(a.id, 0)) for a in problem.activities}
    allowed = {a.id: a.allowed for a in problem.activities}
    for _ in range(_ROUNDS):
        moved = False
        for name, start in begin.items():
            fitted = _at_or_after(allowed[name], start)
            if fitted is None or fitted > problem.horizon:
                raise Stuck(name)
            moved, begin[name] = moved or fitted != start, fitted
        for lag in problem.lags:
            if begin[lag.before] + lag.least > begin[lag.after]:
                begin[lag.after], moved = begin[lag.before] + lag.least, True
        if not moved:
            return begin
    raise Stuck(problem.lags[0].after)


def latest(problem: Problem, not_after: Mapping[str, int], extra: Iterable[Lag] = ()) -> dict[str, int]:
    """The latest start of every activity that keeps the starts of `not_after`; `extra` are lags of a plan's own order.

    Raises
    ------
    Stuck
        when some activity would have to start before 0.
    """
    end = {a.id: not_after.get(a.id, problem.horizon) for a in problem.activities}
    allowed = {a.id: a.allowed for a in problem.activities}
    lags = (*problem.lags, *extra)
    for _ in range(_ROUNDS):
        moved = False
        for name, start in end.items():
            fitted = _at_or_before(allowed[name], start)
            if fitted is None or fitted < 0:
                raise Stuck(name)
            moved, end[name] = moved or fitted != start, fitted
        for lag in lags:
            if end[lag.after] - lag.least < end[lag.before]:
                end[lag.before], moved = end[lag.after] - lag.least, True
        if not moved:
            return end
    raise Stuck(problem.lags[0].before)


def impossible_chain(problem: Problem) -> tuple[Lag, ...]:
    """The fewest lags that lead from an activity back to itself and ask it to start after itself; empty without any.

    Dates are lags too: from and to the beginning of time, an activity named "".
    """
    index = {**problem.index(), "": len(problem.activities)}
    n = len(index)
    strongest: dict[tuple[int, int], Lag] = {}
    for lag in (*problem.lags, *_dates(problem)):
        arc = index[lag.before], index[lag.after]
        if arc not in strongest or lag.least > strongest[arc].least:
            strongest[arc] = lag
    weight = np.full((n, n), _NO_PATH, dtype=np.int64)
    for arc, lag in strongest.items():
        weight[arc] = lag.least
    walks = [weight]  # walks[k][i, j]: the longest walk of k + 1 arcs
    for _ in range(n):
        if (np.diagonal(walks[-1]) > 0).any():
            return _closed_walk(walks, strongest)
        walks.append(_one_arc_more(walks[-1], weight))
    return ()


def _dates(problem: Problem) -> list[Lag]:
    found = []
    for activity in problem.activities:
        first, last = activity.starts or (0, problem.horizon)
        found.append(Lag("", activity.id, first, activity.sentence))
        if activity.starts is not None:
            found.append(Lag(activity.id, "", -last, activity.sentence))
    return found


def _one_arc_more(walk: NDArray[np.int64], weight: NDArray[np.int64]) -> NDArray[np.int64]:
    longer = np.stack([(walk[i][:, None] + weight).max(axis=0) for i in range(len(weight))])
    return np.where(longer <= _NO_PATH // 2, _NO_PATH, longer)


def _closed_walk(walks: Sequence[NDArray[np.int64]], strongest: Mapping[tuple[int, int], Lag]) -> tuple[Lag, ...]:
    """Trace the closed walk of the last table back, arc by arc."""
    origin = int(np.argmax(np.diagonal(walks[-1])))
    at, chain = origin, []
    for k in range(len(walks) - 1, 0, -1):
        before = next(
            i
            for (i, j), lag in strongest.items()
            if j == at
            and walks[k - 1][origin, i] > _NO_PATH
            and walks[k - 1][origin, i] + lag.least == walks[k][origin, at]
        )
        chain.append(strongest[before, at])
        at = before
    chain.append(strongest[origin, at])
    return tuple(reversed(chain))


def _at_or_after(spans: tuple[Span, ...] | None, start: int) -> int | None:
    if spans is None:
        return start
    return min((max(first, start) for first, last in spans if last >= start), default=None)


def _at_or_before(spans: tuple[Span, ...] | None, start: int) -> int | None:
    if spans is None:
        return start
    return max((min(last, start) for first, last in spans if first <= start), default=None)
