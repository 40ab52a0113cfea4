"""Days aboard as a picture: a panel a day, a row for everybody, the dark part of each orbit behind them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.crew.timetable.ask import TimetableAnswer
from kazbek.views.plots.style import check_picture, looking, save_picture, subplots

_ROW_in = 0.24
_COLOURS = {
    "check": "#9aa5b1",
    "conference": "#7a6ea8",
    "meal": "#e0a458",
    "sport": "#4f9d69",
    "work": "#5b8bd0",
    "job": "#2f5f9e",
    "shot": "#c8553d",
    "fixed": "#b08968",
    "escort": "#8c5a2b",
}


def draw_timetable(asked: TimetableAnswer, file: Path, theme: str = "light") -> Path:
    """Write the picture, PNG or SVG.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    DataError
        the file cannot be written, or is not .png, .svg or .pdf.
    """
    check_picture(file)
    days = asked.document["days"]
    rows = [list(dict.fromkeys(entry["person"] for entry in day["entries"])) for day in days]
    heights = [_ROW_in * len(names) + 0.45 for names in rows]
    with looking(theme, **{"svg.hashsalt": "kazbek"}):
        figure, axes = subplots(len(days), 1, figsize=(13.0, sum(heights) + 0.8), height_ratios=heights, squeeze=False)
        for axis, day, names in zip(axes[:, 0], days, rows):
            _panel(axis, day, names)
        axes[-1, 0].set_xlabel("hours, UTC")
        handles = [axes[0, 0].barh(0, 0, color=colour) for colour in _COLOURS.values()]
        figure.legend(handles, list(_COLOURS), loc="outside upper right", ncols=len(_COLOURS), frameon=False)
        return save_picture(figure, file)


def _panel(axis: Any, day: dict[str, Any], names: list[str]) -> None:
    midnight = Epoch.from_utc(day["date"])

    def hour(utc: str) -> float:
        return (Epoch.from_utc(utc) - midnight) / 3600.0

    wake, bed = hour(day["wake_utc"]), hour(day["sleep_utc"])
    for start, end in _dark(day, hour):
        axis.axvspan(start, end, color="#222a3a", alpha=0.10, linewidth=0)
    for entry in day["entries"]:
        start, end = hour(entry["start_utc"]), hour(entry["end_utc"])
        axis.barh(names.index(entry["person"]), end - start, left=start, height=0.72, color=_COLOURS[entry["kind"]])
    axis.set_yticks(range(len(names)), names)
    axis.invert_yaxis()
    axis.set_xlim(wake - 0.25, bed + 0.25)
    axis.set_title(day["date"], loc="left")
    axis.grid(axis="y", visible=False)


def _dark(day: dict[str, Any], hour: Any) -> list[tuple[float, float]]:
    """From each sunset to the next sunrise, where the day has them."""
    rises, sets = ([hour(utc) for utc in day.get(key, ())] for key in ("sunrises_utc", "sunsets_utc"))
    return [(down, min((up for up in rises if up > down), default=24.0)) for down in sets]
