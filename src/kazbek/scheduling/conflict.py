"""The smallest set of facts that contradict each other.

Facts that cannot hold together and are as few as possible: by hitting sets (Ignatiev, Previti, Liffiton,
Marques-Silva, *Smallest MUS extraction with minimal hitting set dualization*, CP 2015). Every set of facts whose
removal makes the rest possible must share a fact with every contradiction; the fewest facts that share one with all
such sets known are tried, until they do contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kazbek.scheduling.solver import cp_sat, solver_of

_MOST_ROUNDS = 200

Holds = Callable[[Sequence[str]], bool]
Largest = Callable[[Sequence[str]], frozenset[str]]


def smallest_conflict(facts: Sequence[str], holds: Holds, largest: Largest) -> tuple[str, ...]:
    """The fewest of `facts` that cannot hold together, in their order.

    Parameters
    ----------
    holds : whether some of the facts can hold together
    largest : given facts that can, a largest set of facts with them that still can

    Where the search does not end within its rounds, the answer is a set from which no fact can be dropped.
    """
    to_hit: list[frozenset[str]] = []
    for _ in range(_MOST_ROUNDS):
        chosen = _fewest_hitting(facts, to_hit)
        if not holds(chosen):
            return tuple(chosen)
        to_hit.append(frozenset(facts) - largest(chosen))
    return irreducible(facts, holds)


def irreducible(facts: Sequence[str], holds: Holds) -> tuple[str, ...]:
    """Drop one fact at a time for as long as the rest still cannot hold together."""
    kept = list(facts)
    for fact in facts:
        rest = [f for f in kept if f != fact]
        if not holds(rest):
            kept = rest
    return tuple(kept)


def _fewest_hitting(facts: Sequence[str], to_hit: Sequence[frozenset[str]]) -> list[str]:
    model = cp_sat().CpModel()
    taken = {fact: model.new_bool_var(fact) for fact in facts}
    for group in to_hit:
        model.add_bool_or([taken[fact] for fact in facts if fact in group])
    model.minimize(sum(taken.values()))
    solver = solver_of()
    solver.solve(model)
    return [fact for fact in facts if solver.boolean_value(taken[fact])]
