"""Contact put off in a glare: nine flights to Tiangong's ports by the Sun ahead of the ship.

Authority: the announced dockings. Two came 25 min later than the others (Shenzhou-14 and -16, nadir port); the rule
separates them from the other seven by geometry alone. The station is taken level with the pad on its way south.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from kazbek.base.epoch import Epoch
from kazbek.base.frames import C_RTN_GCRF
from kazbek.catalogue.profile import Profile
from kazbek.catalogue.site import Site
from kazbek.catalogue.station import Station
from kazbek.flight.chase.contact import planned_contact
from kazbek.world.earth import gcrf_from_itrf
from kazbek.world.geodesy import itrf_from_geodetic

PROFILE, PAD, STATION = Profile.named("shenzhou-6.5h"), Site.named("jiuquan-91"), Station.named("tiangong")
SEPARATION_s, RADIUS_m, TILT = 574.0, 6_763_000.0, math.radians(41.47)
FLIGHTS = [
    ("2021-06-17T01:22:31", "tianhe-forward", False),
    ("2021-10-15T16:23:56", "tianhe-nadir", False),
    ("2022-06-05T02:44:10", "tianhe-nadir", True),
    ("2022-11-29T15:08:17", "tianhe-forward", False),
    ("2023-05-30T01:31:13", "tianhe-nadir", True),
    ("2023-10-26T03:14:02", "tianhe-forward", False),
    ("2024-04-25T12:58:57", "tianhe-nadir", False),
    ("2024-10-29T20:27:34", "tianhe-forward", False),
    ("2025-04-24T09:17:31", "tianhe-nadir", False),
]


class Circle:
    """A circular orbit above the pad at an instant, on its way south."""

    def __init__(self, liftoff: Epoch) -> None:
        pad, _ = gcrf_from_itrf(liftoff, itrf_from_geodetic(PAD.latitude_rad, PAD.longitude_rad, 0.0), np.zeros(3))
        reach = math.asin(min(1.0, pad[2] / np.linalg.norm(pad) / math.sin(TILT)))
        self.u0, self.t0 = math.pi - reach, liftoff
        east = math.atan2(math.cos(TILT) * math.sin(self.u0), math.cos(self.u0))
        node = math.atan2(pad[1], pad[0]) - east
        self.p = np.array((math.cos(node), math.sin(node), 0.0))
        self.q = np.array((-math.sin(node) * math.cos(TILT), math.cos(node) * math.cos(TILT), math.sin(TILT)))
        self.rate = math.sqrt(3.986004415e14 / RADIUS_m**3)

    def rv(self, tai_ns: np.ndarray) -> np.ndarray:
        u = self.u0 + self.rate * (np.asarray(tai_ns) - self.t0.tai_ns) / 1e9
        r = np.outer(np.cos(u), self.p) + np.outer(np.sin(u), self.q)
        v = np.outer(-np.sin(u), self.p) + np.outer(np.cos(u), self.q)
        return RADIUS_m * np.hstack((r, self.rate * v))


@pytest.mark.parametrize(("liftoff", "port", "late"), FLIGHTS)
def test_the_two_late_dockings_are_those_with_the_sun_ahead(liftoff: str, port: str, late: bool) -> None:
    begun = Epoch.from_utc(liftoff)
    contact = PROFILE.towards(-STATION.C_PORT_RTN(port)[0]).contact
    separation = begun + SEPARATION_s
    planned = planned_contact(contact, Circle(begun), separation)  # type: ignore[arg-type]
    put_off_s = (planned.epoch - separation) - contact.after_separation_s.v
    assert (put_off_s > 1000.0) is late
    assert planned.rule.startswith("glare")


def test_the_nose_points_into_the_port() -> None:
    """At the nadir port the ship looks up, at the forward port back along the track."""
    up, back = (-STATION.C_PORT_RTN(port)[0] for port in ("tianhe-nadir", "tianhe-forward"))
    assert up == pytest.approx((1.0, 0.0, 0.0), abs=1e-9)
    assert back == pytest.approx((0.0, -1.0, 0.0), abs=1e-9)
    assert C_RTN_GCRF(np.eye(3)[0], np.eye(3)[1]) @ np.eye(3)[0] == pytest.approx((1.0, 0.0, 0.0))
