"""Closed-loop guidance of the last stage: unified powered flight guidance (UPFG) over one phase of thrust or two.

Axes    any inertial frame with z along the Earth's axis and origin at its centre; SI.
Law     thrust along λ + λ̇ (t − K), the linear-tangent law, with λ the direction of the velocity to be gained v_go,
        λ̇ found from the position to be gained r_go. The thrust integrals over t_go, with τ = c/a (c exhaust velocity,
        a thrust acceleration now), follow from the rocket equation:
            L = ∫ a dt,  J = ∫ a t dt,  S = ∬ a dt²,  Q = ∬ a t dt²,  P = ∬ a t² dt²,  H = ∫ a t² dt
        Where engines burn on after others have stopped, the integrals of the two phases are joined.
        Gravity over t_go is that of a coasting trajectory alongside the powered one. Each pass corrects v_go by the
        miss of the predicted velocity against the one desired at cut-off; downrange position is free.
Source  R. L. McHenry, T. J. Brand, A. D. Long, B. F. Cockrell, J. R. Thibodeau, "Space Shuttle Ascent Guidance,
        Navigation, and Control", J. Astronautical Sciences 27 (1979) 1–38; the explicit solution is that of R. F.
        Jaggers, AIAA paper 77-1051 (1977).
Range   above the air, from any state from which the orbit can be reached with turns of less than about 60°.
"""

from __future__ import annotations

import math

from kazbek.laws.compiled import kernel
from kazbek.laws.vectors import cross, dot, norm, plus, put, taken, times, unit
from kazbek.laws.zonal import zonal_coast

# Places in the memory a caller keeps between passes (float64 array of MEMORY)
V_GO, R_DESIRED, R_GRAVITY, R_BIAS, LAMBDA, LAMBDA_DOT, K_s, T_GO_s = 0, 3, 6, 9, 12, 15, 18, 19
MEMORY = 20

_COAST_STEP_s = 80.0  # of the gravity prediction; leaves under 0.1 m/s at 240 s, and nothing as t_go shrinks


@kernel
def start(memory, r, v, push, aim, passes):
    """First guess and `passes` passes at rest in time, so that the memory holds a converged solution. Returns t_go."""
    normal = taken(aim.normal, 0)
    d = unit(plus(r, -dot(r, normal), normal))
    r_desired = times(aim.r_m, unit(plus(d, 0.2, cross(normal, d))))
    v_desired = _desired(aim, normal, unit(r_desired))
    for i in range(MEMORY):
        memory[i] = 0.0
    put(memory, V_GO, plus(v_desired, -1.0, v))
    put(memory, R_DESIRED, r_desired)
    t_go = 0.0
    for _ in range(passes):
        t_go = update(memory, r, v, (0.0, 0.0, 0.0), push, aim)
    return t_go


@kernel
def _desired(aim, normal, up):
    """Velocity wanted at cut-off, over a place in the direction `up`."""
    vr, vt = aim.v_m_s * math.sin(aim.gamma_rad), aim.v_m_s * math.cos(aim.gamma_rad)
    return plus(times(vr, up), vt, cross(normal, up))


@kernel
def _integrals(L, push):
    """Time to go and the integrals J, S, Q, P, H of thrust over it, for a velocity L to be gained."""
    if push.until_m_s >= L:
        return _one_phase(L, push.accel_m_s2, push.exhaust_m_s)
    first = max(push.until_m_s, 0.0)
    t1, J1, S1, Q1, P1, H1 = _one_phase(first, push.accel_m_s2, push.exhaust_m_s)
    accel_m_s2 = push.accel_m_s2 * push.later_ratio * math.exp(first / push.exhaust_m_s)
    L2 = L - first
    t2, J2, S2, Q2, P2, _ = _one_phase(L2, accel_m_s2, push.later_exhaust_m_s)
    t, J, S = t1 + t2, J1 + J2 + t1 * L2, S1 + S2 + first * t2
    Q = Q1 + Q2 + t1 * S2 + J1 * t2
    P = P1 + P2 + t1 * (2.0 * Q2 + t1 * S2) + H1 * t2
    return t, J, S, Q, P, J * t - Q


@kernel
def _one_phase(L, accel_m_s2, exhaust_m_s):
    """The same at one thrust, counted from its start."""
    tau = exhaust_m_s / accel_m_s2
    t = max(tau * (1.0 - math.exp(-L / exhaust_m_s)), 1e-3)
    J = tau * L - exhaust_m_s * t
    S = L * t - J
    Q = S * tau - 0.5 * exhaust_m_s * t * t
    P = Q * tau - exhaust_m_s * t * t * t / 6.0
    return t, J, S, Q, P, J * t - Q


