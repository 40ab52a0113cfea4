"""Pictures from within: a take of a film in the Cupola, the Earth of its own instant below.

In forward, left, up of the station's path, the Cupola downwards; sunlight, Earth and stars are the record's.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kazbek.gallery.framing import framed
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.light.lamp import Lamp
from kazbek.pictures.models.aboard.cupola import on_the_set
from kazbek.pictures.render.shot import Shot

_FORWARD = np.array((1.0, 0.0, 0.0))


def _in_the_cupola(exposure: float, power: float) -> Composer:
    """Down into the dome from the node, the horizon on top."""

    def composer(take: Take) -> Shot:
        eye, aim = np.array((-1.12, -0.08, 0.66)), np.array((0.30, 0.0, -0.72))
        seen_by = Camera(eye, aim, _FORWARD, 72.0, *take.size)
        shot = framed(take.now, take.now.C_ITRF_TNR, seen_by, on_the_set(), exposure=exposure)
        return replace(shot, lamps=_set_lights(power), fill=0.0, care=3)

    return composer


def _set_lights(power: float) -> tuple[Lamp, ...]:
    """A soft lamp on its arm beside the camera, and the room's own behind it."""
    warm, white = (power, 0.88 * power, 0.70 * power), (0.74 * power, 0.78 * power, 0.8 * power)
    key = Lamp(np.array((-1.0, 0.55, 0.46)), np.array((1.3, 0.05, -0.75)), 1.2, warm)
    room = Lamp(np.array((-0.2, 0.0, 1.85)), np.array((0.0, 0.0, -1.0)), np.pi / 2.0, white)
    return key, room


COMPOSERS: dict[str, Composer] = {
    "take_in_sun": _in_the_cupola(0.21, 20.0),
    "take_in_dark": _in_the_cupola(1.60, 2.0),
}
