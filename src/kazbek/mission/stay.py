"""What happens at the station between flights: who is docked where, seat liners that change ship, reboosts.

No phase flies it: days and ports are decisions, reboosts are found in the station's own files.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event
from kazbek.mission.file import Mission
from kazbek.mission.plan import Flight

if TYPE_CHECKING:
    from kazbek.track.station import StationTrack

_NOON_s = 43_200.0  # the instant at which a day stands in a timeline


def port_of(mission: Mission, flight: Flight) -> str:
    """The port a ship leaves: where it was when the mission began, or where its last flight before docked."""
    names = [other.name for other in mission.flights]
    before = mission.flights[: names.index(flight.name)]
    docked = {ship.ship: ship.port for ship in mission.plan.docked}
    return {**docked, **{one.ship: one.goal_port for one in before if not one.comes_home}}[flight.ship]


def port_beside(mission: Mission, flight: Flight) -> str:
    """The port of a flight for whoever draws it: where it docks, or what it leaves on the way home."""
    return flight.goal_port or port_of(mission, flight)


def stay_events(mission: Mission, track: StationTrack, start: Epoch, end: Epoch, *others: Event) -> tuple[Event, ...]:
    """Seats swapped, reboosts and `others` after `start` and not after `end`, in order of time."""
    found = [event for event in (*_swaps(mission), *_reboosts(track), *others) if start < event.epoch <= end]
    return tuple(sorted(found, key=lambda event: event.epoch))


def _swaps(mission: Mission) -> Iterator[Event]:
    for swap in mission.plan.swap:
        seats = "; ".join(f"{ship}: {', '.join(names)}" for ship, names in swap.to.items())
        noon = Epoch.from_utc(swap.date) + _NOON_s
        yield Event("seats_swapped", noon, {"day": swap.date.isoformat(), "seats": seats})


def _reboosts(track: StationTrack) -> Iterator[Event]:
    for reboost in track.reboosts:
        radial, along, across = (float(x) for x in reboost.delta_v_RTN_m_s)
        size_m_s = (radial**2 + along**2 + across**2) ** 0.5
        yield Event(
            "reboost",
            reboost.start,
            {"delta_v_m_s": size_m_s, "along_m_s": along, "duration_s": reboost.end - reboost.start},
        )
