"""Single faults seeded into the history: each caught by the right rule, for the right person and interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plans import broken, day, history, seated, with_swap, with_visit

from kazbek.crew.plan import Command, CrewPlan, LinerSwap, Place

MS18, MS19 = "Soyuz MS-18", "Soyuz MS-19"
Fault = Callable[[CrewPlan], CrewPlan]


def _swapped(ship: str, names: tuple[str, ...]) -> Fault:
    return lambda plan: with_swap(plan, lambda s: replace(s, to={**s.to, ship: names}))


def _up(old: str, **change: str) -> Fault:
    return lambda plan: with_visit(plan, MS19, lambda v: replace(v, up=seated(v.up, old, **change)))


def _home(ship: str, old: str, **change: str) -> Fault:
    return lambda plan: with_visit(plan, ship, lambda v: replace(v, down=seated(v.down, old, **change)))


def _visit(ship: str, **change: object) -> Fault:
    return lambda plan: with_visit(plan, ship, lambda v: replace(v, **change))  # type: ignore[arg-type]


def _launched(name: str, date: str) -> Fault:
    return _visit(MS19, launched=day(date, "liftoff"), docked=day(date, "docking"))


# name: (fault, rule, person, ship, first day, last day of the violation)
FAULTS: dict[str, tuple[Fault, str, str, str, str, str]] = {
    "nobody swaps liners": (
        lambda p: replace(p, swaps=()),
        "lifeboat",
        "Pyotr Dubrov",
        MS18,
        "2021-10-17",
        "2022-03-30",
    ),
    "nobody swaps liners: the film crew": (
        lambda p: replace(p, swaps=()),
        "liner",
        "Yulia Peresild",
        MS18,
        "2021-10-17",
        "2021-10-17",
    ),
    "the swap is forgotten until MS-18 has left": (
        lambda p: with_swap(p, lambda s: replace(s, when=day("2021-10-20"))),
        "lifeboat",
        "Mark Vande Hei",
        MS18,
        "2021-10-17",
        "2021-10-20",
    ),
    "the swap comes before MS-19": (
        lambda p: with_swap(p, lambda s: replace(s, when=day("2021-10-05", "liftoff"))),
        "swap",
        "Yulia Peresild",
        MS18,
        "2021-10-05",
        "2021-10-05",
    ),
    "one liner is left behind": (
        _swapped(MS18, ("Oleg Novitsky", "Yulia Peresild")),
        "liner",
        "Klim Shipenko",
        MS18,
        "2021-10-17",
        "2021-10-17",
    ),
    "one liner too many in MS-19": (
        _swapped(MS18, ("Oleg Novitsky", "Yulia Peresild")),
        "seats",
        "Klim Shipenko",
        MS19,
        "2021-10-07",
        "2022-03-30",
    ),
    "a liner in two ships": (
        _swapped(MS18, ("Oleg Novitsky", "Yulia Peresild", "Klim Shipenko", "Pyotr Dubrov")),
        "one-place",
        "Pyotr Dubrov",
        MS19,
        "2021-10-07",
        "2021-10-07",
    ),
    "a film-maker in the centre seat": (
        lambda p: with_visit(
            p,
            MS19,
            lambda v: replace(
                v, up=seated(seated(v.up, "Anton Shkaplerov", seat="left"), "Klim Shipenko", seat="centre")
            ),
        ),
        "commander",
        "Klim Shipenko",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "nobody in the centre seat": (
        lambda p: with_visit(p, MS19, lambda v: replace(v, down=v.down[1:])),
        "commander",
        "",
        MS19,
        "2022-03-30",
        "2022-03-30",
    ),
    "both commanders' liners in one ship": (
        lambda p: with_swap(
            p,
            lambda s: replace(
                s,
                to={
                    MS18: ("Oleg Novitsky", "Anton Shkaplerov", "Yulia Peresild"),
                    MS19: ("Klim Shipenko", "Pyotr Dubrov", "Mark Vande Hei"),
                },
            ),
        ),
        "commander",
        "Pyotr Dubrov",
        MS19,
        "2021-10-07",
        "2022-03-30",
    ),
    "the portable console stays on the ground": (
        _visit(MS19, console="standard"),
        "solo-pilot",
        "Anton Shkaplerov",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "home without the portable console": (
        _visit(MS18, console="standard"),
        "solo-pilot",
        "Oleg Novitsky",
        MS18,
        "2021-10-17",
        "2021-10-17",
    ),
    "nobody beside the left valve": (
        lambda p: with_visit(p, MS19, lambda v: replace(v, up=(v.up[0], v.up[2]))),
        "solo-pilot",
        "Anton Shkaplerov",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "two in one seat": (
        _up("Klim Shipenko", seat="right"),
        "seats",
        "Yulia Peresild",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "a seat the ship does not have": (
        _up("Klim Shipenko", seat="fourth"),
        "seats",
        "Klim Shipenko",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "four in three seats": (
        lambda p: with_visit(p, MS19, lambda v: replace(v, up=(*v.up, Place("Alexey Dudin", "right")))),
        "seats",
        "Alexey Dudin",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "someone who was never trained": (
        _up("Yulia Peresild", new="Galina Kairova"),
        "training",
        "Galina Kairova",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "someone who was never cleared": (
        _up("Yulia Peresild", new="Galina Kairova"),
        "clearance",
        "Galina Kairova",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "launch before the commission": (
        _launched(MS19, "2021-09-10"),
        "clearance",
        "Anton Shkaplerov",
        MS19,
        "2021-09-10",
        "2021-09-10",
    ),
    "launch after the medical clearance has run out": (
        _launched(MS19, "2022-03-05"),
        "clearance",
        "Klim Shipenko",
        MS19,
        "2022-03-05",
        "2022-03-05",
    ),
    "a Dragon crew member's liner in a Soyuz": (
        _swapped(MS19, ("Anton Shkaplerov", "Pyotr Dubrov", "Shane Kimbrough")),
        "training",
        "Shane Kimbrough",
        MS19,
        "2021-10-07",
        "2022-03-30",
    ),
    "prime and backup in one ship": (
        _up("Klim Shipenko", new="Alyona Mordovina"),
        "backup",
        "Yulia Peresild",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "a prime without a backup": (
        lambda p: replace(p, backups={**p.backups, MS19: {"Anton Shkaplerov": "Oleg Artemyev"}}),
        "backup",
        "Yulia Peresild",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "a backup who could not command": (
        lambda p: replace(p, backups={**p.backups, MS19: {**p.backups[MS19], "Anton Shkaplerov": "Alexey Dudin"}}),
        "backup",
        "Anton Shkaplerov",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "up while aboard": (
        _up("Klim Shipenko", new="Oleg Novitsky"),
        "one-place",
        "Oleg Novitsky",
        MS19,
        "2021-10-05",
        "2021-10-05",
    ),
    "home twice": (
        _home(MS19, "Pyotr Dubrov", new="Oleg Novitsky"),
        "one-place",
        "Oleg Novitsky",
        MS19,
        "2022-03-30",
        "2022-03-30",
    ),
    "home without having come": (
        _home(MS19, "Pyotr Dubrov", new="Dmitry Petelin"),
        "one-place",
        "Dmitry Petelin",
        MS19,
        "2022-03-30",
        "2022-03-30",
    ),
    "left behind by the last ship": (
        _home(MS19, "Pyotr Dubrov", new="Oleg Novitsky"),
        "lifeboat",
        "Pyotr Dubrov",
        MS19,
        "2022-03-30",
        "2022-03-31",
    ),
    "home before docking": (
        _visit(MS19, undocked=day("2021-10-04", "undocking")),
        "ships",
        "Anton Shkaplerov",
        MS19,
        "2021-10-04",
        "2021-10-05",
    ),
    "two ships at Nauka": (
        _visit(MS19, port="nauka-nadir"),
        "ports",
        "Anton Shkaplerov",
        MS19,
        "2021-10-05",
        "2021-10-17",
    ),
    "a port that is not there yet": (
        _visit(MS19, port="prichal-nadir"),
        "ports",
        "Anton Shkaplerov",
        MS19,
        "2021-10-05",
        "2021-11-26",
    ),
    "a ship beyond its life": (
        _visit(MS18, undocked=day("2021-11-30", "undocking"), landed=day("2021-11-30", "touchdown")),
        "ship-life",
        "Oleg Novitsky",
        MS18,
        "2021-10-26",
        "2021-11-30",
    ),
    "MS-21 comes two days before MS-19 leaves": (
        _visit("Soyuz MS-21", launched=day("2022-03-28", "liftoff"), docked=day("2022-03-28", "docking")),
        "handover",
        "Anton Shkaplerov",
        MS19,
        "2022-03-28",
        "2022-03-30",
    ),
    "command three days after coming aboard": (
        lambda p: replace(
            p, commands=(*p.commands[:2], Command("Anton Shkaplerov", day("2021-10-08")), p.commands[-1])
        ),
        "handover",
        "Anton Shkaplerov",
        "",
        "2021-10-05",
        "2021-10-08",
    ),
    "command outlives the commander's stay": (
        lambda p: replace(p, commands=p.commands[:-2]),
        "command",
        "Thomas Pesquet",
        "Crew-2",
        "2021-11-08",
        "2022-03-31",
    ),
    "command to someone on a first flight": (
        lambda p: replace(p, commands=(*p.commands[:2], Command("Pyotr Dubrov", day("2021-11-08")), p.commands[-1])),
        "command",
        "Pyotr Dubrov",
        "",
        "2021-11-08",
        "2022-03-29",
    ),
    "Crew-2 leaves three weeks early without its liner swap": (
        _visit("Crew-2", undocked=day("2021-10-16", "undocking"), landed=day("2021-10-16", "touchdown")),
        "command",
        "Thomas Pesquet",
        "Crew-2",
        "2021-10-16",
        "2021-11-08",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_caught(name: str) -> None:
    fault, rule, person, ship, first, last = FAULTS[name]
    violations = broken(fault(history().plan))
    found = [(v.rule, v.person, v.ship, v.start.date, v.end.date if v.end else "") for v in violations]
    assert (rule, person, ship, first, last) in found


@pytest.mark.parametrize("name", FAULTS)
def test_sentence_names_what_is_wrong(name: str) -> None:
    """The sentence of a violation names the person and the ship (where there is one) and the day."""
    fault, rule, person, ship, first, _ = FAULTS[name]
    words = [v.sentence for v in broken(fault(history().plan)) if (v.rule, v.person, v.ship) == (rule, person, ship)]
    assert words
    assert all(person in w and (ship in w or rule == "command") and w.endswith(".") for w in words)
    assert any(first in w for w in words)


SWAPPERS = ("Yulia Peresild", "Klim Shipenko", "Pyotr Dubrov", "Mark Vande Hei")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(min_value=-2, max_value=60))
def test_swap_on_any_day(days: int) -> None:
    """The swap works exactly from the docking of MS-19 to the undocking of MS-18, on whatever day it is made."""
    plan = with_swap(history().plan, lambda s: replace(s, when=s.when.plus(days * 86_400.0)))
    ms18, ms19 = plan.visit(MS18), plan.visit(MS19)
    assert ms18 is not None
    assert ms19 is not None
    when = plan.swaps[0].when
    fits = ms19.docked is not None and ms18.undocked is not None and ms19.docked < when < ms18.undocked
    found = broken(plan)
    assert (found == []) is fits
    if not fits:
        assert {v.person for v in found if v.rule in ("lifeboat", "liner")} & set(SWAPPERS)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations([*SWAPPERS, "Oleg Novitsky", "Anton Shkaplerov"]))
def test_any_other_sharing_of_the_seats_is_caught(names: list[str]) -> None:
    """Of all ways to share six seats between the two ships, the rules accept only the one that goes home as flown."""
    right = {"Oleg Novitsky", "Yulia Peresild", "Klim Shipenko"}
    plan = with_swap(history().plan, lambda s: LinerSwap(s.when, {MS18: tuple(names[:3]), MS19: tuple(names[3:])}))
    wrong = {v.person for v in broken(plan) if v.rule == "liner"}
    assert wrong == (set(names[:3]) ^ right if set(names[:3]) != right else set())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["Crew-2", "Soyuz MS-20", MS18]), st.integers(min_value=1, max_value=9))
def test_somebody_is_left_behind(ship: str, rank: int) -> None:
    """Whoever does not get into the ship that takes their liner away is without a lifeboat from its undocking on."""
    visit = history().plan.visit(ship)
    assert visit is not None
    left = visit.down[rank % len(visit.down)].person
    plan = with_visit(history().plan, ship, lambda v: replace(v, down=tuple(p for p in v.down if p.person != left)))
    found = [v for v in broken(plan) if v.rule == "lifeboat"]
    assert [(v.person, v.ship, v.start) for v in found] == [(left, ship, visit.undocked)]
