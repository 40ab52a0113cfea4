"""Nothing about Soyuz is in the code: an invented ship with two seats, invented people, their plan and goals."""

from __future__ import annotations

from pathlib import Path

import pytest

from kazbek.crew.ask import ask
from kazbek.crew.planner.problem import baseline_of

CABIN = """
name = "lark"
title = "Lark"
ships = ["Lark "]
command_seat = "front"
solo_needs_console = false
life_days = { v = 40.0, src = "estimate" }
seat = [{ name = "front" }, { name = "back" }]
"""
PLAN = """
name = "larks"
[[own]]
ship = "Lark 1"
cabin = "lark.toml"
src = "own"
[[own]]
ship = "Lark 2"
cabin = "lark.toml"
src = "own"
[[command]]
person = "Pat Pilot"
from = 2021-01-01
src = "own"
[[command]]
person = "Quinn Captain"
from = 2021-10-19
src = "own"
[[goal]]
sentence = "the guest is home within three weeks"
kind = "stay"
people = ["Gil Guest"]
at_least_days = 7.0
at_most_days = 21.0
[[goal]]
sentence = "Eddie stays to the end"
kind = "stay"
people = ["Eddie Engineer"]
at_least_days = 45.0
"""
PERSON = """
[[person]]
name = "{name}"
segment = "russian"
earlier_flights = {flights}
src = "own"
trained = [{{ cabin = "lark", role = "{role}", src = "own" }}]
"""
PEOPLE = [
    ("Pat Pilot", 2, "commander"),
    ("Eddie Engineer", 0, "flight engineer"),
    ("Quinn Captain", 1, "commander"),
    ("Gil Guest", 0, "participant"),
]
MISSION = """
name = "demo-larks"
crew_plan = "plan.toml"
[station]
name = "iss"
track = ["iss_2021-10-01.xml.gz"]
[[docked]]
ship = "Lark 1"
port = "poisk-zenith"
launched = 2021-09-20
liners = ["Pat Pilot", "Eddie Engineer"]
[[flight]]
name = "up"
ship = "Lark 2"
launcher = "soyuz-2.1a"
pad = "baikonur-31"
date = 2021-10-10
profile = "2-orbit"
port = "rassvet-nadir"
crew = [{ name = "Quinn Captain", seat = "front", role = "commander" }, { name = "Gil Guest", seat = "back" }]
[[swap]]
date = 2021-10-12
to = { "Lark 1" = ["Pat Pilot", "Gil Guest"], "Lark 2" = ["Quinn Captain", "Eddie Engineer"] }
[[flight]]
name = "down"
ship = "Lark 1"
date = 2021-10-20
zone = "zhezkazgan"
crew = [{ name = "Pat Pilot", seat = "front", role = "commander" }, { name = "Gil Guest", seat = "back" }]
"""
LAST = """
[[flight]]
name = "last"
ship = "Lark 2"
date = 2021-11-15
zone = "zhezkazgan"
crew = [{ name = "Quinn Captain", seat = "front", role = "commander" }, { name = "Eddie Engineer", seat = "back" }]
"""


@pytest.fixture
def larks(tmp_path: Path) -> Path:
    people = "".join(PERSON.format(name=name, flights=flights, role=role) for name, flights, role in PEOPLE)
    (tmp_path / "lark.toml").write_text(CABIN, encoding="utf-8")
    (tmp_path / "plan.toml").write_text(PLAN + people, encoding="utf-8")
    (tmp_path / "mission.toml").write_text(MISSION, encoding="utf-8")
    return tmp_path / "mission.toml"


def test_rules(larks: Path) -> None:
    assert ask(str(larks)).document["violations"] == []


def test_an_empty_station(larks: Path) -> None:
    """Nobody stays when the last ship leaves: there is nobody to hand over to, and nobody to command."""
    larks.write_text(MISSION + LAST, encoding="utf-8")
    found = {(v["rule"], v["person"], v["ship"]) for v in ask(str(larks)).document["violations"]}
    assert found == {("handover", "Quinn Captain", "Lark 2"), ("handover", "Eddie Engineer", "Lark 2")}


def test_a_fault(larks: Path) -> None:
    larks.write_text(MISSION.replace("date = 2021-10-12", "date = 2021-10-21"), encoding="utf-8")
    found = {(v["rule"], v["person"], v["ship"]) for v in ask(str(larks)).document["violations"]}
    assert ("lifeboat", "Eddie Engineer", "Lark 1") in found
    assert ("liner", "Gil Guest", "Lark 1") in found


def test_plan(larks: Path) -> None:
    pytest.importorskip("ortools")
    asked = ask(str(larks), plan=True)
    assert asked.planned is not None
    assert asked.planned.line is not None
    assert asked.planned.solution.status == "optimal"
    assert baseline_of(asked.planned.line.plan) == baseline_of(asked.line.plan)
