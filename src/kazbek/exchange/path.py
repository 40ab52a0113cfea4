"""A recorded flight as one path over the turning Earth: what globes draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.leg import Event
from kazbek.base.types import Array, Nanoseconds
from kazbek.record.flight import RecordedFlight
from kazbek.track.interpolation import interpolant
from kazbek.world import earth
from kazbek.world.geodesy import geodetic_from_itrf

STATE = ("r_GCRF_x_m", "r_GCRF_y_m", "r_GCRF_z_m", "v_GCRF_x_m_s", "v_GCRF_y_m_s", "v_GCRF_z_m_s")


@dataclass(frozen=True, slots=True)
class FlightPath:
    """Where a ship was.

    Attributes
    ----------
    tai_ns : (n,) instants, strictly increasing
    rv_GCRF : (n, 6) position (m) and velocity (m/s)
    """

    tai_ns: Nanoseconds
    rv_GCRF: Array

    def thinned(self, step_s: float) -> FlightPath:
        """At most one row per step, both ends kept."""
        step = (self.tai_ns - self.tai_ns[0]) // round(step_s * 1e9)
        return self.where(np.append(np.diff(step, prepend=-1)[:-1] > 0, True))

    def where(self, kept: NDArray[np.bool_]) -> FlightPath:
        """Some of its rows."""
        return FlightPath(self.tai_ns[kept], self.rv_GCRF[kept])

    def at(self, epoch: Epoch) -> FlightPath:
        """One row at an instant of the path, by a cubic between its rows; the nearer end outside it."""
        instant = np.clip(np.array([epoch.tai_ns]), self.tai_ns[0], self.tai_ns[-1])
        k = max(1, min(int(np.searchsorted(self.tai_ns, instant[0])), len(self.tai_ns) - 1))
        both = slice(k - 1, k + 1)
        return FlightPath(instant, interpolant(self.tai_ns[both], self.rv_GCRF[both], np.zeros(1, bool)).rv(instant))

    def places(self) -> list[tuple[float, float, float]]:
        """Longitude and latitude (°) and height above WGS-84 (m) of each row, rounded to a centimetre or so."""
        r_ITRF_m = earth.rv_ITRF(self.tai_ns, self.rv_GCRF)[:, :3]
        latitude_rad, longitude_rad, height_m = geodetic_from_itrf(r_ITRF_m).T
        rows = zip(np.degrees(longitude_rad).tolist(), np.degrees(latitude_rad).tolist(), height_m.tolist())
        return [(round(longitude, 7), round(latitude, 7), round(height, 2)) for longitude, latitude, height in rows]


def flight_path(flight: RecordedFlight) -> FlightPath | None:
    """The whole path of a flight, its legs joined; None for a flight without telemetry of position."""
    legs = [leg for leg in flight.values() if all(name in leg for name in STATE)]
    if not legs:
        return None
    tai_ns = np.concatenate([leg["tai_ns"] for leg in legs])
    rv = np.concatenate([np.column_stack([leg[name] for name in STATE]) for leg in legs])
    onward = np.diff(tai_ns, prepend=tai_ns[0] - 1) > 0
    return FlightPath(tai_ns[onward], rv[onward]) if onward.sum() > 1 else None


def flies_alone(flight: RecordedFlight, tai_ns: Nanoseconds) -> NDArray[np.bool_]:
    """Whether the ship flies by itself at each instant: until contact, and from undocking on."""
    alone = np.ones(len(tai_ns), dtype=bool)
    for event in flight.events:
        at_ns = event.epoch.tai_ns
        if event.name == "docking_contact":
            alone[tai_ns > at_ns + 1000] = False  # an instant may have gone through text
        elif event.name == "undocking":
            alone[:] = tai_ns >= at_ns - 1000
    return alone


def event_lines(event: Event) -> list[str]:
    """One line per value of an event, names as in the record."""
    return [
        f"{name} = {value:.6g}" if isinstance(value, float) else f"{name} = {value}"
        for name, value in event.values.items()
    ]
