"""Ascent of a launcher from lift-off to separation: what happens when, and the flight between.

Axes    L of `kazbek.flight.ascent.kernels.forces`: ITRF at lift-off, kept fixed among the stars.
Law     three degrees of freedom (see there); steps are cut at each event of a table, the sequence. The long axis
        follows a law or stored directions, then the closed loop of `kazbek.flight.ascent.kernels.upfg`.
Range   from the pad to 250 km, for any number of stages that burn side by side or one after the other.
"""

from __future__ import annotations

import math

import numpy as np

from kazbek.base.constants import EARTH_ROTATION_rad_s
from kazbek.flight.ascent.kernels.forces import forces, over_ground, step
from kazbek.flight.ascent.kernels.sequence import (
    due_at_velocity,
    guided_row,
    next_timed,
    runs_dry,
    takes_effect,
    total,
    total_burning,
)
from kazbek.flight.ascent.kernels.types import (
    DRAG_N,
    MACH,
    THROTTLE,
    THRUST_N,
    ALPHA_rad,
    AscentStatus,
    B,
    DENSITY_kg_m3,
    LOAD_m_s2,
    MASS_kg,
    Q_Pa,
    R_m,
    Sequence,
    T_s,
    V_m_s,
    W_m_s,
)
from kazbek.flight.ascent.kernels.upfg import LAMBDA, LAMBDA_DOT, V_GO, K_s, count_down, start, update
from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import dot, norm, plus, put, taken, times, unit
from kazbek.laws.zonal import zonal_gravity

_FENCE_s = 2000.0
_MOST_STEPS = 50_000  # a launcher that stands still in the air may ask for ever shorter ones
_FREEZE_s = 8.0  # of time to go: from here the steering law is kept, and only cut-off is still computed
_CYCLE_s = 2.0  # between passes of the closed loop
_FIRST_PASSES = 12  # of it at its start
_EPS_s = 1e-9


@kernel
def _flat(law, ground):
    """The law as one tuple of floats: up (3), level towards the azimuth (3), times and tip (4), bend (2), law (3)."""
    s, c = math.sin(law.azimuth_rad), math.cos(law.azimuth_rad)
    level = plus(times(s, taken(ground.east, 0)), c, taken(ground.north, 0))
    up = taken(ground.up, 0)
    return (
        up[0],
        up[1],
        up[2],
        level[0],
        level[1],
        level[2],
        law.tip_from_s,
        law.tip_to_s,
        law.settled_s,
        law.tip_rad,
        math.inf,
        0.0,
        law.tan_rate_s,
        law.tan_step,
        law.tan_step_s,
    )


@kernel
def _bent(flat, t, r, v):
    """The same law, with its gravity turn ending here and now."""
    u = over_ground(r, v)
    climb = dot(u, unit(r))
    tangent = climb / math.sqrt(dot(u, u) - climb * climb)
    return (
        flat[0],
        flat[1],
        flat[2],
        flat[3],
        flat[4],
        flat[5],
        flat[6],
        flat[7],
        flat[8],
        flat[9],
        t,
        tangent,
        flat[12],
        flat[13],
        flat[14],
    )


@kernel
def _stored(directions, step_s, t):
    x = min(max(t / step_s, 0.0), directions.shape[0] - 1.0)
    i = min(int(x), directions.shape[0] - 2)
    f = x - i
    return unit(
        (
            directions[i, 0] + f * (directions[i + 1, 0] - directions[i, 0]),
            directions[i, 1] + f * (directions[i + 1, 1] - directions[i, 1]),
            directions[i, 2] + f * (directions[i + 1, 2] - directions[i, 2]),
        )
    )


@kernel
def _limited(b0, b1, most_rad):
    """b1, or the direction `most_rad` from b0 towards it."""
    c = dot(b0, b1)
    if c >= math.cos(most_rad):
        return b1
    return plus(times(math.cos(most_rad), b0), math.sin(most_rad), unit(plus(b1, -c, b0)))


