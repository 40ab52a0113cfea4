"""The verbs of ``kazbek campaign``: thousands of flights of one mission, resumed, extended, asked and told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from kazbek.cli import signals
from kazbek.cli.at_once import told
from kazbek.cli.options import Json
from kazbek.cli.output import lines, printed

campaign = typer.Typer(help="Fly one mission thousands of times, each time drawn anew.", add_completion=False)

Dir = Annotated[Path, typer.Argument(help="Folder of a campaign.")]
Workers = Annotated[int, typer.Option("--workers", help="Processes of this machine.")]
Dask = Annotated[str, typer.Option("--dask", help="Scheduler, tcp://HOST:PORT, or local:2 (extra cluster).")]


@campaign.command()
def fly(
    mission: Annotated[str, typer.Argument(help="A bundled mission, or the path of a mission file.")],
    runs: Annotated[str, typer.Option("--runs", help="How many, or worlds x flights: 100x100.")],
    out: Annotated[Path, typer.Option("--out", help="A new folder for the campaign.")],
    seed: Annotated[int, typer.Option("--seed", help="Of all draws.")] = 0,
    workers: Workers = 1,
    dask: Dask = "",
    sample: Annotated[str, typer.Option("--sample", help="random, sobol or lhs.")] = "random",
    draw: Annotated[str, typer.Option("--draw", help="scatter, knowledge or both.")] = "scatter",
    settings: Annotated[list[str] | None, typer.Option("--set", help="What if: launcher.core.isp_vac_s=310")] = None,
    wind: Annotated[
        str | None, typer.Option("--wind", help="CSV of the wind planned with; runs draw about it.")
    ] = None,
    fail: Annotated[list[str] | None, typer.Option("--fail", help="A failure: kurs@40,sets=2")] = None,
    until: Annotated[str, typer.Option("--until", help='End early: "p(docked) ± 0.2%".')] = "",
    sobol: Annotated[
        list[str] | None, typer.Option("--sobol", help='Lay runs out for Sobol\' indices of keys: "up/pilot.*".')
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", help="Whole records: failures, 417, worst:COLUMN.")
    ] = None,
    dry: Annotated[bool, typer.Option("--dry", help="Write the draws, fly nothing.")] = False,
    chunk: Annotated[int, typer.Option("--chunk", help="Runs written together.")] = 50,
    as_json: Json = False,
) -> int:
    """Fly a campaign into a new folder."""
    from kazbek.campaign.drive import begin
    from kazbek.campaign.dry import write_draws
    from kazbek.campaign.one import check_wishes
    from kazbek.campaign.question import Question
    from kazbek.mission.changes import read_changes
    from kazbek.mission.file import read_mission

    wishes = keep or []
    plan = read_mission(mission)
    asked = Question.of(
        plan,
        runs,
        seed=seed,
        draw=draw,
        sample=sample,
        chunk=chunk,
        changes=read_changes(settings or []),
        fail=tuple(fail or ()),
        wind=wind,
        until=until,
        sobol=tuple(sobol or ()),
    )
    check_wishes(wishes, asked.runs)
    with _flying(out, workers, dask) as ways:
        store = begin(out, asked, plan, ways)
        store.let_go()
        if dry:
            write_draws(store)
            return told(store, as_json)
        return _flown(store, ways, as_json, wishes)


@campaign.command()
def resume(
    folder: Dir,
    workers: Workers = 1,
    dask: Dask = "",
    keep: Annotated[
        list[str] | None, typer.Option("--keep", help="Whole records: failures, 417, worst:COLUMN.")
    ] = None,
    drift: Annotated[bool, typer.Option("--drift", help="Go on although data or versions changed.")] = False,
    as_json: Json = False,
) -> int:
    """Fly what is missing of a campaign."""
    from kazbek.campaign.one import check_wishes
    from kazbek.campaign.store import Store

    store, wishes = Store.at(folder), keep or []
    check_wishes(wishes, store.question.runs)
    with _flying(folder, workers, dask) as ways:
        return _flown(store, ways, as_json, wishes, drift=drift)


@campaign.command()
def extend(
    folder: Dir,
    runs: Annotated[int, typer.Option("--runs", help="How many there shall be.")],
    workers: Workers = 1,
    dask: Dask = "",
    as_json: Json = False,
) -> int:
    """Fly more runs of the same campaign."""
    from kazbek.campaign.drive import extend as ask_more
    from kazbek.campaign.store import Store

    store = Store.at(folder)
    with _flying(folder, workers, dask) as ways:
        ask_more(store, runs)
        return _flown(store, ways, as_json, [])


@campaign.command()
def status(folder: Dir, as_json: Json = False) -> int:
    """How far a campaign is, and what came out so far."""
    from kazbek.campaign.store import Store

    return told(Store.at(folder), as_json)


@campaign.command()
def query(
    folder: Dir, sql: Annotated[str, typer.Argument(help="One SELECT over runs and draws.")], as_json: Json = False
) -> int:
    """Ask the rows in SQL (extra campaign)."""
    from kazbek.campaign.query import query as answer
    from kazbek.campaign.store import Store
    from kazbek.views.campaign.table import table_text

    found = answer(Store.at(folder), sql)
    if as_json:
        return printed({"columns": found.column_names, "rows": [list(row.values()) for row in found.to_pylist()]})
    return lines(table_text(found))


@campaign.command()
def report(
    folder: Dir,
    column: Annotated[list[str] | None, typer.Option("--column", help="Tell this column too.")] = None,
    against: Annotated[Path | None, typer.Option("--against", help="Compare run by run with this campaign.")] = None,
    page: Annotated[Path | None, typer.Option("--page", help="Write an HTML page with plots (extra plots).")] = None,
    as_json: Json = False,
) -> int:
    """What the runs allow to be said: rates, bounds, footprints, what decides, what was not dispersed."""
    from kazbek.base.places import check_file
    from kazbek.campaign.results import results_of
    from kazbek.campaign.store import Store
    from kazbek.cli.output import written
    from kazbek.cli.progress import Telling
    from kazbek.views.campaign.page import report_page
    from kazbek.views.campaign.report import report_json, report_text

    if page is not None:
        check_file(page, "page")
    other = None if against is None else Store.at(against)
    with Telling(sys.stderr) as telling:
        telling.working("reckoning")
        found = results_of(Store.at(folder), tuple(column or ()), other)
        if page is not None:
            telling.working("drawing the page")
            telling.note(f"Page: {written(page, report_page(folder, found), 'page')}")
    return printed(report_json(found)) if as_json else lines(report_text(folder, found))


@contextmanager
def _flying(folder: Path, workers: int, dask: str) -> Iterator[Any]:
    """How it is flown, with progress; on Ctrl-C what is flown stays, and how to go on is said."""
    from kazbek.campaign.drive import Ways
    from kazbek.cli.drawing import Drawing
    from kazbek.cli.progress import Telling

    try:
        with Telling(sys.stderr) as telling, Drawing("fly") as bar:
            yield Ways(workers, dask, lambda done, of: bar("runs", done, of), telling.working)
    except KeyboardInterrupt:
        signals.ended()
        said = f"finished parts are kept; go on with: kazbek campaign resume {folder}"
        there = (folder / "campaign.json").is_file()
        print(f"kazbek: interrupted; {said if there else 'nothing was left behind.'}", file=sys.stderr, flush=True)
        raise SystemExit(signals.status()) from None


def _flown(store: Any, ways: Any, as_json: bool, wishes: list[str], *, drift: bool = False) -> int:
    from kazbek.campaign.drive import fly_on
    from kazbek.campaign.one import MOST, keep, wanted_runs

    fly_on(store, ways, drift=drift)
    runs = wanted_runs(store, wishes)
    if len(runs) > MOST:
        print(f"{len(runs)} runs are meant; the records of the first {MOST} are kept.", file=sys.stderr)
    for folder in keep(store, runs[:MOST], lambda run: ways.working(f"flying run {run} again for its record")):
        print(f"Record: {folder}", file=sys.stderr)
    return told(store, as_json)
