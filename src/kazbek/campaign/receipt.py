"""The line of a manifest for each chunk that was flown: what lies in its file, and how it came about."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kazbek.campaign.rows import digest

_WIDTH = 32  # of a row's digest


@dataclass(frozen=True, slots=True)
class Receipt:
    """One part of a campaign: runs `first` to `end` - 1.

    Attributes
    ----------
    sha256, size : of the part's file
    outcomes : how many runs ended how
    digests : of the rows, one after the other
    seconds : of one process; by : who flew it
    """

    first: int
    end: int
    sha256: str
    size: int
    outcomes: Mapping[str, int]
    digests: str = field(repr=False)
    seconds: float = 0.0
    by: str = ""

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]], file: bytes, seconds: float = 0.0, by: str = "") -> Receipt:
        """For rows, and the file they stand in."""
        first, end = int(rows[0]["run"]), int(rows[-1]["run"]) + 1
        outcomes = dict(sorted(Counter(str(row["outcome"]) for row in rows).items()))
        digests = "".join(digest(row) for row in rows)
        sha256 = hashlib.sha256(file).hexdigest()
        return cls(first, end, sha256, len(file), outcomes, digests, round(seconds, 3), by)

    @property
    def name(self) -> str:
        """Of the part's file."""
        return part_name(self.first, self.end)

    @property
    def rows(self) -> list[str]:
        """The digest of each run."""
        return [self.digests[k : k + _WIDTH] for k in range(0, len(self.digests), _WIDTH)]

    def json(self) -> dict[str, Any]:
        """The line."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> Receipt:
        """From a line."""
        return cls(**line)


def part_name(first: int, end: int) -> str:
    """``part-00000400-00000450.parquet``: runs 400 to 449."""
    return f"part-{first:08d}-{end:08d}.parquet"


def span_of(name: str) -> tuple[int, int] | None:
    """The runs of a part, by its name; None for another file."""
    words = name.removesuffix(".parquet").split("-")
    if not name.endswith(".parquet") or len(words) != 3 or words[0] != "part":
        return None
    return (int(words[1]), int(words[2])) if words[1].isdigit() and words[2].isdigit() else None
