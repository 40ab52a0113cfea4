"""The line of a manifest for each chunk that was flown: what lies in its file, and how it came about."""

from __future__ import annotations

import hashlib
import json
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
    sha256, size : of the part's file; draws : SHA-256 of its draws', empty where it is not known
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
    draws: str = ""

    @classmethod
    def of(
        cls, rows: Sequence[Mapping[str, Any]], file: bytes, seconds: float = 0.0, by: str = "", draws: bytes = b""
    ) -> Receipt:
        """For rows, the file they stand in, and that of their draws."""
        first, end = int(rows[0]["run"]), int(rows[-1]["run"]) + 1
        outcomes = dict(sorted(Counter(str(row["outcome"]) for row in rows).items()))
        digests = "".join(digest(row) for row in rows)
        sha256, of_draws = (hashlib.sha256(content).hexdigest() if content else "" for content in (file, draws))
        return cls(first, end, sha256, len(file), outcomes, digests, round(seconds, 3), by, of_draws)

    @property
    def name(self) -> str:
        """Of the part's file."""
        return part_name(self.first, self.end)

    @property
    def rows(self) -> list[str]:
        """The digest of each run."""
        return [self.digests[k : k + _WIDTH] for k in range(0, len(self.digests), _WIDTH)]

    def of_file(self, folder: str) -> str:
        """SHA-256 of its file in ``runs`` or ``draws``; empty where it is not known."""
        return self.sha256 if folder == "runs" else self.draws

    def json(self) -> dict[str, Any]:
        """The line, which ends with a digest of itself."""
        line = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**line, "check": _check(line)}

    @classmethod
    def read(cls, line: Mapping[str, Any]) -> Receipt:
        """From a line.

        Raises
        ------
        ValueError, TypeError
            it is not as it was written, or a line of another kind.
        """
        said = {name: value for name, value in line.items() if name != "check"}
        if "check" in line and line["check"] != _check(said):
            raise ValueError("damaged")
        return cls(**said)


def _check(line: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(line, ensure_ascii=False).encode()).hexdigest()[:_WIDTH]


def part_name(first: int, end: int) -> str:
    """``part-00000400-00000450.parquet``: runs 400 to 449."""
    return f"part-{first:08d}-{end:08d}.parquet"


def span_of(name: str) -> tuple[int, int] | None:
    """The runs of a part, by its name; None for another file."""
    words = name.removesuffix(".parquet").split("-")
    if not name.endswith(".parquet") or len(words) != 3 or words[0] != "part":
        return None
    return (int(words[1]), int(words[2])) if words[1].isdigit() and words[2].isdigit() else None
