"""The commentary of a record: calls at its events, steady reports between them, interrupts where something fails.

Everything is said from the record: an instant is an event's or a row's, a figure its value. What a report calls normal
was looked at: thrust that holds, an angle of attack that stays small.
"""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.base.data import bundled, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import unknown
from kazbek.base.leg import Event
from kazbek.broadcast.cue import Cue, CueKind, one_at_a_time, spoken
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record

Words = Mapping[str, Any]
_REPORT_s = 20.0  # between steady reports, as on the air
_STEADY_frac, _STRAIGHT_rad = 0.05, np.radians(5.0)  # of thrust over two seconds; of the angle of attack
_NO_AIR_Pa = 10.0  # of dynamic pressure: less turns nothing
_COUNT = (600, 300, 60, 30, 10)  # seconds before lift-off
_RANGES_m = (400.0, 200.0, 100.0, 50.0)
_AHEAD_s = 30.0  # burns are told so long beforehand


def languages() -> tuple[str, ...]:
    """Those that commentary is there in."""
    return tuple(names_in("voices"))


@functools.cache
def words(language: str) -> Words:
    """The sentences of a language; a DataError for one that there is not."""
    if language not in languages():
        raise unknown("language", language, languages())
    return tomllib.loads(bundled("voices", f"{language}.toml").read_text(encoding="utf-8"))


def commentary(record: Record, language: str = "en") -> tuple[Cue, ...]:
    """Everything said of a record, in order of time, one at a time.

    Raises
    ------
    DataError
        for a language that there is not.
    """
    said = words(language)
    return one_at_a_time(cue for flight in record.values() for cue in _of_flight(flight, said))


def _of_flight(flight: RecordedFlight, said: Words) -> Iterator[Cue]:
    yield from _events(flight, said)
    yield from _count(flight, said)
    for leg in flight.legs:
        if leg.phase == "ascent":
            yield from _reports(flight, leg, said)
        if "r_PORT_x_m" in leg:
            yield from _ranges(flight, leg, said)


def identities(flight: RecordedFlight) -> Iterator[tuple[str, Event]]:
    """Each event under a name that stays when its instant moves: flight, event, and which of that name it is."""
    times: Counter[str] = Counter()
    for event in flight.events:
        times[event.name] += 1
        again = f"/{times[event.name]}" if times[event.name] > 1 else ""
        yield f"{flight.name}/{event.name}{again}", event


def _events(flight: RecordedFlight, said: Words) -> Iterator[Cue]:
    calls, interrupts, number = said["call"], said["interrupt"], said["figure"]["decimal"]
    times: Counter[str] = Counter()
    for identity, event in identities(flight):
        times[event.name] += 1
        burn = event.name.startswith("burn_")
        key = "burn" if burn else event.name
        known = _known(event) | {"ship": flight.ship, "burn": event.name.removeprefix("burn_")}
        kind = CueKind.INTERRUPT if key in interrupts else CueKind.CALL
        table = interrupts if kind is CueKind.INTERRUPT else calls
        text = table.get(f"{key}_{times[event.name]}", table.get(key))
        if text:
            yield spoken(identity, flight.name, event.epoch, kind, _filled(text, known, number))
        if burn:
            before = f"{identity}/ahead"
            ahead = _filled(calls["burn_ahead"], known, number)
            yield spoken(before, flight.name, event.epoch - _AHEAD_s, CueKind.CALL, ahead)


def _known(event: Event) -> dict[str, float | str]:
    """An event's values, and the same in the units in which they are said."""
    known: dict[str, float | str] = {}
    for name, value in event.values.items():
        if isinstance(value, bool | str):
            known[name] = str(value)
            continue
        known[name] = value
        if name.endswith("_m_s2"):
            known[f"{name.removesuffix('_m_s2')}_g"] = value / G0_m_s2
        elif name.endswith("_m"):
            known[f"{name.removesuffix('_m')}_km"] = value / 1000.0
        elif name.endswith("_Pa"):
            known[f"{name.removesuffix('_Pa')}_kPa"] = value / 1000.0
    return known


