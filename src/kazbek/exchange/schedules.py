"""Schedules as calendars, and a shooting schedule as a timeline that editors open."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.crew.film.shoot import ShootingSchedule
from kazbek.crew.timetable.ask import TimetableAnswer
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


def shooting_calendar(schedule: ShootingSchedule, person: str) -> str:
    """One person's calls as iCalendar."""
    shots = [shot for shot in schedule.shots if person in schedule.film.people_of(shot.scene)]
    entries = [
        Appointment(
            uid=f"{schedule.film.name}-{shot.scene.id}-{person}".lower().replace(" ", "-"),
            title=f"Scene {shot.scene.id}: {shot.scene.heading}",
            start=shot.start,
            end=shot.end,
            text=", ".join(part for part in (f"{shot.scene.pages} pages", shot.scene.state) if part),
            place=schedule.film.module[shot.scene.module].title,
        )
        for shot in shots
    ]
    stamp = schedule.shots[0].start if schedule.shots else Epoch.from_utc(schedule.film.first)
    return icalendar(f"{schedule.film.title}: {person}", entries, stamp)


def timetable_calendar(asked: TimetableAnswer, person: str) -> str:
    """One person's days aboard as iCalendar; an entry keeps its UID when an upset moves it."""
    entries, count = [], Counter[str]()
    for plan in asked.plans:
        for entry in plan.entries:
            if entry.person == person:
                count[f"{entry.start.utc[:10]}-{entry.title}"] += 1
                day = f"{entry.start.utc[:10]}-{entry.title}"
                uid = f"{asked.document['mission']}-{person}-{day}-{count[day]}".lower().replace(" ", "-")
                entries.append(Appointment(uid, entry.title, entry.start, entry.end, place=entry.module))
    return icalendar(f"{asked.document['mission']}: {person}", entries, Epoch.from_utc(asked.needs.dates[0]))


def timeline_of(schedule: ShootingSchedule) -> dict[str, Any]:
    """The board as an OpenTimelineIO document (Timeline.1): a clip per scene, gaps between, one frame a second."""
    children: list[dict[str, Any]] = []
    at = schedule.shots[0].start if schedule.shots else None
    for shot in schedule.shots:
        if at is not None and shot.start > at:
            children.append({"OTIO_SCHEMA": "Gap.1", "name": "", "source_range": _range(shot.start - at)})
        about = {"kazbek": {"start_utc": shot.start.utc, "module": shot.scene.module, "light": shot.scene.light}}
        name = f"{shot.scene.id} {shot.scene.heading}"
        length = _range(shot.end - shot.start)
        children.append({"OTIO_SCHEMA": "Clip.1", "name": name, "source_range": length, "metadata": about})
        at = shot.end
    track = {"OTIO_SCHEMA": "Track.1", "name": "camera", "kind": "Video", "children": children}
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "name": schedule.film.title,
        "metadata": {"kazbek": {"invented": schedule.film.invented}},
        "tracks": {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": [track]},
    }


def _range(seconds: float) -> dict[str, Any]:
    def time(value: float) -> dict[str, Any]:
        return {"OTIO_SCHEMA": "RationalTime.1", "rate": 1.0, "value": float(round(value))}

    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(0.0), "duration": time(seconds)}
