"""How an entry is steered: the bank law, its corrector, the side, and the roll.

bank law    magnitude linear in energy from `bank` now to `final_bank` at the parachutes (Lu, "Entry Guidance: A Unified
            Method", J. Guidance 37(3), 2014); each cycle a numerical predictor flies the rest of the way and a secant
            corrector makes its end lie abeam of the aim
measured    the predictor multiplies its aerodynamic force by the ratio of measured to expected load, filtered (Brunner
            and Lu, J. Guidance 31(1), 2008): that is how thin or thick air and a wrong drag are met
side        the roll changes sign when the aim lies further off the plane of flight than a corridor that narrows with
            speed
roll        through lift-up, within the roll rate and acceleration of the capsule
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kazbek.base.constants import EGM2008_GM_m3_s2
from kazbek.flight.descent.kernels.capsule import believed_step
from kazbek.flight.descent.kernels.coast import MEAN_RADIUS_m, tangent_distance_m
from kazbek.laws.compiled import kernel
from kazbek.laws.geodesy import height_of

PREDICTOR_STEP_s = 6.0
_MOST_STEPS = 400


class Steering(NamedTuple):
    """How it is steered; `mode` is one of BALLISTIC, PLANAR, HELD, GUIDED."""

    mode: int
    bank_rad: float  # held, or at the start
    final_bank_rad: float  # at the parachutes
    least_bank_rad: float
    most_bank_rad: float
    aim_ITRF_m: NDArray[np.float64]  # (3,)
    first_lost_m_s: float  # steering starts when so much velocity is lost to the air
    last_speed_m_s: float  # and ends below this speed
    cycle_s: float
    corridor_m: float  # half width of the side corridor at rest
    corridor_s: float  # and what it grows by per m/s of speed
    filter_s: float  # time constant of the load ratio
    spin_height_m: float  # switch to BALLISTIC below this height (fault); 0: never


@kernel
def energy_J_kg(s):
    """Specific energy (J/kg) of the motion over the ground; falls steadily once the air is felt."""
    r = math.sqrt(s[0] * s[0] + s[1] * s[1] + s[2] * s[2])
    return 0.5 * (s[3] * s[3] + s[4] * s[4] + s[5] * s[5]) - EGM2008_GM_m3_s2 / r


@kernel
def last_energy_J_kg(stop_height_m):
    """The same at the parachutes, some 200 m/s fast."""
    return -EGM2008_GM_m3_s2 / (MEAN_RADIUS_m + stop_height_m) + 0.5 * 200.0**2


@kernel
def bank_law(energy, energy_now, energy_end, bank_rad, final_bank_rad):
    """Magnitude of the bank at an energy between now and the end."""
    x = (energy_now - energy) / max(energy_now - energy_end, 1.0)
    return bank_rad + min(max(x, 0.0), 1.0) * (final_bank_rad - bank_rad)


@kernel
def side_to_roll(state, steering, side):
    """Which way to roll, +1 right or −1 left, given the way rolled now (0: none yet)."""
    x, y, z, vx, vy, vz = state[0], state[1], state[2], state[3], state[4], state[5]
    v = math.sqrt(vx * vx + vy * vy + vz * vz)
    _, left = tangent_distance_m(state, steering.aim_ITRF_m, (x + vx, y + vy, z + vz))
    wanted = -1.0 if left > 0.0 else 1.0
    if side == 0.0 or (wanted != side and abs(left) > steering.corridor_m + steering.corridor_s * v):
        return wanted
    return side


@kernel
def roll_rate(bank_rad, rate_rad_s, command_rad, dt, capsule):
    """Bank rate after `dt` that heads for `command_rad` within rate and acceleration limits, ready to stop there.

    The rate runs linearly over the step: what is left after it, e − (now + then) dt / 2, must be enough to stop within.
    """
    error = command_rad - bank_rad
    a = capsule.roll_acceleration_rad_s2
    room = max(abs(error) - 0.5 * dt * rate_rad_s * math.copysign(1.0, error), 0.0)
    stopping = a * (math.sqrt(0.25 * dt * dt + 2.0 * room / a) - 0.5 * dt)
    wanted = math.copysign(min(capsule.roll_rate_rad_s, stopping, abs(error) / dt), error)
    return rate_rad_s + min(max(wanted - rate_rad_s, -a * dt), a * dt)


class Believed(NamedTuple):
    """What the predictor starts from beside the state."""

    bank_rad: float  # now
    side: float  # rolled to now
    ratio: float  # of measured to expected load


@kernel
def _predicted_miss_m(state, capsule, steering, believed, bank_rad, stop_height_m, work):
    """How far beyond the aim the rest of the flight ends, along the way there, for one value of `bank_rad`.

    The rolls that the corridor will ask for are flown too: each passes through lift-up and lengthens the way.
    """
    s, side, bank, rate = work.ahead, believed.side, believed.bank_rad, 0.0
    s[:] = state
    now, end = energy_J_kg(s), last_energy_J_kg(stop_height_m)
    dt, before = PREDICTOR_STEP_s, height_of(s)
    for _ in range(_MOST_STEPS):
        speed = math.sqrt(s[3] * s[3] + s[4] * s[4] + s[5] * s[5])
        if speed > steering.last_speed_m_s:
            side = side_to_roll(s, steering, side)
            command = side * bank_law(energy_J_kg(s), now, end, bank_rad, steering.final_bank_rad)
            rate = roll_rate(bank, 0.0, command, dt, capsule)
        else:
            rate = 0.0
        u_x, u_y, u_z = s[0], s[1], s[2]
        believed_step(s, dt, capsule, bank + 0.5 * dt * rate, believed.ratio, work.tried, work.u)
        bank += dt * rate
        after = height_of(s)
        if after <= stop_height_m:
            f = (before - stop_height_m) / (before - after)
            s[0], s[1], s[2] = u_x + f * (s[0] - u_x), u_y + f * (s[1] - u_y), u_z + f * (s[2] - u_z)
            break
        before = after
    aim, _ = tangent_distance_m(state, steering.aim_ITRF_m, steering.aim_ITRF_m)
    got, _ = tangent_distance_m(state, s, steering.aim_ITRF_m)
    return got - aim


@kernel
def corrected_bank(state, capsule, steering, believed, bank_rad, slope_m_rad, stop_height_m, work):
    """The bank whose predicted miss along the way is nil, and the slope of the miss there.

    A guarded secant that starts from the slope of the last cycle; the nearer limit where no bank will do. The miss is
    let be while it is under 0.3 km or a 250th of the way to go.
    """
    least, most = steering.least_bank_rad, steering.most_bank_rad
    to_go_m, _ = tangent_distance_m(state, steering.aim_ITRF_m, steering.aim_ITRF_m)
    enough_m = max(300.0, 0.004 * to_go_m)
    a = min(max(bank_rad, least), most)
    fa = _predicted_miss_m(state, capsule, steering, believed, a, stop_height_m, work)
    for tries in range(5):
        if abs(fa) < enough_m:
            break
        b = min(max(a - min(max(fa / slope_m_rad, -0.4), 0.4), least), most)
        if b == a or (tries > 0 and abs(fa) < 5.0 * enough_m):  # the last step needs no proof: the next cycle is near
            return b, slope_m_rad
        fb = _predicted_miss_m(state, capsule, steering, believed, b, stop_height_m, work)
        slope_m_rad = min((fb - fa) / (b - a), -1.0e4)  # more bank is always shorter
        a, fa = b, fb
    return a, slope_m_rad
