"""Beside the station: who flies where by what plan, and what is going to fail there."""

from __future__ import annotations

from kazbek.base.errors import DataError, unknown
from kazbek.catalogue.approach import ApproachPlan, Radio
from kazbek.catalogue.pilot import PilotModel
from kazbek.flight.docking.failures import SYSTEMS, CloseFailure, failure_rows
from kazbek.flight.docking.session import CloseScene
from kazbek.mission.equipment import Equipment
from kazbek.mission.plan import Failure, Flight


def close_scene(flight: Flight, equipment: Equipment, port: str = "") -> CloseScene:
    """The scene of a flight's phases beside the station: at the port that it goes to, or at the one given.

    Raises
    ------
    DataError
        equipment without an approach plan or a pilot.
    """
    plan, pilot = equipment.approach, equipment.pilot
    if not isinstance(plan, ApproachPlan) or not isinstance(pilot, PilotModel):
        raise DataError("a flight to a port needs an approach plan and a pilot")
    failures = tuple(
        _close(failure, plan.radio)
        for failure in flight.failure
        if failure.at_s is None  # those are of the launcher
    )
    return CloseScene(equipment.ship, equipment.station, port or flight.goal_port, plan, pilot, failures)


def radio_of(equipment: Equipment) -> Radio:
    """The approach radio."""
    return equipment.approach.radio if equipment.approach is not None else Radio()


def check_close_failures(flight: Flight, equipment: Equipment) -> None:
    """Failures of a flight that never leaves the station's neighbourhood.

    Raises
    ------
    DataError
        an unknown system, jet or axis, one without the range at which it fails, or too many.
    """
    radio = radio_of(equipment)
    for failure in flight.failure:
        known = radio.own(SYSTEMS)
        if failure.system not in known:
            raise unknown("system", failure.system, known, where=f'failure of flight "{flight.name}"')
        check_has_range(flight, failure)
    check_rows(flight, equipment)


def check_has_range(flight: Flight, failure: Failure) -> None:
    """A failure beside the station comes at a range.

    Raises
    ------
    DataError
        for one without.
    """
    if failure.at_range_m is None:
        raise DataError(
            f'failure of flight "{flight.name}": {failure.system} without at_range_m',
            allowed=f'{{ system = "{failure.system}", at_range_m = 40.0 }}',
        )


def check_rows(flight: Flight, equipment: Equipment) -> None:
    """Names of jets and axes of the failures beside the station, and how many there are.

    Raises
    ------
    DataError
        for a name that the ship does not have, or more than are known to be flown.
    """
    radio = radio_of(equipment)
    failure_rows([_close(failure, radio) for failure in flight.failure if failure.at_s is None], equipment.ship)


def _close(failure: Failure, radio: Radio) -> CloseFailure:
    f = failure
    return CloseFailure(radio.system(f.system), f.at_range_m or 0.0, f.sets, f.which, f.manifold, f.stuck, f.lost_kg)
