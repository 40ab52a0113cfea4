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
from kazbek.base.data import Datum
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence, OutOfRange, WrongPlace
from kazbek.base.frames import C_PAD_ITRF
from kazbek.base.leg import Leg, Outcome
from kazbek.base.state import State
from kazbek.catalogue.capsule import Capsule, Discarded
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.station import Station
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent import steering
from kazbek.flight.descent.braking import Braking, LONGEST_COAST_s, solve_delta_v_m_s, solve_ignition
from kazbek.flight.descent.entry import Entry
from kazbek.flight.descent.fall import Falling, LONGEST_ENTRY_s
from kazbek.flight.descent.inputs import falling_figures
from kazbek.flight.descent.kernels.types import PLACE
from kazbek.flight.descent.parachutes import Parachutes
from kazbek.flight.descent.plan import DescentFailures, DescentPlan
from kazbek.flight.descent.route import Debris, Descent
from kazbek.flight.descent.undocking import Undocking
from kazbek.flight.phase import Scene, fly_phases
from kazbek.orbit.propagate import Arc, coast, forces_over
from kazbek.track.station import StationTrack
from kazbek.world.air import Air
from kazbek.world.earth import C_ITRF_GCRF, itrf_from_gcrf, rv_ITRF
from kazbek.world.geodesy import geodetic_from_itrf, itrf_from_geodetic
from kazbek.world.ground_track import state_from_itrf
from kazbek.world.wind import CALM, Wind

