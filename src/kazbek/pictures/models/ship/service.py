"""The service module: engine skirt, radiator drum, transfer compartment, engines, sensors and antennas."""

from __future__ import annotations

import functools

import numpy as np

from kazbek.pictures.models.detail import quilted, seams, strap
from kazbek.pictures.models.mesh import Mesh, Model, aimed, as_trim, bars, box, gathered, lathe, placed, repeated, tube
from kazbek.pictures.models.ship.wings import folded_wing, wing

_TAU = 2.0 * np.pi
_SKIRT = ((-0.02, 1.34), (0.0, 1.36), (0.42, 1.36), (0.70, 1.10))
_DRUM_RADIUS_m = 1.09
_SPLAY_rad = np.radians(20.0)  # the forward engines blow past the bow
_AFT_PAIRS_rad = 0.985 + np.arange(4) * np.pi / 2  # off the axes of the wings


@functools.cache
def service_module(*, arrays_deployed: bool = True) -> Model:
    """Engine skirt, radiator drum, transfer compartment, thrusters, wings and antennas."""
    parts = [*_skirt(), *_drum(), *_transfer_compartment(), *_main_engine(), *thrusters(), *_sensors(), *_whips()]
    for side in (1.0, -1.0):
        parts += wing(side) if arrays_deployed else folded_wing(side)
    return gathered(parts)


def _skirt() -> Model:
    """White, with its radiator loops and, in the foot, a bulkhead under bronze foil."""
    around = np.arange(16) * _TAU / 16
    return (
        lathe(_SKIRT, "radiator", 64),
        lathe(((-0.02, 1.24), (-0.02, 1.34)), "white", 64),
        lathe(((0.07, 1.20), (-0.02, 1.24)), "dark", 64),  # the bulkhead lies back in the rim
        quilted(((0.07, 0.36), (0.07, 1.21)), "foil_bronze", gores=14, rows=3, puff_m=0.03),
        lathe(((0.03, 0.30), (-0.03, 0.30), (-0.03, 0.37), (0.09, 0.40)), "quilt_charcoal", 32),
        *(strap(x, 1.36, 0.018, "grey", 0.008, 64) for x in (0.10, 0.20, 0.30)),
        strap(0.405, 1.36, 0.03, "grey", 0.012, 64),
        seams(((0.02, 1.36), (0.41, 1.36)), around, 0.02, "grey", 0.010, 2),
        seams(((0.43, 1.35), (0.69, 1.105)), around + _TAU / 32, 0.02, "grey", 0.010, 2),
    )


def _drum() -> Model:
    """The cylindrical radiator: pipes around a white drum, parted by the roots of the wings."""
    ribs = []
    for x in np.arange(0.80, 1.90, 0.105):
        ribs.append(lathe(((x, 1.088), (x + 0.033, 1.122), (x + 0.066, 1.088)), "radiator", 40))
    return (
        lathe(((0.69, _DRUM_RADIUS_m), (1.97, _DRUM_RADIUS_m)), "radiator", 64),
        strap(0.73, _DRUM_RADIUS_m, 0.06, "grey", 0.014),
        strap(1.94, _DRUM_RADIUS_m, 0.05, "grey", 0.014),
        seams(((0.78, 1.10), (1.90, 1.10)), np.arange(8) * _TAU / 8 + 0.2, 0.03, "grey", 0.026, 2),
        *as_trim(ribs),
    )


def _transfer_compartment() -> Model:
    """Dark cloth up to the joint with the descent module, and the struts of that joint."""
    angle = np.arange(10) * _TAU / 10
    foot = np.column_stack((np.full(10, 2.27), 0.95 * np.cos(angle), 0.95 * np.sin(angle)))
    lean = angle + 0.12 * np.where(np.arange(10) % 2, 1.0, -1.0)
    top = np.column_stack((np.full(10, 2.47), 1.02 * np.cos(lean), 1.02 * np.sin(lean)))
    return (
        quilted(((1.96, 1.075), (2.20, 1.01), (2.29, 0.96)), "quilt_charcoal", gores=20, rows=2, puff_m=0.016),
        lathe(((2.29, 0.97), (2.29, 0.0)), "dark"),
        strap(2.10, 1.045, 0.035, "thread"),
        bars(foot, top, 0.03, "metal"),
        # The mast that carries pipes and cables past the joint to the descent module.
        tube((1.9, -0.78, -0.80), (2.15, -0.88, -0.90), 0.05, "quilt_charcoal", 8),
        tube((2.15, -0.88, -0.90), (2.62, -0.83, -0.85), 0.05, "quilt_charcoal", 8),
        tube((2.62, -0.83, -0.85), (2.76, -0.74, -0.76), 0.045, "metal", 8),
    )


def _main_engine() -> Model:
    """The bell in the middle of the foot, and its lid swung aside."""
    bell = ((-0.42, 0.262), (-0.42, 0.275), (-0.34, 0.262), (-0.20, 0.205), (-0.06, 0.12), (0.06, 0.10))
    inside = ((0.06, 0.0), (0.06, 0.06), (-0.08, 0.10), (-0.22, 0.185), (-0.34, 0.245), (-0.42, 0.262))
    lid = lathe(((-0.015, 0.0), (-0.015, 0.30), (0.015, 0.30), (0.015, 0.0)), "quilt_charcoal", 28)
    swung = np.radians(100.0)
    hinge = np.array(((np.cos(swung), 0.0, np.sin(swung)), (0.0, 1.0, 0.0), (-np.sin(swung), 0.0, np.cos(swung))))
    return (
        lathe(bell, "nozzle", 40),
        lathe(inside, "charred", 40),
        *placed((lid,), hinge, (-0.30, 0.0, 0.42)),
        tube((0.05, 0.0, 0.40), (-0.05, 0.0, 0.43), 0.03, "metal", 8),
        strap(-0.30, 0.252, 0.02, "metal", 0.006, 32),
    )


