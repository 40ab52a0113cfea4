"""Which jets to fire: solved for once a ship, by linear programme, from the places and directions in its file."""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from kazbek.base.errors import DataError
from kazbek.base.frames import cross
from kazbek.base.types import Floats
from kazbek.catalogue.spacecraft import Spacecraft
from kazbek.flight.docking.kept import kept
from kazbek.flight.docking.kernels.jets import AXES

_SOURCE = Path(__file__).read_bytes()  # another law, another choice
_AXES = ("+x", "-x", "+y", "-y", "+z", "-z", "+roll", "-roll", "+pitch", "-pitch", "+yaw", "-yaw")
_X, _ROLL, _PITCH, _YAW = 0, 3, 4, 5
_NODE_N = 0.05  # between forces of brakes, in those of one jet, for which the way with the least propellant is solved


def wrenches(ship: Spacecraft) -> Floats:
    """(6, n) force (N) and torque (N m) of each jet of one manifold, BODY, about the reference centre of mass."""
    return ship.jets.force_N.v * _of_one_newton(ship)


def _of_one_newton(ship: Spacecraft) -> Floats:
    """The same for jets of one newton: ships whose force was drawn have it in common."""
    at = np.array([jet.at_m for jet in ship.jets.layout])
    push = np.array([jet.push for jet in ship.jets.layout])
    along = push / np.linalg.norm(push, axis=1)[:, None]
    return np.vstack((along.T, cross(at, along).T))


def least_propellant(wrench: Floats, axis: int, sign: float, free: tuple[int, ...]) -> Floats | None:
    """(n,) seconds of each jet for one unit of impulse along one of six axes, those not `free` kept at zero.

    The least propellant of all ways, by linear programme; None when there is no way.
    """
    from scipy.optimize import linprog  # type: ignore[import-untyped]  # heavy

    rows = [i for i in range(6) if i not in free]
    wanted = np.where(np.array(rows) == axis, sign, 0.0)
    found = linprog(np.ones(wrench.shape[1]), A_eq=wrench[rows], b_eq=wanted, bounds=(0.0, None), method="highs")
    return np.asarray(found.x) if found.success else None


def _free(axis: int, *, computer: bool) -> tuple[int, ...]:
    """What may come along: turns bring forces, a push sideways a push ahead, without the computer turns too."""
    if axis >= _ROLL:
        return (0, 1, 2)
    if axis == _X:
        return ()
    return (_X,) if computer else (_X, _PITCH, _YAW)


def least_propellant_ahead(wrench: Floats, force_N: float) -> Floats:
    """(n,) seconds of each jet per newton-second along +x and nothing else, with which `force_N` can be given.

    The least propellant of all ways in which no jet is open longer than always; if so much force is not to be had, the
    way with the most.
    """
    from scipy.optimize import linprog

    n, ahead = wrench.shape[1], np.eye(6)[_X]
    found = linprog(np.ones(n), A_eq=wrench, b_eq=ahead, bounds=(0.0, 1.0 / force_N), method="highs")
    if found.success:
        return np.asarray(found.x)
    busiest = np.hstack(
        (np.eye(n), -np.ones((n, 1)))
    )  # each jet no busier than the busiest, and that as little as can be
    equal = np.hstack((wrench, np.zeros((6, 1))))
    cost = np.append(np.full(n, 1e-6), 1.0)
    return np.asarray(linprog(cost, busiest, np.zeros(n), equal, ahead, (0.0, None), method="highs").x[:n])


@functools.cache
def _ahead(wrench_bytes: bytes, jets: int, node: int) -> Floats:
    wrench, force_N = np.frombuffer(wrench_bytes).reshape(6, jets), node * _NODE_N
    key = (b"ahead", wrench_bytes, np.array(force_N).tobytes(), _SOURCE)
    return kept(key, lambda: least_propellant_ahead(wrench, force_N))


def _ahead_at(wrench_bytes: bytes, jets: int, force_N: float) -> Floats:
    """Between two forces for which it is solved, in how long jets may be open: what both allow, every way between does.

    So ships whose forces were drawn have a few solutions in common.
    """
    node = max(1, int(force_N / _NODE_N))
    weak, strong = node * _NODE_N, (node + 1) * _NODE_N
    share = (1.0 / weak - 1.0 / force_N) / (1.0 / weak - 1.0 / strong)
    return (1.0 - share) * _ahead(wrench_bytes, jets, node) + share * _ahead(wrench_bytes, jets, node + 1)


def ahead_of(ship: Spacecraft) -> Floats:
    """(levels, n) seconds of every jet of both manifolds per newton-second of a brake, at each axial force level."""
    one = np.tile(_of_one_newton(ship), int(ship.jets.manifolds_count.v))
    wrench_bytes, force_N = np.ascontiguousarray(one).tobytes(), ship.jets.force_N.v
    levels = [_ahead_at(wrench_bytes, one.shape[1], level.force_N.v / force_N) for level in ship.thrusters.axial]
    return np.array(levels) / force_N


@functools.cache
def _choice(wrench_bytes: bytes, jets: int, name: str) -> Floats:
    """Kept on file: the linear programmes take most of a second, importing their solver included."""
    return kept((b"choice", wrench_bytes, _SOURCE), lambda: _solved(wrench_bytes, jets, name))


def _solved(wrench_bytes: bytes, jets: int, name: str) -> Floats:
    wrench = np.frombuffer(wrench_bytes).reshape(6, jets)
    table = np.zeros((2, AXES, jets))
    for loop, computer in enumerate((True, False)):
        for row in range(AXES):
            axis, sign = row // 2, 1.0 if row % 2 == 0 else -1.0
            found = least_propellant(wrench, axis, sign, _free(axis, computer=computer))
            if found is None:
                raise DataError(f"spacecraft {name}: no set of its jets pushes or turns it along {_AXES[row]} alone")
            table[loop, row] = found
    return table


def choice_of(ship: Spacecraft) -> Floats:
    """(6, AXES, n) seconds of every jet per unit of impulse: sets 1, 2 and both by computer, then without it.

    Raises
    ------
    DataError
        when the jets cannot move the ship along some axis; the message names it.
    """
    push = np.ascontiguousarray(_of_one_newton(ship))
    one = _choice(push.tobytes(), push.shape[1], ship.name) / ship.jets.force_N.v
    sets = int(ship.jets.manifolds_count.v)
    first = np.concatenate([one] + [np.zeros_like(one)] * (sets - 1), axis=2)
    last = np.concatenate([np.zeros_like(one)] * (sets - 1) + [one], axis=2)
    return np.stack((first[0], last[0], 0.5 * (first + last)[0], first[1], last[1], 0.5 * (first + last)[1]))
