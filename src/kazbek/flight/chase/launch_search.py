"""When to lift off: every opportunity of some days, for each profile, from a station's orbit, a pad, an ascent, a ship.

The ascent is the same every time in the Earth-fixed frame, so turning the Earth turns the inserted orbit: once a day
its node meets the station's. Lift-off is the instant from which, all turning of the chase counted, the planes meet at
arrival (docs/equations/lift-off.md). Whether the profile closes is then a matter of phase, and shows as velocity.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kazbek.base import orbit
from kazbek.base.constants import EARTH_ROTATION_rad_s, SECONDS_PER_DAY_s
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence, OutOfRange
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.chase.contact import PlannedContact, planned_contact, station_in_sunlight
from kazbek.flight.chase.coplanar import (
    drift_rad,
    node_offset_rad,
    node_rate_rad_s,
    wrapped_rad,
)
from kazbek.flight.chase.pad_plane import azimuth_rad, crossing, offset_rad
from kazbek.flight.chase.targeter import (
    Chase,
    Targeted,
    closing_phases_deg,
    phase_rad,
    sketched_m_s,
    target,
)
from kazbek.flight.separation import Insertion
from kazbek.orbit.arc import rv_at
from kazbek.orbit.propagate import Forces, Track, forces_over
from kazbek.world.geodesy import itrf_from_geodetic

_DEGREE = 12  # of gravity: 0.02 s of lift-off for two orbits, 0.2 s for two days; see docs/equations/lift-off.md
_SETTLED_s = 0.01
_MOST_TRIES = 10
_HOPELESS = 1.5  # times what a chase may cost: where its first guess costs more, it is not solved for
_MARGIN_s = 600.0  # of the force model about a chase while lift-off is moved
_MILLISECOND_ns = 1_000_000


def planning_forces(start: Epoch, end: Epoch) -> Forces:
    """The force model of the search: gravity of a low degree, Sun and Moon; the air hardly turns planes."""
    return forces_over(start, end, degree=_DEGREE)


@dataclass(frozen=True, slots=True)
class Start:
    """One profile at one opportunity.

    Attributes
    ----------
    phase_deg : station ahead of the ship at separation, 0 to 360
    plane_offset_deg : pad north of the station's plane at lift-off
    azimuth_deg : of the launch over the turning Earth
    docking : contact as it is expected to be flown
    planned_contact : contact as planned, and the rule it hangs on
    sunlight : whether the station is in sunlight at the expected contact; None where its orbit is not known so far
    delta_v_m_s : of the chase with its brakes; None where it was not solved for
    why : for a profile that does not close, in a sentence
    settled : whether the search for lift-off came to an end; where it did not, `liftoff` is only where it began
    off_phase_deg : how far outside the phases from which it closes, where that is why
    """

    profile: str
    liftoff: Epoch
    phase_deg: float
    plane_offset_deg: float
    azimuth_deg: float
    docking: Epoch
    planned_contact: PlannedContact
    sunlight: bool | None
    delta_v_m_s: float | None
    why: str = ""
    off_phase_deg: float = 0.0
    settled: bool = True

    @property
    def closes(self) -> bool:
        """Whether the profile can be flown."""
        return not self.why

    def json(self) -> dict[str, Any]:
        """As in the contract of ``kazbek window --json``."""
        return {
            "name": self.profile,
            "liftoff_utc": self.liftoff.utc if self.settled else None,
            "phase_angle_deg": self.phase_deg,
            "plane_offset_deg": self.plane_offset_deg,
            "azimuth_deg": self.azimuth_deg,
            "docking_utc": self.docking.utc,
            "planned_contact_utc": self.planned_contact.epoch.utc,
            "sun_at_contact": {True: "light", False: "shadow", None: "unknown"}[self.sunlight],
            "contact_rule": self.planned_contact.rule,
            "beta_deg": self.planned_contact.beta_deg,
            "delta_v_m_s": self.delta_v_m_s,
            "closes": self.closes,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One passage of the pad through the station's plane, and what each profile makes of it."""

    plane_crossing: Epoch
    starts: tuple[Start, ...]

    def json(self) -> dict[str, Any]:
        """As in the contract of ``kazbek window --json``."""
        return {"plane_crossing_utc": self.plane_crossing.utc, "profiles": [start.json() for start in self.starts]}


