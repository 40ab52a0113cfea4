"""PNG plots of a record: the ascent, the ground track, the chase in the station's frame (extra ``plots``).

One house style: no frame, light grid, direct labels instead of a legend where it can be, legible in print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.errors import DataError, MissingExtra
from kazbek.mission.load import Record, RecordedFlight

Array = NDArray[np.float64]

INK, FAINT, RED, BLUE, GOLD = "#1f2933", "#9aa5b1", "#c0392b", "#1f6feb", "#b7791f"
_STYLE = {
    "figure.dpi": 150, "savefig.dpi": 150, "figure.figsize": (9.6, 6.0), "figure.constrained_layout.use": True,
    "font.family": "DejaVu Sans", "font.size": 10, "axes.titlesize": 13, "axes.titleweight": "bold",
    "axes.titlelocation": "left", "axes.edgecolor": FAINT, "axes.labelcolor": INK, "text.color": INK,
    "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True,
    "grid.color": "#e4e7eb", "grid.linewidth": 0.8, "lines.linewidth": 1.8, "axes.axisbelow": True,
}
_SHORT = {"strapon_throttle_down": "throttle down", "escape_tower_jettison": "tower", "strapon_separation": "strap-ons",
          "fairing_jettison": "fairing", "core_separation": "core", "aft_skirt_jettison": "aft skirt", "max_q": "max q",
          "third_stage_cutoff": "cut-off", "spacecraft_separation": "separation", "docking_contact": "contact"}


def draw(record: Record, folder: Path) -> list[Path]:
    """Draw every plot the record has the legs for, as ``<flight>-<plot>.png``.

    Raises
    ------
    MissingExtra
        matplotlib is not installed.
    DataError
        the record holds nothing to draw.
    """
    pyplot = _pyplot()
    drawn: list[Path] = []
    with pyplot.rc_context(_STYLE):
        for flight in record.values():
            for name, plot in _plots(flight):
                figure = plot(pyplot, flight)
                folder.mkdir(parents=True, exist_ok=True)
                drawn.append(folder / f"{flight.name}-{name}.png")
                figure.savefig(drawn[-1])
                pyplot.close(figure)
    if not drawn:
        raise DataError(f"{record.directory} holds no leg that could be drawn", cure="fly further")
    return drawn


def _pyplot() -> Any:
    try:
        import matplotlib
        matplotlib.use("Agg")
        import matplotlib.pyplot as pyplot
    except ImportError:
        raise MissingExtra("plots", "drawing plots") from None
    return pyplot


def _plots(flight: RecordedFlight) -> Iterator[tuple[str, Callable[[Any, RecordedFlight], Any]]]:
    if "ascent" in flight:
        yield "ascent", _ascent
    if any("latitude_rad" in leg for leg in flight.values()) or any("r_GCRF_x_m" in leg for leg in flight.values()):
        yield "ground-track", _ground_track
    if any("r_RTN_T_m" in leg for leg in flight.values()):
        yield "chase", _chase


def _title(axes: Any, flight: RecordedFlight, text: str) -> None:
    axes.set_title(f"{flight.summary['ship']}: {text}")


def _marks(axes: Any, flight: RecordedFlight, names: tuple[str, ...],
           at: Callable[[float], tuple[float, float]]) -> None:
    """Dots and short names of events where they happened."""
    for event in flight.events:
        if event["name"] in names and event["met_s"] is not None:
            x, y = at(event["met_s"])
            axes.plot(x, y, "o", color=INK, markersize=4, zorder=5)
            axes.annotate(_SHORT.get(event["name"], event["name"].replace("_", " ")), (x, y), xytext=(6, -10),
                          textcoords="offset points", fontsize=8)


def _ascent(pyplot: Any, flight: RecordedFlight) -> Any:
    leg = flight["ascent"]
    met_s, height_km = leg["met_s"], leg["height_m"] / 1000.0
    downrange_km = leg["downrange_m"] / 1000.0
    figure, (profile, history) = pyplot.subplots(1, 2, figsize=(12.0, 5.4), width_ratios=(1.25, 1.0))
    profile.plot(downrange_km, height_km, color=BLUE)
    _marks(profile, flight, tuple(_SHORT), lambda t: (float(np.interp(t, met_s, downrange_km)),
                                                      float(np.interp(t, met_s, height_km))))
    profile.set_xlabel("distance from the pad over the ground, km")
    profile.set_ylabel("height above the ellipsoid, km")
    profile.set_ylim(bottom=0.0)
    _title(profile, flight, "ascent")
    history.plot(met_s, leg["load_m_s2"] / 9.80665, color=RED, label="load, g")
    history.plot(met_s, leg["dynamic_pressure_Pa"] / 1.0e4, color=GOLD, label="dynamic pressure, 10 kPa")
    history.plot(met_s, leg["speed_GCRF_m_s"] / 1000.0, color=BLUE, label="inertial speed, km/s")
    history.set_xlabel("seconds since lift-off")
    history.set_ylim(bottom=0.0)
    history.legend(frameon=False, loc="upper left")
    return figure


def _ground_track(pyplot: Any, flight: RecordedFlight) -> Any:
    latitude_deg, longitude_deg = _ground(flight)
    figure, axes = pyplot.subplots(figsize=(11.0, 5.9))
    land = _map_picture()
    if land is not None:
        axes.imshow(land, extent=(-180.0, 180.0, -90.0, 90.0), aspect="auto", alpha=0.55, zorder=0)
    breaks = np.flatnonzero(np.abs(np.diff(longitude_deg)) > 180.0) + 1
    for part_lat, part_lon in zip(np.split(latitude_deg, breaks), np.split(longitude_deg, breaks)):
        axes.plot(part_lon, part_lat, color=RED, linewidth=1.6)
    axes.plot(longitude_deg[0], latitude_deg[0], "^", color=INK, markersize=8)
    axes.plot(longitude_deg[-1], latitude_deg[-1], "s", color=INK, markersize=6)
    axes.set(xlim=(-180, 180), ylim=(-75, 75), xticks=range(-180, 181, 30), yticks=range(-60, 61, 30),
             xlabel="longitude, degrees east", ylabel="latitude, degrees north")
    _title(axes, flight, "ground track (triangle: first, square: last)")
    return figure


def _ground(flight: RecordedFlight) -> tuple[Array, Array]:
    """Latitude and longitude in degrees along the flight, all legs joined."""
    from kazbek.world.earth import rv_ITRF
    from kazbek.world.geodesy import geodetic_from_itrf

    latitudes, longitudes = [], []
    for leg in flight.values():
        if "r_GCRF_x_m" not in leg:
            continue
        rv = np.column_stack([leg[f"r_GCRF_{a}_m"] for a in "xyz"] + [leg[f"v_GCRF_{a}_m_s"] for a in "xyz"])
        geodetic = geodetic_from_itrf(rv_ITRF(leg["tai_ns"], rv)[:, :3])
        latitudes.append(np.degrees(geodetic[:, 0]))
        longitudes.append(np.degrees(geodetic[:, 1]))
    return np.concatenate(latitudes), (np.concatenate(longitudes) + 180.0) % 360.0 - 180.0


def _map_picture() -> Any:
    """The bundled picture of the Earth, if this installation has it."""
    from kazbek.base.data import bundled

    picture = bundled("textures", "blue_marble.jpg")
    if not picture.is_file():
        return None
    from PIL import Image

    with picture.open("rb") as file:
        return np.asarray(Image.open(file).convert("RGB").resize((1440, 720)))


def _chase(pyplot: Any, flight: RecordedFlight) -> Any:
    legs = [leg for leg in flight.values() if "r_RTN_T_m" in leg]
    along = np.concatenate([leg["r_RTN_T_m"] for leg in legs]) / 1000.0
    up = np.concatenate([leg["r_RTN_R_m"] for leg in legs]) / 1000.0
    met = np.concatenate([leg["met_s"] for leg in legs])
    figure, (far, near) = pyplot.subplots(1, 2, figsize=(12.0, 5.4), width_ratios=(1.25, 1.0))
    far.plot(along, up, color=BLUE)
    _marks(far, flight, tuple(f"burn_{k}" for k in range(1, 20)), lambda t: (float(np.interp(t, met, along)),
                                                                             float(np.interp(t, met, up))))
    far.plot(0.0, 0.0, "s", color=RED, markersize=6)
    far.set(xlabel="along the station's track, km (station at 0, it moves right)", ylabel="above the station, km")
    _title(far, flight, "chase, seen from the station")
    close = np.hypot(along, up) < 3.0
    near.plot(along[close] * 1000.0, up[close] * 1000.0, color=BLUE)
    near.plot(0.0, 0.0, "s", color=RED, markersize=6)
    near.set_aspect("equal", adjustable="datalim")
    near.set(xlabel="along the track, m", ylabel="above, m")
    near.set_title("the last three kilometres")
    return figure
