"""What somebody asked to watch: a finished record, one being written, or a mission to be flown meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from kazbek.base.errors import DataError
from kazbek.base.files import hold
from kazbek.base.places import PARTIAL
from kazbek.mission.file import read_mission
from kazbek.record.partial import is_whole
from kazbek.record.read import load_record, load_unfinished
from kazbek.record.write import default_directory
from kazbek.web.watch.document import title_of
from kazbek.web.watch.following import Follower, LiveFlight
from kazbek.web.watch.watched import Watched


def begin(record: Path | None, live: str = "", out: Path | None = None) -> tuple[Watched, Callable[[], None]]:
    """What is watched, and what ends it.

    Parameters
    ----------
    record : a finished record, or ``DIR.partial``
    live : a mission, to be flown in a process of its own
    out : folder of that flight's record

    Raises
    ------
    DataError
        neither or both given, no such record or mission.
    """
    if (record is None) == (not live):
        raise DataError("what is to be watched", allowed="a record, or `live` with a mission, not both")
    if live:
        return _fly(live, out)
    assert record is not None
    if not record.name.endswith(PARTIAL) or is_whole(record):
        finished = load_record(record)
        title_of(finished)  # a damaged mission file is refused here, not on the page
        return Watched(finished), lambda: None
    load_unfinished(record)
    running = None if sys.platform == "win32" else lambda: _written(record)  # no locks tell it there
    follower = Follower(record.with_name(record.name.removesuffix(PARTIAL)), running)
    follower.look()
    follower.start()
    return follower.watched, follower.stop


def _written(partial: Path) -> bool:
    """Whether a process holds the folder; it does until the record has its name."""
    if not partial.is_dir():
        return False
    held = hold(partial)
    if held is None:
        return True
    held.let_go()
    return False


def _fly(mission: str, out: Path | None) -> tuple[Watched, Callable[[], None]]:
    name = read_mission(mission).plan.name
    flight = LiveFlight(mission, (out or default_directory(name)).absolute())
    return flight.start(), flight.stop
