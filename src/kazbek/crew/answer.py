"""The answer of ``kazbek crew`` as one document; its shape is a contract (docs/cli.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kazbek.crew.cabin import Cabin
from kazbek.crew.console import CONSOLES, Done, conflicts, steps_done
from kazbek.crew.people import Person
from kazbek.crew.plan import Dated
from kazbek.crew.planner.planned import PlannedRotation, planned_json
from kazbek.crew.rules import Ruling
from kazbek.crew.selection import Selection
from kazbek.crew.timeline import Timeline


def crew_json(
    line: Timeline, answers: Iterable[Ruling], planned: PlannedRotation | None = None, cabin: Cabin | None = None
) -> dict[str, Any]:
    """People, seats, selection, rules, violations; and the plan and the console where they were asked for."""
    found = tuple(answers)
    plan = line.plan
    return {
        "mission": plan.name,
        "title": plan.title,
        "crew_plan": plan.crew_plan,
        "people": [_person(line, person) for person in line.people.values()],
        "seats": [
            {
                "person": n.person,
                "ship": n.ship,
                "seat": n.seat,
                "from_utc": n.span.start.utc,
                "to_utc": _utc(n.span.end),
                "known_to": _precision(n.span.start, n.span.end),
                "estimate": n.estimate,
            }
            for n in line.liners
        ],
        "aboard": [
            {"from_utc": s.start.utc, "to_utc": _utc(s.end), "count": len(names), "people": list(names)}
            for s, names in line.counts()
        ],
        "commands": [{"person": c.person, "from_utc": c.when.utc, "to_utc": end.utc} for c, end in plan.terms()],
        "expeditions": [
            {
                "number": e.number,
                "until_utc": _utc(_end_of(line, e.until_undocking_of)),
                "until_undocking_of": e.until_undocking_of,
            }
            for e in plan.expeditions
        ],
        "backups": [
            {"ship": ship, "prime": prime, "backup": backup}
            for ship, pairs in plan.backups.items()
            for prime, backup in pairs.items()
        ],
        "selection": selection_json(line.selection) if line.selection else [],
        "rules": [_rule(a) for a in found],
        "violations": [
            {
                "rule": v.rule,
                "person": v.person,
                "ship": v.ship,
                "from_utc": v.start.utc,
                "to_utc": _utc(v.end),
                "sentence": v.sentence,
            }
            for a in found
            for v in a.violations
        ],
        "plan": planned_json(planned) if planned else {},
        "console": console_json(cabin) if cabin else {},
        "notes": notes(line),
    }


def notes(line: Timeline) -> list[str]:
    """What a reader must know about how the answer was made."""
    instants = [w for v in line.plan.visits for w in (v.launched, v.docked, v.undocked, v.landed) if w is not None]
    said = []
    if any(w.known_to == "day" for w in instants):
        said.append(
            "instants known only to the day stand at a fixed hour that keeps the order of the day's events: "
            "lift-off 03:00, swap 12:00, touchdown 21:00 UTC, dockings and undockings counted from these"
        )
    if any(n.estimate for n in line.liners):
        said.append("side seats that no source confirms are estimates")
    if not line.plan.crew_plan:
        said.append("the mission names no crew_plan: the station's other ships and people are not on file")
    return said


def selection_json(chosen: Selection) -> list[dict[str, Any]]:
    """The stages of a selection."""
    return [
        {
            "stage": s.name,
            "date": s.date.isoformat(),
            "until": s.until.isoformat() if s.until else None,
            "entered": s.entered_count,
            "passed": s.passed_count,
            "clears": s.clears,
            "outcomes": [{"person": o.person, "result": o.result, "reason": o.reason} for o in s.outcome],
            "note": s.note,
            "source": chosen.sources.get(s.src, s.src),
        }
        for s in chosen.stage
    ]


def console_json(cabin: Cabin) -> dict[str, Any]:
    """What one professional does in the command seat, with the standard cabin and with the portable console."""
    done = {console: steps_done(cabin, console) for console in CONSOLES}
    return {
        "cabin": cabin.name,
        "seat": cabin.command_seat,
        "steps": [_step(a, b) for a, b in zip(done["standard"], done["portable"])],
        "out_of_reach": {console: _names(d for d in done[console] if not d.in_time) for console in CONSOLES},
        "needs_participant": {
            console: _names(d for d in done[console] if d.by.startswith("participant")) for console in CONSOLES
        },
        "conflicts": {console: [c.sentence for c in conflicts(cabin, console)] for console in CONSOLES},
        "estimates": {console: sum(d.estimates for d in done[console]) for console in CONSOLES},
        "controls": [
            {
                "name": c.name,
                "kind": c.kind,
                "reach": dict(c.reach),
                "on_portable": c.on_portable,
                "source": cabin.sources.get(c.src, c.src),
                "reach_source": cabin.sources.get(c.reach_src, c.reach_src),
            }
            for c in cabin.control
        ],
    }


def _step(standard: Done, portable: Done) -> dict[str, Any]:
    return {
        "procedure": standard.procedure,
        "step": standard.step.what,
        "control": standard.control.name,
        "within_s": standard.step.within_s.v,
        **{
            name: {"by": d.by or "nobody", "worst_s": d.worst_s, "in_time": d.in_time}
            for name, d in (("standard", standard), ("portable", portable))
        },
    }


def _names(done: Iterable[Done]) -> list[str]:
    return list(dict.fromkeys(d.control.name for d in done))


def _rule(answer: Ruling) -> dict[str, Any]:
    word = {True: "kept", False: "broken", None: "not checked"}[answer.ok]
    return {
        "rule": answer.rule.name,
        "ok": answer.ok,
        "source": answer.rule.source,
        "answer": word,
        "demands": answer.rule.demands,
        "not_checked": [f.sentence for f in answer.not_checked],
    }


def _person(line: Timeline, person: Person) -> dict[str, Any]:
    def figure(value: Any) -> float | None:
        return value.v if value is not None else None

    rides = [
        {"ship": v.ship, "leg": leg}
        for v in line.plan.visits
        for leg, crew in (("up", v.up), ("down", v.down))
        if person.name in [p.person for p in crew]
    ]
    return {
        "name": person.name,
        "agency": person.agency,
        "segment": person.segment,
        "roles": [{"cabin": t.cabin, "role": t.role} for t in person.trained],
        "earlier_flights": person.earlier_flights,
        "hours": {key: datum.v for key, datum in person.hours.items()},
        "height_m": figure(person.height_m),
        "sitting_height_m": figure(person.sitting_height_m),
        "mass_kg": figure(person.mass_kg),
        "rides": rides,
        "clearances": _clearances(line, person.name),
        "liner_in": [n.ship for n in line.liners if n.person == person.name],
        "note": person.note,
    }


def _clearances(line: Timeline, name: str) -> list[dict[str, str]]:
    chosen = line.selection
    return (
        [
            {"kind": kind, "ship": chosen.ship, "from": since.isoformat(), "until": until.isoformat()}
            for kind, since, until in chosen.clearances(name)
        ]
        if chosen
        else []
    )


def _end_of(line: Timeline, ship: str) -> Dated | None:
    visit = line.plan.visit(ship)
    return visit.undocked if visit else None


def _utc(when: Dated | None) -> str | None:
    return when.utc if when is not None else None


def _precision(*ends: Dated | None) -> str:
    return "day" if any(e is not None and e.known_to == "day" for e in ends) else "second"
