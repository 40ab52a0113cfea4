"""Where an entry is aimed when the wind over the zone is known."""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.data import Datum
from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_PAD_ITRF
from kazbek.catalogue.capsule import Capsule
from kazbek.catalogue.zone import Zone
from kazbek.flight.descent.parachutes import Parachutes
from kazbek.flight.phase import Scene
from kazbek.world.geodesy import itrf_from_geodetic
from kazbek.world.ground_track import state_from_itrf
from kazbek.world.wind import Wind

_ANY_DAY = Epoch(0)


def upwind(zone: Zone, capsule: Capsule, wind: Wind) -> Zone:
    """A zone whose aim lies upwind by the drift of a capsule that falls straight down over it."""
    r = itrf_from_geodetic(zone.latitude_rad, zone.longitude_rad, capsule.parachutes.command_height_m.v)
    down = -capsule.parachutes.command_speed_m_s.v * C_PAD_ITRF(zone.latitude_rad, zone.longitude_rad)[2]
    start = state_from_itrf(_ANY_DAY, np.concatenate((r, down)), capsule.entry.mass_kg.v)
    drifted = Parachutes(capsule, zone).fly(start, Scene(wind=wind)).telemetry
    moved = {
        name: Datum(
            v=datum.v - math.degrees(drifted[f"{axis}_rad"][-1] - drifted[f"{axis}_rad"][0]),
            sigma=datum.sigma,
            src="derived",
        )
        for axis, (name, datum) in {
            "latitude": ("latitude_deg", zone.aim.latitude_deg),
            "longitude": ("longitude_deg", zone.aim.longitude_deg),
        }.items()
    }
    return zone.model_copy(update={"aim": zone.aim.model_copy(update=moved)})
