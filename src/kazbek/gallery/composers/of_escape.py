"""The picture of an escape: what carries the crew leaves a launcher whose engines have stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kazbek.base.types import Floats
from kazbek.gallery.camera_work import corners, fitted
from kazbek.gallery.composers.of_launch import (
    DAYLIGHT,
    FOULED,
    ground_of,
    pad_axes,
    pressure_frac,
    ship_on_top,
    standpoint,
)
from kazbek.gallery.framing import ORIGIN, along, camera, framed, upright
from kazbek.gallery.take import Composer, Take
from kazbek.pictures.air.haze import Haze
from kazbek.pictures.fire.jet import Jet
from kazbek.pictures.models.built import whole_launcher
from kazbek.pictures.models.launch import fairing, launcher, pad
from kazbek.pictures.models.mesh import Mesh, Model, moved, placed
from kazbek.pictures.models.plain.pad import plain_pad
from kazbek.pictures.render.shot import Shot

_AHEAD_m = 15.0  # that the crew has gained on the launcher: about a second after the motors are lit
_CUT_m = 1.4  # above the fairing's foot: its fins and all above go, the service module stays
_MOTOR_m, _TOWER_m = (0.12, 15.0), (0.085, 16.0)  # radius of a nozzle, length of its flame; by eye
_UPRIGHT = np.array(((0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (1.0, 0.0, 0.0)))


def _off_the_launcher(take: Take) -> Shot:
    """Beside it, as it was last steered; on its pad where it never left."""
    gone = frozenset(event.name for event in take.flight.events if event.epoch <= take.beat.epoch)
    model = _left_behind(take, gone) + moved(_carried(take, gone), x=_AHEAD_m)
    jets = tuple(replace(jet, at_m=jet.at_m + (_AHEAD_m, 0.0, 0.0)) for jet in _jets(gone, pressure_frac(take.now)))
    return _on_its_pad(take, model, jets) if "liftoff" not in gone else _under_way(take, model, jets)


def _under_way(take: Take, model: Model, jets: tuple[Jet, ...]) -> Shot:
    now, ascent = take.now, take.flight["ascent"]
    C = along(float(ascent["heading_rad"][-1]), float(ascent["pitch_rad"][-1]))
    body = placed(model, C, ORIGIN)
    seen_by = fitted(corners(body), C @ np.array((0.55, -1.0, 0.1)), 44.0, take.size, width=0.72, height=0.72)
    shot = framed(now, now.C_ITRF_ENU, seen_by, body)
    return replace(shot, haze=Haze(tuple(jet.turned(C) for jet in jets)))


def _on_its_pad(take: Take, model: Model, jets: tuple[Jet, ...]) -> Shot:
    now = take.now
    seen_by = camera(standpoint(150.0, 150.0, 7.0), (0.0, 0.0, 36.0), 36.0, take.size)
    around = pad.launch_pad() if take.cast.model("pad") else plain_pad(launcher.NOSE_FOOT_m)
    standing = upright(model, pad.FOOT_m) + around
    shot = framed(now, pad_axes(now), seen_by, standing, ground=ground_of(take.cast), exposure=DAYLIGHT)
    foot = np.array((0.0, 0.0, pad.FOOT_m))
    return replace(
        shot, haze=Haze(tuple(replace(jet.turned(_UPRIGHT), at_m=_UPRIGHT @ jet.at_m + foot) for jet in jets))
    )


def _left_behind(take: Take, gone: frozenset[str]) -> Model:
    """The launcher with what it still has: the foot of its fairing where the fairing is on."""
    model = whole_launcher(
        strapons="strapon_separation" not in gone, core="core_separation" not in gone, nose=False, frost_frac=0.4
    )
    if "fairing_jettison" not in gone:
        model = model + _parted(fairing.fairing(launcher.NOSE_FOOT_m), above=False)
    return model + launcher.strapon_in_place(0, **FOULED) if _struck(take) else model


def _struck(take: Take) -> bool:
    """Whether a strap-on that has not got clear is what failed."""
    fault = take.flight.first("fault")
    return fault is not None and fault.values.get("system") == "strapon_separation"


def _carried(take: Take, gone: frozenset[str]) -> Model:
    """What leaves: the upper fairing with what is in it, its tower while it has one; else the ship."""
    if "fairing_jettison" in gone:
        return ship_on_top(take.cast)
    head = _parted(fairing.fairing(launcher.NOSE_FOOT_m), above=True)
    return head if "escape_tower_jettison" in gone else head + fairing.escape_tower(launcher.NOSE_FOOT_m)


def _parted(model: Model, *, above: bool) -> Model:
    """The faces on one side of the cut."""
    at_m = launcher.NOSE_FOOT_m + _CUT_m

    def kept(mesh: Mesh) -> Mesh:
        x_m = mesh.vertices_m[mesh.faces].mean(axis=1)[:, 0]
        return replace(mesh, faces=mesh.faces[(x_m > at_m) == above])

    return tuple(mesh for mesh in map(kept, model) if len(mesh.faces))


def _jets(gone: frozenset[str], air_frac: float) -> tuple[Jet, ...]:
    """Of the tower's motor, or of the four on the fairing; none where springs part the ship."""
    if "fairing_jettison" in gone:
        return ()
    tower = "escape_tower_jettison" not in gone
    nozzles = fairing.tower_nozzles(launcher.NOSE_FOOT_m) if tower else fairing.fairing_motors(launcher.NOSE_FOOT_m)
    return tuple(
        _solid(np.array(end), np.array(way), *(_TOWER_m if tower else _MOTOR_m), air_frac) for end, way in nozzles
    )


def _solid(at_m: Floats, way: Floats, radius_m: float, flame_m: float, air_frac: float) -> Jet:
    """The jet of a solid motor: short, and full of what glows and of white smoke."""
    swells = min(6.0, 1.0 + 0.4 / max(air_frac, 1e-3) ** 0.5)
    return Jet(
        at_m,
        way / np.linalg.norm(way),
        radius_m,
        flame_m,
        radius_m * swells,
        0.2,
        0.05,
        hot_K=2500.0,
        soot_per_m=5.0,
        white_per_m=1.5,
        core_m=0.3 * flame_m,
    )


COMPOSERS: dict[str, Composer] = {"abort": _off_the_launcher}
