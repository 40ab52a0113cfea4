"""A cloud of smoke on a grid: its shape from round puffs made ragged by noise, and the light that reaches its inside.

Axes: those of the scene, metres; cell (i, j, k) of a field has its middle at ``low + (i + ½, j + ½, k + ½) cell``.
Law: the shape of a puff is ``1 − distance/radius``, the cloud is the largest of its puffs, displaced by billows
(Ebert et al., "Texturing and Modeling", 3rd ed. 2003, ch. 9); extinction rises with the shape to its full value over
`_EDGE`. Light is what Beer's law leaves on straight ways to the Sun, to the zenith, and to the flame.
Range: shape −1…1, optical depths cut off at `_OPAQUE`.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.laws.compiled import kernel
from kazbek.pictures.air.billows import billows

_EDGE = 0.22  # of a puff's radius over which its density rises to the full value
_OPAQUE = 8.0


@kernel
def gather(puffs, low, cell, shape):
    """Raise `shape` (nx, ny, nz; start with −1) to the largest of the puffs, rows of (x, y, z, radius)."""
    nx, ny, nz = shape.shape
    for p in range(puffs.shape[0]):
        x, y, z, r = puffs[p, 0] - low[0], puffs[p, 1] - low[1], puffs[p, 2] - low[2], puffs[p, 3]
        for i in range(max(0, int((x - 1.6 * r) / cell)), min(nx, int((x + 1.6 * r) / cell) + 1)):
            dx = (i + 0.5) * cell - x
            for j in range(max(0, int((y - 1.6 * r) / cell)), min(ny, int((y + 1.6 * r) / cell) + 1)):
                dy = (j + 0.5) * cell - y
                for k in range(max(0, int((z - 1.6 * r) / cell)), min(nz, int((z + 1.6 * r) / cell) + 1)):
                    dz = (k + 0.5) * cell - z
                    shape[i, j, k] = max(shape[i, j, k], 1.0 - math.sqrt(dx * dx + dy * dy + dz * dz) / r)


@kernel
def roughen(shape, low, cell, head_m, depth):
    """Displace a smooth `shape` by billows whose heads are `head_m` across and `depth` deep. Changed in place."""
    nx, ny, nz = shape.shape
    for i in range(nx):
        for j in range(ny):
            for k in range(nz):
                if shape[i, j, k] > -0.6:
                    x, y, z = low[0] + (i + 0.5) * cell, low[1] + (j + 0.5) * cell, low[2] + (k + 0.5) * cell
                    shape[i, j, k] += depth * (billows(x / head_m, y / head_m, z / head_m, 4) - 0.55)


@kernel
def thickness(shape):
    """Density of a shape, 0–1."""
    t = min(max(shape / _EDGE, 0.0), 1.0)
    return t * t * (3.0 - 2.0 * t)


@kernel
def between(field, x, y, z):
    """`field` between the middles of its cells, place in cells; the nearest value outside."""
    nx, ny, nz = field.shape
    x, y, z = min(max(x - 0.5, 0.0), nx - 1.001), min(max(y - 0.5, 0.0), ny - 1.001), min(max(z - 0.5, 0.0), nz - 1.001)
    i, j, k = int(x), int(y), int(z)
    u, v, w = x - i, y - j, z - k
    a = field[i, j, k] * (1.0 - u) + field[i + 1, j, k] * u
    b = field[i, j + 1, k] * (1.0 - u) + field[i + 1, j + 1, k] * u
    c = field[i, j, k + 1] * (1.0 - u) + field[i + 1, j, k + 1] * u
    d = field[i, j + 1, k + 1] * (1.0 - u) + field[i + 1, j + 1, k + 1] * u
    return (a * (1.0 - v) + b * v) * (1.0 - w) + (c * (1.0 - v) + d * v) * w


@kernel
def depth_towards(shape, cell, extinction, toward, coarse, depth):
    """Optical depth from every cell of `depth`, each `coarse` cells wide, out of the cloud along `toward` (3,)."""
    nx, ny, nz = shape.shape
    tx, ty, tz = toward[0], toward[1], toward[2]
    for i in range(depth.shape[0]):
        for j in range(depth.shape[1]):
            for k in range(depth.shape[2]):
                x, y, z = (i + 0.5) * coarse, (j + 0.5) * coarse, (k + 0.5) * coarse
                total = 0.0
                step = 1.0
                while total < _OPAQUE:
                    x, y, z = x + tx * step, y + ty * step, z + tz * step
                    if not (0.0 < x < nx and 0.0 < y < ny and 0.0 < z < nz):
                        break
                    total += extinction * cell * step * thickness(shape[int(x), int(y), int(z)])
                    step = min(step * 1.12, 4.0)  # far from the place less detail does
                depth[i, j, k] = min(total, _OPAQUE)


@kernel
def shine(shape, low, cell, extinction, sparks, coarse, light):
    """Light (radiance summed over all directions) from `sparks`, rows of (x, y, z, power), through the cloud."""
    steps = 10
    for i in range(light.shape[0]):
        for j in range(light.shape[1]):
            for k in range(light.shape[2]):
                x, y, z = (i + 0.5) * coarse, (j + 0.5) * coarse, (k + 0.5) * coarse
                total = 0.0
                for s in range(sparks.shape[0]):
                    dx, dy, dz = (sparks[s, 0] - low[0]) / cell - x, (sparks[s, 1] - low[1]) / cell - y, 0.0
                    dz = (sparks[s, 2] - low[2]) / cell - z
                    way_m = math.sqrt(dx * dx + dy * dy + dz * dz) * cell
                    passed = 0.0
                    for n in range(steps):
                        t = (n + 0.5) / steps
                        passed += thickness(between(shape, x + t * dx, y + t * dy, z + t * dz))
                    # Forward scattering carries light three or four times as far as the straight beam.
                    total += sparks[s, 3] * math.exp(-0.28 * extinction * way_m * passed / steps) / (way_m**2 + 9.0)
                light[i, j, k] = total / (4.0 * np.pi)
