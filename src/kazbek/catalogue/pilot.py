"""The pilot model as data; its law is in ``flight/docking/kernels/pilot.py``."""

from __future__ import annotations

from kazbek.base.data import DataFile, Datum, Frozen, load
from kazbek.catalogue.approach import Slope


class Senses(Frozen):
    """Eyes and hands."""

    decide_s: Datum
    react_s: Datum
    pulse_s: Datum
    see_deg: Datum
    eye_m: Datum
    tilt_deadband_deg: Datum
    see_m_s: Datum
    deadband_m_s: Datum
    closing_deadband_m_s: Datum
    range_sigma_frac: Datum
    rate_sigma_m_s: Datum


class Around(Frozen):
    """How fast the pilot flies around a station, and how gently the arc is ended."""

    speed_m_s: Datum
    deceleration_m_s2: Datum


class PilotModel(DataFile):
    """A pilot, read from ``data/pilots`` or from a user's own file."""

    pilot: Senses
    approach: Slope
    around: Around

    @classmethod
    def named(cls, name: str) -> PilotModel:
        """The bundled pilot of that name, or the one in a ``.toml`` file."""
        return load("pilots", name, cls)
