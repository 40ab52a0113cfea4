"""One look for every plot, on paper and on a dark page: no frame, faint grid, few colours, labels at the lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from kazbek.base.errors import DataError, MissingExtra, unknown
from kazbek.base.files import written_whole
from kazbek.base.places import check_file, writing
from kazbek.record.flight import RecordedFlight

# what a picture may end in, and the settings with which it is written without the hour it was drawn at
_UNDATED: dict[str, dict[str, None] | None] = {".png": None, ".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
BLUE, RED, GOLD, INK = "C0", "C1", "C2", "C3"  # places in the cycle of the look in force, light or dark

_COLOURS = {  # cycle, paper, faint lines, grid
    "light": (("#1f6feb", "#c0392b", "#a86b12", "#1f2933"), "#ffffff", "#9aa5b1", "#e4e7eb"),
    "dark": (("#79b0ff", "#ff8a7a", "#e2a35c", "#e9e6df"), "#12151c", "#6d7686", "#272d38"),
}


def look(name: str = "light") -> dict[str, Any]:
    """The settings of the look ``light`` or ``dark``, for matplotlib's ``rc_context``.

    Raises
    ------
    DataError
        another name.
    """
    if name not in _COLOURS:
        raise unknown("look", name, _COLOURS)
    from cycler import cycler

    cycle, paper, faint, grid = _COLOURS[name]
    ink = cycle[3]
    return {
        "figure.dpi": 150,
        "savefig.dpi": 150,
        "figure.constrained_layout.use": True,
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "text.parse_math": False,  # a dollar in a name is a dollar
        "axes.titlesize": 13,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.titlepad": 10,
        "axes.edgecolor": faint,
        "axes.labelcolor": ink,
        "text.color": ink,
        "xtick.color": ink,
        "ytick.color": ink,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": grid,
        "grid.linewidth": 0.8,
        "lines.linewidth": 1.8,
        "axes.axisbelow": True,
        "legend.frameon": False,
        "figure.facecolor": paper,
        "axes.facecolor": paper,
        "savefig.facecolor": paper,
        "axes.prop_cycle": cycler(color=cycle),
    }


def spoken(flight: RecordedFlight) -> str:
    """Ship and flight for a title: ``Soyuz MS-18, film crew home``."""
    return f"{flight.ship}, {flight.name.replace('-', ' ').replace('_', ' ')}"


def subplots(rows: int = 1, columns: int = 1, *, figsize: tuple[float, float], **options: Any) -> tuple[Any, Any]:
    """A figure without a screen, and its axes; nothing of matplotlib's global state is touched."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=figsize)
    return figure, figure.subplots(rows, columns, **options)


def check_picture(file: Path) -> None:
    """Whether a picture can be drawn into that file.

    Raises
    ------
    DataError
        another kind of file, or a place where none can be written.
    """
    if file.suffix not in _UNDATED:
        raise DataError(f"`picture` {file}", allowed="a file that ends in .png, .svg or .pdf")
    check_file(file, "picture")


def save_picture(figure: Any, file: Path, dpi: float | None = None) -> Path:
    """Write a figure whole, without the hour it was drawn at, and say where.

    Raises
    ------
    DataError
        the file cannot be written.
    """
    with writing(str(file), "picture"), written_whole(file) as fresh:
        figure.savefig(fresh, dpi=dpi or "figure", metadata=_UNDATED[file.suffix])
    return file


def with_colours(figure: Any) -> Any:
    """The figure with the colours of the look in force, whatever look is in force when it is drawn."""
    from matplotlib.colors import to_hex
    from matplotlib.lines import Line2D

    for line in figure.findobj(Line2D):
        line.set_color(to_hex(line.get_color(), keep_alpha=True))
    return figure


def looking(name: str, **settings: Any) -> AbstractContextManager[None]:
    """The look `name`, with other settings of matplotlib beside it, while figures are made and written.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    DataError
        no such look.
    """
    try:
        from matplotlib import rc_context
    except ImportError:
        raise MissingExtra("plots", "drawing plots") from None
    whole: Any = {**look(name), **settings}
    return rc_context(whole)


def mark(
    axes: Any,
    flight: RecordedFlight,
    labels: Mapping[str, tuple[str, int, int]],
    at: Callable[[float], tuple[float, float]],
    origin: str = "",
) -> None:
    """Dots where events happened, each with its label moved by (right, up) points.

    `at` takes seconds since lift-off, or since the event `origin` where one is named.
    """
    start = flight.first(origin)
    for event in flight.events:
        if event.name not in labels:
            continue
        t_s = flight.met_s(event.epoch) if start is None else event.epoch - start.epoch
        if t_s is None:
            continue
        text, right, up = labels[event.name]
        x, y = at(t_s)
        axes.plot(x, y, "o", color=INK, markersize=4, zorder=5)
        axes.annotate(
            text,
            (x, y),
            xytext=(right, up),
            textcoords="offset points",
            fontsize=8.5,
            va="center",
            ha="left" if right >= 0 else "right",
        )
