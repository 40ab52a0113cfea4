"""Ascent of a launcher from lift-off to separation: what happens when, and the flight between.

Axes    L of `kazbek.flight.ascent.kernels.forces`: ITRF at lift-off, kept fixed among the stars.
Law     three degrees of freedom (see there); steps are cut at each event of a table, the sequence. The long axis
        follows a law or stored directions, then the closed loop of `kazbek.flight.ascent.kernels.upfg`.
Range   from the pad to 250 km, for any number of stages that burn side by side or one after the other.
"""

from __future__ import annotations

import math

from kazbek.base.constants import EARTH_ROTATION_rad_s
from kazbek.flight.ascent.kernels.forces import forces, step
from kazbek.flight.ascent.kernels.pointing import bent, held, limited, pointing_of, stored
from kazbek.flight.ascent.kernels.sequence import (
    burn_off,
    burning_of,
    due_at_velocity,
    flow_time_s,
    full_flow_s,
    guided_row,
    level_frac,
    new_stack,
    next_timed,
    push_of,
    runs_dry,
    takes_effect,
    total,
)
from kazbek.flight.ascent.kernels.types import (
    CONTACT,
    DRAG_N,
    MACH,
    MASS,
    RISE,
    THROTTLE,
    THRUST_N,
    ALPHA_rad,
    AscentInstant,
    AscentSetup,
    AscentStatus,
    B,
    ClosedLoop,
    Column,
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
from kazbek.laws.vectors import norm, plus, put, taken, times, unit
from kazbek.laws.zonal import zonal_gravity

_FENCE_s = 2000.0
_MOST_STEPS = 50_000  # a launcher that stands still in the air may ask for ever shorter ones
_FREEZE_s = 8.0  # of time to go: from here the steering law is kept, and only cut-off is still computed
_CYCLE_s = 2.0  # between passes of the closed loop
_FIRST_PASSES = 12  # of it at its start
_EPS_s = 1e-9
_BELOW_PAD_m = 100.0


@kernel
def _record(row, column, rocket, stack, pointing, b, now):
    """Write one row of the flight and return the long axis."""
    burning = burning_of(rocket, stack)
    thrust, push, b, density, q, mach, along = forces(column, rocket.aero, pointing, b, burning, now.t_s, now.r, now.v)
    row[T_s] = now.t_s
    put(row, R_m, now.r)
    put(row, V_m_s, now.v)
    row[MASS_kg], row[THRUST_N], row[Q_Pa], row[MACH] = burning.mass_kg, thrust, q, mach
    row[ALPHA_rad] = math.acos(along)
    row[LOAD_m_s2] = norm(plus(push, thrust, b)) / burning.mass_kg
    row[DRAG_N] = norm(push)
    row[DENSITY_kg_m3], row[W_m_s], row[THROTTLE] = density, now.w_m_s, stack.throttle[0]
    row[THROTTLE] *= level_frac(burning, now.t_s)
    put(row, B, b)
    return b


@kernel
def _advance(column, aero, pointing, axes, burning, now, h, goal):
    """One step of h seconds, cut short where w reaches `goal`: its length, the long axis and the moment at its end.

    w rises almost evenly, so the length is found by false position.
    """
    full, b0, b1 = h, axes[0], axes[1]
    bn = b1
    low, w_low, high, w_high = 0.0, now.w_m_s, h, math.inf
    for _ in range(12):
        after = step(column, aero, pointing, (b0, bn), burning, now, h)
        wn = after.w_m_s
        if (h == full and wn <= goal) or abs(wn - goal) < 1e-7 or high - low < _EPS_s:
            break
        if wn < goal:
            low, w_low = h, wn
        else:
            high, w_high = h, wn
        h = low + max(0.0, goal - w_low) * (high - low) / (w_high - w_low)
        bn = unit(plus(times(1.0 - h / full, b0), h / full, b1))
    return h, bn, after


@kernel
def _steer(memory, aim, push, loop, now):
    """The closed loop now: a pass every `_CYCLE_s`; close to cut-off only the velocity still to be gained is counted
    down, at each call."""
    if loop.cutoff_s - now.t_s <= _FREEZE_s:
        left_s = count_down(memory, loop.gained, push)
        return ClosedLoop(True, loop.passed_s, now.t_s + left_s, (0.0, 0.0, 0.0))
    if now.t_s - loop.passed_s < _CYCLE_s - _EPS_s:
        return loop
    t_go = update(memory, now.r, now.v, loop.gained, push, aim)
    return ClosedLoop(True, now.t_s, now.t_s + t_go, (0.0, 0.0, 0.0))


@kernel
def _guided_axis(memory, loop, b0, slew_rad_s, t, h):
    """The long axis that the closed loop wants h seconds after t, within what the launcher turns."""
    wanted = plus(taken(memory, LAMBDA), t + h - loop.passed_s - memory[K_s], taken(memory, LAMBDA_DOT))
    return limited(b0, unit(wanted), slew_rad_s * h)


@kernel
def _gained(loop, before, after, h):
    """The closed loop with the velocity that thrust added over a step."""
    dv = plus(plus(loop.gained, 1.0, after.v), -1.0, before.v)
    dv = plus(dv, -0.5 * h, plus(zonal_gravity(before.r), 1.0, zonal_gravity(after.r)))
    return ClosedLoop(True, loop.passed_s, loop.cutoff_s, dv)


@kernel
def _happen(row, case, column, pointing, loop, b0, now):
    """An event: its row written, its effect done. The long axis, the pointing and the closed loop after it."""
    sequence, stack = case.rocket.sequence, case.stack
    stack.when_s[row] = now.t_s
    b0 = _record(case.sheet.events[row], column, case.rocket, stack, pointing, b0, now)
    takes_effect(sequence[row], case.rocket, stack)
    if sequence[row, Sequence.TURN_END] > 0.0:
        pointing = bent(pointing, now)
    if sequence[row, Sequence.GUIDE] > 0.0:
        pointing, burning = held(pointing), burning_of(case.rocket, stack)
        push = push_of(case.rocket, case.stack, burning, now.w_m_s)
        t_go = start(case.sheet.memory, now.r, now.v, push, case.aim, _FIRST_PASSES)
        loop = ClosedLoop(True, now.t_s, now.t_s + t_go, (0.0, 0.0, 0.0))
    return b0, pointing, loop


@kernel
def _step_s(run, pointing, stack, t_s, t_next):
    """The length of a step: to the grid, the next event, or the end of the rise to full thrust."""
    grid_s = run.late_step_s if t_s >= pointing.bent_s else run.step_s
    end_s = min((math.floor(t_s / grid_s + _EPS_s) + 1.0) * grid_s, t_next)
    full_s = full_flow_s(stack)
    return (min(end_s, full_s) if t_s < full_s - _EPS_s else end_s) - t_s


@kernel
def _velocity_goal(rocket, stack):
    """Row of the event that waits for an apparent velocity (-1: none), and that velocity."""
    k = due_at_velocity(rocket.sequence, stack.when_s, math.inf)
    return k, rocket.sequence[k, Sequence.VALUE] if k >= 0 else math.inf


@kernel
def _one_step(case, column, pointing, loop, axes, now):
    """To the end of one step: (axes, loop, moment, the event met there or -1, AscentStatus or AscentStatus.FLYING)."""
    rocket, stack, run = case.rocket, case.stack, case.run
    b0, b1 = axes
    t_next, row = next_timed(rocket, stack, now.t_s)
    burning = burning_of(rocket, stack)
    steering = loop.on and burning.flow_kg_s > 0.0
    if steering:
        push = push_of(rocket, stack, burning, now.w_m_s)
        loop = _steer(case.sheet.memory, case.aim, push, loop, now)
        if math.isnan(loop.cutoff_s):
            return axes, loop, now, -1, AscentStatus.ASTRAY
        if loop.cutoff_s < t_next:
            t_next, row = loop.cutoff_s, guided_row(rocket.sequence)
    h = _step_s(run, pointing, stack, now.t_s, t_next)
    if steering:
        b1 = _guided_axis(case.sheet.memory, loop, b0, rocket.slew_rad_s, now.t_s, h)
    elif case.law.directions.shape[0] > 1 and not loop.on:
        b1 = stored(case.law.directions, case.law.directions_step_s, now.t_s + h)
    k, goal = _velocity_goal(rocket, stack)
    h, b0, after = _advance(column, rocket.aero, pointing, (b0, b1), burning, now, h, goal)
    if after.w_m_s >= goal - 1e-7:
        t_next, row = now.t_s + h, k
    if steering:
        loop = _gained(loop, now, after, h)
    met = now.t_s + h >= t_next - _EPS_s
    after = AscentInstant(t_next if met else now.t_s + h, after.r, after.v, after.w_m_s)
    burn_off(rocket, stack, burning.flow_kg_s, flow_time_s(burning, now.t_s, h))
    return (b0, b1), loop, after, row if met else -1, AscentStatus.FLYING


@kernel
def _on_pad(ground):
    """The moment of lift-off: at rest on the turning Earth."""
    r = taken(ground.r_m, 0)
    return AscentInstant(0.0, r, (-EARTH_ROTATION_rad_s * r[1], EARTH_ROTATION_rad_s * r[0], 0.0), 0.0)


@kernel
def _come_up(rocket, stack, thrust_N, weight_N):
    """Let the rise to full thrust begin where thrust equals the weight, which is contact of lift-off."""
    if rocket.rise_frac_s > 0.0:
        thrust_vac_N = total(stack.throttle, rocket.thrust_vac_N)
        stack.body[CONTACT] = 1.0 - (thrust_N - weight_N) / thrust_vac_N
        stack.body[RISE] = rocket.rise_frac_s


@kernel
def _out_of_propellant(case, loop, row):
    """The event that a dry stage brings (-1: none), or AscentStatus.DEPLETED for the last one."""
    row = runs_dry(case.rocket, case.stack, row - case.rocket.sequence.shape[0])
    if loop.on and burning_of(case.rocket, case.stack).flow_kg_s == 0.0:
        memory = case.sheet.memory
        put(memory, V_GO, plus(taken(memory, V_GO), -1.0, loop.gained))
        return row, AscentStatus.DEPLETED
    return row, AscentStatus.FLYING


@kernel
def fly_ascent(rocket, ground, law, aim, run, sheet):
    """Fly from lift-off through the sequence, or up to and with the event of row `run.last_row`.

    Returns
    -------
    rows written, AscentStatus; the rest is in the sheet
    """
    flight, K = sheet.flight, rocket.sequence.shape[0]
    sheet.events[:, :] = math.nan
    stack, column = new_stack(rocket, sheet.left_kg), Column(ground.air, ground.air_step_m)
    case = AscentSetup(rocket, law, aim, run, sheet, stack)
    pointing, loop, now = pointing_of(law, ground), ClosedLoop(False, 0.0, 0.0, (0.0, 0.0, 0.0)), _on_pad(ground)
    floor_m = norm(now.r) - _BELOW_PAD_m
    b = _record(flight[0], column, rocket, stack, pointing, taken(ground.up, 0), now)
    axes, n, weight_N = (b, b), 1, stack.body[MASS] * norm(zonal_gravity(now.r))
    if flight[0, THRUST_N] < weight_N:
        return n, AscentStatus.GROUND
    _come_up(rocket, stack, flight[0, THRUST_N], weight_N)
    _record(flight[0], column, rocket, stack, pointing, b, now)
    for _ in range(_MOST_STEPS):
        if now.t_s >= _FENCE_s or n >= flight.shape[0] - 2:
            break
        axes, loop, now, row, status = _one_step(case, column, pointing, loop, axes, now)
        if status != AscentStatus.FLYING:
            return n, status
        if run.keep_rows:
            axes = (_record(flight[n], column, rocket, stack, pointing, axes[0], now), axes[1])
            n += 1
        if norm(now.r) < floor_m:
            return n, AscentStatus.GROUND
        if row >= K:
            row, status = _out_of_propellant(case, loop, row)
            if status != AscentStatus.FLYING:
                return n, status
        if row < 0:
            continue
        b, pointing, loop = _happen(row, case, column, pointing, loop, axes[0], now)
        axes = (b, b)
        if row == run.last_row or row == K - 1:
            return n, AscentStatus.DONE
        if run.keep_rows:
            _record(flight[n], column, rocket, stack, pointing, b, now)
            n += 1
    return n, AscentStatus.OVERDUE