def _filled(text: str, known: Mapping[str, float | str], decimal: str) -> str:
    """The sentence with its figures; sentences whose figures the event does not have are left out."""
    parts = [part.strip() for part in text.split("|")]
    told = []
    for part in parts:
        try:
            told.append(part.format_map(_Spoken(known, decimal)))
        except KeyError:
            continue
    return " ".join(told)


class _Spoken(dict[str, Any]):
    """Figures that format with a language's decimal sign."""

    def __init__(self, known: Mapping[str, float | str], decimal: str) -> None:
        super().__init__({name: _Figure(value, decimal) for name, value in known.items()})


class _Figure:
    def __init__(self, value: float | str, decimal: str) -> None:
        self.value, self.decimal = value, decimal

    def __format__(self, spec: str) -> str:
        return format(self.value, spec).replace(".", self.decimal) if not isinstance(self.value, str) else self.value


def _count(flight: RecordedFlight, said: Words) -> Iterator[Cue]:
    liftoff = flight.first("liftoff")
    if liftoff is None or "countdown" not in flight:
        return
    for seconds in _COUNT:
        text = said["count"]["minutes" if seconds >= 60 else "seconds"].format(n=seconds // 60 or seconds, s=seconds)
        if seconds == 60:
            text = said["count"]["minute"]
        yield spoken(f"{flight.name}/count/{seconds}", flight.name, liftoff.epoch - seconds, CueKind.REPORT, text)


def _reports(flight: RecordedFlight, leg: RecordedLeg, said: Words) -> Iterator[Cue]:
    """“40 seconds: engines steady, pitch, yaw and roll normal”, where they are."""
    if flight.liftoff is None:
        return
    stop = min((event.epoch for event in flight.events if event.name in said["interrupt"]), default=leg.end)
    t_s = _REPORT_s
    while (now := flight.liftoff + t_s) < min(stop, leg.end):
        sentences = [said["report"]["time"].format(s=round(t_s))]
        sentences += [said["report"]["engines"]] if _steady(leg, now) else []
        sentences += [said["report"]["course"]] if _straight(leg, now) else []
        height_km = leg.at(now)["height_m"] / 1000.0
        sentences.append(said["report"]["height"].format(km=f"{height_km:.0f}"))
        yield spoken(f"{flight.name}/report/{round(t_s)}", flight.name, now, CueKind.REPORT, " ".join(sentences))
        t_s += _REPORT_s


def _steady(leg: RecordedLeg, now: Epoch) -> bool:
    """Whether thrust holds over the two seconds before, and there is some."""
    if "thrust_N" not in leg:
        return False
    first, last = leg.at(now - 2.0)["thrust_N"], leg.at(now)["thrust_N"]
    return last > 0.0 and abs(last - first) <= _STEADY_frac * last


def _straight(leg: RecordedLeg, now: Epoch) -> bool:
    at = leg.at(now)
    return abs(at.get("alpha_rad", np.inf)) <= _STRAIGHT_rad or at.get("dynamic_pressure_Pa", np.inf) < _NO_AIR_Pa


def _ranges(flight: RecordedFlight, leg: RecordedLeg, said: Words) -> Iterator[Cue]:
    """Range and closing speed when the ship first comes nearer than each round distance."""
    away = np.linalg.norm(np.column_stack([leg[f"r_PORT_{axis}_m"] for axis in "xyz"]), axis=1)
    decimal = said["figure"]["decimal"]
    for range_m in _RANGES_m:
        inside = np.flatnonzero((away[:-1] >= range_m) & (away[1:] < range_m))
        if not inside.size:
            continue
        k = int(inside[0]) + 1
        step_s = (int(leg["tai_ns"][k]) - int(leg["tai_ns"][k - 1])) / 1e9
        closing = float(away[k - 1] - away[k]) / step_s if step_s > 0.0 else 0.0
        text = said["range"]["text"].format(m=f"{range_m:.0f}", v=f"{closing:.1f}".replace(".", decimal))
        at = Epoch(int(leg["tai_ns"][k]))
        yield spoken(f"{flight.name}/range/{range_m:.0f}", flight.name, at, CueKind.REPORT, text)
