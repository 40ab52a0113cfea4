"""What was planned around the flights of a mission: its campaign, its film, the days aboard, as events of its record.

A mission's ``plans`` are documents that ``kazbek ground``, ``film`` and ``timetable`` print with ``--json``, bundled in
``data/plans`` or of one's own, so that flying needs no solver and tells the same plan every time. A plan that does not
fit the flights as flown (another lift-off, shots before the docking, days beyond the undocking) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from kazbek.base.data import bundled, names_in
from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, unknown
from kazbek.base.leg import Event, Value
from kazbek.mission.around.documents import DaysPlan, FilmPlan, GroundPlan, read_plan
from kazbek.mission.file import Mission
from kazbek.mission.flown import FlownFlight

SUFFIX = ".json"
_SAME_LIFTOFF_s = 12 * 3600.0
_BY_RULE = ("rollout", "erection", "launch_day")  # the record has these itself

Planned = Mapping[str, tuple[Event, ...]]  # by flight, in order of time


def plan_files(mission: Mission) -> dict[str, Path | Traversable]:
    """The documents that a mission names, by a name that means the same on any machine.

    Raises
    ------
    DataError
        a file that is not there, or an unknown name.
    """
    found: dict[str, Path | Traversable] = {}
    for name in mission.plan.plans:
        if name.endswith(SUFFIX):
            found[name] = own = (mission.folder or Path()) / name
            if not own.is_file():
                raise DataError(f"cannot read the plan {own}: no such file")
        elif name in names_in("plans", SUFFIX):
            found[f"plans/{name}{SUFFIX}"] = bundled("plans", f"{name}{SUFFIX}")
        else:
            raise unknown("plan", name, names_in("plans", SUFFIX), where="plans")
    return found


def planned_events(mission: Mission, flown: Sequence[FlownFlight]) -> Planned:
    """What was planned before and after each flight up, as far as the mission went.

    Raises
    ------
    DataError
        a plan that is not there, or is no document of these verbs.
    """
    plans = [read_plan(path) for path in plan_files(mission).values()]
    found: dict[str, tuple[Event, ...]] = {}
    for up in flown:
        if up.flight.goes_up and up.liftoff is not None:
            events = [event for plan in plans for event in _around(plan, up, up.liftoff, flown)]
            found[up.flight.name] = tuple(sorted(events, key=lambda event: event.epoch))
    return {name: events for name, events in found.items() if events}


def _around(
    plan: GroundPlan | FilmPlan | DaysPlan, up: FlownFlight, liftoff: Epoch, flown: Sequence[FlownFlight]
) -> Iterator[Event]:
    """The events of a plan that belongs to a flight up."""
    if not isinstance(plan, GroundPlan):
        yield from _aboard(plan, up, flown)
    elif plan.mission_ship == up.flight.ship and abs(_at(plan.liftoff_utc) - liftoff) < _SAME_LIFTOFF_s:
        yield from _campaign(plan)


def _aboard(plan: FilmPlan | DaysPlan, up: FlownFlight, flown: Sequence[FlownFlight]) -> Iterator[Event]:
    """From the docking to the next undocking, or as far as the mission went; nothing of a plan that does not fit."""
    docked = up.first("docking_contact")
    if docked is None:
        return
    later = [event for flight in flown for event in flight.events if event.epoch > docked.epoch]
    undocked = min((event.epoch for event in later if event.name == "undocking"), default=None)
    begins, ends = _span(plan)
    if begins <= docked.epoch or (undocked is not None and ends > undocked):
        return
    last = undocked or max((event.epoch for event in later), default=docked.epoch)
    events = _shots(plan) if isinstance(plan, FilmPlan) else _days(plan)
    yield from (event for event in events if docked.epoch < event.epoch <= last)


def _span(plan: FilmPlan | DaysPlan) -> tuple[Epoch, Epoch]:
    """From when to when a plan needs the crew aboard: its first day ends after the docking, its last begins before."""
    if isinstance(plan, FilmPlan):
        return min(_at(shot.start_utc) for shot in plan.shots), max(_at(shot.end_utc) for shot in plan.shots)
    return _at(plan.days[0].sleep_utc), _at(plan.days[-1].date)


def _campaign(plan: GroundPlan) -> Iterator[Event]:
    for step in plan.activities:
        if step.ship == plan.mission_ship and step.id not in _BY_RULE and _at(step.end_utc) < _at(plan.liftoff_utc):
            lasting_s = _at(step.end_utc) - _at(step.start_utc)
            values: dict[str, Value] = {"step": step.name, "lasting_s": lasting_s, "float_s": 3600.0 * step.float_h}
            yield Event("campaign_step", _at(step.start_utc), values)


def _shots(plan: FilmPlan) -> Iterator[Event]:
    for shot in plan.shots:
        values: dict[str, Value] = {
            "scene": shot.scene,
            "heading": shot.heading,
            "module": shot.module,
            "people": ", ".join(shot.people),
            "pages": shot.pages,
            "lasting_s": _at(shot.end_utc) - _at(shot.start_utc),
        }
        yield Event("scene", _at(shot.start_utc), values)


def _days(plan: DaysPlan) -> Iterator[Event]:
    for day in plan.days:
        wakes, sleeps = _at(day.wake_utc), _at(day.sleep_utc)
        breaches = [b.sentence for b in plan.violations if b.rule == "whole-day" and b.from_utc == day.wake_utc]
        left_out = "; ".join(dict.fromkeys(words.removesuffix(f" on {day.date}.") for words in breaches))
        yield Event("crew_wakes", wakes, {"awake_s": sleeps - wakes, "left_out": left_out})
        for entry in day.entries:
            values: dict[str, Value] = {
                "person": entry.person,
                "activity": entry.activity,
                "kind": entry.kind,
                "module": entry.module,
                "lasting_s": _at(entry.end_utc) - _at(entry.start_utc),
            }
            yield Event("day_entry", _at(entry.start_utc), values)
        yield Event("crew_sleeps", sleeps)


def _at(utc: str) -> Epoch:
    return Epoch.from_utc(utc)
