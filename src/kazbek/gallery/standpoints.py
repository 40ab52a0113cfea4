"""Ways to stand with a camera about ship and station: from a meeting to the places it might be looked at from."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from kazbek.base.types import Floats
from kazbek.gallery.camera_work import FORWARD, Place, corners, facing, fitted, pair
from kazbek.gallery.framing import UP, Size
from kazbek.gallery.meeting import Meeting
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.directions import unit

Stands = Callable[[Meeting], Iterable[Camera]]
Points = Callable[[Meeting], Floats]

_ALL_ROUND = np.linspace(0.0, 2.0 * np.pi, 16, endpoint=False)


def over_shoulder(near: Place, far: Place, away_m: float, view_deg: float, leans_deg: Sequence[float]) -> Stands:
    """Behind the ship, which lies at `near` in the frame, the station at `far`; or the frame mirrored."""

    def stands(at: Meeting) -> Iterator[Camera]:
        for lean, s in itertools.product(np.radians(leans_deg), (1.0, -1.0)):
            yield pair(
                at.here,
                away_m,
                (s * near[0], near[1]),
                np.zeros(3),
                (s * far[0], far[1]),
                view_deg,
                at.size,
                lean_rad=s * lean,
            )

    return stands


def up_the_axis(near: Place, far: Place, away_m: float, view_deg: float) -> Stands:
    """Behind the ship as it climbs to the station over it, from any side of its axis."""

    def stands(at: Meeting) -> Iterator[Camera]:
        for angle in _ALL_ROUND:
            yield pair(at.here, away_m, near, np.zeros(3), far, view_deg, at.size, up=_about(at.nose, angle))

    return stands


def past_edge(edges: Points, width: float, away_m: float, edge: Place, ship: Place) -> Stands:
    """From the station down to the ship, past one of its edges in the side of the frame."""

    def stands(at: Meeting) -> Iterator[Camera]:
        range_m = float(np.linalg.norm(at.here - at.port))
        view_deg = _vertical_deg(at.ship.span_m / (range_m + away_m) / width, at.size)
        points = edges(at)
        middle = points.mean(axis=0)
        for point, lean in itertools.product(points, (0.5, -0.5)):
            outwards = unit(point - middle - ((point - middle) @ at.out) * at.out)
            up = np.cross(outwards, at.out) * np.cos(lean) + outwards * np.sin(lean)
            yield pair(point, away_m, edge, at.here, ship, view_deg, at.size, up=up)

    return stands


def far_corners(at: Meeting) -> Floats:
    """(n, 3) the corners of the station farthest out across the port's axis: those of its great wings."""
    points = corners(at.surroundings, 60)
    across = np.linalg.norm(points - np.outer(points @ at.out, at.out), axis=1)
    far: Floats = points[across > 0.75 * across.max()]
    return far


def rim(at: Meeting) -> Floats:
    """(n, 3) the edge of the module that ends in the port."""
    edge: Floats = at.port - 0.7 * at.out + 1.2 * np.stack([_about(at.out, angle) for angle in _ALL_ROUND])
    return edge


def far_beside(away_m: float, above_deg: float, view_deg: float, place: Place) -> Stands:
    """Far out and higher than the ship, so that the horizon runs behind it and the station hangs over it."""

    def stands(at: Meeting) -> Iterator[Camera]:
        for angle, s in itertools.product(_ALL_ROUND, (1.0, -1.0)):
            eye = at.here + away_m * _towards(angle, np.radians(above_deg))
            yield facing(eye, at.here, (s * place[0], place[1]), view_deg, at.size)

    return stands


def around(
    points: Points,
    width: float,
    above_deg: Sequence[float],
    views_deg: Sequence[float],
    *,
    height: float = 0.84,
    place: Place = (0.0, 0.0),
) -> Stands:
    """All round some points of ship and station, from these heights over them, on these lenses."""

    def stands(at: Meeting) -> Iterator[Camera]:
        wanted = points(at)
        for above, angle, view_deg in itertools.product(np.radians(above_deg), _ALL_ROUND, views_deg):
            yield fitted(wanted, _towards(angle, above), view_deg, at.size, width=width, height=height, place=place)

    return stands


# What a frame must hold.


def joint(at: Meeting) -> Floats:
    """Where probe and cone meet: the bow, and the end of the module."""
    ring = np.stack([_about(at.out, angle) for angle in _ALL_ROUND])
    return np.concatenate((at.port - 2.2 * at.out + 1.2 * ring, at.here + 1.2 * at.nose + 1.2 * ring))


def ship_and_port(at: Meeting) -> Floats:
    """The whole ship, and the end of the module."""
    return np.concatenate((corners(at.own), joint(at)))


def docked_ships(at: Meeting) -> Floats:
    """Every ship of its kind at the station, and the end of the module this one hangs on."""
    return np.concatenate((corners(at.own + at.neighbours), at.port[None] - 4.0 * at.out))


def _towards(angle_rad: float, above_rad: float) -> Floats:
    """Unit direction at an angle from forward to the left and a height over the level."""
    flat = np.cos(above_rad)
    return np.array((flat * np.cos(angle_rad), flat * np.sin(angle_rad), np.sin(above_rad)))


def _about(axis: Floats, angle_rad: float) -> Floats:
    """A unit vector across `axis`, turned about it."""
    side = unit(np.cross(axis, UP if abs(axis[2]) < 0.8 else FORWARD))
    across: Floats = np.cos(angle_rad) * side + np.sin(angle_rad) * np.cross(side, axis)
    return across


def _vertical_deg(wide_rad: float, size: Size) -> float:
    """Vertical angle of view of a frame `wide_rad` wide."""
    return float(np.degrees(2.0 * np.arctan(np.tan(min(wide_rad, 1.3) / 2.0) * size[1] / size[0])))
