"""Which rays reach the light: a tree of boxes over triangles, and a walk through it that stops at the first hit.

Law: bounding volumes split by the surface-area heuristic in bins (Wald, "On fast Construction of SAH-based Bounding
Volume Hierarchies", RT 2007); box test by slabs; triangle test of Möller & Trumbore (J. Graphics Tools 1997), both
sides alike. Any frame, metres; a tree belongs to one frame.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kazbek.base.types import Floats, Integers
from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import taken

_BINS = 12
_LEAF = 4  # triangles that are not worth splitting
_DEEPEST = 96  # entries of the stack of a walk


class Tree(NamedTuple):
    """Nodes as :func:`build` leaves them; triangles (m, 9), a corner and two edges each, in the order of the leaves."""

    boxes: Floats
    links: Integers
    triangles: Floats


class Fan(NamedTuple):
    """Rays that places send.

    Attributes
    ----------
    directions : (k, 3) unit vectors
    lean : how much of the normal is added to a direction: 0 for rays to the Sun; 1 turns unit vectors spread evenly
        over the sphere into rays spread over the half space by their cosine with the normal
    each : how many of the directions a place takes, round and round
    reach : how far a ray is followed, in lengths of its direction
    """

    directions: Floats
    lean: float
    each: int
    reach: float


@kernel
def build(corners, boxes, links, order):
    """Build the tree; returns the number of its nodes.

    Parameters
    ----------
    corners : (m, 3, 3) triangles
    boxes : (2 m, 6) low and high corner of each node. Changed in place
    links : (2 m, 2) of a leaf: first place in `order` and number of triangles; of others: first of two children, and
        zero. Changed in place
    order : (m,) the triangles in the order of the leaves; start with 0…m−1. Changed in place
    """
    m = corners.shape[0]
    centres = np.empty((m, 3))
    for f in range(m):
        for k in range(3):
            a, b, c = corners[f, 0, k], corners[f, 1, k], corners[f, 2, k]
            centres[f, k] = 0.5 * (min(a, b, c) + max(a, b, c))
    nodes = 1
    waiting = np.empty((_DEEPEST * 2, 3), np.int64)
    waiting[0] = 0, 0, m
    left = 1
    while left > 0:
        left -= 1
        node, first, last = waiting[left]
        _enclose(corners, order, first, last, boxes[node])
        middle = first
        if last - first > _LEAF and left + 2 < waiting.shape[0]:
            middle = _split(corners, centres, order, first, last)
        if middle == first:
            links[node, 0], links[node, 1] = first, last - first
            continue
        links[node, 0], links[node, 1] = nodes, 0
        waiting[left] = nodes, first, middle
        waiting[left + 1] = nodes + 1, middle, last
        left += 2
        nodes += 2
    return nodes


@kernel
def _enclose(corners, order, first, last, box):
    box[:3], box[3:] = np.inf, -np.inf
    for f in order[first:last]:
        for v in range(3):
            for k in range(3):
                box[k], box[k + 3] = min(box[k], corners[f, v, k]), max(box[k + 3], corners[f, v, k])


@kernel
def _area(box):
    x, y, z = box[3] - box[0], box[4] - box[1], box[5] - box[2]
    return x * y + y * z + z * x if x >= 0.0 else 0.0


@kernel
def _split(corners, centres, order, first, last):
    """Sort order[first:last] about the best plane; where the second half starts, or `first` if no plane parts them."""
    low, high = np.full(3, np.inf), np.full(3, -np.inf)
    for f in order[first:last]:
        low, high = np.minimum(low, centres[f]), np.maximum(high, centres[f])
    axis = int(np.argmax(high - low))
    width = high[axis] - low[axis]
    if not width > 0.0:
        return first
    boxes, counts = np.empty((_BINS, 6)), np.zeros(_BINS, np.int64)
    boxes[:, :3], boxes[:, 3:] = np.inf, -np.inf
    for f in order[first:last]:
        b = min(_BINS - 1, int(_BINS * (centres[f, axis] - low[axis]) / width))
        counts[b] += 1
        for v in range(3):
            for k in range(3):
                boxes[b, k] = min(boxes[b, k], corners[f, v, k])
                boxes[b, k + 3] = max(boxes[b, k + 3], corners[f, v, k])
    edge = _cheapest(boxes, counts)
    i, j = first, last - 1
    while i <= j:
        if min(_BINS - 1, int(_BINS * (centres[order[i], axis] - low[axis]) / width)) < edge:
            i += 1
        else:
            order[i], order[j] = order[j], order[i]
            j -= 1
    return i


@kernel
def _cheapest(boxes, counts):
    """The bin before which to cut: least sum of area times triangles."""
    right = np.zeros(_BINS)
    grown, total = np.empty(6), 0
    grown[:3], grown[3:] = np.inf, -np.inf
    for b in range(_BINS - 1, 0, -1):
        grown[:3], grown[3:] = np.minimum(grown[:3], boxes[b, :3]), np.maximum(grown[3:], boxes[b, 3:])
        total += counts[b]
        right[b] = _area(grown) * total
    best, at, total = np.inf, 1, 0
    grown[:3], grown[3:] = np.inf, -np.inf
    for b in range(1, _BINS):
        grown[:3], grown[3:] = np.minimum(grown[:3], boxes[b - 1, :3]), np.maximum(grown[3:], boxes[b - 1, 3:])
        total += counts[b - 1]
        cost = _area(grown) * total + right[b]
        if cost < best:
            best, at = cost, b
    return at


@kernel
def blocked(tree, start, way, reach, stack):
    """Whether a ray from `start` along `way` meets a triangle before `reach` times its length; `stack` is scratch."""
    boxes, links, triangles = tree
    (ox, oy, oz), (dx, dy, dz) = start, way
    ix = 1.0 / dx if abs(dx) > 1e-300 else 1e300
    iy = 1.0 / dy if abs(dy) > 1e-300 else 1e300
    iz = 1.0 / dz if abs(dz) > 1e-300 else 1e300
    stack[0], left = 0, 1
    while left > 0:
        left -= 1
        n = stack[left]
        x0, x1 = (boxes[n, 0] - ox) * ix, (boxes[n, 3] - ox) * ix
        y0, y1 = (boxes[n, 1] - oy) * iy, (boxes[n, 4] - oy) * iy
        z0, z1 = (boxes[n, 2] - oz) * iz, (boxes[n, 5] - oz) * iz
        enter = max(min(x0, x1), min(y0, y1), min(z0, z1), 0.0)
        if enter > min(max(x0, x1), max(y0, y1), max(z0, z1), reach):
            continue
        first, count = links[n, 0], links[n, 1]
        if count == 0:
            stack[left], stack[left + 1] = first, first + 1
            left += 2
            continue
        for f in range(first, first + count):
            if _hit(triangles, f, start, way, reach):
                return True
    return False


@kernel
def _hit(triangles, f, start, way, reach):
    (ox, oy, oz), (dx, dy, dz) = start, way
    ax, ay, az = triangles[f, 3], triangles[f, 4], triangles[f, 5]
    bx, by, bz = triangles[f, 6], triangles[f, 7], triangles[f, 8]
    px, py, pz = dy * bz - dz * by, dz * bx - dx * bz, dx * by - dy * bx
    volume = ax * px + ay * py + az * pz
    if volume == 0.0:
        return False
    tx, ty, tz = ox - triangles[f, 0], oy - triangles[f, 1], oz - triangles[f, 2]
    u = (tx * px + ty * py + tz * pz) / volume
    if u < 0.0 or u > 1.0:
        return False
    qx, qy, qz = ty * az - tz * ay, tz * ax - tx * az, tx * ay - ty * ax
    v = (dx * qx + dy * qy + dz * qz) / volume
    if v < 0.0 or u + v > 1.0:
        return False
    t = (bx * qx + by * qy + bz * qz) / volume
    return 0.0 < t < reach


@kernel
def share_open(tree, places, normals, fan, first, out):
    """What share of the rays from each place (n, 3) with its normal (n, 3) gets away; written to `out` (n,).

    `first` (n,): which direction of the fan a place begins with.
    """
    stack = np.empty(_DEEPEST, np.int64)
    many = fan.directions.shape[0]
    for i in range(places.shape[0]):
        free = 0
        for j in range(first[i], first[i] + fan.each):
            k = j % many
            dx = fan.directions[k, 0] + fan.lean * normals[i, 0]
            dy = fan.directions[k, 1] + fan.lean * normals[i, 1]
            dz = fan.directions[k, 2] + fan.lean * normals[i, 2]
            if not blocked(tree, taken(places[i], 0), (dx, dy, dz), fan.reach, stack):
                free += 1
        out[i] = free / fan.each
