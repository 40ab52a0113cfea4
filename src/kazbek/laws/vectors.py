"""Three-vectors as tuples of floats: numba keeps them in registers, so a law can be written with them at no cost."""

from __future__ import annotations

import math

from kazbek.laws.compiled import kernel


@kernel
def dot(a, b):
    """Scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@kernel
def cross(a, b):
    """Vector product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


@kernel
def norm(a):
    """Length."""
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


@kernel
def plus(a, k, b):
    """``a + k b``."""
    return a[0] + k * b[0], a[1] + k * b[1], a[2] + k * b[2]


@kernel
def times(k, a):
    """``k a``."""
    return k * a[0], k * a[1], k * a[2]


@kernel
def unit(a):
    """``a`` at length one; the zero vector stays zero."""
    n = math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])
    if n == 0.0:
        return 0.0, 0.0, 0.0
    return a[0] / n, a[1] / n, a[2] / n


@kernel
def taken(a, i):
    """Three elements of an array from index i."""
    return a[i], a[i + 1], a[i + 2]


@kernel
def put(a, i, x):
    """Write a vector into an array from index i."""
    a[i], a[i + 1], a[i + 2] = x
