"""A z-buffer for triangles: which face a pixel sees, and where on it.

Axes: pixel centres at (column + ½, row + ½), row 0 on top; ``depth`` is the distance along the viewing axis in metres.
Law: edge functions (Pineda, "A Parallel Algorithm for Polygon Rasterization", SIGGRAPH 1988); barycentric weights are
corrected for perspective by interpolating 1/depth. A face with a corner in front of the near plane is left out: scenes
keep their cameras clear of the things they look at.
"""

from __future__ import annotations

import numpy as np

from kazbek.laws.compiled import kernel


@kernel
def rasterise(x_px, y_px, inverse_depth, faces, depth, face_at, weights):
    """Draw `faces` into the buffers, nearest wins.

    Parameters
    ----------
    x_px, y_px : (n,) corners on the screen
    inverse_depth : (n,) one over the distance along the axis, 1/m; not positive marks "behind the camera"
    faces : (m, 3) corner indices
    depth : (rows, columns) nearest distance so far, m; start with infinity. Changed in place
    face_at : (rows, columns) int32 index of the nearest face; start with −1. Changed in place
    weights : (rows, columns, 2) perspective-correct weights of corners 1 and 2 there. Changed in place
    """
    rows, columns = depth.shape
    for f in range(faces.shape[0]):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        wa, wb, wc = inverse_depth[a], inverse_depth[b], inverse_depth[c]
        if wa <= 0.0 or wb <= 0.0 or wc <= 0.0:
            continue
        ax, ay, bx, by, cx, cy = x_px[a], y_px[a], x_px[b], y_px[b], x_px[c], y_px[c]
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if area == 0.0:
            continue
        left = max(0, int(np.floor(min(ax, bx, cx) - 0.5)))
        right = min(columns - 1, int(np.ceil(max(ax, bx, cx) - 0.5)))
        top = max(0, int(np.floor(min(ay, by, cy) - 0.5)))
        bottom = min(rows - 1, int(np.ceil(max(ay, by, cy) - 0.5)))
        for row in range(top, bottom + 1):
            py = row + 0.5
            for column in range(left, right + 1):
                px = column + 0.5
                ub = ((px - ax) * (cy - ay) - (cx - ax) * (py - ay)) / area
                uc = ((bx - ax) * (py - ay) - (px - ax) * (by - ay)) / area
                ua = 1.0 - ub - uc
                if ua < 0.0 or ub < 0.0 or uc < 0.0:
                    continue
                w = ua * wa + ub * wb + uc * wc
                if 1.0 / w < depth[row, column]:
                    depth[row, column] = 1.0 / w
                    face_at[row, column] = f
                    weights[row, column, 0] = ub * wb / w
                    weights[row, column, 1] = uc * wc / w
