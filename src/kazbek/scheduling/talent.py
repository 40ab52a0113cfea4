"""The order of scenes that costs least in waiting: the talent scheduling problem, solved exactly.

Each player is paid from their first scene to their last; days between in which they do not play are waiting (Cheng,
Diamond, Lin, *Optimal scheduling in film production to minimize talent hold cost*, JOTA 79, 1993). Dynamic programming
over the sets of scenes already shot (Garcia de la Banda, Stuckey, Chu, INFORMS J. Computing 23, 2011): whoever is
wanted by a shot scene and by one still to come waits through the next scene unless they play in it. Scenes of one cast
are one scene. No solver is needed, and the answer is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kazbek.base.errors import OutOfRange
from kazbek.base.types import Integers

MOST_SCENES = 22  # with casts that differ: the sets of them must fit in memory
MOST_PLAYERS = 22


@dataclass(frozen=True, slots=True)
class Order:
    """Scenes in their best order (indices of the problem), what waiting costs, and with the days played."""

    scenes: tuple[int, ...]
    waiting: int
    total: int


def best_order(in_scene: Sequence[Sequence[int]], pay: Sequence[int], duration: Sequence[int]) -> Order:
    """The order that costs least in waiting.

    Parameters
    ----------
    in_scene : (players, scenes), 1 where a player plays
    pay : of each player per day
    duration : of each scene, days

    Raises
    ------
    OutOfRange
        more than 22 players, or scenes of different casts.
    """
    cast_of = [sum(int(row[s]) << p for p, row in enumerate(in_scene)) for s in range(len(duration))]
    casts = list(dict.fromkeys(cast_of))
    if len(casts) > MOST_SCENES or len(pay) > MOST_PLAYERS:
        raise OutOfRange(
            f"{len(casts)} scenes of different casts, {len(pay)} players", allowed=f"{MOST_SCENES} of either at most"
        )
    days = [sum(d for d, c in zip(duration, cast_of, strict=True) if c == cast) for cast in casts]
    waiting, merged = _least_waiting(np.array(casts, dtype=np.int64), np.array(days, dtype=np.int64), _sums(pay))
    played = sum(d * p * int(row[s]) for row, p in zip(in_scene, pay, strict=True) for s, d in enumerate(duration))
    scenes = tuple(s for m in merged for s, cast in enumerate(cast_of) if cast == casts[m])
    return Order(scenes, waiting, waiting + played)


def waiting_of(
    order: Sequence[int], in_scene: Sequence[Sequence[int]], pay: Sequence[int], duration: Sequence[int]
) -> int:
    """What waiting costs in a given order."""
    cost = 0
    for row, paid in zip(in_scene, pay, strict=True):
        places = [i for i, s in enumerate(order) if row[s]]
        between = order[places[0] : places[-1] + 1] if places else ()
        cost += sum(paid * duration[s] for s in between if not row[s])
    return cost


def _sums(values: Sequence[int]) -> Integers:
    """The sum of `values` over every set of them, by the set's bits."""
    sums = np.zeros(1, dtype=np.int64)
    for value in values:
        sums = np.concatenate([sums, sums + value])
    return sums


def _unions(casts: Integers) -> Integers:
    """The cast of every set of scenes, by the set's bits."""
    unions = np.zeros(1, dtype=np.int64)
    for cast in casts:
        unions = np.concatenate([unions, unions | cast])
    return unions


def _least_waiting(casts: Integers, days: Integers, pay: Integers) -> tuple[int, list[int]]:
    """Layer by layer over the number of scenes shot."""
    n = len(casts)
    union = _unions(casts)
    sets = np.arange(1 << n, dtype=np.int64)
    everything = (1 << n) - 1
    cost = np.full(1 << n, np.iinfo(np.int64).max // 2, dtype=np.int64)
    cost[0] = 0
    last = np.zeros(1 << n, dtype=np.int8)
    sizes = _sums([1] * n)
    for size in range(n):
        layer = sets[sizes == size]
        for s in range(n):
            before = layer[(layer >> s) & 1 == 0]
            after = before | (1 << s)
            waits = union[before] & union[everything ^ after] & ~casts[s]
            tried = cost[before] + days[s] * pay[waits]
            better = tried < cost[after]
            cost[after[better]] = tried[better]
            last[after[better]] = s
    order, at = [], everything
    while at:
        order.append(int(last[at]))
        at ^= 1 << int(last[at])
    return int(cost[everything]), order[::-1]
