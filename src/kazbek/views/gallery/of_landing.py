"""Pictures of the way down: plasma, canopy, steppe, in east, north, up."""

from __future__ import annotations

import numpy as np

from kazbek.mission.load import RecordedFlight
from kazbek.views.gallery.framing import (
    ORIGIN,
    STEPPE,
    UP,
    Composer,
    Floats,
    Size,
    along,
    camera,
    framed,
    level,
    turned,
    upright,
)
from kazbek.views.gallery.moment import Moment
from kazbek.views.scene import landing
from kazbek.views.scene.glow import Plume, dust
from kazbek.views.scene.mesh import placed
from kazbek.views.scene.plasma import shock_layer
from kazbek.views.scene.shot import Shot
from kazbek.views.story.beats import Beat

_DAYLIGHT = 0.22
_FLANK_rad = 0.288  # how far the capsule narrows towards its hatch; it comes to rest on its flank
_TRIM_rad = 0.36  # the shield rides some 20° off the wind


def _entry(strength: float, stand: tuple[float, float, float]) -> Composer:
    """The capsule shield first, in light of `strength`, from (forward, left, up) of its path."""

    def composer(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
        C = along(now.channels.get("heading_rad", 0.8), now.channels.get("flight_path_angle_rad", -0.03))
        c, s = np.cos(_TRIM_rad), np.sin(_TRIM_rad)
        shield_first = np.array(((-c, 0.0, s), (0.0, -1.0, 0.0), (s, 0.0, c)))
        sunny = 1.0 if C[:, 1] @ now.C_ITRF_ENU.T @ now.to_sun_ITRF > 0.0 else -1.0
        seen_by = camera(C @ (np.array(stand) * (1.0, sunny, 1.0)), C @ np.array((-1.0, 0.0, 0.0)), 38.0, size)
        return framed(now, now.C_ITRF_ENU, seen_by, placed(landing.capsule(), C @ shield_first, ORIGIN),
                      turned(shock_layer(strength), C))

    return composer


def _stand(now: Moment, distance_m: float, height_m: float, turn_rad: float) -> Floats:
    """A place to stand, `turn_rad` away from the Sun's side, so that what is seen is lit."""
    sunward = level(now.C_ITRF_ENU.T @ now.to_sun_ITRF)
    c, s = np.cos(turn_rad), np.sin(turn_rad)
    place: Floats = distance_m * (c * sunward + s * np.cross(UP, sunward)) + height_m * UP
    return place


def _canopy(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    return framed(now, now.C_ITRF_ENU, camera(_stand(now, 62.0, 13.0, 0.8), (0.0, 0.0, 22.0), 52.0, size),
                  upright(landing.under_canopy()), exposure=_DAYLIGHT)


def _soft_landing(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    burst = Plume(np.array((0.0, 0.0, 0.8)), -UP, 1.0, 1.0, 0.9, (46.0, 24.0, 9.0))
    cloud = dust(0.3, 11.0, (2.4, 1.9, 1.25))
    return framed(now, now.C_ITRF_ENU, camera(_stand(now, 58.0, 5.0, 0.9), (0.0, 0.0, 19.0), 56.0, size),
                  upright(landing.under_canopy(shield=False), 1.9), (burst, *cloud), ground=STEPPE,
                  exposure=_DAYLIGHT)


def _home(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    """The capsule on its side as most come to rest, the canopy on the ground behind it."""
    at = _stand(now, 9.5, 2.1, 0.7)
    away = -level(at)
    across = np.cross(UP, away)
    axes = np.column_stack((away, across, UP))
    on_side = axes @ np.array(((0.34, 0.0, 0.94), (0.94, 0.0, -0.34), (0.0, 1.0, 0.0)))  # x level, y up
    c, s = np.cos(_FLANK_rad), np.sin(_FLANK_rad)
    lying = on_side @ np.array(((c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0)))
    seat = axes @ np.array(((0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))  # the canopy lies towards `away`
    model = placed(landing.capsule(shield=False), lying, (0.0, 0.0, 0.88)) + placed(
        landing.canopy_on_ground(), seat, ORIGIN)
    return framed(now, now.C_ITRF_ENU, camera(at, 1.5 * away + 0.8 * UP, 46.0, size), model, ground=STEPPE,
                  exposure=_DAYLIGHT)


COMPOSERS: dict[str, Composer] = {
    "plasma_start": _entry(0.8, (3.5, 8.0, 1.5)), "peak_load": _entry(0.30, (-6.0, 6.5, 2.2)),
    "main_opening": _canopy, "soft_landing_engines": _soft_landing, "touchdown": _home,
}
