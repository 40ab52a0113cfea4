"""An arc: the path of a ship as polynomials, the events along it, and tracks to meet.

An arc answers for any instant inside it. Whatever says where it is (:class:`Track`) can be the target of a stop.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange, WrongPlace
from kazbek.base.state import State
from kazbek.base.types import Matrix, Vector
from kazbek.laws.pieces import STATE, TERMS, Pieces, states_at
from kazbek.laws.switches import Stop, Switch, crossings
from kazbek.orbit.forces import Forces

_TRACK_STEP_s = 15.0  # a cubic through position and velocity every 15 s is within 2 mm in low orbit
_NO_TARGET = Pieces(np.zeros(2), np.zeros(1), np.ones(1), np.zeros((1, TERMS, STATE)))
_SLACK_s = 1e-6


class Track(Protocol):
    """Anything that knows where it is: a station's track, another arc."""

    def rv(self, tai_ns: NDArray[np.int64]) -> Matrix:
        """Positions and velocities (n, 6) in GCRF."""
        ...


def rv_at(track: Track, epoch: Epoch) -> Vector:
    """Position and velocity (6,) in GCRF at one instant."""
    rv: Vector = track.rv(np.array([epoch.tai_ns], dtype=np.int64))[0]
    return rv


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
        return self.start.replace(
            epoch=epoch,
            r_GCRF_m=row[:3],
            v_GCRF_m_s=row[3:6],
            mass_kg=row[6],
            propellant_kg=self.start.propellant_kg - used_kg,
        )

    def rv(self, tai_ns: NDArray[np.int64]) -> Matrix:
        """Positions and velocities (n, 6) in GCRF at instants (n,). Raises as :meth:`rows`."""
        return self.rows(tai_ns)[:, :6]

    def rows(self, tai_ns: NDArray[np.int64]) -> Matrix:
        """Positions, velocities and masses (n, 7) at instants (n,), GCRF.

        Raises
        ------
        OutOfRange
            outside the arc.
        """
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

    def spans(self, first: Epoch, last: Epoch) -> bool:
        """Whether the arc answers from `first` to `last`."""
        ends = sorted((self.start.epoch, self.end.epoch))
        return ends[0] <= first and last <= ends[1]

    def crossings(self, stop: StopAt, forces: Forces) -> list[Epoch]:
        """All instants at which a switch crosses its value within the arc, in order of time."""
        found = np.empty(1 + 16 * len(self.pieces.from_s))
        first, last = sorted((self.start.epoch, self.end.epoch))
        n = crossings(self.pieces, watched(stop, first, last, self.reference), forces.field.earth, found)
        return [self.reference + float(t) for t in found[:n]]


def joined(first: Arc, second: Arc) -> Arc:
    """One arc from two that meet, both forward in time and counted from the same reference.

    Raises
    ------
    WrongPlace
        for arcs that do not meet.
    """
    if first.end.epoch != second.start.epoch or first.reference != second.reference:
        raise WrongPlace(
            f"arcs that do not meet: one ends {first.end.epoch.utc}, the next starts {second.start.epoch.utc}"
        )
    a, b = first.pieces, second.pieces
    pieces = Pieces(
        np.concatenate([a.edges_s, b.edges_s[1:]]),
        np.concatenate([a.from_s, b.from_s]),
        np.concatenate([a.length_s, b.length_s]),
        np.concatenate([a.coefficients, b.coefficients]),
    )
    return Arc(first.start, second.end, first.reference, pieces, second.stopped)


def assembled(
    state: State, forces: Forces, knots_s: Vector, lengths_s: Vector, coefficients: Matrix, end: Epoch, stopped: bool
) -> Arc:
    """The arc that an integrator left: knots (n + 1), step lengths (n) and coefficients in the order of flight."""
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


def watched(stop: StopAt | None, first: Epoch, last: Epoch, reference: Epoch) -> Stop:
    """A stop in the form of the kernels, its target known over [first, last].

    Raises
    ------
    WrongPlace
        for a switch without the target it needs, or with one it does not take.
    """
    if stop is None:
        return Stop(int(Switch.NEVER), 0.0, 0, _NO_TARGET)
    needs_target = stop.switch in (Switch.RANGE, Switch.RANGE_RATE, Switch.AHEAD)
    if needs_target != (stop.target is not None):
        raise WrongPlace(f"a stop at {stop.switch.name} {'needs a' if needs_target else 'takes no'} target")
    target = _NO_TARGET if stop.target is None else pieces_of(stop.target, first, last, reference)
    return Stop(int(stop.switch), float(stop.value), int(stop.sense), target)


def pieces_of(track: Track, first: Epoch, last: Epoch, reference: Epoch) -> Pieces:
    """A track as cubics over [first, last] for kernels that need a target."""
    if isinstance(track, Arc) and track.reference == reference and track.spans(first, last):
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
