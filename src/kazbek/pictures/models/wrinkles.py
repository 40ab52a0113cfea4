"""Foil and quilted cloth: normals that wander, and triangles cut small enough to carry them.

Frame of the shot, metres. Law of the wandering: three waves of sines of sines, turned so that none runs along an axis;
smooth, without period in sight, and the same wherever it is asked. Law of the cutting: the longest edge is halved until
it is short enough (Rivara, Int. J. Numer. Meth. Eng. 1984), so that no slivers arise.
"""

from __future__ import annotations

import numpy as np

from kazbek.laws.compiled import kernel

_DEEPEST = 40  # halvings of one triangle


@kernel
def wander(x, y, z, out):
    """A pseudo-random vector at a place, each component within −1…1; written to `out` (3,).

    The place is in units of the wrinkles' size.
    """
    out[0] = out[1] = out[2] = 0.0
    for wave in range(3):
        k = (0.43, 1.0, 2.3)[wave]
        weight = (0.35, 0.40, 0.25)[wave]
        a = k * (0.36 * x - 0.8 * y + 0.48 * z) + 7.0 * k
        b = k * (0.48 * x + 0.6 * y + 0.64 * z) + 7.0 * k
        c = k * (-0.8 * x + 0.6 * z) + 7.0 * k
        out[0] += weight * np.sin(3.1 * b + 2.0 * np.sin(2.3 * c + a))
        out[1] += weight * np.sin(2.7 * c + 2.0 * np.sin(3.1 * a + b))
        out[2] += weight * np.sin(2.9 * a + 2.0 * np.sin(2.6 * b + c))


@kernel
def wrinkle(normals, places, amounts, size_m):
    """Bend unit `normals` (n, 3), in place, by `amounts` (n,) of the wandering at `places` (n, 3), metres."""
    bend = np.empty(3)
    for i in range(normals.shape[0]):
        if amounts[i] == 0.0:
            continue
        wander(places[i, 0] / size_m, places[i, 1] / size_m, places[i, 2] / size_m, bend)
        bend *= amounts[i]
        bend += normals[i]
        normals[i] = bend / np.sqrt(bend[0] ** 2 + bend[1] ** 2 + bend[2] ** 2)


@kernel
def cut(corners, normals, finest_m, out, out_normals):
    """Halve triangles until their edges are short enough; returns how many there are then.

    With empty outputs it only counts.

    Parameters
    ----------
    corners, normals : (m, 3, 3)
    finest_m : (m,) longest edge allowed
    out, out_normals : (many, 3, 3) or (0, 3, 3). Changed in place
    """
    waiting, bent = np.empty((_DEEPEST + 2, 3, 3)), np.empty((_DEEPEST + 2, 3, 3))
    many, write = 0, out.shape[0] > 0
    for f in range(corners.shape[0]):
        waiting[0], bent[0] = corners[f], normals[f]
        left = 1
        while left > 0:
            left -= 1
            k = _longest(waiting[left], finest_m[f] if left < _DEEPEST else np.inf)
            if k < 0:
                if write:
                    out[many], out_normals[many] = waiting[left], bent[left]
                many += 1
                continue
            a, b, c = k, (k + 1) % 3, (k + 2) % 3
            for v in (waiting, bent):
                for x in range(3):
                    start, end, across = v[left, a, x], v[left, b, x], v[left, c, x]
                    middle = 0.5 * (start + end)
                    v[left, 0, x], v[left, 1, x], v[left, 2, x] = start, middle, across
                    v[left + 1, 0, x], v[left + 1, 1, x], v[left + 1, 2, x] = middle, end, across
            left += 2
    return many


@kernel
def _longest(corners, finest_m):
    """The corner at which the longest edge starts, −1 if it is short enough."""
    best, at = finest_m * finest_m, -1
    for k in range(3):
        m = (k + 1) % 3
        square = 0.0
        for x in range(3):
            square += (corners[k, x] - corners[m, x]) ** 2
        if square > best:
            best, at = square, k
    return at
