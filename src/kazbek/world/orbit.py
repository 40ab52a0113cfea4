"""Flying through space: the forces of a span, coasts, burns, and the arcs they leave behind.

    forces = forces_over(start, end, degree=70)
    arc = coast(state, until, forces)
    arc.at(epoch)                    a State
    arc.rv(tai_ns)                   (n, 6) in GCRF

An arc starts and ends at states; time may run backwards. Where it must end on an event, give a :class:`StopAt`.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import G0_m_s2
from kazbek.base.epoch import Epoch
from kazbek.base.errors import NoConvergence, OutOfRange, WrongPlace
from kazbek.base.state import State
from kazbek.kernels import dop853
from kazbek.kernels.dop853 import Status
from kazbek.kernels.forces import Act, Aim, Field, Push
from kazbek.kernels.gauss_jackson import smooth_arc, weights
from kazbek.kernels.pieces import STATE, TERMS, Pieces, states_at
from kazbek.kernels.switches import Stop, Switch, crossings
from kazbek.world.air import Air
from kazbek.world.earth import earth_rotation_over, midnight_before, notes_over
from kazbek.world.gravity import egm2008
from kazbek.world.sun_moon import moon_over, sun_over

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

_TOLERANCE = 1e-11
_TRACK_STEP_s = 15.0  # a cubic through position and velocity every 15 s is within 2 mm in low orbit
_NO_TARGET = Pieces(np.zeros(2), np.zeros(1), np.ones(1), np.zeros((1, TERMS, STATE)))
_SLACK_s = 1e-6


class Track(Protocol):
    """Anything that knows where it is: a station's track, another arc."""

    def rv(self, tai_ns: NDArray[np.int64]) -> Matrix:
        """Positions and velocities (n, 6) in GCRF."""
        ...


@dataclass(frozen=True, slots=True)
class Forces:
    """The surroundings over a span, ready for kernels.

    Attributes
    ----------
    reference : instant from which the kernels count their seconds
    start, end : the span asked for; arcs may not leave it
    field : what the kernels read
    notes : sentences on predictions the surroundings rest on
    """

    reference: Epoch
    start: Epoch
    end: Epoch
    field: Field
    notes: tuple[str, ...] = ()

    def t_s(self, epoch: Epoch) -> float:
        """Kernel time of an instant.

        Raises
        ------
        OutOfRange
            when the instant lies outside the span.
        """
        if not self.start.tai_ns - 1000 <= epoch.tai_ns <= self.end.tai_ns + 1000:
            raise OutOfRange(f"the force model at {epoch.utc}", allowed=f"{self.start.utc} to {self.end.utc}")
        return epoch - self.reference

    def but(self, *, act: Act | None = None, density_factor: float | None = None) -> Forces:
        """The same surroundings with other forces at work, or denser air."""
        changed = self.field._replace(
            act=self.field.act if act is None else int(act),
            density_factor=self.field.density_factor if density_factor is None else float(density_factor))
        return replace(self, field=changed)


def forces_over(start: Epoch, end: Epoch, *, degree: int = 36, order: int | None = None, j2: bool = True,
                sun_moon: bool = True, air: Air | None = None, density_factor: float = 1.0) -> Forces:
    """The forces from `start` to `end`, in either order.

    Parameters
    ----------
    degree, order, j2 : of EGM2008; degree 0 is two-body, ``degree=2, order=0`` is J2 alone, ``j2=False`` leaves it out
    air : the air of the day; without it there is no drag
    density_factor : multiplies the density of the air
    """
    start, end = min(start, end), max(start, end)
    reference = midnight_before(start)
    act = (Act.SUN | Act.MOON if sun_moon else Act.NONE) | (Act.AIR if air is not None else Act.NONE)
    surroundings = Field(int(act), earth_rotation_over(start, end), egm2008(degree, order, j2=j2), sun_over(start, end),
                         moon_over(start, end), (air or _standard_air()).grid(reference), float(density_factor))
    notes = (*notes_over(start, end), *(air.notes if air is not None else ()))
    return Forces(reference, start, end, surroundings, notes)


@functools.cache
def _standard_air() -> Air:
    return Air.standard()


