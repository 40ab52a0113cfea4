"""The classical Runge–Kutta rule of fourth order, on arrays.

Law     k1 = f(t, s), k2 = f(t + h/2, s + h/2 k1), k3 = f(t + h/2, s + h/2 k2), k4 = f(t + h, s + h k3),
        s + h/6 (k1 + 2 k2 + 2 k3 + k4)
Source  W. Kutta, Zeitschrift für Mathematik und Physik 46 (1901) 435–453.
Range   the law f is called by whoever steps: a law handed over as an argument is compiled anew in every process (0.4 to
        1.5 s), a first-class function costs 0.1 to 0.2 µs a call, twice what the laws of an entry take
        (docs/decisions/0054-one-rule-laws-by-name.md).
"""

from __future__ import annotations

from kazbek.laws.compiled import kernel


@kernel
def part_way(s, h, k, row, u):
    """s + h k[row] (n,), written to `u`: where the law is asked next."""
    for i in range(s.size):
        u[i] = s[i] + h * k[row, i]


@kernel
def whole_way(s, h, k):
    """One step of `s` (n,) in place from the four rates `k` (4, n)."""
    for i in range(s.size):
        s[i] += h / 6.0 * (k[0, i] + 2.0 * k[1, i] + 2.0 * k[2, i] + k[3, i])
