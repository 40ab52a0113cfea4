"""How well a camera sees its subject: the look through the viewfinder before a picture is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kazbek.views.scene.camera import Camera
from kazbek.views.scene.mesh import Model
from kazbek.views.scene.surface import Soup, first_seen, soup_of

_COLUMNS, _ROWS = 128, 72


@dataclass(frozen=True, slots=True)
class View:
    """What a camera sees of its subject.

    Attributes
    ----------
    seen_frac : share of the subject's outline that nothing else covers and the frame does not cut
    crowded_frac : share of the frame taken by things nearer than half the subject's distance
    behind_frac : share of the subject's surroundings in the frame that other things fill
    """

    seen_frac: float
    crowded_frac: float
    behind_frac: float


@dataclass(frozen=True, slots=True)
class Viewfinder:
    """A subject among other things, to be looked at from many places."""

    subject: Soup
    others: Soup
    everything: Soup  # the subject's faces first

    @classmethod
    def on(cls, subject: Model, others: Model) -> Viewfinder:
        """A viewfinder on `subject` with `others` around it."""
        return cls(soup_of(subject), soup_of(others), soup_of(subject + others))

    def look(self, camera: Camera) -> View:
        """How clear the view from a camera is."""
        finder = replace(camera, columns=_COLUMNS, rows=_ROWS)
        alone, depth = first_seen(self.subject, finder)
        if not np.isfinite(depth).any():
            return View(0.0, 1.0, 1.0)
        everything, near = first_seen(self.everything, finder)
        own = len(self.subject.faces)
        outline = alone >= 0
        seen = int(((everything >= 0) & (everything < own)).sum()) / int(outline.sum())
        crowded = (everything >= own) & (near < 0.5 * float(np.median(depth[outline])))
        rows, columns = np.nonzero(outline)
        around = first_seen(self.others, finder)[0][rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        return View(seen * self._within(finder), float(crowded.mean()), float((around >= 0).mean()))

    def _within(self, camera: Camera) -> float:
        """Share of the subject's corners that lie inside the frame."""
        x, y, inverse = camera.project(self.subject.vertices_m)
        inside = (inverse > 0.0) & (x >= 0.0) & (x < camera.columns) & (y >= 0.0) & (y < camera.rows)
        return float(np.mean(inside))
