"""The descent: height and load from entry interface to touchdown."""

from __future__ import annotations

from typing import Any

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.record.flight import RecordedFlight
from kazbek.views.plots.style import BLUE, RED, mark, spoken, subplots

_HEIGHT = {
    "entry_interface": ("entry interface", 8, 4),
    "plasma_start": ("radio silence", 8, 4),
    "peak_load": ("peak load", 8, 4),
    "parachute_opening": ("parachutes", 8, 6),
    "heat_shield_jettison": ("heat shield", 8, 6),
    "touchdown": ("touchdown", -6, 12),
}


def descent(flight: RecordedFlight) -> Any:
    """A figure of two panels, time from entry interface."""
    legs = [flight[name] for name in ("entry", "parachutes", "landing") if name in flight]
    origin_ns = flight.event("entry_interface").epoch.tai_ns
    t_s = np.concatenate([(leg["tai_ns"] - origin_ns) / 1e9 for leg in legs])
    height_km = np.concatenate([leg["height_m"] for leg in legs]) / 1e3
    load_g = np.concatenate([leg["load_m_s2"] for leg in legs]) / G0_m_s2
    figure, (heights, loads) = subplots(1, 2, figsize=(12.0, 5.2), width_ratios=(1.4, 1.0))
    shown = t_s > -60.0
    heights.plot(t_s[shown] / 60.0, height_km[shown], color=BLUE)
    mark(heights, flight, _HEIGHT, lambda t: (t / 60.0, float(np.interp(t, t_s, height_km))), "entry_interface")
    heights.set(
        xlabel="minutes from entry interface",
        ylabel="height above the ellipsoid, km",
        title=f"{spoken(flight)}: descent",
    )
    heights.set_ylim(bottom=0.0)
    hot = (t_s > -60.0) & (t_s < 600.0)
    loads.plot(t_s[hot] / 60.0, load_g[hot], color=RED)
    loads.set(xlabel="minutes from entry interface", ylabel="load, g", title="what the crew feels")
    loads.set_ylim(bottom=0.0)
    return figure
