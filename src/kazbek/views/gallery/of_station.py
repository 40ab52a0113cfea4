"""Pictures of ship and station together, in forward, left, up of the station's path."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from kazbek.craft.station import Station
from kazbek.mission.load import RecordedFlight
from kazbek.views.gallery.framing import ORIGIN, UP, Composer, Floats, Size, camera, framed
from kazbek.views.gallery.moment import Moment
from kazbek.views.gallery.of_orbit import C_TNR_BODY
from kazbek.views.scene import ship
from kazbek.views.scene.glow import thruster_plume
from kazbek.views.scene.mesh import Model, aimed, moved, placed
from kazbek.views.scene.shot import Shot
from kazbek.views.scene.station import docked_soyuz, station
from kazbek.views.story.beats import Beat

_RTN_TO_TNR = np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))
_NEIGHBOUR = "nauka-nadir"  # where the other Soyuz stands
_PROBE_m = ship.PROBE_TIP_X_m - ship.CENTRE_OF_MASS_X_m

Stand = Callable[[Floats, Floats, Floats], tuple[Floats, Floats, float]]  # (ship, port, to Sun) -> (at, look at, view)


@functools.cache
def _iss() -> Station:
    return Station.named("iss")


def _complex(free_port: str) -> Model:
    """The station about its centre of mass, in its flown attitude, with a second Soyuz unless the shot is there."""
    neighbour = _iss().port(_NEIGHBOUR)
    built = station()
    if free_port != _NEIGHBOUR:
        built += docked_soyuz(tuple(neighbour.r_STN_m), neighbour.out_STN)
    C_TNR_STN = _RTN_TO_TNR @ _iss().C_STN_RTN.T
    return placed(moved(built, *(-_iss().centre_of_mass_STN.r_STN_m)), C_TNR_STN, ORIGIN)


def port_of(flight: RecordedFlight) -> str:
    """The port a flight docks to or leaves, as its events say."""
    named = [str(event["values"]["port"]) for event in flight.events if "port" in event["values"]]
    return named[0] if named else "rassvet-nadir"


def _together(stand: Stand, *, gap_m: float | None = None, firing: bool = False) -> Composer:
    """Ship and station; with `gap_m` the probe tip stands that far out of the port, else where the record has it."""

    def composer(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
        name = port_of(flight)
        port, out = _RTN_TO_TNR @ _iss().r_RTN_m(name), _RTN_TO_TNR @ _iss().C_PORT_RTN(name)[0]
        own = ship.about_centre_of_mass(ship.soyuz())
        if gap_m is None and now.r_RTN_m is not None:
            here = _RTN_TO_TNR @ now.r_RTN_m
            posed, nose = _posed(now, own, here, port)
        else:
            here = port + out * (_PROBE_m + (gap_m or 0.0))
            posed, nose = aimed(own, tuple(-out), tuple(here)), -out
        at, look, view_deg = stand(here, port, now.C_ITRF_TNR.T @ now.to_sun_ITRF)
        plumes = (thruster_plume(here + 3.6 * nose, nose, 0.4),) if firing else ()
        return framed(now, now.C_ITRF_TNR, camera(at, look, view_deg, size), _complex(name) + posed, plumes)

    return composer


def _posed(now: Moment, own: Model, here: Floats, port: Floats) -> tuple[Model, Floats]:
    """The ship in the attitude of the record, and where its nose points."""
    towards = (port - here) / np.linalg.norm(port - here)
    C = C_TNR_BODY(now, np.zeros((3, 3)))
    if not C.any():
        return aimed(own, tuple(towards), tuple(here)), towards
    return placed(own, C, here), C @ np.array((1.0, 0.0, 0.0))


def _behind(distance_m: float, view_deg: float) -> Stand:
    """Behind the ship and beside it on the sunny side, looking past it to the station."""

    def stand(here: Floats, port: Floats, to_sun: Floats) -> tuple[Floats, Floats, float]:
        back = (here - port) / np.linalg.norm(here - port)
        side = _sunny_side(back, to_sun)
        at = here + distance_m * (0.86 * back + 0.44 * side + 0.20 * np.cross(side, back))
        return at, here + 0.30 * (port - here), view_deg

    return stand


def _aside(distance_m: float, view_deg: float, share: float = 0.5) -> Stand:
    """Square to the line between ship and port; `share` of the way to the port lies in the middle."""

    def stand(here: Floats, port: Floats, to_sun: Floats) -> tuple[Floats, Floats, float]:
        line = (port - here) / np.linalg.norm(port - here)
        side = _sunny_side(line, to_sun)
        middle = here + share * (port - here)
        return middle + distance_m * (0.82 * side + 0.57 * np.cross(line, side)), middle, view_deg

    return stand


def _sunny_side(line: Floats, to_sun: Floats) -> Floats:
    """Unit vector across `line` and level, towards the Sun."""
    side = np.cross(line, UP) if abs(line[2]) < 0.8 else np.array((0.0, 1.0, 0.0))
    side = side - (side @ line) * line
    unit: Floats = side / np.linalg.norm(side) * (1.0 if side @ to_sun > 0.0 else -1.0)
    return unit


COMPOSERS: dict[str, Composer] = {
    "flyaround": _together(_behind(13.0, 38.0)),
    "stationkeeping": _together(_behind(17.0, 42.0)),
    "final_approach": _together(_aside(215.0, 52.0, 0.6)),
    "kurs_lost": _together(_aside(72.0, 50.0, 0.55), firing=True),
    "manual_control": _together(_behind(11.0, 44.0)),
    "docking_contact": _together(_aside(15.0, 46.0, 0.8), gap_m=0.10),
    "hatch_open": _together(_aside(30.0, 46.0, 1.0), gap_m=-0.45),
    "seats_swapped": _together(_aside(70.0, 48.0, 1.0), gap_m=-0.45),
    "undocking": _together(_aside(34.0, 50.0, 0.6), gap_m=6.0),
}
