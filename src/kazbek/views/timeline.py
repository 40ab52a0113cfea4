"""The timeline in text: what happened when, in UTC and by the clocks of the pad or the zone, then predicted and flown.

Works on the objects of the record, so a flight in progress and a record read the same.
"""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.base.events import meaning
from kazbek.base.leg import Event
from kazbek.catalogue.clock import Clock
from kazbek.mission.equipment import equipment_of
from kazbek.record.record import Record
from kazbek.record.rows import Difference, Row, in_words
from kazbek.views.figures import clock, shown, shown_change, spread_text

Json = Mapping[str, Any]

COLUMNS = 100  # of a terminal line
_BELOW = 19  # what does not fit stands below the instant

_CLOCK = 8  # characters of a clock's reading
_UNITS = (
    ("_W_m2", "kW/m²", 1e-3),
    ("_J_m2", "MJ/m²", 1e-6),
    ("_m_s", "m/s", 1.0),
    ("_deg_s", "°/s", 1.0),
    ("_deg", "°", 1.0),
    ("_m", "m", 1.0),
    ("_s", "s", 1.0),
    ("_kg", "kg", 1.0),
    ("_Pa", "Pa", 1.0),
    ("_g", "g", 1.0),
    ("_K", "K", 1.0),
    ("_N", "N", 1.0),
    ("_days", "days", 1.0),
)
_DECIMALS = {
    "m/s": 2,
    "°": 3,
    "°/s": 2,
    "m": 1,
    "s": 1,
    "kg": 1,
    "Pa": 0,
    "g": 2,
    "km": 1,
    "t": 1,
    "kPa": 1,
    "K": 0,
    "N": 0,
    "days": 1,
    "kW/m²": 0,
    "MJ/m²": 0,
}
_WHOLE_FROM = {
    "m/s": 100.0,
    "kg": 100.0,
}  # a rocket's speed and mass are known to metres a second and to kilograms at best

_FOR_MAPS = ("corridor_", "orbital_module_", "service_module_", "ballistic_latitude", "ballistic_longitude")


def value_text(key: str, value: float | str | bool) -> str:
    """``delta_v_m_s, 48.181`` as ``Δv 48.18 m/s``; kilometres, tonnes, kilopascals where a number asks for them."""
    if isinstance(value, bool | str):
        return f"{key.replace('_', ' ')} {value}"
    for suffix, unit, factor in _UNITS:
        if key.endswith(suffix):
            number = value * factor
            if unit == "m" and abs(number) >= 10_000.0:
                unit, number = "km", number / 1000.0
            if unit == "Pa" and abs(number) >= 1000.0:
                unit, number = "kPa", number / 1000.0
            if unit == "kg" and abs(number) >= 10_000.0:
                unit, number = "t", number / 1000.0
            decimals = 0 if abs(number) >= _WHOLE_FROM.get(unit, math.inf) else _DECIMALS[unit]
            words = key.removesuffix(suffix).replace("_", " ").replace("delta v", "Δv")
            return f"{words} {number:,.{decimals}f} {unit}".strip()
    return f"{key.replace('_', ' ')} {value:{'g' if float(value).is_integer() else '.3g'}}"


def met_text(met_s: float | None, *, decimals: int = 1) -> str:
    """``T+0:08:49.4``; days in front from the second day on; blank without a lift-off."""
    if met_s is None:
        return ""
    sign, tick = "-" if met_s < 0 else "+", 10**decimals
    minutes, ticks = divmod(round(abs(met_s) * tick), 60 * tick)
    days, minutes = divmod(minutes, 1440)
    seconds = f"{ticks / tick:0{3 + decimals if decimals else 2}.{decimals}f}"
    return f"T{sign}{f'{days}d ' if days else ''}{minutes // 60}:{minutes % 60:02d}:{seconds}"


def clock_text(epoch: Epoch, clocks: Iterable[Clock] = ()) -> str:
    """UTC to the hundredth of a second, then what other clocks show."""
    instant, utc = epoch.utc_datetime, epoch.utc
    local = [f"{instant.astimezone(clock.zone):%H:%M:%S}".ljust(len(clock.name)) for clock in clocks]
    return " ".join((f"{utc[:10]} {utc[11:22]} ", *local)).rstrip() if local else f"{utc[:10]} {utc[11:22]}"


def columns_text(clocks: Iterable[Clock] = ()) -> str:
    """The heading of a timeline."""
    local = "".join(f"{clock.name:<{_CLOCK}} " for clock in clocks)
    return f"{'since lift-off':>15}  {'UTC':<22}  {local}{' ' if local else ''}event"


def event_text(event: Event, met_s: float | None, clocks: Iterable[Clock] = ()) -> str:
    """One event of the timeline, in words; what does not fit into 100 columns stands below."""
    spoken = {key: value for key, value in event.values.items() if not key.startswith(_FOR_MAPS)}
    values = "; ".join(value_text(key, value) for key, value in spoken.items())
    when, name = f"{met_text(met_s):>15}  {clock_text(event.epoch, clocks)}  ", _name(event.name)
    told = f"{name}: {values}" if values else f"{name} ({meaning(event.name)})"
    return "\n".join(textwrap.wrap(told, COLUMNS, initial_indent=when, subsequent_indent=" " * _BELOW))


