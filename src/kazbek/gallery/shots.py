"""From a beat to a picture: what is in it and where the camera stands. Poses and light come from the record."""

from __future__ import annotations

from kazbek.gallery import of_any_launch, of_landing, of_launch, of_orbit, of_station
from kazbek.gallery.cast import Cast, cast_of
from kazbek.gallery.framing import Size
from kazbek.gallery.moment import Moment, moment, moment_nearby
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.models.built import LAUNCHER
from kazbek.pictures.render.shot import Shot
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat

_ANYONE_S = of_any_launch.COMPOSERS | of_orbit.COMPOSERS | of_station.COMPOSERS | of_landing.COMPOSERS
_LAUNCHES = {LAUNCHER: of_launch.COMPOSERS}  # pictures made for one launcher


def composed(beat: Beat, record: Record, size: Size) -> Shot | None:
    """The picture of a beat; None where the record holds no pose for it."""
    now = _moment_of(beat, record)
    if now is None:
        return None
    cast = cast_of(record, beat.flight)
    return _composers(cast)[beat.key](Take(now, beat, record[beat.flight], cast, size))


def can_be_drawn(beat: Beat, record: Record) -> bool:
    """Whether the record holds a pose for it."""
    return _moment_of(beat, record) is not None


def borrowed_utc(beat: Beat, record: Record) -> str | None:
    """The instant whose place and light are shown where the record has no telemetry at the beat itself."""
    now = _moment_of(beat, record)
    return now.epoch.utc if now is not None and now.borrowed else None


def _composers(cast: Cast) -> dict[str, Composer]:
    """Composers of the launcher's model, where it has some, and everybody's."""
    return _ANYONE_S | _LAUNCHES.get(cast.model("launcher"), {})


def _moment_of(beat: Beat, record: Record) -> Moment | None:
    if beat.key not in _ANYONE_S:
        return None
    now = moment(record[beat.flight], beat.epoch)
    if now is None and beat.key in of_station.DOCKED:
        return moment_nearby(record, beat.epoch)
    return now
