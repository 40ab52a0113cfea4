"""From flights as flown to the record: which station files they rest on, and which flights are missing and why."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from kazbek.base.leg import Outcome
from kazbek.mission.around.planned import planned_events
from kazbek.mission.flown import FlownFlight
from kazbek.mission.prepare import Prepared
from kazbek.record.record import Record, mission_outcome
from kazbek.record.write import whole_manifest


def record_of(ready: Prepared, flown: Sequence[FlownFlight], about: Mapping[str, Any]) -> Record:
    """The record of a prepared mission's flights; `about` is what its manifest says of how it was made."""
    flights = tuple(flight.recorded() for flight in flown)
    return Record(
        mission=ready.mission.name,
        flights=flights,
        outcome=mission_outcome(flights),
        station=_station(ready, flown),
        manifest=whole_manifest(about, flights),
        not_flown=_not_flown(ready, flown),
        folder=ready.mission.folder,
        text=ready.mission.text,
        plans=planned_events(ready.mission, flown),
    )


def _not_flown(ready: Prepared, flown: Sequence[FlownFlight]) -> str:
    """Why flights of the mission are missing at the end, unless they were not asked for."""
    done, last = {one.flight.name for one in flown}, flown[-1]
    left = [flight for flight in ready.mission.flights if flight.name not in done]
    if not left or last.outcome is Outcome.REACHED:
        return ""
    ending = str(last.outcome).replace("_", " ")
    return f"{', '.join(flight.name for flight in left)}: not flown, for {last.flight.name} ended {ending}"


def _station(ready: Prepared, flown: Sequence[FlownFlight]) -> dict[str, Any]:
    """The ``station`` object: which files the flights rest on, what was propagated, and the gaps between files."""
    accounts = [ready.track.account(f.legs[0].start.epoch, f.legs[-1].end.epoch) for f in flown if f.legs]
    if not accounts:
        return {"source": ready.track.source, "covers": [], "propagated": False, "gaps": [], "notes": []}
    notes = [*dict.fromkeys(note for account in accounts for note in account.notes)]
    sources = dict.fromkeys(name for account in accounts for name in account.source.split(", "))
    spans = sorted({account.covers for account in accounts})
    gaps = [[a[1].utc, b[0].utc] for a, b in itertools.pairwise(spans) if b[0] > a[1]]
    notes += [f"No station file covers {start} to {end}; nothing flies in between." for start, end in gaps]
    return {
        "source": ", ".join(sources),
        "covers": [spans[0][0].utc, max(end for _, end in spans).utc],
        "propagated": any(account.propagated for account in accounts),
        "gaps": gaps,
        "notes": notes,
    }
