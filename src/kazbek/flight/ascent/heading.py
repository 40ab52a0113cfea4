"""Which way a launcher leaves its pad: into which plane, north- or southbound, and whether the pad allows it."""

from __future__ import annotations

import math
from typing import NamedTuple

from kazbek.base.constants import WGS84_F, EARTH_ROTATION_rad_s
from kazbek.base.errors import OutOfRange
from kazbek.catalogue.launcher import Launcher
from kazbek.catalogue.site import LaunchPlane, Site
from kazbek.flight.ascent.insertion import Cutoff
from kazbek.flight.ascent.kernels.types import Ground


class Heading(NamedTuple):
    """The plane of an ascent.

    Attributes
    ----------
    node_rad : longitude in L of the ascending node that is aimed at; None where the plane that needs no yaw is taken
    southbound : whether the pad lies behind the top of the orbit, so that the launcher leaves towards the equator
    """

    node_rad: float | None
    southbound: bool


def heading_of(launcher: Launcher, pad: Site) -> Heading:
    """The launcher's own node, else the pad's, else none; southbound where that node, or the pad's corridor, says so.

    Raises
    ------
    OutOfRange
        for an orbit inclined below the pad's latitude, or one into which no direction of the pad's corridor leads.
    """
    _check_latitude(launcher, pad)
    of_pad = None if pad.corridor is None else pad.corridor.node_west_of_pad_deg
    given = launcher.orbit.node_west_of_pad_deg or of_pad
    if given is not None:
        west_rad = math.radians(given.v)
        reach = math.tan(_latitude_rad(pad)) / math.tan(math.radians(launcher.orbit.inclination_deg.v))
        north_rad = math.asin(min(1.0, max(-1.0, reach)))  # from the node east to the pad, northbound (sphere)
        return Heading(pad.longitude_rad - west_rad, abs(west_rad - north_rad) > abs(west_rad - (math.pi - north_rad)))
    return Heading(None, pad.corridor is not None and _through_the_corridor(launcher, pad.corridor, pad))


def check_azimuth(pad: Site, launcher: Launcher, azimuth_rad: float) -> None:
    """Whether a solved direction lies in the pad's corridor.

    Raises
    ------
    OutOfRange
        where it does not.
    """
    azimuth_deg = math.degrees(azimuth_rad) % 360.0
    if pad.corridor is not None and not pad.corridor.allows(azimuth_deg):
        raise OutOfRange(
            f"{launcher.name} would leave {pad.name} towards {azimuth_deg:.1f}°",
            allowed=f"directions from {pad.corridor.words}",
        )


def first_azimuth_rad(ground: Ground, cutoff: Cutoff, *, southbound: bool = False) -> float:
    """Azimuth over the ground of an orbit of the wanted inclination through the pad (spherical Earth)."""
    r_m = math.hypot(*ground.r_m)
    latitude_rad = math.asin(ground.r_m[2] / r_m)
    s = min(1.0, max(-1.0, math.cos(cutoff.inclination_rad) / math.cos(latitude_rad)))
    east = cutoff.v_m_s * s - EARTH_ROTATION_rad_s * r_m * math.cos(latitude_rad)
    north = cutoff.v_m_s * math.sqrt(1.0 - s * s)
    return math.atan2(east, -north if southbound else north)


def _through_the_corridor(launcher: Launcher, corridor: LaunchPlane, pad: Site) -> bool:
    """Whether the direction that the corridor allows is the southbound one; the northbound one where both are."""
    sine = math.cos(math.radians(launcher.orbit.inclination_deg.v)) / math.cos(_latitude_rad(pad))
    north_deg = math.degrees(math.asin(min(1.0, max(-1.0, sine))))
    south_deg = 180.0 - north_deg
    if corridor.allows(north_deg % 360.0):
        return False
    if corridor.allows(south_deg):
        return True
    raise OutOfRange(
        f"from {pad.name} an orbit inclined by {launcher.orbit.inclination_deg.v:g}° lies towards {north_deg:.1f}° or "
        f"{south_deg:.1f}°",
        allowed=f"directions from {corridor.words}",
    )


def _check_latitude(launcher: Launcher, pad: Site) -> None:
    inclination_deg = launcher.orbit.inclination_deg.v
    if abs(math.sin(_latitude_rad(pad))) > math.sin(math.radians(inclination_deg)):
        raise OutOfRange(
            f"launcher.orbit.inclination_deg = {inclination_deg:g} from latitude "
            f"{math.degrees(_latitude_rad(pad)):.3f}°",
            allowed="an inclination not below the pad's latitude",
        )


def _latitude_rad(pad: Site) -> float:
    """Geocentric."""
    return math.atan((1.0 - WGS84_F) ** 2 * math.tan(pad.latitude_rad))
