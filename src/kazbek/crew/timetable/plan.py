"""A timetable solved, day by day: nobody in two places, devices shared, sport away from meals, escorts chosen.

What cannot be placed is left out and said; leaving out as little as possible is the first goal, keeping an earlier plan
the second, meals at their usual hours the third. Between what is placed a professional works, up to the hours of a day.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence
from kazbek.crew.timetable.jobs import SingleJob
from kazbek.crew.timetable.needs import Fixed, Member, Needs
from kazbek.crew.timetable.shape import Daily
from kazbek.scheduling.solver import Proved, by_priority, cp_sat
from kazbek.scheduling.units import PER_DAY, UNIT_s, nearest_units

EFFORT = 4.0  # deterministic units per goal and day
_LEAST_WORK = 3  # units: a shorter gap is nobody's work

Spans = tuple[int, int]
Starts = Mapping[tuple[str, str], int]  # (person, activity) -> start in units after midnight


@dataclass(frozen=True, slots=True)
class TimetableEntry:
    """A person does something.

    Attributes
    ----------
    kind : check, meal, sport, conference, job, shot, fixed, escort or work
    """

    person: str
    title: str
    kind: str
    start: Epoch
    end: Epoch
    module: str = ""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day: its entries in order, what was left out, what each goal reached, and the starts for a later plan."""

    entries: tuple[TimetableEntry, ...]
    left_out: tuple[tuple[str, Daily | SingleJob], ...]
    proofs: tuple[Proved, ...]
    starts: Starts


