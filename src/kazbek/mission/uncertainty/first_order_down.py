"""One sigma of what is predicted of a flight home: the pass of ``first_order.py``, for the way down.

Each figure of the capsule, the zone and the ship's engine is moved by its own sigma; the ignition is solved anew and
the descent flown anew by the fast chain of kernels. Not included: the station's orbit, the air, the departure before
the burn (its slot apart), and the error of the models themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.data import DataFile, figures, with_value
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence
from kazbek.base.leg import Leg
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.braking import Braking, LONGEST_COAST_s, solve_ignition
from kazbek.flight.descent.landing_search import upwind
from kazbek.flight.descent.many import DispersedDescent
from kazbek.flight.descent.plan import DescentPlan
from kazbek.flight.phase import Scene
from kazbek.mission.down import FlightDown
from kazbek.orbit.propagate import Arc, coast, forces_over
from kazbek.world.air import Air
from kazbek.world.wind import CALM, Wind

_ACT = {
    "ship": ("main_engine.", "size.drag"),
    "zone": ("aim.",),
    "capsule": (
        "entry.",
        "steering.reference",
        "steering.final",
        "deorbit.delta_v",
        "deorbit.home_mass",
        "parachutes.",
    ),
}
_LOOK_s = 400.0
_NAMES = (
    "deorbit_burn_start_utc",
    "deorbit_burn_start_delta_v_m_s",
    "touchdown_utc",
    "touchdown_latitude_deg",
    "touchdown_longitude_deg",
    "peak_load_peak_load_g",
)


@dataclass(frozen=True)
class _Way:
    """The nominal descent: what every moved one starts from, and the surroundings of its fall."""

    drift: Arc
    ignition: Epoch
    plan: DescentPlan
    scene: Scene
    air: Air


def sigmas_home(down: FlightDown, legs: Sequence[Leg]) -> dict[str, float]:
    """One sigma for each quantity of a nominal flight home, flown as `legs`; empty where she never braked.

    Returns
    -------
    dict
        ``"touchdown_utc"`` in s, ``"touchdown_latitude_deg"``, … in their own unit
    """
    ship, capsule, zone = down.parts
    route = down.route
    lit = next((event.epoch for leg in legs for event in leg.events if event.name == "deorbit_burn_start"), None)
    if lit is None or route is None:
        return {}
    way = _way(legs, lit, route.plan, down.planned.wind)
    nominal = _outcome(way, ship, capsule, zone)
    variance = np.zeros(len(_NAMES))
    for moved in _moved(ship, capsule, zone):
        try:
            variance += (_outcome(way, *moved) - nominal) ** 2
        except NoConvergence:  # a figure that far off has no such landing: it says nothing to first order
            continue
    found = dict(zip(_NAMES, np.sqrt(variance).tolist()))
    slot = min(capsule.departure, key=lambda s: abs(s.revolutions - down.flight.revolutions_to_burn))
    return {**found, "undocking_utc": float(np.hypot(found["deorbit_burn_start_utc"], slot.to_burn_s.sigma))}


def _way(legs: Sequence[Leg], ignition: Epoch, plan: DescentPlan, wind: Wind | None) -> _Way:
    left, last, size = legs[0].end, ignition + _LOOK_s + LONGEST_COAST_s, plan.ship.size
    air = Air.of(left.epoch, last)
    forces = forces_over(left.epoch, last, air=air)
    drift = coast(left, ignition + _LOOK_s, forces, cd_area_m2=size.drag_area_m2.v * size.drag_cd.v)
    return _Way(drift, ignition, plan, Scene(forces=forces, air=air, wind=wind), air)


def _moved(ship: Spacecraft, capsule: Capsule, zone: Zone) -> Iterator[tuple[Spacecraft, Capsule, Zone]]:
    """The data files with one figure after the other moved by its sigma."""
    parts: dict[str, DataFile] = {"ship": ship, "capsule": capsule, "zone": zone}
    for name, part in parts.items():
        for path, datum in figures(part):
            if datum.sigma > 0.0 and path.startswith(_ACT[name]):
                changed = {**parts, name: with_value(part, path, datum.v + datum.sigma)}
                yield changed["ship"], changed["capsule"], changed["zone"]  # type: ignore[misc]


def _outcome(way: _Way, ship: Spacecraft, capsule: Capsule, zone: Zone) -> np.ndarray:
    """The quantities of _NAMES; instants in seconds from the nominal ignition."""

    wind = way.scene.wind
    aimed = zone if wind is None else upwind(zone, capsule, wind)

    def braking_at(epoch: Epoch) -> Braking:
        state = way.drift.at(epoch)
        return Braking.of(
            state.but(mass_kg=capsule.deorbit.home_mass_kg.v), ship, capsule, aimed, way.air, wind or CALM
        )

    delta_v_m_s = capsule.deorbit.delta_v_m_s.v
    ignition = solve_ignition(braking_at, delta_v_m_s, way.ignition, _LOOK_s)
    plan = replace(
        way.plan, ship=ship, capsule=capsule, zone=zone, aimed=aimed, ignition=ignition, delta_v_m_s=delta_v_m_s
    )
    start = way.drift.at(ignition).but(mass_kg=capsule.deorbit.home_mass_kg.v)
    latitude, longitude, _, load_g, _, fallen_s = DispersedDescent(plan, start, way.scene).nominal()
    lit_s = ignition - way.ignition
    return np.array((lit_s, delta_v_m_s, lit_s + fallen_s, np.degrees(latitude), np.degrees(longitude), load_g))
