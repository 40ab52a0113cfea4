"""From a beat to a picture: what is in it and where the camera stands. Poses and light come from the record."""

from __future__ import annotations

from kazbek.gallery.cast import Cast, cast_of
from kazbek.gallery.composers import of_aboard, of_any_launch, of_landing, of_launch, of_orbit, of_pad, of_station
from kazbek.gallery.framing import Size
from kazbek.gallery.moment import moment_of
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.models.built import LAUNCHER, PAD, STATION
from kazbek.pictures.render.shot import Shot
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat

_ANYONE_S = of_any_launch.COMPOSERS | of_orbit.COMPOSERS | of_station.COMPOSERS | of_landing.COMPOSERS
_LAUNCHES = {LAUNCHER: of_launch.COMPOSERS}  # pictures made for one launcher
_STATIONS = {STATION: of_aboard.COMPOSERS}
_PADS = {(LAUNCHER, PAD): of_pad.COMPOSERS}  # … and for one on one pad


def composed(beat: Beat, record: Record, size: Size) -> Shot | None:
    """The picture of a beat; None where the record holds no pose for it, or what flies has no picture of it."""
    cast = cast_of(record, beat.flight)
    now = moment_of(beat, record)
    composer = _composers(cast).get(beat.key)
    return (
        None if now is None or composer is None else composer(Take(now, beat, record, record[beat.flight], cast, size))
    )


def can_be_drawn(beat: Beat, record: Record) -> bool:
    """Whether the record holds a pose for it, and what flies has a picture of it."""
    return moment_of(beat, record) is not None and beat.key in _composers(cast_of(record, beat.flight))


def borrowed_utc(beat: Beat, record: Record) -> str | None:
    """The instant whose place and light are shown where the record has no telemetry at the beat itself."""
    now = moment_of(beat, record)
    return now.epoch.utc if now is not None and now.borrowed else None


def _composers(cast: Cast) -> dict[str, Composer]:
    """Composers of the models of launcher, pad and station, where they have some, and everybody's."""
    launcher, pad = cast.model("launcher"), cast.model("pad")
    return (
        _ANYONE_S
        | _LAUNCHES.get(launcher, {})
        | _PADS.get((launcher, pad), {})
        | _STATIONS.get(cast.model("station"), {})
    )
