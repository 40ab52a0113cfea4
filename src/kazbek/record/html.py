"""What a notebook shows of a record: a small table and a small picture, plain HTML and SVG."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape

import numpy as np

from kazbek.base.data import bundled
from kazbek.base.types import Floats

_WIDE, _HIGH = 360, 120  # of a picture, px
_EDGE = 4
_POINTS = 240  # of a curve: more cannot be seen
_LINE = "#3b7dd8"  # legible on white and on black


def card(heading: str, columns: Sequence[str], rows: Iterable[Sequence[str]], picture: str, note: str = "") -> str:
    """A heading, a picture where there is one, a table, and a line below it."""
    head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in columns)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{escape(cell)}</td>' for cell in row) + "</tr>" for row in rows
    )
    below = f"<p>{escape(note)}</p>" if note else ""
    return (
        f"<div><p><b>{escape(heading)}</b></p>{picture}"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}</div>"
    )


def curve(t_s: Floats, values: Floats, title: str, low: str, high: str) -> str:
    """A curve over time with its lowest and highest value written beside it; nothing where there is none."""
    kept = np.isfinite(values)
    if kept.sum() < 2 or t_s[kept][-1] <= t_s[kept][0]:
        return ""
    x, y = _fitted(t_s[kept]), 1.0 - _fitted(values[kept])
    return _svg([_path(_EDGE + x * (_WIDE - 2 * _EDGE), 16.0 + y * (_HIGH - 34.0))], title, (high, low))


def ground_track(latitude_rad: Floats, longitude_rad: Floats, title: str) -> str:
    """The way over the ground, on a pale map with a net of 30 degrees; a triangle where it begins."""
    longitude_deg = (np.degrees(longitude_rad) + 180.0) % 360.0 - 180.0
    latitude_deg = np.degrees(latitude_rad)
    net = "".join([f"M{x},0V180" for x in range(0, 361, 30)] + [f"M0,{y}H360" for y in range(0, 181, 30)])
    breaks = np.flatnonzero(np.abs(np.diff(longitude_deg)) > 180.0) + 1
    parts = [
        _path(180.0 + east, 90.0 - north)
        for east, north in zip(np.split(longitude_deg, breaks), np.split(latitude_deg, breaks))
        if len(east) > 1
    ]
    x, y = 180.0 + longitude_deg[0], 90.0 - latitude_deg[0]
    below = (
        f'<image href="data:image/png;base64,{_land()}" width="360" height="180"/>'
        f'<path d="{net}" fill="none" stroke="#8886" stroke-width="0.5"/>'
        f'<path d="M{x:.1f},{y - 4:.1f}l3.5,6.5h-7z" fill="{_LINE}"/>'
    )
    return _frame(below + "".join(_stroke(part) for part in parts), title, 360, 180)


@cache
def _land() -> str:
    """Land as a picture of a degree a pixel, for a page."""
    return b64encode(bundled("textures", "land_one_degree.png").read_bytes()).decode("ascii")


def _fitted(values: Floats) -> Floats:
    """Onto 0 to 1; the middle where all are the same."""
    span = float(values.max() - values.min())
    return (values - values.min()) / span if span > 0.0 else np.full(len(values), 0.5)


def _path(x: Floats, y: Floats) -> str:
    step = max(1, len(x) // _POINTS)
    kept = np.append(np.arange(0, len(x) - 1, step), len(x) - 1)
    return "M" + "L".join(f"{a:.1f},{b:.1f}" for a, b in zip(x[kept].tolist(), y[kept].tolist()))


def _stroke(path: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{_LINE}" stroke-width="1.5"/>'


def _svg(paths: Sequence[str], title: str, labels: tuple[str, str]) -> str:
    high, low = (escape(label) for label in labels)
    text = 'font-family="sans-serif" font-size="11" fill="#888"'
    words = f'<text x="{_EDGE}" y="11" {text}>{high}</text><text x="{_EDGE}" y="{_HIGH - 4}" {text}>{low}</text>'
    return _frame("".join(_stroke(path) for path in paths) + words, title, _WIDE, _HIGH)


def _frame(inside: str, title: str, wide: int, high: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}">'
        f"<title>{escape(title)}</title>{inside}</svg>"
    )
