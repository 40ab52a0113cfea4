"""What has a model of its own: by the names that data files give as `model`. The rest is drawn as plain bodies."""

from __future__ import annotations

from kazbek.pictures.models.capsule.look import SoyuzCapsule as ShapedCapsule
from kazbek.pictures.models.launch.launcher import soyuz_2_1a as whole_launcher
from kazbek.pictures.models.ship import soyuz as whole_ship
from kazbek.pictures.models.ship.look import SoyuzShip as ShapedShip
from kazbek.pictures.models.station import docked_soyuz as docked_ship
from kazbek.pictures.models.station import station as whole_station

LAUNCHER, PAD, ZONE, STATION, SHIP = "soyuz-2.1a", "baikonur-31", "kazakh-steppe", "iss", "soyuz-ms"
MODELS = {
    "launcher": (LAUNCHER,),
    "ship": (SHIP,),
    "capsule": (SHIP,),
    "station": (STATION,),
    "pad": (PAD,),
    "zone": (ZONE,),
    "cabin": (SHIP,),
}

__all__ = [
    "LAUNCHER",
    "MODELS",
    "PAD",
    "SHIP",
    "STATION",
    "ZONE",
    "ShapedCapsule",
    "ShapedShip",
    "docked_ship",
    "whole_launcher",
    "whole_ship",
    "whole_station",
]
