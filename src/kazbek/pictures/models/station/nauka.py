"""Nauka under Zvezda with the European arm folded on its flank, and Prichal under Nauka, in STN.

Published sizes: Nauka 13.1 m long, 4.25 m wide, wings 29.7 m across; the arm 11.3 m; Prichal 4.9 m, 3.3 m (Wikipedia).
"""

from __future__ import annotations

import numpy as np

from kazbek.pictures.models.detail import patchwork, porthole, quilted, rails_on_drum, seams
from kazbek.pictures.models.lettering import flag, written_on_drum
from kazbek.pictures.models.mesh import Mesh, Model, aimed, as_trim, box, boxes, lathe, moved, placed, stood, tube
from kazbek.pictures.models.station.arms import folded_arm
from kazbek.pictures.models.station.drums import blanket_drum, docking_ring
from kazbek.pictures.models.station.russian import NODE_X_m, long_wing

PORT_Z_m = 13.7  # Nauka's lower port
_PRICHAL_Z_m = 16.2
_WINGS_LEAN_rad = np.radians(25.0)
_LOOKS = ("blanket_white", "blanket_beige", "blanket_grey")
_TAU = 2.0 * np.pi


def nauka() -> Model:
    """The laboratory, hanging along +z from Zvezda's sphere; built along x from its upper end."""
    hull = ((0.0, 0.0), (0.0, 0.80), (0.5, 1.05), (1.1, 1.46), (4.3, 1.46), (5.1, 2.10), (10.0, 2.10), (10.7, 1.30))
    sphere = [(11.55 + 1.12 * float(np.cos(a)), 1.12 * float(np.sin(a))) for a in np.linspace(2.5, 0.75, 10)]
    built: list[Mesh] = [
        *blanket_drum(hull, "blanket_white", (1.2, 2.2, 3.2, 4.2, 5.15, 9.95), strap_material="blanket_beige"),
        quilted(((5.3, 2.10), (9.8, 2.10)), "blanket_white", gores=16, rows=4, puff_m=0.045, fine=3, lift_m=0.016),
        quilted(((1.3, 1.46), (4.1, 1.46)), "blanket_beige", gores=12, rows=3, puff_m=0.035, fine=3, lift_m=0.016),
        lathe(sphere, "blanket_beige", 40),
        *placed(docking_ring(target=True), np.eye(3), (12.50, 0.0, 0.0)),
        lathe(((12.2, 0.86), (12.5, 0.80)), "blanket_grey", 36),
        rails_on_drum(2.15, [(x, a) for x in (5.9, 7.4, 9.2) for a in np.arange(10) * _TAU / 10 + 0.2]),
        rails_on_drum(1.50, [(x, a) for x in (1.8, 3.4) for a in np.arange(8) * _TAU / 8 + 0.3]),
        *patchwork(5.3, 9.8, 2.10, _LOOKS, count=18, seed=11, clear_rad=(2.1, 2.65)),
        *patchwork(1.3, 4.1, 1.46, _LOOKS, count=7, seed=12),
        *_radiators(),
        *_flank(),
        *_engines(),
    ]
    wings = [mesh for side in (1.0, -1.0) for mesh in long_wing(side, 3.4, 14.85, 2.8, 8)]
    # The hull's x points down and its z forward: the wings stand across, their cells up and a little forward.
    c, s = np.cos(_WINGS_LEAN_rad), np.sin(_WINGS_LEAN_rad)
    built += placed(wings, np.array(((-s, 0.0, c), (0.0, 1.0, 0.0), (-c, 0.0, -s))), (8.3, 0.0, 0.0))
    return stood(built, (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (NODE_X_m, 0.0, 1.08))


def _radiators() -> Model:
    """White panels along the wide hull, fore and aft, with their pipes."""
    fore = moved((box((7.5, 0.0, 2.24), (4.2, 1.9, 0.10), "radiator"),), x=0.0)
    aft = moved((box((7.5, 0.0, -2.24), (4.2, 1.9, 0.10), "radiator"),), x=0.0)
    pipes = np.array([(7.5, y, s * 2.30) for y in np.linspace(-0.8, 0.8, 7) for s in (1.0, -1.0)])
    return (*fore, *aft, as_trim((boxes(pipes, (4.2, 0.03, 0.03), "grey"),))[0])


def _flank() -> list[Mesh]:
    """The folded arm to starboard, portholes, the flag and the name."""
    parts: list[Mesh] = [
        *placed(folded_arm(4.6, 0.19, "white"), np.eye(3), (7.4, 2.42, 0.55)),
        box((4.2, 1.7, 0.6), (0.6, 0.5, 0.5), "grey"),
        box((9.8, 2.1, 0.4), (0.5, 0.5, 0.5), "grey"),
        written_on_drum("НАУКА", 0.42, 7.5, _TAU * 0.375, 2.11, "lettering", up="-x", lift_m=0.06),
        *flag(("flag_white", "flag_blue", "flag_red"), 6.3, _TAU * 0.375, 2.11, 0.9, 0.6, up="-x", lift_m=0.06),
        seams(((10.05, 2.08), (10.65, 1.36)), np.arange(16) * _TAU / 16, 0.06, "blanket_grey", 0.02, 3),
    ]
    for angle in (0.9, -0.9):
        y, z = float(np.cos(angle)), float(np.sin(angle))
        parts += aimed(porthole(0.16), (0.0, y, z), (3.0, 1.47 * y, 1.47 * z))
    return parts


def _engines() -> list[Mesh]:
    """Tanks and thruster blocks around the waist."""
    parts: list[Mesh] = [
        tube(
            (5.6, 2.32 * np.cos(a), 2.32 * np.sin(a)),
            (8.8, 2.32 * np.cos(a), 2.32 * np.sin(a)),
            0.2,
            "blanket_white",
            12,
        )
        for a in (0.9, 1.1, np.pi - 0.2, np.pi + 0.35, -1.1, -0.9)
    ]
    blocks = np.array([(10.25, 1.95 * np.cos(a), 1.95 * np.sin(a)) for a in np.arange(4) * _TAU / 4 + _TAU / 8])
    return [*parts, boxes(blocks, (0.5, 0.4, 0.4), "white")]


def prichal() -> Model:
    """The ball under Nauka with a port on every side."""
    ball = [(-1.65 * float(np.cos(a)), 1.65 * float(np.sin(a))) for a in np.linspace(0.50, np.pi - 0.50, 14)]
    built: list[Mesh] = [
        lathe(((-2.40, 0.80), (-2.30, 0.82), (-1.40, 0.82)), "blanket_grey", 36),
        lathe(ball, "blanket_white", 48),
        lathe(((1.40, 0.82), (2.34, 0.80)), "blanket_grey", 36),
        *placed(docking_ring(target=True), np.eye(3), (2.38, 0.0, 0.0)),
    ]
    for out in ((0.0, 1.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, -1.0)):
        at = 1.80 * np.array(out)
        built += aimed((lathe(((-0.5, 0.80), (-0.05, 0.78)), "blanket_grey", 32), *docking_ring()), out, at)
    built.append(rails_on_drum(1.68, [(0.0, a) for a in np.arange(4) * _TAU / 4 + _TAU / 8], length_m=0.7))
    return stood(built, (0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (NODE_X_m, 0.0, _PRICHAL_Z_m))
