"""When contact is planned: so long after separation, or by the sunset that the station sees about then.

Two-orbit flights are planned so that the last metres are flown in the light of a low Sun, and the station goes into the
Earth's shadow about contact (docs/equations/contact.md). The rule and its figures are the profile's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.types import Vector
from kazbek.catalogue.profile import Contact, Profile, Sunset
from kazbek.orbit.propagate import Track
from kazbek.world.sun_moon import sun_GCRF_m

SHADOW_RADIUS_m = 6_378_000.0  # of the cylinder behind the Earth by which the planned contacts were compared
_SAMPLE_s = 30.0


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """A planned contact and what it hangs on.

    Attributes
    ----------
    rule : ``sunset``, ``fixed``, or ``fixed: no sunset in reach``
    sunset : orbital sunset at the station, where the rule found one
    beta_deg : the Sun above the plane of the station's orbit, positive towards its momentum
    """

    epoch: Epoch
    rule: str
    sunset: Epoch | None
    beta_deg: float


def planned_contact(contact: Contact, track: Track, separation: Epoch) -> PlannedContact:
    """The planned contact of a flight that separates from its launcher at an instant.

    Raises
    ------
    OutOfRange
        when no station file reaches that far.
    """
    usual = separation + contact.after_separation_s.v
    beta_deg = _beta_deg(track, usual)
    if contact.sunset is None:
        return PlannedContact(usual, "fixed", None, beta_deg)
    sunset = sunset_between(track, separation + contact.sunset.from_s.v, separation + contact.sunset.to_s.v)
    if sunset is None:
        return PlannedContact(usual, "fixed: no sunset in reach", None, beta_deg)
    return PlannedContact(sunset + _after_sunset_s(contact.sunset, beta_deg), "sunset", sunset, beta_deg)


def timed(profile: Profile, track: Track, separation: Epoch) -> Profile:
    """The profile with its slots counted from separation, for the contact planned of this flight."""
    return profile.timed(planned_contact(profile.contact, track, separation).epoch - separation)


def sunset_between(track: Track, start: Epoch, end: Epoch) -> Epoch | None:
    """The first instant between two at which the station enters the Earth's shadow, a cylinder; None without any."""
    from scipy.optimize import brentq  # slow to import, and only this rule needs it

    times_s = np.append(np.arange(0.0, end - start, _SAMPLE_s), end - start)
    light_m = np.array([_light_m(track, start + float(t)) for t in times_s])
    into = np.flatnonzero((light_m[:-1] > 0.0) & (light_m[1:] <= 0.0))
    if len(into) == 0:
        return None
    k = int(into[0])
    return start + float(brentq(lambda t: _light_m(track, start + t), times_s[k], times_s[k + 1], xtol=1e-3))


def station_in_sunlight(track: Track, epoch: Epoch) -> bool:
    """Whether the station is outside the shadow cylinder, the measure of :func:`sunset_between`."""
    return _light_m(track, epoch) > 0.0


def _after_sunset_s(sunset: Sunset, beta_deg: float) -> float:
    return sunset.evening_s.v if beta_deg > sunset.turn_beta_deg.v else -sunset.late_before_s.v


def _light_m(track: Track, epoch: Epoch) -> float:
    """How far outside the shadow the station is; negative inside. Sunward of the Earth's centre it is the distance."""
    r = _station(track, epoch)[:3]
    to_sun = _to_sun(epoch)
    ahead_m = float(r @ to_sun)
    if ahead_m >= 0.0:
        return float(np.linalg.norm(r))
    return float(np.linalg.norm(r - ahead_m * to_sun)) - SHADOW_RADIUS_m


def _beta_deg(track: Track, epoch: Epoch) -> float:
    rv = _station(track, epoch)
    h = np.cross(rv[:3], rv[3:])
    return math.degrees(math.asin(float(h @ _to_sun(epoch)) / float(np.linalg.norm(h))))


def _station(track: Track, epoch: Epoch) -> Vector:
    rv: Vector = track.rv(np.array([epoch.tai_ns], dtype=np.int64))[0]
    return rv


def _to_sun(epoch: Epoch) -> Vector:
    sun = np.asarray(sun_GCRF_m(epoch), dtype=np.float64).ravel()
    unit: Vector = sun / np.linalg.norm(sun)
    return unit
