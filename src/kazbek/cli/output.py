"""What verbs print and write, and whether it can be written where it is asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kazbek.base.files import written_whole
from kazbek.base.places import check_file, check_folder, writing
from kazbek.base.printable import printable_lines
from kazbek.cli.streams import fitted


def lines(text: Iterable[str]) -> int:
    """All of them, or none when one cannot be made."""
    for line in list(text):
        print(fitted(printable_lines(line), sys.stdout))
    return 0


def printed(document: Any) -> int:
    """One JSON document."""
    print(json.dumps(document, ensure_ascii=False, allow_nan=False))
    return 0


def written(file: Path, text: str, parameter: str = "out") -> Path:
    """Write a text file whole, and its folder where there is none.

    Raises
    ------
    DataError
        when the file cannot be written; `parameter` gave its place.
    """
    with writing(str(file), parameter):
        file.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(file) as fresh:
            fresh.write_bytes(text.encode("utf-8"))
    return file


def check_places(
    picture: Path | None = None, ics: Path | None = None, out: Path | None = None, table: Path | None = None
) -> None:
    """Whether files can be written where they are asked for, before anything is planned."""
    if picture is not None:
        from kazbek.views.plots.style import check_picture

        check_picture(picture)
    if table is not None:
        from kazbek.exchange.aborts import check_table

        check_table(table)
    if ics is not None:
        check_file(ics, "ics")
    if out is not None:
        check_folder(out, "out")
