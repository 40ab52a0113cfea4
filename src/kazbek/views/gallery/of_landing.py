"""Pictures of the way down: plasma, canopy, steppe, in east, north, up."""

from __future__ import annotations

import numpy as np

from kazbek.mission.load import RecordedFlight
from kazbek.views.gallery.framing import (
    ORIGIN,
    STEPPE,
    UP,
    Composer,
    Size,
    along,
    camera,
    framed,
    turned,
    upright,
)
from kazbek.views.gallery.moment import Moment
from kazbek.views.scene import landing
from kazbek.views.scene.glow import Plume, shock_layer
from kazbek.views.scene.mesh import placed
from kazbek.views.scene.shot import Shot
from kazbek.views.story.beats import Beat

_DAYLIGHT = 0.22
_TRIM_rad = 0.36  # the shield rides some 20° off the wind


def _entry(strength: float, stand: tuple[float, float, float]) -> Composer:
    """The capsule shield first, in light of `strength`, from (forward, left, up) of its path."""

    def composer(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
        C = along(now.channels.get("heading_rad", 0.8), now.channels.get("flight_path_angle_rad", -0.03))
        c, s = np.cos(_TRIM_rad), np.sin(_TRIM_rad)
        shield_first = np.array(((-c, 0.0, s), (0.0, -1.0, 0.0), (s, 0.0, c)))
        seen_by = camera(C @ np.array(stand), C @ np.array((-1.5, 0.0, 0.0)), 42.0, size)
        return framed(now, now.C_ITRF_ENU, seen_by, placed(landing.capsule(), C @ shield_first, ORIGIN),
                      turned(shock_layer(strength), C))

    return composer


def _canopy(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    return framed(now, now.C_ITRF_ENU, camera((34.0, -40.0, -6.0), (0.0, 0.0, 18.0), 52.0, size),
                  upright(landing.under_canopy()), ground=STEPPE, exposure=_DAYLIGHT)


def _soft_landing(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    burst = Plume(np.array((0.0, 0.0, 1.0)), -UP, 1.1, 1.6, 0.7, (50.0, 26.0, 10.0))
    return framed(now, now.C_ITRF_ENU, camera((38.0, -34.0, 2.2), (0.0, 0.0, 20.0), 60.0, size),
                  upright(landing.under_canopy(shield=False), 2.0), (burst,), ground=STEPPE, exposure=_DAYLIGHT)


def _home(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    leaning = np.array(((0.96, 0.0, 0.28), (0.0, 1.0, 0.0), (-0.28, 0.0, 0.96)))
    model = placed(landing.capsule(shield=False), leaning, (0.0, 0.0, 0.85)) + landing.canopy_on_ground()
    return framed(now, now.C_ITRF_ENU, camera((5.5, -7.5, 2.0), (-0.5, 1.5, 0.7), 48.0, size), model, ground=STEPPE,
                  exposure=_DAYLIGHT)


COMPOSERS: dict[str, Composer] = {
    "plasma_start": _entry(0.8, (3.5, 8.0, 1.5)), "peak_load": _entry(0.35, (-7.0, 6.0, 2.5)),
    "main_opening": _canopy, "soft_landing_engines": _soft_landing, "touchdown": _home,
}
