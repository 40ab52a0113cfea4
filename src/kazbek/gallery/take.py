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

    def at(self, now: Moment) -> Take:
        """The same at another instant."""
        return replace(self, now=now)


Composer = Callable[[Take], Shot]
