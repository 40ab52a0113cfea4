"""One picture that explains the swap: whose liner lies in which ship, and how many are aboard, over the months.

The first weeks, in which liners change ship, are drawn day by day on the left, the months after them on the right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kazbek.base.errors import MissingExtra
from kazbek.crew.plan import Dated
from kazbek.crew.timeline import Liner, Timeline
from kazbek.views.plots.style import check_picture, save_picture

_INK, _SOFT, _FAINT, _PAPER = "#1d2733", "#5d6b78", "#dfe4e8", "#ffffff"
# Okabe and Ito's colours, told apart in print and by the colour-blind, for the mission's own ships; visitors are quiet.
_OWN = ("#d55e00", "#0072b2", "#009e73", "#cc79a7")
_VISITORS = ("#7d8892", "#66727d", "#86919b", "#6f7a85")
_PITCH_IN = 0.25  # height of one line
_CLOSE_DAYS = 16.0  # how far the day-by-day part reaches beyond the first arrival, at least
_DAY = dt.timedelta(days=1)


def draw_lifeboats(line: Timeline, path: Path) -> Path:
    """Draw seats and lifeboats of a plan into `path` (.png, .svg or .pdf).

    Raises
    ------
    DataError
        another kind of file, or one that cannot be written.
    MissingExtra
        without matplotlib.
    """
    check_picture(path)
    try:
        from matplotlib import rc_context
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra("plots", "a picture") from None
    style: Any = {
        "font.family": "sans-serif",
        "text.parse_math": False,  # a dollar in a name is a dollar
        "font.sans-serif": ["DejaVu Sans", "Arial"],
        "font.size": 9.0,
        "svg.hashsalt": "kazbek",
        "svg.fonttype": "none",
    }
    with rc_context(style):
        rows = _rows(line)
        height_in = 2.4 + _PITCH_IN * len(rows)
        figure: Any = Figure(figsize=(13.0, height_in), facecolor=_PAPER)
        spans = _spans(line)
        axes = figure.subplots(
            2,
            len(spans),
            squeeze=False,
            gridspec_kw={
                "height_ratios": (0.9, _PITCH_IN * len(rows)),
                "width_ratios": (6.0, 5.0)[: len(spans)],
                "hspace": 0.02,
                "wspace": 0.02,
                "left": 0.13,
                "right": 0.985,
                "top": 1.0 - 1.0 / height_in,
                "bottom": 0.75 / height_in,
            },
        )
        for column, span in enumerate(spans):
            _count(axes[0][column], line, span)
            _bars(axes[1][column], line, rows, span, names=column == 0)
            _frame(axes[0][column], axes[1][column], span)
        _title(figure, line, height_in)
        return save_picture(figure, path, dpi=150.0)


Window = tuple[dt.datetime, dt.datetime]


def _spans(line: Timeline) -> list[Window]:
    """What each part of the picture covers: the days around the swaps, then the months that follow."""
    first, last = line.plan.begins.epoch.utc_datetime, line.plan.ends.epoch.utc_datetime
    early = [
        v.undocked.epoch.utc_datetime
        for v in line.plan.visits
        if v.own and v.undocked is not None and v.undocked.epoch.utc_datetime < first + 40 * _DAY
    ]
    close = max([first + _CLOSE_DAYS * _DAY, *(d + 2 * _DAY for d in early)])
    if last - close < 20 * _DAY:
        return [(first - _DAY, last)]
    return [(first - 1.5 * _DAY, close), (close, last)]


def _colours(line: Timeline) -> dict[str, str]:
    own = [v.ship for v in line.plan.visits if v.own]
    visitors = [v.ship for v in line.plan.visits if not v.own]
    return {
        **{s: _OWN[i % len(_OWN)] for i, s in enumerate(own)},
        **{s: _VISITORS[i % len(_VISITORS)] for i, s in enumerate(visitors)},
    }


def _rows(line: Timeline) -> list[str]:
    """People by the ship they came in, the mission's own ships first; a gap between ships is ''."""
    rows: list[str] = []
    for visit in sorted(line.plan.visits, key=lambda v: not v.own):
        names = list(dict.fromkeys([*(p.person for p in visit.up), *visit.liners]))
        rows += [*([""] if rows and names else []), *(n for n in names if n not in rows)]
    return rows


def _instant(when: Dated | None, span: Window) -> dt.datetime:
    """For matplotlib, clipped to what is drawn; an open end is the right edge."""
    return min(max(when.epoch.utc_datetime, span[0]), span[1]) if when is not None else span[1]


def _count(axes: Any, line: Timeline, span: Window) -> None:
    """How many are aboard, as steps."""
    for stretch, names in line.counts():
        start, end = _instant(stretch.start, span), _instant(stretch.end, span)
        if end <= start or not names:
            continue
        axes.bar(start, len(names), width=end - start, align="edge", color="#e9edf0", linewidth=0)
        if end - start > 0.01 * (span[1] - span[0]):
            axes.text(
                start + (end - start) / 2,
                len(names) + 0.6,
                str(len(names)),
                ha="center",
                va="bottom",
                color=_INK,
                fontweight="bold",
            )
    axes.set_ylim(0, 15)


def _bars(axes: Any, line: Timeline, rows: Sequence[str], span: Window, *, names: bool) -> None:
    colours = _colours(line)
    for y, name in enumerate(rows):
        for liner in (n for n in line.liners if name and n.person == name):
            _bar(axes, line, y, liner, colours[liner.ship], span)
    axes.set_ylim(len(rows) - 0.4, -1.2)
    axes.set_yticks([y for y, name in enumerate(rows) if name], [n if names else "" for n in rows if n], color=_INK)
    axes.tick_params(axis="y", length=0)
    _commands(axes, line, rows, span)
    _swaps(axes, line, rows, span, colours)


