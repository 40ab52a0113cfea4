"""From what was asked for to a session that can be flown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from kazbek.base.errors import DataError
from kazbek.base.version import __version__
from kazbek.catalogue.panel import Panel
from kazbek.crew.aboard import aboard
from kazbek.crew.cabin import cabin
from kazbek.mission.progress import Progress
from kazbek.record.write import default_directory
from kazbek.web.cockpit.scenario import Scenario, from_event, from_scenario
from kazbek.web.cockpit.session import Session

USUAL = "50-m"
Told = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """A mission and an event, or a scenario; the seed, None for a flight without chance; who is aboard with what."""

    mission: str = ""
    event: str = ""
    scenario: str = ""
    seed: int | None = None
    crew: str = "mission"
    console: str = ""


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
    panel = Panel.named(begun.close.ship.name)
    people = [(person.name, person.seat, person.role) for person in begun.flown.flight.crew]
    inside = aboard(cabin(panel.cabin), people, choice.crew, choice.console)
    inside.check(begun.flown.flight.ship, panel.controls.values())
    session = Session.open(begun, {"kazbek": __version__, **asdict(choice)}, choice.seed)
    session.panel, session.aboard = panel, inside
    probe = Session.open(begun, {}, choice.seed)  # compiles what is not yet, and says so before the clock runs
    probe.advance(32)
    return session


def default_out(choice: Choice) -> Path:
    """Where the record goes that nobody gave a folder for."""
    return default_directory(f"cockpit-{Path(choice.mission or choice.scenario or USUAL).stem}")