@dataclass(frozen=True, slots=True)
class StopAt:
    """An event that ends a coast.

    Attributes
    ----------
    switch : what is watched, see :class:`Switch`
    value : m or m/s, as the switch says
    sense : +1 when the switch rises through the value, −1 when it falls, 0 either way
    target : for RANGE, RANGE_RATE and AHEAD: the other body
    """

    switch: Switch
    value: float = 0.0
    sense: int = 0
    target: Track | None = None


@dataclass(frozen=True, slots=True)
class Arc:
    """A path from `start` to `end` (states), held as polynomials.

    Attributes
    ----------
    stopped : whether it ended on the event asked for
    """

    start: State
    end: State
    reference: Epoch
    pieces: Pieces = field(repr=False)
    stopped: bool = False

    def at(self, epoch: Epoch) -> State:
        """The state at an instant of the arc; attitude and rates are those of the start.

        Raises
        ------
        OutOfRange
            outside the arc.
        """
        row = self.rows(np.array([epoch.tai_ns], dtype=np.int64))[0]
        used_kg = self.start.mass_kg - row[6]
        return self.start.but(epoch=epoch, r_GCRF_m=row[:3], v_GCRF_m_s=row[3:6], mass_kg=row[6],
                              propellant_kg=self.start.propellant_kg - used_kg)

    def rv(self, tai_ns: NDArray[np.int64]) -> Matrix:
        """Positions and velocities (n, 6) in GCRF at instants (n,)."""
        return self.rows(tai_ns)[:, :6]

    def rows(self, tai_ns: NDArray[np.int64]) -> Matrix:
        """Positions, velocities and masses (n, 7) at instants (n,)."""
        tai_ns = np.asarray(tai_ns, dtype=np.int64)
        t_s = (tai_ns - self.reference.tai_ns) / 1e9
        edges_s = self.pieces.edges_s
        if len(t_s) and not edges_s[0] - _SLACK_s <= t_s.min() <= t_s.max() <= edges_s[-1] + _SLACK_s:
            outside = tai_ns.min() if t_s.min() < edges_s[0] else tai_ns.max()
            ends = sorted((self.start.epoch, self.end.epoch))
            raise OutOfRange(f"an arc at {Epoch(int(outside)).utc}", allowed=f"{ends[0].utc} to {ends[1].utc}")
        out = np.empty((len(t_s), STATE))
        states_at(self.pieces, t_s, out)
        return out

    def crossings(self, stop: StopAt, forces: Forces) -> list[Epoch]:
        """All instants at which a switch crosses its value within the arc, in order of time."""
        found = np.empty(1 + 16 * len(self.pieces.from_s))
        first, last = sorted((self.start.epoch, self.end.epoch))
        n = crossings(self.pieces, _stop(stop, first, last, self.reference), forces.field.earth, found)
        return [self.reference + float(t) for t in found[:n]]


def coast(state: State, until: Epoch, forces: Forces, *, cd_area_m2: float = 0.0, stop: StopAt | None = None,
          tolerance: float = _TOLERANCE) -> Arc:
    """Fall freely from `state` until an instant, or until an event before it.

    Parameters
    ----------
    cd_area_m2 : drag coefficient times area
    tolerance : error of one step relative to position and velocity

    Raises
    ------
    OutOfRange
        when the arc leaves the span of `forces`.
    NoConvergence
        when the path ends in the ground, or numbers stop being finite.
    """
    return _arc(state, until, forces, _push(cd_area_m2), stop, tolerance)


