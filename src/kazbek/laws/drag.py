"""Drag: one law for whatever moves through air.

Law     q = ½ ρ u²,  D = q Cd S against the air-relative velocity u; as a rate, dv/dt = −k u with k = ½ ρ |u| Cd S / m
Source  Cornelisse, Schöyer, Wakker, "Rocket Propulsion and Spaceflight Dynamics" (1979), chapter 11.
Range   coefficients are the caller's: by Mach number in the air, one number in orbit.
"""

from __future__ import annotations

from kazbek.laws.compiled import kernel


@kernel
def dynamic_pressure(density_kg_m3, speed_m_s):
    """q (Pa)."""
    return 0.5 * density_kg_m3 * speed_m_s * speed_m_s


@kernel
def drag_rate(density_kg_m3, speed_m_s, cd_area_m2, mass_kg):
    """k (1/s): what the velocity through the air loses of itself in a second."""
    return 0.5 * density_kg_m3 * speed_m_s * cd_area_m2 / mass_kg
