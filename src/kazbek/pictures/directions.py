"""Directions: unit vectors, axes across one, turns, and sets of directions spread evenly over a sphere."""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats


def unit(v: Floats) -> Floats:
    """`v` (3,) or rows (n, 3) with length one; a vector of no length stays as it is."""
    length = np.linalg.norm(v) if v.ndim == 1 else np.linalg.norm(v, axis=-1, keepdims=True)
    scaled: Floats = v / np.maximum(length, 1e-12)
    return scaled


def across(direction: Floats) -> tuple[Floats, Floats]:
    """Two unit vectors that complete a unit `direction` to right-handed axes."""
    helper = np.eye(3)[int(np.argmin(np.abs(direction)))]
    x = np.cross(helper, direction)
    x = x / np.linalg.norm(x)
    return x, np.cross(direction, x)


def about_x(angle_rad: float) -> Floats:
    """Rotation (3, 3) of vectors about x."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array(((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c)))


def about_z(angle_rad: float) -> Floats:
    """Rotation (3, 3) of vectors about z."""
    c, s = np.cos(angle_rad), np.sin(angle_rad)
    return np.array(((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0)))


def fibonacci_sphere(count: int) -> Floats:
    """Unit vectors (count, 3) spread evenly, from pole to pole."""
    k = np.arange(count) + 0.5
    z, azimuth = 1.0 - 2.0 * k / count, np.pi * (1.0 + np.sqrt(5.0)) * k
    return np.column_stack((np.sqrt(1 - z * z) * np.cos(azimuth), np.sqrt(1 - z * z) * np.sin(azimuth), z))


def even_sphere(count: int) -> Floats:
    """Unit vectors (count, 3) spread evenly, in an order in which any few neighbours are spread well too."""
    k = np.arange(count)
    z = 1.0 - 2.0 * ((0.5 + k / 1.618033988749895) % 1.0)
    angle = 2.0 * np.pi * ((0.5 + k * 0.7548776662466927) % 1.0)
    r = np.sqrt(np.maximum(0.0, 1.0 - z * z))
    return np.column_stack((r * np.cos(angle), r * np.sin(angle), z))
