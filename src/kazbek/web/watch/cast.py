"""The bodies of one flight: what its data files name, part by part, in their own axes, and when each part leaves.

A part leaves at the event of the launcher's sequence that drops it. Parts of a launcher without a model of its own are
drums of its file's sizes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kazbek.catalogue.berths import berths_of
from kazbek.mission.equipment import Equipment
from kazbek.pictures.models.mesh import Model
from kazbek.pictures.models.plain.capsule import PlainCapsule
from kazbek.pictures.models.plain.launcher import PlainLauncher
from kazbek.pictures.models.plain.ship import PlainShip
from kazbek.pictures.models.plain.station import plain_station

Make = Callable[[], Model]
Json = dict[str, Any]


@dataclass(frozen=True)
class DrawnBody:
    """Something drawn as one body.

    Attributes
    ----------
    make : the model
    about : what the page must know of it
    """

    make: Make
    about: Mapping[str, Any] = field(default_factory=dict)


def cast_of(fitted: Equipment, port: str, day: str) -> dict[str, DrawnBody]:
    """Every body of a flight by name."""
    return {**_launcher(fitted), **_ship(fitted), **_station(fitted, port, day), **_pad(fitted)}


def _drops(fitted: Equipment) -> dict[str, str]:
    """The event at which each stage or element leaves."""
    assert fitted.launcher is not None
    return {happening.drop: happening.event for happening in fitted.launcher.sequence if happening.drop}


def _burns(fitted: Equipment, stage: str) -> list[str]:
    """The event at which a stage is lit, then those that may end it: its cut-off, and its leaving."""
    assert fitted.launcher is not None
    sequence = fitted.launcher.sequence
    on_the_pad = "launch_command" if fitted.launcher.countdown else "liftoff"
    lit = next((h.event for h in sequence if h.ignite == stage), on_the_pad)
    return [lit, *(h.event for h in sequence if h.cutoff == stage), *(h.event for h in sequence if h.drop == stage)]


def _launcher(fitted: Equipment) -> dict[str, DrawnBody]:
    if fitted.launcher is None:
        return {}
    drops = _drops(fitted)
    if not fitted.launcher.model:
        return _drums(fitted, drops)
    from kazbek.pictures.models.launch import stack

    return {
        name: DrawnBody(make, {"leaves": drops.get(piece.drop, ""), "burns": _burns(fitted, piece.drop), **piece.about})
        for name, (make, piece) in stack.pieces().items()
    }


def _drums(fitted: Equipment, drops: Mapping[str, str]) -> dict[str, DrawnBody]:
    assert fitted.launcher is not None
    plain = PlainLauncher(fitted.launcher, fitted.ship.size.length_m.v)
    parts = {
        f"stage-{drum.name}": DrawnBody(
            drum.model,
            {
                "kind": "stage",
                "leaves": drops.get(drum.name, ""),
                "burns": _burns(fitted, drum.name),
                "nozzles_m": drum.at_m.tolist(),
                "nozzle_m": 0.55 * drum.radius_m,
                "flame_m": 2.4 * drum.length_m,
                "middle_m": drum.length_m / 2.0 + float(drum.at_m[0, 0]),
                "pushed_m_s": 1.5,
            },
        )
        for drum in plain.drums
    }
    nose = next((event for name, event in drops.items() if "fairing" in name), "")
    foot_m = plain.nose_foot_m
    about = {"kind": "stage", "leaves": nose, "middle_m": foot_m, "pushed_m_s": 3.0, "ship_at_m": foot_m + 3.0}
    bare = frozenset(drum.name for drum in plain.drums)
    return parts | {"nose": DrawnBody(lambda: plain.stack(bare), about)}


def _height_m(fitted: Equipment) -> float:
    return 0.0 if fitted.launcher is None else PlainLauncher(fitted.launcher, fitted.ship.size.length_m.v).height_m


def _ship(fitted: Equipment) -> dict[str, DrawnBody]:
    capsule = fitted.capsule
    if fitted.ship.model:
        from kazbek.pictures.models.ship import bodies

        return {name: DrawnBody(make, {"kind": "ship", **about}) for name, (make, about) in bodies.bodies().items()}
    ship = PlainShip.of(fitted.ship)
    parts = {
        "ship": DrawnBody(ship.whole, {"kind": "ship"}),
        "folded": DrawnBody(lambda: ship.whole(arrays_deployed=False), {"kind": "ship"}),
    }
    if capsule is not None:
        parts["capsule"] = DrawnBody(PlainCapsule(capsule).entering, {"kind": "ship"})
    return parts


def _station(fitted: Equipment, port: str, day: str) -> dict[str, DrawnBody]:
    built = fitted.station
    about = {"kind": "station"}
    if not built.model:
        return {"station": DrawnBody(lambda: plain_station(built), about)}
    from kazbek.pictures.models.built import SHIP, docked_ship
    from kazbek.pictures.models.station.whole import company, structure

    stays = [stay for stay in berths_of(built.name).at(day) if stay.port != port]

    def others() -> Model:
        model = company(day, tuple(stay.model for stay in stays))
        for stay in stays:
            if stay.model == SHIP and stay.port in built.ports:
                berth = built.port(stay.port)
                model += docked_ship(tuple(berth.r_STN_m), berth.out_STN, berth.up_STN)
        return model

    return {"station": DrawnBody(structure, about)} | ({"company": DrawnBody(others, about)} if stays else {})


def _pad(fitted: Equipment) -> dict[str, DrawnBody]:
    if fitted.pad is None:
        return {}
    if not fitted.pad.model:
        from kazbek.pictures.models.plain.pad import plain_pad

        return {"pad": DrawnBody(functools.partial(plain_pad, _height_m(fitted)), {"kind": "pad", "foot_m": 0.0})}
    from kazbek.pictures.models.launch.pad import FOOT_m, launch_pad

    closed = functools.partial(launch_pad, trench=False)  # the page's plain has no pit
    opened = functools.partial(launch_pad, arms_open_rad=0.62, trench=False)
    return {"pad": DrawnBody(closed, {"kind": "pad", "foot_m": FOOT_m}), "pad-open": DrawnBody(opened, {"kind": "pad"})}
