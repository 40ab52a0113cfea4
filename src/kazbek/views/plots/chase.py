"""The chase in the station's RTN frame: all of it, the last kilometres, and the way down the axis of the port."""

from __future__ import annotations

from typing import Any

import numpy as np

from kazbek.record.flight import RecordedFlight
from kazbek.views.plots.style import BLUE, RED, mark, subplots

_FAR = {
    **{f"burn_{k}": (f"burn {k}", 8, -8) for k in range(1, 12)},
    "kurs_acquisition": ("radio", -8, 6),
    "spacecraft_separation": ("separation", 8, -4),
}
_NEAR = {
    **{f"burn_{k}": (f"burn {k}", 8, 0) for k in range(4, 15)},
    "flyaround": ("fly-around", -8, 0),
    "docking_contact": ("contact", 8, 0),
}
_PORT = {
    "stationkeeping": ("station-keeping", 8, 0),
    "kurs_lost": ("lost", 7, -4),
    "manual_control": ("by hand", 8, 0),
    "docking_contact": ("contact", 8, 6),
}


def chase(flight: RecordedFlight) -> Any:
    """A figure of three panels."""
    legs = [leg for leg in flight.values() if "r_RTN_T_m" in leg]
    along, up, met = (np.concatenate([leg[name] for leg in legs]) for name in ("r_RTN_T_m", "r_RTN_R_m", "met_s"))
    figure, (far, near, axis) = subplots(1, 3, figsize=(14.0, 5.2), width_ratios=(1.5, 1.0, 1.0))
    far.plot(along / 1e3, up / 1e3, color=BLUE)
    close = _before(flight, "rendezvous")
    mark(
        far,
        flight,
        {name: label for name, label in _FAR.items() if name not in close},
        lambda t: (float(np.interp(t, met, along)) / 1e3, float(np.interp(t, met, up)) / 1e3),
    )
    far.plot(0.0, 0.0, "s", color=RED, markersize=7)
    far.set(
        xlabel="behind and ahead of the station, km",
        ylabel="below and above, km",
        title=f"{flight.ship}: chase seen from the station",
    )
    last = np.hypot(along, up) < 2600.0
    near.plot(along[last], up[last], color=BLUE)
    mark(
        near,
        flight,
        {name: _NEAR[name] for name in (*close, "flyaround") if name in _NEAR},
        lambda t: (float(np.interp(t, met, along)), float(np.interp(t, met, up))),
    )
    near.plot(0.0, 0.0, "s", color=RED, markersize=7)
    near.set_aspect("equal", adjustable="datalim")
    near.set(xlabel="behind and ahead, m", ylabel="below and above, m", title="the brakes")
    _down_the_axis(axis, flight)
    return figure


def _before(flight: RecordedFlight, leg: str) -> list[str]:
    """Names of the burns from that leg on."""
    if leg not in flight:
        return []
    start = flight[leg].start
    return [e.name for e in flight.events if e.name.startswith("burn_") and e.epoch >= start]


def _down_the_axis(axes: Any, flight: RecordedFlight) -> None:
    """Distance of the probe from the port over time, from station-keeping to contact."""
    legs = [flight[name] for name in ("approach", "docking") if name in flight]
    touched = flight.first("docking_contact")
    contact = flight.met_s(touched.epoch) if touched is not None else None
    if not legs or contact is None:
        axes.axis("off")
        return
    met, distance = (np.concatenate([leg[name] for leg in legs]) for name in ("met_s", "r_PORT_x_m"))
    shown = (met <= contact) & (distance < 260.0)
    before_min = (met - contact) / 60.0
    axes.plot(before_min[shown], distance[shown], color=BLUE)
    mark(axes, flight, _PORT, lambda t: ((t - contact) / 60.0, float(np.interp(t, met, distance))))
    axes.set(xlabel="minutes to contact", ylabel="probe from the port along its axis, m", title="down the axis")
    axes.set_ylim(bottom=0.0)
