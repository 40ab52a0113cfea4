"""Where the Sun and the Moon are: ERFA's analytic theories, fitted once per granule for the kernels.

The Sun is ERFA's ``epv00`` (cut VSOP2000, within 14 km), the Moon ``moon98`` (Meeus after ELP, some 30 km at worst).
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import erfa
import numpy as np

from kazbek.base.constants import AU_m, GM_MOON_m3_s2, GM_SUN_m3_s2, SECONDS_PER_DAY_s
from kazbek.base.epoch import DAY_ns, Epoch
from kazbek.base.types import Floats, Matrix, Nanoseconds, Vector
from kazbek.laws.third_body import Ephemeris
from kazbek.world.earth import midnight_before

SHADOW_RADIUS_m = 6_378_000.0  # of the cylinder behind the Earth; planned contacts were compared by it
_GRANULE_days = 4
_TERMS = 14
_ORIGIN_JD = 2_451_544.5


def sun_GCRF_m(epoch: Epoch) -> Vector:
    """Geocentric position of the Sun (3,), metres, geometric."""
    return _sun(*epoch.tt_jd)


def moon_GCRF_m(epoch: Epoch) -> Vector:
    """Geocentric position of the Moon (3,), metres, geometric."""
    return _moon(*epoch.tt_jd)


def suns_GCRF_m(tai_ns: Nanoseconds) -> Matrix:
    """The Sun at instants (n,), (n, 3), by the path that kernels have: 1 cm from :func:`sun_GCRF_m`."""
    granule_ns = _GRANULE_days * DAY_ns
    granules, out = tai_ns // granule_ns, np.empty((len(tai_ns), 3))
    for index in np.unique(granules).tolist():
        here = granules == index
        x = 2.0 * (tai_ns[here] - index * granule_ns) / granule_ns - 1.0
        out[here] = np.polynomial.chebyshev.chebval(x, _sun_granule(index)).T
    return out


def outside_shadow_m(r_m: Floats, sun_m: Floats) -> Floats:
    """How far places (…, 3) are outside the shadow behind the Earth, negative inside; geocentric, of one frame.

    The shadow is a cylinder in parallel light; air bends nothing here. Sunward of the Earth's centre it is the
    distance from there.
    """
    to_sun = sun_m / np.linalg.norm(sun_m, axis=-1, keepdims=True)
    ahead_m = np.sum(r_m * to_sun, axis=-1)
    beside_m = np.linalg.norm(r_m - ahead_m[..., None] * to_sun, axis=-1) - SHADOW_RADIUS_m
    return np.where(ahead_m >= 0.0, np.linalg.norm(r_m, axis=-1), beside_m)


def in_sunlight(r_m: Floats, sun_m: Floats) -> bool:
    """Whether the Sun shines on a place (3,): outside the Earth's shadow."""
    return bool(outside_shadow_m(r_m, sun_m) > 0.0)


def sun_over(start: Epoch, end: Epoch) -> Ephemeris:
    """The Sun's path for kernels over [start, end]; time counts from ``midnight_before(start)``."""
    return _path(_sun_granule, GM_SUN_m3_s2, start, end)


def moon_over(start: Epoch, end: Epoch) -> Ephemeris:
    """The Moon's path for kernels over [start, end]; time counts from ``midnight_before(start)``."""
    return _path(_moon_granule, GM_MOON_m3_s2, start, end)


def _path(granule: Callable[[int], Matrix], GM_m3_s2: float, start: Epoch, end: Epoch) -> Ephemeris:
    granule_ns = _GRANULE_days * DAY_ns
    first, last = start.tai_ns // granule_ns, end.tai_ns // granule_ns
    offset_ns = first * granule_ns - midnight_before(start).tai_ns
    coefficients_m = np.stack([granule(i) for i in range(first, last + 1)])
    return Ephemeris(GM_m3_s2, offset_ns / 1e9, granule_ns / 1e9, coefficients_m)


def _sun(jd1: float, jd2: float | Matrix) -> Matrix:
    heliocentric, _ = erfa.epv00(jd1, jd2)
    return -np.asarray(heliocentric["p"]) * AU_m


def _moon(jd1: float, jd2: float | Matrix) -> Matrix:
    return np.asarray(erfa.moon98(jd1, jd2)["p"]) * AU_m


@functools.lru_cache(maxsize=256)
def _sun_granule(index: int) -> Matrix:
    return _fitted(_sun, index)


@functools.lru_cache(maxsize=256)
def _moon_granule(index: int) -> Matrix:
    return _fitted(_moon, index)


def _fitted(law: Callable[[float, Matrix], Matrix], index: int) -> Matrix:
    """Chebyshev coefficients (terms, 3) over one granule, through the Chebyshev points."""
    x = np.cos(np.pi * (np.arange(_TERMS) + 0.5) / _TERMS)
    tai_days = (index + 0.5 * (1.0 + x)) * _GRANULE_days
    values = law(_ORIGIN_JD, tai_days + 32.184 / SECONDS_PER_DAY_s)
    return np.asarray(np.polynomial.chebyshev.chebfit(x, values, _TERMS - 1), dtype=np.float64)
