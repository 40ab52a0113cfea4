"""Pictures of the way down: plasma, canopy, steppe, in east, north, up."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.types import Floats
from kazbek.gallery.cast import CapsuleLook
from kazbek.gallery.framing import ORIGIN, PLAIN_GROUND, STEPPE, UP, along, camera, framed, level, upright
from kazbek.gallery.moment import Moment
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.directions import about_x
from kazbek.pictures.fire import landing_dust
from kazbek.pictures.fire.plasma import plasma_at
from kazbek.pictures.fire.sparks import ablator_sparks, burning_modules
from kazbek.pictures.ground.scorch import Scorched
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.models.mesh import placed
from kazbek.pictures.models.plain.capsule import PlainCapsule
from kazbek.pictures.models.recovery import recovery
from kazbek.pictures.render.shot import Shot
from kazbek.record.flight import RecordedFlight

_DAYLIGHT = 0.29
_CLOTH_IRRADIANCE = 2.0  # a tenth of sunlight, through thin nylon


@dataclass(frozen=True, slots=True)
class _Stand:
    """A place to see the capsule from, in (forward, sunny side, up) of its path, and what to look at."""

    at_m: tuple[float, float, float]
    look_m: tuple[float, float, float]
    view_deg: float = 40.0


_PLASMA = (_Stand((6.2, 4.6, -0.5), (-2.2, -0.1, 0.35)), _Stand((-5.2, 6.4, -0.5), (-1.3, 0.0, 0.05)))
_PEAK = (_Stand((4.8, 5.8, 0.6), (-1.6, 0.0, -0.35)), _Stand((0.8, 9.0, -0.6), (-3.0, 0.0, 0.5)))


def _morning(now: Moment) -> bool:
    """Whether the Sun stands in the east: two landings of one record seldom share it, and get other cameras."""
    return bool(now.C_ITRF_ENU[:, 0] @ now.to_sun_ITRF > 0.0)


def _entry(stands: tuple[_Stand, _Stand], exposure: float, *, modules: bool) -> Composer:
    """The capsule shield first in its plasma."""

    def composer(take: Take) -> Shot:
        now, capsule = take.now, take.cast.capsule
        stand = stands[0] if _morning(now) else stands[1]
        C = along(now.channels.get("heading_rad", 0.8), now.channels.get("flight_path_angle_rad", -0.03))
        wind = C @ about_x(now.channels.get("bank_rad", 0.0))
        seat = C * np.array((1.0, 1.0 if C[:, 1] @ now.C_ITRF_ENU.T @ now.to_sun_ITRF > 0.0 else -1.0, 1.0))
        glow = plasma_at(now.channels, _peak_W_m2(take.flight), wind)
        sparks = ablator_sparks(wind, 110.0 * glow.vapour * glow.air)
        far = burning_modules(C, 14.0) if modules else ()
        seen_by = camera(seat @ np.array(stand.at_m), seat @ np.array(stand.look_m), stand.view_deg, take.size)
        burning = placed(capsule.entering(), wind @ capsule.C_WIND_BODY, ORIGIN)
        shot = framed(now, now.C_ITRF_ENU, seen_by, burning, exposure=exposure)
        return replace(shot, haze=replace(glow, sparks=sparks + far), lamps=glow.lamps())

    return composer


def _peak_W_m2(flight: RecordedFlight) -> float:
    """Largest heat flux of the flight's way down."""
    return max(float(np.max(leg["heat_flux_W_m2"])) for leg in flight.legs if "heat_flux_W_m2" in leg)


def _stand(now: Moment, distance_m: float, height_m: float, turn_rad: float) -> Floats:
    """A place to stand, `turn_rad` away from the Sun's side, so that what is seen is lit."""
    sunward = level(now.C_ITRF_ENU.T @ now.to_sun_ITRF)
    c, s = np.cos(turn_rad), np.sin(turn_rad)
    place: Floats = distance_m * (c * sunward + s * np.cross(UP, sunward)) + height_m * UP
    return place


def _line_radii_m(capsule: CapsuleLook, seen_by: Camera, foot_z_m: float) -> tuple[float, float]:
    """Radii of the canopy's lines at both ends, never thinner on the picture than 0.7 pixels."""
    low, high = (np.array((0.0, 0.0, foot_z_m + z)) for z in (capsule.riser_m, capsule.top_m))
    near, far = (max(0.006, 0.36 * float(np.linalg.norm(end - seen_by.at_m)) / seen_by.focal_px) for end in (low, high))
    return near, far


