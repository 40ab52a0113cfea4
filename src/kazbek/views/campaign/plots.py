"""Pictures of a campaign: histograms, footprints, what decides a result (extra ``plots``)."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from kazbek.base.errors import MissingExtra
from kazbek.campaign.results import Footprint, Measure
from kazbek.views.campaign.report import words

_RUST, _SAND, _INK, _SAGE = "#b5482a", "#d9c7a7", "#2b2b2b", "#7c8a6a"
_OPINIONS = (
    (0.26, "pawn", "PAWN", _RUST),
    (0.0, "rank", "|rank correlation|", _SAND),
    (-0.26, "first", "|first order|", _SAGE),
)


def histogram_svg(quantity: Measure) -> str:
    """How a result is spread, the planned flight and the 99 % quantile with its bounds marked."""
    figure, axes = _figure(5.2, 2.9)
    values = quantity.values[~np.isnan(quantity.values)]
    axes.hist(values, bins="auto" if len(values) < 5000 else 80, color=_SAND, edgecolor="none")
    bound = quantity.quantiles[0.99]
    if np.isfinite(bound.high):
        axes.axvspan(bound.low, bound.high, color=_RUST, alpha=0.25, lw=0)
    axes.axvline(bound.value, color=_RUST, lw=1.2, label="99 % of runs lie below, with 95 % bounds")
    if quantity.planned is not None:
        axes.axvline(quantity.planned, color=_INK, lw=1.0, ls="--", label="planned flight")
    axes.set_xlabel(words(quantity.column))
    axes.set_ylabel("runs")
    _legend(axes, 1)
    return _svg(figure)


def footprint_svg(footprint: Footprint) -> str:
    """Touchdowns about their mean, with the ellipses that were counted."""
    figure, axes = _figure(4.2, 4.2)
    x, y = footprint.east_north_m.T / 1e3
    many = len(x) > 2000
    axes.plot(x, y, ".", ms=2.0 if many else 4.0, color=_SAGE, alpha=0.7, mew=0.0, rasterized=many)
    turn = np.linspace(0.0, 2.0 * np.pi, 200)
    for share, ellipse in footprint.ellipses.items():
        a, b = ellipse.axes / 1e3
        c, s = np.cos(ellipse.angle_rad), np.sin(ellipse.angle_rad)
        along, across = a * np.cos(turn), b * np.sin(turn)
        axes.plot(c * along - s * across, s * along + c * across, color=_RUST, lw=1.0, ls="-" if share < 0.95 else "--")
    axes.set_aspect("equal", adjustable="datalim")
    axes.set_xlabel("east of the mean, km")
    axes.set_ylabel("north of the mean, km")
    return _svg(figure)


def effects_svg(quantity: Measure) -> str:
    """What decides a result: three opinions side by side."""
    shown = quantity.effects[::-1]
    figure, axes = _figure(5.2, 0.8 + 0.34 * len(shown))
    at = np.arange(len(shown))
    for shift, name, label, color in _OPINIONS:
        sizes = np.nan_to_num(np.abs([getattr(effect, name) for effect in shown]))
        axes.barh(at + shift, sizes, 0.24, color=color, label=label)
    axes.set_yticks(at, [effect.key for effect in shown], fontsize=7)
    _legend(axes, 3)
    return _svg(figure)


def _legend(axes: Any, columns: int) -> None:
    """Above the picture, where it hides nothing."""
    axes.legend(fontsize=7, frameon=False, ncols=columns, loc="lower center", bbox_to_anchor=(0.5, 1.0))


def _figure(width: float, height: float) -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingExtra("plots", "the pictures of a report") from None
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=7)
    return figure, axes


def _svg(figure: Any) -> str:
    from matplotlib import rc_context

    sink = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "kazbek"}):
        figure.savefig(sink, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = sink.getvalue()
    return text[text.index("<svg") :]
