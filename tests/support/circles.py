"""A record of one flight on a circle, for exports: staged, with a burn and pulses; and where it must be."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kazbek.base.constants import WGS84_GM_m3_s2
from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event, Leg, Outcome
from kazbek.base.state import State
from kazbek.record.flight import RecordedFlight
from kazbek.record.leg import recorded_legs
from kazbek.record.record import Record

START = Epoch.from_utc("2021-10-05T09:00:00")
RADIUS_m = 6_700_000.0
RATE_rad_s = float(np.sqrt(WGS84_GM_m3_s2 / RADIUS_m**3))
NAMES = ("r_GCRF_x_m", "r_GCRF_y_m", "r_GCRF_z_m", "v_GCRF_x_m_s", "v_GCRF_y_m_s", "v_GCRF_z_m_s")


def circle(t_s: float) -> np.ndarray:
    """A circular two-body orbit in the x-y plane, (6,)."""
    c, s = np.cos(RATE_rad_s * t_s), np.sin(RATE_rad_s * t_s)
    return np.array((RADIUS_m * c, RADIUS_m * s, 0.0, -RADIUS_m * RATE_rad_s * s, RADIUS_m * RATE_rad_s * c, 0.0))


def leg(name: str, times_s: list[float], mass_kg: list[float]) -> Leg:
    """A leg of that circle; only times and masses matter."""
    rv = np.array([circle(t) for t in times_s])
    tai_ns = np.array([(START + t).tai_ns for t in times_s])
    ends = [State(START + times_s[k], rv[k, :3], rv[k, 3:], mass_kg[k]) for k in (0, -1)]
    columns = {
        "tai_ns": tai_ns,
        **{n: rv[:, k].copy() for k, n in enumerate(NAMES)},
        "mass_kg": np.array(mass_kg),
        "met_s": np.full(len(tai_ns), np.nan),
    }
    return Leg(name, ends[0], ends[1], Outcome.REACHED, columns, ())


LEGS = (
    leg("ascent", [0.0, 30.0, 60.0], [9000.0, 8000.0, 7100.0]),
    leg(
        "phasing",
        [60.0, 120.0, 180.0, 240.0, 260.0, 280.0, 340.0, 400.0],
        [7000.0, 7000.0, 7000.0, 7000.0, 6950.0, 6900.0, 6900.0, 6900.0],
    ),
    leg("rendezvous", [400.0, 460.0, 520.0, 525.0], [6900.0, 6900.0, 6900.0, 6895.0]),
    leg("approach", [525.0, 530.0, 535.0, 540.0, 545.0], [6895.0, 6894.0, 6894.0, 6893.0, 6892.0]),
)


def circles(folder: Path, legs: tuple[Leg, ...], contact_s: float | None = None, ship: str = "Soyuz MS-19") -> Record:
    """The legs as a record in a folder of `folder`, with contact at an instant."""
    events = [Event("liftoff", START, {"mass_kg": 9000.0})]
    if contact_s is not None:
        events.append(Event("docking_contact", START + contact_s))
    up = RecordedFlight(
        "up",
        ship,
        (),
        Outcome.DOCKED,
        recorded_legs("up", legs),
        START,
        bookkeeping=tuple(events),
    )
    flown = Record("circles", (up,), Outcome.DOCKED, {}, {}, text='name = "circles"')
    return flown.save(folder / "record")