@kernel
def _to_gain(memory, r, v, t, r_gravity, normal):
    """Position to be gained; the part along the orbit is free, so it is taken as thrust along λ gives it."""
    r_go = plus(plus(plus(taken(memory, R_DESIRED), -1.0, r), -t, v), -1.0, r_gravity)
    ahead = cross(normal, unit(taken(memory, R_DESIRED)))
    return plus(r_go, -dot(r_go, ahead), ahead), ahead


@kernel
def _gravity_ahead(r, v, t, r_thrust, v_thrust):
    """Velocity and position that gravity adds over t, on a coasting path kept near the powered one."""
    rc = plus(plus(r, -0.1, r_thrust), -t / 30.0, v_thrust)
    vc = plus(plus(v, 1.2 / t, r_thrust), -0.1, v_thrust)
    rf, vf = zonal_coast(rc, vc, t, _COAST_STEP_s)
    return plus(vf, -1.0, vc), plus(plus(rf, -1.0, rc), -t, vc)


@kernel
def update(memory, r, v, sensed_dv, push, aim):
    """One pass. `sensed_dv` is what thrust added to the velocity since the last one; returns t_go (s).

    `push` is a Push, `aim` a CutoffAim. The thrust direction at t seconds from now is then
    ``unit(LAMBDA + LAMBDA_DOT (t − K))``.
    """
    normal, t_before = taken(aim.normal, 0), memory[T_GO_s]
    v_go = plus(taken(memory, V_GO), -1.0, sensed_dv)
    L = norm(v_go)
    t, J, S, Q, P, H = _integrals(L, push)
    if t_before > 0.0:
        r_gravity = times((t / t_before) ** 2, taken(memory, R_GRAVITY))
    else:
        r_gravity = times(-0.5 * t * t * 9.0 / norm(r), r)
    # the turning rate that also gains the position
    lam = unit(v_go)
    across, ahead = _to_gain(memory, r, v, t, r_gravity, normal)
    r_go = plus(plus(across, (S - dot(lam, across)) / dot(lam, ahead), ahead), 1.0, taken(memory, R_BIAS))
    K = J / L
    lam_dot = times(1.0 / (Q - S * K), plus(r_go, -S, lam))
    phi = math.acos(min(1.0, max(-1.0, dot(unit(plus(lam, -K, lam_dot)), lam))))
    phi_dot = -phi / K
    turn = unit(lam_dot)
    v_thrust = times(L - 0.5 * L * phi * phi - J * phi * phi_dot - 0.5 * H * phi_dot * phi_dot, lam)
    v_thrust = plus(v_thrust, -(L * phi + J * phi_dot), turn)
    r_thrust = times(S - 0.5 * S * phi * phi - Q * phi * phi_dot - 0.5 * P * phi_dot * phi_dot, lam)
    r_thrust = plus(r_thrust, -(S * phi + Q * phi_dot), turn)
    # where that leads, and what is still missing there
    v_gravity, r_gravity = _gravity_ahead(r, v, t, r_thrust, v_thrust)
    r_end = plus(plus(plus(r, t, v), 1.0, r_gravity), 1.0, r_thrust)
    up = unit(plus(r_end, -dot(r_end, normal), normal))
    v_desired = _desired(aim, normal, up)
    put(memory, R_BIAS, plus(r_go, -1.0, r_thrust))
    put(memory, V_GO, plus(plus(plus(plus(v_desired, -1.0, v), -1.0, v_gravity), 1.0, v_go), -1.0, v_thrust))
    put(memory, R_DESIRED, times(aim.r_m, up))
    put(memory, R_GRAVITY, r_gravity)
    put(memory, LAMBDA, lam)
    put(memory, LAMBDA_DOT, lam_dot)
    memory[K_s], memory[T_GO_s] = K, t
    return t


@kernel
def count_down(memory, sensed_dv, push):
    """Close to cut-off: keep the steering law, only count off the velocity gained. Returns t_go."""
    v_go = plus(taken(memory, V_GO), -1.0, sensed_dv)
    put(memory, V_GO, v_go)
    L = dot(v_go, unit(plus(taken(memory, LAMBDA), 0.0, v_go)))
    return push.exhaust_m_s / push.accel_m_s2 * (1.0 - math.exp(-L / push.exhaust_m_s))
