"""How the probe met the cone, and which limits that broke."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.leg import Column
from kazbek.catalogue.spacecraft import Capture
from kazbek.flight.docking.kernels import columns as col
from kazbek.flight.docking.kernels import contact as touch


@dataclass(frozen=True, slots=True)
class Contact:
    """Speeds of the probe's head along the port's axis and across it, its miss, and the ship's angles and rate."""

    closing_speed_m_s: float
    lateral_speed_m_s: float
    miss_m: float
    tilt_deg: float = 0.0
    roll_deg: float = 0.0
    rate_deg_s: float = 0.0

    @classmethod
    def of(cls, s: NDArray[np.float64]) -> Contact:
        """The contact that the kernels noted in a state's row."""
        t = s[col.TOUCH : col.TOUCH + 10]
        return cls(
            closing_speed_m_s=float(t[touch.CLOSING]),
            lateral_speed_m_s=float(t[touch.SIDE]),
            miss_m=math.hypot(t[touch.Y], t[touch.Z]),
            tilt_deg=math.degrees(math.hypot(t[touch.TILT], t[touch.TILT + 1])),
            roll_deg=math.degrees(t[touch.ROLL]),
            rate_deg_s=math.degrees(max(abs(t[touch.RATES : touch.RATES + 3]))),
        )

    @property
    def values(self) -> dict[str, float]:
        """For an event."""
        return {
            "closing_speed_m_s": self.closing_speed_m_s,
            "lateral_speed_m_s": self.lateral_speed_m_s,
            "miss_m": self.miss_m,
            "tilt_deg": self.tilt_deg,
            "roll_deg": self.roll_deg,
            "rate_deg_s": self.rate_deg_s,
        }

    def faults(self, capture: Capture) -> list[tuple[str, float, str]]:
        """What lies outside the envelope of the latches: (name, by how much, words)."""
        closing, low, high = self.closing_speed_m_s, capture.closing_min_m_s.v, capture.closing_max_m_s.v
        found = []
        if closing > high:
            found.append(
                ("closing_speed_m_s", closing - high, f"closing at {closing:.3f} m/s, more than {high:.2f} m/s")
            )
        if closing < low:
            found.append(("closing_speed_m_s", closing - low, f"closing at {closing:.3f} m/s, less than {low:.2f} m/s"))
        for name, value, most, words in (
            (
                "lateral_speed_m_s",
                self.lateral_speed_m_s,
                capture.lateral_max_m_s.v,
                "sliding at {:.3f} m/s, more than {:.2f} m/s",
            ),
            ("miss_m", self.miss_m, capture.miss_max_m.v, "{:.2f} m off the axis, more than {:.2f} m"),
            ("tilt_deg", self.tilt_deg, capture.tilt_max_deg.v, "nose {:.1f} degrees off, more than {:.0f}"),
            ("roll_deg", abs(self.roll_deg), capture.roll_max_deg.v, "rolled by {:.1f} degrees, more than {:.0f}"),
            (
                "rate_deg_s",
                self.rate_deg_s,
                capture.rate_max_deg_s.v,
                "turning at {:.2f} degrees a second, more than {:.1f}",
            ),
        ):
            if value > most:
                found.append((name, value - most, words.format(value, most)))
        return found


def decided(
    name: str, capture: Capture, telemetry: Mapping[str, Column], contact_ns: int
) -> tuple[float, float] | None:
    """When a limit that a contact broke was last kept: (seconds before contact, probe to port in metres then).

    None for a limit that telemetry does not show, or that was never kept.
    """
    values = _course(name, telemetry)
    if values is None:
        return None
    before = np.flatnonzero(telemetry["tai_ns"] <= contact_ns)
    low, high = _allowed(name, capture)
    kept = before[(values[before] >= low) & (values[before] <= high)]
    if not len(kept):
        return None
    k = kept[-1]
    return float(contact_ns - telemetry["tai_ns"][k]) / 1e9, float(telemetry["r_PORT_x_m"][k])


def _course(name: str, telemetry: Mapping[str, Column]) -> NDArray[np.float64] | None:
    if "r_PORT_x_m" not in telemetry:
        return None
    if name == "closing_speed_m_s":
        return -np.asarray(telemetry["v_PORT_x_m_s"], dtype=np.float64)
    if name == "lateral_speed_m_s":
        return np.hypot(telemetry["v_PORT_y_m_s"], telemetry["v_PORT_z_m_s"])
    if name == "miss_m":
        return np.hypot(telemetry["r_PORT_y_m"], telemetry["r_PORT_z_m"])
    return None


def _allowed(name: str, capture: Capture) -> tuple[float, float]:
    if name == "closing_speed_m_s":
        return capture.closing_min_m_s.v, capture.closing_max_m_s.v
    return 0.0, capture.lateral_max_m_s.v if name == "lateral_speed_m_s" else capture.miss_max_m.v
