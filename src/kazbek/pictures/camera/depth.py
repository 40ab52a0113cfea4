"""How far away what a pixel shows is."""

from __future__ import annotations

import numpy as np

from kazbek.base.types import Floats


def spread_depth(depth_m: Floats) -> Floats:
    """Depth of the nearest thing in each pixel or beside it: at an edge the craft may miss the middle of a pixel."""
    edged = np.pad(depth_m, 1, mode="edge")
    rows, columns = depth_m.shape
    near = np.min([edged[i : i + rows, j : j + columns] for i in range(3) for j in range(3)], axis=0)
    return np.where(np.isfinite(depth_m), depth_m, near)
