"""The last metres: speed over range with the permitted curves, the way in its corridor, hands, propellant."""

from __future__ import annotations

from typing import Any

import numpy as np

from kazbek.catalogue.panel import Panel
from kazbek.views.grade.course import Course
from kazbek.views.grade.grade import Grade
from kazbek.views.grade.scheme import Scheme
from kazbek.views.grade.way import allowed_m_s
from kazbek.views.plots.style import BLUE, GOLD, INK, RED, spoken, subplots

_NEAREST_m = 0.1
_AXES = ("ahead\nand back", "right\nand left", "down\nand up")


def docking(course: Course, grade: Grade, scheme: Scheme, panel: Panel | None) -> Any:
    """A figure of four panels, each fault that cost points marked where it began."""
    figure, ((speed, off), (hands, mass)) = subplots(2, 2, figsize=(12.0, 8.0))
    shown = ~course.held
    x = np.maximum(np.linalg.norm(course.tip_PORT_m, axis=1)[shown], _NEAREST_m)
    minutes = course.seconds[shown] / 60.0
    _speed(speed, x, -course.range_rate_m_s[shown], scheme, panel)
    _corridor(off, x, course.off_axis_m[shown], scheme)
    for k, colour in enumerate((BLUE, RED, GOLD)):
        hands.plot(minutes, course.push[shown, k] - 2.5 * k, color=colour, linewidth=1.0)
    hands.set(xlabel="minutes", yticks=[0.0, -2.5, -5.0], yticklabels=_AXES, title="translation handle")
    mass.plot(minutes, course.propellant_kg[0] - course.propellant_kg[shown], color=BLUE)
    mass.set(xlabel="minutes", ylabel="kg", title="propellant spent")
    mass.set_ylim(bottom=0.0)
    _faults(course, grade, ((speed, -course.range_rate_m_s), (off, course.off_axis_m)))
    figure.suptitle(f"{spoken(course.flight)}: mark {grade.mark}, {grade.penalty:.0f} points", fontweight="bold")
    return figure


def _speed(axes: Any, x: np.ndarray, closing: np.ndarray, scheme: Scheme, panel: Panel | None) -> None:
    at = np.geomspace(_NEAREST_m, max(500.0, float(x.max())), 200)
    axes.plot(at, allowed_m_s(at, scheme, panel), color=RED, linestyle="--", linewidth=1.2, label="permitted by hand")
    if panel is not None:
        beyond = at[at > panel.curves.stop_m.v]
        for name, style in (("middle", "-."), ("lower", ":")):
            a = getattr(panel.curves, f"{name}_m_s2").v
            curve = np.sqrt(2.0 * a * (beyond - panel.curves.stop_m.v))
            axes.plot(beyond, curve, color=GOLD, linestyle=style, linewidth=1.2, label=f"{name} curve")
    axes.plot(x, np.where(closing > 0.01, closing, np.nan), color=BLUE, label="flown")
    axes.axhspan(scheme.closing.least_m_s.v if scheme.closing.least_m_s else 0.0, scheme.closing.most_m_s.v, alpha=0.12)
    axes.set(xscale="log", yscale="log", xlabel="range, m", ylabel="closing speed, m/s", title="speed over range")
    axes.set(ylim=(0.01, 6.0))
    _range(axes)


def _corridor(axes: Any, x: np.ndarray, off_m: np.ndarray, scheme: Scheme) -> None:
    at = np.geomspace(_NEAREST_m, max(250.0, float(x.max())), 400)
    axes.plot(at, scheme.corridor.width_m(at), color=RED, linestyle="--", linewidth=1.2, label="corridor")
    axes.plot(x, np.maximum(off_m, 1e-3), color=BLUE, label="flown")
    axes.set(xscale="log", yscale="log", xlabel="range, m", ylabel="off the axis, m", title="way to the axis")
    axes.set(ylim=(0.01, 300.0))
    _range(axes)


def _range(axes: Any) -> None:
    """Range falls to the right, in plain numbers."""
    axes.invert_xaxis()
    axes.set_xticks([0.1, 1.0, 10.0, 100.0], labels=["0.1", "1", "10", "100"])
    axes.legend(fontsize=8.5, loc="lower left")


def _faults(course: Course, grade: Grade, panels: tuple[tuple[Any, np.ndarray], ...]) -> None:
    """A dot with the points where a fault began, in both panels over range."""
    x = np.linalg.norm(course.tip_PORT_m, axis=1)
    for item in grade.items:
        if item.points == 0.0 or item.at is None:
            continue
        k = min(int(np.searchsorted(course.tai_ns, item.at.tai_ns)), int((~course.held).sum()) - 1)
        for axes, values in panels:
            place = (max(float(x[k]), _NEAREST_m), max(float(values[k]), 0.012))
            axes.plot(*place, "o", color=INK, markersize=4, zorder=5)
            axes.annotate(f"−{item.points:.0f}", place, xytext=(4, 5), textcoords="offset points", fontsize=8.5)
