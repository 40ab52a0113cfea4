"""Sun and dark aboard, and when ground stations hear: from the station's own track.

Law     the station is dark where it stands behind the Earth, within the shadow that the ellipsoid throws in parallel
        light: stretched along the axis until the ellipsoid is a sphere, the shadow is a cylinder. A ground site
        hears it above an elevation
Range   edges to the step of 10 s; some 8 s a side of what is called dark are half-shadow
Source  Vallado, *Fundamentals of Astrodynamics and Applications*, 4th ed., 5.3.2
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import WGS84_F, WGS84_A_m
from kazbek.base.epoch import Epoch
from kazbek.base.types import Flags, Floats
from kazbek.laws.geodesy import cartesian
from kazbek.track.station import StationTrack
from kazbek.world.earth import rv_ITRF
from kazbek.world.sun_moon import sun_GCRF_m

STEP_s = 10.0


@dataclass(frozen=True, slots=True)
class LightSpan:
    """From an instant to another."""

    start: Epoch
    end: Epoch

    @property
    def minutes(self) -> float:
        return (self.end - self.start) / 60.0


@dataclass(frozen=True)
class StationLight:
    """What is lit and what is heard between two instants."""

    track: StationTrack
    start: Epoch
    end: Epoch

    @cached_property
    def tai_ns(self) -> NDArray[np.int64]:
        n = int((self.end - self.start) // STEP_s) + 1
        return self.start.tai_ns + np.arange(n, dtype=np.int64) * int(STEP_s * 1e9)

    @cached_property
    def _r_GCRF_m(self) -> Floats:
        return np.asarray(self.track.rv(self.tai_ns))[:, :3]

    @cached_property
    def sunlit(self) -> Flags:
        """Whether the Sun shines on the station, every 10 s."""
        hours = np.arange(0, len(self.tai_ns) + 360, 360)  # the Sun moves 0.04° in one
        known = np.array([sun_GCRF_m(self.start + float(k * STEP_s)) for k in hours])
        k = np.arange(len(self.tai_ns))
        sun = np.column_stack([np.interp(k, hours, known[:, axis]) for axis in range(3)])
        round_m = self._r_GCRF_m * (1.0, 1.0, 1.0 / (1.0 - WGS84_F))
        sun *= (1.0, 1.0, 1.0 / (1.0 - WGS84_F))
        sun /= np.linalg.norm(sun, axis=1)[:, None]
        along = np.sum(round_m * sun, axis=1)
        off_m = np.linalg.norm(round_m - along[:, None] * sun, axis=1)
        return np.asarray((along > 0.0) | (off_m > WGS84_A_m))

    def sunrises(self) -> list[Epoch]:
        """Instants at which the Sun comes up."""
        return [self._epoch(int(k)) for k in np.flatnonzero(self.sunlit[1:] & ~self.sunlit[:-1]) + 1]

    def sunsets(self) -> list[Epoch]:
        """Instants at which it goes down."""
        return [self._epoch(int(k)) for k in np.flatnonzero(~self.sunlit[1:] & self.sunlit[:-1]) + 1]

    def per_orbit_min(self) -> tuple[float, float]:
        """Mean minutes of sun and of dark per orbit, over whole ones."""
        up, down = (np.array([e.tai_ns for e in edges]) for edges in (self.sunrises(), self.sunsets()))
        down = down[down > up[0]]
        sun_ns = (down[: len(up)] - up[: len(down)]).mean()
        dark_ns = (up[1:][: len(down)] - down[: len(up) - 1]).mean()
        return float(sun_ns) / 6e10, float(dark_ns) / 6e10

    def contacts(self, sites: Iterable[tuple[float, float]], elevation_deg: float = 5.0) -> list[LightSpan]:
        """When any of the sites (latitude, longitude in degrees) hears the station; passes that overlap are one."""
        turned = rv_ITRF(self.tai_ns, np.hstack((self._r_GCRF_m, np.zeros_like(self._r_GCRF_m))))[:, :3]
        heard = np.zeros(len(turned), dtype=bool)
        for latitude_deg, longitude_deg in sites:
            phi, lam = math.radians(latitude_deg), math.radians(longitude_deg)
            up = np.array((math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)))
            to = turned - np.array(cartesian(phi, lam, 0.0))
            heard |= (to @ up) / np.linalg.norm(to, axis=1) > math.sin(math.radians(elevation_deg))
        return self._spans(heard)

    def _spans(self, flags: Flags) -> list[LightSpan]:
        edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
        return [
            LightSpan(self._epoch(int(a)), self._epoch(int(b))) for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]

    def _epoch(self, k: int) -> Epoch:
        return self.start + float(k) * STEP_s
