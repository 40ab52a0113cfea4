"""From a beat to a picture: what is in it and where the camera stands. Poses and light come from the record."""

from __future__ import annotations

from collections.abc import Mapping

from kazbek.base.errors import unknown
from kazbek.gallery.cast import cast_of
from kazbek.gallery.composers import (
    of_aboard,
    of_any_launch,
    of_cabin,
    of_escape,
    of_landing,
    of_launch,
    of_orbit,
    of_pad,
    of_station,
)
from kazbek.gallery.framing import Size
from kazbek.gallery.moment import Moment, moment_of
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.models.built import LAUNCHER, MODELS, PAD, SHIP, STATION
from kazbek.pictures.render.shot import Shot
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat
from kazbek.views.story.cabins import drawn_cabin

_ANYONE_S = of_any_launch.COMPOSERS | of_orbit.COMPOSERS | of_station.COMPOSERS | of_landing.COMPOSERS
_LAUNCHES = {LAUNCHER: of_launch.COMPOSERS | of_escape.COMPOSERS}  # pictures made for one launcher
_STATIONS = {STATION: of_aboard.COMPOSERS}
_CABINS = {SHIP: of_cabin.COMPOSERS}
_WITHIN = (*of_aboard.COMPOSERS.values(), *of_cabin.COMPOSERS.values())
_PADS = {(LAUNCHER, PAD): of_pad.COMPOSERS}  # … and for one on one pad


def composed(beat: Beat, record: Record, size: Size) -> Shot | None:
    """The picture of a beat; None where the record holds no pose for it, or what flies has no picture of it."""
    composer, now = _composer(beat, record), moment_shown(beat, record)
    if now is None or composer is None:
        return None
    return composer(Take(now, beat, record, record[beat.flight], cast_of(record, beat.flight), size))


def can_be_drawn(beat: Beat, record: Record) -> bool:
    """Whether the record holds a pose for it, and what flies has a picture of it."""
    return moment_shown(beat, record) is not None and _composer(beat, record) is not None


def borrowed_utc(beat: Beat, record: Record) -> str | None:
    """The instant whose place and light are shown where the record has no telemetry at the beat itself."""
    now = moment_shown(beat, record)
    return now.epoch.utc if now is not None and now.borrowed else None


def is_within(beat: Beat, record: Record) -> bool:
    """Whether its picture is taken within a ship or a station."""
    return _composer(beat, record) in _WITHIN


def moment_shown(beat: Beat, record: Record) -> Moment | None:
    """The instant of a beat's picture."""
    return moment_of(beat, record, within=beat.key in _of_cabin(beat))


def _composer(beat: Beat, record: Record) -> Composer | None:
    """That of the models of cabin, station, pad or launcher, where they have one, or everybody's."""
    cast = cast_of(record, beat.flight)
    launcher, pad = cast.model("launcher"), cast.model("pad")
    own = (
        _of_cabin(beat),
        _STATIONS.get(cast.model("station"), {}),
        _PADS.get((launcher, pad), {}),
        _LAUNCHES.get(launcher, {}),
        _ANYONE_S,
    )
    return next((composers[beat.key] for composers in own if beat.key in composers), None)


def _of_cabin(beat: Beat) -> Mapping[str, Composer]:
    """Composers of the cabin of a beat's ship; none for a ship without a cabin on file that names a model."""
    inside = drawn_cabin(beat.ship)
    if inside is None:
        return {}
    if inside.model not in MODELS["cabin"]:
        raise unknown("model", inside.model, MODELS["cabin"], where=f"cabin {inside.name}")
    return _CABINS[inside.model]