@kernel
def _record(row, ground, rocket, flat, fixed, b, throttle, area, mass, t, r, v, w):
    """Write one row of the flight and return the long axis."""
    thrust, push, b, density, q, mach, along = forces(
        ground.air,
        ground.air_step_m,
        rocket.aero,
        flat,
        fixed,
        b,
        total(throttle, rocket.thrust_vac_N),
        total_burning(throttle, rocket.exit_area_m2),
        area,
        t,
        r,
        v,
    )
    row[T_s] = t
    put(row, R_m, r)
    put(row, V_m_s, v)
    row[MASS_kg], row[THRUST_N], row[Q_Pa], row[MACH] = mass, thrust, q, mach
    row[ALPHA_rad] = math.acos(along)
    row[LOAD_m_s2] = norm(plus(push, thrust, b)) / mass
    row[DRAG_N] = norm(push)
    row[DENSITY_kg_m3], row[W_m_s], row[THROTTLE] = density, w, throttle[0]
    put(row, B, b)
    return b


@kernel
def _advance(ground, rocket, flat, fixed, b0, b1, throttle, area, mass, t, h, goal, r, v, w):
    """One step of h seconds, cut short where w reaches `goal`: its length, the long axis and (r, v, w) at its end.

    w rises almost evenly, so the length is found by false position.
    """
    thrust, exits = total(throttle, rocket.thrust_vac_N), total_burning(throttle, rocket.exit_area_m2)
    flow, full, bn = total(throttle, rocket.flow_kg_s), h, b1
    low, w_low, high, w_high = 0.0, w, h, math.inf
    for _ in range(12):
        rn, vn, wn = step(
            ground.air,
            ground.air_step_m,
            rocket.aero,
            flat,
            fixed,
            b0,
            bn,
            thrust,
            exits,
            area,
            mass,
            flow,
            t,
            h,
            r,
            v,
            w,
        )
        if (h == full and wn <= goal) or abs(wn - goal) < 1e-7 or high - low < _EPS_s:
            break
        if wn < goal:
            low, w_low = h, wn
        else:
            high, w_high = h, wn
        h = low + max(0.0, goal - w_low) * (high - low) / (w_high - w_low)
        bn = unit(plus(times(1.0 - h / full, b0), h / full, b1))
    return h, bn, rn, vn, wn


@kernel
def _steer(memory, aim, rocket, throttle, mass, dv, t, t_law, t_cut, r, v):
    """The closed loop: (instant of its last pass, instant of cut-off, velocity gained since).

    A pass every `_CYCLE_s`; close to cut-off only the velocity still to be gained is counted down, at each call.
    """
    thrust = total(throttle, rocket.thrust_vac_N)
    accel, exhaust = thrust / mass, thrust / total(throttle, rocket.flow_kg_s)
    if t_cut - t <= _FREEZE_s:
        return t_law, t + count_down(memory, dv, accel, exhaust), (0.0, 0.0, 0.0)
    if t - t_law < _CYCLE_s - _EPS_s:
        return t_law, t_cut, dv
    t_go = update(memory, r, v, dv, accel, exhaust, aim.r_m, aim.v_m_s, aim.gamma_rad, taken(aim.normal, 0))
    return t, t + t_go, (0.0, 0.0, 0.0)


