"""Framing: the subject's share of the frame and its place in it, the lean of the horizon, and the choice among cameras.

A picture names a handful of places to stand; the best by its taste is taken. Frames are LOCAL with z up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.types import Floats
from kazbek.gallery.framing import UP, Size
from kazbek.gallery.moment import Moment
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.camera.viewfinder import Viewfinder, outlook
from kazbek.pictures.directions import fibonacci_sphere, unit
from kazbek.pictures.models.mesh import Model

Place = tuple[float, float]  # in the frame: widths right of its middle, heights below it

_LOOKS = 7  # a look through the viewfinder costs 10–40 ms beside the station
FORWARD = np.array((1.0, 0.0, 0.0))


def corners(model: Model, count: int = 150) -> Floats:
    """(n, 3) outermost points of a model: what a frame must hold."""
    points = np.concatenate([mesh.vertices_m for mesh in model])
    directions = fibonacci_sphere(count)
    outermost: Floats = points[np.unique((points.astype(np.float32) @ directions.T.astype(np.float32)).argmax(axis=0))]
    return outermost


def upwards(towards: Floats, lean_rad: float = 0.0) -> Floats:
    """An "up" for a camera that looks along `towards`: level, then leaned clockwise; forward for a steep look."""
    up = UP if abs(unit(towards)[2]) < 0.94 else FORWARD
    right = unit(np.cross(towards, up))
    leaned: Floats = np.cos(lean_rad) * np.cross(right, unit(towards)) - np.sin(lean_rad) * right
    return leaned


def facing(
    at: Floats,
    point: Floats,
    place: Place,
    view_deg: float,
    size: Size,
    lean_rad: float = 0.0,
    up: Floats | None = None,
) -> Camera:
    """The camera at `at` that has `point` at a place in its frame."""
    towards = unit(point - at)
    forward = towards
    for _ in range(5):  # turn until the ray through the place meets the point
        seen_by = Camera(at, at + forward, upwards(forward, lean_rad) if up is None else up, view_deg, *size)
        forward = unit(forward + towards - through(seen_by, place))
    return replace(seen_by, look_at_m=at + forward)


def through(camera: Camera, place: Place) -> Floats:
    """Unit direction of the ray through a place in the frame."""
    ray: Floats = np.array((place[0] * camera.columns, place[1] * camera.rows, camera.focal_px)) @ camera.axes
    return unit(ray)


def fitted(
    points: Floats,
    towards: Floats,
    view_deg: float,
    size: Size,
    *,
    width: float,
    height: float = 0.84,
    place: Place = (0.0, 0.0),
    lean_rad: float = 0.0,
    up: Floats | None = None,
) -> Camera:
    """The camera on the side `towards` of points whose outline fills at most `width` and `height` of the frame.

    The outline's middle lies at `place`.
    """
    middle = (points.min(axis=0) + points.max(axis=0)) / 2.0
    away_m, aim = 1.5 * float(np.linalg.norm(np.ptp(points, axis=0))) / np.tan(np.radians(view_deg)) / width, place
    for _ in range(6):
        seen_by = facing(middle + away_m * unit(towards), middle, aim, view_deg, size, lean_rad, up)
        x, y, inverse = seen_by.project(points)
        if (inverse <= 0.0).any():  # too close: something is behind the camera
            away_m *= 1.6
            continue
        x, y = x / size[0] - 0.5, y / size[1] - 0.5
        aim = (aim[0] + place[0] - float(x.min() + x.max()) / 2.0, aim[1] + place[1] - float(y.min() + y.max()) / 2.0)
        away_m *= max(float(np.ptp(x)) / width, float(np.ptp(y)) / height) ** 0.9
    return facing(middle + away_m * unit(towards), middle, aim, view_deg, size, lean_rad, up)


def pair(
    near: Floats,
    away_m: float,
    near_place: Place,
    far: Floats,
    far_place: Place,
    view_deg: float,
    size: Size,
    *,
    lean_rad: float = 0.0,
    up: Floats | None = None,
) -> Camera:
    """The camera `away_m` from `near` that has both a near and a far point at their places in the frame."""
    at = near - away_m * unit(far - near)
    for _ in range(12):
        seen_by = facing(at, far, far_place, view_deg, size, lean_rad, up)
        at = near - away_m * through(seen_by, near_place)
    return facing(at, far, far_place, view_deg, size, lean_rad, up)


@dataclass(frozen=True, slots=True)
class Taste:
    """What a picture wants besides a clear view of its subject; zero is "does not matter".

    Attributes
    ----------
    sun : the subject lit from beside the camera
    limb : the horizon in the frame
    day : sunlit ground in the frame
    glow : bright air along the horizon
    clear : nothing close behind the subject
    lit : cosine between Sun and camera, seen from the subject: at the default it is lit with some shade to show shape
    """

    sun: float = 1.0
    limb: float = 0.6
    day: float = 0.5
    glow: float = 0.0
    clear: float = 0.6
    lit: float = 0.45


def worth_alone(now: Moment, middle: Floats, taste: Taste) -> Callable[[Camera], float]:
    """The worth of a camera as far as Sun and Earth decide it; `middle` is the subject's place."""
    to_sun = now.to_sun_TNR
    sunlit = now.in_sunlight

    def worth(seen_by: Camera) -> float:
        earth = outlook(seen_by, now.C_ITRF_TNR, now.origin_km, to_sun)
        side = -abs(float(unit(seen_by.at_m - middle) @ to_sun) - taste.lit) if sunlit else 0.0
        return (
            taste.sun * side
            + taste.limb * earth.limb_frac
            + taste.day * min(earth.day_frac, 0.5)
            + taste.glow * earth.glow_frac
        )

    return worth


def best(cameras: Iterable[Camera], worth: Callable[[Camera], float]) -> Camera:
    """The camera of greatest worth."""
    return max(cameras, key=worth)


def clearest(
    cameras: Iterable[Camera],
    worth: Callable[[Camera], float],
    finder: Viewfinder,
    clear: float,
    front: float = 0.0,
    room_m: float = 4.0,
) -> Camera:
    """The camera of greatest worth whose view of the subject is clear; only the most promising are looked through.

    `clear` weighs what fills the subject's surroundings; `front` is the wanted share of the frame for things before it.
    Cameras nearer than `room_m` to anything else are passed over: what reaches behind a camera is not drawn.
    """
    ranked = sorted(((worth(seen_by), k, seen_by) for k, seen_by in enumerate(cameras)), key=lambda found: -found[0])
    chosen, most = ranked[0][2], -np.inf
    looks = 0
    for promise, _, seen_by in ranked:
        if looks == _LOOKS or promise <= most:  # a clear view adds nothing to the promise
            break
        if finder.room_m(seen_by) < room_m:
            continue
        looks += 1
        view = finder.look(seen_by)
        found = promise - 4.0 * (1.0 - view.seen_frac) - 6.0 * abs(view.crowded_frac - front) - clear * view.behind_frac
        if found > most:
            chosen, most = seen_by, found
    return chosen
