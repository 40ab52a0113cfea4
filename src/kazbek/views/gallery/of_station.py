"""Pictures of ship and station together, in forward, left, up of the station's path."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from kazbek.craft.station import Station
from kazbek.mission.load import RecordedFlight
from kazbek.views.gallery.framing import ORIGIN, UP, Composer, Floats, Size, camera, framed
from kazbek.views.gallery.moment import Moment
from kazbek.views.gallery.of_orbit import C_TNR_BODY
from kazbek.views.scene import ship
from kazbek.views.scene.camera import Camera
from kazbek.views.scene.glow import Plume, thruster_plume
from kazbek.views.scene.mesh import Model, aimed, moved, placed
from kazbek.views.scene.shot import Shot
from kazbek.views.scene.sight import Viewfinder
from kazbek.views.scene.station import VISITORS, docked_soyuz, station
from kazbek.views.story.beats import Beat

_RTN_TO_TNR = np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))
_BERTHS = ("rassvet-nadir", "nauka-nadir")  # a Soyuz stands at each, but for the one the picture shows apart
_PROBE_m = ship.PROBE_TIP_X_m - ship.CENTRE_OF_MASS_X_m
_SHIP_SPAN_m, _STATION_SPAN_m = 10.7, 100.0
_FORWARD = np.array((1.0, 0.0, 0.0))

# From (ship, port, size) to the places a camera might stand; the clearest view is taken.
Stands = Callable[[Floats, Floats, Size], Iterable[Camera]]


@functools.cache
def _iss() -> Station:
    return Station.named("iss")


@functools.cache
def _complex(free_port: str) -> Model:
    """The station about its centre of mass, in its flown attitude, with a Soyuz at the other berth."""
    taken = {"poisk-zenith": "progress-poisk"}.get(free_port)  # the cargo ship that is not there then
    built = station(visitors=tuple(visitor for visitor in VISITORS if visitor != taken))
    for name in _BERTHS:
        if name != free_port:
            berth = _iss().port(name)
            built += docked_soyuz(tuple(berth.r_STN_m), berth.out_STN)
    C_TNR_STN = _RTN_TO_TNR @ _iss().C_STN_RTN.T
    return placed(moved(built, *(-_iss().centre_of_mass_STN.r_STN_m)), C_TNR_STN, ORIGIN)


def port_of(flight: RecordedFlight) -> str:
    """The port a flight docks to or leaves, as its events say."""
    named = [str(event["values"]["port"]) for event in flight.events if "port" in event["values"]]
    return named[0] if named else _BERTHS[0]


def _together(stands: Stands, *, gap_m: float | None = None, jets: bool = False, exposure: float = 0.18) -> Composer:
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
        to_sun = now.C_ITRF_TNR.T @ now.to_sun_ITRF
        seen_by = _clearest(stands(here, port, size), posed, _complex(name), here, to_sun)
        plumes = _braking(here, nose) if jets else ()
        return framed(now, now.C_ITRF_TNR, seen_by, _complex(name) + posed, plumes, exposure=exposure)

    return composer


def _posed(now: Moment, own: Model, here: Floats, port: Floats) -> tuple[Model, Floats]:
    """The ship in the attitude of the record, and where its nose points."""
    towards = (port - here) / np.linalg.norm(port - here)
    C = C_TNR_BODY(now, np.zeros((3, 3)))
    if not C.any():
        return aimed(own, tuple(towards), tuple(here)), towards
    return placed(own, C, here), C @ _FORWARD


def _braking(here: Floats, nose: Floats) -> tuple[Plume, ...]:
    """The forward thrusters around the transfer compartment, firing past the bow."""
    side = np.cross(nose, UP if abs(nose[2]) < 0.9 else _FORWARD)
    side = side / np.linalg.norm(side)
    over = np.cross(side, nose)
    corners = [_unit(a * side + b * over) for a in (1.0, -1.0) for b in (1.0, -1.0)]
    return tuple(thruster_plume(here - 0.8 * nose + 1.2 * c, _unit(nose + 0.35 * c), 0.3) for c in corners)


def _clearest(stands: Iterable[Camera], subject: Model, others: Model, here: Floats, to_sun: Floats) -> Camera:
    """The camera that sees most of the ship, least of what stands before and behind it, its sunny side if it can."""

    finder = Viewfinder.on(subject, others)

    def worth(seen_by: Camera) -> float:
        view = finder.look(seen_by)
        sunny = float(_unit(seen_by.at_m - here) @ to_sun)
        return view.seen_frac - 2.0 * view.crowded_frac - 0.6 * view.behind_frac + 0.25 * sunny

    return max(stands, key=worth)


def _long_lens(towards: Callable[[Floats], Floats], ship_frac: float = 0.30, station_frac: float = 0.45) -> Stands:
    """Behind the ship on a long lens, the station beyond it: each fills its share of the frame's width."""

    def stands(here: Floats, port: Floats, size: Size) -> Iterable[Camera]:
        target = towards(port)
        gap = float(np.linalg.norm(target - here))
        line = (target - here) / gap
        larger = _STATION_SPAN_m * ship_frac / (_SHIP_SPAN_m * station_frac)  # how much nearer the ship must be
        back_m = max(gap / (larger - 1.0), 15.0)
        wide_rad = min(_STATION_SPAN_m / (gap + back_m) / station_frac, _SHIP_SPAN_m / back_m / ship_frac, 1.25)
        view_deg = np.degrees(2.0 * np.arctan(np.tan(wide_rad / 2.0) * size[1] / size[0]))
        side, over = _across(line)
        apart_m = 0.26 * wide_rad / (1.0 / back_m - 1.0 / (back_m + gap))  # ship and station a quarter frame apart
        for angle in np.radians((20.0, 160.0, -20.0, 200.0, 55.0, 125.0)):
            aside = np.cos(angle) * side + 0.6 * np.sin(angle) * over
            at = here - back_m * line + apart_m * aside
            middle = 0.5 * (_unit(here - at) + _unit(target - at))
            yield camera(at, at + 100.0 * middle, float(view_deg), size)

    return stands


