"""The verb ``kazbek aborts``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kazbek.cli.options import Json
from kazbek.cli.output import check_places, lines, printed


def aborts(
    mission: Annotated[str, typer.Argument(help="A bundled mission, or the path of a mission file.")],
    step: Annotated[float, typer.Option("--step", help="Seconds between two escapes.")] = 1.0,
    cloud: Annotated[list[float] | None, typer.Option("--cloud", help="Draw this second; may be repeated.")] = None,
    runs: Annotated[int, typer.Option("--runs", help="Of each cloud.")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="Of the clouds.")] = 0,
    family: Annotated[str, typer.Option("--family", help="Motors by another publication: kazan, iskra, load.")] = "",
    settings: Annotated[list[str] | None, typer.Option("--set", help="What if: escape.mode.2.head_kg=5600")] = None,
    table: Annotated[Path | None, typer.Option("--table", help="Write all rows: .csv or .parquet.")] = None,
    picture: Annotated[Path | None, typer.Option("--picture", help="Draw the map: .png, .svg or .pdf.")] = None,
    as_json: Json = False,
) -> int:
    """Tell what an escape at each second of an ascent leads to."""
    from kazbek.cli.progress import Telling
    from kazbek.mission.aborts.cloud import clouds
    from kazbek.mission.aborts.map import aborts as ask
    from kazbek.mission.changes import read_changes
    from kazbek.views.aborts.table import table_text

    check_places(picture, table=table)
    with Telling(sys.stderr) as telling:
        telling.working("solving for lift-off")
        found = ask(mission, step, changes=read_changes(settings or []), family=family)
        telling.working("escaping at each second")
        rows = [row.json() for row in found.rows]
        telling.working("drawing clouds" if cloud else "")
        drawn = clouds(found.escapes, cloud or (), runs, seed)
    if table is not None:
        from kazbek.exchange.aborts import write_table

        telling.note(f"Table: {write_table(rows, table)}")
    if picture is not None:
        from kazbek.views.aborts.picture import draw_aborts

        telling.note(f"Picture: {draw_aborts(found, picture, drawn)}")
    if not as_json:
        return lines(table_text(found, drawn))
    document: dict[str, Any] = found.json()
    return printed(document | {"clouds": [one.json() for one in drawn]} if drawn else document)
