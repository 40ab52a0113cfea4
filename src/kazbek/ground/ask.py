"""``kazbek ground`` without the command line: a mission's campaign planned, upset, and told as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kazbek.base.data import names_in
from kazbek.base.errors import DataError
from kazbek.ground.chances import Chance, chance_of_holding, spread
from kazbek.ground.network import Launch
from kazbek.ground.plan import Plan, days_before, plan, replan
from kazbek.ground.site_file import GroundSite
from kazbek.ground.upsets import absorbed, room_days, upset_of, without_effect
from kazbek.mission.file import Mission, read_mission
from kazbek.mission.plan import Campaign, Flight
from kazbek.mission.prepare import prepare
from kazbek.scheduling.solver import Progress
from kazbek.scheduling.units import PER_DAY, PER_HOUR


@dataclass(frozen=True)
class GroundAnswer:
    """The answer.

    Attributes
    ----------
    before : the plan
    after : the plan after the what-ifs, the same without any
    chance : of holding the date, as planned
    said : what the what-ifs do, in sentences
    document : the answer as one JSON document
    """

    before: Plan
    after: Plan
    chance: Chance
    said: tuple[str, ...]
    document: dict[str, Any]


def ask(
    mission: str,
    *,
    late: Sequence[str] = (),
    lost: Sequence[str] = (),
    wind: Sequence[str] = (),
    progress: Progress | None = None,
) -> GroundAnswer:
    """The answer of ``kazbek ground``: see :func:`kazbek.ground.upsets.upset_of` for the what-ifs.

    Raises
    ------
    DataError
        a mission without a campaign, or whatever else is wrong with mission, site or what-ifs.
    MissingExtra
        without OR-Tools.
    """
    read = read_mission(mission)
    flight, campaign = _campaign(read)
    site = GroundSite.named(campaign.site, read.folder)
    before = plan(site, launches_of(read, flight, campaign), progress, room_days=room_days(late, lost))
    upset = upset_of(before, late, lost, wind)
    after = replan(before, upset, progress) if late or lost or wind else before
    said = () if after is before else (*without_effect(upset, site), *what_moves(before, after))
    chance = chance_of_holding(before)
    return GroundAnswer(before, after, chance, said, _document(before, after, chance, said))


def launches_of(mission: Mission, flight: Flight, campaign: Campaign) -> tuple[Launch, ...]:
    """The mission's own launch with its predicted lift-off, and the others that share the halls.

    Raises
    ------
    DataError
        for a flight that has no lift-off on its day.
    """
    own = prepare(mission).up(flight).start()
    if own is None:
        raise DataError(f'flight "{flight.name}" has no lift-off on {flight.date}', cure="ask kazbek window for days")
    first = Launch(flight.ship, "crewed", flight.date, own.liftoff, campaign.reserve_days, campaign.dates)
    others = (
        Launch(
            other.ship,
            other.kind,
            other.date,
            prefix=f"{other.ship.lower().replace(' ', '-')}/",
            rendezvous=other.rendezvous,
        )
        for other in campaign.also
    )
    return (first, *others)


def _campaign(mission: Mission) -> tuple[Flight, Campaign]:
    up = next((flight for flight in mission.flights if flight.goes_up), None)
    if up is None or mission.plan.campaign is None:
        raise DataError(
            f'mission "{mission.name}" has no [campaign] before a flight up',
            allowed=f"[campaign] with site = one of {', '.join(names_in('ground'))}, or the path of a .toml file",
        )
    return up, mission.plan.campaign


def what_moves(before: Plan, after: Plan) -> list[str]:
    """Which date moves, by how much, and what absorbs the rest, in sentences."""
    said = []
    for launch in before.launches:
        name = launch.id("launch_day")
        slip_days = (after.starts[name] - before.starts[name]) / PER_DAY
        if slip_days > 0.0:
            said.append(
                f"The lift-off of {launch.ship} moves by {slip_days:.1f} days, to {after.of(name).end.utc[:16]}Z."
            )
        elif not launch.prefix:
            said.append(f"The lift-off of {launch.ship} holds: {after.liftoff.utc[:19]}Z.")
    moved = [
        f"{name} {(after.starts[name] - before.starts[name]) / PER_HOUR:+.1f} h"
        for name in sorted(before.starts, key=lambda name: before.starts[name])
        if after.starts[name] != before.starts[name] and after.of(name).ship == before.own.ship
    ]
    said.append(f"Moved: {', '.join(moved)}." if moved else "Nothing moves.")
    if after.reserve_h < before.reserve_h:
        said.append(f"The reserve before launch day shrinks from {before.reserve_h:.0f} to {after.reserve_h:.0f} h.")
    for earlier, later, (by, then) in absorbed(before, after):
        if after.of(later).ship == before.own.ship:
            said.append(f"Slack between {earlier} and {later} absorbs {(by - max(0, then)) / PER_HOUR:.1f} h.")
    return said


def _document(before: Plan, after: Plan, chance: Chance, said: tuple[str, ...]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "mission_ship": after.own.ship,
        "site": after.site.name,
        "activities": [
            {
                "id": planned.id,
                "name": planned.title,
                "ship": planned.ship,
                "start_utc": planned.start.utc,
                "end_utc": planned.end.utc,
                "float_h": round(planned.float_h, 2),
                "critical": planned.critical,
                "l_minus_days": days_before(after.own, planned.start, after.clock),
            }
            for planned in after.activities
        ],
        "rollout_utc": after.rollout.utc,
        "liftoff_utc": after.liftoff.utc,
        "reserve_h": round(after.reserve_h, 2),
        "proved": after.proved,
        "goals": [{"goal": p.goal, "value": p.value, "bound": p.bound, "proved": p.proved} for p in after.proofs],
        "chance": spread(chance),
    }
    if after is not before:
        document["what_if"] = {
            "sentences": list(said),
            "liftoff_moves_days": round((after.starts["launch_day"] - before.starts["launch_day"]) / PER_DAY, 3),
            "moved": [
                {"id": name, "by_h": round((after.starts[name] - start) / PER_HOUR, 2)}
                for name, start in before.starts.items()
                if after.starts[name] != start
            ],
        }
    return document
