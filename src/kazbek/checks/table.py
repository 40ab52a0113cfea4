"""The validation table of ``kazbek check``: published numbers next to what kazbek computes, on this machine, now.

Every case names its authority, and runs the code that flies missions, on bundled data alone. The numbers stand in
``data/cases``; each module of this floor computes what one or a few of those files ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kazbek.base.data import bundled
from kazbek.base.toml_file import read_toml
from kazbek.checks.apollo import apollo_cases, flown_bank_cases
from kazbek.checks.apollo4 import dive_cases, second_entry_cases
from kazbek.checks.ascent import ascent_cases
from kazbek.checks.case import Case
from kazbek.checks.descent import ballistic_cases, plan_cases
from kazbek.checks.earth import air_cases, geodesy_cases, rotation_cases, time_cases
from kazbek.checks.entry import entry_cases, fire_cases
from kazbek.checks.escapes import escape_cases
from kazbek.checks.flights import flight_cases
from kazbek.checks.orbit import burn_cases, stk_cases, two_body_cases
from kazbek.checks.rigid_body import rigid_body_cases
from kazbek.checks.station import station_cases

__all__ = ["Case", "check", "validation"]

_GROUPS: tuple[tuple[str, Callable[[], Iterator[Case]]], ...] = (
    ("time scales", time_cases),
    ("Earth's rotation", rotation_cases),
    ("geodetic coordinates", geodesy_cases),
    ("standard atmosphere", air_cases),
    ("two bodies", two_body_cases),
    ("rigid bodies over the equator", rigid_body_cases),
    ("other programs' orbits", stk_cases),
    ("other programs' burns", burn_cases),
    ("the station's orbit", station_cases),
    ("ascents", ascent_cases),
    ("a ballistic entry", entry_cases),
    ("another program's entry", fire_cases),
    ("an entry from the Moon", apollo_cases),
    ("the same, the bank as flown", flown_bank_cases),
    ("an entry that skips", dive_cases),
    ("from the top of the skip", second_entry_cases),
    ("the plan of a landing", plan_cases),
    ("ballistic landings", ballistic_cases),
)


def _flights() -> list[tuple[str, str]]:
    """Title and mission of each flight of the table."""
    return [(row["title"], row["mission"]) for row in read_toml(bundled("validation", "flights.toml"))["flight"]]


def validation(*, sigma: bool = False) -> Iterator[tuple[str, Callable[[], list[Case]]]]:
    """(what is next, how to compute it), so that a door can say what it is doing.

    `sigma`: flights with one sigma of each prediction, which takes minutes.
    """
    for what, cases in _GROUPS:
        yield what, lambda cases=cases: list(cases())  # type: ignore[misc]
    yield "escapes", lambda: list(escape_cases(sigma=sigma))
    for what, mission in _flights():
        yield what, lambda mission=mission: list(flight_cases(mission, sigma=sigma))  # type: ignore[misc]


def check() -> tuple[Case, ...]:
    """The whole table of ``kazbek check``."""
    return tuple(case for _, compute in validation() for case in compute())
