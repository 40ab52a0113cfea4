"""An abort map as one picture: modes as bands, curves of load and height, and below the strip of ground under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kazbek.mission.aborts.cloud import EscapeCloud
from kazbek.mission.aborts.map import AbortMap
from kazbek.views.plots.style import BLUE, GOLD, INK, RED, check_picture, looking, save_picture, subplots
from kazbek.world.land import Land

_MARGIN_deg = 6.0
_EVERY_s = 40.0  # seconds told along the curve on the map
_WIDE_s = 30.0  # a band that has room for a name
_NAME_deg = (7.0, 1.5)  # nearer to a base than this its name hides another
_BANDS = 0.10  # how dark every other mode is


def draw_aborts(found: AbortMap, file: Path, clouds: Sequence[EscapeCloud] = (), theme: str = "light") -> Path:
    """Write the picture, PNG or SVG.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    DataError
        the file cannot be written, or is not .png, .svg or .pdf.
    """
    check_picture(file)
    rows = [row.json() for row in found.rows]
    with looking(theme, **{"svg.hashsalt": "kazbek"}):
        figure, (loads, heights, ground) = subplots(3, 1, figsize=(13.0, 11.0), height_ratios=(1.1, 0.8, 1.2))
        for axes in (loads, heights):
            _bands(axes, rows, named=axes is loads)
        loads.set_title(f"{found.mission}: an escape at each second of the ascent", pad=26)
        _loads(loads, rows)
        _heights(heights, rows)
        _map(ground, rows, found, clouds)
        return save_picture(figure, file)


def _column(rows: Sequence[Mapping[str, Any]], name: str, factor: float = 1.0) -> Any:
    """A column as numbers, gaps where there is none."""
    return np.array([np.nan if row[name] is None else row[name] * factor for row in rows])


def _bands(axes: Any, rows: Sequence[Mapping[str, Any]], *, named: bool) -> None:
    """Every other mode a little darker, each with its name."""
    starts = [k for k in range(len(rows)) if k == 0 or rows[k]["mode"] != rows[k - 1]["mode"]]
    ends = [*starts[1:], len(rows) - 1]
    narrow: list[str] = []
    for i, (first, last) in enumerate(zip(starts, ends, strict=True)):
        low, high, name = rows[first]["t_s"], rows[last]["t_s"], rows[first]["mode"].replace("_", " ")
        if i % 2:
            axes.axvspan(low, high, color=INK, alpha=_BANDS, linewidth=0.0)
        if named and not narrow and high - low > _WIDE_s:  # after a narrow band names share the end of the line
            _name(axes, 0.5 * (low + high), name, "center")
        elif low > 0.0:
            narrow.append(name)
    axes.set_xlim(rows[0]["t_s"], rows[-1]["t_s"])
    if named and narrow:
        _name(axes, rows[-1]["t_s"], " · ".join(narrow), "right")


def _name(axes: Any, x: float, text: str, side: str) -> None:
    """The name of a mode above its band."""
    place = {"transform": axes.get_xaxis_transform(), "ha": side, "va": "bottom"}
    axes.text(x, 1.02, text, fontsize=8.5, **place)


def _loads(axes: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    t_s = _column(rows, "t_s")
    for name, colour, word, at_s in (
        ("escape_load_g", GOLD, "off the launcher", 90.0),
        ("entry_load_g", RED, "entry without lift", 330.0),
        ("entry_load_steered_g", BLUE, "entry, lift up", 330.0),
    ):
        values = _column(rows, name)
        axes.plot(t_s, values, color=colour)
        k = int(np.argmin(abs(t_s - at_s)))
        offset = (0, -16) if name == "entry_load_steered_g" else (-90, 10)
        axes.annotate(word, (t_s[k], values[k]), xytext=offset, textcoords="offset points", color=colour, fontsize=9.5)
    axes.axhline(10.0, color=INK, linewidth=0.7, alpha=0.5)
    axes.set(ylabel="greatest load, g", ylim=(0.0, None))


def _heights(axes: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    t_s = _column(rows, "t_s")
    axes.plot(t_s, _column(rows, "apogee_m", 1e-3), color=BLUE)
    axes.plot(t_s, _column(rows, "release_height_m", 1e-3), color=GOLD)
    axes.plot(t_s, _column(rows, "main_open_height_m", 1e-3), color=INK)
    for name, word in (("apogee_m", "top of the arc"), ("release_height_m", "capsule let go")):
        values = _column(rows, name, 1e-3)
        k = int(np.argmin(abs(t_s - (90.0 if name == "apogee_m" else 215.0))))
        right, up = (-78, 12) if name == "apogee_m" else (4, -16)
        axes.annotate(word, (t_s[k], values[k]), xytext=(right, up), textcoords="offset points", fontsize=9.5)
    axes.text(300.0, 12.0, "main canopy", fontsize=9.5)
    axes.set(xlabel="seconds after lift-off", ylabel="height, km", ylim=(0.0, None))


def _map(axes: Any, rows: Sequence[Mapping[str, Any]], found: AbortMap, clouds: Sequence[EscapeCloud]) -> None:
    """Land under the curve, the curve without lift and with lift up, bases, clouds."""
    down = [row for row in rows if row["latitude_deg"] is not None and row["mode"] != "single_orbit"]
    west, east = _limits(down, "longitude_deg", -180.0, 360.0)
    south, north = _limits(down, "latitude_deg", -80.0, 80.0)
    land = Land.bundled().country > 0
    rows_deg, columns_deg = land.shape[0] / 180.0, land.shape[1] / 360.0
    top, bottom = int((90.0 - north) * rows_deg), int((90.0 - south) * rows_deg)
    columns = np.arange(int((west + 180.0) * columns_deg), int((east + 180.0) * columns_deg)) % land.shape[1]
    shown = np.where(land[top:bottom][:, columns], 0.16, 0.0)
    axes.imshow(shown, extent=(west, east, south, north), cmap="Greys", vmin=0.0, vmax=1.0, aspect="auto", zorder=0)
    axes.plot(_column(down, "longitude_steered_deg"), _column(down, "latitude_steered_deg"), color=BLUE, linewidth=3.0)
    axes.plot(_column(down, "longitude_deg"), _column(down, "latitude_deg"), color=RED, linewidth=1.1)
    for row in down:
        if row["t_s"] % _EVERY_s == 0.0 and row["t_s"] > 80.0:
            _dot(axes, (row["longitude_deg"], row["latitude_deg"]), f"{row['t_s']:.0f}", ("o", RED, -12))
    bases = [(base.longitude_deg.v, base.latitude_deg.v, base.name) for base in found.escapes.plan.rescue.base]
    above: list[tuple[float, float]] = []
    for x, y, name in sorted(bases):
        if west < x < east and south < y < north:
            free = all(abs(x - one[0]) > _NAME_deg[0] or abs(y - one[1]) > _NAME_deg[1] for one in above)
            _dot(axes, (x, y), name, ("^", INK, 6 if free else -13))
            above += [(x, y)] if free else []
    for cloud in clouds:
        places = np.degrees([(r.longitude_rad, r.latitude_rad) for r in cloud.results])
        axes.plot(places[:, 0], places[:, 1], ".", color=GOLD, markersize=2)
    axes.grid(visible=False)
    axes.set(xlim=(west, east), ylim=(south, north), xlabel="longitude, °", ylabel="latitude, °")
    axes.set_title("where they come down: red without lift, blue lift up; seconds; rescue bases", fontsize=10)


def _dot(axes: Any, place: tuple[float, float], text: str, kind: tuple[str, str, int]) -> None:
    """A mark with its words, so many points above."""
    marker, colour, up = kind
    axes.plot(*place, marker, color=colour, markersize=4)
    axes.annotate(text, place, xytext=(0, up), textcoords="offset points", fontsize=7.5, ha="center")


def _limits(rows: Sequence[Mapping[str, Any]], name: str, low: float, high: float) -> tuple[float, float]:
    values = _column(rows, name)
    return max(float(np.nanmin(values)) - _MARGIN_deg, low), min(float(np.nanmax(values)) + _MARGIN_deg, high)
