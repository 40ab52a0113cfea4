"""How a chase is targeted: which burns, at fixed slots, bring the ship to the point where braking begins.

Unknowns    the velocity change of every burn, three components in RTN of the ship's own orbit: x (n, 3)
Conditions  position and velocity at arrival, in curvilinear RTN of the station: c(x) = goal, six numbers
Choice      with n > 2 there are more unknowns than conditions: of all answers take the one with the least
                Σ w |x_i|²,   w = (greatest force / force of that engine)²,
            the squares of what burns last; across the orbit w is the ratio itself, for the burns that change height lie
            near the line where two planes meet and can hardly turn one into the other: that is left to the trim
Method      Newton: c and its derivative J come from flying the burns, finite and with their start-up, in the full force
            model (kernels/chase.py); then  x ← W⁻¹ Jᵀ (J W⁻¹ Jᵀ)⁻¹ (goal − c + J x)
Start       a sketch in two equations (docs/equations/phasing.md): the burns together raise the orbit to the station's,
            and each spoils the catching-up by 3 Δv / a for the time that is left

End         a step that was q of the one before is followed by others of q, q² …: the search is over when their sum is
            below 1e-5 m/s (Hairer & Wanner, Solving Ordinary Differential Equations II, IV.8)

Two or three steps are enough from 1 000 km away because along-track distance is measured as an arc.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from kazbek.base import orbit
from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence
from kazbek.base.frames import C_RTN_GCRF
from kazbek.base.state import State
from kazbek.base.types import Matrix, Vector
from kazbek.catalogue.profile import Correction, Profile, Slot
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.chase.kernels.burns import Burns, FreeArcs, arrival, burn_time_s, fly_from
from kazbek.laws.dop853 import ArcStatus, carry
from kazbek.laws.forces import Thrust, ThrustFrame
from kazbek.laws.relative import gcrf_from_rtn
from kazbek.orbit.propagate import Forces, Track

_TOLERANCE = 1e-10  # of the integrator: a centimetre at arrival
_STEP_m_s = 0.1  # of the derivative
_STEADY_m_s = 1e-5  # the search ends when no burn would change by more
_RENEW_m_s = 2.0  # the derivative is taken anew after a larger change
_MOST_TRIES = 60  # two or three are usual; a start far off the plane takes tens
_STRIDE_m_s = 40.0  # no burn changes by more in one step
_POSITION, _ALL = slice(0, 3), slice(0, 6)
_PHASE_STEP_deg, _LEEWAY_m_s = 0.5, 3.0
_MOST_LAPS = 4  # of the station ahead of the ship: two days of the lowest orbit gain less than two


@dataclass(frozen=True, slots=True)
class BurnEngine:
    """The engine of one burn as the ship's data file has it.

    `held`: the ship keeps its attitude of ignition among the stars while the engine burns (the main engine, which has
    one attitude to hold by gyroscopes); thrusters push in the turning RTN.
    """

    name: str
    force_N: float
    isp_s: float
    start_overhead_s: float
    held: bool

    @classmethod
    def of(cls, slot: Slot | Correction, ship: Spacecraft) -> BurnEngine:
        """The engine a slot asks for."""
        if slot.engine == "main":
            main = ship.main_engine
            return cls("main", main.push_N, main.isp_s.v, main.start_overhead_s.v, True)
        return cls("thrusters", ship.thrusters.force_N(slot.jets), ship.thrusters.isp_s.v, 0.0, False)

    @property
    def flow_kg_s(self) -> float:
        """Propellant flow."""
        return self.force_N / (self.isp_s * G0_m_s2)

    def duration_s(self, mass_kg: float, delta_v_m_s: float) -> float:
        """Length of a burn, start-up included."""
        return self.start_overhead_s + float(burn_time_s(mass_kg, delta_v_m_s, self.force_N, self.flow_kg_s))


@dataclass(frozen=True, slots=True)
class Chase:
    """What is fixed before a chase is targeted: slots, engines, and where the station will be.

    Attributes
    ----------
    separation : instant from which the slots count
    ignitions, firings : per burn
    end : instant of arrival
    station_rv : (6,) the station at arrival, GCRF
    goal : (6,) curvilinear RTN of the ship at arrival
    laps_rad : how far ahead the station is at separation, with the whole laps after which the chase costs least
    """

    separation: Epoch
    ignitions: tuple[Epoch, ...]
    firings: tuple[BurnEngine, ...]
    end: Epoch
    station_rv: Vector
    goal: Vector
    laps_rad: float

    @classmethod
    def of(cls, profile: Profile, ship: Spacecraft, start: State, track: Track) -> Chase:
        """The chase of a timed profile from a state at separation after the station on `track`."""
        t0 = start.epoch
        end = t0 + profile.arrival.at_s
        now, then = track.rv(np.array((t0.tai_ns, end.tai_ns), dtype=np.int64))
        chase = cls(
            t0,
            tuple(t0 + slot.at_s for slot in profile.burn),
            tuple(BurnEngine.of(slot, ship) for slot in profile.burn),
            end,
            then,
            _goal(then, profile.arrival.r_RTN_m, profile.arrival.v_RTN_m_s),
            phase_rad(start.rv_GCRF, now),
        )
        laps = [replace(chase, laps_rad=chase.laps_rad + 2.0 * math.pi * k) for k in range(_MOST_LAPS)]
        return min(laps, key=lambda c: sketched_m_s(c, start))

    @property
    def weights(self) -> Vector:
        """Cost of each unknown (3 n,); see the choice above for what lies across the orbit."""
        ratio = 1.0 / np.array([firing.force_N for firing in self.firings])
        ratio = ratio / ratio.min()
        return np.column_stack((ratio**2, ratio**2, ratio)).ravel()

    def burns(self, forces: Forces) -> Burns:
        """The slots as the kernel reads them."""
        return Burns(
            np.array([forces.t_s(t) for t in self.ignitions]),
            np.array([f.force_N for f in self.firings]),
            np.array([f.flow_kg_s for f in self.firings]),
            np.array([f.start_overhead_s for f in self.firings]),
            np.array([f.held for f in self.firings]),
        )


@dataclass(frozen=True, slots=True)
class Targeted:
    """The burns that were found.

    Attributes
    ----------
    delta_v_RTN_m_s : (n, 3) per slot; of slots already past, what was planned for them
    effect : (6, 3 n) how the arrival answers to each component; NaN where it is not known
    tries : Newton steps taken
    """

    delta_v_RTN_m_s: Matrix
    effect: Matrix
    tries: int

    def __post_init__(self) -> None:
        for array in (self.delta_v_RTN_m_s, self.effect):
            array.flags.writeable = False

    @classmethod
    def guessed(cls, delta_v_RTN_m_s: Matrix) -> Targeted:
        """Burns from which a search may start, their effect unknown."""
        return cls(delta_v_RTN_m_s, np.full((6, delta_v_RTN_m_s.size), np.nan), 0)

    @property
    def delta_v_m_s(self) -> Vector:
        """Size of each burn (n,)."""
        sizes: Vector = np.linalg.norm(self.delta_v_RTN_m_s, axis=1)
        return sizes

    @property
    def total_m_s(self) -> float:
        """Sum of the sizes."""
        return float(self.delta_v_m_s.sum())


def phase_rad(ship_rv: Vector, station_rv: Vector) -> float:
    """How far the station is ahead of the ship along the ship's orbit, 0 to 2π."""
    ahead = C_RTN_GCRF(ship_rv[:3], ship_rv[3:]) @ station_rv[:3]
    return float(np.arctan2(ahead[1], ahead[0]) % (2.0 * np.pi))


