"""The capsule on its own, under its canopy, and on the steppe, in metres."""

from __future__ import annotations

import numpy as np

from kazbek.pictures.models.capsule.canopy import AREA_m2, RISER_m, canopy_on_ground, height_m, main_canopy
from kazbek.pictures.models.capsule.capsule import FOOT_X_m, HEIGHT_m, Wear, capsule
from kazbek.pictures.models.mesh import Model, gathered, moved, placed, tube

__all__ = ["CANOPY_AREA_m2", "RISER_m", "Wear", "canopy_on_ground", "capsule", "height_m", "under_canopy"]

CANOPY_AREA_m2 = AREA_m2
_HITCH_X_m = FOOT_X_m + HEIGHT_m - 0.10  # where the riser holds the capsule


def under_canopy(
    *,
    inflation_frac: float = 1.0,
    wear: Wear = "hanging",
    tilt_rad: float = 0.0,
    line_radii_m: tuple[float, float] = (0.006, 0.006),
) -> Model:
    """Capsule below the main canopy; x points up along the lines, origin at the capsule.

    Parameters
    ----------
    tilt_rad : at first the capsule hangs from one side of its canopy container and leans
    line_radii_m : of the lines at their lower end and at the skirt, wider than in life where they would vanish
    """
    c, s = np.cos(tilt_rad), np.sin(tilt_rad)
    lean = np.array(((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c)))
    hitch = np.array((_HITCH_X_m, 0.0, -0.62 if tilt_rad else 0.0))  # the rim of the main container
    leaning = placed(capsule(wear), lean, np.array((_HITCH_X_m, 0.0, 0.0)) - lean @ hitch)
    strap = tube((_HITCH_X_m, 0.0, 0.0), (_HITCH_X_m + 1.6, 0.0, 0.0), 3.0 * line_radii_m[0], "line", 6)
    return gathered((*leaning, strap, *moved(main_canopy(inflation_frac, line_radii_m), x=_HITCH_X_m + 1.2)))
