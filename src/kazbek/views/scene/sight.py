"""How well a camera sees its subject: the look through the viewfinder before a picture is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kazbek.views.scene.camera import Camera
from kazbek.views.scene.mesh import Model
from kazbek.views.scene.surface import Soup, first_seen, soup_of

_COLUMNS, _ROWS = 128, 72


@dataclass(frozen=True, slots=True)
class Viewfinder:
    """A subject among other things, to be looked at from many places."""

    subject: Soup
    everything: Soup  # the subject's faces first

    @classmethod
    def on(cls, subject: Model, others: Model) -> Viewfinder:
        """A viewfinder on `subject` with `others` around it."""
        return cls(soup_of(subject), soup_of(subject + others))

    def look(self, camera: Camera) -> tuple[float, float]:
        """How clear a view is.

        Returns
        -------
        seen_frac : share of the subject's outline that nothing else covers and the frame does not cut
        crowded_frac : share of the frame taken by things nearer than half the subject's distance
        """
        finder = replace(camera, columns=_COLUMNS, rows=_ROWS)
        alone, depth = first_seen(self.subject, finder)
        if not np.isfinite(depth).any():
            return 0.0, 1.0
        everything, near = first_seen(self.everything, finder)
        own_faces = len(self.subject.faces)
        seen = int(((everything >= 0) & (everything < own_faces)).sum())
        middle_m = float(np.median(depth[alone >= 0]))
        crowded = float(np.mean((everything >= own_faces) & (near < 0.5 * middle_m)))
        return seen / int((alone >= 0).sum()) * self._within(finder), crowded

    def _within(self, camera: Camera) -> float:
        """Share of the subject's corners that lie inside the frame."""
        x, y, inverse = camera.project(self.subject.vertices_m)
        inside = (inverse > 0.0) & (x >= 0.0) & (x < camera.columns) & (y >= 0.0) & (y < camera.rows)
        return float(np.mean(inside))
