"""The heat-rejection radiators: three wings of eight panels on each of S1 and P1, 22.9 × 3.4 m (NASA); STN."""

from __future__ import annotations

import numpy as np

from kazbek.pictures.models.mesh import Mesh, Model, as_trim, bars, box, boxes, placed
from kazbek.pictures.models.station.truss import Z_m

_BEAM_Y_m = 13.6  # of the beam's middle
_PANELS, _LENGTH_m, _WIDTH_m = 8, 22.9, 3.4
_TILT_rad = np.radians(8.0)  # aft ends low


def radiators() -> Model:
    """Both beams with their three wings each, reaching aft."""
    c, s = np.cos(_TILT_rad), np.sin(_TILT_rad)
    tilt = np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))
    parts: list[Mesh] = []
    for side in (1.0, -1.0):
        parts += placed(_beam(), tilt, (-2.6, side * _BEAM_Y_m, Z_m + 0.6))
    return tuple(parts)


def _beam() -> list[Mesh]:
    pitch = (_LENGTH_m - 0.9) / _PANELS
    parts: list[Mesh] = [
        box((-0.4, 0.0, 0.0), (0.6, 11.2, 0.6), "truss"),
        box((0.4, 0.0, 0.0), (1.2, 1.6, 1.4), "shield_c"),
    ]
    for y in (-3.85, 0.0, 3.85):
        panels = np.array([(-0.9 - pitch * (k + 0.5), y, 0.0) for k in range(_PANELS)])
        hinges = np.array([(-0.9 - pitch * k, y, 0.0) for k in range(_PANELS + 1)])
        pipes = np.array([(-0.9 - pitch * _PANELS / 2.0, y + dy, 0.055) for dy in (-1.1, 0.0, 1.1)])
        arms = np.array([(-0.9 - pitch * (k + 0.5), y, -0.20) for k in range(_PANELS)])
        parts += [
            boxes(panels, (pitch - 0.10, _WIDTH_m, 0.07), "radiator"),
            *as_trim(
                (
                    boxes(hinges, (0.09, _WIDTH_m, 0.12), "shield_d"),
                    boxes(pipes, (pitch * _PANELS - 0.1, 0.04, 0.02), "shield_d"),
                    bars(arms - (pitch / 2.0, 0.0, 0.0), arms + (pitch / 2.0, 0.0, 0.12), 0.09, "shield_b"),
                )
            ),
        ]
    return parts
