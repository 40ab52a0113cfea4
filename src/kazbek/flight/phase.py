"""What is outside a ship during one flight: the station's orbit, the forces, the air and the wind of those days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kazbek.orbit.propagate import Forces
    from kazbek.track.station import StationTrack
    from kazbek.world.air import Air
    from kazbek.world.wind import Wind


@dataclass(frozen=True, slots=True)
class Scene:
    """The surroundings every phase of a flight shares; a phase takes from it what it needs.

    Attributes
    ----------
    track : the station's orbit, known beforehand
    forces : gravity, Sun, Moon and drag over the days of the flight; None before the day is known
    air : the air of those days; None for the standard atmosphere
    wind : by height, east and north; None for calm
    """

    track: StationTrack
    forces: Forces | None = None
    air: Air | None = None
    wind: Wind | None = None