def target(
    chase: Chase,
    start: State,
    forces: Forces,
    *,
    cd_area_m2: float = 0.0,
    first: int = 0,
    guess: Targeted | None = None,
) -> Targeted:
    """Solve for the burns from slot `first` on, from a state before its ignition.

    With one burn left only the position of arrival is aimed for. `guess`: an answer to a chase much like this one; its
    derivative serves again until a burn has to change by more than 2 m/s.

    Raises
    ------
    NoConvergence
        when the search does not settle.
    """
    flight, guess = _ChaseFlight(chase, forces, cd_area_m2), guess or Targeted.guessed(sketch(chase, start, first))
    x, J = guess.delta_v_RTN_m_s.copy(), guess.effect.copy()
    free, met = slice(3 * first, None), _ALL if len(x) - first > 1 else _POSITION
    reached, size_m_s, renew = np.full(6, np.nan), 0.0, not np.isfinite(J[:, free]).all()
    ready = flight.ready(start, first)
    for tries in range(1, _MOST_TRIES + 1):
        reached, at_ignition = flight.arrival(first, ready, x)
        if renew:
            J[:, free] = flight.effect(first, at_ignition, x, reached)
        if not (np.isfinite(reached).all() and np.isfinite(J[:, free]).all()):
            break
        change = _least(J[met, free], (chase.goal - reached)[met], x.ravel()[free], chase.weights[free])
        before_m_s, size_m_s = size_m_s, float(np.abs(change).max())
        renew = size_m_s > _RENEW_m_s
        x.ravel()[free] += change * min(1.0, _STRIDE_m_s / size_m_s)
        if _yet_to_come_m_s(size_m_s, before_m_s) < _STEADY_m_s:
            return Targeted(x, J, tries)
    off_km = float(np.linalg.norm((reached - chase.goal)[:3])) / 1e3
    where = f"{off_km:.1f} km off" if np.isfinite(off_km) else "the path leads where none can be computed"
    raise NoConvergence(
        f"the chase does not settle after {tries} tries, {where}",
        cure="check the phase at separation and the slots of the profile",
    )


