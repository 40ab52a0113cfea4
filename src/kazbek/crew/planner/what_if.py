"""What-ifs, one sentence each, as changes of the problem."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.base.errors import DataError, nearest
from kazbek.crew.plan import Dated
from kazbek.crew.planner.problem import Illness, RotationProblem, departures

_DATE = r"(\d{4}-\d{2}-\d{2})"
FORMS = (
    '"SHIP cannot undock"',
    '"SHIP slips 30 days"',
    '"SHIP leaves on 2021-10-20"',
    '"SHIP leaves between 2021-10-15 and 2021-10-19"',
    '"Yulia Peresild fails the medical"',
    '"Anton Shkaplerov falls ill"',
    '"Oleg Novitsky falls ill on 2021-10-10"',
    '"the commander falls ill"',
)


def suppose(problem: RotationProblem, sentence: str, *, commander: str = "") -> RotationProblem:
    """The problem with one what-if.

    Parameters
    ----------
    sentence : one of the forms of :data:`FORMS`
    commander : who "the commander" is

    Raises
    ------
    DataError
        a sentence that is none of the forms, or a ship or person that the plan does not have.
    """
    text = " ".join(sentence.split()).rstrip(".")
    for pattern, change in _CHANGES:
        found = re.fullmatch(pattern, text, re.IGNORECASE)
        if found:
            who, *rest = found.groups()
            if who.lower() == "the commander":
                who = commander
            return change(problem, who, [r for r in rest if r], text)
    raise DataError(f'`what_if` "{sentence}" is not understood', allowed=", ".join(FORMS))


def _known(kind: str, given: str, names: Iterable[str]) -> str:
    """The one name that `given` is, or ends or begins (``MS-18``, ``Peresild``)."""
    known = list(dict.fromkeys(names))
    exact = [n for n in known if n.lower() == given.lower()]
    partly = exact or [n for n in known if given.lower() in (n.lower().split(" ", 1)[-1], n.lower().rsplit(" ", 1)[-1])]
    if len(partly) == 1:
        return partly[0]
    raise DataError(
        f'`what_if`: unknown {kind} "{given}"',
        allowed=", ".join(known),
        cure=f'did you mean "{nearest(given, known)}"?',
    )


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise DataError(f'`what_if`: "{text}" is no day', allowed="YYYY-MM-DD") from None


def _cannot_undock(problem: RotationProblem, who: str, _rest: list[str], _text: str) -> RotationProblem:
    ship = _known("ship", who, (s.ship for s in problem.stays))
    return _said(problem.with_stay(replace(problem.stay(ship), stuck=True)), f"{ship} cannot undock")


def _slips(problem: RotationProblem, who: str, rest: list[str], _text: str) -> RotationProblem:
    """The whole of the visit moves, up and down; of a ship that is there already, only the way home."""
    ship, days = _known("ship", who, (s.ship for s in problem.stays)), int(rest[0])
    old, later_s = problem.stay(ship), days * SECONDS_PER_DAY_s
    arrives = (old.arrives[0].plus(later_s), old.arrives[1].plus(later_s)) if old.arrives else None
    launched = arrives[0] if arrives else old.launched
    departs = tuple((a.plus(later_s), b.plus(later_s)) for a, b in old.departs)
    if arrives is not None and arrives[1] < problem.begins:
        raise DataError(
            f'`what_if` "{ship} slips {days} days" puts its docking on {arrives[1].date}',
            allowed=f"a docking after {problem.begins.date}, when the plan begins",
        )
    moved = problem.with_stay(replace(old, arrives=arrives, launched=launched, departs=departs))
    return _said(moved, f"{ship} slips {days} days")


def _leaves(problem: RotationProblem, who: str, rest: list[str], _text: str) -> RotationProblem:
    ship = _known("ship", who, (s.ship for s in problem.stays))
    departs = departures(_date(rest[0]), _date(rest[-1]))
    since = problem.stay(ship).arrives
    if not departs or departs[0][0] < (since[1] if since else problem.begins):
        raise DataError(
            f'`what_if` "{ship} leaves" between {rest[0]} and {rest[-1]}',
            allowed="days in order, after the ship has docked and the plan has begun",
        )
    window = f"on {rest[0]}" if len(departs) == 1 else f"between {rest[0]} and {rest[-1]}"
    return _said(problem.with_stay(replace(problem.stay(ship), departs=departs)), f"{ship} leaves {window}")


def _unfit(problem: RotationProblem, who: str, _rest: list[str], _text: str) -> RotationProblem:
    name = _known("person", who, problem.people)
    if name in problem.initial:
        raise DataError(
            f"`what_if`: {name} is in space when the plan begins and takes no medical",
            cure=f'say "{name} falls ill on {problem.begins.date}"',
        )
    said = f"{name} fails the medical"
    return _said(replace(problem, unfit=(*problem.unfit, Illness(name, None, said))), said)


def _ill(problem: RotationProblem, who: str, rest: list[str], _text: str) -> RotationProblem:
    name = _known("person", who, problem.people)
    since = Dated.of(_date(rest[0]), "liftoff") if rest else (problem.begins if name in problem.initial else None)
    said = f"{name} falls ill" + (f" on {rest[0]}" if rest else "")
    return _said(replace(problem, unfit=(*problem.unfit, Illness(name, since, said))), said)


def _said(problem: RotationProblem, sentence: str) -> RotationProblem:
    return replace(problem, said=(*problem.said, sentence))


_Change = Callable[[RotationProblem, str, list[str], str], RotationProblem]
_CHANGES: tuple[tuple[str, _Change], ...] = (
    (r"(.+?) (?:cannot|can not) undock", _cannot_undock),
    (r"(.+?) slips (-?\d+) days?", _slips),
    (rf"(.+?) leaves on {_DATE}", _leaves),
    (rf"(.+?) leaves between {_DATE} and {_DATE}", _leaves),
    (r"(.+?) (?:fails the medical|is unfit)", _unfit),
    (rf"(.+?) falls ill(?: on {_DATE})?", _ill),
)
