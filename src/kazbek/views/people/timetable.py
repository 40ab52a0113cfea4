"""Days aboard as text: a strip for everybody, a quarter of an hour a letter, and what breaks a rule."""

from __future__ import annotations

from collections.abc import Iterator

from kazbek.base.epoch import Epoch
from kazbek.crew.timetable.ask import TimetableAnswer
from kazbek.crew.timetable.needs import Needs
from kazbek.crew.timetable.plan import DayPlan, TimetableEntry

_LETTERS = {
    "check": "c",
    "meal": "m",
    "conference": "k",
    "sport": "s",
    "work": "w",
    "job": "j",
    "shot": "f",
    "fixed": "#",
    "escort": "e",
}
_QUARTER_s, _QUARTERS = 900.0, 64  # 16 hours from the quarter of waking
_LEGEND = "c check · m meal · k conference · s sport · w work · j job · f film · # fixed · e escort · . own time"


def timetable_text(asked: TimetableAnswer) -> Iterator[str]:
    """The lines of the answer."""
    yield f"{asked.document['mission']}: days aboard, a letter a quarter of an hour, UTC"
    yield _LEGEND
    for k, plan in enumerate(asked.plans):
        yield ""
        yield from _day(asked.needs, k, plan)
    yield ""
    yield from _verdict(asked)


def _day(needs: Needs, k: int, plan: DayPlan) -> Iterator[str]:
    wake, bed = (needs.epoch(k, unit) for unit in needs.nights[k])
    names = list(dict.fromkeys(entry.person for entry in plan.entries))
    width = max((len(name) for name in names), default=0)
    yield f"{needs.dates[k]}  wakes {wake.utc[11:16]}, sleeps from {bed.utc[11:16]}"
    length = min(round((bed - wake) / _QUARTER_s), _QUARTERS)
    for name in names:
        own = [entry for entry in plan.entries if entry.person == name]
        letters = "".join(_letter(own, wake + (q + 0.5) * _QUARTER_s) for q in range(length))
        yield f"  {name:<{width}}  {letters}"
    told: dict[tuple[str, str, str], list[str]] = {}
    for entry in plan.entries:
        if entry.kind in ("fixed", "shot", "escort"):
            key = (f"{entry.start.utc[11:16]}–{entry.end.utc[11:16]}", entry.title, entry.module)
            told.setdefault(key, []).append(entry.person + (" (escort)" if entry.kind == "escort" else ""))
    for (when, title, module), people in sorted(told.items()):
        place = f", {module}" if module else ""
        yield f"    {when} {title}{place}: {', '.join(people)}"


def _letter(entries: list[TimetableEntry], instant: Epoch) -> str:
    return next((_LETTERS[e.kind] for e in entries if e.start <= instant < e.end), ".")


def _later(before: str, after: str) -> str:
    """The hour of an instant, with its day where that is another one."""
    return after[11:16] if after[:10] == before[:10] else f"{after[:10]} {after[11:16]}"


def _verdict(asked: TimetableAnswer) -> Iterator[str]:
    document = asked.document
    broken = document["violations"]
    rules = len(document["rules"])
    yield f"{rules} rules checked; " + ("none is broken." if not broken else f"{len(broken)} times one is broken:")
    for violation in broken:
        yield f"  {violation['rule']:<12} {violation['sentence']}"
    if asked.earlier:
        yield (
            f"The upset moves {len(document['moved'])} activities:" if document["moved"] else "The upset moves nothing."
        )
    for moved in document["moved"]:
        to = "has no place any more" if moved["to_utc"] is None else f"to {_later(moved['from_utc'], moved['to_utc'])}"
        yield f"  {moved['from_utc'][:10]} {moved['person']}: {moved['activity']} of {moved['from_utc'][11:16]} {to}"
    yield "Every day is proved best by its goals." if document["proved"] else "Not every day is proved best."
