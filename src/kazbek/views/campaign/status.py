"""The status of a campaign as lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kazbek.campaign.status import Status


def status_text(folder: Path, found: Status) -> Iterator[str]:
    """Runs, outcomes with 95 % intervals, the digest, and what is missing."""
    pace = f", {found.seconds / found.done * 1e3:.0f} ms of one process each" if found.done else ""
    yield f"{folder}: {found.done} of {found.runs} runs flown{pace}"
    for name, rate in found.rates.items():
        share = f"{100.0 * rate.value:.2f} %"
        within = f"95 % interval {100.0 * rate.low:.2f} to {100.0 * rate.high:.2f} %"
        yield f"  {name.replace('_', ' '):<18} {rate.hits:>8}  {share:>9}   {within}"
    if found.done:
        yield f"  digest {found.digest}"
    yield from (f"  {note}" for note in found.notes)
