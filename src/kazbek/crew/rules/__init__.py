"""The rules, each a small object with a source, and how they are run over a timeline."""

from __future__ import annotations

from dataclasses import dataclass

from kazbek.crew.rules.crews import BACKUP, CLEARANCE, COMMAND, HANDOVER
from kazbek.crew.rules.finding import NotChecked, Rule, Violation
from kazbek.crew.rules.lifeboats import LIFEBOAT, LINER, SWAP
from kazbek.crew.rules.pilots import COMMANDER, SOLO
from kazbek.crew.rules.places import LIFE, ONE_PLACE, PORTS, SHIPS
from kazbek.crew.rules.seats import FIT, SEATS, TRAINING
from kazbek.crew.timeline import Timeline

__all__ = ["RULES", "Answer", "NotChecked", "Rule", "Violation", "check"]

RULES: tuple[Rule, ...] = (
    LIFEBOAT,
    LINER,
    SWAP,
    COMMANDER,
    SOLO,
    SEATS,
    TRAINING,
    FIT,
    CLEARANCE,
    BACKUP,
    ONE_PLACE,
    SHIPS,
    PORTS,
    LIFE,
    HANDOVER,
    COMMAND,
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule answers for a plan.

    `ok` is False when the rule is broken, None ("not checked") when it could answer for nobody, True otherwise.
    """

    rule: Rule
    violations: tuple[Violation, ...]
    not_checked: tuple[NotChecked, ...]
    ok: bool | None


def check(line: Timeline) -> tuple[Ruling, ...]:
    """Run every rule over a timeline."""
    return tuple(_answer(rule, line) for rule in RULES)


def _answer(rule: Rule, line: Timeline) -> Ruling:
    found = tuple(dict.fromkeys(rule.check(line)))
    broken = tuple(f for f in found if isinstance(f, Violation))
    open_ones = tuple(f for f in found if isinstance(f, NotChecked))
    if broken:
        return Ruling(rule, broken, open_ones, False)
    return Ruling(rule, (), open_ones, None if _answers_for_nobody(rule, line, open_ones) else True)


def _answers_for_nobody(rule: Rule, line: Timeline, open_ones: tuple[NotChecked, ...]) -> bool:
    """Whether everything that the rule looks at is unknown."""
    if not open_ones:
        return False
    if any(not f.person and not f.ship for f in open_ones):
        return True
    riders = {(p.person, v.ship) for v in line.plan.visits for p in (*v.up, *v.down)}
    unknown_people = {(f.person, f.ship) for f in open_ones if f.person}
    unknown_ships = {f.ship for f in open_ones if not f.person}
    return all(ship in unknown_ships or (name, ship) in unknown_people for name, ship in riders)
