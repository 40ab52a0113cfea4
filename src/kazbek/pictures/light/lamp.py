"""Lamps carried by a craft: the headlight of a ship, the work lights of a station.

A lamp is a point that shines into a cone: irradiance falls with the square of the distance, and over the outer quarter
of the cone's angle it fades to nothing (the law of Mitsuba's "spot" emitter, so that draft and full picture agree).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats

FULL_frac = 0.75  # of the cone's half angle that is lit evenly


@dataclass(frozen=True, slots=True)
class Lamp:
    """A spotlight.

    Attributes
    ----------
    at_m : (3,) where it stands in the frame of the shot
    along : (3,) direction of the middle of its cone; need not be of unit length
    half_angle_rad : from the middle of the cone to where it is dark, 0–π/2
    intensity : linear RGB; the irradiance it throws on a surface one metre away that faces it. The Sun's is 20 per
        channel (``sky.SUN_RADIANCE``), so that 200 looks like a tenth of sunlight ten metres away
    """

    at_m: Floats
    along: Floats
    half_angle_rad: float
    intensity: tuple[float, float, float]

    def irradiance(self, places_m: Floats, normals: Floats) -> Floats:
        """Linear RGB (n, 3) on surfaces at (n, 3) places with (n, 3) unit normals; shadows are left to the caller."""
        towards = np.asarray(self.at_m) - places_m
        distance = np.maximum(np.linalg.norm(towards, axis=1), 1e-3)
        towards = towards / distance[:, None]
        share = self.share(-towards) * np.clip((normals * towards).sum(axis=1), 0.0, None) / distance**2
        thrown: Floats = share[:, None] * np.array(self.intensity)
        return thrown

    def share(self, directions: Floats) -> Floats:
        """How much of the full intensity leaves along unit directions (n, 3); (n,) 0–1."""
        middle = np.asarray(self.along) / np.linalg.norm(self.along)
        angle = np.arccos(np.clip(directions @ middle, -1.0, 1.0))
        fading = (self.half_angle_rad - angle) / ((1.0 - FULL_frac) * self.half_angle_rad)
        share: Floats = np.clip(fading, 0.0, 1.0)
        return share
