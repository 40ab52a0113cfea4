"""`kazbek verify`: a record, or the log of a flight by hand, flown again: the same bits?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kazbek.mission.again import fly_again
from kazbek.mission.progress import Progress
from kazbek.record.bits import flown_digest
from kazbek.record.digests import DamagedRecord
from kazbek.record.read import as_record
from kazbek.record.record import Record
from kazbek.web.cockpit.begin import Choice, begin
from kazbek.web.cockpit.log import LOG, Read, digest, read
from kazbek.web.cockpit.session import Session, replay

Told = Callable[[str], None]


@dataclass(frozen=True)
class Verified:
    """A flight flown again.

    Attributes
    ----------
    same : whether every bit came out again
    digest : SHA-256 of what was flown now; of the last state, where a log alone was flown
    sentence : the result in words
    session : of a flight by hand, at the log's last tick
    """

    same: bool
    digest: str
    sentence: str
    session: Session | None = None

    def json(self) -> dict[str, object]:
        """In the words of the contract."""
        return {"same": self.same, "digest": self.digest, "sentence": self.sentence}


def verify(what: Record | str | Path, told: Told = lambda _: None) -> Verified:
    """Fly a record again from its mission, seed and log, or a log alone, and compare.

    Parameters
    ----------
    what : a record or its folder, or the log that a cockpit left beside it
    told : who hears what is being done

    Raises
    ------
    DataError
        it is neither, or its mission cannot be flown any more.

    Examples
    --------
    >>> import kazbek
    >>> kazbek.verify(record).same
    True
    """
    if isinstance(what, Record) or Path(what).is_dir():
        return _record(what, told)
    return _log(Path(what), told)


def _record(what: Record | str | Path, told: Told) -> Verified:
    try:
        record = as_record(what)
        before, _ = flown_digest(record), record.mission_text
    except DamagedRecord as fault:
        return Verified(False, "", f"Changed since it was flown: {fault}")
    folder = record.directory
    if folder is not None and (folder / LOG).is_file():
        flown = _log(folder / LOG, told)
        assert flown.session is not None
        again, session = flown.session.record(), flown.session
    else:
        flown, session = None, None
        again = fly_again(record, Progress(working=told))
    after = flown_digest(again)
    same = after == before and (flown is None or flown.same)
    words = "The same flight to the bit." if same else _differs(record, again)
    return Verified(same, after, f"{words} {flown.sentence}" if flown is not None else words, session)


def _differs(record: Record, again: Record) -> str:
    """Where the first difference is, as far as events tell."""
    for was, now in zip(record.events, again.events, strict=False):
        if (was.name, was.epoch) != (now.name, now.epoch) or dict(was.values) != dict(now.values):
            return f"Another flight: the first event that differs is {was.name} at {was.epoch.utc}."
    versions = [str(one.manifest.get("kazbek", "?")) for one in (record, again)]
    other = "" if versions[0] == versions[1] else f" It was flown by kazbek {versions[0]}, this is {versions[1]}."
    return f"Another flight: its events are the same, its numbers are not.{other}"


def _log(path: Path, told: Told) -> Verified:
    log = read(path)
    session = begin(_choice(log), told)
    wrong: list[int] = []
    entries = list(log.entries)
    for tick, expected in log.digests:
        due = [entry for entry in entries if entry.tick <= tick]
        replay(session, due, tick)
        entries = entries[len(due) :]
        if digest(session.near.s) != expected:
            wrong.append(tick)
    replay(session, entries, log.last_tick)
    session.log.entries.extend(log.entries)
    return Verified(not wrong, digest(session.near.s), _sentence(log, wrong), session)


def _choice(log: Read) -> Choice:
    seed = log.header.get("seed")
    words = {key: str(log.header.get(key, "")) for key in ("mission", "event", "scenario")}
    return Choice(**words, seed=seed if isinstance(seed, int) else None)


def _sentence(log: Read, wrong: list[int]) -> str:
    count = len(log.digests)
    ending = "" if log.whole else " The log has no end: the flight was cut off."
    if not wrong:
        return f"The same flight to the bit: {count} of {count} digests of its log.{ending}"
    return f"Another flight: {len(wrong)} of {count} digests of its log differ, first at tick {wrong[0]}.{ending}"
