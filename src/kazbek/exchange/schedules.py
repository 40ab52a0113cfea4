"""Schedules as calendars."""

from __future__ import annotations

from kazbek.exchange.icalendar import Appointment, icalendar
from kazbek.ground.plan import Plan, days_before


def campaign_calendar(plan: Plan) -> str:
    """A campaign as iCalendar: one entry per activity of every ship; UIDs stay the same when a plan moves."""
    name = f"{plan.own.ship}, {plan.site.title}"
    entries = [
        Appointment(
            uid=f"{plan.own.ship}-{planned.id}".lower().replace(" ", "-").replace("/", "-"),
            title=f"{planned.ship}: {planned.title}",
            start=planned.start,
            end=planned.end,
            text=f"L-{days_before(plan.own, planned.start, plan.clock)}, float {planned.float_h:.1f} h"
            + (", critical" if planned.critical else ""),
        )
        for planned in plan.activities
    ]
    return icalendar(name, entries, plan.activities[0].start)
