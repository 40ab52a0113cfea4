"""The crew answer as tables for people to read, from the same document that ``--json`` prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

_PLAIN_WIDTH = 118  # where the output is not a terminal


def show(answer: dict[str, Any], *, story: bool = True) -> None:
    """Print the answer on standard output. `story`: people, seats and rules too, not only what was asked for."""
    console = Console(
        file=sys.stdout, width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False, markup=False, emoji=False
    )
    parts = [*(_story(answer) if story else ())]
    if answer["plan"]:
        parts += list(_plan(answer["plan"]))
    if answer["console"]:
        parts += list(_console(answer["console"]))
    with console.capture() as printed:  # written in one go, so that a reader who leaves (`| head`) is no fault
        for part in parts:
            console.print(part)
            console.print()
        for note in answer["notes"]:
            console.print(Text(f"Note: {note}.", style="dim"))
    sys.stdout.write(printed.get())


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _story(answer: dict[str, Any]) -> Iterator[RenderableType]:
    yield Text(f"{answer['mission']}: {answer['title']}", style="bold")
    yield _seats(answer)
    yield _aboard(answer)
    if answer["selection"]:
        yield _selection(answer["selection"])
    if answer["backups"]:
        yield _backups(answer["backups"])
    yield _rules(answer["rules"])
    if answer["violations"]:
        yield Text("\n".join(f"BROKEN  {v['rule']}: {v['sentence']}" for v in answer["violations"]), style="bold red")
    else:
        unknown = sum(len(rule["not_checked"]) for rule in answer["rules"])
        yield Text(
            "No rule is broken."
            + (f" {unknown} questions could not be checked: the answer is not on file." if unknown else ""),
            style="bold green",
        )


def _day(utc: str | None) -> str:
    return utc[:10] if utc else "…"


def surname(name: str) -> str:
    """``Vande Hei`` of ``Mark Vande Hei``."""
    return name.split(" ", 1)[-1]


def _short(names: list[str]) -> list[str]:
    """Surnames where they tell the people apart, else the full names."""
    short = [surname(name) for name in names]
    return short if len(set(short)) == len(names) else names


def _seats(answer: dict[str, Any]) -> Table:
    table = _table("Seats and liners", "person", "ship", "seat", "from", "to")
    previous = ""
    for seat in answer["seats"]:
        name = "" if seat["person"] == previous else seat["person"]
        previous = seat["person"]
        place = f"{seat['seat'] or '—'}{' (estimate)' if seat['estimate'] and seat['seat'] else ''}"
        table.add_row(name, seat["ship"], place, _day(seat["from_utc"]), _day(seat["to_utc"]))
    return table


def _aboard(answer: dict[str, Any]) -> Table:
    table = _table("Aboard the station", "from", "to", "people", "who")
    for stretch in answer["aboard"]:
        if stretch["count"]:
            table.add_row(
                _day(stretch["from_utc"]),
                _day(stretch["to_utc"]),
                str(stretch["count"]),
                ", ".join(_short(stretch["people"])),
            )
    for command in answer["commands"]:
        table.add_row(_day(command["from_utc"]), "", "", f"{command['person']} commands the station")
    for expedition in answer["expeditions"]:
        table.add_row(
            "",
            _day(expedition["until_utc"]),
            "",
            f"Expedition {expedition['number']} ends as {expedition['until_undocking_of']} undocks",
        )
    return table


def _selection(stages: Iterable[dict[str, Any]]) -> Table:
    table = _table("Selection", "stage", "date", "in", "out", "outcome")
    for stage in stages:
        results: dict[str, list[str]] = {}
        for outcome in stage["outcomes"]:
            results.setdefault(outcome["result"], []).append(surname(outcome["person"]))
        words = "; ".join(f"{result}: {', '.join(names)}" for result, names in results.items()) or stage["note"]
        counts = ["" if stage[key] is None else str(stage[key]) for key in ("entered", "passed")]
        table.add_row(stage["stage"], stage["date"], *counts, words)
    return table


def _backups(pairs: Iterable[dict[str, Any]]) -> Table:
    table = _table("Backups", "ship", "prime", "backup")
    for pair in pairs:
        table.add_row(pair["ship"], pair["prime"], pair["backup"])
    return table


def _rules(rules: Iterable[dict[str, Any]]) -> Table:
    table = _table("Rules", "rule", "answer", "demands")
    for rule in rules:
        style = {True: "green", False: "bold red", None: "yellow"}[rule["ok"]]
        unknown = len(rule["not_checked"])
        word = rule["answer"] + (f" ({unknown} not checked)" if unknown and rule["ok"] is not None else "")
        table.add_row(rule["rule"], Text(word, style=style), rule["demands"])
    return table


def _plan(plan: dict[str, Any]) -> Iterator[RenderableType]:
    asked = "; ".join(plan["what_if"]) or "from the goals alone, without looking at the mission file's crews"
    yield Text(f"Plan: {asked}", style="bold")
    if plan["status"] == "infeasible":
        yield from _conflict(plan)
    else:
        proof = "proven optimal" if plan["status"] == "optimal" else f"bound {plan['bound']:.0f}"
        yield Text(f"{plan['status']}: cost {plan['objective']:.0f}, {proof}.", style="green")
    if plan["what_if"] and plan["rides"]:
        yield Text("Against the mission file: " + ("; ".join(plan["changes"]) or "the same rides") + ".")
    elif plan["changes"]:
        yield Text("Differs from the mission file: " + "; ".join(plan["changes"]) + ".")
    elif plan["rides"]:
        yield Text("The same rides as in the mission file.")
    if plan["rides"]:
        yield _rides(plan)


def _conflict(plan: dict[str, Any]) -> Iterator[RenderableType]:
    for number, conflict in enumerate(plan["conflicts"], 1):
        head = "No plan: these cannot hold together" if number == 1 else "nor can these"
        yield Text(f"{head}\n" + "\n".join(f"  • {line}" for line in grouped(conflict)), style="red")
    if plan["given_up"]:
        yield Text("A plan exists without\n" + "\n".join(f"  • {line}" for line in grouped(plan["given_up"])))


def grouped(sentences: Iterable[str]) -> list[str]:
    """Sentences that say the same of several people, told once: ``A, B and C: has a seat with a liner …``."""
    subjects: dict[str, list[str]] = {}
    for sentence in sentences:
        for verb in (" has a seat with", " goes home in", " leaves after"):
            if verb in sentence:
                name, rest = sentence.split(verb, 1)
                subjects.setdefault(verb.strip() + rest, []).append(name)
                break
        else:
            subjects.setdefault(sentence, [])
    return [
        f"{_and(names)}{': each ' if len(names) > 1 else ' '}{rest}" if names else rest
        for rest, names in subjects.items()
    ]


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _rides(plan: dict[str, Any]) -> Table:
    table = _table("", "day", "what", "who")
    rows = [
        (
            r["utc"],
            f"{'up in' if r['leg'] == 'up' else 'home in'} {r['ship']}",
            ", ".join(f"{p['person']} ({p['seat']})" for p in r["crew"]),
        )
        for r in plan["rides"]
    ]
    rows += [
        (
            s["utc"],
            "liners change ship",
            "; ".join(f"{ship}: {', '.join(names) or 'nobody'}" for ship, names in s["to"].items()),
        )
        for s in plan["swaps"]
    ]
    rows += [(c["from_utc"], "command", c["person"]) for c in plan["commands"]]
    for utc, what, who in sorted(rows):
        table.add_row(_day(utc), what, who)
    return table


def _console(console: dict[str, Any]) -> Iterator[RenderableType]:
    table = _table(
        "One professional in the command seat: who moves what, worst case",
        "procedure",
        "step",
        "within",
        "standard cabin",
        "portable console",
    )
    previous = ""
    for step in console["steps"]:
        name = "" if step["procedure"] == previous else step["procedure"]
        previous = step["procedure"]
        table.add_row(name, step["step"], f"{step['within_s']:g} s", _way(step["standard"]), _way(step["portable"]))
    yield table
    for kind, word in (("standard", "standard cabin"), ("portable", "portable console")):
        out, hands = console["out_of_reach"][kind], console["needs_participant"][kind]
        lines = [
            f"With the {word}:",
            f"  out of reach, or too late: {'; '.join(out) or 'nothing'}",
            f"  needs a participant's hand: {'; '.join(hands) or 'nothing'}",
            *(f"  two hands are not enough: {sentence}" for sentence in console["conflicts"][kind]),
            f"  this rests on {console['estimates'][kind]} estimates",
        ]
        yield Text("\n".join(lines))


def _way(way: dict[str, Any]) -> Text:
    if way["worst_s"] is None:
        return Text("nobody reaches it", style="bold red")
    return Text(f"{way['by']}, {way['worst_s']:.1f} s", style="" if way["in_time"] else "bold red")