_SAMPLE_s = 30.0
_NEAR_m = 350_000.0  # of the station's ground track from the aim: more than any capsule reaches
_OUT_OF_REACH_m = 250_000.0  # to the side of the reference entry
_LOOK_s = 500.0  # either side of the instant where a passage's ignition is first looked for
_AFTER_BURN_s = LONGEST_COAST_s + LONGEST_ENTRY_s
_MOST_TRACK_LATITUDE_deg = 4.0  # reach of a capsule beyond the highest latitude of the ground track
_ANY_DAY = Epoch(0)
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
        if not days > 0.0:
            raise OutOfRange(f"a search over {days:g} days", allowed="more than 0 days")
        end = start + days * SECONDS_PER_DAY_s
        self._check_latitude(start)
        for passage in self._passages(start, end):
            found = self._at_passage(passage, revolutions, undock)
            if found is not None and start <= found.event("deorbit_burn_start").epoch <= end:
                yield found

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

    def _at_passage(self, passage: Epoch, revolutions: int, undock: Epoch | None) -> Descent | None:
        """What a passage of the station offers; None when it is out of reach."""
        near = passage - self.capsule.deorbit.passage_after_s.v
        leave = undock or near - self._slot_s(revolutions, near)
        if leave + self._least_s(near) > near:
            return None
        delta_v_m_s = self.capsule.deorbit.delta_v_m_s.v
        if self._out_of_reach(near, delta_v_m_s):
            return None
        air = Air.of(leave - _LOOK_s, near + _AFTER_BURN_s)
        try:
            gone, ignition = self._ignited(leave, near, air, delta_v_m_s)
            if undock is None:  # the slot counts back from the ignition, which hardly moves with the undocking
                leave = ignition - self._slot_s(revolutions, near)
                gone, ignition = self._ignited(leave, near, air, delta_v_m_s)
        except NoConvergence:
            return None
        found = self._flown(gone, self.braking(gone.drift.at(ignition), air), delta_v_m_s)
        if found.outcome is not Outcome.LANDED:
            return None
        inside = float(found.event("touchdown").values["miss_m"]) <= self.zone.aim.radius_m.v
        return found if inside else None

    def _out_of_reach(self, near: Epoch, delta_v_m_s: float) -> bool:
        """Whether even the station, braking itself, would pass the aim too far to the side: a look before the work."""
        air = Air.standard()

        def braking_at(epoch: Epoch) -> Braking:
            return self.braking(self.track.at(epoch).replace(mass_kg=self.capsule.deorbit.home_mass_kg.v), air)

        try:
            ignition = solve_ignition(braking_at, delta_v_m_s, near, _LOOK_s)
        except NoConvergence:
            return True
        return abs(braking_at(ignition).reference_miss(delta_v_m_s).cross_m) > _OUT_OF_REACH_m

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

    def _passages(self, start: Epoch, end: Epoch) -> Iterator[Epoch]:
        """Instants at which the station's ground track comes closest to the aim, nearer than any capsule reaches."""
        after_s = self.capsule.deorbit.passage_after_s.v
        first, last = start + after_s - _LOOK_s, end + after_s + _LOOK_s
        n = math.ceil((last - first) / _SAMPLE_s)
        tai_ns = first.tai_ns + np.arange(n + 1, dtype=np.int64) * round(_SAMPLE_s * 1e9)
        r = rv_ITRF(tai_ns, self.track.rv(tai_ns))[:, :3]
        aim = self.zone.aim_ITRF_m
        angle_rad = np.arccos(np.clip(r @ aim / np.linalg.norm(r, axis=1) / np.linalg.norm(aim), -1.0, 1.0))
        closest = np.flatnonzero((angle_rad[1:-1] < angle_rad[:-2]) & (angle_rad[1:-1] <= angle_rad[2:])) + 1
        for k in closest:
            if angle_rad[k] * np.linalg.norm(aim) < _NEAR_m:
                yield Epoch(int(tai_ns[k]))

    def _slot_s(self, revolutions: int, near: Epoch) -> float:
        return self.capsule.undocking_to_burn_s(revolutions, self._period_s(near))

    def _least_s(self, near: Epoch) -> float:
        """From undocking to a burn at least: half a revolution."""
        return 0.5 * self._period_s(near)

    def _period_s(self, near: Epoch) -> float:
        rv = self.track.rv(np.array([near.tai_ns]))[0]
        r, v2 = float(np.linalg.norm(rv[:3])), float(rv[3:] @ rv[3:])
        a_m = 1.0 / (2.0 / r - v2 / EGM2008_GM_m3_s2)
        return 2.0 * math.pi * math.sqrt(a_m**3 / EGM2008_GM_m3_s2)

    def _check_latitude(self, start: Epoch) -> None:
        rv = self.track.rv(np.array([start.tai_ns]))[0]
        h = np.cross(rv[:3], rv[3:])
        highest_deg = math.degrees(math.acos(abs(float(h[2])) / float(np.linalg.norm(h))))
        limit_deg = highest_deg + _MOST_TRACK_LATITUDE_deg
        if abs(self.zone.aim.latitude_deg.v) > limit_deg:
            raise OutOfRange(
                f"zone {self.zone.name} at latitude {self.zone.aim.latitude_deg.v:.1f}° is out of reach",
                allowed=f"latitudes within {limit_deg:.1f}° of the equator on this orbit",
            )

    def _check_height(self, burn: Epoch) -> None:
        r = self.track.rv(np.array([burn.tai_ns]))[0, :3]
        height_m = float(geodetic_from_itrf(C_ITRF_GCRF(burn) @ r)[2])
        lowest_m = self.capsule.deorbit.lowest_start_m.v
        if height_m < lowest_m:
            raise OutOfRange(
                f"a braking burn at {burn.utc} and {height_m / 1e3:.0f} km is inside the atmosphere",
                allowed=f"above {lowest_m / 1e3:.0f} km",
            )


def upwind(zone: Zone, capsule: Capsule, wind: Wind) -> Zone:
    """A zone whose aim lies upwind by the drift of a capsule that falls straight down over it."""
    r = itrf_from_geodetic(zone.latitude_rad, zone.longitude_rad, capsule.parachutes.command_height_m.v)
    down = -capsule.parachutes.command_speed_m_s.v * C_PAD_ITRF(zone.latitude_rad, zone.longitude_rad)[2]
    start = state_from_itrf(_ANY_DAY, np.concatenate((r, down)), capsule.entry.mass_kg.v)
    drifted = Parachutes(capsule, zone).fly(start, Scene(wind=wind)).telemetry
    moved = {
        name: Datum(
            v=datum.v - math.degrees(drifted[f"{axis}_rad"][-1] - drifted[f"{axis}_rad"][0]),
            sigma=datum.sigma,
            src="derived",
        )
        for axis, (name, datum) in {
            "latitude": ("latitude_deg", zone.aim.latitude_deg),
            "longitude": ("longitude_deg", zone.aim.longitude_deg),
        }.items()
    }
    return zone.model_copy(update={"aim": zone.aim.model_copy(update=moved)})
