"""The orbital module: the quilted pear, hatch, docking unit with its probe, Kurs antennas, lamps, flag and name."""

from __future__ import annotations

import functools

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.detail import dish, handrails, porthole, quilted, seams, strap
from kazbek.pictures.models.lettering import flag, written_on_drum
from kazbek.pictures.models.mesh import Mesh, Model, aimed, as_trim, bars, box, boxes, dome, gathered, lathe, tube

PROBE_TIP_X_m = 7.48
_TAU = 2.0 * np.pi
_SEAM_X_m, _RADIUS_m = (5.28, 5.95), 1.11
_AFT = [(4.42, 0.36), (4.50, 0.52)] + [
    (5.28 - 0.86 * float(np.cos(a)), 1.11 * float(np.sin(a))) for a in np.linspace(0.52, np.pi / 2, 10)
]
_FRONT = dome(5.95, 0.80, 1.11, 0.62)
_GORES = 14
_TRICOLOUR = ("flag_white", "flag_blue", "flag_red")


@functools.cache
def orbital_module() -> Model:
    """The pear at the front with all that stands on it."""
    parts: list[Mesh] = [
        quilted(_AFT, "quilt_green", gores=_GORES, rows=4, puff_m=0.034),
        quilted(((5.28, _RADIUS_m), (5.95, _RADIUS_m)), "quilt_green", gores=_GORES, rows=2, puff_m=0.034),
        quilted(_FRONT, "quilt_green", gores=_GORES, rows=3, puff_m=0.034),
        *(strap(x, _RADIUS_m, 0.045, "thread", 0.018, 56) for x in _SEAM_X_m),
        strap(4.62, 0.78, 0.03, "thread", 0.03),
        seams([*_AFT[2:], *_FRONT], np.arange(_GORES) * _TAU / _GORES, 0.014, "quilt_charcoal", 0.007, 24),
        seams([*_AFT[2:], *_FRONT], np.arange(1, _GORES, 7) * _TAU / _GORES, 0.04, "thread", 0.009, 24),
        *_docking_unit(),
        *_hatch(),
        *aimed(porthole(0.17), (0.08, 0.85, 0.50), (5.60, 0.95, 0.56)),
        *_kurs(),
        *_lamps(),
        *_rails(),
        *_markings(),
    ]
    return gathered(parts)


def _docking_unit() -> list[Mesh]:
    """Interface ring with its eight hooks and the probe: cone, shaft, head."""
    ring = (
        (6.68, 0.60),
        (6.72, 0.675),
        (6.90, 0.675),
        (6.92, 0.655),
        (6.92, 0.575),
        (6.90, 0.56),
        (6.88, 0.52),
        (6.84, 0.34),
        (6.82, 0.0),
    )
    probe = (
        (6.83, 0.27),
        (6.98, 0.20),
        (7.08, 0.085),
        (7.37, 0.052),
        (7.395, 0.075),
        (7.43, 0.078),
        (7.46, 0.05),
        (PROBE_TIP_X_m, 0.0),
    )
    angle = np.arange(8) * _TAU / 8 + 0.2
    hooks = np.column_stack((np.full(8, 6.93), 0.615 * np.cos(angle), 0.615 * np.sin(angle)))
    legs = np.arange(3) * _TAU / 3
    foot = np.column_stack((np.full(3, 6.86), 0.42 * np.cos(legs), 0.42 * np.sin(legs)))
    knee = np.column_stack((np.full(3, 7.06), 0.10 * np.cos(legs), 0.10 * np.sin(legs)))
    pins = np.array([(6.97, 0.60 * np.cos(a), 0.60 * np.sin(a)) for a in (0.6, 0.6 + np.pi)])
    return [
        lathe(ring, "metal", 56),
        lathe(((6.64, 0.64), (6.69, 0.70), (6.73, 0.70), (6.74, 0.67)), "quilt_charcoal", 56),
        lathe(((6.885, 0.515), (6.86, 0.44), (6.845, 0.36)), "cone_dark", 40),
        lathe(probe, "metal", 32),
        boxes(hooks, (0.035, 0.07, 0.07), "nozzle"),
        bars(foot, knee, 0.035, "nozzle"),
        *as_trim(
            (
                boxes(pins, (0.10, 0.035, 0.035), "metal"),
                strap(7.20, 0.064, 0.03, "nozzle", 0.006, 16),
                strap(7.30, 0.058, 0.02, "nozzle", 0.006, 16),
            )
        ),
    ]


