"""An element set as an orbit: a state of kazbek's own force model, fitted to SGP4 over the two days before its epoch.

SGP4 leaves out what the Earth's equator does to an orbit within a revolution: its states swing by half a kilometre
about the orbit that its elements stand for, and with them the plane on which a lift-off depends. A state and a drag
factor fitted to its states keep what the elements know and drop the swing. A set is fitted to observations of the days
before its epoch, so that is where SGP4 is asked. Similar: Levit and Marshall, "Improved orbit predictions using
two-line elements", Advances in Space Research 47 (2011) 1107.

Forces: EGM2008 36×36, Sun, Moon, and drag in the US Standard Atmosphere 1976 times the fitted factor (an element set
knows the mean drag of its days and no more).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kazbek.base.epoch import Epoch
from kazbek.base.state import State
from kazbek.base.types import Array
from kazbek.orbit.propagate import Forces, coast_smooth, forces_over
from kazbek.track.files.elements import ElementSet
from kazbek.track.files.oem import Ballistics
from kazbek.world.air import Air

_DEGREE = 36
FIT_SPAN_s, _STEP_s = 48.0 * 3600.0, 600.0
_NUDGES = np.array((10.0, 10.0, 10.0, 0.01, 0.01, 0.01, 0.2))  # m, m/s and drag factor, for the differences
_FACTORS = (0.0, 10.0)  # outside, the set's drag term was no drag


@dataclass(frozen=True, slots=True)
class ElementOrbit:
    """What the fit found.

    Attributes
    ----------
    state : at the epoch of the elements
    density_factor : of the standard atmosphere
    rms_m : of SGP4's positions about the orbit
    """

    state: State
    density_factor: float
    rms_m: float


def mean_drag_forces(start: Epoch, end: Epoch) -> Forces:
    """The forces that an element set is fitted and propagated with, in either order of instants."""
    return forces_over(start, end, degree=_DEGREE, air=Air.standard())


def element_orbit(elements: ElementSet, ballistics: Ballistics) -> ElementOrbit:
    """Fit state and drag factor to SGP4 by least squares (two Gauss–Newton steps: the problem is nearly linear)."""
    count = round(FIT_SPAN_s / _STEP_s) + 1
    tai_ns = elements.epoch.tai_ns - np.round(np.linspace(FIT_SPAN_s, 0.0, count) * 1e9).astype(np.int64)
    return orbit_through(tai_ns, elements.rv_GCRF(tai_ns), ballistics, at=-1)


def orbit_through(tai_ns: NDArray[np.int64], known: Array, ballistics: Ballistics, *, at: int) -> ElementOrbit:
    """Fit state and drag factor to the positions of states that do not fall as kazbek's do.

    Parameters
    ----------
    tai_ns, known : (n,) instants in order and (n, 6) states
    at : where the state is wanted, 0 (the first instant) or −1 (the last)
    """
    epoch, far = Epoch(int(tai_ns[at])), Epoch(int(tai_ns[-1 - at]))
    forces = mean_drag_forces(far, epoch)

    def positions(x: Array) -> Array:
        state = State(epoch, x[:3], x[3:6], ballistics.mass_kg)
        drag = forces.replace(density_factor=float(x[6]))
        arc = coast_smooth(state, far, drag, cd_area_m2=ballistics.cd_area_m2)
        return arc.rv(tai_ns)[:, :3].ravel()

    x = np.append(known[at], 1.0)
    now = positions(x)
    slopes = np.column_stack([(positions(x + nudge) - now) / nudge.sum() for nudge in np.diag(_NUDGES)])
    for _ in range(2):
        x = x + np.linalg.lstsq(slopes, known[:, :3].ravel() - now, rcond=None)[0]
        x[6] = np.clip(x[6], *_FACTORS)
        now = positions(x)
    off = known[:, :3].ravel() - now
    state = State(epoch, x[:3], x[3:6], ballistics.mass_kg)
    return ElementOrbit(state, float(x[6]), float(np.sqrt(off @ off / len(tai_ns))))
