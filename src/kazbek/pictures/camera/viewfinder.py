"""What a camera sees before a picture is drawn: its subject, what stands in the way, and the Earth."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kazbek.base.types import Floats
from kazbek.pictures.air.sky import EARTH_RADIUS_km
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.models.mesh import Model
from kazbek.pictures.render.surface import Soup, first_seen, soup_of

_COLUMNS, _ROWS = 128, 72
_COARSE = (32, 18)  # columns, rows of the look at the Earth
_AREA_frac = 0.93  # of a setting's area that is looked at: the rest is handrails and rivets
_SKIN_POINTS = 20_000  # on a station of some 6000 m², two or three to the square metre
_AROUND_frac = 0.15  # of a subject's width and height that counts as its surroundings on each side
_BEFORE = 0.8  # of the subject's distance: what is nearer stands before it
_TWILIGHT_mu = 0.30  # sine of the Sun's depth at which the air at the horizon has gone dark


@dataclass(frozen=True, slots=True)
class View:
    """What a camera sees of its subject.

    Attributes
    ----------
    seen_frac : share of the subject's outline that nothing else covers and the frame does not cut
    crowded_frac : share of the frame taken by things clearly nearer than the subject
    behind_frac : share of the subject's surroundings in the frame that other things fill
    """

    seen_frac: float
    crowded_frac: float
    behind_frac: float


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a subject, made light for looking at from many places.

    Attributes
    ----------
    soup : the larger faces, which together have nearly all of its area
    skin_m : (n, 3) points all over it
    """

    soup: Soup
    skin_m: Floats

    @classmethod
    def of(cls, model: Model) -> Setting:
        """A model as a setting."""
        soup = soup_of(model)
        a, b, c = (soup.vertices_m[soup.faces[:, k]] for k in range(3))
        area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
        chance = np.random.default_rng(1)
        face = np.searchsorted(np.cumsum(area), chance.uniform(0.0, area.sum(), _SKIN_POINTS))
        p, q, r = (corner[np.minimum(face, len(area) - 1)] for corner in (a, b, c))
        u, v = np.sqrt(chance.uniform(size=(_SKIN_POINTS, 1))), chance.uniform(size=(_SKIN_POINTS, 1))
        return cls(_larger(soup, area), (1.0 - u) * p + u * (1.0 - v) * q + u * v * r)


def _larger(soup: Soup, area: Floats) -> Soup:
    """The fewest faces that have `_AREA_frac` of a soup's area."""
    order = np.argsort(area)[::-1]
    count = 1 + int(np.searchsorted(np.cumsum(area[order]), _AREA_frac * area.sum()))
    chosen = order[:count]
    used, faces = np.unique(soup.faces[chosen], return_inverse=True)
    return replace(
        soup,
        vertices_m=soup.vertices_m[used],
        normals=soup.normals[used],
        faces=faces.reshape(-1, 3),
        material_of_face=soup.material_of_face[chosen],
    )


@dataclass(frozen=True, slots=True)
class Viewfinder:
    """A subject in its setting, to be looked at from many places."""

    subject: Soup
    setting: Setting

    @classmethod
    def on(cls, subject: Model, others: Model) -> Viewfinder:
        """A viewfinder on `subject` with `others` around it."""
        return cls(soup_of(subject), Setting.of(others))

    def room_m(self, camera: Camera) -> float:
        """How far a camera stands from the nearest of the other things, to some decimetres."""
        return float(np.sqrt(((self.setting.skin_m - camera.at_m) ** 2).sum(axis=1).min()))

    def look(self, camera: Camera) -> View:
        """How clear the view from a camera is."""
        finder = replace(camera, columns=_COLUMNS, rows=_ROWS)
        depth = first_seen(self.subject, finder)[1]
        outline = np.isfinite(depth)
        if not outline.any():
            return View(0.0, 1.0, 1.0)
        near = first_seen(self.setting.soup, finder)[1]
        seen = int((outline & (depth <= near)).sum()) / int(outline.sum())
        other = np.isfinite(near) & (near < depth)
        crowded = other & (near < _BEFORE * float(np.median(depth[outline])))
        return View(seen * self._within(finder), float(crowded.mean()), _behind(outline, other & ~crowded))

    def _within(self, camera: Camera) -> float:
        """Share of the subject's corners that lie inside the frame."""
        x, y, inverse = camera.project(self.subject.vertices_m)
        inside = (inverse > 0.0) & (x >= 0.0) & (x < camera.columns) & (y >= 0.0) & (y < camera.rows)
        return float(np.mean(inside))


def _behind(outline: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Share of the pixels around an outline, within a box a little larger than it, where `other` things are."""
    rows, columns = np.nonzero(outline)
    box = tuple(_widened(places) for places in (rows, columns))
    return float(other[box][~outline[box]].mean())


def _widened(places: NDArray[np.int64]) -> slice:
    more = 1 + int(_AROUND_frac * np.ptp(places))
    return slice(max(int(places.min()) - more, 0), int(places.max()) + more + 1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a camera would see of the Earth, were nothing in the way.

    Attributes
    ----------
    day_frac : share of the frame that sunlit ground takes
    night_frac : share of the frame that dark ground takes
    limb_frac : length of the horizon in the frame, in widths of the frame, at most 1
    glow_frac : how bright the air along that horizon is: 1 by day, 0 at night and where no horizon is
    """

    day_frac: float
    night_frac: float
    limb_frac: float
    glow_frac: float


def outlook(camera: Camera, C_ITRF_LOCAL: Floats, origin_km: Floats, to_sun_LOCAL: Floats) -> Outlook:
    """The share of Earth and horizon in a camera's frame; LOCAL lies at `origin_km` on a spherical Earth."""
    rays = replace(camera, columns=_COARSE[0], rows=_COARSE[1]).rays()
    place_km = C_ITRF_LOCAL.T @ origin_km + camera.at_m / 1000.0
    along = rays @ place_km
    nearest_km = np.sqrt(np.maximum(place_km @ place_km - along**2, 0.0))
    hits = (along < 0.0) & (nearest_km < EARTH_RADIUS_km)
    # The point of each ray on the ground, or its lowest point over it.
    reach_km = -along - np.sqrt(np.maximum(EARTH_RADIUS_km**2 - nearest_km**2, 0.0))
    lowest = place_km + rays * reach_km[..., None]
    mu = lowest @ to_sun_LOCAL / np.linalg.norm(lowest, axis=-1)
    rim = np.zeros_like(hits)
    rim[:, 1:] |= hits[:, 1:] != hits[:, :-1]
    rim[1:] |= hits[1:] != hits[:-1]
    glow = float(np.clip(1.0 + mu[rim] / _TWILIGHT_mu, 0.0, 1.0).mean()) if rim.any() else 0.0
    return Outlook(
        float((hits & (mu > 0.0)).mean()),
        float((hits & (mu <= 0.0)).mean()),
        min(float(rim.sum()) / _COARSE[0], 1.0),
        glow,
    )