def burn(state: State, forces: Forces, *, force_N: float, isp_s: float, aim: Aim,
         direction: Vector | tuple[float, float, float] = (1.0, 0.0, 0.0), duration_s: float | None = None,
         delta_v_m_s: float | None = None, start_overhead_s: float = 0.0, cd_area_m2: float = 0.0,
         tolerance: float = _TOLERANCE) -> Arc:
    """Fire an engine from `state` on: nothing for `start_overhead_s`, then constant thrust while the mass falls.

    Parameters
    ----------
    aim, direction : frame of the thrust direction, and the unit vector in it (``Aim.VELOCITY``: ±1 in the first place)
    duration_s : of the whole burn, overhead included; or
    delta_v_m_s : by the rocket equation, which then gives the duration

    Raises
    ------
    WrongPlace
        when not exactly one of duration and delta-v is given.
    OutOfRange
        for a burn of no length, or one that leaves the span of `forces`.
    """
    flow_kg_s = force_N / (G0_m_s2 * isp_s)
    thrust_s = thrust_time_s(state.mass_kg, force_N, isp_s, duration_s=duration_s, delta_v_m_s=delta_v_m_s,
                             start_overhead_s=start_overhead_s)
    norm = math.sqrt(sum(float(u) ** 2 for u in direction))
    u0, u1, u2 = (float(u) / norm for u in direction)
    push = Push(float(cd_area_m2), int(aim), float(force_N), flow_kg_s, u0, u1, u2)
    if start_overhead_s <= 0.0:
        return _arc(state, state.epoch + thrust_s, forces, push, None, tolerance)
    waiting = _arc(state, state.epoch + start_overhead_s, forces, _push(cd_area_m2), None, tolerance)
    return joined(waiting, _arc(waiting.end, waiting.end.epoch + thrust_s, forces, push, None, tolerance))


def thrust_time_s(mass_kg: float, force_N: float, isp_s: float, *, duration_s: float | None = None,
                  delta_v_m_s: float | None = None, start_overhead_s: float = 0.0) -> float:
    """Seconds of thrust of a burn given by its whole duration or by its delta-v."""
    if (duration_s is None) == (delta_v_m_s is None):
        raise WrongPlace("a burn needs either duration_s or delta_v_m_s")
    if duration_s is not None:
        thrust_s = duration_s - start_overhead_s
    else:
        exhaust_m_s = G0_m_s2 * isp_s
        thrust_s = -mass_kg * math.expm1(-float(delta_v_m_s or 0.0) / exhaust_m_s) * exhaust_m_s / force_N
    if not thrust_s > 0.0:
        raise OutOfRange(f"a burn with {thrust_s:.3f} s of thrust", allowed="more than 0 s")
    return thrust_s


def joined(first: Arc, second: Arc) -> Arc:
    """One arc from two that meet, both forward in time and counted from the same reference."""
    if first.end.epoch != second.start.epoch or first.reference != second.reference:
        raise WrongPlace(f"arcs that do not meet: one ends {first.end.epoch.utc}, the next starts "
                         f"{second.start.epoch.utc}")
    a, b = first.pieces, second.pieces
    pieces = Pieces(np.concatenate([a.edges_s, b.edges_s[1:]]), np.concatenate([a.from_s, b.from_s]),
                    np.concatenate([a.length_s, b.length_s]), np.concatenate([a.coefficients, b.coefficients]))
    return Arc(first.start, second.end, first.reference, pieces, second.stopped)


def coast_smooth(state: State, until: Epoch, forces: Forces, *, cd_area_m2: float = 0.0, step_s: float = 30.0,
                 order: int = 10) -> Arc:
    """A long free fall by Gauss–Jackson, several times faster than :func:`coast` for the same accuracy.

    For near-circular orbits without events; spans shorter than `order` steps are left to :func:`coast`.
    """
    t0_s, t1_s = forces.t_s(state.epoch), forces.t_s(until)
    steps = math.ceil(abs(t1_s - t0_s) / step_s)
    if steps <= order:
        return coast(state, until, forces, cd_area_m2=cd_area_m2)
    h = (t1_s - t0_s) / steps
    coefficients = np.empty((steps, TERMS, STATE))
    y0 = np.append(state.rv_GCRF, state.mass_kg)
    status = smooth_arc(t0_s, h, steps, y0, forces.field, _push(cd_area_m2), weights(order), coefficients)
    _refuse(Status(status), state)
    knots_s = t0_s + h * np.arange(steps + 1, dtype=np.float64)
    return _assembled(state, forces, knots_s, np.full(steps, h), coefficients, until, stopped=False)


def _push(cd_area_m2: float) -> Push:
    return Push(float(cd_area_m2), int(Aim.OFF), 0.0, 0.0, 0.0, 0.0, 0.0)


