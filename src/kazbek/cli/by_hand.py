"""Flying by hand: the cockpit in the browser, the grade of a docking, and the proof that a log gives its flight."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from kazbek.base.errors import DataError
from kazbek.base.places import check_file, check_new_folder
from kazbek.cli.options import Host, Json, NoBrowser, Port
from kazbek.cli.output import lines, printed, written

Mission = Annotated[str, typer.Argument(help="A mission to take up from --from; without it, a scenario.")]


def cockpit(
    mission: Mission = "",
    event: Annotated[str, typer.Option("--from", help="Begin at this event: flyaround, final_approach …")] = "",
    scenario: Annotated[
        str, typer.Option(help="Begin as a lesson or scenario says (kazbek lessons lists them), or a file.")
    ] = "",
    seed: Annotated[int | None, typer.Option(min=0, help="Draw instruments, jets and the station's drift.")] = None,
    crew: Annotated[
        str, typer.Option(help="mission: as its file says; alone; trained: flight engineers beside the commander.")
    ] = "mission",
    console: Annotated[
        str, typer.Option(help="standard or portable; the portable one where only one is trained.")
    ] = "",
    port: Port = 8137,
    host: Host = "127.0.0.1",
    out: Annotated[Path | None, typer.Option(help="Folder of the record.")] = None,
    no_browser: NoBrowser = False,
    lockstep: Annotated[bool, typer.Option(hidden=True)] = False,
) -> int:
    """Fly the last metres by hand, in the browser. Ctrl-C leaves the record."""
    from kazbek.cli import say
    from kazbek.cli.watching import open_browser
    from kazbek.web.cockpit.begin import Choice, begin, default_out
    from kazbek.web.cockpit.serve import fly_by_hand, hub_of
    from kazbek.web.server import Address

    choice = Choice(mission, event, scenario, seed, crew, console)
    folder = out or default_out(choice)
    check_new_folder(folder, "out")
    say("kazbek: getting the cockpit ready …")
    session = begin(choice, lambda words: say(f"  {words}"))

    def ready(address: str) -> None:
        print(address, flush=True)
        say(f"kazbek: {session.begun.title}. Open that address in a browser; Ctrl-C ends and leaves the record.")
        if not no_browser:
            open_browser(address)

    record = fly_by_hand(hub_of(session, lockstep=lockstep), Address(host, port), folder, ready)
    say(f"kazbek: {record.outcome}; the record is {record.directory}.")
    return 3 if record.outcome == "lost" else 0


def lessons(
    name: Annotated[str, typer.Argument(help="Tell one lesson with its hints.")] = "",
    as_json: Json = False,
) -> int:
    """List the lessons of the cockpit. Each is a start beside the station with a goal, hints and a mark."""
    from kazbek.base.errors import unknown
    from kazbek.web.cockpit.scenario import lessons as all_of

    found = {lesson.name: lesson for lesson in all_of()}
    if name and name not in found:
        raise unknown("lesson", name, found)
    told = [found[name]] if name else list(found.values())
    keys = ("lesson", "name", "title", "goal", "hints")
    if as_json:
        rows = [{key: getattr(lesson, key) for key in keys} for lesson in told]
        return printed({"lessons": rows})
    for lesson in told:
        lines([f"{lesson.lesson}. {lesson.name:<18} {lesson.title}", f"{'':<22}{lesson.goal}"])
        lines(f"{'':<22}- {hint}" for hint in (lesson.hints if name else ()))
    return lines(["Fly one with: kazbek cockpit --scenario NAME"])


def verify(
    record: Annotated[Path, typer.Argument(help="A record's folder, or the log that a cockpit left.")],
    out: Annotated[Path | None, typer.Option(help="Write the record of a log's flight here.")] = None,
    as_json: Json = False,
) -> int:
    """Fly a record again and compare the bits. A killed flight gets its record back."""
    from kazbek.cli import say
    from kazbek.web.cockpit.serve import saved
    from kazbek.web.cockpit.verify import verify as flown_again

    if out is not None:
        if record.is_dir():
            raise DataError("`out` without a log", allowed="the log that a cockpit left (….cockpit.jsonl)")
        check_new_folder(out, "out")
    result = flown_again(record, lambda words: say(f"  {words}"))
    if out is not None and result.session is not None:
        say(f"kazbek: the record is {saved(result.session, out, record).directory}.")
    return printed(result.json()) if as_json else lines([result.sentence])


def grade(
    record: Annotated[Path, typer.Argument(help="Folder written by fly or cockpit.")],
    flight: Annotated[str, typer.Option(help="Name of the flight; the first that reached a port without it.")] = "",
    scheme: Annotated[str, typer.Option(help="Table of penalty points, or a .toml file of your own.")] = "docking",
    plots: Annotated[Path | None, typer.Option(help="Draw what happened into this folder.")] = None,
    as_json: Json = False,
) -> int:
    """Grade a docking by penalty points. Limits have sources; the answer says what decided the mark."""
    from kazbek.cli import say
    from kazbek.record.read import load_record
    from kazbek.views.grade.grade import grade as grade_of
    from kazbek.views.grade.told import draw_grade, grade_text

    told = load_record(record)
    found = grade_of(told, flight, scheme)
    if plots is not None:
        say(f"kazbek: {draw_grade(found, told, plots, scheme)}")
    return printed(found.json()) if as_json else lines(grade_text(found))


pilot = typer.Typer(help="Pilot files: how a person flies, for the pilot model.", rich_markup_mode=None)


@pilot.callback()
def _pilot() -> None:
    """Pilot files: how a person flies, for the pilot model."""


@pilot.command()
def fit(
    records: Annotated[list[Path], typer.Argument(help="Records of one person's dockings by hand, five or more.")],
    out: Annotated[Path, typer.Option(help="The pilot file to write.")] = Path("pilot.toml"),
    as_json: Json = False,
) -> int:
    """Learn a pilot from a person's flights: a file with intervals that a mission's flight may name as its pilot."""
    from kazbek.cli import say
    from kazbek.views.pilot.file import pilot_text
    from kazbek.views.pilot.fit import fit_pilot

    check_file(out, "out")
    found = fit_pilot(records, out.stem)
    written(out, pilot_text(found.model))
    say(f"kazbek: {found.flights} flights, {found.pushes} pushes of the handle; the pilot is {out}.")
    if as_json:
        return printed(found.json())
    for figure in found.figures:
        interval = f"{figure.low:>8.4f} to {figure.high:<8.4f}"
        print(f"{figure.name:<22}{figure.value:>9.4f}  {interval} (trained {figure.trained:g})")
    return 0


def add_to(app: Any) -> None:
    """Add these verbs to the command line."""
    app.command()(cockpit)
    app.command()(lessons)
    app.command()(verify)
    app.command()(grade)
    app.add_typer(pilot, name="pilot")
