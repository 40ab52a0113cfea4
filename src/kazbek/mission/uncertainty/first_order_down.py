"""One sigma of what is predicted of a flight home: the pass of ``first_order.py``, for the way down.

Each figure of the capsule, the zone and the ship's engine is moved by its own sigma; the ignition is solved anew and
the descent flown anew by the fast chain of kernels. What errs together moves together: an aerodynamic table by one
common scale. Beside the data files: the air against its model, where the station is along its track, and the sense of
departure burns along the motion, which is unknown (half the difference). Not included: errors of the models themselves.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import DataFile, figures
from kazbek.base.epoch import Epoch
from kazbek.base.figures import with_datum
from kazbek.base.leg import Leg
from kazbek.base.state import State
from kazbek.base.threads import side_by_side
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.braking import Braking, LONGEST_COAST_s
from kazbek.flight.descent.many import DispersedDescent
from kazbek.flight.descent.plan import DescentPlan
from kazbek.flight.descent.undocking import Undocking
from kazbek.flight.descent.upwind import upwind
from kazbek.flight.phase import Scene
from kazbek.mission.down import FlightDown
from kazbek.mission.uncertainty.station import along_sigma_s
from kazbek.orbit.propagate import Arc, coast, forces_over
from kazbek.world.air import Air, StandardAir
from kazbek.world.wind import CALM, Wind

_ACT = {
    "ship": ("main_engine.", "size.drag"),
    "zone": ("aim.",),
    "capsule": (
        "entry.",
        "steering.reference",
        "deorbit.delta_v",
        "deorbit.attitude",
        "deorbit.home_mass",
        "parachutes.",
    ),
}
_TABLE = "entry.aerodynamics."
_LOOK_s = 400.0
_SLOPE_s = 5.0  # of ignition, over which the slope of the miss is taken
_NEAR_m, _TRIES = 2_000.0, 6  # of miss, from where one step of the slope is exact to a metre; steps until there
_STAMPED = ("deorbit_burn_start", "module_separation", "entry_interface", "parachute_opening", "touchdown")
_VALUES = (
    ("deorbit_burn_start", "delta_v_m_s"),
    ("touchdown", "latitude_deg"),
    ("touchdown", "longitude_deg"),
    ("peak_load", "peak_load_g"),
)
_NAMES = (*(f"{event}_utc" for event in _STAMPED), *(f"{event}_{key}" for event, key in _VALUES))


@dataclass(frozen=True)
class _Way:
    """The nominal descent: what every moved one starts from, and the surroundings of its fall.

    `slope_m_s`: how the end of the reference entry moves along the track with the ignition.
    """

    drift: Arc
    ignition: Epoch
    plan: DescentPlan
    scene: Scene
    air: Air
    slope_m_s: float = 7e3


def sigmas_home(down: FlightDown, legs: Sequence[Leg]) -> dict[str, float]:
    """One sigma for each quantity of a nominal flight home, flown as `legs`; empty where the ship never braked.

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
    way = _way(legs[0].end, lit, route.plan, down.planned.wind)
    nominal = _outcome(way, ship, capsule, zone)
    moved = side_by_side([partial(_outcome, way, *parts) for parts in _moved(ship, capsule, zone)])
    thicker = _outcome(_thicker(way), ship, capsule, zone)
    other_sense = _outcome(_departed_otherwise(down, way, legs[0]), ship, capsule, zone)
    variance = along_sigma_s(down.track, lit) ** 2 * np.array(
        [name.endswith("_utc") for name in _NAMES], dtype=np.float64
    )
    for other, share in (*((outcome, 1.0) for outcome in (*moved, thicker)), (other_sense, 0.5)):
        if nominal is not None and other is not None:
            variance += (share * (other - nominal)) ** 2
    found = dict(zip(_NAMES, np.sqrt(variance).tolist()))
    slot = min(capsule.departure, key=lambda s: abs(s.revolutions - down.flight.revolutions_to_burn))
    return {**found, "undocking_utc": float(np.hypot(found["deorbit_burn_start_utc"], slot.to_burn_s.sigma))}


def _thicker(way: _Way) -> _Way:
    """The same in air that is denser than its model by one sigma."""
    air = way.air.scaled(math.exp(StandardAir.figures().density_ratio.sigma))
    return replace(way, air=air, scene=replace(way.scene, air=air))


def _departed_otherwise(down: FlightDown, way: _Way, departure: Leg) -> _Way:
    """The same after a departure whose burns along the motion have the other sense."""
    plan = way.plan
    away = Undocking(plan.ship, plan.capsule, plan.station, plan.port, sense=-1.0)
    left = away.fly(departure.start, Scene(down.track, air=way.air, telemetry=False)).end
    return _way(left, way.ignition, plan, way.scene.wind)


