"""What acts on a ship over a span of time, gathered once for the kernels."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

from kazbek.base.epoch import Epoch
from kazbek.base.errors import OutOfRange
from kazbek.laws.forces import ActiveForces, ForceModel
from kazbek.world.air import Air
from kazbek.world.earth import earth_rotation_over, midnight_before, notes_over
from kazbek.world.gravity import egm2008
from kazbek.world.sun_moon import moon_over, sun_over


@dataclass(frozen=True, slots=True)
class Forces:
    """The surroundings over a span, ready for kernels.

    Attributes
    ----------
    reference : instant from which the kernels count their seconds
    start, end : the span asked for; arcs may not leave it
    field : what the kernels read
    notes : sentences on predictions the surroundings rest on
    """

    reference: Epoch
    start: Epoch
    end: Epoch
    field: ForceModel
    notes: tuple[str, ...] = ()

    def t_s(self, epoch: Epoch) -> float:
        """Kernel time of an instant.

        Raises
        ------
        OutOfRange
            when the instant lies outside the span.
        """
        if not self.start.tai_ns - 1000 <= epoch.tai_ns <= self.end.tai_ns + 1000:
            raise OutOfRange(f"the force model at {epoch.utc}", allowed=f"{self.start.utc} to {self.end.utc}")
        return epoch - self.reference

    def replace(self, *, act: ActiveForces | None = None, density_factor: float | None = None) -> Forces:
        """The same surroundings with other forces at work, or denser air."""
        changed = self.field._replace(
            act=self.field.act if act is None else int(act),
            density_factor=self.field.density_factor if density_factor is None else float(density_factor),
        )
        return replace(self, field=changed)


def forces_over(
    start: Epoch,
    end: Epoch,
    *,
    degree: int = 36,
    order: int | None = None,
    j2: bool = True,
    sun_moon: bool = True,
    sunlight: bool = False,
    air: Air | None = None,
    density_factor: float = 1.0,
) -> Forces:
    """The forces from `start` to `end`, in either order.

    Parameters
    ----------
    degree, order, j2 : of EGM2008; degree 0 is two-body, ``degree=2, order=0`` is J2 alone, ``j2=False`` leaves it out
    sunlight : the push of sunlight, with the Earth's shadow, on bodies that are given an area for it; at 400 km it
        moves a Soyuz by some metres a day along its track (docs/equations/sunlight.md)
    air : the air of the day; without it there is no drag
    density_factor : multiplies the density of the air
    """
    start, end = min(start, end), max(start, end)
    reference = midnight_before(start)
    act = ActiveForces.SUN | ActiveForces.MOON if sun_moon else ActiveForces.NONE
    act |= ActiveForces.AIR if air is not None else ActiveForces.NONE
    act |= ActiveForces.SUNLIGHT if sunlight else ActiveForces.NONE
    surroundings = ForceModel(
        int(act),
        earth_rotation_over(start, end),
        egm2008(degree, order, j2=j2),
        sun_over(start, end),
        moon_over(start, end),
        (air or _standard_air()).grid(reference),
        float(density_factor),
    )
    notes = (*notes_over(start, end), *(air.notes if air is not None else ()))
    return Forces(reference, start, end, surroundings, notes)


@functools.cache
def _standard_air() -> Air:
    return Air.standard()
