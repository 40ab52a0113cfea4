"""The verbs of ``kazbek new``: files to start one's own from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

new = typer.Typer(help="Lay out files to start your own from.", add_completion=False, rich_markup_mode=None)


@new.callback()
def _new() -> None:
    """Lay out files to start your own from."""


@new.command()
def programme(
    name: Annotated[str, typer.Argument(help="Of the programme, and of its folder.")],
    out: Annotated[Path | None, typer.Option("--out", help="Another folder.")] = None,
) -> int:
    """Templates of a launcher, a pad, a ship, a station, a zone and a mission that fly as they are."""
    from kazbek.mission.templates import new_programme

    files = new_programme(name, out)
    for file in files:
        print(file)
    print(f"\nFly it:  kazbek fly {files[0]}")
    return 0
