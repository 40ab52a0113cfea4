"""``kazbek crew`` without the command line: the document, from a mission's name, file or record."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError
from kazbek.crew.answer import crew_json
from kazbek.crew.cabin import Cabin
from kazbek.crew.join import instants_of, timeline_of
from kazbek.crew.planner.planned import PlannedRotation, plan_rotation
from kazbek.crew.rules import check
from kazbek.crew.timeline import Timeline
from kazbek.mission.file import mission_from, read_mission
from kazbek.record.read import as_record
from kazbek.record.record import Record


def crew_line(mission: str | Path | Record, crew_plan: str = "") -> Timeline:
    """The people of a bundled mission, a mission file, or a record (with the instants that were computed)."""
    if isinstance(mission, Record) or (Path(mission) / "mission.toml").is_file():
        record = as_record(mission)
        flown = mission_from(record.mission_text, record.folder, "mission.toml")
        return timeline_of(flown, crew_plan=crew_plan, instants=instants_of(record))
    return timeline_of(read_mission(str(mission)), crew_plan=crew_plan)


@dataclass(frozen=True)
class CrewAnswer:
    """What was asked for.

    Attributes
    ----------
    line : the mission's people as intervals
    planned : the rotation planned, where a plan was asked for
    document : the answer as one JSON document
    """

    line: Timeline
    planned: PlannedRotation | None
    document: dict[str, Any]

    @property
    def shown(self) -> Timeline:
        """What a picture shows: the rotation planned where there is one, else the mission's own."""
        return self.planned.line if self.planned is not None and self.planned.line is not None else self.line


def ask(
    mission: str | Path | Record,
    *,
    plan: bool = False,
    what_if: tuple[str, ...] = (),
    console: bool = False,
    crew_plan: str = "",
) -> CrewAnswer:
    """Who flies what, when, in which seat, and which rules hold: the answer of ``kazbek crew``.

    Parameters
    ----------
    mission : a bundled mission, a mission file, a record or its folder
    plan, what_if : plan the rotation; a what-if implies it
    console : what one professional reaches
    crew_plan : a crew plan to use instead of the one that the mission names

    Raises
    ------
    DataError
        anything in the mission, the crew plan or a what-if that cannot be read.
    MissingExtra
        a plan without OR-Tools.

    Examples
    --------
    >>> import kazbek
    >>> kazbek.crew_of("soyuz-ms-19").document["violations"]
    []
    """
    line = crew_line(mission, crew_plan)
    planned = plan_rotation(line, what_if, commander=_commander(line)) if plan or what_if else None
    return CrewAnswer(line, planned, crew_json(line, check(line), planned, _cabin(line) if console else None))


def _commander(line: Timeline) -> str:
    """Who commands the mission's first ride up."""
    for visit in line.plan.visits:
        of = line.cabin(visit.ship)
        for place in visit.up if visit.own and of is not None else ():
            if of is not None and place.seat == of.command_seat:
                return place.person
    return ""


def _cabin(line: Timeline) -> Cabin:
    for visit in line.plan.visits:
        of = line.cabin(visit.ship)
        if visit.own and of is not None and of.procedure:
            return of
    raise DataError(f'mission "{line.plan.name}" flies no ship whose cabin is on file', allowed="ships of data/cabins")