def _yet_to_come_m_s(size_m_s: float, before_m_s: float) -> float:
    """What further steps would change in all, as a geometric series goes on; at most taken for as much as the last."""
    return size_m_s**2 / (before_m_s - size_m_s) if 2.0 * size_m_s < before_m_s else size_m_s


def sketch(chase: Chase, start: State, first: int = 0) -> Matrix:
    """First guess of the burns (n, 3): along-track only, from mean motions.

    Two conditions, by least norm: Σ Δv = half the climb times the rate of turning, and the angle gained on the station
    with no burns, less (3 / a) Σ Δv (time left), equals the phase.
    """
    a0, a1 = orbit.semi_major_axis_m(start.rv_GCRF), orbit.semi_major_axis_m(chase.station_rv)
    n0, n1 = orbit.mean_motion_rad_s(a0), orbit.mean_motion_rad_s(a1)
    left_s = np.array([chase.end - t for t in chase.ignitions])[first:]
    to_gain_rad = chase.laps_rad if first == 0 else 0.0
    A = np.vstack((np.ones_like(left_s), 3.0 / a0 * left_s))
    b = np.array((0.5 * n0 * (a1 - a0), (n0 - n1) * (chase.end - start.epoch) - to_gain_rad))
    w = chase.weights[3 * first :: 3]
    x = np.zeros((len(chase.ignitions), 3))
    x[first:, 1] = (A / w).T @ np.linalg.solve((A / w) @ A.T, b) if len(left_s) > 1 else b[0]
    return x


def sketched_m_s(chase: Chase, start: State) -> float:
    """What the first guess costs: the sum of its burns, along the track alone."""
    return float(np.abs(sketch(chase, start)).sum())


def closing_phases_deg(chase: Chase, start: State, most_m_s: float) -> tuple[float, float]:
    """Between which phases, laps included, the first guess costs no more than `most_m_s`: the range nearest the chase.

    Along the track only, so at least 3 m/s above the least are allowed: the edges are good to half a degree or so.
    """
    phases_deg = np.arange(0.0, 360.0 * _MOST_LAPS, _PHASE_STEP_deg)
    none, one = (sketch(replace(chase, laps_rad=p), start)[:, 1] for p in (0.0, 1.0))  # the sketch is linear in phase
    cost_m_s = np.abs(none + np.radians(phases_deg)[:, None] * (one - none)).sum(axis=1)
    cheap = np.flatnonzero(cost_m_s <= max(most_m_s, float(cost_m_s.min()) + _LEEWAY_m_s))
    runs = np.split(cheap, np.flatnonzero(np.diff(cheap) > 1) + 1)
    here = math.degrees(chase.laps_rad) / _PHASE_STEP_deg
    nearest = min(runs, key=lambda run: max(run[0] - here, here - run[-1]))
    return float(phases_deg[nearest[0]]), float(phases_deg[nearest[-1]])


