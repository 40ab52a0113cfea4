"""A campaign, and a launch day, in lines of text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from kazbek.ground.ask import GroundAnswer
from kazbek.ground.day import LaunchDay
from kazbek.ground.plan import Plan, PlannedActivity, days_before
from kazbek.views.timeline import COLUMNS


def campaign_text(asked: GroundAnswer) -> Iterator[str]:
    """The table of the plan, what the what-ifs do, the proof, and the chance of holding the date."""
    plan = asked.after
    yield f"{plan.own.ship}: {plan.site.title}"
    yield ""
    yield f"{'L−':>4}  {'begins (UTC)':<16}{'takes':>8}{'float':>8}   activity"
    for planned in plan.activities:
        if planned.ship == plan.own.ship:
            yield from _row(plan, planned)
    yield ""
    yield "* critical: a slip of one shift moves the lift-off or eats into the reserve"
    yield f"Rollout {plan.rollout.utc[:16]}Z, lift-off {plan.liftoff.utc[:19]}Z."
    yield f"Between general tests and launch day: {plan.reserve_h:.0f} h."
    for other in plan.launches[1:]:
        rollout, launch = plan.of(other.id("rollout")), plan.of(other.id("launch_day"))
        yield f"{other.ship}: rollout {rollout.start.utc[:10]}, launch {launch.end.utc[:10]}, in the same halls."
    for sentence in asked.said:
        yield from textwrap.wrap(sentence, COLUMNS, subsequent_indent="  ", break_on_hyphens=False)
    yield from (f"{str(proof)[:1].upper()}{str(proof)[1:]}." for proof in plan.proofs)
    if plan.interrupted:
        yield "Interrupted: this is the best plan so far."
    chance = asked.chance
    yield (
        f"Of {chance.draws} drawn campaigns {100 * chance.ready_frac:.1f} % are ready on the day; with scrubs "
        f"{100 * chance.held_frac:.1f} ± {100 * chance.sigma_frac:.1f} % lift off on the date."
    )


def day_text(ship: str, day: LaunchDay) -> Iterator[str]:
    """The launch day in lines: each step, how long it takes, and how the templates have it."""
    yield f"{ship}: launch day, every step as late as it can be"
    yield ""
    yield f"{'before':>8}  {'begins (UTC)':<19} {'takes':>8}  {'templates':>17}  step"
    for step in day.steps:
        takes = f"{step.takes_s / 60.0:.0f} min" if step.takes_s else ""
        template = f"{_hms(step.template_s)} ± {_spread(step.spread_s)}"
        mark = "=" if step.by_clock else " "
        begins = step.start.utc[:19].replace("T", " ")
        yield f"{_hms(step.before_s):>8}  {begins} {takes:>8}  {template:>17} {mark}{step.id}"
    yield ""
    yield "= begun by the count's own clock; all others follow from durations, their order and whom they take"
    yield f"Lift-off {day.liftoff.utc[:21]}Z."
    yield from (f"{str(proof)[:1].upper()}{str(proof)[1:]}." for proof in day.proofs)
    if day.interrupted:
        yield "Interrupted: this is the best day so far."


def _hms(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _spread(seconds: float) -> str:
    return f"{seconds / 60.0:.0f} min" if seconds >= 60.0 else f"{seconds:.0f} s"


def _row(plan: Plan, planned: PlannedActivity) -> Iterator[str]:
    """When, how long, how free; a title too long for the line goes on below itself."""
    days = days_before(plan.own, planned.start, plan.clock)
    takes_h = (planned.end - planned.start) / 3600.0
    takes = f"{takes_h / 24:.0f} d" if takes_h >= 48 else f"{takes_h:.1f} h"
    slack = f"{planned.float_h / 24:.0f} d" if planned.float_h >= 48 else f"{planned.float_h:.1f} h"
    begins = planned.start.utc[:16].replace("T", " ")
    mark = "*" if planned.critical else " "
    when = f"{days:>4}  {begins:<16}{takes:>8}{slack:>8} {mark} {planned.id:<18} "
    yield from textwrap.wrap(f"{when}{planned.title}", COLUMNS, subsequent_indent=" " * len(when))
