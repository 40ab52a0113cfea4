"""The verbs of the command line. Each loads what it needs when it is called, so that ``--help`` opens at once."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import kazbek
from kazbek.cli import by_hand, watching
from kazbek.cli.campaigns import campaign
from kazbek.cli.escapes import aborts
from kazbek.cli.options import Json, Wind
from kazbek.cli.output import check_places, lines, printed
from kazbek.cli.schedules import film, ground, timetable
from kazbek.cli.starting import new
from kazbek.cli.streams import columns_of
from kazbek.cli.usage import as_options

if TYPE_CHECKING:
    from kazbek.mission.file import Mission
    from kazbek.mission.uncertainty.homeward import Homeward

app = typer.Typer(
    name="kazbek",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        print(f"kazbek {kazbek.__version__}")
        raise typer.Exit


@app.callback()
def _kazbek(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which kazbek this is.")
    ] = False,
) -> None:
    """Flies a crewed mission to a space station, from rollout to landing, and tells its story."""


@app.command()
def missions(
    name: Annotated[str, typer.Argument(help="Print this mission's file, to start your own from.")] = "",
    as_json: Json = False,
) -> int:
    """List the missions, or print one's file."""
    from kazbek.mission.file import mission_names, mission_text, read_mission

    if name and not as_json:
        sys.stdout.write(mission_text(name))
        return 0
    if name:
        mission_text(name)
    plans = [read_mission(n).plan for n in ([name] if name else mission_names())]
    if as_json:
        return printed(
            {
                "missions": [
                    {
                        "name": p.name,
                        "title": p.title,
                        "flights": [
                            {"name": f.name, "ship": f.ship, "date": f.date.isoformat(), "crew": list(f.names)}
                            for f in p.flight
                        ],
                    }
                    for p in plans
                ]
            }
        )
    for plan in plans:
        print(f"{plan.name:<16} {plan.title}")
        for flight in plan.flight:
            away = f"to {flight.to_port or flight.zone}"
            way = f"{flight.pad}, {flight.profile}, {flight.port}" if flight.goes_up else away
            print(f"{'':<16}   {flight.date}  {flight.name}: {flight.ship}, {way}")
    return 0