def _from_station(ship_frac: float) -> Stands:
    """A crew member's view out of the station: the ship head on, the Earth behind it."""

    def stands(here: Floats, port: Floats, size: Size) -> Iterable[Camera]:
        out = _unit(here - port)
        side, over = _across(out)
        for angle in np.linspace(0.0, 2.0 * np.pi, 9, endpoint=False):
            at = port + 3.0 * out + 7.0 * (np.cos(angle) * side + np.sin(angle) * over)
            wide_rad = _SHIP_SPAN_m / float(np.linalg.norm(here - at)) / ship_frac
            view_deg = np.degrees(2.0 * np.arctan(np.tan(min(wide_rad, 1.2) / 2.0) * size[1] / size[0]))
            yield camera(at, here, float(view_deg), size)

    return stands


def _beside(distance_m: float, view_deg: float, share: float = 0.5, *, rolled: bool = False,
            tilts: tuple[float, ...] = (0.0,)) -> Stands:
    """Around the line between ship and port; `share` of the way to the port lies in the middle of the frame.

    `tilts` lean the view towards the ship's tail (positive); `rolled` lays the line across the frame.
    """

    def stands(here: Floats, port: Floats, size: Size) -> Iterable[Camera]:
        line = _unit(port - here)
        side, over = _across(line)
        middle = here + share * (port - here)
        for tilt in tilts:
            for angle in np.linspace(0.0, 2.0 * np.pi, 10, endpoint=False):
                aside = np.cos(angle) * side + np.sin(angle) * over
                at = middle + distance_m * (np.cos(tilt) * aside - np.sin(tilt) * line)
                seen_by = camera(at, middle, view_deg, size)
                yield replace(seen_by, up=np.cross(aside, line)) if rolled else seen_by

    return stands


def _across(line: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors across `line`: one level, one as far up as it goes (along the path for an upright line)."""
    side = _unit(np.cross(line, UP if abs(line[2]) < 0.8 else _FORWARD))
    return side, np.cross(side, line)


def _unit(v: Floats) -> Floats:
    unit: Floats = v / max(float(np.linalg.norm(v)), 1e-9)
    return unit


def _lost(now: Moment, beat: Beat, flight: RecordedFlight, size: Size) -> Shot:
    """The first time seen from the station, the second from beside the ship."""
    instants = [event["utc"] for event in flight.events if event["name"] == "kurs_lost"]
    stands = _from_station(0.55) if beat.utc == instants[0] else _beside(58.0, 36.0, 0.40, rolled=True, tilts=(0.25,))
    return _together(stands, jets=True, exposure=0.24)(now, beat, flight, size)


COMPOSERS: dict[str, Composer] = {
    "flyaround": _together(_long_lens(lambda port: np.zeros(3)), exposure=0.21),
    "stationkeeping": _together(_from_station(0.55)),
    "final_approach": _together(_long_lens(lambda port: np.zeros(3)), exposure=0.25),
    "kurs_lost": _lost,
    "manual_control": _together(_long_lens(lambda port: port, 0.34, 0.9)),
    "docking_contact": _together(_beside(13.0, 46.0, 0.75, tilts=(0.0, 0.3)), gap_m=0.10),
    "hatch_open": _together(_beside(21.0, 50.0, 0.8, tilts=(0.2, 0.5)), gap_m=-0.45),
    "seats_swapped": _together(_beside(48.0, 44.0, 1.6, tilts=(0.5, 0.9)), gap_m=-0.45),
    "undocking": _together(_beside(24.0, 50.0, 0.45, tilts=(0.0, 0.3)), gap_m=5.0),
}
DOCKED = ("hatch_open", "seats_swapped")  # the ship at its port: any hour beside the station will do
