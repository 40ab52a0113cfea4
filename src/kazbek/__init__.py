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
    "load": ("kazbek.mission.load", "load_record"),
    "read_mission": ("kazbek.mission.file", "read_mission"),
    "crew_of": ("kazbek.views.people.ask", "ask"),
    "mission_names": ("kazbek.mission.file", "mission_names"),
    "Epoch": ("kazbek.base.epoch", "Epoch"),
    "KazbekError": ("kazbek.base.errors", "KazbekError"),
}

__all__ = ["__version__", *_DOOR]

if TYPE_CHECKING:
    from kazbek.base.epoch import Epoch as Epoch
    from kazbek.base.errors import KazbekError as KazbekError
    from kazbek.mission.file import mission_names as mission_names
    from kazbek.mission.file import read_mission as read_mission
    from kazbek.mission.load import load_record
    from kazbek.views.people.ask import ask

    load = load_record
    crew_of = ask


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'kazbek' has no attribute {name!r}")
    module, attribute = _DOOR[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
