"""``kazbek timetable`` without the command line: the days aboard of a mission or a record, as one document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.base.errors import DataError, OutOfRange
from kazbek.crew.ask import crew_line
from kazbek.crew.film.ask import FilmAnswer, mission_of
from kazbek.crew.film.ask import ask as ask_film
from kazbek.crew.plan import Visit
from kazbek.crew.timeline import Timeline
from kazbek.crew.timetable.jobs import SingleJobs
from kazbek.crew.timetable.needs import Fixed, Needs, needs
from kazbek.crew.timetable.plan import DayPlan, TimetableEntry, day_plan
from kazbek.crew.timetable.reshoot import shot_again
from kazbek.crew.timetable.rules import DAY_RULES
from kazbek.crew.timetable.shape import StationDay
from kazbek.crew.timetable.upset import read_upset
from kazbek.scheduling.solver import Progress

MOST_DAYS = 40


@dataclass(frozen=True)
class TimetableAnswer:
    """The days, what they were made from, and the document; `earlier` are the days before an upset."""

    needs: Needs
    plans: tuple[DayPlan, ...]
    earlier: tuple[DayPlan, ...]
    document: dict[str, Any]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody aboard at some time of these days."""
        return tuple(dict.fromkeys(member.name for member in self.needs.members))


def ask(
    mission: str,
    *,
    start: str = "",
    days: int = 0,
    upsets: Sequence[str] = (),
    shape: str = "station",
    jobs: str = "",
    film: bool = True,
    progress: Progress | None = None,
) -> TimetableAnswer:
    """Everybody's days aboard, solved, checked by rule, and replanned where something upsets them.

    Parameters
    ----------
    mission : a bundled mission, a mission file, or the folder of a record, whose computed instants then count
    start, days : first day (UTC) and how many; the mission's first docking to its next undocking without them
    upsets : see :mod:`kazbek.crew.timetable.upset`
    shape : the shape of a day: a name in ``data/days``, or a TOML path
    jobs : single jobs by name: a file of ``data/jobs``, or a TOML path; those of the mission without it
    film : whether the shots of the mission's film are part of the days

    Raises
    ------
    DataError
        whatever cannot be read, days on which nobody is aboard, or a night that cannot be slept.
    OutOfRange
        more days than can be planned at once.
    MissingExtra
        without OR-Tools.
    """
    line, read = crew_line(mission), mission_of(mission)
    dates = _dates(line, start, days)
    shooting = ask_film(mission, progress=progress) if film and read.plan.film else None
    named = jobs or read.plan.jobs
    single = SingleJobs.named(named, Path() if jobs else read.folder).job if named else ()
    plain = needs(line, StationDay.named(shape, read.folder), dates, _shooting(shooting), single)
    plans = _solved(plain, progress)
    if not upsets:
        return _answer(read.name, plain, plans, (), shooting)
    aboard = dict.fromkeys(member.name for member in plain.members)
    hits = [read_upset(text, aboard) for text in upsets]
    again = None if shooting is None else shot_again(shooting, hits, progress)
    upset = needs(line, plain.day, dates, [*_shooting(again), *hits], single)
    answer = _answer(read.name, upset, _replanned(upset, plain, plans), plans, again)
    answer.document["moved"] += _shots_moved(shooting, again)
    return answer


def _dates(line: Timeline, start: str, days: int) -> list[dt.date]:
    """From the first docking of a ship of the mission to the next undocking of one."""
    own = [visit for visit in line.plan.visits if visit.own]
    if days < 0 or days > MOST_DAYS:
        raise OutOfRange(f"`days` {days}", allowed=f"1 to {MOST_DAYS}")
    try:
        first = dt.date.fromisoformat(start) if start else None
    except ValueError:
        raise DataError(f"`start` {start} is no day", allowed="such as 2021-10-07") from None
    if first is None:
        first = dt.date.fromisoformat(min(v.docked.date for v in own if v.docked is not None and v.up))
    if not line.plan.begins.date <= first.isoformat() <= line.plan.ends.date:
        raise OutOfRange(
            f"`start` {first} lies outside the mission", allowed=f"{line.plan.begins.date} to {line.plan.ends.date}"
        )
    days = days or _days_aboard(own, first)
    return [first + dt.timedelta(days=k) for k in range(days)]


def _days_aboard(own: Sequence[Visit], first: dt.date) -> int:
    """From a day to the next undocking of one of these ships."""
    ends = [v.undocked.date for v in own if v.undocked is not None and v.undocked.date > first.isoformat()]
    last = dt.date.fromisoformat(min(ends)) if ends else first
    return min((last - first).days + 1, MOST_DAYS)


def _shooting(asked: FilmAnswer | None) -> list[Fixed]:
    """The shots of a film, and what its people are taken by besides."""
    if asked is None:
        return []
    film = asked.schedule.film
    shots = [
        Fixed(
            f"Scene {shot.scene.id}",
            film.people_of(shot.scene),
            shot.start,
            shot.end,
            film.module[shot.scene.module].title,
            kind="shot",
        )
        for shot in asked.schedule.shots
    ]
    busy = [
        Fixed(job.why, job.who, midnight + job.from_h.v * 3600.0, midnight + job.to_h.v * 3600.0)
        for job in film.busy
        for midnight in [Epoch.from_utc(job.date)]
    ]
    return [*shots, *busy]


