"""When contact is planned: so long after separation, or by the sunset that the station sees about then.

Flights are planned so that the last metres are flown in the light of a low Sun, and the station goes into the Earth's
shadow about contact (docs/equations/contact.md). The rule and its figures are the profile's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF, cross
from kazbek.catalogue.profile import ContactRule, Profile, Sunset
from kazbek.orbit.arc import Track, rv_at
from kazbek.world.sun_moon import in_sunlight, outside_shadow_m, sun_GCRF_m, suns_GCRF_m

_SAMPLE_s, _FINER = 30.0, 17


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """A planned contact and what it hangs on.

    Attributes
    ----------
    rule : ``sunset``, ``fixed``, ``glare``, and why, where it did not come to the usual
    sunset : orbital sunset at the station, where the rule found one
    beta_deg : the Sun above the plane of the station's orbit, positive towards its momentum
    """

    epoch: Epoch
    rule: str
    sunset: Epoch | None
    beta_deg: float


def planned_contact(contact: ContactRule, track: Track, separation: Epoch) -> PlannedContact:
    """The planned contact of a flight that separates from its launcher at an instant.

    Raises
    ------
    OutOfRange
        when no station file reaches that far.
    """
    usual = separation + contact.after_separation_s.v
    beta_deg = _beta_deg(track, usual)
    if contact.glare is not None:
        if _sun_from_nose_deg(contact, track, usual) > contact.glare.within_deg.v:
            return PlannedContact(usual, "glare: the Sun is not ahead", None, beta_deg)
        return PlannedContact(usual + contact.glare.later_s.v, "glare: later, the Sun would be ahead", None, beta_deg)
    if contact.sunset is None:
        return PlannedContact(usual, "fixed", None, beta_deg)
    sunset = sunset_between(track, separation + contact.sunset.from_s.v, separation + contact.sunset.to_s.v)
    if sunset is None:
        return PlannedContact(usual, "fixed: no sunset in reach", None, beta_deg)
    after_s = _after_sunset_s(contact.sunset, beta_deg)
    if after_s is None:
        return PlannedContact(usual, "fixed: the Sun is below the plane", sunset, beta_deg)
    return PlannedContact(sunset + after_s, "sunset", sunset, beta_deg)


def timed(profile: Profile, track: Track, separation: Epoch) -> Profile:
    """The profile with its slots counted from separation, for the contact planned of this flight."""
    return profile.timed(planned_contact(profile.contact, track, separation).epoch - separation)


def sunset_between(track: Track, start: Epoch, end: Epoch) -> Epoch | None:
    """The first instant between two at which the station enters the Earth's shadow, a cylinder; None without any.

    Seen in samples, then twice in finer ones between the two about it; between the last, 0.1 s apart, a straight line
    is good to a millisecond.
    """
    times_s = np.append(np.arange(0.0, end - start, _SAMPLE_s), end - start)
    for last in (False, False, True):
        tai_ns = start.tai_ns + np.round(times_s * 1e9).astype(np.int64)
        light_m = outside_shadow_m(track.rv(tai_ns)[:, :3], suns_GCRF_m(tai_ns))
        into = np.flatnonzero((light_m[:-1] > 0.0) & (light_m[1:] <= 0.0))
        if len(into) == 0:
            return None
        k = int(into[0])
        if not last:
            times_s = np.linspace(times_s[k], times_s[k + 1], _FINER)
    share = light_m[k] / (light_m[k] - light_m[k + 1])
    return start + float(times_s[k] + share * (times_s[k + 1] - times_s[k]))


def station_in_sunlight(track: Track, epoch: Epoch) -> bool:
    """Whether the station is outside the shadow, the measure of :func:`sunset_between`."""
    return in_sunlight(rv_at(track, epoch)[:3], sun_GCRF_m(epoch))


def _after_sunset_s(sunset: Sunset, beta_deg: float) -> float | None:
    """Planned contact after sunset; None where no rule is known for a Sun so low."""
    if beta_deg > sunset.turn_beta_deg.v:
        return sunset.evening_s.v
    return None if sunset.late_before_s is None else -sunset.late_before_s.v


def _sun_from_nose_deg(contact: ContactRule, track: Track, epoch: Epoch) -> float:
    """Angle between the Sun and where the nose points at the port; 180 in the Earth's shadow."""
    rv, sun = rv_at(track, epoch), sun_GCRF_m(epoch)
    if not in_sunlight(rv[:3], sun):
        return 180.0
    look = C_RTN_GCRF(rv[:3], rv[3:]).T @ np.array(contact.look_RTN)
    return math.degrees(math.acos(float(look @ sun) / float(np.linalg.norm(sun))))


def _beta_deg(track: Track, epoch: Epoch) -> float:
    rv, sun = rv_at(track, epoch), sun_GCRF_m(epoch)
    h = cross(rv[:3], rv[3:])
    return math.degrees(math.asin(float(h @ sun) / float(np.linalg.norm(h) * np.linalg.norm(sun))))
