"""Jets of exhaust and vapour as the air of the moment shapes them.

At the pad an engine's jet is a straight flame; higher up the thin air lets it swell. The radius to which it swells
goes as the root of exit over ambient pressure (momentum balance), its first angle is half of Prandtl and Meyer's for
γ = 1.2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.fire.fire_rays import COLUMNS

_EXIT_PRESSURE_frac = 0.40  # of sea level: RD-107A and RD-108A, nozzles for the way up
_EXIT_MACH, _GAMMA = 3.1, 1.2
_WIDTH_frac, _WIDEST_rad = 0.5, 0.75  # of the outermost streamline's angle: most of the gas keeps nearer to the axis


@dataclass(frozen=True, slots=True)
class Jet:
    """A jet of hot exhaust or cold vapour.

    Attributes
    ----------
    at_m : (3,) middle of the exit in the frame of the shot
    along : (3,) unit direction of the flow
    radius_m : at the exit
    length_m : where it has ended
    bulb_m : radius to which pressure swells it
    widens : tangent of its first angle
    mixes : growth of the radius per metre by mixing
    hot_K : temperature of what glows; 0 for vapour
    soot_per_m : absorption of its glowing soot at the exit
    white_per_m : scattering of what is white in it at the exit
    ragged : how much eddies disturb its edge, 0–1
    core_m : length over which it stays unmixed
    """

    at_m: Floats
    along: Floats
    radius_m: float
    length_m: float
    bulb_m: float = 0.0
    widens: float = 0.0
    mixes: float = 0.05
    hot_K: float = 0.0
    soot_per_m: float = 0.0
    white_per_m: float = 0.0
    ragged: float = 0.4
    core_m: float = 10.0

    @property
    def widest_m(self) -> float:
        """Radius at its end."""
        return max(self.bulb_m, self.radius_m) + self.mixes * self.length_m

    def turned(self, C: Floats) -> Jet:
        """The same jet turned by a rotation (3, 3) about the origin."""
        return replace(self, at_m=C @ self.at_m, along=C @ self.along)

    def row(self) -> Floats:
        """As the kernel takes it."""
        bulb_m = max(self.bulb_m, self.radius_m)
        row = np.array(
            (
                *self.at_m,
                *self.along,
                self.radius_m,
                bulb_m,
                self.widens,
                self.mixes,
                self.length_m,
                self.hot_K,
                self.soot_per_m,
                self.white_per_m,
                self.ragged,
                self.core_m,
            )
        )
        assert row.shape == (COLUMNS,)
        return row


def exhaust(
    at_m: Floats,
    along: Floats,
    radius_m: float,
    pressure_frac: float,
    *,
    flame_m: float = 46.0,
    soot_per_m: float = 0.7,
    white_per_m: float = 0.0,
) -> Jet:
    """The jet of a kerosene engine in air of `pressure_frac` times the pressure at sea level.

    Parameters
    ----------
    radius_m : of the circle that has the area of all its nozzles
    flame_m : length of the flame at sea level
    soot_per_m, white_per_m : absorption and scattering at the exit
    """
    ratio = _EXIT_PRESSURE_frac / max(pressure_frac, 1e-7)
    swells = max(1.0, float(np.sqrt(ratio)))
    angle = max(0.0, prandtl_meyer_rad(_mach_at(ratio)) - prandtl_meyer_rad(_EXIT_MACH))
    longer = 1.0 + 0.55 * np.log10(max(1.0, 1.0 / max(pressure_frac, 1e-7)))
    length_m = flame_m * longer * min(swells, 6.0) ** 0.5
    return Jet(
        at_m,
        along,
        radius_m,
        length_m,
        bulb_m=radius_m * min(swells, 60.0),
        widens=float(np.tan(min(_WIDTH_frac * angle, _WIDEST_rad))),
        mixes=0.075,
        hot_K=2090.0,
        soot_per_m=soot_per_m,
        white_per_m=white_per_m,
        ragged=0.55 / swells**0.5 if swells < 8.0 else 0.0,
        core_m=14.0 * longer * radius_m,
    )


def prandtl_meyer_rad(mach: float) -> float:
    """How far a supersonic flow has turned since Mach 1."""
    k = np.sqrt((_GAMMA + 1.0) / (_GAMMA - 1.0))
    m = np.sqrt(max(mach * mach - 1.0, 0.0))
    return float(k * np.arctan(m / k) - np.arctan(m))


def _mach_at(ratio: float) -> float:
    """Mach number after expanding to 1/`ratio` of the exit pressure along an isentrope."""
    g = (_GAMMA - 1.0) / 2.0
    total = (1.0 + g * _EXIT_MACH**2) * max(ratio, 1.0) ** ((_GAMMA - 1.0) / _GAMMA)
    return float(np.sqrt((total - 1.0) / g))
