"""One look for every plot: no frame, light grid, few colours that print, direct labels where they fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kazbek.base.errors import MissingExtra
from kazbek.mission.load import RecordedFlight

INK, FAINT, RED, BLUE, GOLD = "#1f2933", "#9aa5b1", "#c0392b", "#1f6feb", "#b7791f"
STYLE = {
    "figure.dpi": 150, "savefig.dpi": 150, "figure.constrained_layout.use": True, "font.family": "DejaVu Sans",
    "font.size": 10, "axes.titlesize": 13, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.titlepad": 10, "axes.edgecolor": FAINT, "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK,
    "ytick.color": INK, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
    "grid.color": "#e4e7eb", "grid.linewidth": 0.8, "lines.linewidth": 1.8, "axes.axisbelow": True,
    "legend.frameon": False,
}


def pyplot() -> Any:
    """matplotlib without a screen.

    Raises
    ------
    MissingExtra
        when it is not installed.
    """
    try:
        import matplotlib
        matplotlib.use("Agg")
        import matplotlib.pyplot as plt
    except ImportError:
        raise MissingExtra("plots", "drawing plots") from None
    return plt


def mark(axes: Any, flight: RecordedFlight, labels: Mapping[str, tuple[str, int, int]],
         at: Callable[[float], tuple[float, float]], origin: str = "") -> None:
    """Dots where events happened, each with its label moved by (right, up) points.

    `at` takes seconds since lift-off, or since the event `origin` where one is named.
    """
    start = next((e["utc"] for e in flight.events if e["name"] == origin), None)
    for event in flight.events:
        if event["name"] not in labels:
            continue
        t_s = seconds_between(start, event["utc"]) if start else event["met_s"]
        if t_s is None:
            continue
        text, right, up = labels[event["name"]]
        x, y = at(t_s)
        axes.plot(x, y, "o", color=INK, markersize=4, zorder=5)
        axes.annotate(text, (x, y), xytext=(right, up), textcoords="offset points", fontsize=8.5, va="center",
                      ha="left" if right >= 0 else "right")


def seconds_between(start_utc: str, end_utc: str) -> float:
    """Elapsed seconds between two instants of the contract."""
    from kazbek.base.epoch import Epoch

    return Epoch.from_utc(end_utc) - Epoch.from_utc(start_utc)
