"""Channels over time for other tools: pairs of UTC and value, thinned so that no peak is lost."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.errors import unknown
from kazbek.base.types import Array
from kazbek.web.watch.watched import Watched

_MOST = 20_000


def history(watched: Watched, flight: str, channel: str, asked: dict[str, str]) -> bytes:
    """Rows ``[unix_ms, value]`` of a channel over all legs of a flight, as JSON.

    `asked` may hold ``start`` and ``end`` (Unix milliseconds) and ``limit`` (rows; smallest and largest of each stretch
    are kept).

    Raises
    ------
    DataError
        for a flight, or a channel, that there is not.
    """
    record = watched.record
    if record is None:
        raise unknown("flight", flight, [])
    legs = [leg for leg in record[flight].legs if channel in leg]
    if not legs:
        raise unknown("channel", channel, sorted({name for leg in record[flight].legs for name in leg}))
    t_ms = np.concatenate([unix_ms(leg["tai_ns"]) for leg in legs])
    value = np.concatenate([np.asarray(leg[channel], dtype=np.float64) for leg in legs])
    start, end, limit = (_number(asked, name, usual) for name, usual in _USUAL)
    inside = (t_ms >= start) & (t_ms <= end) & np.isfinite(value)
    kept = thinned(value[inside], max(2, min(_MOST, int(limit))))
    rows = zip(t_ms[inside][kept].tolist(), value[inside][kept].tolist())
    return json.dumps({"flight": flight, "channel": channel, "rows": [list(row) for row in rows]}).encode()


_USUAL = (("start", -np.inf), ("end", np.inf), ("limit", 2000.0))


def _number(asked: dict[str, str], name: str, usual: float) -> float:
    try:
        value = float(asked[name])
    except (KeyError, ValueError):
        return usual
    return usual if value != value else min(max(value, -1e18), 1e18)


def unix_ms(tai_ns: NDArray[Any]) -> Array:
    """Unix milliseconds of instants; no leap second lies within a leg."""
    first = Epoch(int(tai_ns[0]))
    return first.utc_datetime.timestamp() * 1000.0 + (tai_ns - tai_ns[0]) / 1e6


def thinned(value: Array, limit: int) -> NDArray[np.int64]:
    """Indices of at most `limit` rows: of each stretch its smallest and its largest, in order."""
    if len(value) <= limit:
        return np.arange(len(value))
    edges = np.linspace(0, len(value), limit // 2 + 1).astype(int)
    chosen = [
        index
        for a, b in itertools.pairwise(edges)
        if b > a
        for index in sorted({a + int(np.argmin(value[a:b])), a + int(np.argmax(value[a:b]))})
    ]
    return np.array(chosen, dtype=np.int64)