def _way(left: State, ignition: Epoch, plan: DescentPlan, wind: Wind | None) -> _Way:
    last, size = ignition + _LOOK_s + LONGEST_COAST_s, plan.ship.size
    air = Air.of(left.epoch, last)
    forces = forces_over(left.epoch, last, air=air)
    drift = coast(left, ignition + _LOOK_s, forces, cd_area_m2=size.cd_area_m2)
    way = _Way(drift, ignition, plan, Scene(forces=forces, air=air, wind=wind), air)
    here, later = (_missed_m(way, s, plan.ship, plan.capsule, plan.zone) for s in (0.0, _SLOPE_s))
    return replace(way, slope_m_s=(later - here) / _SLOPE_s)


def _moved(ship: Spacecraft, capsule: Capsule, zone: Zone) -> Iterator[tuple[Spacecraft, Capsule, Zone]]:
    """The data files with one figure after the other moved by its sigma, and each aerodynamic table as a whole."""
    parts: dict[str, DataFile] = {"ship": ship, "capsule": capsule, "zone": zone}
    for column in ("cd", "lift_drag_ratio"):
        yield ship, _table_moved(capsule, column), zone
    for name, part in parts.items():
        for path, datum in figures(part):
            if datum.sigma > 0.0 and path.startswith(_ACT[name]) and not path.startswith(_TABLE):
                changed = {**parts, name: with_datum(part, path, datum.model_copy(update={"v": datum.v + datum.sigma}))}
                yield changed["ship"], changed["capsule"], changed["zone"]  # type: ignore[misc]


def _table_moved(capsule: Capsule, column: str) -> Capsule:
    """Every row of one aerodynamic coefficient moved by its sigma: they are of one source, and err together."""
    for path, datum in figures(capsule):
        if path.startswith(_TABLE) and path.endswith(f".{column}"):
            capsule = with_datum(capsule, path, datum.model_copy(update={"v": datum.v + datum.sigma}))
    return capsule


def _missed_m(way: _Way, lit_s: float, ship: Spacecraft, capsule: Capsule, zone: Zone) -> float:
    """How far beyond the aim the reference entry ends, for an ignition so long after the nominal one."""
    state = way.drift.at(way.ignition + lit_s).replace(mass_kg=capsule.deorbit.home_mass_kg.v)
    braking = Braking.of(state, ship, capsule, _aimed(way, capsule, zone), way.air, way.scene.wind or CALM)
    return braking.reference_miss(capsule.deorbit.delta_v_m_s.v).along_m


def _aimed(way: _Way, capsule: Capsule, zone: Zone) -> Zone:
    """The zone as the guidance aims at it in the wind that is known."""
    return zone if way.scene.wind is None else upwind(zone, capsule, way.scene.wind)


def _lit_s(way: _Way, ship: Spacecraft, capsule: Capsule, zone: Zone) -> float | None:
    """The ignition that brings the reference entry abeam of the aim; None for a figure too far off to have one."""
    lit_s = 0.0
    for _ in range(_TRIES):
        missed_m = _missed_m(way, lit_s, ship, capsule, zone)
        lit_s -= missed_m / way.slope_m_s
        if abs(lit_s) > _LOOK_s:
            return None
        if abs(missed_m) < _NEAR_m:
            return lit_s
    return None


def _outcome(way: _Way, ship: Spacecraft, capsule: Capsule, zone: Zone) -> NDArray[np.float64] | None:
    """The quantities of _NAMES, instants in seconds from the nominal ignition; None where nothing lands."""
    lit_s = _lit_s(way, ship, capsule, zone)
    if lit_s is None:
        return None
    plan = replace(
        way.plan,
        ship=ship,
        capsule=capsule,
        zone=zone,
        aimed=_aimed(way, capsule, zone),
        ignition=way.ignition + lit_s,
        delta_v_m_s=capsule.deorbit.delta_v_m_s.v,
    )
    start = way.drift.at(plan.ignition).replace(mass_kg=capsule.deorbit.home_mass_kg.v)
    legs = DispersedDescent(plan, start, way.scene).nominal()
    came = {event.name: event for leg in legs for event in leg.events}
    if "touchdown" not in came:
        return None
    stamps = (came[event].epoch - way.ignition for event in _STAMPED)
    return np.array([*stamps, *(float(came[event].values[key]) for event, key in _VALUES)])