@dataclass(frozen=True)
class LaunchSearch:
    """The search: a station's orbit, a pad, the end of the ascent from it, a ship, and what pulls at the ship."""

    track: Track
    pad: Site
    insertion: Insertion
    ship: Spacecraft
    forces_over: Callable[[Epoch, Epoch], Forces] = planning_forces

    def opportunities(self, profiles: Sequence[Profile], start: Epoch, days: float) -> tuple[Opportunity, ...]:
        """All opportunities with a lift-off, by any of the profiles, within `days` from `start`.

        Raises
        ------
        OutOfRange
            when `days` is not positive, no station file reaches the search, or the ascent's orbit and the station's
            are inclined so differently that the ship can never turn from one into the other.
        """
        if not days > 0.0:
            raise OutOfRange(f"a search over {days:g} days", allowed="more than 0 days")
        self._check_planes(start)
        end, found = start + days * SECONDS_PER_DAY_s, []
        t = start + (-self._gap_rad(start) % (2.0 * math.pi)) / self._rate_rad_s(start)
        day_s = 2.0 * math.pi / self._rate_rad_s(start)
        if start - (t - day_s) < _MARGIN_s:  # the turning of a chase puts lift-off later than the meeting of the nodes
            t = t - day_s
        while t <= end:
            t = t - self._gap_rad(t) / self._rate_rad_s(t)
            opportunity = self._opportunity(profiles, t)
            if any(start <= s.liftoff <= end for s in opportunity.starts):
                found.append(opportunity)
            t = t + day_s
        return tuple(found)

    def _check_planes(self, liftoff: Epoch) -> None:
        """Nodes meet once a day, inclinations never; the propellant of a ship turns its plane by a degree or two."""
        ship = self.separation(liftoff)
        station_rv = rv_at(self.track, ship.epoch)
        own_rad, station_rad = orbit.inclination_rad(ship.rv_GCRF), orbit.inclination_rad(station_rv)
        turn_m_s = 2.0 * float(np.linalg.norm(station_rv[3:])) * math.sin(0.5 * abs(own_rad - station_rad))
        left_m_s = self._full_m_s
        if turn_m_s > left_m_s:
            own_deg, station_deg = math.degrees(own_rad), math.degrees(station_rad)
            raise OutOfRange(
                f"the station's orbit is inclined by {station_deg:.1f}° and the one this ascent reaches by "
                f"{own_deg:.1f}°: their planes never come closer than {abs(own_deg - station_deg):.1f}°, a turn of "
                f"{turn_m_s:.0f} m/s, and {self.ship.name} has propellant for {left_m_s:.0f} m/s",
                cure="give the file of a station, or a pad and a launcher, that go together",
            )

    def separation(self, liftoff: Epoch) -> State:
        """The ship at separation from the launcher, for a lift-off at that instant."""
        return self.insertion.state(liftoff).replace(propellant_kg=self.ship.mass.propellant_kg.v)

    def start_of(self, profile: Profile, near: Epoch) -> Start:
        """Lift-off for one profile, near an instant at which the nodes meet at separation."""
        planned = None
        try:
            liftoff = self._by_mean_elements(profile, near)
            start = self.separation(liftoff)
            planned = planned_contact(profile.contact, self.track, start.epoch)
            chase = self._chase(profile, planned, start)
            if sketched_m_s(chase, start) > _HOPELESS * profile.plan.delta_v_max_m_s.v:
                off_deg, why = _out_of_phase(chase, start, profile)
                why = self._too_high(start) or why
                return replace(self._start(profile, liftoff, planned, None, why), off_phase_deg=off_deg)
            forces = self.forces_over(start.epoch - _MARGIN_s, chase.end + _MARGIN_s)
            liftoff, plan = self._by_flying(profile, planned, liftoff, forces)
        except OutOfRange as fault:
            why = f"the station's orbit is not known up to docking: {fault.what}"
            return replace(self._start(profile, near, planned, None, why), settled=False)
        except NoConvergence as fault:
            return replace(self._start(profile, near, planned, None, fault.what), settled=False)
        needed_m_s = plan.total_m_s + profile.plan.brakes_delta_v_m_s.v
        why = _too_dear(needed_m_s, profile) or self._propellant_short(needed_m_s)
        return self._start(profile, liftoff, planned, needed_m_s, why)

    def _too_high(self, ship: State) -> str:
        """Why no phase would do: two impulses from the orbit of insertion to the station's need more than there is."""
        own_m = orbit.semi_major_axis_m(ship.rv_GCRF)
        station_m = orbit.semi_major_axis_m(rv_at(self.track, ship.epoch))
        climb_m_s, left_m_s = orbit.transfer_m_s(own_m, station_m), self._full_m_s
        if climb_m_s <= left_m_s:
            return ""
        return (
            f"the station's orbit lies {(station_m - own_m) / 1e3:.0f} km above the one this ascent reaches, two "
            f"burns of {climb_m_s:.0f} m/s, and {self.ship.name} has propellant for {left_m_s:.0f} m/s"
        )

    def _chase(self, profile: Profile, planned: PlannedContact, start: State) -> Chase:
        """The chase towards a planned contact."""
        return Chase.of(profile.timed(planned.epoch - start.epoch), self.ship, start, self.track)

    def _by_mean_elements(self, profile: Profile, near: Epoch) -> Epoch:
        """Lift-off from the closed form of the turning of both orbits: within seconds."""
        liftoff = near
        for _ in range(2):  # the turning depends a little on the phase, and the phase on the lift-off
            start = self.separation(liftoff)
            chase = self._chase(profile, planned_contact(profile.contact, self.track, start.epoch), start)
            chase = _nearest_that_closes(chase, start, profile)
            gap_rad = self._gap_rad(liftoff) + drift_rad(chase, start)
            liftoff = liftoff + -gap_rad / self._rate_rad_s(liftoff)
        return liftoff

    def _by_flying(
        self, profile: Profile, planned: PlannedContact, liftoff: Epoch, forces: Forces
    ) -> tuple[Epoch, Targeted]:
        """The lift-off whose planes meet when the targeted chase is flown, by Newton's rule."""
        plan: Targeted | None = None
        for _ in range(_MOST_TRIES):
            start = self.separation(liftoff)
            chase = self._chase(profile, planned, start)
            plan = target(chase, start, forces, guess=plan)
            change_s = -node_offset_rad(chase, start, forces, plan) / self._rate_rad_s(liftoff)
            if abs(change_s) < _SETTLED_s:
                return Epoch(round(liftoff.tai_ns / _MILLISECOND_ns) * _MILLISECOND_ns), plan
            liftoff = liftoff + change_s
        raise NoConvergence(f"no lift-off near {liftoff.utc} makes the planes meet", cure="check the track and the pad")

    def _opportunity(self, profiles: Sequence[Profile], near: Epoch) -> Opportunity:
        return Opportunity(
            crossing(self._pad_r_ITRF_m, self.track, near), tuple(self.start_of(profile, near) for profile in profiles)
        )

    def _start(
        self, profile: Profile, liftoff: Epoch, planned: PlannedContact | None, delta_v_m_s: float | None, why: str
    ) -> Start:
        ship = self.separation(liftoff)
        latitude_rad = math.asin(self._pad_r_ITRF_m[2] / float(np.linalg.norm(self._pad_r_ITRF_m)))
        if planned is None:
            usual = ship.epoch + profile.contact.after_separation_s.v
            planned = PlannedContact(usual, "fixed: the station's orbit is not known", None, math.nan)
        brake_s = profile.timed(planned.epoch - ship.epoch).arrival.at_s
        docking = ship.epoch + brake_s + profile.plan.brake_to_contact_s.v
        return Start(
            profile.name,
            liftoff,
            math.degrees(phase_rad(ship.rv_GCRF, rv_at(self.track, ship.epoch))),
            math.degrees(offset_rad(self._pad_r_ITRF_m, self.track, liftoff)),
            math.degrees(azimuth_rad(latitude_rad, self.insertion.r_ITRF_m, self.insertion.v_ITRF_m_s)),
            docking,
            planned,
            self._sunlight(docking),
            delta_v_m_s,
            why,
        )

    def _sunlight(self, docking: Epoch) -> bool | None:
        try:
            return station_in_sunlight(self.track, docking)
        except OutOfRange:
            return None

    def _propellant_short(self, needed_m_s: float) -> str:
        """One sentence on the velocity change for which propellant is missing; empty where none is."""
        left_m_s = self._full_m_s
        if needed_m_s <= left_m_s:
            return ""
        return (
            f"{self.ship.name} has propellant for {left_m_s:.1f} m/s, {needed_m_s - left_m_s:.1f} m/s less than "
            f"the {needed_m_s:.1f} m/s needed"
        )

    def _gap_rad(self, liftoff: Epoch) -> float:
        """Node of the ship less node of the station at separation, −π to π."""
        ship = self.separation(liftoff)
        return wrapped_rad(orbit.node_rad(ship.rv_GCRF) - orbit.node_rad(rv_at(self.track, ship.epoch)))

    def _rate_rad_s(self, liftoff: Epoch) -> float:
        """How fast the gap opens with lift-off: the Earth turns east, the station's node west."""
        station_rv = rv_at(self.track, liftoff + self.insertion.t_s)
        return EARTH_ROTATION_rad_s - node_rate_rad_s(
            orbit.semi_major_axis_m(station_rv), orbit.inclination_rad(station_rv)
        )

    @property
    def _full_m_s(self) -> float:
        """Velocity change that the propellant of a ship just launched is good for."""
        mass = self.ship.mass
        return self.ship.delta_v_left_m_s(mass.launch_kg.v, mass.propellant_kg.v)

    @property
    def _pad_r_ITRF_m(self) -> Vector:
        return itrf_from_geodetic(self.pad.latitude_rad, self.pad.longitude_rad, self.pad.height_m.v)


