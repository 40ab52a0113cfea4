"""From a beat to a picture: what is in it and where the camera stands. Poses and light come from the record."""

from __future__ import annotations

from kazbek.mission.load import RecordedFlight
from kazbek.views.gallery import of_landing, of_launch, of_orbit, of_station
from kazbek.views.gallery.framing import Size
from kazbek.views.gallery.moment import moment
from kazbek.views.scene.shot import Shot
from kazbek.views.story.beats import Beat

COMPOSERS = of_launch.COMPOSERS | of_orbit.COMPOSERS | of_station.COMPOSERS | of_landing.COMPOSERS


def shot_of(beat: Beat, flight: RecordedFlight, size: Size) -> Shot | None:
    """The picture of a beat; None where the record holds no pose for it."""
    now = moment(flight, beat.utc)
    compose = COMPOSERS.get(beat.key)
    return compose(now, beat, flight, size) if now is not None and compose is not None else None
