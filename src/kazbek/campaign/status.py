"""How far a campaign is, and what came out so far, with intervals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kazbek.campaign.rates import Rate, rate
from kazbek.campaign.receipt import Receipt
from kazbek.campaign.rows import FAILED, digest_of
from kazbek.campaign.store import Store


@dataclass(frozen=True, slots=True)
class Status:
    """A campaign as its folder stands.

    Attributes
    ----------
    runs, done, failed : asked for, flown, and of those the ones that kazbek could not fly to an end
    outcomes : how many runs ended how ; rates : how often, with 95 % intervals
    digest : SHA-256 over the rows sorted by run, whatever flew them
    seconds : of one process, for the runs flown
    notes : sentences about what is missing
    """

    runs: int
    done: int
    failed: int
    outcomes: dict[str, int]
    rates: dict[str, Rate]
    digest: str
    seconds: float
    notes: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """The document of ``kazbek campaign status --json``."""
        rates = [
            {"outcome": name, "value": found.value, "low": found.low, "high": found.high}
            for name, found in self.rates.items()
        ]
        return {
            "runs": self.runs,
            "done": self.done,
            "failed": self.failed,
            "outcomes": self.outcomes,
            "digest": self.digest,
            "rates": rates,
            "seconds": self.seconds,
            "notes": list(self.notes),
        }


def status_of(store: Store) -> Status:
    """From the manifest; parts are not opened unless it does not know them."""
    parts, runs = store.parts(), store.question.runs
    outcomes: Counter[str] = Counter()
    for part in parts:
        outcomes.update(part.outcomes)
    done = outcomes.total()
    known = dict(sorted(outcomes.items()))
    return Status(
        runs,
        done,
        sum(known.get(name, 0) for name in FAILED),
        known,
        {name: rate(count, done) for name, count in known.items()},
        digest_of(row for part in parts for row in part.rows),
        round(sum(part.seconds for part in parts), 3),
        tuple(_notes(store, parts, runs - done)),
    )


def _notes(store: Store, parts: list[Receipt], left: int) -> list[str]:
    gone = store.missing_parts()
    notes = [f"{len(gone)} part{'s are' if len(gone) > 1 else ' is'} missing, {gone[0]} first."] if gone else []
    read_again = sum(not part.by for part in parts)
    if read_again:
        notes.append(
            f"{read_again} of {len(parts)} parts without a whole line in the manifest: their time is not known."
        )
    if store.question.sobol:
        notes.append("Runs of a block share numbers (sobol): the intervals of these rates are too narrow.")
    if left:
        notes.append(f"{left} runs are to be flown: kazbek campaign resume {store.folder}")
    return notes
