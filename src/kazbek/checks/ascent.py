"""An ascent in the validation table: another payload from another pad, by the stages that missions fly on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from kazbek.base.constants import G0_m_s2
from kazbek.catalogue.launcher import Launcher
from kazbek.checks.case import Case
from kazbek.checks.published import case


def ascent_cases(launcher: Launcher | None = None) -> Iterator[Case]:
    """Loads, heights and speeds on the way up from Kourou; of another launcher where one is given."""
    from kazbek.catalogue.site import Site
    from kazbek.flight.ascent.kernels.types import LOAD_m_s2, T_s
    from kazbek.flight.ascent.plan import plan_ascent
    from kazbek.flight.ascent.telemetry import itrf_of_rows
    from kazbek.world.geodesy import geodetic_from_itrf

    known = case("ascent", "kourou")
    given = known.given
    plan = plan_ascent(launcher or Launcher.named(given["launcher"]), given["payload_kg"], Site.named(given["pad"]))
    rows = plan.flown.rows
    rv_ITRF = itrf_of_rows(rows)
    speed_m_s = np.linalg.norm(rv_ITRF[:, 3:], axis=1)
    told = (
        (rows[:, LOAD_m_s2] / G0_m_s2, given["load_at_s"]),
        (geodetic_from_itrf(rv_ITRF[:, :3])[:, 2] / 1e3, given["at_s"]),
        (speed_m_s / 1e3, given["at_s"]),
    )
    yield from known.against(*(np.interp(t_s, rows[:, T_s], column) for column, when in told for t_s in when))