def _too_dear(needed_m_s: float, profile: Profile) -> str:
    """Why a chase with its brakes costs too much; nothing when it does not."""
    allowed_m_s = profile.plan.delta_v_max_m_s.v
    if needed_m_s <= allowed_m_s:
        return ""
    return (
        f"the {profile.name} chase does not close: it needs {needed_m_s:.1f} m/s with its brakes, "
        f"{needed_m_s - allowed_m_s:.1f} m/s more than the {allowed_m_s:.1f} m/s planned for"
    )


def _closing_deg(chase: Chase, start: State, profile: Profile) -> tuple[float, float]:
    """The phases from which a chase closes, laps included."""
    return closing_phases_deg(chase, start, profile.plan.delta_v_max_m_s.v - profile.plan.brakes_delta_v_m_s.v)


def _nearest_that_closes(chase: Chase, start: State, profile: Profile) -> Chase:
    """The same chase from the nearest phase from which it closes: what a lift-off in this plane would be good for."""
    low_deg, high_deg = _closing_deg(chase, start, profile)
    return replace(chase, laps_rad=min(max(chase.laps_rad, math.radians(low_deg)), math.radians(high_deg)))


def _out_of_phase(chase: Chase, start: State, profile: Profile) -> tuple[float, str]:
    """How far out of phase a chase is that is not worth solving for, and the same in a sentence."""
    phase_deg = math.degrees(chase.laps_rad)
    low_deg, high_deg = _closing_deg(chase, start, profile)
    off_deg = max(low_deg - phase_deg, phase_deg - high_deg)
    return off_deg, (
        f"the station is {phase_deg % 360.0:.1f}° ahead at separation, {off_deg:.0f}° outside the {low_deg:.0f}° to "
        f"{high_deg:.0f}° from which the {profile.name} chase closes"
    )
