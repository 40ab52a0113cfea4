"""How little velocity lifts the lowest point of a falling ship's path above a height: one burn by its own engine.

Axes    inertial, z along the Earth's axis; tuples of three, metres.
Law     free flight under J2 to J4 until the engine is lit; then thrust in the plane of motion, pitched up from the
        local horizon by one angle, the mass falling; then free flight again. The lowest height above the ellipsoid over
        a revolution from there on, the burn included.
Source  Cornelisse, Schöyer, Wakker, "Rocket Propulsion and Spaceflight Dynamics" (1979), chapter 13: low thrust near
        orbit; the best pitch is looked for on a grid, as its optimum is flat.
Range   ships short of orbit by some hundred metres per second, 100 to 400 km high. Steps of 10 and 30 s: 50 m.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from kazbek.laws.compiled import kernel
from kazbek.laws.geodesy import height_above_ellipsoid
from kazbek.laws.vectors import cross, plus, times, unit
from kazbek.laws.zonal import zonal_coast, zonal_step

_BURN_STEP_s, _COAST_STEP_s = 10.0, 30.0
_REVOLUTION_s = 5500.0
_PITCHES = 13  # from level up, every 5°
_HALVINGS = 12


class Engine(NamedTuple):
    """Thrust, exhaust velocity, mass at ignition, and how long it may burn."""

    thrust_N: float
    exhaust_m_s: float
    mass_kg: float
    longest_s: float


@kernel
def _height(r):
    return height_above_ellipsoid(r[0], r[1], r[2])


@kernel
def _pushed(r, v, acceleration_m_s2, pitch_rad, h):
    """One step under thrust: half of its push before a step of free flight, half after."""
    for half in range(2):
        up = unit(r)
        ahead = cross(unit(cross(r, v)), up)
        push = plus(times(math.cos(pitch_rad), ahead), math.sin(pitch_rad), up)
        v = plus(v, 0.5 * h * acceleration_m_s2, push)
        if half == 0:
            r, v = zonal_step(r, v, h)
    return r, v


@kernel
def burnt(r, v, engine, pitch_rad, burn_s):
    """(r, v, lowest height on the way) at the end of a burn."""
    n = max(1, math.ceil(burn_s / _BURN_STEP_s))
    h, flow, lowest = burn_s / n, engine.thrust_N / engine.exhaust_m_s, _height(r)
    for i in range(n):
        mass_kg = engine.mass_kg - flow * (i + 0.5) * h
        r, v = _pushed(r, v, engine.thrust_N / mass_kg, pitch_rad, h)
        lowest = min(lowest, _height(r))
    return r, v, lowest


@kernel
def lowest_over_revolution(r, v, lowest_m, enough_m):
    """The lowest height over the coming revolution, and before; left off where it is known to be too low."""
    t, before, last = 0.0, _height(r), _height(r)
    while t < _REVOLUTION_s and lowest_m > enough_m - 60_000.0:
        r, v = zonal_step(r, v, _COAST_STEP_s)
        t += _COAST_STEP_s
        now = _height(r)
        if last <= before and last <= now:
            curve = before - 2.0 * last + now
            lowest_m = min(lowest_m, last - (before - now) ** 2 / (8.0 * curve) if curve > 0.0 else last)
        lowest_m = min(lowest_m, now)
        before, last = last, now
    return lowest_m


@kernel
def _shortfall(r, v, engine, pitch_rad, burn_s, height_m):
    """How much higher than wanted the lowest point is after a burn."""
    rb, vb, low = burnt(r, v, engine, pitch_rad, burn_s)
    return lowest_over_revolution(rb, vb, low, height_m) - height_m


@kernel
def cheapest_burn(r, v, lit_s, engine, height_m):
    """The shortest burn whose path stays above a height: (pitch_rad, burn_s); burn_s is NaN where none does.

    `r`, `v` at the stop of the launcher, `lit_s` before ignition.
    """
    if lowest_over_revolution(r, v, _height(r), height_m) >= height_m:
        return 0.0, 0.0
    r, v = zonal_coast(r, v, lit_s, _COAST_STEP_s)
    best_pitch, best_s = 0.0, math.nan
    for i in range(_PITCHES):
        pitch = math.radians(5.0 * i)
        high = engine.longest_s if math.isnan(best_s) else best_s
        if _shortfall(r, v, engine, pitch, high, height_m) < 0.0:
            continue
        low = 0.0
        for _ in range(_HALVINGS):
            middle = 0.5 * (low + high)
            if _shortfall(r, v, engine, pitch, middle, height_m) < 0.0:
                low = middle
            else:
                high = middle
        best_pitch, best_s = pitch, high
    return best_pitch, best_s