def _hatch() -> Model:
    """The round side hatch through which the crew boards on the pad, on the −y side."""
    lid = (
        lathe(((0.0, 0.40), (0.05, 0.385), (0.05, 0.34)), "metal", 36),
        quilted(((0.035, 0.34), (0.06, 0.30), (0.075, 0.0)), "quilt_green", gores=8, rows=2, puff_m=0.015),
    )
    return aimed(lid, (0.0, -0.93, -0.36), (5.55, -1.025, -0.40))


def _kurs() -> list[Mesh]:
    """The one rendezvous antenna of Kurs-NA (AO-753A) on its mast above, two 2ASF-M-VKA beside the docking unit."""
    drum = (
        lathe(((0.0, 0.0), (0.0, 0.15), (0.05, 0.22), (0.10, 0.24)), "white", 32),
        lathe(((0.10, 0.24), (0.115, 0.235), (0.115, 0.0)), "shield_c", 32),
        *dish(0.12, "white"),
    )
    horn = (
        lathe(((0.0, 0.0), (0.0, 0.055), (0.10, 0.065), (0.20, 0.12), (0.205, 0.12), (0.15, 0.06)), "white", 20),
        lathe(((0.16, 0.0), (0.16, 0.05), (0.30, 0.012), (0.30, 0.0)), "dark", 10),
    )
    parts: list[Mesh] = [
        tube((6.05, 0.0, -1.00), (6.30, 0.0, -1.62), 0.035, "white", 10),
        *as_trim((bars(np.array(((6.45, 0.0, -0.93),)), np.array(((6.26, 0.0, -1.50),)), 0.03, "metal"),)),
        *aimed(drum, (1.0, 0.0, -0.05), (6.28, 0.0, -1.70)),
    ]
    for side in (1.0, -1.0):
        foot, head = np.array(((6.36, side * 0.62, 0.66),)), np.array(((6.62, side * 0.98, 0.96),))
        parts += [
            bars(foot, head, 0.04, "white"),
            box(head[0], (0.10, 0.13, 0.13), "white"),
            *aimed(horn, (1.0, 0.0, 0.0), head[0] + (0.03, 0.0, 0.0)),
        ]
    return parts


def _lamps() -> list[Mesh]:
    """Two headlamps below the docking unit and the television camera beside it, all looking ahead."""
    lamp = (
        lathe(((0.0, 0.0), (0.0, 0.06), (0.10, 0.085), (0.13, 0.085)), "metal", 16),
        lathe(((0.125, 0.078), (0.128, 0.0)), "lamp_glass", 16),
    )
    camera = (
        box((0.09, 0.0, 0.0), (0.22, 0.11, 0.11), "white"),
        lathe(((0.20, 0.045), (0.27, 0.045), (0.27, 0.035), (0.24, 0.0)), "dark", 14),
    )
    parts: list[Mesh] = []
    for y in (0.30, -0.30):
        parts += aimed(lamp, (1.0, 0.0, 0.0), (6.66, y, 0.76))
        parts.append(bars(np.array(((6.50, y, 0.74),)), np.array(((6.70, y, 0.77),)), 0.05, "metal"))
    return parts + [*aimed(camera, (1.0, 0.0, 0.0), (6.58, 0.62, -0.52)), *_cross()]


def _cross() -> Model:
    """The small docking target on its post."""
    at = np.array(((6.92, -0.70, -0.40),))
    across = np.array(((0.0, 0.11, 0.0), (0.0, 0.0, 0.11)))
    return as_trim(
        (bars(at + across * -1.0, at + across, 0.022, "white"), bars(at + (-0.22, 0.0, 0.0), at, 0.03, "metal"))
    )


def _rails() -> Model:
    """Rails for a crew outside, fore and aft of the hatch and along the top."""
    angles = np.array((-2.45, -1.15, 0.75, 2.35))
    return (handrails(_on_drum(5.36, angles), _on_drum(5.86, angles), _on_drum(0.0, angles) / _RADIUS_m),)


def _on_drum(x_m: float, angle_rad: Floats) -> Floats:
    return np.column_stack((np.full(len(angle_rad), x_m), _RADIUS_m * np.cos(angle_rad), _RADIUS_m * np.sin(angle_rad)))


def _markings() -> Model:
    """The flag and the ship's name on both flanks, letters standing away from the crew's feet."""
    lift = 0.038  # over the cushions
    parts: list[Mesh] = []
    for angle, up in ((-0.10, "-a"), (np.pi - 0.42, "+a")):
        parts += flag(_TRICOLOUR, 5.62, angle, _RADIUS_m, 0.46, 0.30, up=up, lift_m=lift)
        below = angle + (0.24 if up == "-a" else -0.24)
        parts.append(written_on_drum("СОЮЗ МС", 0.11, 5.62, below, _RADIUS_m, "flag_white", up=up, lift_m=lift))
    return tuple(parts)
