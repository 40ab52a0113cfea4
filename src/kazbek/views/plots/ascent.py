"""The ascent: height over the ground covered; load, dynamic pressure and speed over time."""

from __future__ import annotations

from typing import Any

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.record.flight import RecordedFlight
from kazbek.views.plots.style import BLUE, GOLD, RED, mark, subplots

_LABELS = {
    "max_q": ("max q", 8, 0),
    "strapon_separation": ("strap-ons", 8, 0),
    "fairing_jettison": ("fairing", 8, -2),
    "core_separation": ("core", 8, -6),
    "spacecraft_separation": ("separation", -4, 12),
}


def ascent(flight: RecordedFlight) -> Any:
    """A figure of two panels."""
    leg = flight["ascent"]
    met_s, height_km, downrange_km = leg["met_s"], leg["height_m"] / 1e3, leg["downrange_m"] / 1e3
    figure, (profile, history) = subplots(1, 2, figsize=(12.0, 5.4), width_ratios=(1.25, 1.0))
    profile.plot(downrange_km, height_km, color=BLUE)
    mark(
        profile,
        flight,
        _LABELS,
        lambda t: (float(np.interp(t, met_s, downrange_km)), float(np.interp(t, met_s, height_km))),
    )
    profile.set(
        xlabel="distance from the pad over the ground, km",
        ylabel="height above the ellipsoid, km",
        title=f"{flight.ship}: ascent",
    )
    profile.set_ylim(0.0, 1.1 * float(height_km.max()))
    history.plot(met_s, leg["load_m_s2"] / G0_m_s2, color=RED, label="load, g")
    history.plot(met_s, leg["dynamic_pressure_Pa"] / 1e4, color=GOLD, label="dynamic pressure, 10 kPa")
    history.plot(met_s, leg["speed_GCRF_m_s"] / 1e3, color=BLUE, label="inertial speed, km/s")
    history.set(xlabel="seconds since lift-off", title="what the crew feels, and what it buys")
    history.set_ylim(0.0, 1.22 * history.get_ylim()[1])  # room for the legend
    history.legend(loc="upper left")
    return figure
