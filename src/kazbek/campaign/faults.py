"""Failures given beside the mission file: ``kurs@40``, ``kurs@40,sets=2``, ``film-crew-home:main_engine@120``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from kazbek.base.data import parse
from kazbek.base.errors import DataError, unknown
from kazbek.flight.docking.failures import SYSTEMS
from kazbek.mission.down import NEEDS
from kazbek.mission.file import Mission
from kazbek.mission.plan import Failure, Flight

_EXAMPLE = "kurs@40, kurs@40,sets=2 or film-crew-home:steering@80000"


def failing(mission: Mission, wanted: Sequence[str]) -> Mission:
    """The mission with more failures; each is of the flights that have such a system, or of the one named.

    Raises
    ------
    DataError
        for a failure that nobody can read, an unknown flight, or a system that no flight of the mission has.
    """
    if not wanted:
        return mission
    added: dict[str, list[Failure]] = {flight.name: [] for flight in mission.flights}
    for text in wanted:
        for flight in _flights(mission, text):
            added[flight.name].append(_failure(text))
    flights = tuple(
        flight.model_copy(update={"failure": (*flight.failure, *added[flight.name])}) for flight in mission.plan.flight
    )
    return replace(mission, plan=mission.plan.model_copy(update={"flight": flights}))


def _flights(mission: Mission, text: str) -> list[Flight]:
    name, colon, _ = text.partition(":")
    if colon:
        named = [flight for flight in mission.flights if flight.name == name]
        if not named:
            raise unknown("flight", name, [flight.name for flight in mission.flights], where=f"`fail` {text}")
        return named
    system = text.partition("@")[0]
    having = [flight for flight in mission.flights if _has(flight, _failure(text))]
    if not having:
        raise DataError(f"`fail` {text}: no flight of the mission has {system}", allowed=_EXAMPLE)
    return having


def _has(flight: Flight, failure: Failure) -> bool:
    """Whether a flight has the system: of the way home, of the launcher, or beside the station."""
    if failure.system in NEEDS:
        return flight.comes_home
    return flight.goes_up if failure.at_s is not None else not flight.comes_home


def _failure(text: str) -> Failure:
    system, _, rest = text.rpartition(":")[2].partition("@")
    figure, *more = rest.split(",")
    key = NEEDS.get(system, "at_range_m" if system in SYSTEMS else "at_s")
    raw: dict[str, Any] = {"system": system}
    if figure and key:
        raw[key] = _number(text, figure)
    raw |= dict(_pairs(text, more))
    if NEEDS.get(system) and key not in raw:
        raise DataError(f"`fail` {text} without a figure", allowed=f"{system}@FIGURE, which is {key}")
    return parse(raw, Failure, where=f"`fail` {text}")


def _pairs(text: str, words: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for word in words:
        key, equals, value = word.partition("=")
        if not equals:
            raise DataError(f"`fail` {text}", allowed=_EXAMPLE)
        yield key.strip(), _value(value.strip())


def _value(text: str) -> Any:
    if text in ("true", "false"):
        return text == "true"
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return text


def _number(text: str, figure: str) -> float:
    try:
        return float(figure.removesuffix("m").removesuffix("s"))
    except ValueError:
        raise DataError(f'`fail` {text}: "{figure}" is no number', allowed=_EXAMPLE) from None
