"""What an escape does to its crew: a class by the greatest load, the touchdown, and where that was.

The limits are those of the escape's file: estimates drawn about flown cases.
"""

from __future__ import annotations

from dataclasses import dataclass

from kazbek.base.constants import SECONDS_PER_DAY_s
from kazbek.catalogue.escape import CrewLimits
from kazbek.world.land import Terrain

CLASSES = ("safe", "injury unlikely", "injury likely", "not survivable")
_HOUR_s = SECONDS_PER_DAY_s / 24.0


@dataclass(frozen=True, slots=True)
class Strain:
    """What a crew went through.

    Attributes
    ----------
    load_m_s2 : greatest, of the escape and the entry
    response_ratio : greatest dynamic response, of the entry and the touchdown
    landed : whether the touchdown itself was one that the crew survives
    place : of the touchdown
    rescue_s : from the touchdown until rescuers arrive
    """

    load_m_s2: float
    response_ratio: float
    landed: bool
    place: Terrain
    rescue_s: float


def crew_class(strain: Strain, limits: CrewLimits) -> str:
    """One of CLASSES: by load, one worse on a slope or long at sea."""
    if not strain.landed or strain.response_ratio > limits.response_ratio.v:
        return CLASSES[3]
    bounds = (limits.safe_m_s2.v, limits.unlikely_m_s2.v, limits.likely_m_s2.v)
    by_load = sum(strain.load_m_s2 > bound for bound in bounds)
    return CLASSES[min(by_load + bool(hardships(strain, limits)), max(by_load, 2))]


def hardships(strain: Strain, limits: CrewLimits) -> tuple[str, ...]:
    """What makes a landing place worse than flat ground."""
    slope = strain.place.relief_m > limits.relief_m.v
    afloat = strain.rescue_s > limits.afloat_h.v * _HOUR_s and strain.place.is_sea
    return (*(("on a slope",) if slope else ()), *(("long at sea",) if afloat else ()))


def survived(name: str) -> bool:
    """Whether a class is counted as one that the crew lives through."""
    return name != CLASSES[3]
