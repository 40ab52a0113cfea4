"""One picture to be taken: the beat it is for, the record at that instant, and what the flight is drawn with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kazbek.gallery.cast import Cast
from kazbek.gallery.framing import Size
from kazbek.gallery.moment import Moment
from kazbek.pictures.render.shot import Shot
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat


@dataclass(frozen=True, slots=True)
class Take:
    """What a composer is given.

    Attributes
    ----------
    now : place, light and channels of the instant
    record : of the mission
    beat, flight : the moment of the story, and the flight it belongs to
    cast : the models of the flight
    size : of the picture, (columns, rows)
    """

    now: Moment
    beat: Beat
    record: Record
    flight: RecordedFlight
    cast: Cast
    size: Size

    @property
    def port(self) -> str:
        """The port that the ship leaves, at its undocking; else the one it docks at, or has left."""
        left = self.flight.first("undocking") if self.beat.key == "undocking" else None
        return self.cast.free_port if left is None else str(left.values.get("port", self.cast.free_port))

    @property
    def day(self) -> str:
        """The day for which other ships are looked up; to the minute where the ship itself changes its port."""
        return self.beat.utc[: 16 if self.flight.way == "across" else 10]

    def at(self, now: Moment) -> Take:
        """The same at another instant."""
        return replace(self, now=now)


Composer = Callable[[Take], Shot]
