"""From the orbit that mission control announces to the radius, speed and angle at which the last stage must stop."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np

from kazbek.base import orbit as osculating
from kazbek.base.constants import WGS84_F, EGM2008_GM_m3_s2, WGS84_A_m
from kazbek.base.errors import NoConvergence
from kazbek.base.frames import cross
from kazbek.base.leg import Value
from kazbek.base.state import State
from kazbek.base.types import Vector
from kazbek.catalogue.launcher import TargetOrbit
from kazbek.flight.ascent.kernels.orbit_reached import FIGURES, OrbitPoint, figures_at
from kazbek.flight.ascent.kernels.types import CutoffAim
from kazbek.flight.phase import Scene
from kazbek.laws.geodesy import geodetic_rows
from kazbek.laws.switches import Switch
from kazbek.orbit.propagate import StopAt, coast, forces_over
from kazbek.world.earth import C_ITRF_GCRF, rv_ITRF

_STEP_s = 20.0
_TRIES = 12
_SAMPLE_s = 10.0  # of the heights over a revolution: their extremes are flat, 2 m at most are lost
_TOLERANCE = 1e-9  # of the free flight by which an orbit is described, to centimetres
_SCALE = np.array((1.0, 1.0, 1e-3, 1e-8))  # m, m, s, rad: a miss below this is a hit


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The state wanted at cut-off: radius, inertial speed, flight-path angle above the local level, inclination."""

    r_m: float
    v_m_s: float
    gamma_rad: float
    inclination_rad: float

    def aim(self, node_rad: float) -> CutoffAim:
        """For the closed loop: the same, in the plane whose ascending node lies at this longitude of the axes L."""
        si, ci = math.sin(self.inclination_rad), math.cos(self.inclination_rad)
        normal = np.array((si * math.sin(node_rad), -si * math.cos(node_rad), ci))
        return CutoffAim(self.r_m, self.v_m_s, self.gamma_rad, normal)


def moved_aim(aim: CutoffAim, r_L_m: Vector, radial_m: float, v_RTN_m_s: tuple[float, float, float]) -> CutoffAim:
    """A cut-off off from another in radius, and in speed upwards, along the motion and across the plane.

    Parameters
    ----------
    r_L_m : (3,) where it is expected
    """
    radial_m_s, along_m_s, normal_m_s = v_RTN_m_s
    if radial_m == radial_m_s == along_m_s == normal_m_s == 0.0:
        return aim
    up = aim.v_m_s * math.sin(aim.gamma_rad) + radial_m_s
    flat = aim.v_m_s * math.cos(aim.gamma_rad) + along_m_s
    ahead = cross(aim.normal, r_L_m / np.linalg.norm(r_L_m))
    normal = aim.normal - normal_m_s / flat * ahead
    return CutoffAim(aim.r_m + radial_m, math.hypot(up, flat), math.atan2(up, flat), normal / np.linalg.norm(normal))


def cutoff_for(orbit: TargetOrbit, latitude_argument_rad: float) -> Cutoff:
    """The cut-off at that angle from the ascending node which leads to `orbit`.

    Four conditions (least and greatest height above the ellipsoid over the next revolution, nodal period, inclination
    at the next node) fix radius, speed, flight-path angle and inclination, by Newton's rule on a free flight under J2
    to J4; of the two solutions the one nearest its lowest point is taken. Without a period the angle is zero.

    Raises
    ------
    NoConvergence
        when no orbit has these figures.
    """
    period_s = math.nan if orbit.period_s is None else orbit.period_s.v
    return _cutoff(
        orbit.min_height_m.v, orbit.max_height_m.v, period_s, orbit.inclination_deg.v, round(latitude_argument_rad, 9)
    )


@functools.lru_cache(maxsize=64)
def _cutoff(low_m: float, high_m: float, period_s: float, inclination_deg: float, u_rad: float) -> Cutoff:
    inclination_rad = math.radians(inclination_deg)
    wanted = np.array((low_m, high_m, period_s, inclination_rad))
    rows = np.isfinite(wanted)
    sphere_m = WGS84_A_m * (1.0 - WGS84_F * (math.sin(inclination_rad) * math.sin(u_rad)) ** 2)
    a_m = sphere_m + 0.5 * (low_m + high_m)
    r_m = sphere_m + low_m
    revolution_s = osculating.period_s(a_m)
    x = np.array((r_m, math.sqrt(EGM2008_GM_m3_s2 * (2.0 / r_m - 1.0 / a_m)), 0.0, inclination_rad))
    free = np.array((True, True, bool(rows[2]), True))
    small = np.array((100.0, 0.1, 1e-5, 1e-5))

    def miss(at: Vector) -> Vector:
        out = np.empty(FIGURES)
        met = figures_at(OrbitPoint(at[0], at[1], at[2], at[3], 0.0, u_rad), revolution_s, _STEP_s, out)
        return (out - wanted)[rows] if met else np.full(int(rows.sum()), np.inf)

    for _ in range(_TRIES):
        f = miss(x)
        if (np.abs(f) < _SCALE[rows]).all():
            return Cutoff(*(float(value) for value in x))
        if not np.isfinite(f).all():
            break
        slope = np.column_stack(
            [(miss(x + d) - f) / d[k] for k in np.flatnonzero(free) for d in [np.where(np.arange(4) == k, small, 0.0)]]
        )
        x[free] -= np.linalg.solve(slope, f)
    asked = f"{low_m / 1e3:g} to {high_m / 1e3:g} km, inclination {inclination_deg:g}°"
    asked += "" if math.isnan(period_s) else f", nodal period {period_s:g} s"
    raise NoConvergence(
        f"no orbit found with heights {asked} ({_TRIES} tries)",
        cure="leave out period_s, or give the heights and the period of one orbit",
    )


def orbit_values(state: State, scene: Scene, cd_area_m2: float) -> dict[str, Value]:
    """The figures by which mission control describes the orbit after `state`, in the full force model.

    Heights above the ellipsoid over the next revolution; nodal period between the next two ascending nodes; inclination
    to the Earth's equator of date, osculating at the first of them.
    """
    until = state.epoch + 2.2 * _revolution_s(state)
    known = scene.forces
    if known is None or not known.start <= state.epoch < until <= known.end:
        known = forces_over(state.epoch, until, air=scene.air)
    arc = coast(state, until, known, cd_area_m2=cd_area_m2, tolerance=_TOLERANCE)
    nodes = arc.crossings(StopAt(Switch.Z_ITRF, sense=1), known)
    seconds = np.arange(0.0, _revolution_s(state), _SAMPLE_s)
    tai_ns = state.epoch.tai_ns + (seconds * 1e9).astype(np.int64)
    where = np.empty((len(tai_ns), 3))
    geodetic_rows(np.ascontiguousarray(rv_ITRF(tai_ns, arc.rv(tai_ns))[:, :3]), where)
    at_node = arc.at(nodes[0])
    momentum = C_ITRF_GCRF(nodes[0]) @ cross(at_node.r_GCRF_m, at_node.v_GCRF_m_s)
    return {
        "min_height_m": float(where[:, 2].min()),
        "max_height_m": float(where[:, 2].max()),
        "inclination_deg": math.degrees(math.acos(momentum[2] / float(np.linalg.norm(momentum)))),
        "period_s": nodes[1] - nodes[0],
    }


def _revolution_s(state: State) -> float:
    return osculating.period_s(osculating.semi_major_axis_m(state.rv_GCRF))
