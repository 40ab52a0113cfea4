"""The Gantt picture of a campaign: a bar per activity, its float as a thin line, what is critical in another colour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.ground.plan import Plan, PlannedActivity
from kazbek.views.plots.style import BLUE, INK, RED, check_picture, looking, save_picture, subplots

_ROW_in = 0.27
_LAST_days = 20  # the right-hand panel: from here to lift-off


def draw_gantt(plan: Plan, file: Path, theme: str = "light") -> Path:
    """Write the picture, PNG, SVG or PDF: the whole campaign, and its last twenty days beside it.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    DataError
        the file cannot be written, or is not .png, .svg or .pdf.
    """
    check_picture(file)
    own = [planned for planned in plan.activities if planned.ship == plan.own.ship]
    with looking(theme, **{"svg.hashsalt": "kazbek"}):
        figure, axes = subplots(1, 2, sharey=True, figsize=(13.0, 1.6 + _ROW_in * len(own)), width_ratios=(1.0, 1.4))
        for axis in axes:
            _bars(axis, plan, own)
        axes[0].set_yticks(range(len(own)), [planned.id.replace("_", " ") for planned in own])
        axes[0].invert_yaxis()
        axes[0].set_xlim(-max(_lead(plan, planned.start) for planned in own) - 2, 2)
        axes[1].set_xlim(-_LAST_days, 1.5)
        axes[0].set_title(f"{plan.own.ship}: work before lift-off on {plan.liftoff.utc[:10]}")
        axes[1].set_title("the last twenty days", fontweight="normal", loc="right")
        for axis in axes:
            axis.set_xlabel("days to the launch date")
        return save_picture(figure, file)


def _bars(axis: Any, plan: Plan, own: list[PlannedActivity]) -> None:
    for row, planned in enumerate(own):
        start, end = -_lead(plan, planned.start), -_lead(plan, planned.end)
        axis.plot([end, end + planned.float_h / 24.0], [row, row], color=INK, linewidth=0.8, alpha=0.5)
        axis.barh(row, max(end - start, 0.06), left=start, height=0.62, color=RED if planned.critical else BLUE)
    axis.axvline(-_lead(plan, plan.liftoff), color=INK, linewidth=1.0)
    axis.grid(axis="y", visible=False)


def _lead(plan: Plan, epoch: Epoch) -> float:
    """Days of the site's clock from an instant to the beginning of the launch date."""
    midnight = plan.clock.epoch(plan.clock.midnight(plan.own.date))
    return float((midnight - epoch) / 86_400.0)
