"""A damped oscillator driven by an acceleration that is linear between given instants: x'' + 2 ζ ω x' + ω² x = a(t).

Law     on a piece where a = a0 + s τ the solution is x = A + B τ + exp(−ζ ω τ) (C cos ωd τ + D sin ωd τ) with
        B = s / ω², A = (a0 − 2 ζ ω B) / ω², ωd = ω √(1 − ζ²), and C, D from the start of the piece: no step error
Source  Nigam and Jennings, "Calculation of response spectra from strong-motion earthquake records",
        Bull. Seismological Society of America 59 (1969) 909–922
Range   0 ≤ ζ < 1; at rest under the first value
"""

from __future__ import annotations

import math

from kazbek.laws.compiled import kernel


@kernel
def _step(x, v, a0, a1, h, omega, zeta):
    """Position and rate after a step of h seconds over which the drive goes from a0 to a1."""
    decay, turn = zeta * omega, omega * math.sqrt(1.0 - zeta * zeta)
    B = (a1 - a0) / h / (omega * omega)
    A = (a0 - 2.0 * decay * B) / (omega * omega)
    C = x - A
    D = (v - B + decay * C) / turn
    e, c, s = math.exp(-decay * h), math.cos(turn * h), math.sin(turn * h)
    swing = e * (C * c + D * s)
    return A + B * h + swing, B - decay * swing + e * turn * (D * c - C * s)


@kernel
def furthest(t_s, a_m_s2, after_s, omega_rad_s, zeta, step_s):
    """The largest |x| (m), looked at every `step_s`, under a drive at instants (n,) that is nil for `after_s` after."""
    x, v = a_m_s2[0] / omega_rad_s**2, 0.0
    most, n = abs(x), t_s.size
    for i in range(n):
        length = t_s[i + 1] - t_s[i] if i + 1 < n else after_s
        a0, a1 = (a_m_s2[i], a_m_s2[i + 1]) if i + 1 < n else (0.0, 0.0)
        steps = max(1, math.ceil(length / step_s))
        if length <= 0.0:
            continue
        for k in range(steps):
            b0, b1 = a0 + (a1 - a0) * k / steps, a0 + (a1 - a0) * (k + 1) / steps
            x, v = _step(x, v, b0, b1, length / steps, omega_rad_s, zeta)
            most = max(most, abs(x))
    return most
