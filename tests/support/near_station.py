"""A station on a plain circular orbit, a ship arriving at it, and the phases in a row: for the tests here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF
from kazbek.base.leg import Event, Leg
from kazbek.base.state import State, Tally
from kazbek.base.types import Vector
from kazbek.catalogue.approach import ApproachPlan
from kazbek.catalogue.pilot import PilotModel
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.flight.docking.approach import Approach
from kazbek.flight.docking.docking import Docking
from kazbek.flight.docking.failures import CloseFailure
from kazbek.flight.docking.rendezvous import Rendezvous
from kazbek.flight.docking.session import CloseScene
from kazbek.flight.phase import Scene, fly_phases

EPOCH = Epoch.from_utc("2021-10-05T11:46:47Z")
GM_m3_s2 = 3.986_004_415e14
RADIUS_m = 6_798_137.0
PROFILE = Profile.named("2-orbit-ms-18")
SHIP = Spacecraft.named("soyuz-ms")


@dataclass(frozen=True)
class CircularTrack:
    """A two-body circular orbit at 51.6 degrees."""

    radius_m: float = RADIUS_m

    @property
    def rate_rad_s(self) -> float:
        return float(np.sqrt(GM_m3_s2 / self.radius_m**3))

    def rv(self, tai_ns: NDArray[np.int64]) -> NDArray[np.float64]:
        angle = self.rate_rad_s * (np.asarray(tai_ns) - EPOCH.tai_ns) / 1e9
        i = np.radians(51.6)
        p, q = np.array((1.0, 0.0, 0.0)), np.array((0.0, np.cos(i), np.sin(i)))
        r = self.radius_m * (np.outer(np.cos(angle), p) + np.outer(np.sin(angle), q))
        v = self.radius_m * self.rate_rad_s * (np.outer(-np.sin(angle), p) + np.outer(np.cos(angle), q))
        return np.hstack((r, v))


TRACK = CircularTrack()


def beside(x_RTN_m: Vector, v_RTN_m_s: Vector, *, mass_kg: float = 6890.0, propellant_kg: float = 590.0) -> State:
    """A ship at a place and velocity in the turning RTN of the station."""
    rv = TRACK.rv(np.array([EPOCH.tai_ns]))[0]
    C = C_RTN_GCRF(rv[:3], rv[3:])
    v = np.asarray(v_RTN_m_s) + np.cross((0.0, 0.0, TRACK.rate_rad_s), x_RTN_m)
    return State(EPOCH, rv[:3] + C.T @ x_RTN_m, rv[3:] + C.T @ v, mass_kg, propellant_kg)


def arrival(dx_m: Vector | float = 0.0, dv_m_s: Vector | float = 0.0, **kw: float) -> State:
    """The state in which the profile wants the first brake to begin, give or take."""
    return beside(PROFILE.arrival.r_RTN_m + dx_m, PROFILE.arrival.v_RTN_m_s + dv_m_s, **kw)


def close_scene(
    port: str = "rassvet-nadir", ship: Spacecraft = SHIP, failures: tuple[CloseFailure, ...] = ()
) -> CloseScene:
    return CloseScene(
        ship, Station.named("iss"), port, ApproachPlan.named("kurs"), PilotModel.named("trained"), failures
    )


def kurs(at_range_m: float, sets: int = 1) -> tuple[CloseFailure, ...]:
    return (CloseFailure("kurs", at_range_m, sets),)


def to_contact(start: State, close: CloseScene, chance: np.random.Generator | None = None) -> list[Leg]:
    """Brakes, fly-around, final approach, as far as it gets."""
    phases = (Rendezvous(close, PROFILE.brake), Approach(close), Docking(close))
    started = start.replace(tally=Tally(delta_v_m_s=100.0, burns=3, burns_delta_v_m_s=100.0))
    return [*fly_phases(phases, started, Scene(TRACK), None if chance is None else lambda _: chance)]


def named(name: str, legs: list[Leg]) -> list[Event]:
    """All events of a name."""
    return [event for leg in legs for event in leg.events if event.name == name]


def seconds(name: str, legs: list[Leg]) -> float:
    """Of the first event of a name, from the first brake."""
    return named(name, legs)[0].epoch - legs[0].start.epoch