def flown_to_arrival(
    chase: Chase, start: State, forces: Forces, delta_v_RTN_m_s: Matrix, *, cd_area_m2: float = 0.0
) -> Vector:
    """The ship (7,) at arrival when all burns are flown as given; NaN when the path ends in the ground."""
    flight = _ChaseFlight(chase, forces, cd_area_m2)
    return flight.end(0, flight.ready(start, 0), delta_v_RTN_m_s)[0]


class _ChaseFlight:
    """Burns in, arrival out: the chase as the targeter sees it."""

    def __init__(self, chase: Chase, forces: Forces, cd_area_m2: float) -> None:
        self.chase, self.field, self.cd_area_m2 = chase, forces.field, cd_area_m2
        self.burns, self.end_s, self.t_s = chase.burns(forces), forces.t_s(chase.end), forces.t_s

    def ready(self, start: State, first: int) -> Vector:
        """The ship (7,) at the ignition of slot `first`."""
        coasting = Thrust(self.cd_area_m2, int(ThrustFrame.OFF), 0.0, 0.0, 0.0, 0.0, 0.0)
        y0 = np.append(start.rv_GCRF, start.mass_kg)
        y, status = carry(self.t_s(start.epoch), self.burns.ignition_s[first], y0, self.field, coasting, _TOLERANCE)
        return _or_nan(y, status)

    def end(self, first: int, ready: Vector, x: Matrix) -> tuple[Vector, Matrix]:
        """The ship (7,) at arrival, and at each ignition (n, 7)."""
        at_ignition = np.zeros((len(x), len(ready)))
        falling = FreeArcs(self.field, self.cd_area_m2, _TOLERANCE)
        y, status = fly_from(first, ready, x, self.burns, self.end_s, falling, at_ignition)
        return _or_nan(y, status), at_ignition

    def arrival(self, first: int, ready: Vector, x: Matrix) -> tuple[Vector, Matrix]:
        """The same with the arrival in curvilinear RTN (6,)."""
        y, at_ignition = self.end(first, ready, x)
        reached = np.empty(6)
        arrival(y, self.chase.station_rv, reached)
        return reached, at_ignition

    def effect(self, first: int, at_ignition: Matrix, x: Matrix, reached: Vector) -> Matrix:
        """How the arrival answers to each component from slot `first` on, (6, 3 (n − first)), by differences."""
        columns = []
        for i in range(first, len(x)):
            for axis in range(3):
                trial = x.copy()
                trial[i, axis] += _STEP_m_s
                columns.append((self.arrival(i, at_ignition[i], trial)[0] - reached) / _STEP_m_s)
        return np.array(columns).T


def _or_nan(y: Vector, status: int) -> Vector:
    return y if status == ArcStatus.DONE else np.full(len(y), np.nan)


def _least(J: Matrix, wanted: Vector, x: Vector, w: Vector) -> Vector:
    """The change of x that meets ``J change = wanted`` and leaves Σ w x² least."""
    lean = (J / w).T
    square = len(wanted) == len(x)
    new: Vector = x + np.linalg.solve(J, wanted) if square else lean @ np.linalg.solve(J @ lean, wanted + J @ x)
    return new - x


def _goal(station_rv: Vector, r_RTN_m: Vector, v_RTN_m_s: Vector) -> Vector:
    """Curvilinear RTN of a ship given by its offset in the station's rotating RTN."""
    goal = np.empty(6)
    arrival(gcrf_from_rtn(np.concatenate((r_RTN_m, v_RTN_m_s)), station_rv), station_rv, goal)
    return goal
