"""When a ship can come home: every revolution of some days that can land in a zone, or one braking burn as given.

A passage of the station near the aim is an opportunity when a burn of the plan's velocity change, lit at the instant
that brings the reference entry abeam of the aim, leaves a steered entry that ends inside the zone
(docs/equations/coming-home.md). With the instant given, the velocity change is solved for instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kazbek.base.constants import EGM2008_GM_m3_s2, SECONDS_PER_DAY_s
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence, OutOfRange, WrongPlace
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.catalogue.capsule import Capsule, Discarded
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent import refused, steering
from kazbek.flight.descent.braking import Braking, LONGEST_COAST_s, solve_delta_v_m_s, solve_ignition
from kazbek.flight.descent.entry import Entry
from kazbek.flight.descent.fall import Falling, LONGEST_ENTRY_s
from kazbek.flight.descent.inputs import falling_figures
from kazbek.flight.descent.kernels.types import PLACE
from kazbek.flight.descent.passages import passages
from kazbek.flight.descent.plan import DescentFailures, DescentPlan
from kazbek.flight.descent.refused import Refused
from kazbek.flight.descent.route import Debris, Descent
from kazbek.flight.descent.undocking import Undocking
from kazbek.flight.descent.upwind import upwind
from kazbek.flight.phase import Scene, fly_phases
from kazbek.orbit.arc import rv_at
from kazbek.orbit.propagate import Arc, coast, forces_over
from kazbek.track.station import StationTrack
from kazbek.world.air import Air
from kazbek.world.earth import C_ITRF_GCRF, itrf_from_gcrf
from kazbek.world.geodesy import geodetic_from_itrf
from kazbek.world.wind import CALM, Wind

_NEAR_m = 350_000.0  # of the station's ground track from the aim: more than any capsule reaches
_OUT_OF_REACH_m = 250_000.0  # to the side of the reference entry
_LOOK_s = 500.0  # either side of the instant where a passage's ignition is first looked for
_AFTER_BURN_s = LONGEST_COAST_s + LONGEST_ENTRY_s
_MOST_TRACK_LATITUDE_deg = 4.0  # reach of a capsule beyond the highest latitude of the ground track
_NO_FAILURES = DescentFailures()


@dataclass(frozen=True, slots=True)
class Departed:
    """A ship that has left: its leg, its drift towards the braking burn, and the surroundings of its way home."""

    leg: Leg
    drift: Arc
    scene: Scene


@dataclass(frozen=True)
class LandingSearch:
    """The search: a station's orbit, a ship with its capsule, a zone."""

    track: StationTrack
    ship: Spacecraft
    capsule: Capsule
    station: Station
    zone: Zone
    port: str
    wind: Wind | None = None

    @cached_property
    def aimed(self) -> Zone:
        """The zone with the aim moved upwind, by what a capsule drifts under its canopies in the wind that is known."""
        return self.zone if self.wind is None else upwind(self.zone, self.capsule, self.wind)

    def opportunities(
        self, start: Epoch, days: float, *, revolutions: int = 2, undock: Epoch | None = None
    ) -> Iterator[Descent]:
        """Every passage with ignition within `days` from `start` that can land in the zone, in order of time.

        Raises
        ------
        OutOfRange
            when `days` is not positive, the zone is never overflown, or no station file reaches the search.
        """
        found = self.ways(start, days, revolutions=revolutions, undock=undock)
        return (way for way in found if isinstance(way, Descent))

    def ways(
        self, start: Epoch, days: float, *, revolutions: int = 2, undock: Epoch | None = None
    ) -> Iterator[Descent | Refused]:
        """The same, and of each passage near the aim that cannot land why; of the nearest one where none is near.

        Raises
        ------
        OutOfRange
            as `opportunities`.
        """
        if not days > 0.0:
            raise OutOfRange(f"a search over {days:g} days", allowed="more than 0 days")
        end = start + days * SECONDS_PER_DAY_s
        self._check_latitude(start)
        after_s = self.capsule.deorbit.passage_after_s.v
        passed = passages(self.track, self.zone.aim_ITRF_m, start + after_s - _LOOK_s, end + after_s + _LOOK_s)
        for passage in passed:
            if passage.off_m < _NEAR_m:
                found = self._at_passage(passage.epoch - after_s, revolutions, undock)
                lit = found.near if isinstance(found, Refused) else found.event("deorbit_burn_start").epoch
                if start <= lit <= end:
                    yield found
        if passed and all(passage.off_m >= _NEAR_m for passage in passed):
            nearest = min(passed, key=lambda passage: passage.off_m)
            yield Refused(nearest.epoch - after_s, refused.too_far(nearest.off_m, _NEAR_m))

    def descent(
        self,
        burn: Epoch,
        *,
        revolutions: int = 2,
        undock: Epoch | None = None,
        failures: DescentFailures = _NO_FAILURES,
    ) -> Descent:
        """The one descent with ignition at `burn`, its velocity change solved for.

        Raises
        ------
        OutOfRange, WrongPlace
            for a burn inside the atmosphere, or before undocking.
        NoConvergence
            when no velocity change at that instant comes down at the aim.
        """
        self._check_height(burn)
        air = Air.of(burn - 12_000.0, burn + _AFTER_BURN_s)
        gone = self.departed(undock or burn - self._slot_s(revolutions, burn), burn, air)
        braking = self.braking(gone.drift.at(burn), air)
        return self._flown(gone, braking, solve_delta_v_m_s(braking), failures)

    def _at_passage(self, near: Epoch, revolutions: int, undock: Epoch | None) -> Descent | Refused:
        """What a passage of the station offers, with the braking burn about `near`."""
        leave = undock or near - self._slot_s(revolutions, near)
        if leave + self._least_s(near) > near:
            return Refused(near, refused.too_soon(near - leave, self._least_s(near)))
        delta_v_m_s = self.capsule.deorbit.delta_v_m_s.v
        out_of_reach = self._out_of_reach(near, delta_v_m_s)
        if out_of_reach:
            return Refused(near, out_of_reach)
        air = Air.of(leave - _LOOK_s, near + _AFTER_BURN_s)
        try:
            gone, ignition = self._ignited(leave, near, air, delta_v_m_s)
            if undock is None:  # the slot counts back from the ignition, which hardly moves with the undocking
                leave = ignition - self._slot_s(revolutions, near)
                gone, ignition = self._ignited(leave, near, air, delta_v_m_s)
        except NoConvergence:
            return Refused(near, refused.wrong_burn(self._station_braking(near), delta_v_m_s, _LOOK_s))
        found = self._flown(gone, self.braking(gone.drift.at(ignition), air), delta_v_m_s)
        landed = found.outcome is Outcome.LANDED
        if landed and float(found.event("touchdown").values["miss_m"]) <= self.zone.aim.radius_m.v:
            return found
        return Refused(near, refused.astray(found, self.zone))

    def _out_of_reach(self, near: Epoch, delta_v_m_s: float) -> str:
        """Why not even the station, braking itself, could reach the aim: a look before the work; empty: it could."""
        try:
            ignition = solve_ignition(self._station_braking, delta_v_m_s, near, _LOOK_s)
        except NoConvergence:
            return refused.wrong_burn(self._station_braking(near), delta_v_m_s, _LOOK_s)
        cross_m = self._station_braking(ignition).reference_miss(delta_v_m_s).cross_m
        return refused.aside(cross_m, _OUT_OF_REACH_m) if abs(cross_m) > _OUT_OF_REACH_m else ""

    def _station_braking(self, epoch: Epoch) -> Braking:
        """A ship about to brake where the station is, in the standard air."""
        docked = self.track.at(epoch).replace(mass_kg=self.capsule.deorbit.home_mass_kg.v)
        return self.braking(docked, Air.standard())

    def _ignited(self, leave: Epoch, near: Epoch, air: Air, delta_v_m_s: float) -> tuple[Departed, Epoch]:
        """The departure at `leave`, and when to light the engine after it."""
        gone = self.departed(leave, near + _LOOK_s, air)
        return gone, solve_ignition(lambda at: self.braking(gone.drift.at(at), air), delta_v_m_s, near, _LOOK_s)

    def departed(self, undock: Epoch, until: Epoch, air: Air) -> Departed:
        """The undocking, the drift after it until an instant, and the surroundings to the ground.

        Raises
        ------
        WrongPlace
            when that instant comes before the end of the undocking.
        """
        forces = forces_over(undock, until + _AFTER_BURN_s, air=air)
        scene = Scene(self.track, forces, air, self.wind)
        away = Undocking(self.ship, self.capsule, self.station, self.port)
        leg = away.fly(away.docked(self.track, undock, self.capsule.deorbit.home_mass_kg.v), scene)
        if until <= leg.end.epoch:
            raise WrongPlace(
                f"a braking burn at {until.utc} for a ship that undocks at {undock.utc}",
                allowed=f"ignition after {leg.end.epoch.utc}",
                cure="ignite later or undock earlier",
            )
        return Departed(leg, coast(leg.end, until, forces, cd_area_m2=away.cd_area_m2), scene)

    def _flown(
        self, gone: Departed, braking: Braking, delta_v_m_s: float, failures: DescentFailures = _NO_FAILURES
    ) -> Descent:
        """All phases, with what could have followed the separation of the modules instead."""
        plan = DescentPlan(
            self.ship,
            self.capsule,
            self.station,
            self.port,
            self.zone,
            braking.ignition,
            delta_v_m_s,
            self.aimed,
            failures=failures,
        )
        _, *rest = plan.phases()
        legs = (gone.leg, *fly_phases(rest, gone.leg.end, gone.scene))
        apart = legs[1].end if legs[1].outcome is Outcome.REACHED else None
        return Descent(
            plan,
            gone.scene,
            legs,
            braking.reference_miss(delta_v_m_s),
            Entry(self.capsule, self.zone, ballistic=True).fly(apart, gone.scene) if apart is not None else None,
            tuple(self._fallen(m, apart, gone.scene) for m in self.capsule.fallen) if apart is not None else (),
            braking,
        )

    def _fallen(self, module: Discarded, separated: State, scene: Scene) -> Debris:
        """A discarded module's own ballistic path, to the terrain of the zone."""
        epoch, figures = separated.epoch, falling_figures(module)
        air, wind = scene.air or Air.standard(), scene.wind or CALM
        spun = steering.ballistic(self.capsule, self.zone.aim_ITRF_m)
        ground_m = self.zone.aim.terrain_height_m.v
        falling = Falling(air.grid(epoch), wind.kernel, figures, figures, spun, ground_m)
        start = np.concatenate(itrf_from_gcrf(epoch, separated.r_GCRF_m, separated.v_GCRF_m_s))
        rows, _ = falling.fly(0.0, start)
        latitude, longitude, _ = geodetic_from_itrf(rows[-1, PLACE])
        return Debris(module.name, math.degrees(latitude), math.degrees(longitude))

    def braking(self, state: State, air: Air) -> Braking:
        """A ship about to brake at a state."""
        return Braking.of(state, self.ship, self.capsule, self.aimed, air, self.wind or CALM)

    def _slot_s(self, revolutions: int, near: Epoch) -> float:
        return self.capsule.undocking_to_burn_s(revolutions, self._period_s(near))

    def _least_s(self, near: Epoch) -> float:
        """From undocking to a burn at least: half a revolution."""
        return 0.5 * self._period_s(near)

    def _period_s(self, near: Epoch) -> float:
        rv = rv_at(self.track, near)
        r, v2 = float(np.linalg.norm(rv[:3])), float(rv[3:] @ rv[3:])
        a_m = 1.0 / (2.0 / r - v2 / EGM2008_GM_m3_s2)
        return 2.0 * math.pi * math.sqrt(a_m**3 / EGM2008_GM_m3_s2)

    def _check_latitude(self, start: Epoch) -> None:
        rv = rv_at(self.track, start)
        h = np.cross(rv[:3], rv[3:])
        highest_deg = math.degrees(math.acos(abs(float(h[2])) / float(np.linalg.norm(h))))
        limit_deg = highest_deg + _MOST_TRACK_LATITUDE_deg
        if abs(self.zone.aim.latitude_deg.v) > limit_deg:
            raise OutOfRange(
                f"zone {self.zone.name} at latitude {self.zone.aim.latitude_deg.v:.1f}° is out of reach",
                allowed=f"latitudes within {limit_deg:.1f}° of the equator on this orbit",
            )

    def _check_height(self, burn: Epoch) -> None:
        r = rv_at(self.track, burn)[:3]
        height_m = float(geodetic_from_itrf(C_ITRF_GCRF(burn) @ r)[2])
        lowest_m = self.capsule.deorbit.lowest_start_m.v
        if height_m < lowest_m:
            raise OutOfRange(
                f"a braking burn at {burn.utc} and {height_m / 1e3:.0f} km is inside the atmosphere",
                allowed=f"above {lowest_m / 1e3:.0f} km",
            )
