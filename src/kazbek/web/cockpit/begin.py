"""From what was asked for to a session that can be flown, and from a log to the same session again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from kazbek.base.errors import DataError
from kazbek.base.version import __version__
from kazbek.mission.progress import Progress
from kazbek.record.write import default_directory
from kazbek.web.cockpit.log import digest, read
from kazbek.web.cockpit.scenario import Scenario, from_event, from_scenario
from kazbek.web.cockpit.session import Session, replay

USUAL = "50-m"
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """A mission and an event, or a scenario; and the seed, None for a flight without chance."""

    mission: str = ""
    event: str = ""
    scenario: str = ""
    seed: int | None = None


def begin(choice: Choice, told: Told) -> Session:
    """A session as chosen; kernels are compiled once a machine, which takes a minute.

    Raises
    ------
    DataError
        a mission without an event, both a mission and a scenario, or what they name is not there.
    """
    if choice.mission and choice.scenario:
        raise DataError("both a mission and a scenario", allowed="one of them")
    if bool(choice.mission) != bool(choice.event):
        raise DataError(
            "a mission and the event to begin at go together",
            cure="give a mission and an event, such as final_approach",
        )
    if choice.mission:
        begun = from_event(choice.mission, choice.event, Progress(working=told))
    else:
        begun = from_scenario(Scenario.named(choice.scenario or USUAL))
    session = Session.open(begun, {"kazbek": __version__, **asdict(choice)}, choice.seed)
    probe = Session.open(begun, {}, choice.seed)  # compiles what is not yet, and says so before the clock runs
    probe.advance(32)
    return session


def default_out(choice: Choice) -> Path:
    """Where the record goes that nobody gave a folder for."""
    return default_directory(f"cockpit-{Path(choice.mission or choice.scenario or USUAL).stem}")


@dataclass(frozen=True)
class Verified:
    """A log flown again.

    Attributes
    ----------
    session : at the log's last tick
    compared, differing : digests of the log, and how many of them were not met
    first_tick : of the first that was not met
    whole : whether the log has its end
    """

    session: Session
    compared: int
    differing: int
    first_tick: int | None
    whole: bool

    @property
    def same(self) -> bool:
        """Whether every digest was met."""
        return self.differing == 0

    @property
    def sentence(self) -> str:
        """The result in words."""
        ending = "" if self.whole else " The log has no end: the flight was cut off."
        if self.same:
            return f"The same flight to the bit: {self.compared} of {self.compared} digests.{ending}"
        differ = f"{self.differing} of {self.compared} digests differ, first at tick {self.first_tick}"
        return f"Another flight: {differ}.{ending}"


def verified(path: Path, told: Told) -> Verified:
    """Fly a log again, and compare.

    Raises
    ------
    DataError
        a file that is no log, or one of another version's header.
    """
    log = read(path)
    seed = log.header.get("seed")
    words = {key: str(log.header.get(key, "")) for key in ("mission", "event", "scenario")}
    choice = Choice(**words, seed=seed if isinstance(seed, int) else None)
    session = begin(choice, told)
    wrong: list[int] = []
    entries = list(log.entries)
    for tick, expected in log.digests:
        due = [entry for entry in entries if entry.tick <= tick]
        replay(session, due, tick)
        entries = entries[len(due) :]
        if digest(session.near.s) != expected:
            wrong.append(tick)
    replay(session, entries, log.last_tick)
    for entry in log.entries:
        session.log.entries.append(entry)
    return Verified(session, len(log.digests), len(wrong), wrong[0] if wrong else None, log.whole)
