"""What-ifs of a campaign in words: ``ship_filled=2d``, ``pad=96d``, ``2021-10-01=24``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from kazbek.base.errors import DataError, OutOfRange, unknown
from kazbek.ground.network import Upset, too_windy
from kazbek.ground.plan import Plan
from kazbek.ground.site_file import GroundSite
from kazbek.scheduling.problem import Span
from kazbek.scheduling.units import PER_DAY, units

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(d|h|min)$")
_HOURS = {"d": 24.0, "h": 1.0, "min": 1.0 / 60.0}
_MOST_days = 400


def room_days(late: Iterable[str], lost: Iterable[str]) -> int:
    """How many days the longest of these upsets takes: the plan's clock must reach that much further."""
    return max((units_of(*_two("late", text)) for text in (*late, *lost)), default=0) // PER_DAY + 1


def upset_of(plan: Plan, late: Iterable[str] = (), lost: Iterable[str] = (), wind: Iterable[str] = ()) -> Upset:
    """Read the what-ifs.

    Parameters
    ----------
    late : ``ACTIVITY=2d``: it begins so much later than planned
    lost : ``RESOURCE=96d``: there is none of it for so long, from the mission's first use of it
    wind : ``DATE=24``: wind in m/s on that day

    Raises
    ------
    DataError
        an activity, resource or date nobody knows, or a span that is none.
    OutOfRange
        a span of more than 400 days, or a negative wind.
    """
    delays = {}
    for text in late:
        name, span = _two("late", text)
        if name not in plan.starts:
            raise unknown("activity", name, plan.starts, where="late")
        delays[name] = units_of(name, span)
    losses = {}
    for text in lost:
        name, span = _two("lost", text)
        if name not in plan.site.resource:
            raise unknown("resource", name, plan.site.resource, where="lost")
        start = _first_use(plan, name)
        losses[name] = (start, start + units_of(name, span))
    return Upset(delays, losses, dict(_winds(wind)))


def units_of(name: str, text: str) -> int:
    """A span such as 2d, 36h or 90min in units of the work clock.

    Raises
    ------
    DataError
        for a text that gives no span.
    OutOfRange
        for a longer one than is planned for.
    """
    found = _SPAN.match(text.strip())
    if found is None:
        raise DataError(f'"{name}={text}" gives no span of time', allowed="a number with d, h or min: 2d, 36h, 90min")
    hours = float(found[1]) * _HOURS[found[2]]
    if hours > _MOST_days * 24.0:
        raise OutOfRange(f"{name}={text}", allowed=f"up to {_MOST_days}d")
    return units(hours)


def without_effect(upset: Upset, site: GroundSite) -> list[str]:
    """A sentence for each wind that no limit of the site forbids."""
    limits = [row.wind_below_m_s.v for row in site.activity if row.wind_below_m_s is not None]
    said = "; ".join(
        f"{row.id} {row.wind_below_m_s.v:g} m/s" for row in site.activity if row.wind_below_m_s is not None
    )
    return [
        f"Wind of {wind_m_s:g} m/s on {day} forbids nothing; limits: {said or 'none on file'}."
        for day, wind_m_s in upset.wind.items()
        if not limits or not any(too_windy(row, wind_m_s) for row in site.activity)
    ]


def _first_use(plan: Plan, resource: str) -> int:
    users = [a.id for a in plan.problem.activities if a.uses.get(resource) and plan.of(a.id).ship == plan.own.ship]
    users += [h.first for h in plan.problem.holds if h.resource == resource and plan.of(h.first).ship == plan.own.ship]
    if not users:
        raise DataError(f"{plan.own.ship} never uses {resource}", cure="lose something that it needs")
    return min(plan.starts[name] for name in users)


def _two(option: str, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise DataError(f'{option} "{text}"', allowed="NAME=VALUE, such as ship_filled=2d, pad=96d or 2021-10-01=24")
    return name.strip(), value.strip()


def _winds(texts: Iterable[str]) -> Iterable[tuple[dt.date, float]]:
    for text in texts:
        day, value = _two("wind", text)
        try:
            date, wind_m_s = dt.date.fromisoformat(day), float(value)
        except ValueError:
            raise DataError(f'wind "{text}"', allowed="DATE=m/s, such as 2021-10-01=24") from None
        if not 0.0 <= wind_m_s <= 150.0:
            raise OutOfRange(f"wind {wind_m_s:g} m/s on {date}", allowed="0 to 150")
        yield date, wind_m_s


def absorbed(before: Plan, after: Plan) -> list[tuple[str, str, Span]]:
    """Where a slip ends: (earlier activity, later activity, by how much each moved), lags that took up some of it."""
    found = []
    moved: Mapping[str, int] = {name: after.starts[name] - before.starts[name] for name in before.starts}
    for lag in before.problem.lags:
        if lag.least >= 0 and moved[lag.before] > max(0, moved[lag.after]):
            found.append((lag.before, lag.after, (moved[lag.before], moved[lag.after])))
    return found
