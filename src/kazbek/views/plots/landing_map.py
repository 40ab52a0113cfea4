"""The landing on a map: the last of the ground track, the circle of the zone, its aim, parachutes and touchdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from kazbek.base.types import Array
from kazbek.catalogue.zone import Zone
from kazbek.record.flight import RecordedFlight
from kazbek.views.plots.style import BLUE, GOLD, INK, RED, spoken, subplots

_KM_PER_RAD = 6371.0  # a map of a few hundred kilometres: a sphere will do
_WIDE_km = 900.0
_LABELS = {
    "plasma_end": ("radio back", -8, 8),
    "parachute_opening": ("parachutes", -6, 12),
    "touchdown": ("touchdown", 10, -12),
}  # words, moved by points right and up


def landing_map(flight: RecordedFlight, zone: Zone) -> Any:
    """A figure of two panels, kilometres east and north of the aim: the way in, and the circle."""
    from matplotlib.patches import Circle

    figure, (wide, close) = subplots(1, 2, figsize=(12.0, 5.6), width_ratios=(1.2, 1.0))
    legs = [flight[name] for name in ("entry", "parachutes", "landing") if name in flight]
    east_km, north_km = _local(
        np.concatenate([leg["latitude_rad"] for leg in legs]),
        np.concatenate([leg["longitude_rad"] for leg in legs]),
        zone,
    )
    tai_ns = np.concatenate([leg["tai_ns"] for leg in legs])
    radius_km = zone.aim.radius_m.v / 1000.0
    marked = (("plasma_end", "touchdown"), ("parachute_opening", "touchdown"))
    for axes, names in zip((wide, close), marked):
        axes.plot(east_km, north_km, color=BLUE)
        axes.add_patch(Circle((0.0, 0.0), radius_km, fill=False, color=GOLD, linewidth=1.6))
        axes.plot(0.0, 0.0, "+", color=RED, markersize=12, markeredgewidth=1.8)
        _mark(axes, flight, names, tai_ns, east_km, north_km)
        axes.set_aspect("equal", adjustable="box")
        axes.set(xlabel="east of the aim, km", ylabel="north of the aim, km")
    _fallbacks(wide, flight, zone)
    wide.set(
        xlim=(-_WIDE_km, 0.25 * _WIDE_km),
        ylim=(-0.75 * _WIDE_km, 0.5 * _WIDE_km),
        title=f"{spoken(flight)}: the way in",
    )
    close.set(
        xlim=(-1.15 * radius_km, 1.15 * radius_km),
        ylim=(-1.15 * radius_km, 1.15 * radius_km),
        title="the zone (circle) and its aim (cross)",
    )
    return figure


def _fallbacks(axes: Any, flight: RecordedFlight, zone: Zone) -> None:
    """Where the aim could have lain for the guidance to meet it, the ballistic point, and the discarded modules."""
    parted = flight.first("module_separation")
    told = {name: v for name, v in parted.values.items() if isinstance(v, float)} if parted is not None else {}
    if "corridor_short_m" in told:
        east_km, north_km = _corridor_km(told, zone)
        axes.fill(east_km, north_km, color=GOLD, alpha=0.13, linewidth=0.0)
        axes.text(-60.0, 120.0, "aims within reach\nof the guidance", fontsize=8.5, ha="center", color=GOLD)
    for name, mark in (("ballistic", "x"), ("orbital_module", "s"), ("service_module", "s")):
        if f"{name}_latitude_deg" in told:
            east, north = _local(
                np.radians(np.array([told[f"{name}_latitude_deg"]])),
                np.radians(np.array([told[f"{name}_longitude_deg"]])),
                zone,
            )
            axes.plot(east, north, mark, color=RED, markersize=7 if mark == "x" else 4.5, markeredgewidth=1.8)
            up = {"orbital_module": 8, "ballistic": 9}.get(name, -16)
            axes.annotate(
                name.replace("_", " "),
                (float(east[0]), float(north[0])),
                xytext=(-8, up),
                ha="right",
                textcoords="offset points",
                fontsize=8.5,
            )


def _corridor_km(told: Mapping[str, float], zone: Zone) -> tuple[Array, Array]:
    """Outline of the corridor: a quarter of an ellipse between each two of its four ends, about as reach falls off."""
    turn = np.linspace(0.0, 2.0 * np.pi, 73)
    ahead_m = np.where(np.cos(turn) > 0.0, told["corridor_beyond_m"], told["corridor_short_m"]) * np.cos(turn)
    right_m = np.where(np.sin(turn) > 0.0, told["corridor_right_m"], told["corridor_left_m"]) * np.sin(turn)
    heading = np.radians(told["corridor_heading_deg"])
    east, north = _local(
        np.radians(np.array([told["corridor_latitude_deg"]])),
        np.radians(np.array([told["corridor_longitude_deg"]])),
        zone,
    )
    return (
        east + (ahead_m * np.sin(heading) + right_m * np.cos(heading)) / 1e3,
        north + (ahead_m * np.cos(heading) - right_m * np.sin(heading)) / 1e3,
    )


def _local(latitude_rad: Array, longitude_rad: Array, zone: Zone) -> tuple[Array, Array]:
    """Kilometres east and north of the aim."""
    aim_latitude, aim_longitude = np.radians(zone.aim.latitude_deg.v), np.radians(zone.aim.longitude_deg.v)
    east = (longitude_rad - aim_longitude + np.pi) % (2.0 * np.pi) - np.pi
    return east * np.cos(latitude_rad) * _KM_PER_RAD, (latitude_rad - aim_latitude) * _KM_PER_RAD


def _mark(
    axes: Any, flight: RecordedFlight, names: tuple[str, ...], tai_ns: Array, east_km: Array, north_km: Array
) -> None:
    seconds = (tai_ns - tai_ns[0]) / 1e9
    for event in flight.events:
        if event.name not in names:
            continue
        t_s = (event.epoch.tai_ns - tai_ns[0]) / 1e9
        x, y = (float(np.interp(t_s, seconds, column)) for column in (east_km, north_km))
        axes.plot(x, y, "o", color=INK, markersize=4, zorder=5)
        text, right, up = _LABELS[event.name]
        axes.annotate(
            text,
            (x, y),
            xytext=(right, up),
            textcoords="offset points",
            fontsize=8.5,
            ha="left" if right >= 0 else "right",
        )
