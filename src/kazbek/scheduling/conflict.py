"""The smallest set of facts that contradict each other.

Facts that cannot hold together and are as few as possible: by hitting sets (Ignatiev, Previti, Liffiton,
Marques-Silva, *Smallest MUS extraction with minimal hitting set dualization*, CP 2015). Every set of facts whose
removal makes the rest possible shares a fact with every contradiction; so the fewest facts that share one with all such
sets known are no more than the smallest contradiction, and when they do contradict each other they are it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kazbek.scheduling.solver import cp_sat, solver_of

MOST_ROUNDS = 25  # beyond them the answer is a set from which no fact can be dropped


class Facts(Protocol):
    """Questions about facts that may be switched off."""

    def clashing(self, some: Sequence[str]) -> tuple[str, ...] | None:
        """Of `some`, ones that cannot hold together; None when all of them can."""

    def largest(self, some: Sequence[str]) -> frozenset[str]:
        """Given facts that can hold together, as many facts with them as still can."""


def smallest_conflict(facts: Sequence[str], ask: Facts) -> tuple[str, ...]:
    """The fewest of `facts` that cannot hold together, in their order; empty when all can."""
    clash = ask.clashing(facts)
    if clash is None:
        return ()
    known = _irreducible(clash, ask)
    to_hit: list[frozenset[str]] = []
    for _ in range(MOST_ROUNDS):
        chosen = _fewest_hitting(facts, to_hit)
        if len(chosen) >= len(known):
            break
        if ask.clashing(chosen) is not None:
            known = tuple(chosen)
            break
        to_hit.append(frozenset(facts) - ask.largest(chosen))
    return tuple(fact for fact in facts if fact in known)


def _irreducible(clash: Sequence[str], ask: Facts) -> tuple[str, ...]:
    """Drop one fact at a time for as long as the rest still cannot hold together."""
    kept = tuple(clash)
    for fact in clash:
        if fact in kept:
            kept = ask.clashing([other for other in kept if other != fact]) or kept
    return kept


def _fewest_hitting(facts: Sequence[str], to_hit: Sequence[frozenset[str]]) -> list[str]:
    model = cp_sat().CpModel()
    taken = {fact: model.new_bool_var(fact) for fact in facts}
    for group in to_hit:
        model.add_bool_or([taken[fact] for fact in facts if fact in group])
    model.minimize(sum(taken.values()))
    solver = solver_of()
    solver.solve(model)
    return [fact for fact in facts if solver.boolean_value(taken[fact])]
