"""Ascents in the validation table: other payloads, pads and launchers, by the stages that missions fly on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.catalogue.launcher import Launcher
from kazbek.checks.case import Case
from kazbek.checks.published import published

Figure = Callable[[str, float | str], float]


def ascent_cases(launcher: Launcher | None = None) -> Iterator[Case]:
    """Loads, heights, speeds and instants on the way up; by another launcher where one is given, of its like alone."""
    for known in published("ascent").values():
        if launcher is None or launcher.name == known.given["launcher"]:
            figure = _flown(
                launcher or Launcher.named(known.given["launcher"]), known.given["payload_kg"], known.given["pad"]
            )
            yield from known.against(*(figure(name, when) for name, when in known.given["figures"]))


def _flown(launcher: Launcher, payload_kg: float, pad: str) -> Figure:
    """A figure of one ascent by its name, and by the seconds after lift-off or the event at which it is asked."""
    from kazbek.catalogue.site import Site
    from kazbek.flight.ascent.kernels.types import LOAD_m_s2, T_s
    from kazbek.flight.ascent.plan import happened_s, plan_ascent
    from kazbek.flight.ascent.telemetry import itrf_of_rows
    from kazbek.world.geodesy import geodetic_from_itrf

    flown = plan_ascent(launcher, payload_kg, Site.named(pad)).flown
    t_s, rv_ITRF = flown.rows[:, T_s], itrf_of_rows(flown.rows)
    columns = {
        "time_s": t_s,
        "load_g": flown.rows[:, LOAD_m_s2] / G0_m_s2,
        "height_km": geodetic_from_itrf(rv_ITRF[:, :3])[:, 2] / 1e3,
        "speed_km_s": np.linalg.norm(rv_ITRF[:, 3:], axis=1) / 1e3,
    }
    instants_s = happened_s(launcher, flown)

    def figure(name: str, when: float | str) -> float:
        at_s = instants_s[when] if isinstance(when, str) else when
        return float(np.interp(at_s, t_s, columns[name]))

    return figure
