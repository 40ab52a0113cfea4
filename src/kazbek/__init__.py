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
    "load": ("kazbek.record.read", "load_record"),
    "tell": ("kazbek.views.account", "tell"),
    "draw": ("kazbek.views.plots.draw", "draw"),
    "gallery": ("kazbek.gallery.build", "gallery"),
    "export": ("kazbek.exchange.export", "export"),
    "window": ("kazbek.mission.search", "window"),
    "landing": ("kazbek.mission.landing", "landing"),
    "crew_of": ("kazbek.crew.ask", "ask"),
    "campaign_of": ("kazbek.ground.ask", "ask"),
    "check": ("kazbek.checks.table", "check"),
    "mission_names": ("kazbek.mission.file", "mission_names"),
    "read_mission": ("kazbek.mission.file", "read_mission"),
    "Mission": ("kazbek.mission.file", "Mission"),
    "FlownMission": ("kazbek.record.flown", "FlownMission"),
    "Record": ("kazbek.record.read", "Record"),
    "Watcher": ("kazbek.mission.run", "Watcher"),
    "StationTrack": ("kazbek.track.station", "StationTrack"),
    "Launcher": ("kazbek.catalogue.launcher", "Launcher"),
    "Spacecraft": ("kazbek.catalogue.spacecraft", "Spacecraft"),
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
    from kazbek.catalogue.launcher import Launcher as Launcher
    from kazbek.catalogue.spacecraft import Spacecraft as Spacecraft
    from kazbek.checks.table import check as check
    from kazbek.crew.ask import ask
    from kazbek.exchange.export import export as export
    from kazbek.gallery.build import gallery as gallery
    from kazbek.mission.file import Mission as Mission
    from kazbek.mission.file import mission_names as mission_names
    from kazbek.mission.file import read_mission as read_mission
    from kazbek.mission.fly import fly as fly
    from kazbek.mission.landing import landing as landing
    from kazbek.mission.run import Watcher as Watcher
    from kazbek.mission.search import window as window
    from kazbek.record.flown import FlownMission as FlownMission
    from kazbek.record.read import Record as Record
    from kazbek.record.read import load_record
    from kazbek.track.station import StationTrack as StationTrack
    from kazbek.views.account import tell as tell
    from kazbek.views.plots.draw import draw as draw

    load = load_record
    crew_of = ask


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'kazbek' has no attribute {name!r}")
    module, attribute = _DOOR[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