def _canopy(take: Take) -> Shot:
    """In the morning from below against the blue, in the afternoon from the side over the clouds."""
    now, size, capsule = take.now, take.size, take.cast.capsule
    k = capsule.scale
    if _morning(now):
        at = _stand(now, 8.5 * k, -7.0 * k, 0.9)
        aslant = UP - 0.32 * np.cross(UP, level(at))
        seen_by, exposure = Camera(at, np.array((0.0, 0.0, 9.9 * k)), aslant, 61.0, *size), 0.34
    else:
        seen_by, exposure = camera(_stand(now, 58.0 * k, 30.0 * k, 0.9), (0.0, 0.0, 20.5 * k), 46.0, size), _DAYLIGHT
    model = capsule.hanging(_line_radii_m(capsule, seen_by, 0.0))
    shot = framed(now, now.C_ITRF_ENU, seen_by, upright(model), exposure=exposure)
    return replace(shot, lamps=(_through_the_cloth(capsule, 0.0),))


def _through_the_cloth(capsule: CapsuleLook, foot_z_m: float) -> Lamp:
    """What sunlight the canopy lets through to its inside, thrown there from clear space between its lines."""
    up_m = capsule.riser_m + 14.0 * capsule.scale
    power = _CLOTH_IRRADIANCE * (capsule.top_m + 8.0 * capsule.scale - up_m) ** 2
    at = np.array((2.6, 1.5, foot_z_m + up_m))
    return Lamp(at, UP, 1.25, (power, 0.97 * power, 0.90 * power))


def _soft_landing(take: Take) -> Shot:
    """In the morning with the whole canopy, in the afternoon close by."""
    now, size, capsule = take.now, take.size, take.cast.capsule
    k = capsule.scale
    if _morning(now):
        seen_by = camera(_stand(now, 46.0 * k, 1.8, 0.9), (0.0, 0.0, 19.5 * k), 60.0, size)
    else:
        seen_by = camera(_stand(now, 24.0 * k, 3.6, 1.1), (0.0, 0.0, 3.6), 30.0, size)
    standing = upright(capsule.settling(_line_radii_m(capsule, seen_by, landing_dust.FOOT_m)), landing_dust.FOOT_m)
    shot = framed(now, now.C_ITRF_ENU, seen_by, standing, ground=_ground(take), exposure=_DAYLIGHT)
    dust = landing_dust.soft_landing(0.20 if size[1] < 600 else 0.13)
    return replace(shot, lamps=(_through_the_cloth(capsule, landing_dust.FOOT_m),), haze=dust)


def _ground(take: Take) -> tuple[float, float, float]:
    """The colour of the ground in the zone."""
    return STEPPE if take.cast.model("zone") else PLAIN_GROUND


def _home(take: Take) -> Shot:
    """Minutes after landing, in the light of the landing itself.

    MS-18 came to rest upright (Roskosmos on 17 October 2021), and so does the capsule of a morning; of MS-19 no report
    found says how it lay, and its capsule lies on its side as most do.
    """
    now, size, plain = take.now, take.size, take.cast.capsule
    if isinstance(plain, PlainCapsule):
        at, look_m, view_deg = _stand(now, 12.0, 1.75, 0.75), (1.6, 1.3, 1.25), 42.0
        scene = plain.on_the_ground()
    elif _morning(now):
        at, look_m, view_deg = _stand(now, 10.0, 1.75, 0.75), (1.6, 1.3, 1.25), 38.0
        scene = recovery.upright_with_crew_out()
    else:
        at, look_m, view_deg = _stand(now, 7.6, 1.45, -0.4), (1.0, 0.9, 0.95), 46.0
        scene = recovery.on_its_side()
    away = -level(at)
    seat = np.column_stack((away, np.cross(UP, away), UP))
    seen_by = camera(at, seat @ np.array(look_m), view_deg, size)
    shot = framed(now, now.C_ITRF_ENU, seen_by, placed(scene, seat, ORIGIN), ground=_ground(take), exposure=_DAYLIGHT)
    return replace(shot, haze=Scorched(burns=np.array(((0.0, 0.0, 3.3, 1.0),))))


COMPOSERS: dict[str, Composer] = {
    "plasma_start": _entry(_PLASMA, 0.16, modules=True),
    "peak_load": _entry(_PEAK, 0.24, modules=False),
    "main_opening": _canopy,
    "soft_landing_engines": _soft_landing,
    "touchdown": _home,
}
