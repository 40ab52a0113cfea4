"""Whose liner lies in which seat after a swap, and who moved for it: from the mission file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kazbek.gallery.take import Take
from kazbek.views.story.cabins import drawn_cabin


@dataclass(frozen=True, slots=True)
class ShipSeats:
    """A ship after the swap: by seat, whose liner lies there and whether it came from another ship."""

    ship: str
    seats: Mapping[str, tuple[str, bool]]


def ships_of_swap(take: Take) -> list[ShipSeats]:
    """Every ship of a swap whose cabin can be drawn, in the order of the mission file."""
    plan, day = take.record.decisions, take.beat.utc[:10]
    swap = next(one for one in plan["swap"] if str(one["date"]) == day)
    before = _homes(plan, day)
    found = []
    for ship, names in swap["to"].items():
        inside = drawn_cabin(ship)
        if inside is not None:
            others = [seat for seat in inside.seat_names if seat != inside.command_seat]
            seats = _seats_home(plan, ship, day) or dict(zip((inside.command_seat, *others), names))
            found.append(ShipSeats(ship, {s: (n, before.get(n, ship) != ship) for s, n in seats.items() if n in names}))
    return found


def _homes(plan: Mapping[str, Any], day: str) -> dict[str, str]:
    """The ship of each person's liner on the eve of a day."""
    homes = {name: one["ship"] for one in plan.get("docked", ()) for name in one.get("liners", ())}
    for flight in plan.get("flight", ()):
        if "launcher" in flight and str(flight["date"]) <= day:
            homes |= {one["name"]: flight["ship"] for one in flight.get("crew", ())}
    for swap in sorted(plan["swap"], key=lambda one: str(one["date"])):
        if str(swap["date"]) < day:
            homes |= {name: ship for ship, names in swap["to"].items() for name in names}
    return homes


def _seats_home(plan: Mapping[str, Any], ship: str, day: str) -> dict[str, str]:
    """Who sits where in the ship's flight home; nothing where the file does not say."""
    down = (f for f in plan.get("flight", ()) if f["ship"] == ship and "launcher" not in f and str(f["date"]) >= day)
    home: Mapping[str, Any] = next(down, {})
    return {one["seat"]: one["name"] for one in home.get("crew", ()) if one.get("seat")}