@kernel
def fly_ascent(rocket, ground, law, aim, step_s, late_step_s, last_row, keep_rows, flight, events, memory, left):
    """Fly from lift-off through the sequence, or up to and with the event of row `last_row` (-1: all of it).

    Parameters
    ----------
    step_s : of integration; rows fall on its multiples and on both sides of every event
    late_step_s : the same once the gravity turn has ended
    keep_rows : whether to write `flight`; `events` are written always
    flight : (N, 20) rows out;  events : (K, 20) the row just before each event, NaN where it did not happen
    memory : (MEMORY,) of the closed loop;  left : (S,) usable propellant of each stage at the end (kg)

    Returns
    -------
    rows written, Status
    """
    sequence, K, S = rocket.sequence, rocket.sequence.shape[0], rocket.flow_kg_s.size
    when, throttle, attached = np.full(K, math.nan), rocket.throttle.copy(), np.ones(S)
    events[:, :] = math.nan
    left[:] = rocket.propellant_kg
    mass, area = rocket.carried_kg + rocket.empty_kg.sum() + left.sum(), rocket.area_m2
    t, w, r = 0.0, 0.0, taken(ground.r_m, 0)
    v = (-EARTH_ROTATION_rad_s * r[1], EARTH_ROTATION_rad_s * r[0], 0.0)
    floor_m, flat, stored = norm(r) - 100.0, _flat(law, ground), law.directions.shape[0] > 1
    fixed, guided, dv, t_law, t_cut, cut_row = stored, False, (0.0, 0.0, 0.0), 0.0, 0.0, guided_row(sequence)
    b0 = _record(flight[0], ground, rocket, flat, fixed, taken(ground.up, 0), throttle, area, mass, t, r, v, w)
    b1, n = b0, 1
    if flight[0, LOAD_m_s2] < norm(zonal_gravity(r)):
        return n, AscentStatus.GROUND
    steps = 0
    while t < _FENCE_s and n < flight.shape[0] - 2 and steps < _MOST_STEPS:
        steps += 1
        t_next, row = next_timed(sequence, when, rocket.flow_kg_s, throttle, left, t)
        flow = total(throttle, rocket.flow_kg_s)
        steering = guided and flow > 0.0
        if steering:
            t_law, t_cut, dv = _steer(memory, aim, rocket, throttle, mass, dv, t, t_law, t_cut, r, v)
            if math.isnan(t_cut):
                return n, AscentStatus.ASTRAY
            if t_cut < t_next:
                t_next, row = t_cut, cut_row
        grid_s = late_step_s if t >= flat[10] else step_s
        h = min((math.floor(t / grid_s + _EPS_s) + 1.0) * grid_s, t_next) - t
        if steering:
            wanted = plus(taken(memory, LAMBDA), t + h - t_law - memory[K_s], taken(memory, LAMBDA_DOT))
            b1 = _limited(b0, unit(wanted), rocket.slew_rad_s * h)
        elif stored and not guided:
            b1 = _stored(law.directions, law.directions_step_s, t + h)
        k = due_at_velocity(sequence, when, math.inf)
        goal = sequence[k, Sequence.VALUE] if k >= 0 else math.inf
        h, b0, rn, vn, w = _advance(ground, rocket, flat, fixed, b0, b1, throttle, area, mass, t, h, goal, r, v, w)
        if w >= goal - 1e-7:
            t_next, row = t + h, k
        if steering:
            dv = plus(plus(plus(dv, 1.0, vn), -1.0, v), -0.5 * h, plus(zonal_gravity(r), 1.0, zonal_gravity(rn)))
        r, v, t = rn, vn, t_next if t + h >= t_next - _EPS_s else t + h
        mass -= flow * h
        for s in range(S):
            left[s] = max(0.0, left[s] - throttle[s] * rocket.flow_kg_s[s] * h)
        if keep_rows:
            b0 = _record(flight[n], ground, rocket, flat, fixed, b0, throttle, area, mass, t, r, v, w)
            n += 1
        if norm(r) < floor_m:
            return n, AscentStatus.GROUND
        if t < t_next:
            continue
        if row >= K:
            row = runs_dry(sequence, when, row - K, throttle, left)
            if guided and total(throttle, rocket.flow_kg_s) == 0.0:
                put(memory, V_GO, plus(taken(memory, V_GO), -1.0, dv))
                return n, AscentStatus.DEPLETED
            if row < 0:
                continue
        when[row] = t
        b0 = _record(events[row], ground, rocket, flat, fixed, b0, throttle, area, mass, t, r, v, w)
        b1 = b0
        mass, area = takes_effect(sequence[row], rocket, throttle, left, attached, mass, area)
        if sequence[row, Sequence.TURN_END] > 0.0:
            flat = _bent(flat, t, r, v)
        if sequence[row, Sequence.GUIDE] > 0.0:
            fixed, guided, dv, t_law = True, True, (0.0, 0.0, 0.0), t
            thrust, flow = total(throttle, rocket.thrust_vac_N), total(throttle, rocket.flow_kg_s)
            t_cut = t + start(
                memory,
                r,
                v,
                thrust / mass,
                thrust / flow,
                aim.r_m,
                aim.v_m_s,
                aim.gamma_rad,
                taken(aim.normal, 0),
                _FIRST_PASSES,
            )
        if row == last_row or row == K - 1:
            return n, AscentStatus.DONE
        if keep_rows:
            _record(flight[n], ground, rocket, flat, fixed, b0, throttle, area, mass, t, r, v, w)
            n += 1
    return n, AscentStatus.OVERDUE