def _arc(state: State, until: Epoch, forces: Forces, push: Push, stop: StopAt | None, tolerance: float) -> Arc:
    t0_s, t1_s = forces.t_s(state.epoch), forces.t_s(until)
    y0 = np.append(state.rv_GCRF, state.mass_kg)
    watched = _stop(stop, min(state.epoch, until), max(state.epoch, until), forces.reference)
    knots_s, lengths_s, coefficients, status = dop853.arc(t0_s, t1_s, y0, forces.field, push, float(tolerance), watched)
    _refuse(Status(status), state)
    stopped = status == Status.STOPPED
    end = forces.reference + float(knots_s[-1]) if stopped else until
    return _assembled(state, forces, knots_s, lengths_s, coefficients, end, stopped)


def _assembled(state: State, forces: Forces, knots_s: Vector, lengths_s: Vector, coefficients: Matrix, end: Epoch,
               stopped: bool) -> Arc:
    if len(lengths_s) == 0:  # an arc of no length still answers at its one instant
        lengths_s, coefficients = np.ones(1), np.zeros((1, TERMS, STATE))
        coefficients[0, 0] = np.append(state.rv_GCRF, state.mass_kg)
        knots_s = np.array((knots_s[0], knots_s[0]))
    from_s = knots_s[:-1]
    if lengths_s[0] < 0.0:
        knots_s, from_s, lengths_s, coefficients = knots_s[::-1], from_s[::-1], lengths_s[::-1], coefficients[::-1]
    pieces = Pieces(*(np.ascontiguousarray(part) for part in (knots_s, from_s, lengths_s, coefficients)))
    arc = Arc(state, state, forces.reference, pieces, stopped)
    return replace(arc, end=arc.at(end))


def _refuse(status: Status, state: State) -> None:
    if status == Status.GROUND:
        raise NoConvergence(f"the path from {state.epoch.utc} runs into the ground",
                            cure="check the orbit, or stop the coast at a height")
    if status == Status.STUCK:
        raise NoConvergence(f"the integration from {state.epoch.utc} came to a halt",
                            cure="check the state, and loosen the tolerance")


def _stop(stop: StopAt | None, first: Epoch, last: Epoch, reference: Epoch) -> Stop:
    if stop is None:
        return Stop(int(Switch.NEVER), 0.0, 0, _NO_TARGET)
    needs_target = stop.switch in (Switch.RANGE, Switch.RANGE_RATE, Switch.AHEAD)
    if needs_target != (stop.target is not None):
        raise WrongPlace(f"a stop at {stop.switch.name} {'needs a' if needs_target else 'takes no'} target")
    target = _NO_TARGET if stop.target is None else pieces_of(stop.target, first, last, reference)
    return Stop(int(stop.switch), float(stop.value), int(stop.sense), target)


def pieces_of(track: Track, first: Epoch, last: Epoch, reference: Epoch) -> Pieces:
    """A track as cubics over [first, last] for kernels that need a target."""
    if isinstance(track, Arc) and track.reference == reference:
        return track.pieces
    n = max(1, math.ceil((last - first) / _TRACK_STEP_s))
    h = max((last - first) / n, 1e-3)
    tai_ns = first.tai_ns + np.round(np.arange(n + 1) * (last.tai_ns - first.tai_ns) / n).astype(np.int64)
    rows = track.rv(tai_ns)
    r0, r1, v0, v1 = rows[:-1, :3], rows[1:, :3], h * rows[:-1, 3:], h * rows[1:, 3:]
    coefficients = np.zeros((n, TERMS, STATE))
    coefficients[:, 0, :3], coefficients[:, 1, :3] = r0, v0
    coefficients[:, 2, :3], coefficients[:, 3, :3] = 3 * (r1 - r0) - 2 * v0 - v1, 2 * (r0 - r1) + v0 + v1
    for k in range(3):
        coefficients[:, k, 3:6] = (k + 1) * coefficients[:, k + 1, :3] / h
    edges_s = (first - reference) + h * np.arange(n + 1)
    return Pieces(edges_s, edges_s[:-1].copy(), np.full(n, h), coefficients)