def _solved(asked: Needs, progress: Progress | None) -> tuple[DayPlan, ...]:
    plans: list[DayPlan] = []
    for k, date in enumerate(asked.dates):
        if progress is not None:
            progress(f"planning {date}")
        plans.append(day_plan(asked, k, done=_done(asked, plans)))
    return tuple(plans)


def _done(asked: Needs, plans: Sequence[DayPlan]) -> frozenset[str]:
    """The jobs that these days do."""
    ids = {job.id for job in asked.jobs}
    return frozenset(name for plan in plans for _, name in plan.starts if name in ids)


def _replanned(asked: Needs, before: Needs, plans: Sequence[DayPlan]) -> tuple[DayPlan, ...]:
    """The days that an upset touches planned again, with as little moved as can be; the others as they were."""
    again: list[DayPlan] = []
    for k, plan in enumerate(plans):
        done = _done(asked, again)
        same = asked.on(k) == before.on(k) and done == _done(asked, plans[:k])
        again.append(plan if same else day_plan(asked, k, plan.starts, done))
    return tuple(again)


def _answer(
    name: str, asked: Needs, plans: tuple[DayPlan, ...], earlier: tuple[DayPlan, ...], shooting: FilmAnswer | None
) -> TimetableAnswer:
    found = [(rule, list(rule.check(asked, plans))) for rule in DAY_RULES]
    document = {
        "mission": name,
        "days": [_day(asked, k, plan, shooting) for k, plan in enumerate(plans)],
        "rules": [
            {"rule": r.name, "ok": not breaches, "demands": r.demands, "source": r.source} for r, breaches in found
        ],
        "violations": [
            {"rule": rule.name, "person": person, "from_utc": start.utc, "to_utc": end.utc, "sentence": f"{sentence}."}
            for rule, breaches in found
            for person, start, end, sentence in breaches
        ],
        "moved": list(_moved(asked, plans, earlier)),
        "proved": all(proof.proved for plan in plans for proof in plan.proofs),
    }
    return TimetableAnswer(asked, plans, earlier, document)


def _day(asked: Needs, k: int, plan: DayPlan, shooting: FilmAnswer | None) -> dict[str, Any]:
    wake, bed = asked.nights[k]
    date = asked.dates[k]
    sky: dict[str, Any] = {}
    if shooting is not None and date in shooting.schedule.film.days:
        rises, sets = shooting.sunrises(date)
        sky = {
            "sunrises_utc": [epoch.utc for epoch in rises],
            "sunsets_utc": [epoch.utc for epoch in sets],
            "contacts": [{"from_utc": c.start.utc, "to_utc": c.end.utc} for c in shooting.contacts(date)],
        }
    return {
        "date": date.isoformat(),
        "wake_utc": asked.epoch(k, wake).utc,
        "sleep_utc": asked.epoch(k, bed).utc,
        "entries": [_entry(entry) for entry in plan.entries],
        **sky,
    }


def _entry(entry: TimetableEntry) -> dict[str, Any]:
    return {
        "person": entry.person,
        "activity": entry.title,
        "kind": entry.kind,
        "start_utc": entry.start.utc,
        "end_utc": entry.end.utc,
        "module": entry.module,
    }


def _shots_moved(before: FilmAnswer | None, after: FilmAnswer | None) -> list[dict[str, Any]]:
    """Shots that an upset moved or pushed out, with everybody who is in them."""
    if before is None or after is None:
        return []
    now = {shot.scene.id: shot.start for shot in after.schedule.shots}
    told = []
    for shot in before.schedule.shots:
        start = now.get(shot.scene.id)
        if start is None or start != shot.start:
            told.append(
                {
                    "person": ", ".join(before.schedule.film.people_of(shot.scene)),
                    "activity": f"Scene {shot.scene.id}",
                    "from_utc": shot.start.utc,
                    "to_utc": None if start is None else start.utc,
                    "by_min": None if start is None else round((start - shot.start) / 60.0),
                }
            )
    return told


def _moved(asked: Needs, plans: Sequence[DayPlan], earlier: Sequence[DayPlan]) -> Sequence[dict[str, Any]]:
    """What an upset moved or pushed out, by person and activity."""
    told = []
    job_starts = {
        (who, job.id): at for job in asked.jobs for who in job.who for at in _starts(asked, plans, who, job.id)
    }
    for k, (plan, before) in enumerate(zip(plans, earlier)):
        for (person, name), at in before.starts.items():
            unit, was = plan.starts.get((person, name)), asked.epoch(k, at)
            now = job_starts.get((person, name)) if unit is None else asked.epoch(k, unit)
            if now != was:
                told.append(
                    {
                        "person": person,
                        "activity": asked.of(name).title,
                        "from_utc": was.utc,
                        "to_utc": None if now is None else now.utc,
                        "by_min": None if now is None else round((now - was) / 60.0),
                    }
                )
    return told


def _starts(asked: Needs, plans: Sequence[DayPlan], person: str, job: str) -> list[Epoch]:
    """When somebody does a job, on whatever day."""
    return [asked.epoch(k, plan.starts[person, job]) for k, plan in enumerate(plans) if (person, job) in plan.starts]