@dataclass
class _DayModel:
    """The model of one day while it is built."""

    needs: Needs
    k: int
    done: frozenset[str] = frozenset()  # jobs of earlier days
    cp: Any = field(default_factory=cp_sat)
    start: dict[tuple[str, str], Any] = field(default_factory=dict)
    placed: dict[tuple[str, str], Any] = field(default_factory=dict)
    spans: dict[str, list[Any]] = field(default_factory=dict)  # what takes a person
    taken: dict[str, list[Spans]] = field(default_factory=dict)  # by what is fixed, which may overlap
    apart: dict[str, list[Any]] = field(default_factory=dict)  # meals with what must lie around them, and sport
    sport: dict[str, list[Any]] = field(default_factory=dict)  # per segment
    escorts: list[tuple[Fixed, dict[str, Any]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sat = self.cp.CpModel()
        self.wake, self.bed = self.needs.nights[self.k]
        self.members = [m for m in self.needs.members if self._aboard(m)]
        for member in self.members:
            for activity in self._of(member):
                self._add(member, activity)
        for job in self.needs.jobs:
            if job.id not in self.done and job.may_be_on(self.needs.dates[self.k]):
                self._job(job)
        for decided in self.needs.fixed:
            self._fix(decided)
        for person in self.spans:
            spans = [self.sat.new_fixed_size_interval_var(a, b - a, "") for a, b in _merged(self.taken.get(person, []))]
            self.sat.add_no_overlap([*self.spans[person], *spans])
            self.sat.add_no_overlap(self.apart.get(person, []))
        for segment, spans in self.sport.items():
            devices = self.needs.day.equipment.get(segment)
            if devices is not None:
                self.sat.add_cumulative(spans, [1] * len(spans), int(devices.count.v))

    def within(self, member: Member) -> Spans:
        """The units of the day during which somebody is aboard and awake."""
        first, last = (self.needs.unit(self.k, instant) for instant in (member.start, member.end))
        return max(self.wake, -int(-first // 1)), min(self.bed, int(last))

    def _aboard(self, member: Member) -> bool:
        first, last = self.within(member)
        return first < last

    def _of(self, member: Member) -> list[Daily]:
        return [a for a in self.needs.day.activity if a.who == "all" or member.professional]

    def _add(self, member: Member, activity: Daily) -> None:
        """An activity that may be placed: between its hours after waking, while the person is aboard."""
        key, takes = (member.name, activity.id), nearest_units(activity.takes_h.v)
        first, last = self.within(member)
        first = max(first, self.wake + nearest_units(activity.from_h.v))
        last = min(last, self.wake + nearest_units(activity.to_h.v)) - takes
        if last < first:  # they come later, or have left
            return
        placed = self.sat.new_bool_var(f"{key} is placed")
        start = self.sat.new_int_var(first, last, f"start of {key}")
        self.start[key], self.placed[key] = start, placed
        span = self.sat.new_optional_fixed_size_interval_var(start, takes, placed, f"{key}")
        self.spans.setdefault(member.name, []).append(span)
        if activity.kind == "sport":
            self.apart.setdefault(member.name, []).append(span)
            self.sport.setdefault(member.segment, []).append(span)
        if activity.kind == "meal":
            gap = nearest_units(self.needs.day.sport_from_meal_h.v)
            around = self.sat.new_optional_fixed_size_interval_var(start - gap, takes + 2 * gap, placed, f"{key} +")
            self.apart.setdefault(member.name, []).append(around)
        if activity.after and (member.name, activity.after) in self.start:
            before = self.start[member.name, activity.after]
            earlier = next(a for a in self.needs.day.activity if a.id == activity.after)
            self.sat.add(start >= before + nearest_units(earlier.takes_h.v)).only_enforce_if(placed)

    def _job(self, job: SingleJob) -> None:
        """A job takes all its people at once; one that does not fit into their waking hours aboard is left out."""
        takes, aboard = nearest_units(job.takes_h.v), [self.within(m) for m in self.needs.members if m.name in job.who]
        first = max([nearest_units(job.from_h.v), *(span[0] for span in aboard)])
        last = min([nearest_units(job.to_h.v), *(span[1] for span in aboard)]) - takes
        placed = self.sat.new_bool_var(f"{job.id} is done")
        start = self.sat.new_int_var(first, max(first, last), f"start of {job.id}")
        if last < first:
            self.sat.add_bool_or([~placed])
        span = self.sat.new_optional_fixed_size_interval_var(start, takes, placed, job.id)
        for name in job.who:
            self.start[name, job.id], self.placed[name, job.id] = start, placed
            self.spans.setdefault(name, []).append(span)

    def _fix(self, job: Fixed) -> None:
        """What is decided takes its people, and one professional more where an escort is needed."""
        start, end = (self.needs.unit(self.k, instant) for instant in (job.start, job.end))
        first, last = int(max(start, self.wake)), -int(-min(end, self.bed) // 1)
        if first >= last:
            return
        for name in job.people:
            self.taken.setdefault(name, []).append((first, last))
        if job.escort:
            chosen = {}
            for member in self.members:
                if member.professional and member.name not in job.people:
                    goes = self.sat.new_bool_var(f"{member.name} escorts")
                    span = self.sat.new_optional_fixed_size_interval_var(first, last - first, goes, "escort")
                    self.spans[member.name].append(span)
                    chosen[member.name] = goes
            self.sat.add(sum(chosen.values()) <= 1)
            self.escorts.append((job, chosen))

    def goals(self, earlier: Starts | None) -> list[tuple[str, Any]]:
        """What is least, the most important first."""
        later = [placed for key, placed in self.placed.items() if self.can_wait(key)]
        missing = [~placed for key, placed in self.placed.items() if not self.can_wait(key)]
        missing += [1 - sum(chosen.values()) for _, chosen in self.escorts]
        goals = [("left out", sum(missing))]
        if later:
            goals.append(("left for a later day", sum(~placed for placed in later)))
        if earlier:
            goals.append(("moved", sum(self._moved(key, at) for key, at in earlier.items() if key in self.start)))
        return [*goals, ("away from the usual hours of meals", self._meals())]

    def can_wait(self, key: tuple[str, str]) -> bool:
        """Whether it is a job that a later day may take."""
        of = self.needs.of(key[1])
        return isinstance(of, SingleJob) and not self.needs.last_chance(of, self.k)

    def _moved(self, key: tuple[str, str], at: int) -> Any:
        moved = self.sat.new_bool_var(f"{key} is moved")
        self.sat.add(self.start[key] == at).only_enforce_if(~moved)
        self.sat.add_implication(~moved, self.placed[key])
        return moved

    def _meals(self) -> Any:
        """Units between each meal and the middle of its hours."""
        away = []
        for activity in self.needs.day.activity:
            middle = self.wake + nearest_units(0.5 * (activity.from_h.v + activity.to_h.v - activity.takes_h.v))
            for key, start in self.start.items() if activity.kind == "meal" else ():
                if key[1] == activity.id:
                    by = self.sat.new_int_var(0, PER_DAY, "away")
                    self.sat.add(by >= start - middle)
                    self.sat.add(by >= middle - start)
                    away.append(by)
        return sum(away)


def _merged(spans: Sequence[Spans]) -> list[Spans]:
    """Spans that touch or overlap as one."""
    merged: list[Spans] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def day_plan(needs: Needs, k: int, earlier: Starts | None = None, done: frozenset[str] = frozenset()) -> DayPlan:
    """The timetable of day `k`; `earlier` gives starts to be kept where they can be, `done` the jobs of days before.

    Raises
    ------
    NoConvergence
        when the solver was cut short before it found any.
    """
    model = _DayModel(needs, k, done)
    solved = by_priority(
        model.sat,
        model.goals(earlier),
        effort=EFFORT,
        variables=[*model.start.values(), *model.placed.values()],
    )
    solver = solved.solver
    if solver is None:  # cut short before anything was found: a day without any activity is a solution
        raise NoConvergence(f"no timetable of {needs.dates[k]} was found", cure="give it more time")
    placed = {
        key: int(solver.value(model.start[key])) for key in model.start if solver.boolean_value(model.placed[key])
    }
    escorts = [
        (job, who) for job, chosen in model.escorts for who, goes in chosen.items() if solver.boolean_value(goes)
    ]
    left = tuple((key[0], needs.of(key[1])) for key in model.start if key not in placed and not model.can_wait(key))
    entries = [entry for m in model.members for entry in _entries(needs, k, m, placed, escorts)]
    return DayPlan(tuple(entries), left, solved.proofs, placed)


def _entries(
    needs: Needs,
    k: int,
    member: Member,
    placed: Starts,
    escorts: Sequence[tuple[Fixed, str]],
) -> list[TimetableEntry]:
    """What a person does, in order, with work in the gaps."""
    done = [
        _entry(needs, k, person, needs.of(name), at) for (person, name), at in placed.items() if person == member.name
    ]
    first, last = (needs.epoch(k, unit) for unit in needs.nights[k])
    jobs: list[tuple[Fixed, str]] = [(job, job.kind) for job in needs.fixed if member.name in job.people]
    jobs += [(job, "escort") for job, who in escorts if who == member.name]
    for job, kind in jobs:
        start, end = max(first, job.start), min(last, job.end)
        if start < end:
            done.append(TimetableEntry(member.name, job.title, kind, start, end, job.module))
    done.sort(key=lambda entry: entry.start)
    return sorted([*done, *(_work(needs, member, done) if member.professional else ())], key=lambda entry: entry.start)


def _entry(needs: Needs, k: int, person: str, of: Daily | SingleJob, at: int) -> TimetableEntry:
    """An activity or a job that was placed."""
    start, end = needs.epoch(k, at), needs.epoch(k, at + nearest_units(of.takes_h.v))
    return TimetableEntry(person, of.title, of.kind, start, end, of.module if isinstance(of, SingleJob) else "")


def _work(needs: Needs, member: Member, done: Sequence[TimetableEntry]) -> list[TimetableEntry]:
    """Work between the conferences, up to the hours of a day less what is fixed."""
    meetings = [entry for entry in done if entry.kind == "conference"]
    if len(meetings) < 2:
        return []
    taken_s = sum(entry.end - entry.start for entry in done if entry.kind in ("fixed", "shot", "escort", "job"))
    left, work = int((needs.day.work_h.v * 3600.0 - taken_s) // UNIT_s), []
    inside = [entry for entry in done if meetings[0].start <= entry.start <= meetings[-1].start]
    for before, after in itertools.pairwise(inside):
        gap = min(int((after.start - before.end) // UNIT_s), left)
        if gap >= _LEAST_WORK:
            work.append(TimetableEntry(member.name, "Work", "work", before.end, before.end + gap * UNIT_s))
            left -= gap
    return work
