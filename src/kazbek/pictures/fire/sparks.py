"""Bright streaks in a picture: bits of ablator in the wake, and the modules that burn up behind the capsule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.camera.camera import Camera

# Place (forward, left, up of the path), width and length of the trail of each burning module, in metres. They follow on
# nearly the same path, a few kilometres behind and below: crews on the station photograph them so.
_MODULES = (((-3600.0, -40.0, -250.0), 5.0, 9000.0), ((-5600.0, 160.0, -330.0), 5.0, 8000.0))


@dataclass(frozen=True, slots=True)
class Spark:
    """A glowing streak: a bit of ablator, or a module that burns up far behind."""

    head_m: Floats
    tail_m: Floats
    width_m: float
    colour: tuple[float, float, float]


def add_sparks(picture: Floats, sparks: tuple[Spark, ...], depth_m: Floats, camera: Camera) -> None:
    """Draw each streak as a tapering line of light, hidden by what stands before it."""
    for spark in sparks:
        x, y, inverse = camera.project(np.array((spark.head_m, spark.tail_m)))
        if (inverse <= 0.0).any():
            continue
        width = max(spark.width_m * camera.focal_px * float(inverse[0]), 0.55)
        dim = min(1.0, spark.width_m * camera.focal_px * float(inverse[0]) / 0.55)
        low_x, high_x = int(max(min(x) - 4 * width, 0)), int(min(max(x) + 4 * width + 1, camera.columns))
        low_y, high_y = int(max(min(y) - 4 * width, 0)), int(min(max(y) + 4 * width + 1, camera.rows))
        if low_x >= high_x or low_y >= high_y:
            continue
        row, column = np.mgrid[low_y:high_y, low_x:high_x] + 0.5
        along = np.array((x[1] - x[0], y[1] - y[0]))
        length2 = max(float(along @ along), 1e-6)
        share = np.clip(((column - x[0]) * along[0] + (row - y[0]) * along[1]) / length2, 0.0, 1.0)
        gap2 = (column - x[0] - share * along[0]) ** 2 + (row - y[0] - share * along[1]) ** 2
        taper = width * (1.0 - 0.75 * share)
        shone = dim * np.exp(-gap2 / taper**2) * (1.0 - share) ** 1.5
        shone *= depth_m[low_y:high_y, low_x:high_x] > 1.0 / float(inverse.max())
        picture[low_y:high_y, low_x:high_x] += shone[..., None] * np.array(spark.colour)


def ablator_sparks(C_LOCAL_WIND: Floats, brightness: float, count: int = 90) -> tuple[Spark, ...]:
    """Bits of burning ablator carried down the wake; the same ones in every picture."""
    rng = np.random.default_rng(29)
    back = 2.0 + 40.0 * rng.uniform(0.0, 1.0, count) ** 1.6
    radius = (0.30 + 0.025 * back) * np.sqrt(rng.uniform(0.02, 1.6, count))
    about = rng.uniform(0.0, 2.0 * np.pi, count)
    length = 0.08 + 1.5 * rng.uniform(0.0, 1.0, count) ** 3
    bright = brightness * rng.uniform(0.1, 1.0, count) ** 3 * np.exp(-back / 25.0)
    head = np.column_stack((-back, radius * np.cos(about), radius * np.sin(about)))
    tail = head - np.column_stack((length, -0.02 * length * np.cos(about), -0.02 * length * np.sin(about)))
    return tuple(
        Spark(C_LOCAL_WIND @ h, C_LOCAL_WIND @ t, 0.005, (1.0 * b, 0.50 * b, 0.16 * b))
        for h, t, b in zip(head, tail, bright)
    )


def burning_modules(C_LOCAL_PATH: Floats, brightness: float) -> tuple[Spark, ...]:
    """The other modules, some kilometres back on the same path, each in pieces and with a trail of its own."""
    rng = np.random.default_rng(31)
    sparks = []
    for place, size_m, trail_m in _MODULES:
        for piece in range(7):
            share = 1.0 if piece == 0 else rng.uniform(0.12, 0.5)
            strayed = np.array((-260.0 * piece * rng.uniform(0.4, 1.0), *rng.normal(0.0, 12.0, 2))) * (piece > 0)
            head = np.array(place) + strayed
            tail = head - np.array((trail_m * share, 0.0, 0.0))
            b = brightness * share
            sparks.append(Spark(C_LOCAL_PATH @ head, C_LOCAL_PATH @ tail, size_m * share**0.5, (b, 0.66 * b, 0.36 * b)))
    return tuple(sparks)
