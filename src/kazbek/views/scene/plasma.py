"""The plasma of entry."""

from __future__ import annotations

import numpy as np

from kazbek.views.scene.glow import Plume


def shock_layer(strength: float) -> tuple[Plume, ...]:
    """Plasma around a capsule that flies along +x: a bright cap just off the shield and a glowing wake.

    `strength` scales the light, 1 at the peak of heating.
    """
    back = np.array((-1.0, 0.0, 0.0))
    cap = (26.0 * strength, 12.0 * strength, 5.5 * strength)
    layer = (9.0 * strength, 3.2 * strength, 1.6 * strength)
    wake = (4.0 * strength, 1.3 * strength, 0.7 * strength)
    return (
        Plume(np.array((1.05, 0.0, 0.0)), back, 0.66, 0.5, 0.45, cap),
        Plume(np.array((0.9, 0.0, 0.0)), back, 0.95, 3.2, 0.10, layer),
        Plume(np.array((0.2, 0.0, 0.0)), back, 0.80, 14.0, 0.02, wake),
    )
