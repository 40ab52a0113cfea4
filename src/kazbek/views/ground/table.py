"""A campaign in lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from kazbek.ground.ask import GroundAnswer
from kazbek.ground.plan import Plan, PlannedActivity, days_before


def campaign_text(asked: GroundAnswer) -> Iterator[str]:
    """The table of the plan, what the what-ifs do, the proof, and the chance of holding the date."""
    plan = asked.after
    yield f"{plan.own.ship}: {plan.site.title}"
    yield ""
    yield f"{'L−':>4}  {'begins (UTC)':<17}{'takes':>8}{'float':>9}     activity"
    for planned in plan.activities:
        if planned.ship == plan.own.ship:
            yield _row(plan, planned)
    yield ""
    yield "* critical: a slip of one shift moves the lift-off or eats into the reserve"
    yield f"Rollout {plan.rollout.utc[:16]}Z, lift-off {plan.liftoff.utc[:19]}Z."
    yield f"Between general tests and launch day: {plan.reserve_h:.0f} h."
    for other in plan.launches[1:]:
        rollout, launch = plan.of(other.id("rollout")), plan.of(other.id("launch_day"))
        yield f"{other.ship}: rollout {rollout.start.utc[:10]}, launch {launch.end.utc[:10]}, in the same halls."
    yield from asked.said
    yield from (f"{str(proof)[:1].upper()}{str(proof)[1:]}." for proof in plan.proofs)
    if plan.interrupted:
        yield "Interrupted: this is the best plan so far."
    chance = asked.chance
    yield (
        f"Of {chance.draws} drawn campaigns {100 * chance.ready_frac:.1f} % are ready on the day; with scrubs "
        f"{100 * chance.held_frac:.1f} ± {100 * chance.sigma_frac:.1f} % lift off on the date."
    )


def _row(plan: Plan, planned: PlannedActivity) -> str:
    days = days_before(plan.own, planned.start, plan.clock)
    takes_h = (planned.end - planned.start) / 3600.0
    takes = f"{takes_h / 24:.0f} d" if takes_h >= 48 else f"{takes_h:.1f} h"
    slack = f"{planned.float_h / 24:.0f} d" if planned.float_h >= 48 else f"{planned.float_h:.1f} h"
    begins = planned.start.utc[:16].replace("T", " ")
    mark = "*" if planned.critical else " "
    return f"{days:>4}  {begins:<17}{takes:>8}{slack:>9}  {mark}  {planned.id:<19} {planned.title}"
