"""One instant of a record, in the axes pictures are composed in."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.errors import KazbekError
from kazbek.base.frames import C_from_quaternion
from kazbek.base.types import Floats
from kazbek.mission.file import mission_from
from kazbek.orbit.arc import rv_at
from kazbek.pictures.air.sky import EARTH_RADIUS_km
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import RecordedLeg
from kazbek.record.record import Record
from kazbek.track.station import StationTrack
from kazbek.views.story.beats import Beat
from kazbek.world.earth import C_ITRF_GCRF
from kazbek.world.geodesy import geodetic_from_itrf
from kazbek.world.sun_moon import in_sunlight, sun_GCRF_m

_CUT_SHORT_s = 2.0  # a leg cut short at an event ends with the row before it
DOCKED = ("hatch_open", "seats_swapped")  # the ship at its port: any hour beside the station will do
ON_THE_TRACK = ("take_in_sun", "take_in_dark")  # within the station
_AT_THE_PAD = ("countdown", "ascent")  # legs that begin there
_FAIR_SUN = 0.35  # sine of the Sun's height under which the lower side of the station is well lit


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the ship is, and how the Sun stands.

    Attributes
    ----------
    epoch : the instant
    r_ITRF_m : (3,) the ship
    v_ITRF_m_s : (3,) its inertial velocity, in ITRF axes (for "forward")
    C_ITRF_GCRF : (3, 3)
    to_sun_ITRF : (3,) unit
    r_RTN_m : (3,) from the station, or None where the record has no station beside the ship
    channels : every channel of the leg at the instant
    borrowed : the record has no telemetry at the instant wanted, so that place and light are of `epoch`, the nearest
        hour it has beside the station
    """

    epoch: Epoch
    r_ITRF_m: Floats
    v_ITRF_m_s: Floats
    C_ITRF_GCRF: Floats
    to_sun_ITRF: Floats
    r_RTN_m: Floats | None
    channels: dict[str, float]
    borrowed: bool = False

    @property
    def height_km(self) -> float:
        """Above the ellipsoid; pictures put it on their sphere."""
        return float(geodetic_from_itrf(self.r_ITRF_m)[2]) / 1000.0

    @property
    def origin_km(self) -> Floats:
        """(3,) the ship's place on the pictures' spherical Earth."""
        on_sphere: Floats = self.r_ITRF_m / np.linalg.norm(self.r_ITRF_m) * (EARTH_RADIUS_km + max(self.height_km, 0.0))
        return on_sphere

    @property
    def C_ITRF_ENU(self) -> Floats:
        """(3, 3) columns east, north, up."""
        up = self.r_ITRF_m / np.linalg.norm(self.r_ITRF_m)
        east = np.cross((0.0, 0.0, 1.0), up)
        east = east / np.linalg.norm(east)
        return np.column_stack((east, np.cross(up, east), up))

    @property
    def C_ITRF_TNR(self) -> Floats:
        """(3, 3) columns forward, left, up of the orbit."""
        up = self.r_ITRF_m / np.linalg.norm(self.r_ITRF_m)
        left = np.cross(self.r_ITRF_m, self.v_ITRF_m_s)
        left = left / np.linalg.norm(left)
        return np.column_stack((np.cross(left, up), left, up))

    @property
    def to_sun_TNR(self) -> Floats:
        """(3,) unit direction of the Sun in forward, left, up."""
        to_sun: Floats = self.C_ITRF_TNR.T @ self.to_sun_ITRF
        return to_sun

    @property
    def in_sunlight(self) -> bool:
        """Whether the Sun stands above the horizon, which dips below the level of a ship in orbit."""
        return in_sunlight(self.r_ITRF_m, self.to_sun_ITRF)

    @property
    def C_TNR_BODY(self) -> Floats | None:
        """(3, 3) the ship's attitude, or None where the leg keeps none."""
        q = [self.channels.get(f"q_BODY_GCRF_{c}") for c in "wxyz"]
        if any(component is None for component in q):
            return None
        turn: Floats = self.C_ITRF_TNR.T @ self.C_ITRF_GCRF @ C_from_quaternion(np.array(q, dtype=float)).T
        return turn

    @property
    def station_TNR_m(self) -> Floats | None:
        """(3,) the station's centre of mass from the ship, or None where the record has no station."""
        return None if self.r_RTN_m is None else -self.r_RTN_m[[1, 2, 0]]


