"""What every picture shares: frames, cameras, and the shot put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kazbek.base.types import Floats
from kazbek.gallery.moment import Moment
from kazbek.pictures.air.sky import EARTH_RADIUS_km
from kazbek.pictures.camera.camera import Camera
from kazbek.pictures.fire.glow import Plume
from kazbek.pictures.models.mesh import Model, placed
from kazbek.pictures.render.shot import Shot

Size = tuple[int, int]  # columns, rows

STEPPE = (0.30, 0.25, 0.17)  # dry grass, linear RGB
PLAIN_GROUND = (0.27, 0.25, 0.21)  # where no data file says what the ground is like
UP = np.array((0.0, 0.0, 1.0))
ORIGIN = (0.0, 0.0, 0.0)


def camera(at: Sequence[float] | Floats, look_at: Sequence[float] | Floats, view_deg: float, size: Size) -> Camera:
    """A level camera in LOCAL, metres; one that looks nearly straight up or down has x on top."""
    at, look_at = np.asarray(at, dtype=float), np.asarray(look_at, dtype=float)
    steep = abs(look_at[2] - at[2]) > 0.94 * float(np.linalg.norm(look_at - at))
    return Camera(at, look_at, np.array((1.0, 0.0, 0.0)) if steep else UP, view_deg, *size)


def framed(
    now: Moment,
    C_ITRF_LOCAL: Floats,
    seen_by: Camera,
    model: Model,
    plumes: Sequence[Plume] = (),
    *,
    ground: tuple[float, float, float] | None = None,
    exposure: float = 0.16,
) -> Shot:
    """The shot whose LOCAL has the given axes and its origin at the ship; with `ground`, on the ground below it."""
    origin = now.origin_km if ground is None else now.origin_km * EARTH_RADIUS_km / np.linalg.norm(now.origin_km)
    return Shot(
        seen_by,
        model,
        C_ITRF_LOCAL,
        origin,
        C_ITRF_LOCAL.T @ now.to_sun_ITRF,
        C_ITRF_LOCAL.T @ now.C_ITRF_GCRF,
        tuple(plumes),
        ground,
        exposure,
    )


def turned(plumes: Sequence[Plume], C: Floats) -> tuple[Plume, ...]:
    """Plumes turned by a rotation (3, 3) about the origin."""
    return tuple(replace(plume, at_m=C @ plume.at_m, along=C @ plume.along) for plume in plumes)


def upright(model: Model, foot_z_m: float = 0.0) -> Model:
    """A model built along x, stood on its foot with x up."""
    return placed(model, np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0))), (0.0, 0.0, foot_z_m))


def level(v: Floats) -> Floats:
    """Unit vector of the horizontal part of `v` in a frame with z up."""
    flat = np.array((v[0], v[1], 0.0))
    return flat / max(float(np.linalg.norm(flat)), 1e-9)


def along(heading_rad: float, climb_rad: float) -> Floats:
    """(3, 3) columns forward, left, up in ENU of something that points that way."""
    forward = np.array(
        (np.sin(heading_rad) * np.cos(climb_rad), np.cos(heading_rad) * np.cos(climb_rad), np.sin(climb_rad))
    )
    left = np.cross(UP, forward)
    left = left / max(float(np.linalg.norm(left)), 1e-9)
    return np.column_stack((forward, left, np.cross(forward, left)))
