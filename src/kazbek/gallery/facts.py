"""The few numbers beside a picture: what the record says at its instant, as small labelled figures with their units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from kazbek.base.constants import EARTH_ROTATION_rad_s
from kazbek.gallery.moment import Moment, moment_of
from kazbek.pictures.air.sky import EARTH_RADIUS_km
from kazbek.record.flight import RecordedFlight
from kazbek.record.record import Record
from kazbek.views.story.beats import Beat
from kazbek.views.story.quantity import Mark, Quantity, marked
from kazbek.views.timeline import met_text
from kazbek.world.geodesy import geodetic_from_itrf

_AIR_km = 120.0  # below it speed is told against the ground, above it along the orbit
_SET_rad = -0.0145  # the Sun's upper rim at a level horizon, refraction included
_DOCKED = ("docking_contact", "hatch_open", "seats_swapped")
_BETWEEN = "seats_swapped"  # some hour of its day
_FELT = ("max_q", "peak_load")  # elsewhere the load jumps at the event itself

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its figure, marked as in the story."""

    label: str
    figure: str


def facts(beat: Beat, record: Record, words: Words) -> tuple[Fact, ...]:
    """What is known at a beat's instant; nothing where no telemetry covers it."""
    now = moment_of(beat, record)
    if now is None or now.borrowed or beat.key == _BETWEEN:
        return ()
    clock = _clock(beat.met_s) if beat.key != "on_the_pad" else ""
    since = [Fact(words["met"], marked(clock, beat.mark))] if clock else []
    moving = () if _stands(beat, record[beat.flight]) else _motion(now, words)
    return (*since, *moving, *_beside(beat, now, words), *_around(now, words))


def _stands(beat: Beat, flight: RecordedFlight) -> bool:
    """Whether the launcher is still on the ground."""
    return beat.key == "on_the_pad" or (flight.liftoff is not None and beat.epoch < flight.liftoff)


def _clock(met_s: float | None) -> str:
    """``T+3:03:08`` as a page sets it: a true minus, and spaces that do not break."""
    return met_text(met_s, decimals=0).replace("-", "\u2212").replace("d ", "\u00a0d\u00a0")


def _motion(now: Moment, words: Words) -> Iterator[Fact]:
    height_km = now.height_km
    unit = "km" if height_km >= 100.0 else "km.1" if height_km >= 1.0 else "m"
    yield Fact(words["height"], _figure(max(height_km, 0.0) * 1000.0, unit))
    if height_km >= _AIR_km:
        yield Fact(words["orbital_speed"], _figure(float(np.linalg.norm(now.v_ITRF_m_s)), "km/s.2"))
        return
    carried_m_s = np.cross((0.0, 0.0, EARTH_ROTATION_rad_s), now.r_ITRF_m)
    speed_m_s = float(np.linalg.norm(now.v_ITRF_m_s - carried_m_s))
    yield Fact(
        words["ground_speed"],
        _figure(speed_m_s, "km/s.2" if speed_m_s >= 1000.0 else "m/s" if speed_m_s >= 20.0 else "m/s.1"),
    )


def _beside(beat: Beat, now: Moment, words: Words) -> Iterator[Fact]:
    if now.r_RTN_m is not None and beat.key not in _DOCKED:
        yield Fact(words["station"], _figure(float(np.linalg.norm(now.r_RTN_m)), "far"))
    if beat.key in _FELT and "load_m_s2" in now.channels:
        yield Fact(words["load"], _figure(now.channels["load_m_s2"], "g.1"))


def _around(now: Moment, words: Words) -> Iterator[Fact]:
    latitude_deg, longitude_deg = np.degrees(geodetic_from_itrf(now.r_ITRF_m)[:2])
    yield Fact(words["over"], f"{_figure(latitude_deg, 'lat.1')} {_figure(longitude_deg, 'lon.1')}")
    yield Fact(words["sun"], _sun(now, words))


def _sun(now: Moment, words: Words) -> str:
    """How high the Sun stands over the local level, or what hides it."""
    up = now.r_ITRF_m / np.linalg.norm(now.r_ITRF_m)
    angle_rad = float(np.arcsin(np.clip(up @ now.to_sun_ITRF, -1.0, 1.0)))
    dip_rad = float(np.arccos(EARTH_RADIUS_km / (EARTH_RADIUS_km + max(now.height_km, 0.0))))
    if angle_rad < _SET_rad - dip_rad:
        return marked(words["shadow" if now.height_km > _AIR_km else "sun_set"], Mark.COMPUTED)
    angle = Quantity(float(np.degrees(abs(angle_rad))), Mark.COMPUTED)
    return words["sun_high" if angle_rad >= 0.0 else "sun_low"].format(angle=angle)


def _figure(value: float, spec: str) -> str:
    return format(Quantity(float(value), Mark.COMPUTED), spec)
