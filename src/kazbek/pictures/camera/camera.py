"""A camera: where it stands, where it looks, and the rays and screen places that follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera in the frame of the shot (metres).

    Attributes
    ----------
    at_m : (3,) where it stands
    look_at_m : (3,) what lies in the middle of the picture
    up : (3,) what points up
    field_of_view_deg : vertical angle of view
    columns, rows : size of the picture in pixels
    """

    at_m: Floats
    look_at_m: Floats
    up: Floats
    field_of_view_deg: float = 40.0
    columns: int = 1280
    rows: int = 720

    @property
    def axes(self) -> Floats:
        """(3, 3) rows: right, down, forward."""
        forward = self.look_at_m - self.at_m
        forward = forward / np.linalg.norm(forward)
        right = np.cross(forward, self.up)
        right = right / np.linalg.norm(right)
        return np.array((right, np.cross(forward, right), forward))

    @property
    def focal_px(self) -> float:
        """Distance of the picture plane in pixels."""
        return 0.5 * self.rows / float(np.tan(np.radians(self.field_of_view_deg) / 2.0))

    def rays(self) -> Floats:
        """(rows, columns, 3) unit directions through the pixel centres."""
        x = (np.arange(self.columns) + 0.5 - self.columns / 2) / self.focal_px
        y = (np.arange(self.rows) + 0.5 - self.rows / 2) / self.focal_px
        right, down, forward = self.axes
        rays = forward + x[None, :, None] * right + y[:, None, None] * down
        unit: Floats = rays / np.sqrt(1.0 + x[None, :] ** 2 + y[:, None] ** 2)[..., None]
        return unit

    def project(self, points_m: Floats, near_m: float = 0.05) -> tuple[Floats, Floats, Floats]:
        """Screen column, row (pixels) and inverse depth (1/m; zero behind the near plane) of (n, 3) points."""
        axes = self.axes
        x, y, z = axes @ points_m.T - (axes @ self.at_m)[:, None]
        inverse = 1.0 / np.where(z > near_m, z, np.inf)
        scale = inverse * self.focal_px
        return x * scale + self.columns / 2, y * scale + self.rows / 2, inverse

    def scaled(self, factor: int) -> Camera:
        """The same view with `factor` times the pixels each way."""
        return Camera(
            self.at_m, self.look_at_m, self.up, self.field_of_view_deg, self.columns * factor, self.rows * factor
        )
