"""A grade for people: the sheet as lines, its plots as a picture."""

from __future__ import annotations

from pathlib import Path

from kazbek.base.files import written_whole
from kazbek.base.places import check_folder, writing
from kazbek.record.record import Record
from kazbek.views.figures import rounded
from kazbek.views.grade.course import Course
from kazbek.views.grade.grade import USUAL, Grade, panel_of
from kazbek.views.grade.scheme import Scheme
from kazbek.views.plots.docking import docking
from kazbek.views.plots.style import looking


def grade_text(grade: Grade) -> list[str]:
    """The sheet, what cost points first."""
    told = [f"{grade.ship}, {grade.flight}, flown by {grade.flown_by}: {str(grade.outcome).replace('_', ' ')}", ""]
    told.append(f"  {'':<42}{'flown':>9} {'free to':>9}  {'':<6}{'points':>7}  at, UTC   limit from")
    for item in sorted(grade.items, key=lambda one: -one.points):
        when = "" if item.at is None or not item.points else rounded(item.at.utc)[11:19]
        cost = f"{item.unit:<6}{item.points:>7.0f}  {when:<9} {item.src}"
        told.append(f"  {item.words:<42}{item.value:>9.3f} {item.limit:>9.3f}  {cost}")
    return [*told, "", f"{grade.decided}", f"Mark {grade.mark}, {grade.penalty:.0f} penalty points."]


def draw_grade(grade: Grade, record: Record, folder: str | Path, scheme: str = USUAL) -> Path:
    """Write the plots of a graded flight as ``<flight>-docking.png``.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    DataError
        the folder cannot be written.
    """
    folder = Path(folder)
    check_folder(folder, "plots")
    flight, table = record[grade.flight], Scheme.named(scheme)
    path = folder / f"{flight.name}-docking.png"
    with looking("light"):
        figure = docking(Course.of(flight), grade, table, panel_of(record, flight))
        with writing(f"plots into {folder}", "plots"):
            folder.mkdir(parents=True, exist_ok=True)
            with written_whole(path) as fresh:
                figure.savefig(fresh)
    return path