def _name(event: str) -> str:
    """An event in words; of the greatest dynamic pressure the table's row says more, that it is an instant."""
    return in_words(event).removesuffix(", time")


def flight_text(name: str, ship: str, crew: Iterable[str]) -> str:
    """The line above a flight's timeline."""
    aboard = ", ".join(crew)
    return f"{ship}, {name}: {aboard}" if aboard else f"{ship}, {name}, nobody aboard"


def comparison_text(rows: Iterable[Row]) -> Iterator[str]:
    """Predicted against flown, a line of 100 columns per quantity, each to the digits that its sigma deserves."""
    rows = list(rows)
    if not rows:
        return
    yield "Predicted against flown (difference ± one sigma of what is known beforehand)"
    for flight in dict.fromkeys(row.flight for row in rows):
        yield f"  {flight:<32}{'predicted':>13}{'flown':>13}{'difference':>21}{'gate':>8}"
        yield from (_compared(row) for row in rows if row.flight == flight)
    inside, predicted = sum(row.within for row in rows), sum(row.role == "predicted" for row in rows)
    yield f"  {inside} of {len(rows)} within their gates; {predicted} are predictions. Fitted: a constant was chosen"
    yield "  so; aim: guidance steers to it; input: a decision or a planned slot of the data files. Sources:"
    for source in dict.fromkeys(row.source for row in rows):
        yield from textwrap.wrap(
            source, COLUMNS, initial_indent=" " * 4, subsequent_indent=" " * 6, break_on_hyphens=False
        )


def _compared(row: Row) -> str:
    spread = row.sigma or row.tolerance / 10.0
    predicted, flown = (
        clock(x, spread) if isinstance(x, str) else shown(x, spread) for x in (row.predicted, row.flown)
    )
    sigma = f"± {spread_text(row.sigma)}" if row.sigma else ""
    change = f"{shown_change(row.difference, spread):>9} {sigma:<7} {row.unit:<3}"
    verdict = "" if row.within else "MISSED "
    name = in_words(row.quantity)
    return f"    {name:<30}{predicted:>13}{flown:>13}{change:>21}{row.tolerance:>8g}  {verdict}{row.role}"


def what_if_text(rows: Iterable[Difference]) -> Iterator[str]:
    """What a change does, a line per number that came out otherwise."""
    yield "With the change against without (only what differs)"
    for row in rows:
        shift = f"{row.difference:>+14.3f}" if row.difference is not None else ""
        yield (f"  {row.flight:<15} {row.quantity:<46} {_maybe(row.nominal):>24} -> {_maybe(row.changed):>24} {shift}")


def _maybe(value: float | str | None) -> str:
    return "does not happen" if value is None else _number(value)


def _number(value: float | str) -> str:
    return value[:23].replace("T", " ").rstrip("Z") if isinstance(value, str) else f"{value:,.3f}"


def record_text(record: Record) -> Iterator[str]:
    """The whole account of a record: mission, flights with their timelines, comparison, outcome."""
    yield record.mission
    for flight in record.flights:
        yield ""
        yield flight_text(flight.name, flight.ship, flight.crew)
        fitted = equipment_of(record, flight.name)
        clocks = fitted.clocks if fitted is not None else ()
        yield columns_text(clocks)
        yield from (event_text(event, flight.met_s(event.epoch), clocks) for event in flight.events)
        yield f"{flight.name}: {flight.outcome.replace('_', ' ')}{f' ({flight.reason})' if flight.reason else ''}"
    if record.not_flown:
        yield f"{record.not_flown}."
    yield from _planned_text(record)
    yield ""
    yield from comparison_text(record.comparison)
    yield f"Outcome: {record.outcome.replace('_', ' ')}."


def _planned_text(record: Record) -> Iterator[str]:
    """How much of campaign, film and days aboard the record has as planned; the story tells it."""
    count = Counter(event.name for events in record.planned.values() for event in events)
    told = {"campaign_step": "steps before the launch", "scene": "scenes shot", "crew_wakes": "days aboard"}
    parts = [f"{count[name]} {words}" for name, words in told.items() if count[name]]
    if parts:
        yield f"Planned around it: {', '.join(parts)}; the story tells them."


def cases_text(cases: Iterable[Json]) -> Iterator[str]:
    """The validation table: a line of 100 columns per number, under the case and the authority it is from."""
    cases, said = list(cases), None
    for case in cases:
        if (case["name"], case["authority"]) != said:
            said = case["name"], case["authority"]
            yield f"{case['name']} ({case['authority']})"
        spread = case["tolerance"] / 10.0 or 1.0
        got = shown(case["got"], spread)
        tolerance = f"± {float(format(case['tolerance'], '.2g')):g} {case['unit']}"
        verdict = "" if case["within"] else "MISSED "
        yield (
            f"  {case['quantity']:<38}{shown(case['expected'], spread):>16} {got:>16} {tolerance:<15} "
            f"{verdict}{case['role']}"
        )
    yield f"{sum(bool(case['within']) for case in cases)} of {len(cases)} within their tolerances."