@app.command()
def fly(
    mission: Annotated[str, typer.Argument(help="A bundled mission, a mission file, or a run of a campaign: DIR:417.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the record.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Stop at the first such event.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Draw every figure from its sigma.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="What if: launcher.core.thrust_vac_N=970000")
    ] = None,
    wind: Wind = None,
    as_json: Json = False,
) -> int:
    """Fly a mission and write its record."""
    from kazbek.base.process import uncollected
    from kazbek.mission.file import read_mission

    if ":" in mission:
        from kazbek.campaign.one import named_run

        run = named_run(mission)
        if run is not None:
            return _fly_run(run, out, until, as_json, others=bool(seed is not None or settings or wind))
    plan, nominal = read_mission(mission), until is None and seed is None and not settings
    with uncollected(), _homeward(plan, wind) if nominal else nullcontext() as ways_home:
        return _fly(plan, out, as_json, until=until, seed=seed, settings=settings, wind=wind, homeward=ways_home)


def _homeward(plan: Mission, wind: str | None) -> AbstractContextManager[Homeward | None]:
    """A second process for the ways home, begun before this one loads what it flies with."""
    from kazbek.mission.uncertainty.homeward import homeward

    return homeward(plan, wind)


def _fly(
    plan: Mission,
    out: Path | None,
    as_json: bool,
    *,
    until: str | None,
    seed: int | None,
    settings: list[str] | None,
    wind: str | None,
    homeward: Homeward | None,
) -> int:
    """Fly what was read."""
    from kazbek.cli.kept import LEGS, kept
    from kazbek.cli.progress import Telling
    from kazbek.mission.changes import read_changes
    from kazbek.mission.fly import fly as fly_mission
    from kazbek.record.partial import leftovers, unnamed, wants_its_name
    from kazbek.record.write import default_directory

    changes = read_changes(settings or [])
    directory = out or default_directory(plan.name)
    with kept(directory, LEGS, "is whole"), Telling(sys.stderr if as_json else sys.stdout) as telling:
        for partial in leftovers(directory):
            telling.note(f"An earlier run was killed and left {partial} unfinished; it may be removed.")
        for partial in unnamed(directory):
            telling.note(f"{wants_its_name(partial)}.")
        record = fly_mission(
            plan,
            out=directory,
            until=until,
            seed=seed,
            changes=changes,
            wind=wind,
            progress=telling.progress(),
            homeward=homeward,
        )
        if as_json:
            printed(record.summary)
        telling.end(record)
    return 3 if record.outcome == "lost" else 0


def _fly_run(run: tuple[Path, int], out: Path | None, until: str | None, as_json: bool, *, others: bool) -> int:
    """One run of a campaign, as its row says."""
    from kazbek.base.errors import DataError
    from kazbek.campaign.one import fly_run
    from kazbek.cli.kept import LEGS, kept
    from kazbek.cli.progress import Telling
    from kazbek.record.write import default_directory

    if others:
        raise DataError(
            f"a run of the campaign in {run[0]} is drawn and changed as the campaign was", allowed="`out` and `until`"
        )
    directory = out or default_directory(f"{run[0].resolve().name}-{run[1]}")
    with kept(directory, LEGS, "is whole"), Telling(sys.stderr if as_json else sys.stdout) as telling:
        record = fly_run(*run, directory, telling.progress(), until)
        if as_json:
            printed(record.summary)
        telling.end(record)
    return 3 if record.outcome == "lost" else 0


@app.command()
def tell(
    record: Annotated[Path, typer.Argument(help="Folder written by fly.")],
    plots: Annotated[Path | None, typer.Option("--plots", help="Draw PNG plots into this folder.")] = None,
    story: Annotated[str, typer.Option("--story", help="text or markdown, the story alone.")] = "",
    as_json: Json = False,
) -> int:
    """Tell a record's timeline and story again."""
    from kazbek.base.errors import unknown
    from kazbek.record.read import load_record
    from kazbek.views.account import tell as lines_of
    from kazbek.views.story import tell as stories
    from kazbek.views.timeline import COLUMNS

    ways = {"text": stories.as_text, "markdown": stories.as_markdown}
    if story and story not in ways:
        raise unknown("way to tell a story", story, ways)
    told = load_record(record)
    if plots is not None:
        from kazbek.views.plots.draw import draw

        for plot in draw(told, plots):
            print(plot, file=sys.stderr)
    if as_json:
        printed({**told.summary, "story": stories.as_json(told)})
    elif story:
        lines(ways[story](told))
    else:
        columns = min(columns_of(sys.stdout) or COLUMNS, COLUMNS)
        lines([*lines_of(told, columns), f"Record: {told.directory}"])
    _say_of_folder(told)
    return 0


@app.command()
def window(
    station: Annotated[str, typer.Option(help="OEM, TLE or OMM of the station.")],
    pad: Annotated[str, typer.Option(help="A bundled pad, or the path of a .toml file.")],
    start: Annotated[str, typer.Option(help="UTC: a date, or a date and time.")],
    days: Annotated[float, typer.Option(help="Length of the search.")],
    launcher: Annotated[str | None, typer.Option(help="A bundled launcher or a .toml file [the pad's usual].")] = None,
    ship: Annotated[str | None, typer.Option(help="A ship's name or a .toml file [the pad's usual].")] = None,
    profile: Annotated[list[str] | None, typer.Option(help="Only this profile; may be repeated.")] = None,
    wind: Wind = None,
    as_json: Json = False,
) -> int:
    """Find lift-off opportunities."""
    from kazbek.cli.progress import Telling
    from kazbek.mission import search
    from kazbek.views.searches import window_text

    with Telling(sys.stderr) as telling:
        telling.working("searching for lift-off opportunities")
        found = search.window(
            station, pad, start, days, launcher=launcher, ship=ship, profiles=profile or (), wind=wind
        )
    for note in found.station.notes:
        telling.note(note)
    return printed(found.json()) if as_json else lines(window_text(found.json()))


@app.command()
def landing(
    station: Annotated[str, typer.Option(help="OEM, TLE or OMM of the station.")],
    zone: Annotated[str, typer.Option(help="A bundled zone, or the path of a .toml file.")],
    start: Annotated[str | None, typer.Option(help="UTC: a date, or a date and time.")] = None,
    days: Annotated[float | None, typer.Option(help="Length of the search.")] = None,
    undock: Annotated[str | None, typer.Option(help="UTC of physical separation.")] = None,
    burn: Annotated[str | None, typer.Option(help="UTC of ignition: that one descent, no search.")] = None,
    ship: Annotated[str | None, typer.Option(help="A ship's name or a .toml file [the zone's usual].")] = None,
    port: Annotated[str | None, typer.Option(help="The port the ship leaves [the station's usual one].")] = None,
    wind: Wind = None,
    as_json: Json = False,
) -> int:
    """Find landing opportunities."""
    from kazbek.cli.progress import Telling
    from kazbek.mission import landing as door
    from kazbek.views.searches import landing_text

    with Telling(sys.stderr) as telling:
        telling.working("flying one descent" if burn else "searching for landing opportunities")
        found = door.landing(station, zone, start, days, undock=undock, burn=burn, ship=ship, port=port, wind=wind)
    for note in found.station.notes:
        telling.note(note)
    return printed(found.json()) if as_json else lines(map(as_options, landing_text(found.json())))


@app.command()
def gallery(
    record: Annotated[Path, typer.Argument(help="Folder written by fly.")],
    draft: Annotated[bool, typer.Option("--draft", help="Quick pictures, no extra needed.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write [RECORD-gallery].")] = None,
    video: Annotated[bool, typer.Option("--video", help="Make a film as well (extra video).")] = False,
    photos: Annotated[
        Path | None, typer.Option("--photos", help="Folder of your own photographs, set among the pictures.")
    ] = None,
    photo_metadata: Annotated[
        str, typer.Option("--photo-metadata", help="What their copies keep: none, credit or all.")
    ] = "credit",
) -> int:
    """Draw a record as pictures with captions. The page opens from disk."""
    from kazbek.cli.drawing import Drawing
    from kazbek.cli.kept import PICTURES, kept
    from kazbek.gallery.build import gallery as build
    from kazbek.record.read import load_record

    told = load_record(record)
    folder = out or record.with_name(f"{record.resolve().name}-gallery")
    with kept(folder, PICTURES, "is as it was"), Drawing() as drawing:
        page = build(
            told,
            folder,
            kind="draft" if draft else "full",
            video=video,
            photos=photos,
            photo_metadata=photo_metadata,
            progress=drawing,
            note=drawing.note,
            workers=2,
        )
    print(page)
    _say_of_folder(told)
    return 0


@app.command()
def export(
    record: Annotated[Path, typer.Argument(help="Folder written by fly.")],
    to: Annotated[str, typer.Option("--to", help="oem, csv, kml, czml, netcdf, vtt, srt, ics or atom.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write into [RECORD/export].")] = None,
    as_json: Json = False,
) -> int:
    """Write a record as files other tools open."""
    from kazbek.exchange.export import export as write

    files = write(record, to, out)
    return (
        printed({"record": str(record), "to": to, "files": [str(file) for file in files]})
        if as_json
        else lines(str(file) for file in files)
    )


@app.command()
def crew(
    mission: Annotated[str, typer.Argument(help="A bundled mission, a mission file, or a record.")],
    plan: Annotated[bool, typer.Option("--plan", help="Plan the rotation from the goals.")] = False,
    what_if: Annotated[
        list[str] | None,
        typer.Option("--what-if", help='Plan again, supposing "SHIP cannot undock"; may be repeated.'),
    ] = None,
    console: Annotated[bool, typer.Option("--console", help="What one professional reaches.")] = False,
    crew_plan: Annotated[str, typer.Option("--crew-plan", help="Crew plan instead of the mission's.")] = "",
    picture: Annotated[Path | None, typer.Option("--picture", help="Draw the lifeboats: .png, .svg or .pdf.")] = None,
    as_json: Json = False,
) -> int:
    """Who flies what, when, in which seat; every rule checked."""
    from kazbek.crew.ask import ask

    check_places(picture)
    suppositions = tuple(what_if or ())
    asked = ask(mission, plan=plan, what_if=suppositions, console=console, crew_plan=crew_plan)
    if picture is not None:
        from kazbek.views.people.picture import draw_lifeboats

        print(f"Picture: {draw_lifeboats(asked.shown, picture)}", file=sys.stderr)
    if as_json:
        return printed(asked.document)
    from kazbek.views.people.tables import show

    show(asked.document, story=not (plan or suppositions or console))
    return 0


@app.command()
def check(
    markdown: Annotated[bool, typer.Option("--markdown", help="As a page of the docs.")] = False, as_json: Json = False
) -> int:
    """Compare kazbek with published numbers. Status 1 when one is missed."""
    from kazbek.checks.table import validation
    from kazbek.cli.progress import Telling
    from kazbek.views.timeline import cases_text
    from kazbek.views.validation_page import page

    cases = []
    with Telling(sys.stderr) as telling:
        for what, compute in validation(sigma=markdown):
            telling.working(what)
            cases += [case.json() for case in compute()]
    if as_json:
        printed({"cases": cases})
    else:
        lines(page(cases) if markdown else cases_text(cases))
    return 0 if all(case["within"] for case in cases) else 1


app.command()(aborts)
app.command()(ground)
app.command()(film)
app.command()(timetable)
by_hand.add_to(app)
watching.add_to(app)
app.add_typer(campaign, name="campaign")
app.add_typer(new, name="new")


def _say_of_folder(record: Any) -> None:
    """What the user should know of the folder it lies in."""
    for note in record.folder_notes:
        print(note, file=sys.stderr)
