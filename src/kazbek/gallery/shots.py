"""From a beat to a picture: what is in it and where the camera stands. Poses and light come from the record."""

from __future__ import annotations

from kazbek.gallery import of_landing, of_launch, of_orbit, of_station
from kazbek.gallery.framing import Size
from kazbek.gallery.moment import Moment, moment, moment_nearby
from kazbek.pictures.render.shot import Shot
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat

COMPOSERS = of_launch.COMPOSERS | of_orbit.COMPOSERS | of_station.COMPOSERS | of_landing.COMPOSERS


def composed(beat: Beat, record: Record, size: Size) -> Shot | None:
    """The picture of a beat; None where the record holds no pose for it."""
    now = _moment_of(beat, record)
    return None if now is None else COMPOSERS[beat.key](now, beat, record[beat.flight], size)


def can_be_drawn(beat: Beat, record: Record) -> bool:
    """Whether the record holds a pose for it."""
    return _moment_of(beat, record) is not None


def borrowed_utc(beat: Beat, record: Record) -> str | None:
    """The instant whose place and light are shown where the record has no telemetry at the beat itself."""
    now = _moment_of(beat, record)
    return now.epoch.utc if now is not None and now.borrowed else None


def _moment_of(beat: Beat, record: Record) -> Moment | None:
    if beat.key not in COMPOSERS:
        return None
    now = moment(record[beat.flight], beat.epoch)
    if now is None and beat.key in of_station.DOCKED:
        return moment_nearby(record, beat.epoch)
    return now
