"""The timeline in text: what happened when, in UTC and by the clocks of the pad or the zone, then predicted and flown.

Works on the objects of the record, so a flight in progress and a record read the same.
"""

from __future__ import annotations

import math
import re
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
_LARGER = {"m": ("km", 10_000.0), "Pa": ("kPa", 1000.0), "kg": ("t", 10_000.0)}  # a thousand of them, from where on
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
    "m": 1000.0,
    "km": 1000.0,
}  # a rocket's speed and mass are known to metres a second and to kilograms at best, a distance to a thousandth

_A_KEY = re.compile(r"[a-z0-9_]+")
_SAID_BY_ITS_TIME = ("before_liftoff_s", "days_before_launch")
_FOR_MAPS = ("corridor_", "orbital_module_", "service_module_", "ballistic_latitude", "ballistic_longitude")


def value_text(key: str, value: float | str | bool) -> str:
    """``delta_v_m_s, 48.181`` as ``Δv 48.18 m/s``; kilometres, tonnes, kilopascals where a number asks for them."""
    if isinstance(value, bool | str):
        told = in_words(value) if isinstance(value, str) and _A_KEY.fullmatch(value) else value
        return f"{_words(key)} {told}"
    unit, factor = _unit_of(key, value)
    if not unit:
        return f"{_words(key)} {value:{'g' if float(value).is_integer() else '.3g'}}"
    number = value * factor
    decimals = 0 if abs(number) >= _WHOLE_FROM.get(unit, math.inf) else _DECIMALS[unit]
    return f"{_words(key)} {number:,.{decimals}f} {unit}".strip()


def _unit_of(key: str, value: float) -> tuple[str, float]:
    """The unit that a value of this key is shown in, and what its number is multiplied by; none without a suffix."""
    for suffix, unit, factor in _UNITS:
        if key.endswith(suffix):
            larger, enough = _LARGER.get(unit, ("", math.inf))
            return (larger, factor * 1e-3) if abs(value * factor) >= enough else (unit, factor)
    return "", 1.0


def _words(key: str) -> str:
    suffix = next((suffix for suffix, _, _ in _UNITS if key.endswith(suffix)), "")
    return key.removesuffix(suffix).replace("_", " ").replace("delta v", "Δv")


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


def event_text(event: Event, met_s: float | None, clocks: Iterable[Clock] = (), columns: int = COLUMNS) -> str:
    """One event of the timeline, in words; what does not fit into the columns stands below."""
    told = ((key, value) for key, value in event.values.items() if key not in _SAID_BY_ITS_TIME)
    values = "; ".join(value_text(key, value) for key, value in told if not key.startswith(_FOR_MAPS))
    when, name = f"{met_text(met_s):>15}  {clock_text(event.epoch, clocks)}  ", _name(event.name)
    line = f"{name}: {values}" if values else f"{name} ({meaning(event.name)})"
    return "\n".join(textwrap.wrap(line, columns, initial_indent=when, subsequent_indent=" " * _BELOW))


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
        yield f"  {flight:<36}{'predicted':>12}{'flown':>12}{'difference':>21}{'gate':>6}"
        yield from (_compared(row) for row in rows if row.flight == flight)
    inside, predicted = sum(row.within for row in rows), sum(row.role == "predicted" for row in rows)
    yield f"  {inside} of {len(rows)} within their gates (! is outside); {predicted} are predictions. Fitted: a"
    yield "  constant was chosen so; aim: guidance steers to it; input: a decision or a planned slot of the"
    yield "  data files. Sources:"
    for source in dict.fromkeys(row.source for row in rows):
        yield from textwrap.wrap(
            source, COLUMNS, initial_indent=" " * 4, subsequent_indent=" " * 6, break_on_hyphens=False
        )


def _compared(row: Row) -> str:
    spread, unit, factor = row.sigma or row.tolerance / 10.0, row.unit, 1.0
    if not isinstance(row.flown, str):
        larger, enough = _LARGER.get(unit, ("", math.inf))
        unit, factor = (larger, 1e-3) if abs(row.flown) >= enough else (unit, 1.0)
    predicted, flown = (
        clock(x, spread) if isinstance(x, str) else shown(x * factor, spread * factor)
        for x in (row.predicted, row.flown)
    )
    sigma = f"± {spread_text(row.sigma * factor)}" if row.sigma else ""
    change = f"{shown_change(row.difference * factor, spread * factor):>9} {sigma:<7} {unit:<3}"
    name, gate, mark = in_words(row.quantity), row.tolerance * factor, " " if row.within else "!"
    return f"    {name:<34}{predicted:>12}{flown:>12}{change:>21}{gate:>6g}{mark} {row.role}"


def what_if_text(rows: Iterable[Difference]) -> Iterator[str]:
    """What a change does, a line of 100 columns per number that came out otherwise, to the digits of its change."""
    yield "With the change against without (what differs by more than a millionth)"
    shown_rows = [row for row in rows if not _within_a_millionth(row)]
    for flight in dict.fromkeys(row.flight for row in shown_rows):
        yield f"  {flight:<46}{'without':>15}{'with':>15}{'change':>13}"
        yield from (_changed(row) for row in shown_rows if row.flight == flight)


def _within_a_millionth(row: Difference) -> bool:
    size = abs(row.nominal) if isinstance(row.nominal, float) else 0.0
    return row.difference is not None and abs(row.difference) <= 1e-6 * size


def _changed(row: Difference) -> str:
    event, _, key = row.quantity.rpartition(".")
    name, what = in_words(event or key) if key == "met_s" or not event else _name(event), _words(key)
    if event and key != "met_s" and not name.endswith(what):
        name = f"{name}, {what}"
    if row.difference is None:
        return f"    {name:<44}{_ending(row.nominal):>15}{_ending(row.changed):>15}"
    pair = [x for x in (row.nominal, row.changed) if isinstance(x, float)]
    unit, factor = _unit_of(key, row.difference)
    spread = abs(row.difference) * factor
    nominal, changed = (shown(x * factor, spread) for x in pair)
    change = shown_change(row.difference * factor, spread)
    return f"    {name:<44}{nominal:>15}{changed:>15}{change:>13} {unit}".rstrip()


def _ending(value: float | str | None) -> str:
    """An instant to the millisecond, an outcome in words, or that an event does not happen."""
    if value is None:
        return "not at all"
    text = str(value)
    return text[11:23] if text[10:11] == "T" else text.replace("_", " ")


def record_text(record: Record, columns: int = COLUMNS) -> Iterator[str]:
    """The whole account of a record: mission, flights with their timelines, comparison, outcome."""
    yield record.mission
    for flight in record.flights:
        yield ""
        yield flight_text(flight.name, flight.ship, flight.crew)
        fitted = equipment_of(record, flight.name)
        clocks = fitted.clocks if fitted is not None else ()
        yield columns_text(clocks)
        yield from (event_text(event, flight.met_s(event.epoch), clocks, columns) for event in flight.events)
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
            yield from textwrap.wrap(
                f"{case['name']} ({case['authority']})", COLUMNS, subsequent_indent="    ", break_on_hyphens=False
            )
        spread = case["tolerance"] / 10.0 or 1.0
        got = shown(case["got"], spread)
        tolerance = f"± {float(format(case['tolerance'], '.2g')):g} {case['unit']}"
        mark = " " if case["within"] else "!"
        yield (
            f"  {case['quantity']:<38}{shown(case['expected'], spread):>16} {got:>16} {tolerance:<15}"
            f"{mark}{case['role']}"
        )
    yield f"{sum(bool(case['within']) for case in cases)} of {len(cases)} within their tolerances (! is outside)."
