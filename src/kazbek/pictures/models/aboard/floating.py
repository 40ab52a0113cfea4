"""People who float: bodies of :mod:`kazbek.pictures.models.aboard.body`, laid along any direction."""

from __future__ import annotations

import numpy as np

from kazbek.pictures.directions import unit
from kazbek.pictures.models.aboard.body import Worn, body, head
from kazbek.pictures.models.mesh import Model, Point, placed
from kazbek.pictures.models.recovery.people import Joints

FILMING: tuple[Joints, Joints] = (
    {"elbow": (0.16, 0.24, 1.30), "hand": (0.34, 0.12, 1.52), "knee": (0.20, 0.11, 0.56), "ankle": (-0.10, 0.10, 0.26)},
    {
        "elbow": (0.16, -0.24, 1.28),
        "hand": (0.34, -0.12, 1.48),
        "knee": (0.16, -0.11, 0.56),
        "ankle": (-0.14, -0.10, 0.26),
    },
)
REACHING: tuple[Joints, Joints] = (
    {"elbow": (0.24, 0.30, 1.42), "hand": (0.46, 0.34, 1.60), "knee": (0.20, 0.11, 0.56), "ankle": (-0.12, 0.12, 0.28)},
    {
        "elbow": (0.14, -0.28, 1.20),
        "hand": (0.38, -0.18, 1.16),
        "knee": (0.10, -0.11, 0.54),
        "ankle": (-0.20, -0.10, 0.30),
    },
)


def floating(
    pose: tuple[Joints, Joints], worn: Worn, head_m: Point, crown: Point, face: Point, hair: str = "hair_dark"
) -> Model:
    """Someone whose head is at a place, its crown along `crown`, looking as near to `face` as that allows."""
    z = unit(np.asarray(crown, dtype=float))
    y = unit(np.cross(z, np.asarray(face, dtype=float)))
    C = np.column_stack((np.cross(y, z), y, z))
    return placed((*body(pose, worn), *head(hair)), C, np.asarray(head_m) - 1.645 * z)
