"""The station's people from 5 October 2021 to 30 March 2022: the counts, the commands, and every rule kept.

Authorities: en.wikipedia, Expedition 66; spacefacts.info and spacefacts.net crew pages; campaign of Soyuz MS-19.
"""

from __future__ import annotations

import dataclasses
import json

import pytest
from plans import history

from kazbek.base.data import load
from kazbek.base.epoch import Epoch
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.crew.answer import crew_json
from kazbek.crew.ask import ask
from kazbek.crew.cabin import cabin
from kazbek.crew.plan import Dated
from kazbek.crew.rules import RULES, check


def test_no_rule_is_broken() -> None:
    answers = check(history())
    assert [v.sentence for a in answers for v in a.violations] == []
    assert {a.rule.name for a in answers if a.ok is None} == {"fit"}, "only the measures of the body are unknown"


def test_counts_aboard() -> None:
    """Ten aboard, seven, three between Crew-2 and Crew-3, seven, ten with MS-20, seven, ten with MS-21."""
    assert [len(names) for _, names in history().counts()] == [7, 10, 7, 3, 7, 10, 7, 10, 7]
    three = next(names for _, names in history().counts() if len(names) == 3)
    assert set(three) == {"Anton Shkaplerov", "Pyotr Dubrov", "Mark Vande Hei"}


def test_the_swap() -> None:
    """Who went home in which ship: Roscosmos reports of 17 October 2021 and 30 March 2022."""
    at = {(n.person, n.ship): n for n in history().liners}
    for name in ("Yulia Peresild", "Klim Shipenko"):
        assert at[name, "Soyuz MS-19"].span.end == at[name, "Soyuz MS-18"].span.start
    for name in ("Pyotr Dubrov", "Mark Vande Hei"):
        assert at[name, "Soyuz MS-18"].span.end == at[name, "Soyuz MS-19"].span.start
    stayed = [name for name in ("Anton Shkaplerov", "Oleg Novitsky") if sum(p == name for p, _ in at) == 1]
    assert stayed == ["Anton Shkaplerov", "Oleg Novitsky"], "the commanders keep their ships"


def test_commands_and_expeditions() -> None:
    answer = crew_json(history(), check(history()))
    assert [(c["person"], c["from_utc"][:10]) for c in answer["commands"][-3:]] == [
        ("Thomas Pesquet", "2021-10-04"),
        ("Anton Shkaplerov", "2021-11-08"),
        ("Thomas Marshburn", "2022-03-29"),
    ]
    ends = [(e["number"], e["until_utc"][:10]) for e in answer["expeditions"]]
    assert ends == [(65, "2021-10-17"), (66, "2022-03-30")]


def test_selection_funnel() -> None:
    stages = {s["stage"]: s for s in crew_json(history(), ())["selection"]}
    assert (stages["open contest"]["entered"], stages["open contest"]["passed"]) == (3000, 20)
    results = {o["person"]: o["result"] for o in stages["choice of crews"]["outcomes"]}
    assert results["Galina Kairova"] == "invited on"
    assert [stages[s]["date"] for s in ("medical commission", "interagency commission")] == ["2021-08-31", "2021-09-16"]


def test_answer_has_the_shape_of_the_contract() -> None:
    answer = ask("soyuz-ms-19", console=True).document
    assert {"people", "seats", "selection", "rules", "violations", "plan", "console"} <= set(answer)
    assert all({"person", "ship", "seat", "from_utc", "to_utc"} <= set(s) for s in answer["seats"])
    assert all({"rule", "ok", "source"} <= set(r) for r in answer["rules"])
    assert len(answer["rules"]) == len(RULES)
    assert json.loads(json.dumps(answer)) == answer


def test_unknown_measures_stay_unknown() -> None:
    answer = ask("soyuz-ms-19").document
    fit = next(r for r in answer["rules"] if r["rule"] == "fit")
    assert fit["ok"] is None
    assert fit["answer"] == "not checked"
    assert "Klim Shipenko: height is not on file" in fit["not_checked"]


@pytest.mark.parametrize("name", ["soyuz-ms-18", "demo-four-orbit", "demo-two-day"])
def test_other_missions_pass_what_can_be_checked(name: str) -> None:
    answer = ask(name).document
    assert answer["violations"] == []
    fit = next(r for r in answer["rules"] if r["rule"] == "fit")
    assert fit["ok"] is (True if name.startswith("demo") else None), "invented people have invented measures"


def test_life_of_the_ship_agrees_with_the_ship_that_flies() -> None:
    craft = load("spacecraft", "soyuz-ms", Spacecraft)
    assert cabin("soyuz-ms").life_days.v == craft.undocking.life_days.v
    assert len(cabin("soyuz-ms").seat) == craft.crew_seats


def test_days_keep_their_order() -> None:
    """On one day: lift-off, docking, work aboard, undocking, touchdown."""
    import datetime as dt

    date = dt.date(2021, 10, 17)
    slots = [Dated.of(date, slot) for slot in ("liftoff", "docking", "aboard", "undocking", "touchdown")]
    assert slots == sorted(slots)
    assert all(w.date == "2021-10-17" and w.known_to == "day" for w in slots)
    assert dataclasses.replace(slots[0], known_to="second") == slots[0], "precision does not change the order"
    assert Dated(Epoch.from_utc("2021-10-17T01:14:00Z")).known_to == "second"
