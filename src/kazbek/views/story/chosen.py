"""Who was chosen for a flight, who stood ready in their place, and with which console: from the mission's crew plan."""

from __future__ import annotations

from collections.abc import Mapping

from kazbek.base.errors import KazbekError
from kazbek.crew.cabin import cabin, cabin_of
from kazbek.crew.console import CONSOLES, steps_done
from kazbek.crew.plan_file import CrewPlanFile, plan_for, read_crew_plan
from kazbek.crew.selection import Selection, read_selection
from kazbek.mission.file import mission_from
from kazbek.record.record import Record
from kazbek.views.story.quantity import Mark, Quantity


def chosen_for(record: Record, ship: str) -> Mapping[str, list[str] | Quantity | str]:
    """``backups`` (names), and of a selection ``applicants``, ``finalists`` (people); only what the plan says.

    ``portable_console`` is empty and only there where the ship has one; with it, of the ``steps`` that the cabin's
    procedures ask for on the way up, how many one professional does in time without it and with it.
    """
    try:
        mission = mission_from(record.mission_text, record.folder, record.where)
        name = mission.plan.crew_plan or plan_for(mission.name)
        plan = read_crew_plan(name, mission.folder) if name else CrewPlanFile(name="")
        selection = read_selection(plan.selection, mission.folder) if plan.selection else None
    except KazbekError:  # a plan of the user's own that the record does not carry
        return {}
    backups = list(dict.fromkeys(plan.backups.get(ship, {}).values()))
    own = plan.own_entry(ship)
    said: dict[str, list[str] | Quantity | str] = dict(_counted(selection, ship))
    if backups:
        said["backups"] = backups
    if own is not None and own.console == "portable":
        said |= {"portable_console": "", **_alone(ship)}
    return said


def _alone(ship: str) -> dict[str, Quantity]:
    """Steps done in time by the one in the command seat, with either console; nothing without procedures on file."""
    name = cabin_of(ship)
    inside = cabin(name) if name else None
    if inside is None or inside.action is None:
        return {}
    done = {console: steps_done(inside, console, "up") for console in CONSOLES}
    counts = {f"alone_{console}": sum(step.in_time for step in steps) for console, steps in done.items()}
    return {
        known: Quantity(float(n), Mark.ESTIMATE) for known, n in (("steps", len(done["standard"])), *counts.items())
    }


def _counted(selection: Selection | None, ship: str) -> dict[str, Quantity]:
    """How many applied, and how many went through the first stage."""
    if selection is None or selection.ship != ship or not selection.stage:
        return {}
    first = selection.stage[0]
    counts = {"applicants": first.entered_count, "finalists": first.passed_count}
    return {name: Quantity(float(n), Mark.FLOWN) for name, n in counts.items() if n is not None}
