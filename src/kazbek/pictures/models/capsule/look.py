"""The descent module of Soyuz MS as pictures ask for it: burning, under its canopy, at the ground."""

from __future__ import annotations

from dataclasses import dataclass

from kazbek.base.types import Floats
from kazbek.pictures.fire.plasma import SHIELD_FIRST
from kazbek.pictures.models.capsule import landing
from kazbek.pictures.models.mesh import Model


@dataclass(frozen=True)
class SoyuzCapsule:
    """Sizes in metres; `scale` is how much larger than this one a capsule and its canopy are."""

    scale: float = 1.0
    riser_m: float = landing.RISER_m

    @property
    def top_m(self) -> float:
        """Height of the canopy's skirt over the capsule."""
        return landing.height_m()

    @property
    def C_WIND_BODY(self) -> Floats:
        """(3, 3) how it flies in the air that comes at it, trimmed."""
        return SHIELD_FIRST

    def entering(self) -> Model:
        """Before it has burnt through, in its own axes."""
        return landing.capsule("entering")

    def hanging(self, line_radii_m: tuple[float, float]) -> Model:
        """Under the canopy just opened, still hung on one side; x up."""
        return landing.under_canopy(tilt_rad=0.42, line_radii_m=line_radii_m)

    def settling(self, line_radii_m: tuple[float, float]) -> Model:
        """Under the canopy at the ground, its shield gone; x up."""
        return landing.under_canopy(wear="landed", line_radii_m=line_radii_m)
