"""A launcher that stops a little short of orbit: up by the ship's own engine, and home after a revolution."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.data import Datum
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence
from kazbek.base.state import State
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.zone import Aim, Zone
from kazbek.flight.descent.braking import Braking, solve_ignition
from kazbek.flight.descent.deorbit import Deorbit
from kazbek.flight.descent.entry import Entry
from kazbek.flight.escape.to_orbit import OrbitBurn, ToOrbit, burn_to_orbit
from kazbek.flight.phase import Phase, Scene
from kazbek.laws.zonal import zonal_coast
from kazbek.mission.aborts.ways import WayDown
from kazbek.world.air import Air
from kazbek.world.earth import itrf_from_gcrf
from kazbek.world.geodesy import geodetic_from_itrf
from kazbek.world.land import Land

_NEARLY_m_s = 7000.0  # slower, no ship gets into orbit by itself
_LOOK_s, _MOST_OF_ONE_s, _MOST_OF_TWO_s = 20.0, 4000.0, 10_000.0
_WITHIN_s = 1500.0  # either side of the first guess of the ignition
_AIR_s = 10_800.0


@dataclass(frozen=True)
class WayRound:
    """The way into orbit, and where that may not last, down after one revolution.

    Attributes
    ----------
    mode : ``abort_to_orbit`` where so little was spent that the flight may go on, else ``single_orbit``
    aim, ignition : of the way home; None where the ship stays in orbit
    """

    down: WayDown
    ship: Spacecraft
    burn: OrbitBurn
    aim: Zone | None = None
    ignition: Epoch | None = None

    @property
    def mode(self) -> str:
        """By what follows."""
        return "abort_to_orbit" if self.ignition is None else "single_orbit"

    def phases(self) -> tuple[Phase, ...]:
        """From the stop of the launcher into orbit, and where that may not last, on to the ground."""
        assert self.down.plan.orbit is not None
        up = ToOrbit(self.ship, self.down.plan.orbit, self.burn, {"mode": self.mode, **self.down.told})
        if self.ignition is None or self.aim is None:
            return (up,)
        capsule = self.down.capsule
        deorbit = Deorbit(self.ship, capsule, self.ignition, capsule.deorbit.delta_v_m_s.v)
        return (up, deorbit, Entry(capsule, self.aim), *self.down.landing())


def way_round(down: WayDown, ship: Spacecraft, state: State, air: Air | None = None) -> WayRound | None:
    """The way into orbit from the stop of a launcher; None where the ship cannot, or could not come home then.

    Parameters
    ----------
    state : of the ship alone, with its propellant
    air : of the hours that follow; gathered where it is not given
    """
    reserve = down.plan.orbit
    if reserve is None or down.mode.motors or np.linalg.norm(state.v_GCRF_m_s) < _NEARLY_m_s:
        return None
    burn = burn_to_orbit(state, ship, reserve)
    left_m_s = ship.delta_v_left_m_s(state.mass_kg, state.propellant_kg)
    if burn is None or burn.delta_v_m_s > left_m_s - reserve.margin_m_s.v:
        return None
    way = WayRound(down, ship, burn)
    if burn.delta_v_m_s <= reserve.lasting_m_s.v:
        return way
    orbit = ToOrbit(ship, reserve, burn).fly(state, Scene(telemetry=False)).end
    return _with_way_home(way, orbit, air or Air.of(state.epoch, state.epoch + _AIR_s))


def _with_way_home(way: WayRound, orbit: State, air: Air) -> WayRound | None:
    """The way round with its braking burn: down where the ship next comes north over the pad's latitude.

    None where no burn leads there.
    """
    capsule = way.down.capsule
    passage_s = _passage_s(orbit, way.down.pad.latitude_rad)
    aim = _zone_below(_coasted(orbit, passage_s))

    def braking_at(epoch: Epoch) -> Braking:
        return Braking.of(_coasted(orbit, epoch - orbit.epoch), way.ship, capsule, aim, air)

    near = orbit.epoch + (passage_s - capsule.deorbit.passage_after_s.v)
    try:
        ignition = solve_ignition(braking_at, capsule.deorbit.delta_v_m_s.v, near, _WITHIN_s)
    except NoConvergence:
        return None
    return replace(way, aim=aim, ignition=ignition)


def _coasted(state: State, t_s: float) -> State:
    """The state after so many seconds of free flight under J2 to J4."""
    r, v = zonal_coast(tuple(state.r_GCRF_m.tolist()), tuple(state.v_GCRF_m_s.tolist()), t_s, _LOOK_s)
    return replace(state, epoch=state.epoch + t_s, r_GCRF_m=np.array(r), v_GCRF_m_s=np.array(v))


def _passage_s(state: State, latitude_rad: float) -> float:
    """Seconds until a ship in orbit next comes north over a latitude, most of a revolution later."""
    r, v = tuple(state.r_GCRF_m.tolist()), tuple(state.v_GCRF_m_s.tolist())
    t_s, wanted, before = 0.0, math.sin(latitude_rad), 2.0
    while t_s < _MOST_OF_TWO_s:
        r, v = zonal_coast(r, v, _LOOK_s, _LOOK_s)
        t_s, sine = t_s + _LOOK_s, r[2] / math.sqrt(r[0] ** 2 + r[1] ** 2 + r[2] ** 2)
        if t_s > _MOST_OF_ONE_s and before < wanted <= sine:
            return t_s
        before = sine
    return t_s


def _zone_below(state: State) -> Zone:
    """The ground under a state, as an aim."""
    latitude, longitude, _ = geodetic_from_itrf(
        itrf_from_gcrf(state.epoch, state.r_GCRF_m, state.v_GCRF_m_s)[0]
    ).tolist()
    figure = Datum(v=0.0, src="derived")
    aim = Aim(
        latitude_deg=figure.model_copy(update={"v": math.degrees(latitude)}),
        longitude_deg=figure.model_copy(update={"v": math.degrees(longitude)}),
        terrain_height_m=figure.model_copy(update={"v": Land.bundled().at(latitude, longitude).height_m}),
        radius_m=figure,
    )
    return Zone(name="below", aim=aim)
