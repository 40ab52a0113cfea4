"""kazbek flies a crewed mission to a space station, from rollout to landing, and tells its story.

    import kazbek

    flown = kazbek.fly("soyuz-ms-19", out="ms-19")
    record = kazbek.load("ms-19")
    record["up"]["ascent"]["height_m"]

Everything here is loaded when first asked for: ``import kazbek`` does no work.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_DOOR = {
    "fly": ("kazbek.mission.fly", "fly"),
    "load": ("kazbek.mission.load", "load_record"),
    "tell": ("kazbek.views.telling", "tell"),
    "draw": ("kazbek.views.plots.draw", "draw"),
    "gallery": ("kazbek.views.gallery.build", "gallery"),
    "export": ("kazbek.exchange.export", "export"),
    "window": ("kazbek.mission.search", "window"),
    "landing": ("kazbek.mission.landing", "landing"),
    "crew_of": ("kazbek.views.people.ask", "ask"),
    "check": ("kazbek.mission.validation", "check"),
    "mission_names": ("kazbek.mission.file", "mission_names"),
    "read_mission": ("kazbek.mission.file", "read_mission"),
    "Mission": ("kazbek.mission.file", "Mission"),
    "FlownMission": ("kazbek.mission.flown", "FlownMission"),
    "Record": ("kazbek.mission.load", "Record"),
    "Watcher": ("kazbek.mission.fold", "Watcher"),
    "StationTrack": ("kazbek.world.station", "StationTrack"),
    "Launcher": ("kazbek.craft.launcher", "Launcher"),
    "Spacecraft": ("kazbek.craft.spacecraft", "Spacecraft"),
    "Epoch": ("kazbek.base.epoch", "Epoch"),
    "State": ("kazbek.base.state", "State"),
    "Leg": ("kazbek.base.leg", "Leg"),
    "Event": ("kazbek.base.leg", "Event"),
    "Outcome": ("kazbek.base.leg", "Outcome"),
    "KazbekError": ("kazbek.base.errors", "KazbekError"),
}

__all__ = ["__version__", *_DOOR]

if TYPE_CHECKING:
    from kazbek.base.epoch import Epoch as Epoch
    from kazbek.base.errors import KazbekError as KazbekError
    from kazbek.base.leg import Event as Event
    from kazbek.base.leg import Leg as Leg
    from kazbek.base.leg import Outcome as Outcome
    from kazbek.base.state import State as State
    from kazbek.craft.launcher import Launcher as Launcher
    from kazbek.craft.spacecraft import Spacecraft as Spacecraft
    from kazbek.exchange.export import export as export
    from kazbek.mission.file import Mission as Mission
    from kazbek.mission.file import mission_names as mission_names
    from kazbek.mission.file import read_mission as read_mission
    from kazbek.mission.flown import FlownMission as FlownMission
    from kazbek.mission.fly import fly as fly
    from kazbek.mission.fold import Watcher as Watcher
    from kazbek.mission.landing import landing as landing
    from kazbek.mission.load import Record as Record
    from kazbek.mission.load import load_record
    from kazbek.mission.search import window as window
    from kazbek.mission.validation import check as check
    from kazbek.views.gallery.build import gallery as gallery
    from kazbek.views.people.ask import ask
    from kazbek.views.plots.draw import draw as draw
    from kazbek.views.telling import tell as tell
    from kazbek.world.station import StationTrack as StationTrack

    load = load_record
    crew_of = ask


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'kazbek' has no attribute {name!r}")
    module, attribute = _DOOR[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
