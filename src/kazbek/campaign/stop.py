"""Rules that end a campaign: ``p(docked) ± 0.2%``, ``p(up_docking_contact_miss_m < 0.1) ± 1%``.

A rule is looked at at the ends of parts in the order of runs, so that it does not depend on who flew them. The half
width is that of the 95 % interval of Clopper and Pearson. Stopping when an interval looks narrow makes it cover a
little less than it says: the report names the rule.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from kazbek.base.errors import DataError, unknown
from kazbek.base.leg import Outcome
from kazbek.campaign.rates import rate
from kazbek.campaign.rows import FAILED, numbers
from kazbek.campaign.store import Store

_EXAMPLE = '"p(docked) ± 0.2%" or "p(up_docking_contact_miss_m < 0.1) ± 1%"'
_RULE = re.compile(r"p\((.+)\)\s*(?:±|\+-|\+/-)\s*(\d+\.?\d*|\.\d+)\s*(%?)")
_COMPARED = re.compile(r"(\w+)\s*(<=|>=|<|>)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_OUTCOMES = (*Outcome, *FAILED)
_SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What a run meets or does not: an outcome of the mission, or a column against a value."""

    column: str
    sign: str
    value: float
    outcome: str

    @classmethod
    def read(cls, text: str, where: str = "") -> Condition:
        """From ``docked``, or ``up_docking_contact_miss_m < 0.1``.

        Raises
        ------
        DataError
            for neither; the nearest outcome is named.
        """
        found = _COMPARED.fullmatch(text.strip())
        if found:
            return cls(found[1], found[2], float(found[3]), "")
        word = "_".join(text.split())
        if word not in _OUTCOMES:
            raise unknown("outcome", text.strip(), _OUTCOMES, where=where)
        return cls("outcome", "", 0.0, word)

    def check(self, columns: Iterable[str], where: str = "") -> None:
        """Refuse a column that is not among these of numbers.

        Raises
        ------
        DataError
            naming the nearest.
        """
        known = set(columns)
        if not self.outcome and self.column not in known:
            raise unknown("column", self.column, known, where=where)

    def met(self, table: Any) -> Any:
        """(n,) whether each run of an Arrow table meets it; a run without the event does not."""
        if self.outcome:
            return np.array(table.column("outcome").to_pylist()) == self.outcome
        if self.column not in table.column_names:  # an event that none of these runs has come to
            return np.zeros(table.num_rows, dtype=bool)
        return _SIGNS[self.sign](numbers(table, self.column), self.value)


@dataclass(frozen=True, slots=True)
class EndRule:
    """The campaign ends when the interval of a probability is as narrow as `half_width`."""

    condition: Condition
    half_width: float

    @classmethod
    def read(cls, text: str) -> EndRule:
        """From the command line.

        Raises
        ------
        DataError
            for what is no rule.
        """
        found = _RULE.fullmatch(text.strip())
        if found is None:
            raise DataError(f'`until` "{text}"', allowed=_EXAMPLE)
        width = float(found[2]) * (0.01 if found[3] else 1.0)
        if not 0.0 < width < 1.0:
            raise DataError(f'`until` "{text}"', allowed=_EXAMPLE)
        return cls(Condition.read(found[1], "`until`"), width)

    def met(self, store: Store) -> int | None:
        """The first end of a part at which it is met, in order of runs without a gap; None so far."""
        ends, at = [], 0
        for part in store.parts():
            if part.first != at:
                break
            at = part.end
            ends.append(at)
        if not ends:
            return None
        hits = np.cumsum(self.condition.met(store.rows(columns=["run", self.condition.column]).slice(0, at)))
        for end in ends:
            found = rate(int(hits[end - 1]), end)
            if (found.high - found.low) / 2.0 <= self.half_width:
                return end
        return None
