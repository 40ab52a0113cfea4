"""How well a camera sees its subject: the look through the viewfinder before a picture is drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kazbek.views.scene.camera import Camera
from kazbek.views.scene.mesh import Model
from kazbek.views.scene.surface import first_seen

_COLUMNS, _ROWS = 160, 90


def sight(camera: Camera, subject: Model, others: Model) -> tuple[float, float]:
    """How clear a view is.

    Returns
    -------
    seen_frac : share of the subject's outline that nothing else covers and the frame does not cut
    crowded_frac : share of the frame taken by things nearer than half the subject's distance
    """
    finder = replace(camera, columns=_COLUMNS, rows=_ROWS)
    alone, depth = first_seen(subject, finder)
    if not np.isfinite(depth).any():
        return 0.0, 1.0
    everything, near = first_seen(subject + others, finder)
    own_faces = sum(len(mesh.faces) for mesh in subject)
    seen = int(((everything >= 0) & (everything < own_faces)).sum())
    middle = float(np.median(depth[alone >= 0]))
    crowded = float(np.mean((everything >= own_faces) & (near < 0.5 * middle)))
    return seen / int((alone >= 0).sum()) * _inside(subject, finder), crowded


def _inside(subject: Model, camera: Camera) -> float:
    """Share of the subject's corners that lie within the frame."""
    x, y, inverse = camera.project(np.concatenate([mesh.vertices_m for mesh in subject]))
    within = (inverse > 0.0) & (x >= 0.0) & (x < camera.columns) & (y >= 0.0) & (y < camera.rows)
    return float(np.mean(within))
