"""The pilot model as data (law: kernels/pilot.py), and the path the pilot means to fly."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.guidance.glideslope import Slope
from kazbek.kernels.glideslope import Guide
from kazbek.kernels.pilot import Pilot

LOOKS = 4096  # rows of chance: more than an hour of looking


class Senses(Frozen):
    """Eyes and hands."""

    decide_s: Datum
    react_s: Datum
    pulse_s: Datum
    see_deg: Datum
    eye_m: Datum
    see_m_s: Datum
    deadband_m_s: Datum
    closing_deadband_m_s: Datum
    range_sigma_frac: Datum
    rate_sigma_m_s: Datum


class HandSlope(Slope):
    """Closing speed by distance as taught."""

    cycle_s: Datum


class PilotModel(DataFile):
    """A pilot, read from ``data/pilots`` or from a user's own file."""

    pilot: Senses
    approach: HandSlope

    @classmethod
    def named(cls, name: str) -> PilotModel:
        """The bundled pilot of that name, or the one in a ``.toml`` file."""
        return load("pilots", name, cls)

    @property
    def numbers(self) -> Pilot:
        """As the kernels take it."""
        p = self.pilot
        return Pilot(
            decide_s=p.decide_s.v, react_s=p.react_s.v, pulse_s=p.pulse_s.v, see_rad=math.radians(p.see_deg.v),
            eye_m=p.eye_m.v, see_m_s=p.see_m_s.v, deadband_m_s=p.deadband_m_s.v,
            closing_deadband_m_s=p.closing_deadband_m_s.v, range_sigma_frac=p.range_sigma_frac.v,
            rate_sigma_m_s=p.rate_sigma_m_s.v)

    def path(self, guide: Guide) -> Guide:
        """The autopilot's guide with the final approach as a pilot is taught to fly it."""
        slope = self.approach
        return guide._replace(
            final_at_m=np.array(slope.at_m), final_m_s=np.array([speed.v for speed in slope.closing_m_s]),
            final_settle_s=slope.settle_s.v, lateral_m_s=slope.lateral_m_s.v)

    @staticmethod
    def noise(chance: np.random.Generator | None) -> NDArray[np.float64]:
        """(n, 4) standard normal numbers, a row a look; zeros for the nominal pilot."""
        return np.zeros((1, 4)) if chance is None else chance.standard_normal((LOOKS, 4))
