"""Where a brake leads: the plan of a burn along a fixed direction and of the free flight after it, by a point mass.

Axes    as in step.py.
Law     steps of some seconds, the burn's attitude met exactly. Brakes are planned so, from what the computer knows, and
        flown in six degrees of freedom (`braking.py`).
Source  the step of step.py.
Range   burns and free flight of minutes, inside 10 km.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kazbek.flight.docking.kernels.guidance import axes_from
from kazbek.flight.docking.kernels.step import EnginesOn, Trouble, step, to_rtn
from kazbek.laws.compiled import kernel, lean_kernel


class BrakeBurn(NamedTuple):
    """A burn: its force level, seconds of start-up without thrust, seconds of it, direction (GCRF).

    The level is 0 for the main engine, else that of the axial jets.
    """

    level: int
    wait_s: float
    on_s: float
    direction: Any


@lean_kernel
def no_engine():
    """Nothing burns."""
    return EnginesOn(0.0, (0, 0, 0), (0.0, 0.0, 0.0))


@lean_kernel
def coast(plant, t_s, y, until_s, step_s):
    """Free flight until an instant, `y` (8,) in place; a Trouble of step.py."""
    attitude = ((1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    while t_s < until_s - 1e-9:
        h = min(step_s, until_s - t_s)
        trouble = step(plant, t_s, y, h, no_engine(), attitude, y)
        if trouble != Trouble.NONE.value:
            return trouble
        t_s += h
    return Trouble.NONE.value


@lean_kernel
def burn(plant, t_s, y, order, step_s):
    """One burn from its ignition on, `y` (8,) in place; a Trouble of step.py."""
    trouble = coast(plant, t_s, y, t_s + order.wait_s, step_s)
    t_s += order.wait_s
    end, attitude = t_s + order.on_s, axes_from(order.direction, (0.0, 0.0, 1.0))
    while trouble == Trouble.NONE.value and t_s < end - 1e-9:
        h = min(step_s, end - t_s)
        main = h if order.level == 0 else 0.0
        trouble = step(plant, t_s, y, h, EnginesOn(main, (order.level, 0, 0), (h - main, 0.0, 0.0)), attitude, y)
        t_s += h
    return trouble


@kernel
def place_after(plant, t_s, y, order, at_s, step_s):
    """RTN place at `at_s` after a burn that ignites at `t_s`; the burn goes on to its end though that is later."""
    y = y.copy()
    burn(plant, t_s, y, order, step_s)
    end_s = t_s + order.wait_s + order.on_s
    coast(plant, end_s, y, at_s, step_s)
    place, _ = to_rtn(plant.track, max(at_s, end_s), y)
    return place
