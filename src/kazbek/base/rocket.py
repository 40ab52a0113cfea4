"""The rocket equation (Tsiolkovsky 1903), solved for each of its quantities; thrust and exhaust speed are constant."""

from __future__ import annotations

import math

from kazbek.base.constants import G0_m_s2


def delta_v_m_s(start_kg: float, end_kg: float, isp_s: float) -> float:
    """Velocity change while the mass falls from `start_kg` to `end_kg`."""
    return isp_s * G0_m_s2 * math.log(start_kg / end_kg)


def burnt_kg(start_kg: float, delta_v_m_s: float, isp_s: float) -> float:
    """Propellant that a velocity change takes."""
    return -start_kg * math.expm1(-delta_v_m_s / (isp_s * G0_m_s2))


def thrust_s(start_kg: float, delta_v_m_s: float, force_N: float, isp_s: float) -> float:
    """Seconds of thrust `force_N` that a velocity change takes."""
    return burnt_kg(start_kg, delta_v_m_s, isp_s) * (isp_s * G0_m_s2) / force_N
