"""Launches of the autumn of 2021 for tests, without flying anything."""

from __future__ import annotations

import datetime as dt

from kazbek.base.epoch import Epoch
from kazbek.ground.network import Launch
from kazbek.ground.site_file import GroundSite

SITE = GroundSite.named("baikonur-31")


def launch(ship: str, liftoff_utc: str, *, reserve_days: int = 0, **more: object) -> Launch:
    """A crewed launch at an instant."""
    day = dt.date.fromisoformat(liftoff_utc[:10])
    return Launch(ship, "crewed", day, Epoch.from_utc(liftoff_utc), reserve_days, **more)


MS_19 = launch("Soyuz MS-19", "2021-10-05T08:55:02Z", reserve_days=1, dates={"crew_arrival": dt.date(2021, 9, 18)})
PROGRESS = Launch("Progress MS-18", "cargo", dt.date(2021, 10, 28), prefix="progress-ms-18/")
