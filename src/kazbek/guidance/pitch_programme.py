"""The pitch programme of the first stages, solved for: tip-over, gravity turn, linear-tangent law, launch azimuth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import EARTH_ROTATION_rad_s
from kazbek.base.errors import NoConvergence, OutOfRange
from kazbek.craft.launcher import Launcher
from kazbek.guidance.insertion import Cutoff
from kazbek.kernels.ascent import COLUMNS, B, Ground, Law, Rocket, T_s, fly_ascent
from kazbek.kernels.powered_guidance import MEMORY
from kazbek.kernels.programme import programme_miss

Vector = NDArray[np.float64]

STEP_s = 2.0  # of the search; heights at the targets come within 3 m of those with steps of 0.1 s
_ROWS = 1200
_TRIES = 25
_HIT = (1.0, 1.0, 1e-6)  # m, m, and the sine of a yaw angle
_NUDGE = (1e-3, 2e-5, 1e-3)
_LONGEST = (0.05, 1.5e-3, 0.1)  # of one correction
_FIRST_TIPS_rad = (0.16, 0.08, 0.3, 0.04, 0.02, 0.5)
_FIRST_RATE_s = -0.003


@dataclass(frozen=True, slots=True)
class PitchProgramme:
    """A solved programme.

    Attributes
    ----------
    law : the solved constants, with the directions of the long axis in L that the launcher stores (every 2 s)
    node_rad : longitude in L of the ascending node it leads to
    flights : how many times the first stages were flown to find it
    """

    law: Law
    node_rad: float
    flights: int


def solve_programme(launcher: Launcher, rocket: Rocket, ground: Ground, cutoff: Cutoff,
                    node_rad: float | None) -> PitchProgramme:
    """The tip-over, the rate of the tangent law and the azimuth that meet the launcher's height targets best.

    The azimuth is the one that leaves the guided stage the cheapest way into the plane whose ascending node lies at
    `node_rad`; without a node, the one that needs no yaw. Newton's rule with Broyden's update of the slopes.

    Raises
    ------
    NoConvergence
        when the targets are not met.
    """
    search = _Search(launcher, rocket, ground, cutoff, node_rad)
    x, f = search.first_guess()
    slope = np.column_stack([(search.miss(x + d) - f) / d[k] for k in range(len(x))
                             for d in [np.where(np.arange(len(x)) == k, search.nudge, 0.0)]])
    for _ in range(_TRIES):
        if (np.abs(f) < search.hit).all():
            return search.solved(x)
        s = -np.linalg.solve(slope, f)
        s *= min(1.0, float((search.longest / np.maximum(np.abs(s), 1e-300)).min()))
        f_new = search.miss(x + s)
        while not np.isfinite(f_new).all() and np.abs(s).max() > 1e-9:
            s *= 0.5
            f_new = search.miss(x + s)
        scaled = s / search.nudge**2
        slope += np.outer(f_new - f - slope @ s, scaled) / (s @ scaled)
        x, f = x + s, f_new
    raise NoConvergence(f"no pitch programme of {launcher.name} meets its targets ({search.flights} flights, "
                        f"misses {', '.join(f'{v:.3g}' for v in f)})", cure="change its height targets")


class _Search:
    """The unknowns (tip, [tangent rate,] azimuth) against the misses (heights, azimuth)."""

    def __init__(self, launcher: Launcher, rocket: Rocket, ground: Ground, cutoff: Cutoff,
                 node_rad: float | None) -> None:
        self.launcher, self.rocket, self.ground, self.cutoff = launcher, rocket, ground, cutoff
        events = [h.event for h in launcher.sequence]
        targets = launcher.pitch.target
        self.rows = np.array([events.index(t.event) for t in targets])
        self.heights_m = np.array([t.height_m.v for t in targets])
        self.loop_row = next(k for k, h in enumerate(launcher.sequence) if h.closed_loop)
        keep = [0, 1, 2] if len(targets) == 2 else [0, 2]
        self.hit, self.nudge, self.longest = (np.array(a)[keep] for a in (_HIT, _NUDGE, _LONGEST))
        self.node_rad = node_rad
        self.flights = 0
        self._flight, self._events = np.empty((_ROWS, COLUMNS)), np.empty((len(events), COLUMNS))
        self._memory, self._left = np.zeros(MEMORY), np.zeros(len(rocket.flow_kg_s))
        self._out = np.empty(len(targets) + 2)
        self._aim = cutoff.aim(0.0 if node_rad is None else node_rad)

    def law(self, x: Vector) -> Law:
        p = self.launcher.pitch
        return Law(float(x[-1]), p.tip_from_s.v, p.tip_to_s.v, p.settled_s.v, float(x[0]),
                   float(x[1]) if len(x) == 3 else 0.0, np.zeros((1, 3)), STEP_s)

    def miss(self, x: Vector) -> Vector:
        self.flights += 1
        free = self.cutoff.inclination_rad if self.node_rad is None else 0.0
        programme_miss(self.rocket, self.ground, self.law(x), self._aim, free, STEP_s, self.rows, self.heights_m,
                       self.loop_row, self._flight, self._events, self._memory, self._left, self._out)
        return self._out[:-1].copy()

    def first_guess(self) -> tuple[Vector, Vector]:
        """A start from which every target event is reached."""
        azimuth = first_azimuth_rad(self.ground, self.cutoff)
        for tip in _FIRST_TIPS_rad:
            x = np.array([tip, _FIRST_RATE_s, azimuth] if len(self.rows) == 2 else [tip, azimuth])
            f = self.miss(x)
            if np.isfinite(f).all():
                return x, f
        raise NoConvergence(f"{self.launcher.name} does not reach {self.launcher.pitch.target[-1].event}",
                            cure="check thrust, masses and sequence in its data file")

    def solved(self, x: Vector) -> PitchProgramme:
        """Fly once more, and keep the directions."""
        self.miss(x)
        node = float(self._out[-1]) if self.node_rad is None else self.node_rad
        law = self.law(x)
        rows, _ = fly_ascent(self.rocket, self.ground, law, self._aim, STEP_s, self.loop_row, self._flight,
                             self._events, self._memory, self._left)
        flown = self._flight[:rows]
        grid = np.arange(0.0, flown[-1, T_s], STEP_s)
        at = np.searchsorted(flown[:, T_s], grid - 1e-6)
        return PitchProgramme(law._replace(directions=np.ascontiguousarray(flown[at, B:B + 3])), node, self.flights)


def first_azimuth_rad(ground: Ground, cutoff: Cutoff) -> float:
    """Azimuth over the ground of an orbit of the wanted inclination through the pad, going north (spherical Earth).

    Raises
    ------
    OutOfRange
        when the pad lies further from the equator than the orbit reaches.
    """
    r_m = float(np.linalg.norm(ground.r_m))
    latitude_rad = math.asin(ground.r_m[2] / r_m)
    s = math.cos(cutoff.inclination_rad) / math.cos(latitude_rad)
    if abs(s) > 1.0:
        raise OutOfRange(f"inclination {math.degrees(cutoff.inclination_rad):.3f}° from latitude "
                         f"{math.degrees(latitude_rad):.3f}°", allowed="an inclination not below the pad's latitude")
    east = cutoff.v_m_s * s - EARTH_ROTATION_rad_s * r_m * math.cos(latitude_rad)
    return math.atan2(east, cutoff.v_m_s * math.sqrt(1.0 - s * s))