def moment_of(beat: Beat, record: Record, *, within: bool = False) -> Moment | None:
    """Of a beat: by its telemetry, at the pad before any, at the station on its track or at another hour.

    `within` is for a picture that shows nothing but what is within a ship: its own instant will do.
    """
    flight = record[beat.flight]
    now = moment(flight, beat.epoch) or moment_on_the_pad(flight, beat.epoch)
    if now is None and (within or beat.key in ON_THE_TRACK):
        now = moment_on_the_track(record, beat.epoch)
    if now is None and beat.key in DOCKED:
        return moment_nearby(record, beat.epoch)
    return now


def moment(flight: RecordedFlight, epoch: Epoch) -> Moment | None:
    """The record at an instant; None where no leg of the flight covers it.

    At a seam it is of the leg about to begin, which knows more.
    """
    legs = flight.legs_at(epoch, after_s=_CUT_SHORT_s)
    return _at(legs[-1], epoch) if legs else None


def moment_on_the_pad(flight: RecordedFlight, epoch: Epoch) -> Moment | None:
    """The pad at an instant before the record's telemetry begins there; None for a flight that leaves none."""
    if not flight.legs or flight.legs[0].phase not in _AT_THE_PAD or epoch >= flight.legs[0].start:
        return None
    first = _at(flight.legs[0], flight.legs[0].start)
    return _standing(epoch, first.r_ITRF_m, first.v_ITRF_m_s)


def moment_on_the_track(record: Record, epoch: Epoch) -> Moment | None:
    """The station at an instant, from its own track; None where the track does not reach."""
    try:
        mission = mission_from(record.mission_text, record.folder, record.where)
        track = StationTrack.from_files(mission.plan.station.track, mission.folder)
        rv_GCRF = rv_at(track, epoch)
    except KazbekError:
        return None
    C = C_ITRF_GCRF(epoch)
    return _standing(epoch, C @ rv_GCRF[:3], C @ rv_GCRF[3:])


def _standing(epoch: Epoch, r_ITRF_m: Floats, v_ITRF_m_s: Floats) -> Moment:
    """A place without telemetry."""
    C = C_ITRF_GCRF(epoch)
    sun = C @ sun_GCRF_m(epoch)
    return Moment(epoch, r_ITRF_m, v_ITRF_m_s, C, sun / np.linalg.norm(sun), None, {})


def moment_nearby(record: Record, epoch: Epoch) -> Moment | None:
    """The station in fair light in the leg nearest to an instant that no leg covers; None without a station."""
    wanted = epoch.tai_ns
    beside = [leg for flight in record.flights for leg in flight.legs if "r_RTN_R_m" in leg]
    if not beside:
        return None
    leg = min(beside, key=lambda leg: max(int(leg["tai_ns"][0]) - wanted, wanted - int(leg["tai_ns"][-1])))
    places = np.column_stack([leg[f"r_GCRF_{axis}_m"] for axis in "xyz"])
    sun = sun_GCRF_m(Epoch(int(leg["tai_ns"][0])))
    height_of_sun = places @ sun / np.linalg.norm(places, axis=1) / np.linalg.norm(sun)
    fair = int(np.argmin(np.abs(height_of_sun - _FAIR_SUN)))
    return replace(_at(leg, Epoch(int(leg["tai_ns"][fair]))), borrowed=True)


def _at(leg: RecordedLeg, epoch: Epoch) -> Moment:
    C = C_ITRF_GCRF(epoch)
    at = leg.at(epoch)
    r = C @ np.array([at[f"r_GCRF_{axis}_m"] for axis in "xyz"])
    v = C @ np.array([at[f"v_GCRF_{axis}_m_s"] for axis in "xyz"])
    sun = C @ sun_GCRF_m(epoch)
    beside = "r_RTN_R_m" in at
    r_RTN_m = np.array([at[f"r_RTN_{axis}_m"] for axis in "RTN"]) if beside else None
    return Moment(epoch, r, v, C, sun / np.linalg.norm(sun), r_RTN_m, at)
