"""What an ephemeris is made of: how far its states are from falling freely, and how far they can be known to.

Each state is carried to the next by gravity (EGM2008 36×36, Sun, Moon; or the part of that field under which the
states fall best). What is left over in velocity and in position is thrust, a damaged state, drag (0.2 mm/s in 4 min),
or the way the file was made: the rounding of its digits, or another law of gravity (SGP4 falls nearly under the
flattening alone). The last two are the same all over a file, so they are measured on the quiet part of it; thrust and
damage stand out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from kazbek.base.epoch import Epoch
from kazbek.base.types import Array, Nanoseconds
from kazbek.laws.ephemeris import free_fall_residuals
from kazbek.laws.forces import ForceModel, Thrust, ThrustFrame
from kazbek.orbit.propagate import forces_over

Gravity = tuple[Epoch, ForceModel]  # the instant its kernels count seconds from, and what pulls

_TOLERANCE = 1e-10
_FREE_m_s2, _FREE_m_s, _FREE_m = 2e-5, 5e-4, 0.02  # seven times what free fall leaves over in NASA's files
_QUARTER, _FROM_QUARTER = 0.25, 8.0  # from the quietest quarter of a file's gains to its liveliest interval
_HALF, _FROM_HALF = 0.5, 3.0  # the same for the ways made: what parts position from velocity in SGP4 is steady
_MOST_m_s2, _MOST_m_s = 5e-4, 2.0  # more is no law of gravity, and no velocity of these positions
_MOST_EVEN_m_s2 = 4e-3  # SGP4 leaves over 0.1 mm/s² in a round orbit, 3 mm/s² in one of eccentricity 0.1
_FEWEST = 6  # intervals that say how a file was made
_COARSE_m = 0.3
_APART_m_s = 0.01  # Hermite polynomials are some 0.3 m off by that in 4 min
_GUSTS = 3.0
_SAMPLE = 200  # intervals on which a law is tried
_MUCH_BETTER = 0.7
_GRADIENT_s2 = 2.7e-6  # of gravity in low orbit, 2 GM/r³: what an error of position does to velocity
_NO_THRUST = Thrust(0.0, int(ThrustFrame.OFF), 0.0, 0.0, 0.0, 0.0, 0.0)


class FieldPart(NamedTuple):
    """A part of EGM2008, with Sun and Moon: the field to a degree, and an order where not all."""

    degree: int
    order: int | None = None

    @property
    def is_even(self) -> bool:
        """Whether the field is the same all round the axis, so that no angle about it shows."""
        return self.order == 0

    def __str__(self) -> str:
        if self.degree == 0:
            return "of a point"
        if self.order == 0:
            return "with J2 alone" if self.degree == 2 else f"with zonal terms to degree {self.degree}"
        return f"to degree {self.degree}"


USUAL = FieldPart(36)  # JSC's own: NASA's states agree best with it
OTHERS = (
    FieldPart(70),
    *(FieldPart(degree) for degree in range(35, 1, -1)),
    FieldPart(6, 0),
    FieldPart(4, 0),
    FieldPart(3, 0),
    FieldPart(2, 0),
    FieldPart(0),
)


@dataclass(frozen=True)
class FreeFall:
    """States of an ephemeris beside free fall.

    Attributes
    ----------
    tai_ns, rv : (n,) instants and (n, 6) states in GCRF
    gained : (n − 1, 6) where a state lies less where the one before leads, m and m/s
    rounding : one unit in the last digit of positions (m) and velocities (m/s)
    law, over : the gravity they were carried through
    """

    tai_ns: Nanoseconds
    rv: Array
    gained: Array
    rounding: tuple[float, float] = (0.0, 0.0)
    law: FieldPart = USUAL
    over: Gravity | None = None

    @classmethod
    def of(cls, tai_ns: Nanoseconds, rv: Array, rounding: tuple[float, float] = (0.0, 0.0)) -> FreeFall:
        """Carry every state to the next, under the law of gravity that the states follow best."""
        usual = cls.under(USUAL, tai_ns, rv, rounding)
        if not usual.is_foreign and not (usual.worst > 1.0).any():
            return usual
        others = OTHERS if usual.is_foreign else OTHERS[:1]
        few = slice(0, min(_SAMPLE + 1, len(tai_ns)))
        tried = [cls.under(law, tai_ns[few], rv[few], rounding) for law in (USUAL, *others)]
        best = min(tried, key=lambda fall: fall.restless_m_s2)
        if best.restless_m_s2 > _MUCH_BETTER * tried[0].restless_m_s2:
            return usual
        return cls.under(best.law, tai_ns, rv, rounding)

    @classmethod
    def under(cls, law: FieldPart, tai_ns: Nanoseconds, rv: Array, rounding: tuple[float, float]) -> FreeFall:
        """Carry every state to the next under one law."""
        over = gravity_over(tai_ns, law)
        return cls(tai_ns, rv, residuals(tai_ns, rv, over), rounding, law, over)

    def gained_between(self, tai_ns: Nanoseconds, rv: Array) -> Array:
        """The same residuals of other states in the span of these."""
        return residuals(tai_ns, rv, self.over or gravity_over(self.tai_ns, self.law))

    @property
    def step_s(self) -> Array:
        """Lengths of the intervals, (n − 1,)."""
        return np.diff(self.tai_ns) / 1e9

    @cached_property
    def apart_m_s2(self) -> float:
        """What parts the file's gravity from the law's, m/s² (a limit for all intervals without thrust)."""
        excess = np.maximum(self._speed_m_s - _FREE_m_s - self._digits_m_s, 0.0) / self.step_s
        return max(_FROM_QUARTER * self._quiet(excess, _QUARTER), self._least_m_s2)

    @cached_property
    def apart_m_s(self) -> float:
        """What parts the file's velocities from the change of its positions, m/s (the same)."""
        excess = np.maximum(self.unevenness_m - _FREE_m - self._digits_m, 0.0) / self.step_s
        return _FROM_HALF * self._quiet(excess, _HALF)

    @property
    def is_no_orbit(self) -> bool:
        """Whether the states follow no law of gravity at all, or the velocities are of another body or unit."""
        most_m_s2 = _MOST_EVEN_m_s2 if self.law.is_even else _MOST_m_s2
        return not (self.apart_m_s2 <= most_m_s2 and self.apart_m_s <= _MOST_m_s)

    @cached_property
    def apart_m(self) -> Array:
        """How far the way made may be from the one that an even gain of speed makes, m, (n − 1,)."""
        own_m = (0.5 * self._least_m_s2 * self.step_s + _FREE_m_s) * self.step_s
        return np.maximum(own_m, self.apart_m_s * self._span_s) + _FREE_m + self._digits_m

    @property
    def _least_m_s2(self) -> float:
        """Of a field that is none of those tried the one beside it is meant: what parts them comes in gusts."""
        return _FREE_m_s2 if self.law.degree >= USUAL.degree else _GUSTS * _FREE_m_s2

    @property
    def limit_m_s(self) -> Array:
        """The gain of speed that needs no thrust, m/s, (n − 1,)."""
        return self.apart_m_s2 * self._span_s + _FREE_m_s + self._digits_m_s

    @property
    def worst(self) -> Array:
        """Each interval's misses as parts of what is allowed without thrust, (n − 1,); NaN: no path at all."""
        return np.maximum(self._speed_m_s / self.limit_m_s, self.unevenness_m / self.apart_m)

    @property
    def is_coarse(self) -> bool:
        """Whether the digits hide more than free fall leaves over in an interval of the usual length."""
        step_s = float(np.median(self.step_s))
        return bool(np.median(self._digits_m_s) > _FREE_m_s2 * step_s or np.median(self._digits_m) > _COARSE_m)

    @property
    def is_foreign(self) -> bool:
        """Whether the states follow another law of gravity, or one less than 36×36."""
        return self.law.degree < USUAL.degree or self.apart_m_s2 > _FREE_m_s2

    @property
    def is_scattered(self) -> bool:
        """Whether the whole field is the best there is, and yet the states lie beside it: those of a receiver do."""
        return self.law.degree >= USUAL.degree and self.apart_m_s2 > _FREE_m_s2

    @property
    def _span_s(self) -> Array:
        """Lengths over which misses grow, (n − 1,): scatter is as large in a short interval as in a usual one."""
        return np.maximum(self.step_s, np.median(self.step_s)) if self.is_scattered else self.step_s

    @property
    def has_velocities_apart(self) -> bool:
        """Whether the velocities are not the change of the positions, as those of SGP4 are not."""
        return self.apart_m_s > _APART_m_s

    @property
    def restless_m_s2(self) -> float:
        """What parts the file's gravity from the law in half of the time, m/s²."""
        return self._quiet(self._speed_m_s / self.step_s, _HALF)

    @property
    def _speed_m_s(self) -> Array:
        return np.linalg.norm(self.gained[:, 3:], axis=1)

    @property
    def unevenness_m(self) -> Array:
        """How far the way made is from the one that an even gain of speed makes, m, (n − 1,)."""
        return np.linalg.norm(self.gained[:, :3] - 0.5 * self.step_s[:, None] * self.gained[:, 3:], axis=1)

    @property
    def _digits_m_s(self) -> Array:
        """The worst that the rounding of two states does to a gain of speed (three axes, half a unit at each end)."""
        r_m, v_m_s = self.rounding
        return np.sqrt(3.0) * (v_m_s + 0.5 * _GRADIENT_s2 * self.step_s * r_m)

    @property
    def _digits_m(self) -> Array:
        r_m, v_m_s = self.rounding
        return np.sqrt(3.0) * (r_m + 0.5 * self.step_s * v_m_s)

    def _quiet(self, value: Array, part: float) -> float:
        """What a value stays below in a part of the time; nothing where there are too few to tell."""
        if len(value) < _FEWEST:
            return 0.0
        order = np.argsort(value)
        share = np.cumsum(self.step_s[order]) / self.step_s.sum()
        return float(value[order[min(int(np.searchsorted(share, part)), len(order) - 1)]])


def gravity_over(tai_ns: Nanoseconds, law: FieldPart) -> Gravity:
    """The reference instant and the field of gravity for the span of some instants."""
    forces = forces_over(Epoch(int(tai_ns[0])), Epoch(int(tai_ns[-1])), degree=law.degree, order=law.order)
    return forces.reference, forces.field


def residuals(tai_ns: Nanoseconds, rv: Array, over: Gravity) -> Array:
    """Where each state lies less where the one before leads, (n − 1, 6), m and m/s."""
    reference, field = over
    out = np.empty((len(tai_ns) - 1, 6))
    times_s = (tai_ns - reference.tai_ns) / 1e9
    free_fall_residuals(times_s, np.ascontiguousarray(rv), field, _NO_THRUST, _TOLERANCE, out)
    return out
