"""The pitch programme of the first stages, solved for: tip-over, gravity turn, linear-tangent law, launch azimuth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kazbek.base.types import Vector
from kazbek.catalogue.launcher import Launcher
from kazbek.flight.ascent.heading import Heading, first_azimuth_rad
from kazbek.flight.ascent.insertion import Cutoff
from kazbek.flight.ascent.kernels.loop import fly_ascent
from kazbek.flight.ascent.kernels.programme import Targets, programme_miss
from kazbek.flight.ascent.kernels.types import COLUMNS, AttitudeLaw, B, Ground, Rocket, Run, Sheet, T_s
from kazbek.flight.ascent.kernels.upfg import MEMORY

STEP_s, _LATE_STEP_s = 2.0, 4.0  # of the search; heights at the targets are within 0.2 m of those with 0.1 s
_ROWS = 1200
_TRIES = 25
_HEIGHT_HIT_m, _ANGLE_HIT = 3.0, 1e-4
_COARSE = 2.0  # slopes are taken with steps so many times longer
# of tip (rad), azimuth (rad), tangent rate (1/s), tangent step
_NUDGE = (1e-3, 1e-3, 2e-5, 5e-3)
_LONGEST = (0.05, 0.1, 1.5e-3, 0.2)  # of one correction
_FIRST_TIPS_rad = (0.14, 0.08, 0.3, 0.04, 0.02, 0.5)
_FIRST_RATE_s, _FIRST_STEP = 0.0, -0.32


@dataclass(frozen=True, slots=True)
class PitchProgramme:
    """A solved programme.

    Attributes
    ----------
    law : the solved constants, with the directions of the long axis in L that the launcher stores (every 2 s)
    node_rad : longitude in L of the ascending node it leads to
    unknowns, slope : the constants as solved for, and how the misses change with them
    misses : what is left: metres at the height targets, and angles; NaN where an event was not reached
    met : whether every miss is small
    flights : how many times the first stages were flown to find it
    """

    law: AttitudeLaw
    node_rad: float
    unknowns: Vector
    slope: Vector
    misses: Vector
    met: bool
    flights: int


def solve_programme(
    launcher: Launcher,
    rocket: Rocket,
    ground: Ground,
    cutoff: Cutoff,
    heading: Heading,
    near: PitchProgramme | None = None,
) -> PitchProgramme:
    """The tip-over, the tangent law and the azimuth that meet the launcher's height targets best.

    The azimuth is the one that leaves the guided stage the cheapest way into the plane of the heading; without a node,
    the one that needs no yaw. Newton's rule with Broyden's update of the slopes, starting
    from a programme `near` by where there is one. A launcher that cannot meet its targets gets the best there is.
    """
    search = _Search(launcher, rocket, ground, cutoff, heading)
    if near is None:
        x, f = search.first_guess()
        slope = search.slope(x)
    else:
        x, slope = near.unknowns, near.slope.copy()
        f = search.miss(x)
    best = (x, f)
    for _ in range(_TRIES):
        if (np.abs(f) < search.hit).all() or not np.isfinite(f).all():
            break
        s = search.correction(slope, f)
        f_new = search.miss(x + s)
        while not np.isfinite(f_new).all() and np.abs(s / search.nudge).max() > 1e-3:
            s = 0.5 * s
            f_new = search.miss(x + s)
        scaled = s / search.nudge**2
        slope = slope + np.outer(f_new - f - slope @ s, scaled) / (s @ scaled)
        x, f = np.asarray(x + s), f_new
        if search.badness(f) <= search.badness(best[1]):
            best = (x, f)
    return search.solved(*best, slope)


class _Search:
    """The unknowns (tip, azimuth[, tangent rate and step]) against the misses (heights, azimuth[, jump in pitch])."""

    def __init__(self, launcher: Launcher, rocket: Rocket, ground: Ground, cutoff: Cutoff, heading: Heading) -> None:
        self.launcher, self.rocket, self.ground, self.cutoff = launcher, rocket, ground, cutoff
        events = [h.event for h in launcher.sequence]
        targets = launcher.pitch.target
        self.rows = np.array([events.index(t.event) for t in targets])
        self.heights_m = np.array([t.height_m.v for t in targets])
        loop_row = next(k for k, h in enumerate(launcher.sequence) if h.closed_loop)
        unknowns = 4 if len(targets) == 2 else 2
        self.nudge, self.longest = np.array(_NUDGE[:unknowns]), np.array(_LONGEST[:unknowns])
        self.hit = np.array([*[_HEIGHT_HIT_m] * len(targets), *[_ANGLE_HIT] * (unknowns - len(targets))])
        self.heading, self.node_rad = heading, heading.node_rad
        self.flights = 0
        self._run = Run(STEP_s, _LATE_STEP_s, loop_row, False)
        self._sheet = Sheet(
            np.empty((_ROWS, COLUMNS)),
            np.empty((len(events), COLUMNS)),
            np.zeros(MEMORY),
            np.zeros(len(rocket.flow_kg_s)),
        )
        free = cutoff.inclination_rad if self.node_rad is None else 0.0
        self._targets = Targets(self.rows, self.heights_m, free, heading.southbound)
        self._out = np.empty(len(targets) + 3)
        self._aim = cutoff.aim(self.node_rad or 0.0)

    def law(self, x: Vector) -> AttitudeLaw:
        """The law with these unknowns."""
        p = self.launcher.pitch
        rate, step = (float(x[2]), float(x[3])) if len(x) == 4 else (0.0, 0.0)
        return AttitudeLaw(
            float(x[1]),
            p.tip_from_s.v,
            p.tip_to_s.v,
            p.settled_s.v,
            float(x[0]),
            rate,
            step,
            p.bend_s.v,
            np.zeros((1, 3)),
            STEP_s,
        )

    def miss(self, x: Vector, coarse: float = 1.0) -> Vector:
        """Fly to the closed loop and say what is missed; `coarse` lengthens the steps."""
        self.flights += 1
        run = self._run._replace(step_s=coarse * STEP_s, late_step_s=coarse * _LATE_STEP_s)
        law, sheet = self.law(x), self._sheet
        programme_miss(self.rocket, self.ground, law, self._aim, self._targets, run, sheet, self._out)
        return self._out[: len(self.hit)].copy()

    def first_guess(self) -> tuple[Vector, Vector]:
        """A start from which every target event is reached, if there is one."""
        azimuth = first_azimuth_rad(self.ground, self.cutoff, southbound=self.heading.southbound)
        for tip in _FIRST_TIPS_rad:
            x = np.array([tip, azimuth, _FIRST_RATE_s, _FIRST_STEP][: len(self.hit)])
            f = self.miss(x)
            if np.isfinite(f).all():
                break
        return x, f

    def badness(self, f: Vector) -> float:
        """The misses in one number, a hit being 1."""
        size = float(np.abs(f / self.hit).max())
        return size if math.isfinite(size) else math.inf

    def slope(self, x: Vector) -> Vector:
        """Change of the misses by each unknown, by differences."""
        f, steps = self.miss(x, _COARSE), np.diag(self.nudge)
        return np.column_stack([(self.miss(x + step, _COARSE) - f) / step[k] for k, step in enumerate(steps)])

    def correction(self, slope: Vector, f: Vector) -> Vector:
        """Newton's, shortened to what can be trusted."""
        try:
            s = np.asarray(-np.linalg.solve(slope, f), dtype=np.float64)
        except np.linalg.LinAlgError:
            return self.nudge
        return np.asarray(s * min(1.0, float((self.longest / np.maximum(np.abs(s), 1e-300)).min())), dtype=np.float64)

    def solved(self, x: Vector, f: Vector, slope: Vector) -> PitchProgramme:
        """Fly once more, and keep the directions."""
        met = bool((np.abs(f) < self.hit).all())
        node = float(self._out[-1]) if self.node_rad is None else self.node_rad
        law = self.law(x)
        run, flight = self._run._replace(late_step_s=STEP_s, keep_rows=True), self._sheet.flight
        n, _ = fly_ascent(self.rocket, self.ground, law, self._aim, run, self._sheet)
        grid = np.arange(0.0, flight[n - 1, T_s], STEP_s)
        at = np.searchsorted(flight[:n, T_s], grid - 1e-6)
        directions = np.ascontiguousarray(flight[at, B : B + 3]) if len(at) > 1 else law.directions
        return PitchProgramme(law._replace(directions=directions), node, x, slope, f, met, self.flights)
