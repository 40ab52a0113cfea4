"""What a change does: a mission with what-ifs next to the same mission without them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kazbek.record.flight import RecordedFlight
from kazbek.record.rows import Difference


def differences(nominal: Iterable[RecordedFlight], changed: Iterable[RecordedFlight]) -> tuple[Difference, ...]:
    """Everything that came out otherwise: endings, instants since lift-off, and the numbers of events."""
    return tuple(found for before, after in zip(nominal, changed) for found in _of_flight(before, after))


def _of_flight(before: RecordedFlight, after: RecordedFlight) -> Iterator[Difference]:
    name = after.name
    if before.outcome is not after.outcome:
        yield Difference(name, "outcome", str(before.outcome), str(after.outcome))
    if before.liftoff != after.liftoff:
        yield Difference(name, "liftoff_utc", _utc(before), _utc(after))
    old, new = _numbers(before), _numbers(after)
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield Difference(name, key, old.get(key), new.get(key))


def _utc(flight: RecordedFlight) -> str | None:
    return None if flight.liftoff is None else flight.liftoff.utc


def _numbers(flight: RecordedFlight) -> dict[str, float | str]:
    """``met_s`` and values of every event; a repeated event carries its number: ``kurs_lost.2.met_s``."""
    found: dict[str, float | str] = {}
    times: dict[str, int] = {}
    for event in flight.events:
        times[event.name] = times.get(event.name, 0) + 1
        name = event.name if times[event.name] == 1 else f"{event.name}.{times[event.name]}"
        met_s = flight.met_s(event.epoch)
        found[f"{name}.met_s" if met_s is not None else f"{name}.utc"] = event.epoch.utc if met_s is None else met_s
        for key, value in event.values.items():
            found[f"{name}.{key}"] = value if isinstance(value, str) else float(value)
    return found
