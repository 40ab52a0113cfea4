"""Between the states of an ephemeris: Hermite polynomials that never reach across a burn.

States are grouped into stretches inside which the motion is smooth: a coast, or a burn. Inside a coast, position is the
polynomial through position and velocity of the four nearest states (degree 7), and velocity is its derivative. In low
orbit with states 4 min apart that is within 0.15 m and 2 mm/s of the true path, 3 cm rms, first and last interval
included. Higher degrees gain nothing inside (what is left is the gravity field
between two states) and lose metres at the ends.

Where states are seconds apart and coarsely written, as in NASA's burns (2 s, a millimetre), velocity is interpolated
for itself (degree 3): the derivative of rounded positions would be noisier. Where thrust acted between two states
minutes apart, a coast between burns is too short for four states, two of them nearly coincide, or states scatter or
are coarse, the path is free fall from the first state (degree 5, through the pull of gravity at both ends), and upon it
the way and the speed gained, as evenly as both allow (degree 3). Steps of more than five minutes were filled up before
(:mod:`kazbek.track.finer`). Velocities of SGP4 are not quite the change of its positions (some
centimetres a second): there each is a polynomial of its own through eight states.

Source: Stoer and Bulirsch, *Introduction to Numerical Analysis*, 3rd ed., §2.1.5 (confluent divided differences).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import EGM2008_J2, EGM2008_RADIUS_m
from kazbek.base.constants import WGS84_GM_m3_s2 as GM_m3_s2
from kazbek.base.types import Array, Nanoseconds
from kazbek.track.free_fall import FreeFall

_STATES = 4  # of a polynomial: twice for position (value and slope), once for velocity in a burn
_DEGREE = 2 * _STATES - 1
_SHORT_s = 10.0  # below, a burn's velocities are interpolated for themselves: cubic, 0.001 mm/s off
_MANY, _NEAR_s = 8, 300.0  # states of a polynomial of positions alone, 0.2 m off at 4 min
_ROUGHER = 2.0  # times the rounding of positions: what the rounding of a velocity does over an interval
_EVEN = 2.0  # longest to shortest step for which such polynomials do not swing
_AT_ONCE = 0.02  # of an interval from its end: an impulse at the state
_CROWDED = 1.0 / 24.0  # of the interval between two states beside it: a millimetre there becomes a metre
_FAIR_s, _NOISY_m_s = 60.0, 0.01  # cubic in velocity is 4 mm/s off at a minute; positions that are noisier than that
_QUINTIC = np.array(((-10, -6, -1.5, 10, -4, 0.5), (15, 8, 1.5, -15, 7, -1), (-6, -3, -0.5, 6, -3, 0.5)))  # s^3 … s^5


@dataclass(frozen=True, slots=True)
class Interpolant:
    """A polynomial for each interval between neighbouring states.

    Attributes
    ----------
    tai_ns : (n,) instants of the states
    coefficients : (n − 1, 8, 6) of s^0 … s^7, where s runs from 0 to 1 over the interval; m and m/s
    """

    tai_ns: Nanoseconds
    coefficients: Array

    def rv(self, tai_ns: Nanoseconds) -> Array:
        """Position (m) and velocity (m/s), shape (n, 6), at instants inside the span."""
        k = np.clip(np.searchsorted(self.tai_ns, tai_ns, side="right") - 1, 0, len(self.tai_ns) - 2)
        s = ((tai_ns - self.tai_ns[k]) / (self.tai_ns[k + 1] - self.tai_ns[k]))[:, None]
        value: Array = self.coefficients[k, _DEGREE]
        for power in range(_DEGREE - 1, -1, -1):
            value = value * s + self.coefficients[k, power]
        return value


def interpolant(
    tai_ns: Nanoseconds, rv: Array, burning: NDArray[np.bool_], fall: FreeFall | None = None
) -> Interpolant:
    """Fit the polynomials.

    Parameters
    ----------
    tai_ns, rv : (n,) and (n, 6), states in order of time
    burning : (n − 1,) whether thrust acts between a state and the next; a change of it ends a stretch
    fall : what the states gain on free fall, and how they are rounded; without it burns are taken to be short
    """
    fall = fall or FreeFall(tai_ns, rv, np.zeros((len(tai_ns) - 1, 6)), (0.0, 0.0))
    known = bool(fall.gained.any())
    coefficients = np.zeros((len(tai_ns) - 1, _DEGREE + 1, 6))
    for first, last in runs(burning):
        short = not known or float(fall.step_s[first:last].max()) <= _SHORT_s
        rough = fall.is_scattered or (fall.is_coarse and not fall.is_foreign)
        few = last - first + 1 < _STATES or rough  # what scatters must not be the slope between two states close by
        fit = _each_for_itself if burning[first] else _coast_or_noisy
        (_upon_free_fall if not short and (few or burning[first]) else fit)(fall, first, last, coefficients[first:last])
    return Interpolant(tai_ns, coefficients)


def runs(values: NDArray[Any]) -> list[tuple[int, int]]:
    """Bounds (first, last + 1) of the runs of equal neighbours in a column."""
    edges = [0, *(np.flatnonzero(np.diff(values)) + 1).tolist(), len(values)]
    return list(itertools.pairwise(edges))


def _coast_or_noisy(fall: FreeFall, first: int, last: int, out: Array) -> None:
    step_s = fall.step_s[first:last]
    _coast(fall, first, last, out)
    if fall.gained.any():
        for k in np.flatnonzero(_crowded(fall.tai_ns[first : last + 1])).tolist():
            out[k] = 0.0
            _upon_free_fall(fall, first + k, first + k + 1, out[k : k + 1])
    noisy = (fall.rounding[0] / step_s > max(_NOISY_m_s, fall.rounding[1])) & (step_s <= _FAIR_s)
    if noisy.any():
        apart = np.zeros_like(out)
        _each_for_itself(fall, first, last, apart)
        out[noisy] = apart[noisy]
    near = step_s.max() <= min(_NEAR_s, _EVEN * step_s.min())
    if fall.has_velocities_apart and near and last - first >= _MANY:
        _far_apart(fall, first, last, out)


def _crowded(tai_ns: Nanoseconds) -> NDArray[np.bool_]:
    """Intervals among whose states two lie so near to each other that their digits, and not the path, bend it."""
    _, _, s = _windows(tai_ns, _STATES)
    found: NDArray[np.bool_] = np.diff(np.sort(s, axis=1), axis=1).min(axis=1) < _CROWDED
    return found


def _coast(fall: FreeFall, first: int, last: int, out: Array) -> None:
    tai_ns, rv = fall.tai_ns[first : last + 1], fall.rv[first : last + 1]
    nodes, step_s, s = _windows(tai_ns, _STATES)
    position = _hermite(s, rv[nodes, :3], rv[nodes, 3:] * step_s)
    powers = np.arange(1, position.shape[1])[:, None]
    out[:, : position.shape[1], :3] = position
    out[:, : len(powers), 3:] = position[:, 1:] * powers / step_s


def _each_for_itself(fall: FreeFall, first: int, last: int, out: Array) -> None:
    tai_ns, rv = fall.tai_ns[first : last + 1], fall.rv[first : last + 1]
    nodes, step_s, s = _windows(tai_ns, 2)
    out[:, :4, :3] = _hermite(s, rv[nodes, :3], rv[nodes, 3:] * step_s)
    nodes, _, s = _windows(tai_ns, _STATES)
    out[:, : nodes.shape[1], 3:] = _powers(s, _divided(s, rv[nodes, 3:]))


def gravity(r_m: Array, j2: float) -> Array:
    """Pull of the Earth with its flattening, m/s², at positions (n, 3); its axis taken for that of GCRF."""
    radius_m = np.linalg.norm(r_m, axis=1, keepdims=True)
    sine2 = (r_m[:, 2:] / radius_m) ** 2
    flat = 1.5 * j2 * (EGM2008_RADIUS_m / radius_m) ** 2
    pull: Array = -GM_m3_s2 / radius_m**3 * r_m * (1.0 + flat * (np.array((1.0, 1.0, 3.0)) - 5.0 * sine2))
    return pull


def _far_apart(fall: FreeFall, first: int, last: int, out: Array) -> None:
    """Positions and velocities that do not go together: polynomials of each, away from the ends of the stretch."""
    tai_ns, rv = fall.tai_ns[first : last + 1], fall.rv[first : last + 1]
    nodes, _, s = _windows(tai_ns, _MANY)
    inside = slice(_MANY // 2 - 1, len(tai_ns) - _MANY // 2)
    nodes, s = nodes[inside], s[inside]
    for part in (slice(0, 3), slice(3, 6)):
        out[inside, :, part] = _powers(s, _divided(s, rv[nodes, part]))


def _upon_free_fall(fall: FreeFall, first: int, last: int, out: Array) -> None:
    """Free fall from each state, and upon it what was gained on the way to the next."""
    start, gained = fall.rv[first:last], fall.gained[first:last]
    end, h = fall.rv[first + 1 : last + 1] - gained, fall.step_s[first:last, None]
    flattening = EGM2008_J2 if fall.law.degree else 0.0
    pull = h**2 * gravity(start[:, :3], flattening), h**2 * gravity(end[:, :3], flattening)
    ends = np.stack((start[:, :3], h * start[:, 3:], pull[0], end[:, :3], h * end[:, 3:], pull[1]), axis=1)
    position = np.zeros((last - first, 6, 3))
    position[:, 0], position[:, 1], position[:, 2] = ends[:, 0], ends[:, 1], 0.5 * ends[:, 2]
    position[:, 3:] = np.einsum("ij,njk->nik", _QUINTIC, ends)
    powers = np.arange(1, 6)[:, None]
    velocity = position[:, 1:] * powers / h[:, :, None]
    added = _gain(gained[:, :3], h * gained[:, 3:])
    rough = h * fall.rounding[1] > _ROUGHER * fall.rounding[0]
    if fall.is_coarse:  # velocities too rough: positions alone say it; positions too rough to say how the speed grows
        added = np.where(rough[:, :, None], _at_once(gained[:, :3]), added)
        slow = np.where(rough, gained[:, :3] / h, 0.0), np.where(rough, 0.0, gained[:, 3:])
        velocity[:, :2] += np.stack(slow, axis=1)
    else:
        velocity[:, :3] += added * powers[:3] / h[:, :, None]
    position[:, 1:4] += added
    out[:, :6, :3], out[:, :5, 3:] = position, velocity


def _gain(way: Array, speed: Array) -> Array:
    """Powers 1 to 3 of what thrust adds, (n, 3, 3): spread over the interval, or at an end of it where the way says so.

    Parameters
    ----------
    way, speed : (n, 3) gained up to the end of the interval, the speed times its length
    """
    size = np.sum(speed * speed, axis=1, keepdims=True)
    part = np.sum(way * speed, axis=1, keepdims=True) / np.where(size > 0.0, size, 1.0)  # 1: all at the start
    spread = np.stack((np.zeros_like(way), 3.0 * way - speed, speed - 2.0 * way), axis=1)
    return np.where(np.abs(part - 0.5)[:, :, None] > 0.5 - _AT_ONCE, _at_once(way), spread)


def _at_once(way: Array) -> Array:
    """The same for a way made at an even speed from the start on."""
    return np.stack((way, np.zeros_like(way), np.zeros_like(way)), axis=1)


def _windows(tai_ns: Nanoseconds, most: int) -> tuple[NDArray[np.intp], Array, Array]:
    """For each interval: the states to use, nearest first; its length (s) as (n, 1, 1); and the states' s."""
    intervals, count = len(tai_ns) - 1, min(most, len(tai_ns))
    first = np.clip(np.arange(intervals) - (count // 2 - 1), 0, len(tai_ns) - count)
    nodes = first[:, None] + np.arange(count)
    length_ns = np.diff(tai_ns)[:, None]
    s = (tai_ns[nodes] - tai_ns[:-1, None]) / length_ns
    nearest = np.argsort(np.abs(s - 0.5), axis=1, kind="stable")
    return (
        np.take_along_axis(nodes, nearest, axis=1),
        length_ns[:, :, None] / 1e9,
        np.take_along_axis(s, nearest, axis=1),
    )


def _hermite(s: Array, value: Array, slope: Array) -> Array:
    """Powers of the polynomials through values and slopes (n, m, 3) at s (n, m): (n, 2 m, 3)."""
    twice = np.repeat(s, 2, axis=1)
    return _powers(twice, _divided(twice, np.repeat(value, 2, axis=1), slope))


def _divided(s: Array, value: Array, slope: Array | None = None) -> Array:
    """Newton's coefficients (n, m, 3) at abscissae (n, m); with `slope` each abscissa stands twice."""
    table = value.copy()
    for order in range(1, s.shape[1]):
        span = (s[:, order:] - s[:, :-order])[:, :, None]
        step = table[:, order:] - table[:, order - 1 : -1]
        if order == 1 and slope is not None:
            span[:, ::2], step[:, ::2] = 1.0, slope
        table[:, order:] = step / span
    return table


def _powers(s: Array, newton: Array) -> Array:
    """Coefficients of the powers of s from Newton's."""
    out = np.zeros_like(newton)
    for k in range(s.shape[1] - 1, -1, -1):
        shifted = out * -s[:, k, None, None]
        shifted[:, 1:] += out[:, :-1]
        shifted[:, 0] += newton[:, k]
        out = shifted
    return out
