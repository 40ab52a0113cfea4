"""What a jolt does to the spine and chest: the dynamic response of a seated body, pressed back into the couch.

    δ'' + 2 ζ ω δ' + ω² δ = a(t),    DR = ω² max|δ| / g        ω = 62.8 rad/s, ζ = 0.2, chest to back (+Gx)

Source: Brinkley, Specker and Mosher, "Development of acceleration exposure limits for advanced escape systems",
AGARD CP-472 (1990). Limits of DR chest to back: 35 for a low risk of injury (0.5 %), 40 moderate (5 %), 46 high (50 %).
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.base.types import Vector
from kazbek.flight.descent.kernels.oscillator import furthest

_OMEGA_rad_s, _ZETA = 62.8, 0.2
_LIMITS = ((35.0, "low"), (40.0, "moderate"), (46.0, "high"))
_STEP_s = 1e-3  # at which the solution is looked at: its peak is missed by 5e-4 of itself at most
_AFTER_s = 0.1  # the body swings on after the jolt


def dynamic_response(t_s: Vector, load_m_s2: Vector) -> float:
    """DR of an acceleration history, (n,) instants and loads along the chest; the body has settled under the first."""
    furthest_m = float(furthest(t_s, load_m_s2, _AFTER_s, _OMEGA_rad_s, _ZETA, _STEP_s))
    return _OMEGA_rad_s**2 * furthest_m / G0_m_s2


def landing_jolt(speed_m_s: float, stroke_m: float) -> tuple[Vector, Vector]:
    """A half sine that stops `speed_m_s` over the stroke of ground and couch: instants and loads (n,)."""
    length_s = 2.0 * stroke_m / max(speed_m_s, 1e-3)
    t_s = np.linspace(0.0, length_s, 60)
    return t_s, 0.5 * math.pi * speed_m_s / length_s * np.sin(math.pi * t_s / length_s)


def risk(response: float) -> str:
    """The class of a dynamic response: low, moderate, high or beyond."""
    return next((name for limit, name in _LIMITS if response <= limit), "beyond")
