"""The ground track of one flight over a map of the Earth."""

from __future__ import annotations

from typing import Any

import numpy as np

from kazbek.base.data import bundled
from kazbek.base.types import Array
from kazbek.record.flight import RecordedFlight
from kazbek.views.plots.style import INK, RED, spoken, subplots

_ENDS = ("docking_contact", "touchdown")  # after them nothing flies
_PALE = 0.45  # how much of the map's colour is left beside the paper


def ground_track(flight: RecordedFlight) -> Any:
    """A figure of one panel; a triangle where the flight begins, a square where it ends."""
    latitude_deg, longitude_deg = _ground(flight)
    figure, axes = subplots(figsize=(11.0, 5.6))
    picture = _map(figure.get_facecolor())
    if picture is not None:
        axes.imshow(picture, extent=(-180.0, 180.0, -90.0, 90.0), aspect="auto", zorder=0)
    breaks = np.flatnonzero(np.abs(np.diff(longitude_deg)) > 180.0) + 1
    for latitude, longitude in zip(np.split(latitude_deg, breaks), np.split(longitude_deg, breaks)):
        axes.plot(longitude, latitude, color=RED, linewidth=1.7)
    axes.plot(longitude_deg[0], latitude_deg[0], "^", color=INK, markersize=8)
    axes.plot(longitude_deg[-1], latitude_deg[-1], "s", color=INK, markersize=6)
    axes.set(
        xlim=(-180, 180),
        ylim=(-72, 75),
        xticks=range(-180, 181, 30),
        yticks=range(-60, 61, 30),
        xlabel="longitude, degrees east",
        ylabel="latitude, degrees north",
        title=f"{spoken(flight)}: ground track from triangle to square",
    )
    return figure


def _ground(flight: RecordedFlight) -> tuple[Array, Array]:
    """Latitude and longitude in degrees along the flight, all legs joined, up to contact or touchdown."""
    ends = [event.epoch for event in flight.events if event.name in _ENDS]
    last_ns = ends[0].tai_ns if ends else np.iinfo(np.int64).max
    legs = [leg for leg in flight.values() if "latitude_rad" in leg]
    tai_ns = np.concatenate([leg["tai_ns"] for leg in legs])
    flying = tai_ns <= last_ns
    latitude, longitude = (
        np.degrees(np.concatenate([leg[name] for leg in legs])[flying]) for name in ("latitude_rad", "longitude_rad")
    )
    return latitude, (longitude + 180.0) % 360.0 - 180.0


def _map(paper: str) -> Any:
    """The bundled picture of the Earth, fading into the paper, if this installation has it."""
    picture = bundled("textures", "blue_marble.jpg")
    if not picture.is_file():
        return None
    from matplotlib.colors import to_rgb
    from PIL import Image

    with picture.open("rb") as file:
        colours = np.asarray(Image.open(file).convert("RGB").resize((1080, 540)), dtype=np.float64)
    grey = colours.mean(axis=2, keepdims=True)
    behind = 255.0 * np.array(to_rgb(paper))
    return np.uint8(behind + _PALE * (0.6 * colours + 0.4 * grey - behind))