def _bar(axes: Any, line: Timeline, y: int, liner: Liner, colour: str, span: Window) -> None:
    """One liner in one ship: pale while the ship flies, full while it is docked; the ship and seat written on it."""
    start, end = _instant(liner.span.start, span), _instant(liner.span.end, span)
    if end <= start:
        return
    axes.barh(y, end - start, left=start, height=0.7, color=colour, alpha=0.35, linewidth=0, zorder=3)
    visit = line.plan.visit(liner.ship)
    docked = line.docked(visit) if visit is not None else None
    shelter = liner.span.overlap(docked) if docked is not None else None
    if shelter is not None and _instant(shelter.start, span) < _instant(shelter.end, span):
        a, b = _instant(shelter.start, span), _instant(shelter.end, span)
        axes.barh(y, b - a, left=a, height=0.7, color=colour, linewidth=0, zorder=4)
        start = a
    _written_on(axes, line, y, liner, (start, end), span)


def _written_on(axes: Any, line: Timeline, y: int, liner: Liner, bar: Window, span: Window) -> None:
    """Ship and seat on a bar, or beside it where it is too short."""
    start, end = bar
    whole = span[1] - span[0]
    label = f"{liner.ship} · {liner.seat}" if liner.seat else liner.ship
    inside = (end - start) / whole * 55 > len(label)
    short = (end - start) / whole * 55 > len(liner.ship.rsplit(" ", 1)[-1]) + 1
    swapped = start > span[0] and any(liner.span.start == s.when for s in line.plan.swaps)
    if inside or short:
        axes.text(
            start + (0.013 if swapped else 0.006) * whole,
            y + 0.03,
            label if inside else liner.ship.rsplit(" ", 1)[-1],
            va="center",
            ha="left",
            color=_PAPER,
            fontsize=7.5,
            fontweight="bold",
            zorder=6,
            clip_on=True,
        )
    elif start > span[0]:
        at, side = (end + 0.006 * whole, "left") if end < span[1] else (start - 0.01 * whole, "right")
        axes.text(at, y + 0.03, label, va="center", ha=side, color=_SOFT, fontsize=7.5, zorder=6)


def _commands(axes: Any, line: Timeline, rows: Sequence[str], span: Window) -> None:
    """A dark line above the name of whoever commands the station."""
    for command, end in line.plan.terms():
        start, stop = _instant(command.when, span), _instant(end, span)
        if command.person in rows and start < stop:
            axes.plot(
                [start, stop],
                [rows.index(command.person) - 0.44] * 2,
                color=_INK,
                linewidth=2.2,
                solid_capstyle="butt",
                zorder=7,
            )


def _swaps(axes: Any, line: Timeline, rows: Sequence[str], span: Window, colours: dict[str, str]) -> None:
    """A dashed line on the day, and a ring where a liner changes ship."""
    for swap in line.plan.swaps:
        when = swap.when.epoch.utc_datetime
        if not span[0] < when < span[1]:
            continue
        moved = [n for n in line.liners if n.span.start == swap.when and n.person in rows]
        ys = [rows.index(n.person) for n in moved]
        if not ys:
            continue
        axes.plot([when, when], [-0.6, max(ys) + 0.55], color=_INK, linewidth=1.0, linestyle=(0, (3, 2)), zorder=2)
        axes.text(when, -0.62, " seat liners change ship", color=_INK, fontsize=8, va="bottom", ha="left", zorder=8)
        for liner, y in zip(moved, ys):
            axes.plot(
                when,
                y,
                marker="o",
                markersize=7,
                markerfacecolor=_PAPER,
                markeredgewidth=2.0,
                markeredgecolor=colours[liner.ship],
                zorder=9,
            )


def _frame(top: Any, main: Any, span: Window) -> None:
    from matplotlib import dates

    library: Any = dates
    days = span[1] - span[0] < 45 * _DAY
    for axes in (top, main):
        axes.set_xlim(*span)
        axes.set_facecolor(_PAPER)
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        every = 1 + (span[1] - span[0]).days // 10
        axes.xaxis.set_major_locator(library.DayLocator(interval=every) if days else library.MonthLocator())
        axes.xaxis.set_major_formatter(
            lambda x, _: f"{(d := library.num2date(x)).day} {d:%b}" if days else f"{library.num2date(x):%b %Y}"
        )
        axes.grid(axis="x", color=_FAINT, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(axis="x", colors=_SOFT, length=0)
    top.set_yticks([])
    top.tick_params(axis="x", labelbottom=False)


def _title(figure: Any, line: Timeline, height_in: float) -> None:
    plan = line.plan
    figure.text(
        0.015,
        1.0 - 0.32 / height_in,
        f"Seats and lifeboats · {plan.title}",
        fontsize=14,
        fontweight="bold",
        color=_INK,
        va="center",
    )
    figure.text(
        0.015,
        1.0 - 0.62 / height_in,
        "A bar is a person's seat liner in a ship: full while the ship is docked, a lifeboat; pale in free "
        "flight. Ring: the liner changes ship. Dark line: commands the station.",
        fontsize=9,
        color=_SOFT,
        va="center",
    )
    figure.text(0.12, 1.0 - 1.3 / height_in, "aboard", ha="right", va="top", color=_SOFT)
    said = (
        "Days from the mission file, visitors' instants from the crew plan. "
        if plan.crew_plan
        else "Days from the mission file; the station's other people are not on file. "
    )
    said += "Side seats that no source confirms are estimates."
    figure.text(0.015, 0.22 / height_in, said, fontsize=7.5, color=_SOFT, va="center")
