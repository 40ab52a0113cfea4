"""What was planned around a flight, told by day: the steps before the launch, and each day aboard in a few lines."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record

_TOLD_KINDS = ("job", "fixed")  # what has a name; sleep, meals, sport and work are in the record


def planned_days(record: Record, flight: RecordedFlight) -> Iterator[Event]:
    """``day_on_the_ground`` for each day on which a step of the campaign begins, ``day_aboard`` for each waking."""
    events = record.planned.get(flight.name, ())
    steps = [event for event in events if event.name == "campaign_step"]
    for _, some in itertools.groupby(steps, key=lambda event: event.utc[:10]):
        yield _on_the_ground(flight, [*some])
    wakings = [event for event in events if event.name == "crew_wakes"]
    for waking in wakings:
        until = waking.epoch + float(waking.values["awake_s"])
        yield _aboard(waking, [event for event in events if waking.epoch <= event.epoch < until])


def _on_the_ground(flight: RecordedFlight, steps: Sequence[Event]) -> Event:
    first = steps[0]
    values: dict[str, str | float] = {"steps": "; ".join(str(step.values["step"]) for step in steps)}
    if flight.liftoff is not None:
        day, launch = (dt.date.fromisoformat(epoch.utc[:10]) for epoch in (first.epoch, flight.liftoff))
        values["days_before"] = float((launch - day).days)
    return Event("day_on_the_ground", first.epoch, values)


def _aboard(waking: Event, events: Sequence[Event]) -> Event:
    """A day in words; a word that is missing takes its sentence with it."""
    until = waking.epoch + float(waking.values["awake_s"])
    values = {"wakes": waking.utc[11:16], "sleeps": until.utc[11:16], "date": waking.utc[:10]}
    shots = [_shot(event) for event in events if event.name == "scene"]
    jobs = [event for event in events if event.values.get("kind") in _TOLD_KINDS]
    told = {
        "shots": "; ".join(shots),
        "jobs": "; ".join(_jobs(jobs)),
        "left_out": str(waking.values["left_out"]),
    }
    values |= {name: words for name, words in told.items() if words}
    return Event("day_aboard", waking.epoch, values if shots else {**values, "no_shot": ""})


def _shot(event: Event) -> str:
    place, _, title = str(event.values["heading"]).partition(" - ")
    return f"{event.utc[11:16]} scene {event.values['scene']}, {title or place} ({event.values['people']})"


def _jobs(events: Sequence[Event]) -> Iterator[str]:
    """Each job once, with everybody who does it."""
    people: dict[tuple[Epoch, str], list[str]] = {}
    for event in sorted(events, key=lambda event: (event.epoch, str(event.values["activity"]))):
        people.setdefault((event.epoch, str(event.values["activity"])), []).append(str(event.values["person"]))
    for (epoch, activity), names in people.items():
        yield f"{epoch.utc[11:16]} {activity} ({', '.join(names)})"
