"""Rules of the days aboard, checked on a finished timetable, however it was made; each with its source."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kazbek.base.epoch import Epoch
from kazbek.crew.timetable.needs import Needs
from kazbek.crew.timetable.plan import DayPlan, TimetableEntry

_CLOSE_s = 1.0


@dataclass(frozen=True, slots=True)
class DayRule:
    """One rule: what it demands, who says so, and what finds a breach (person, from, to, sentence)."""

    name: str
    demands: str
    source: str
    check: Callable[[Needs, Sequence[DayPlan]], Iterator[tuple[str, Epoch, Epoch, str]]]


Breach = tuple[str, Epoch, Epoch, str]


def _whole(needs: Needs, plans: Sequence[DayPlan]) -> Iterator[Breach]:
    for k, plan in enumerate(plans):
        wake, bed = (needs.epoch(k, unit) for unit in needs.nights[k])
        for person, activity in plan.left_out:
            yield person, wake, bed, f"{person} has no time for {activity.title.lower()} on {needs.dates[k]}"


def _one_place(needs: Needs, plans: Sequence[DayPlan]) -> Iterator[Breach]:
    for _, entries in _by_person(plans):
        for before, after in itertools.pairwise(entries):
            if before.end - after.start > _CLOSE_s:
                words = f"{before.person} is taken by {before.title} and {after.title} at once, from {_hm(after.start)}"
                yield before.person, after.start, min(before.end, after.end), words


def _sleep(needs: Needs, plans: Sequence[DayPlan]) -> Iterator[Breach]:
    least_s = needs.day.sleep_h.v * 3600.0
    for k in range(len(plans) - 1):
        bed, wake = needs.epoch(k, needs.nights[k][1]), needs.epoch(k + 1, needs.nights[k + 1][0])
        if wake - bed < least_s - _CLOSE_s:
            yield "", bed, wake, f"the night from {_hm(bed)} to {_hm(wake)} is shorter than {needs.day.sleep_h.v:g} h"


def _sport_and_meals(needs: Needs, plans: Sequence[DayPlan]) -> Iterator[Breach]:
    gap_s = needs.day.sport_from_meal_h.v * 3600.0
    for _, entries in _by_person(plans):
        for one, other in itertools.combinations(entries, 2):
            if {one.kind, other.kind} == {"sport", "meal"}:
                between = max(other.start - one.end, one.start - other.end)
                if between < gap_s - _CLOSE_s:
                    words = f"{one.person} has sport {max(between, 0.0) / 60.0:.0f} min from {_meal(one, other)}"
                    yield one.person, min(one.start, other.start), max(one.end, other.end), words


def _escort(needs: Needs, plans: Sequence[DayPlan]) -> Iterator[Breach]:
    escorts = {(entry.title, entry.start) for plan in plans for entry in plan.entries if entry.kind == "escort"}
    days = [(needs.epoch(k, wake), needs.epoch(k, bed)) for k, (wake, bed) in enumerate(needs.nights)]
    for job in needs.fixed:
        inside = any(wake <= job.start < bed for wake, bed in days)
        if job.escort and inside and (job.title, job.start) not in escorts:
            yield (
                job.people[0],
                job.start,
                job.end,
                f"nobody is free to go with {' and '.join(job.people)} to {job.title}",
            )


def _devices(needs: Needs, plans: Sequence[DayPlan]) -> Iterator[Breach]:
    segment = {member.name: member.segment for member in needs.members}
    sports = [entry for plan in plans for entry in plan.entries if entry.kind == "sport"]
    for entry in sports:
        devices = needs.day.equipment.get(segment[entry.person])
        at_once = [e for e in sports if e.start <= entry.start < e.end and segment[e.person] == segment[entry.person]]
        if devices is not None and len(at_once) > devices.count.v:
            words = f"{len(at_once)} people do sport at {_hm(entry.start)}, and there are {devices.count.v:.0f} devices"
            yield entry.person, entry.start, entry.end, words


DAY_RULES = (
    DayRule("whole-day", "everybody has every activity of the day", "data/days", _whole),
    DayRule("one-thing", "nobody does two things at once", "kazbek's assumption", _one_place),
    DayRule("sleep", "the crew sleeps its hours before each waking", "archive.imanastronaut; souzveche 69028", _sleep),
    DayRule("sport-meals", "sport is not straight before or after a meal", "NASA schedule page", _sport_and_meals),
    DayRule("escort", "participants leave their segment with a professional", "geekinco 2021", _escort),
    DayRule("devices", "no more people do sport than there are devices", "data/days", _devices),
)


def _by_person(plans: Sequence[DayPlan]) -> Iterator[tuple[str, list[TimetableEntry]]]:
    entries = sorted((e for plan in plans for e in plan.entries), key=lambda e: (e.person, e.start))
    for person, group in itertools.groupby(entries, key=lambda e: e.person):
        yield person, list(group)


def _hm(epoch: Epoch) -> str:
    return f"{epoch.utc[:10]} {epoch.utc[11:16]} UTC"


def _meal(one: TimetableEntry, other: TimetableEntry) -> str:
    return (one if one.kind == "meal" else other).title.lower()