def thruster_places() -> list[tuple[tuple[float, float, float], tuple[float, float, float]]]:
    """Where the 28 small engines sit and where each blows: (metres, unit vector) in BODY.

    Fourteen pairs of equal thrust, four of them at the foot blowing aft; the places of the others are by eye.
    """
    places = []
    for turn in _AFT_PAIRS_rad:
        for side in (-0.055, 0.055):
            y, z = 1.29 * np.cos(turn + side), 1.29 * np.sin(turn + side)
            places.append(((-0.02, y, z), (-1.0, 0.0, 0.0)))
    for x, radius, turns in ((0.22, 1.37, np.arange(4) * np.pi / 2 + 0.20), (2.06, 1.06, _AFT_PAIRS_rad)):
        for turn in turns:
            for side in (-0.06, 0.06):
                out = (0.0, float(np.cos(turn + side)), float(np.sin(turn + side)))
                places.append(((x, radius * out[1], radius * out[2]), out))
    for turn in (0.62, 0.62 + np.pi):
        for side in (-0.07, 0.07):
            c, s = float(np.cos(turn + side)), float(np.sin(turn + side))
            ahead, aside = float(np.cos(_SPLAY_rad)), float(np.sin(_SPLAY_rad))
            places.append(((2.24, 1.02 * c, 1.02 * s), (ahead, aside * c, aside * s)))
    return places


def thrusters() -> Model:
    """The bells of all 28, on the little boxes they share in pairs."""
    cup = lathe(((-0.03, 0.030), (0.02, 0.030), (0.075, 0.052), (0.0, 0.018)), "nozzle", 10)
    places = thruster_places()
    turns = np.array([aimed_axes(out) for _, out in places])
    at = np.array([place for place, _ in places])
    middles = (at[0::2] + at[1::2]) / 2.0
    mount = lathe(((-0.05, 0.0), (-0.05, 0.12), (0.012, 0.105), (0.012, 0.0)), "quilt_charcoal", 8)
    return (repeated(cup, turns, at), *as_trim((repeated(mount, turns[0::2], middles),)))


def aimed_axes(direction: tuple[float, float, float]) -> np.ndarray:
    """(3, 3) rotation that takes x to a unit vector."""
    x = np.asarray(direction)
    helper = np.eye(3)[int(np.argmin(np.abs(x)))]
    y = np.cross(helper, x)
    y /= np.linalg.norm(y)
    return np.column_stack((x, y, np.cross(x, y)))


def _sensors() -> list[Mesh]:
    """The infrared vertical on the Earth's side, the Sun sensor, the relay antenna on the roof, star trackers."""
    eye = (
        lathe(((0.0, 0.0), (0.0, 0.10), (0.16, 0.10), (0.18, 0.07), (0.18, 0.0)), "white", 16),
        lathe(((0.182, 0.06), (0.183, 0.0)), "glass", 16),
    )
    parts = [
        box((1.72, 0.30, 1.16), (0.26, 0.24, 0.14), "white"),
        *aimed(eye, (0.0, 0.0, 1.0), (1.72, 0.30, 1.20)),
        *aimed(eye, (-0.3, -0.35, -1.0), (0.55, 0.42, -1.10)),
        # The phased array of the relay link: a slab on two feet, its face parted into fields.
        box((1.28, 0.0, -1.245), (0.92, 0.42, 0.07), "white"),
        box((1.05, 0.0, -1.15), (0.08, 0.34, 0.16), "grey"),
        box((1.55, 0.0, -1.15), (0.08, 0.34, 0.16), "grey"),
    ]
    x, y = np.meshgrid(np.linspace(0.93, 1.63, 5), (-0.1, 0.1), indexing="ij")
    centres = np.column_stack((x.ravel(), y.ravel(), np.full(x.size, -1.285)))
    parts += [box(tuple(centre), (0.14, 0.17, 0.012), "shield_b") for centre in centres]
    return parts


def _whips() -> Model:
    """VHF whips at the waist and lights on the skirt."""
    angle = np.array((0.75, 2.39, 3.9, 5.53))
    foot = np.column_stack((np.full(4, 1.98), 1.07 * np.cos(angle), 1.07 * np.sin(angle)))
    tip = foot + np.column_stack((np.full(4, -0.25), 0.62 * np.cos(angle), 0.62 * np.sin(angle)))
    skirt = np.column_stack((np.full(2, 0.35), np.zeros(2), (1.36, -1.36)))
    return (
        *as_trim((bars(foot, tip, 0.016, "white"),)),
        *(
            aimed(
                (lathe(((0.0, 0.05), (0.07, 0.05), (0.09, 0.03), (0.09, 0.0)), "lamp_glass", 10),),
                (0.0, 0.0, float(np.sign(at[2]))),
                at,
            )[0]
            for at in skirt
        ),
    )
