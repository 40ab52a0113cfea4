"""The verbs that plan: ``kazbek ground``, ``kazbek film`` and ``kazbek timetable``."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from kazbek.cli.options import Json
from kazbek.cli.output import check_places, lines, printed, written


def ground(
    mission: Annotated[str, typer.Argument(help="A bundled mission, or the path of a mission file.")],
    late: Annotated[list[str] | None, typer.Option("--late", help="What if: ACTIVITY=2d, 36h or 90min late.")] = None,
    lost: Annotated[list[str] | None, typer.Option("--lost", help="What if: RESOURCE=96d from its first use.")] = None,
    wind: Annotated[list[str] | None, typer.Option("--wind", help="What if: DATE=24, in m/s.")] = None,
    picture: Annotated[Path | None, typer.Option("--picture", help="Draw the plan: .png, .svg or .pdf.")] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="Write the plan as iCalendar.")] = None,
    day: Annotated[bool, typer.Option("--day", help="The launch day, step by step, instead of the campaign.")] = False,
    as_json: Json = False,
) -> int:
    """Plan the work before a launch. What is critical, what an upset moves, the chance of the date."""
    if day:
        return _launch_day(mission, as_json, alone=not (late or lost or wind or picture or ics))
    from kazbek.cli.progress import Telling
    from kazbek.ground.ask import ask
    from kazbek.views.ground.table import campaign_text

    check_places(picture, ics=ics)
    with Telling(sys.stderr) as telling:
        telling.working("planning the campaign")
        asked = ask(mission, late=late or (), lost=lost or (), wind=wind or (), progress=telling.working)
    if picture is not None:
        from kazbek.views.ground.gantt import draw_gantt

        telling.note(f"Picture: {draw_gantt(asked.after, picture)}")
    if ics is not None:
        from kazbek.exchange.schedules import campaign_calendar

        telling.note(f"Calendar: {written(ics, campaign_calendar(asked.after), 'ics')}")
    return printed(asked.document) if as_json else lines(campaign_text(asked))


def _launch_day(mission: str, as_json: bool, *, alone: bool) -> int:
    from kazbek.base.errors import DataError
    from kazbek.cli.progress import Telling
    from kazbek.ground.day import ask_day
    from kazbek.views.ground.table import day_text

    if not alone:
        raise DataError("`day` is planned alone", cure="leave out late, lost, wind, picture and ics")
    with Telling(sys.stderr) as telling:
        telling.working("planning the launch day")
        ship, planned = ask_day(mission, telling.working)
    return printed(planned.json(ship)) if as_json else lines(day_text(ship, planned))


def film(
    mission: Annotated[str, typer.Argument(help="A bundled mission, or the path of a mission file.")],
    script: Annotated[str, typer.Option("--script", help="A film's file instead of the mission's.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for call sheets, calendars and a timeline.")] = None,
    as_json: Json = False,
) -> int:
    """Schedule a film shot aboard. Stripboard, call sheets, the least moves, own time and waiting."""
    from kazbek.cli.progress import Telling
    from kazbek.crew.film.ask import ask
    from kazbek.views.film.text import film_text

    check_places(out=out)
    with Telling(sys.stderr) as telling:
        telling.working("scheduling the shoot")
        asked = ask(mission, script, telling.working)
    if out is not None:
        for file in _film_files(asked, out):
            telling.note(str(file))
    return printed(asked.document) if as_json else lines(film_text(asked))


def timetable(
    mission: Annotated[str, typer.Argument(help="A bundled mission, a mission file, or a record.")],
    start: Annotated[str, typer.Option("--start", help="First day, UTC [of the first docking].")] = "",
    days: Annotated[int, typer.Option("--days", help="How many [to the next undocking].")] = 0,
    upset: Annotated[
        list[str] | None,
        typer.Option("--upset", help='What if: "START/END WHAT[: PERSON, PERSON]"; plans again.'),
    ] = None,
    shape: Annotated[
        str, typer.Option("--shape", help="The shape of a day: a file instead of the station's.")
    ] = "station",
    jobs: Annotated[str, typer.Option("--jobs", help="Single jobs by name: a file instead of the mission's.")] = "",
    film: Annotated[bool, typer.Option("--film/--no-film", help="With the shots of the mission's film.")] = True,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for a calendar per person.")] = None,
    picture: Annotated[Path | None, typer.Option("--picture", help="Draw the days: .png, .svg or .pdf.")] = None,
    as_json: Json = False,
) -> int:
    """Plan everybody's days aboard. In steps of five minutes, checked by rule, again after an upset."""
    from kazbek.cli.progress import Telling
    from kazbek.crew.timetable.ask import ask
    from kazbek.views.people.timetable import timetable_text

    check_places(picture, out=out)
    with Telling(sys.stderr) as telling:
        telling.working("planning the days aboard")
        asked = ask(
            mission,
            start=start,
            days=days,
            upsets=upset or (),
            shape=shape,
            jobs=jobs,
            film=film,
            progress=telling.working,
        )
    if picture is not None:
        from kazbek.views.people.timetable_picture import draw_timetable

        telling.note(f"Picture: {draw_timetable(asked, picture)}")
    if out is not None:
        from kazbek.exchange.schedules import timetable_calendar

        for person, name in _file_names(asked.people).items():
            telling.note(str(written(out / f"{name}.ics", timetable_calendar(asked, person))))
    return printed(asked.document) if as_json else lines(timetable_text(asked))


def _film_files(asked: Any, out: Path) -> Iterable[Path]:
    """Call sheets per day, a calendar per person, and the board as OpenTimelineIO."""
    from kazbek.exchange.schedules import shooting_calendar, timeline_of
    from kazbek.views.film.text import call_sheet

    for day in asked.schedule.film.days:
        if day.isoformat() in asked.schedule.days:
            yield written(out / f"call-sheet-{day}.txt", "".join(f"{line}\n" for line in call_sheet(asked, day)))
    for who, name in _file_names(asked.schedule.film.person).items():
        yield written(out / f"{name}.ics", shooting_calendar(asked.schedule, who))
    board = json.dumps(timeline_of(asked.schedule), ensure_ascii=False, indent=1)
    yield written(out / "board.otio", f"{board}\n")


def _file_names(people: Iterable[str]) -> dict[str, str]:
    """A name of a file for each person, of letters, digits and hyphens; a number where two would share one."""
    names: dict[str, str] = {}
    for who in people:
        name = "-".join(re.findall(r"\w+", who.lower()))[:50] or "somebody"
        names[who] = f"{name}-{len(names) + 1}" if name in names.values() else name
    return names
